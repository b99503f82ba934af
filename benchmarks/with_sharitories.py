"""This project's contestant: the crawl itself, with the pages as leads, then resolution timed apart."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median

from benchmarks.lap import HOSTS_AT_ONCE, Course, Lap, run_lap

from sharitories_crawl.models import Facts, Lead, Response
from sharitories_crawl.pipeline import crawl as crawling
from sharitories_crawl.pipeline import following
from sharitories_crawl.pipeline.asking import Asked
from sharitories_crawl.pipeline.page_reading import facts_of
from sharitories_crawl.pipeline.resolving import Places, resolve_towns
from sharitories_crawl.pipeline.tools import Clock, Knowledge, Store, load_knowledge, open_store
from sharitories_crawl.reading import Found, Reader, Reading
from sharitories_crawl.settings import load_settings
from sharitories_crawl.sources import SOURCES


class _Silent:
    """Progress that tells nobody."""

    def asked(self, asked: Asked, left: int) -> None:
        """No source is asked here."""

    def fetched(self, url: str, status: str, left: int) -> None:
        """The server counts for itself."""


class _Pages:
    """Processor seconds by page: of its extraction, then of every reading."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def extract(self, response: Response) -> Facts:
        """Extraction as the crawl calls it, timed."""
        started = time.thread_time()
        facts = facts_of(response)
        self.seconds[facts.url] += time.thread_time() - started
        return facts


class _Reading(Reader):
    """The crawl's own reader, timed."""

    def __init__(self, knowledge: Knowledge, pages: _Pages) -> None:
        super().__init__(knowledge.catalogue, knowledge.gazetteer)
        self._pages = pages
        self.seconds = 0.0

    def read_page(self, facts: Facts, found: Found, *, vouched: bool = False, viewed: bool = False) -> Reading:
        started, of_page = time.perf_counter(), time.thread_time()
        reading = super().read_page(facts, found, vouched=vouched, viewed=viewed)
        self._pages.seconds[facts.url] += time.thread_time() - of_page
        self.seconds += time.perf_counter() - started
        return reading


class _Resolving:
    """Resolution as the crawl calls it, timed."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, store: Store, towns: Places, codes: Iterable[str], run_id: int, clock: Clock) -> int:
        started = time.perf_counter()
        new = resolve_towns(store, towns, codes, run_id, clock)
        self.seconds += time.perf_counter() - started
        return new


def contest(course: Course) -> Lap:
    """Crawl exactly as the command does; only the questions are left out."""
    options = {
        "db": str(course.folder / "race.db"), "allow_networks": "127.0.0.0/8", "delay": "0", "max_pages": "100000",
        "hosts_at_once": str(HOSTS_AT_ONCE), "contact": "race@example.org",
    }  # fmt: skip
    settings = load_settings(course.folder, {}, options)
    knowledge = load_knowledge()
    pages = _Pages()
    reader = _Reading(knowledge, pages)
    knowledge = replace(knowledge, reader=reader)
    towns = tuple(knowledge.towns.find(code) for code in dict.fromkeys(course.towns))
    store = open_store(settings.db)
    store.ledger.save_words(towns, knowledge.catalogue.kinds, SOURCES.values())
    seeding = store.ledger.begin_run("seed", {}, datetime.now(UTC))
    leads = [
        Lead(url, town, "result", "race", rank, "", "", "race")
        for rank, (url, town) in enumerate(zip(course.urls, course.towns, strict=True))
    ]
    with store.ledger.db.atomic():
        store.frontier.save_leads(seeding, leads)
    resolving = _Resolving()
    crawling.resolve_towns = resolving  # type: ignore[attr-defined]
    following.facts_of = pages.extract  # type: ignore[attr-defined]
    order = crawling.Order(towns, sources=(), queries=())
    started = time.perf_counter()
    outcome = asyncio.run(
        crawling.crawl(
            order, settings, knowledge, store, lambda: datetime.now(UTC), _Silent(), is_stopped=lambda: False
        )
    )
    seconds = time.perf_counter() - started - resolving.seconds
    db = store.ledger.db
    (kept,) = db.execute(
        "SELECT count(*) FROM page p JOIN response r ON r.id = p.response_id"
        " JOIN reading g ON g.url = p.url WHERE p.status = 'ok' AND p.text <> ''"
    ).fetchone()
    (mentions,) = db.execute("SELECT count(*) FROM mention").fetchone()
    (initiatives,) = db.execute("SELECT count(*) FROM initiatives").fetchone()
    store.close()
    return Lap(
        pages=outcome.tally.pages["ok"], seconds=seconds, kept=kept, mentions=mentions,
        initiatives=initiatives, resolving=resolving.seconds, reading=reader.seconds,
        page_ms=1_000 * median(pages.seconds.values()),
        archive_bytes=sum(path.stat().st_size for path in store.archive.folder.iterdir()),
    )  # fmt: skip


if __name__ == "__main__":
    run_lap(contest)
