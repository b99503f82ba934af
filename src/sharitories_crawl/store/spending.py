"""Requests spent on each source: one row for each, written before it is sent."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from sharitories_crawl.store.moments import moment, stamp

KEPT = timedelta(days=40)
"""No budget looks back further than a month."""


class Spending:
    """Reads and writes what was spent; each call is one short transaction."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def spend(self, source: str, now: datetime) -> None:
        """Note a request that is about to be sent."""
        self.db.execute("INSERT INTO spending(source, asked_at) VALUES (?, ?)", (source, stamp(now)))

    def spent(self, source: str, since: datetime, until: datetime) -> int:
        """Requests from `since` up to and including `until`."""
        (count,) = self.db.execute(
            "SELECT count(*) FROM spending WHERE source = ? AND asked_at >= ? AND asked_at <= ?",
            (source, stamp(since), stamp(until)),
        ).fetchone()
        return int(count)

    def latest(self, source: str) -> datetime | None:
        """When the source was asked last, or None where it never was."""
        (latest,) = self.db.execute("SELECT max(asked_at) FROM spending WHERE source = ?", (source,)).fetchone()
        return moment(latest) if latest else None

    def forget_before(self, now: datetime) -> None:
        """Drop what no budget asks for any more."""
        self.db.execute("DELETE FROM spending WHERE asked_at < ?", (stamp(now - KEPT),))
