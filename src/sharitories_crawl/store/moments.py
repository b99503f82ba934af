"""Moments as the database writes them: ISO 8601 in UTC, to the microsecond, so that text order is time order."""

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """`2026-11-22T21:45:36.000123Z`; sorts as text in the order of time."""
    # in a tenth of strftime's time
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def said(text: str) -> str:
    """What `stamp` wrote, for a person: `2026-11-22 21:45 UTC`."""
    return f"{text[:10]} {text[11:16]} UTC"


def moment(text: str) -> datetime:
    """The moment that `stamp` wrote."""
    return datetime.fromisoformat(text)
