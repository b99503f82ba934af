"""`make live`: the doctor's questions to the real sources, and in what their answers differ from what is documented.

Asks every source that needs no key or whose key is set; those that a crawl asks only when named must be named here too.
What is asked is spent in the database of the settings, as if `sharitories sources doctor` had asked.
"""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence

from tests.live.documented import differences

from sharitories_crawl.cli import options as opt
from sharitories_crawl.errors import BadInput, SharitoriesError
from sharitories_crawl.keys import Key, load_keys
from sharitories_crawl.models import Response
from sharitories_crawl.pipeline.chain import known_source
from sharitories_crawl.pipeline.checking import Examined
from sharitories_crawl.pipeline.doctor import check_up
from sharitories_crawl.pipeline.tools import load_knowledge, working_store
from sharitories_crawl.settings import Settings
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.base import Source

MOST_TOLD = 12
"""Names of fields in one line. Arbitrary."""


def choose(settings: Settings, names: Sequence[str], keys: Mapping[str, Key]) -> list[Source]:
    """Those named, or all that can be asked without more ado."""
    if names:
        return [known_source(name, "argument") for name in dict.fromkeys(names)]
    return [
        source
        for source in SOURCES.values()
        if not source.opt_in
        and (source.base_url or settings.source_url(source.name))
        and (not source.key or source.key in keys)
    ]


def tell(examined: Examined) -> None:
    """What was asked of one source, the verdict, and what differs."""
    told = examined.diagnosis
    print(f"\n{told.source}: {told.verdict}: {told.sentence}")
    for probe in examined.probes:
        fetched, answer = probe.fetched, probe.answer
        came = f"HTTP {fetched.status}" if isinstance(fetched, Response) else f"no answer ({fetched.slug})"
        found = len(answer.results) + len(answer.records)
        print(f"  asked {probe.query.id} {probe.query.text!r}: {came}, {answer.status} {found or ''}".rstrip())
    first = examined.probes[0].fetched if examined.probes else None
    if isinstance(first, Response):
        missing, new = differences(told.source, first.text)
        for words, names in (("documented, but not in this answer", missing), ("not documented", new)):
            if names:
                more = f" and {len(names) - MOST_TOLD} more" if len(names) > MOST_TOLD else ""
                print(f"  {words}: {', '.join(names[:MOST_TOLD])}{more}")


def main(names: Sequence[str]) -> int:
    """Ask, tell, and give the exit code: 0 all well, 3 some fail, 4 no network."""
    settings = opt.settings_with()
    if not settings.contact:
        raise BadInput("set SHARITORIES_CONTACT first: real services want to know whom to write to")
    keys = load_keys(tuple(source.key for source in SOURCES.values() if source.key), os.environ, settings.keys_file)
    sources = choose(settings, names, keys)
    knowledge = load_knowledge(settings.queries)
    with working_store(settings.db) as store:
        checkup = asyncio.run(check_up(sources, settings, knowledge, store, keys, opt.now, tell))
    verdicts = [str(one.diagnosis.verdict) for one in checkup.examined]
    counted = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(verdicts))
    print(f"\n{len(verdicts)} sources: {counted}.")
    if checkup.exit_code == 4:
        print("No network: not one source could be reached, so nothing is known about any of them.")
    else:
        print(f"Every answer lies in {settings.db.parent / 'archive'}.")
    return checkup.exit_code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SharitoriesError as error:
        print(f"live: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
