"""Hosts that are not worth asking on: failing at one page after another, or giving one page under every address."""

from collections import Counter
from collections.abc import Callable

from sharitories_crawl.fetch.outcome import Failure, FetchFailure
from sharitories_crawl.fetch.policy import FetchPolicy

_OF_THE_HOST = frozenset(
    {
        Failure.CONNECTION_REFUSED,
        Failure.CONNECTION_RESET,
        Failure.DNS,
        Failure.HTTP_5XX,
        Failure.NO_ROUTE,
        Failure.TIMEOUT,
        Failure.TLS,
        Failure.TOO_SLOW,
    }
)


class HostHealth:
    """What was seen of each host in this run; `clock` counts seconds."""

    def __init__(self, policy: FetchPolicy, clock: Callable[[], float]) -> None:
        self._policy = policy
        self._clock = clock
        self._failures: Counter[str] = Counter()
        self._left_until: dict[str, float] = {}
        self._addresses: dict[int, tuple[int, ...]] = {}

    def why_not(self, url: str, host: str) -> FetchFailure | None:
        """The failure of a page that is not asked for, since its host failed at so many before it."""
        left = self._left_until.get(host, 0.0) - self._clock()
        if left <= 0:
            return None
        detail = f"{host} failed {self._policy.failures_in_a_row} times in a row"
        return FetchFailure(url, Failure.HOST_FAILING, detail, retry_after=left)

    def failed(self, host: str, failure: FetchFailure) -> None:
        """Note how a page of a host failed; a refusal of our own says nothing of the host."""
        if failure.slug in _OF_THE_HOST:
            self._failures[host] += 1
            if self._failures[host] >= self._policy.failures_in_a_row:
                del self._failures[host]
                self._left_until[host] = self._clock() + self._policy.rest_after_failures
        elif failure.status is not None:
            self._failures.pop(host, None)

    def came(self, url: str, host: str, body: bytes) -> FetchFailure | None:
        """Note a page that came; the failure where its host gave the very same under too many other addresses."""
        self._failures.pop(host, None)
        if not body:
            return None
        page, address = hash((host, body)), hash(url)
        others = self._addresses.get(page, ())
        if address not in others:
            if len(others) >= self._policy.max_same_pages:
                detail = f"{host} gave the same page under {len(others)} other addresses"
                return FetchFailure(url, Failure.REPEATED_PAGE, detail)
            self._addresses[page] = (*others, address)
        return None
