"""From leads to pages: one queue per host, hosts side by side, each page stored as soon as it is there."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sharitories_crawl.fetch.outcome import Failure, FetchFailure, OutOfRequests
from sharitories_crawl.models import Lead, Response, Town
from sharitories_crawl.pipeline.page_reading import PageReader, facts_of
from sharitories_crawl.pipeline.patience import Fetches
from sharitories_crawl.pipeline.recorder import Recorder
from sharitories_crawl.pipeline.tools import Clock, Store, Tally
from sharitories_crawl.store.frontier import OK
from sharitories_crawl.store.search import BATCH

TRANSIENT = frozenset(
    {
        Failure.DNS, Failure.NO_ROUTE, Failure.CONNECTION_REFUSED, Failure.CONNECTION_RESET, Failure.TIMEOUT,
        Failure.TOO_SLOW, Failure.ROBOTS_UNREACHABLE, Failure.RATE_LIMITED, Failure.HTTP_5XX, Failure.HOST_FAILING,
    }
)  # fmt: skip
"""Failures that may pass; the rest stands until the refresh time."""
RETRY_PAGE = timedelta(days=1)


class Follower:
    """Fetches leads until none are left, the run is stopped, or a town has had its pages."""

    def __init__(
        self,
        towns: dict[str, Town],
        store: Store,
        pages: PageReader,
        fetcher: Fetches,
        recorder: Recorder,
        tally: Tally,
        clock: Clock,
        *,
        run_id: int,
        since: datetime,
        max_pages: int,
        max_pages_of_host: int,
        max_hosts: int,
        is_stopped: Callable[[], bool],
        on_page: Callable[[str, str], None],
    ) -> None:
        self._towns, self._store, self._pages, self._fetcher = towns, store, pages, fetcher
        self._recorder, self._tally, self._clock = recorder, tally, clock
        self._run_id, self._since, self._max_pages = run_id, since, max_pages
        self._max_pages_of_host, self._max_hosts = max_pages_of_host, max_hosts
        self._is_stopped, self._on_page = is_stopped, on_page
        self._queues: dict[str, deque[str]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._seen: set[str] = set()
        self._spent: Counter[str] = Counter()
        self._spent_on: Counter[tuple[str, str]] = Counter()
        """(host, town) -> pages."""
        self._waiting = 0
        self._over: dict[str, str] = {}
        """Address -> the bound that leaves it for a later run."""
        self._abandoned = 0

    def add(self, url: str, town_code: str) -> None:
        """Queue a page once, on the account of the town that named it first."""
        if url in self._seen:
            return
        host = urlsplit(url).netloc
        if bound := self._bound_met(host, town_code):
            self._over[url] = bound
            return
        self._over.pop(url, None)
        self._spent[town_code] += 1
        self._spent_on[host, town_code] += 1
        self._seen.add(url)
        self._queues.setdefault(host, deque()).append(url)
        self._waiting += 1
        if host not in self._workers or self._workers[host].done():
            self._workers[host] = asyncio.create_task(self._work(host))

    def _bound_met(self, host: str, town_code: str) -> str:
        if self._spent[town_code] >= self._max_pages:
            return "pages-of-town"
        if self._spent_on[host, town_code] >= self._max_pages_of_host:
            return "pages-of-host"
        return "hosts-of-run" if host not in self._queues and len(self._queues) >= self._max_hosts else ""

    def follow(self, leads: Iterable[Lead]) -> None:
        """Queue the leads whose page is due; one that is at hand is read in `drain`, if the lead adds anything."""
        for lead in leads:
            if (
                lead.follow
                and lead.url not in self._seen
                and self._store.frontier.is_page_due(lead.url, self._since, self._clock())
            ):
                self.add(lead.url, lead.town_code)

    def read(self, url: str, town_code: str) -> None:
        """Read a stored page for a town and follow what it leads to."""
        self.follow(self._pages.read(url, self._towns[town_code], self._run_id, self._clock()))

    def queued(self) -> int:
        """Pages waiting."""
        return self._waiting

    async def drain(self) -> None:
        """Wait until every queue is empty and every page read, or the run was stopped and what was in flight is done.

        A page whose leads came after it was read is read once more, so that the order of answers changes nothing.
        """
        while True:
            while running := [worker for worker in self._workers.values() if not worker.done()]:
                await asyncio.wait(running)
            for worker in self._workers.values():
                worker.result()
            unread = [(url, code) for code in self._towns for url in self._store.frontier.unread_pages(code)]
            if self._is_stopped() or not unread:
                break
            for url, town_code in unread:
                self.read(url, town_code)

    async def abandon(self) -> None:
        """Give up what is in flight; nothing of it was stored, so it stays due."""
        running = [worker for worker in self._workers.values() if not worker.done()]
        for worker in running:
            worker.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._abandoned += len(running)

    def left(self) -> int:
        """Pages that this run did not get to."""
        return self.queued() + len(self._over) + self._abandoned

    def bounds_met(self) -> Counter[str]:
        """Bound -> pages that it leaves for a later run."""
        return Counter(self._over.values())

    async def _work(self, host: str) -> None:
        queue = self._queues[host]
        while queue and not self._is_stopped():
            self._waiting -= 1
            await self._fetch(queue.popleft())

    async def _fetch(self, url: str) -> None:
        try:
            fetched = await self._fetcher.fetch_page(url)
        except OutOfRequests:
            self._abandoned += 1
            return
        with self._store.ledger.together():
            status = self._store_page(url, fetched)
            for town_code in self._store.frontier.towns_led_to(url):
                if town_code in self._towns:
                    self.read(url, town_code)
        self._tally.pages[status] += 1
        if self._tally.pages.total() % BATCH == 0:
            self._store.frontier.index_pages()
        self._on_page(url, status)

    def _store_page(self, url: str, fetched: Response | FetchFailure) -> str:
        """Store how fetching a page ended; gives its status."""
        if isinstance(fetched, FetchFailure):
            self._store_failure(url, fetched)
            return str(fetched.slug)
        facts = facts_of(fetched)
        self._pages.remember(url, facts)
        response_id = self._recorder.response_id(fetched.url)
        self._store.frontier.save_page(self._run_id, url, facts, response_id, self._clock())
        return OK

    def _store_failure(self, url: str, failure: FetchFailure) -> None:
        now = self._clock()
        retry_at = None
        if failure.retry_after is not None:
            retry_at = now + timedelta(seconds=failure.retry_after)
        elif failure.slug in TRANSIENT:
            retry_at = now + RETRY_PAGE
        response_id = self._recorder.response_id(failure.url)
        self._store.frontier.save_failed_page(
            self._run_id, url, str(failure.slug), failure.detail, now, retry_at, response_id
        )
