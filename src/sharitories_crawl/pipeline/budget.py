"""How many requests a source may still be sent, by what was spent on it in this and every earlier process."""

from datetime import datetime, timedelta

from sharitories_crawl.sources.base import Source
from sharitories_crawl.store.spending import Spending


def spans(source: Source, now: datetime) -> list[tuple[int, datetime, str]]:
    """The bounds of a source: (requests, from when they count, in words). Days and months are those of UTC."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    bounds = (
        (source.budget.hour, now - timedelta(hours=1), "an hour"),
        (source.budget.day, day, "a day"),
        (source.budget.month, day.replace(day=1), "a month"),
    )
    return [(most, since, words) for most, since, words in bounds if most is not None]


def room_left(source: Source, spending: Spending, now: datetime) -> int | None:
    """Requests left before the tightest bound; None where there is none."""
    return min(
        (max(0, most - spending.spent(source.name, since, now)) for most, since, _ in spans(source, now)), default=None
    )


def why_spent(source: Source, spending: Spending, now: datetime) -> str:
    """In words, which bound is reached; empty while there is room."""
    for most, since, words in spans(source, now):
        if spending.spent(source.name, since, now) >= most:
            return f"its budget of {most} requests {words} is spent; the rest stays due"
    return ""
