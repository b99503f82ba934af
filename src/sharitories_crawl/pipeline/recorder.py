"""Archive first, then the row: every HTTP exchange on its way from the fetcher."""

from collections import OrderedDict

from sharitories_crawl.fetch.outcome import RawExchange
from sharitories_crawl.pipeline.tools import Store, Tally
from sharitories_crawl.store.place import Place

_REMEMBERED = 2000
"""Addresses whose response id is kept at hand; a page is stored right after its exchange, so few are needed."""


class Recorder:
    """Takes exchanges from the fetcher and knows the response id of each recent address."""

    def __init__(self, store: Store, run_id: int, tally: Tally) -> None:
        self._store = store
        self._run_id = run_id
        self._tally = tally
        self._ids: OrderedDict[str, int] = OrderedDict()
        self._waiting: tuple[RawExchange, Place] | None = None

    def __call__(self, exchange: RawExchange) -> None:
        """Append to the archive; the row follows with whatever is written about it next, in one transaction."""
        self.note()
        place = self._store.archive.append(
            exchange.url,
            exchange.status,
            exchange.reason,
            exchange.headers,
            exchange.body,
            exchange.started_at,
            method=exchange.method,
        )
        self._waiting = exchange, place
        self._tally.requests += 1

    def note(self) -> None:
        """Write the row of the latest exchange, unless that is done."""
        if self._waiting is None:
            return
        (exchange, place), self._waiting = self._waiting, None
        self._ids[exchange.url] = self._store.ledger.save_response(
            self._run_id, place, exchange.url, exchange.method, exchange.status, exchange.body, exchange.started_at
        )
        if len(self._ids) > _REMEMBERED:
            self._ids.popitem(last=False)

    def response_id(self, url: str) -> int | None:
        """The row of the latest exchange with an address, or None where none completed."""
        self.note()
        return self._ids.get(url)
