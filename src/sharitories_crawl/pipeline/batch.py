"""One batch: what it will do, within which bounds, and what came of it. The crawl itself is `pipeline.crawl`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sharitories_crawl.models import AskedBy, Query
from sharitories_crawl.pipeline.asking import delay_of
from sharitories_crawl.pipeline.bounds import Bounds
from sharitories_crawl.pipeline.budget import room_left
from sharitories_crawl.pipeline.crawl import Order
from sharitories_crawl.pipeline.turns import town_by_town
from sharitories_crawl.settings import Settings
from sharitories_crawl.sources.base import Source
from sharitories_crawl.store import forecast
from sharitories_crawl.store.glance import reading
from sharitories_crawl.store.ledger import Ledger
from sharitories_crawl.store.moments import stamp
from sharitories_crawl.store.spending import Spending

MOST_FINISHING = 0.3
"""Share of its time that a batch sets aside for joining, at most; it goes by what joining took the last times."""
FINISHING_MARGIN = 1.5
LEAST_FINISHING = 0.02
"""Where no earlier run tells. Arbitrary, like the two above."""
MOST_GRACE = 0.1
"""Share of its time in which what is in flight may finish, at most."""
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Expected:
    """What is to be asked of one source."""

    source: str
    due: int
    never_asked: int
    requests: int
    """At least; as far as the budget goes."""
    budget_left: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a batch expects to do."""

    sources: tuple[Expected, ...]
    pages: int
    """Known and due."""
    hosts: int
    more_pages: int | None
    """That the answers will lead to, by what they led to so far; None where nothing was asked yet."""
    page_seconds: float
    """The busiest host's known pages, one after another."""
    towns: int
    towns_never_seen: int
    towns_overdue: int
    """Seen before, but not within the refresh time."""
    seconds: float
    """Expected for what is known now, or the limit where that is less."""
    limited: bool

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        return asdict(self)


def order_batch(order: Order, settings: Settings, path: Path, now: datetime) -> Order:
    """The same order as a batch: whoever was seen longest ago comes first."""
    with reading(path) as db:
        seen = {} if db is None else forecast.seen_towns(db)
    towns = tuple(sorted(order.towns, key=lambda town: seen.get(town.code, "")))
    return replace(order, towns=towns, turn=town_by_town(since_of(settings, now)), only_touched=True, command="batch")


def since_of(settings: Settings, now: datetime) -> datetime:
    """What was seen before this moment is due."""
    return now - timedelta(days=settings.refresh_days)


def bounds_of(settings: Settings, seconds: float | None, requests: int | None, path: Path) -> Bounds:
    """The bounds of a batch that is to be over after `seconds`, joining included."""
    bounds = Bounds(
        requests=requests, grace=settings.timeout, folder=path.parent, least_free=settings.least_free_mb * MB
    )
    if seconds is None:
        return bounds
    with reading(path) as db:
        finishing = 0.0 if db is None else FINISHING_MARGIN * forecast.last_finishing(db)
    finishing = min(max(finishing, LEAST_FINISHING * seconds), MOST_FINISHING * seconds)
    grace = min(settings.timeout, MOST_GRACE * seconds)
    return replace(bounds, seconds=seconds - finishing - grace, grace=grace)


def expect(order: Order, settings: Settings, path: Path, now: datetime, seconds: float | None) -> Forecast:
    """What a batch started now would do; touches nothing."""
    since = since_of(settings, now)
    codes = [town.code for town in order.towns]
    with reading(path) as db:
        if db is None:
            due, asked, hosts, ratio, seen = {q.id for q in order.queries}, set[str](), Counter[str](), None, {}
            rooms = {source.name: _most(source) for source in order.sources}
        else:
            ledger = Ledger(db)
            ids = [query.id for query in order.queries]
            due, asked = ledger.due_queries(ids, since, now), set(ledger.asked_at(ids))
            hosts = forecast.due_pages(db, codes, since, now) if order.follow else Counter()
            ratio, seen = forecast.pages_per_answer(db), forecast.seen_towns(db)
            rooms = {source.name: room_left(source, Spending(db), now) for source in order.sources}
    sources = tuple(
        _expected(source, order.queries, due, asked, rooms[source.name], settings) for source in order.sources
    )
    page_seconds = settings.delay * max(hosts.values(), default=0)
    whole = max([page_seconds, *(source.seconds for source in sources)])
    return Forecast(
        sources=sources,
        pages=hosts.total(),
        hosts=len(hosts),
        more_pages=None
        if ratio is None
        else round(ratio * sum(q.id not in asked for q in order.queries if q.id in due)),
        page_seconds=page_seconds,
        towns=len(codes),
        towns_never_seen=sum(code not in seen for code in codes),
        towns_overdue=sum(seen[code] < stamp(since) for code in codes if code in seen),
        seconds=whole if seconds is None else min(whole, seconds),
        limited=seconds is not None and seconds < whole,
    )


def _most(source: Source) -> int | None:
    bounds = (source.budget.hour, source.budget.day, source.budget.month)
    return min((most for most in bounds if most is not None), default=None)


def _expected(
    source: Source, queries: Sequence[Query], due: set[str], asked: set[str], room: int | None, settings: Settings
) -> Expected:
    own = [query for query in queries if query.source == source.name and query.id in due]
    requests = min(len(own), 1) if source.asked_by is AskedBy.WORLD else len(own)
    if room is not None:
        requests = min(requests, room)
    never = sum(query.id not in asked for query in own)
    return Expected(source.name, len(own), never, requests, room, requests * delay_of(source, settings))
