"""`crawl`, `resolve` and `reparse`: the commands that write."""

import asyncio
import shlex
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli.show import duration, err, out, print_json
from sharitories_crawl.errors import NothingReachable

if TYPE_CHECKING:
    from sharitories_crawl.keys import Key
    from sharitories_crawl.models import Town
    from sharitories_crawl.pipeline.bounds import Bounds
    from sharitories_crawl.pipeline.crawl import Order, Outcome, Progress
    from sharitories_crawl.pipeline.tools import Knowledge, Store
    from sharitories_crawl.settings import Settings

CRAWL_EXAMPLES = """
Examples:

    sharitories crawl --city Lorient

    sharitories crawl --city Lorient --kind fablab --kind coworking --source searxng

    sharitories crawl --group study --refresh 7 --quiet

    sharitories crawl --city Épinal --dry-run
"""


def crawl(
    city: opt.City = None,
    group: opt.Group = None,
    department: opt.Department = None,
    kind: opt.KindOption = None,
    keyword: opt.Keyword = None,
    source: opt.SourceOption = None,
    db: opt.Db = None,
    queries: opt.Queries = None,
    thorough: opt.Thorough = False,
    refresh: Annotated[
        float | None, typer.Option("--refresh", help="Ask again what is older than so many days.")
    ] = None,
    max_pages: Annotated[int | None, typer.Option("--max-pages", help="Pages to fetch for one town, at most.")] = None,
    no_follow: Annotated[bool, typer.Option("--no-follow", help="Ask the sources, but fetch no page.")] = False,
    sandbox: opt.Sandbox = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be asked, and ask nothing.")] = False,
    json: opt.Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Find the initiatives of towns: ask, follow, read, join, store.

    Only what is due is asked, so the same command goes on where an earlier one stopped.
    """
    from sharitories_crawl.cli.planning import make_order, print_plan
    from sharitories_crawl.pipeline.chain import choose_chain
    from sharitories_crawl.pipeline.tools import load_knowledge, working_store
    from sharitories_crawl.pipeline.worlds import check_database, check_sandbox

    settings = opt.settings_with(db=db, queries=queries, refresh_days=refresh, max_pages=max_pages, sandbox=sandbox)
    knowledge = load_knowledge(settings.queries)
    towns = opt.choose_towns(knowledge.towns, city, group, department)
    chain = choose_chain(settings, source)
    order, plans = make_order(towns, chain, knowledge, settings, kind, keyword, thorough=thorough, follow=not no_follow)
    # the sandbox is a fiction, in which no known answer is to be found
    order = replace(order, check_sources=bool(group or department) and not settings.sandbox)
    check_database(settings)
    if dry_run:
        print_plan(order, plans, settings, json=json)
        return
    opt.say_where_no_contact(settings)
    keys = opt.keys_of(chain.sources, settings)
    check_sandbox(settings)
    with working_store(settings.db) as store:
        outcome = run(order, settings, knowledge, store, keys, quiet=quiet)
        report(outcome, towns, store, json=json, sandbox=settings.sandbox)
    raise typer.Exit(outcome.exit_code)


crawl.__doc__ = f"{crawl.__doc__}\n{CRAWL_EXAMPLES}"


def run(
    order: "Order",
    settings: "Settings",
    knowledge: "Knowledge",
    store: "Store",
    keys: "Mapping[str, Key]",
    *,
    quiet: bool,
    progress: "Progress | None" = None,
    bounds: "Bounds | None" = None,
    say: "Callable[[str], None]" = lambda line: err().print(line, markup=False),
) -> "Outcome":
    """Crawl in an event loop of its own; Ctrl-C or SIGTERM lets what is in flight finish, a second one does not."""
    from sharitories_crawl.cli.progress import Lines, Quiet
    from sharitories_crawl.pipeline.crawl import crawl as crawl_all

    stopped = False

    async def work() -> "Outcome":
        loop = asyncio.get_running_loop()

        def stop(signum: int) -> None:
            nonlocal stopped
            if stopped:
                loop.remove_signal_handler(signum)
            stopped = True
            say("Stopping: what is in flight is finished first. Again to stop at once.")

        for signum in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(signum, stop, signum)
        telling = progress or (Quiet() if quiet else Lines())
        return await crawl_all(order, settings, knowledge, store, opt.now, telling, lambda: stopped, keys, bounds)

    return asyncio.run(work())


def report(outcome: "Outcome", towns: "tuple[Town, ...]", store: "Store", *, json: bool, sandbox: str) -> None:
    """Print the closing table. Raises NothingReachable where no source and no page answered."""
    from sharitories_crawl.cli.summary import print_summary, summary_json

    if json:
        print_json(summary_json(outcome, towns, store))
    else:
        print_summary(outcome, towns, store, shlex.join([opt.called(), *sys.argv[1:]]), sandbox=sandbox)
    if outcome.exit_code == NothingReachable.exit_code:
        raise NothingReachable(
            "nothing could be reached: is there a network? `sharitories demo` shows the tool without one"
        )


def resolve(db: opt.Db = None, json: opt.Json = False) -> None:
    """Join the mentions of every town anew; ids and verdicts stay.

    Example: sharitories resolve --db data/sharitories.db
    """
    from sharitories_crawl.pipeline.noting import note_changes
    from sharitories_crawl.pipeline.resolving import resolve_towns
    from sharitories_crawl.pipeline.tools import load_knowledge, working_store

    settings = opt.settings_with(db=db)
    knowledge = load_knowledge(settings.queries)
    with working_store(settings.db, existing=True) as store:
        run_id = store.ledger.begin_run("resolve", {}, opt.now())
        codes = store.candidates.towns()
        new = resolve_towns(store, knowledge.everywhere, codes, run_id, opt.now)
        note_changes(store, knowledge.everywhere, codes, run_id, opt.now, settings.gone_after)
        store.ledger.finish_run(run_id, 0, {"towns": len(codes), "new_initiatives": new}, opt.now())
    if json:
        print_json({"run": run_id, "towns": len(codes), "new_initiatives": new})
    else:
        out().print(f"{len(codes)} towns resolved anew, {new} new initiatives.")


def reparse(db: opt.Db = None, queries: opt.Queries = None, json: opt.Json = False) -> None:
    """Read everything again from the archive with today's rules, without a request; ids and verdicts stay.

    Example: sharitories reparse --queries my-queries
    """
    from time import monotonic

    from sharitories_crawl.pipeline.reparse import reparse as reparse_all
    from sharitories_crawl.pipeline.tools import load_knowledge, working_store

    settings = opt.settings_with(db=db, queries=queries)
    knowledge = load_knowledge(settings.queries)
    started = monotonic()
    with working_store(settings.db, existing=True) as store:
        done = reparse_all(store, knowledge, opt.now, settings.gone_after)
    if json:
        read = {"answers": done.answers, "pages": done.pages, "rows": done.listed}
        counts = {name: done.tally.as_counts()[name] for name in ("mentions", "kept", "dropped", "new_initiatives")}
        print_json({"run": done.run_id, "read": read, **counts})
    else:
        out().print(
            f"{done.answers} answers, {done.pages} pages and {done.listed} rows of lists read again in "
            f"{duration(monotonic() - started)}: "
            f"{done.tally.mentions} mentions, {done.tally.new_initiatives} new initiatives."
        )
