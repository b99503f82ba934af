"""`sources doctor`: whether the sources answer as they should, and what to do where they do not."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli.show import err, out, print_json, print_table
from sharitories_crawl.errors import NothingReachable

if TYPE_CHECKING:
    from sharitories_crawl.keys import Key
    from sharitories_crawl.pipeline.checking import Examined
    from sharitories_crawl.pipeline.doctor import Checkup
    from sharitories_crawl.settings import Settings
    from sharitories_crawl.sources.base import Source


def doctor(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="Sources to check; without any, all that are set up.")
    ] = None,
    db: opt.Db = None,
    json: opt.Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Ask each source two questions, one with a known answer and one without any; say what is wrong and what to do.

    What is asked counts as spent, and a source that rests is not asked. A source that you must name to crawl must be
    named here too.

    Example: sharitories sources doctor searxng
    """
    from sharitories_crawl.keys import load_keys
    from sharitories_crawl.pipeline.doctor import check_up
    from sharitories_crawl.pipeline.tools import load_knowledge, working_store
    from sharitories_crawl.pipeline.worlds import check_database
    from sharitories_crawl.sources import SOURCES

    settings = opt.settings_with(db=db)
    keys = load_keys(tuple(source.key for source in SOURCES.values() if source.key), os.environ, settings.keys_file)
    sources = choose_patients(settings, names, keys)
    knowledge = load_knowledge(settings.queries)
    opt.say_where_no_contact(settings)

    def tell(examined: "Examined") -> None:
        if not quiet:
            err().print(f"{examined.diagnosis.source}: {examined.diagnosis.verdict}", markup=False)

    check_database(settings)
    with working_store(settings.db) as store:
        try:
            checkup = asyncio.run(check_up(sources, settings, knowledge, store, keys, opt.now, tell))
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
    report(checkup, json=json)
    raise typer.Exit(checkup.exit_code)


def choose_patients(
    settings: "Settings", names: Sequence[str] | None, keys: Mapping[str, "Key"]
) -> tuple["Source", ...]:
    """Those named; else those of the settings or the default chain, and all that have an address or a key set."""
    from sharitories_crawl.pipeline.chain import choose_chain, known_source
    from sharitories_crawl.sources import SOURCES

    if names:
        return tuple(known_source(name, "argument NAME") for name in dict.fromkeys(names))
    chain = choose_chain(settings, None)
    configured = [
        source
        for source in SOURCES.values()
        if not source.opt_in and (settings.source_url(source.name) or source.key in keys)
    ]
    return tuple(
        {source.name: source for source in (*chain.sources, *chain.top_up, *chain.geocoders, *configured)}.values()
    )


def report(checkup: "Checkup", *, json: bool) -> None:
    """Print the verdicts. Raises NothingReachable where no source could be reached."""
    if json:
        print_json({"run": checkup.run_id, "exit_code": checkup.exit_code, "sources": in_json(checkup.examined)})
    else:
        told = [one.diagnosis for one in checkup.examined]
        rows = [(each.source, str(each.verdict), each.what, each.todo) for each in told]
        print_table("Sources", ("source", "verdict", "what was found", "what to do"), rows, console=out())
    if checkup.exit_code == NothingReachable.exit_code:
        raise NothingReachable("no source could be reached: is there a network?")


def in_json(examined: "Sequence[Examined]") -> list[dict[str, object]]:
    """The verdicts with the questions behind them."""
    return [
        {
            "source": one.diagnosis.source,
            "verdict": str(one.diagnosis.verdict),
            "what": one.diagnosis.what,
            "todo": one.diagnosis.todo,
            "questions": [
                {
                    "id": probe.query.id, "text": probe.query.text, "status": str(probe.answer.status),
                    "reason": probe.answer.reason, "detail": probe.answer.detail,
                    "found": len(probe.answer.results) + len(probe.answer.records),
                }
                for probe in one.probes
            ],
        }
        for one in examined
    ]  # fmt: skip
