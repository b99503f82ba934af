"""A fetcher that knows when it was we who did not listen.

While another program writes to the database, this one stands still, and answers that wait in the network's buffers look
like answers that never came. What timed out then is asked for once more.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlsplit

from sharitories_crawl.fetch.fetcher import Fetcher
from sharitories_crawl.fetch.outcome import Failure, Fetched, FetchFailure
from sharitories_crawl.models import Request

_TICK = 0.25
STALL = 2.0
"""Seconds that the process stood still and that may have cost somebody his answer. Arbitrary."""
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_LATE = frozenset({Failure.TIMEOUT, Failure.TOO_SLOW, Failure.CONNECTION_RESET, Failure.ROBOTS_UNREACHABLE})


class Fetches(Protocol):
    """What a run asks of its fetcher."""

    async def fetch_page(self, url: str) -> Fetched:
        """The page behind an address, or why there is none."""

    async def ask(
        self, request: Request, *, delay: float, obey_robots: bool, key: tuple[str, str, str] | None = None
    ) -> Fetched:
        """What a source answers, or why it does not."""


class Patient:
    """The same two ways to fetch; counts what is in flight."""

    def __init__(self, fetcher: Fetcher, now: Callable[[], datetime]) -> None:
        self._fetcher = fetcher
        self._now = now
        self._stalls = 0
        self._ticked = asyncio.get_running_loop().time()
        self.in_flight = 0
        """Requests that are being made; a page may want its robots file too."""

    async def fetch_page(self, url: str) -> Fetched:
        """As `Fetcher.fetch_page`."""
        return await self._listen(url, lambda: self._fetcher.fetch_page(url), requests=2)

    async def ask(
        self, request: Request, *, delay: float, obey_robots: bool, key: tuple[str, str, str] | None = None
    ) -> Fetched:
        """As `Fetcher.ask`."""
        return await self._listen(
            request.url, lambda: self._fetcher.ask(request, delay=delay, obey_robots=obey_robots, key=key)
        )

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Notice stalls while the block runs."""
        watcher = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watcher.cancel()

    async def _watch(self) -> None:
        time = asyncio.get_running_loop().time
        while True:
            self._ticked = time()
            await asyncio.sleep(_TICK)
            self._stalls += time() - self._ticked > STALL

    async def _listen(self, url: str, fetch: Callable[[], Awaitable[Fetched]], *, requests: int = 1) -> Fetched:
        stalls = self._stalls
        self.in_flight += requests
        try:
            fetched = await fetch()
            if isinstance(fetched, FetchFailure) and fetched.slug in _LATE:
                late = asyncio.get_running_loop().time() - self._ticked > STALL
                if late or self._stalls > stalls:
                    self._forget_robots(url)
                    return await fetch()
            return fetched
        finally:
            self.in_flight -= requests

    def _forget_robots(self, url: str) -> None:
        """A robots file that seemed out of reach is asked for again."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        known = self._fetcher.robots.rules(origin, self._now())
        if known is not None and known.refusal is not None:
            self._fetcher.robots.seed(origin, "", 0, _LONG_AGO)
