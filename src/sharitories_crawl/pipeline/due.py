"""What of a plan is due by a database file, which may not be there yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sharitories_crawl.models import Query
from sharitories_crawl.store.glance import due_ids


def due_in_file(path: Path, queries: Sequence[Query], refresh_days: float, now: datetime) -> set[str]:
    """Ids of the queries that a crawl started now would ask; changes nothing."""
    return due_ids(path, [query.id for query in queries], now - timedelta(days=refresh_days), now)
