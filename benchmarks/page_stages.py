"""Where a page's milliseconds go once it has come: CPU time of each stage, without network.

Run as `python -m benchmarks.page_stages`; it prints and writes nothing. Stages measured in one run may be compared with
each other; figures of two runs only where the machine was as idle in both.
"""

import argparse
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmarks.french_pages import Page, build_pages

from sharitories_crawl.classify.page_kind import sort_of_page
from sharitories_crawl.fetch.outcome import RawExchange
from sharitories_crawl.models import Lead, Response
from sharitories_crawl.pipeline.page_reading import facts_of
from sharitories_crawl.pipeline.recorder import Recorder
from sharitories_crawl.pipeline.tools import Knowledge, Store, Tally, load_knowledge, open_store
from sharitories_crawl.reading import found_through
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.walls import find_wall

_HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx"))
_ROUNDS = 4
Result = TypeVar("Result")


class Stages:
    """CPU seconds by stage, over all pages and by kind of page."""

    def __init__(self) -> None:
        self.all: defaultdict[str, float] = defaultdict(float)
        self.by_kind: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.pages: Counter[str] = Counter()
        self.each: list[float] = []
        """Of each page, extraction with places, kinds and mentions."""

    def time(self, stage: str, work: Callable[[], Result]) -> tuple[Result, float]:
        """What the work gives, and its seconds."""
        started = time.process_time()
        result = work()
        seconds = time.process_time() - started
        self.all[stage] += seconds
        return result, seconds


def run(pages: list[Page], knowledge: Knowledge, store: Store) -> Stages:
    """Take the pages through every stage of the crawl after the fetch, one after another."""
    now = datetime.now(UTC)
    towns = {code: knowledge.towns.find(code) for code in {page.town_code for page in pages}}
    store.ledger.save_words(towns.values(), knowledge.catalogue.kinds, SOURCES.values())
    run_id = store.ledger.begin_run("stages", {}, now)
    stages = Stages()
    recorder = Recorder(store, run_id, Tally())
    for page in pages:
        url, town = f"http://{page.host}{page.path}", towns[page.town_code]
        lead = Lead(url, town.code, "result", "stages", 1, "", "", "stages")
        store.frontier.save_leads(run_id, [lead])
        body = page.html.encode()
        response = Response(url, 200, {"content-type": _HEADERS[0][1]}, body, page.html, now)
        exchange = RawExchange("GET", url, b"", 200, "OK", _HEADERS, body, now, False)
        stages.time("archive record", partial(recorder, exchange))
        response_id, _ = stages.time("response row", partial(recorder.response_id, url))
        stages.time("looking for a wall", partial(find_wall, 200, response.headers, response.text))
        facts, extracting = stages.time("extraction", partial(facts_of, response))
        found = found_through(lead, town, "2026-11-22T00:00:00Z")
        reading, locating = stages.time("places, kinds, mentions", partial(knowledge.reader.read_page, facts, found))
        save_page = partial(store.frontier.save_page, run_id, url, facts, response_id, now)
        stages.time("page row", save_page)
        put_mentions = partial(store.candidates.put_mentions, run_id, url, town.code, reading.mentions, now)
        stages.time("mention rows", put_mentions)
        kind = str(sort_of_page(facts).kind)
        stages.pages[kind] += 1
        stages.each.append(extracting + locating)
        stages.by_kind[kind, "extraction"] += extracting
        stages.by_kind[kind, "places, kinds, mentions"] += locating
    stages.time("full-text index, in batches", store.frontier.index_pages)
    return stages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=600, help=f"pages of each of {_ROUNDS} rounds")
    given = parser.parse_args()
    knowledge, pages = load_knowledge(), build_pages(8080)
    rounds: list[Stages] = []
    for number in range(_ROUNDS):
        with tempfile.TemporaryDirectory() as name:
            store = open_store(Path(name) / "stages.db")
            some = pages[number * given.pages : (number + 1) * given.pages]
            rounds.append(run(some, knowledge, store))
            store.close()
    print(f"CPU ms per page, median of {_ROUNDS} rounds of {given.pages} pages:")
    for stage in rounds[0].all:
        print(f"  {stage:40}{statistics.median(stages.all[stage] for stages in rounds) / given.pages * 1_000:8.2f}")
    each = statistics.median(seconds for stages in rounds for seconds in stages.each)
    print(f"  {'extraction, places, kinds: median page':40}{each * 1_000:8.2f}")
    for kind, stage in sorted({key for stages in rounds for key in stages.by_kind}):
        means = [stages.by_kind[kind, stage] / stages.pages[kind] for stages in rounds if stages.pages[kind]]
        print(f"  {f'{kind}: {stage}':40}{statistics.median(means) * 1_000:8.2f}")


if __name__ == "__main__":
    main()
