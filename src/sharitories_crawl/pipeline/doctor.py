"""One run of the doctor: every named source checked, side by side, and recorded like any other run."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sharitories_crawl.keys import Key
from sharitories_crawl.pipeline.asking import Asker
from sharitories_crawl.pipeline.checking import Examined, Examiner
from sharitories_crawl.pipeline.crawl import open_fetcher
from sharitories_crawl.pipeline.ending import SILENT
from sharitories_crawl.pipeline.recorder import Recorder
from sharitories_crawl.pipeline.tools import Clock, Knowledge, Store, Tally
from sharitories_crawl.settings import Settings
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.base import Source


@dataclass(frozen=True, slots=True)
class Checkup:
    """How a run of the doctor ended."""

    run_id: int
    exit_code: int
    examined: tuple[Examined, ...]
    """In the order in which the sources were named."""


async def check_up(
    sources: Sequence[Source],
    settings: Settings,
    knowledge: Knowledge,
    store: Store,
    keys: Mapping[str, Key],
    clock: Clock,
    on_examined: Callable[[Examined], None] = lambda examined: None,
) -> Checkup:
    """Check the sources; what is asked is spent and archived, and who blocks rests, as in a crawl."""
    store.ledger.save_words((), (), SOURCES.values())
    run_id = store.ledger.begin_run("doctor", {"sources": [source.name for source in sources]}, clock())
    tally = Tally()
    recorder = Recorder(store, run_id, tally)
    examiner = Examiner(knowledge.towns, store, clock)

    async with open_fetcher(settings, store, recorder, clock) as fetcher:

        async def check(source: Source) -> Examined:
            key = keys.get(source.key)
            asker = Asker(source, settings, store, knowledge.reader, fetcher, recorder, tally, clock, key)
            examined = await examiner.examine(asker)
            on_examined(examined)
            return examined

        examined = tuple(await asyncio.gather(*map(check, sources)))
    recorder.note()
    exit_code = exit_code_of(examined)
    verdicts = Counter(str(one.diagnosis.verdict) for one in examined)
    store.ledger.finish_run(run_id, exit_code, {"checked": verdicts, "requests": tally.requests}, clock())
    return Checkup(run_id, exit_code, examined)


def exit_code_of(examined: Sequence[Examined]) -> int:
    """0 none fails, 3 some do, 4 whoever was asked could not be reached."""
    endings = [one.probes[0].answer.reason for one in examined if one.probes]
    if endings and all(reason in SILENT for reason in endings):
        return 4
    return 3 if any(one.failing for one in examined) else 0
