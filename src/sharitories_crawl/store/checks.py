"""What the last check of each source said, and until when a source is left alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from sharitories_crawl.store.moments import moment, stamp


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The verdict of the last check: ok, warning or failing, with what was found and what to do."""

    at: datetime
    verdict: str
    detail: str


class Checks:
    """Reads and writes the verdicts in the table of sources; each call is one short transaction."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def save(self, source: str, verdict: str, detail: str, now: datetime) -> None:
        """Note what a check said, in place of what an earlier one did."""
        self.db.execute(
            "UPDATE source SET checked_at = ?, check_verdict = ?, check_detail = ? WHERE name = ?",
            (stamp(now), verdict, detail, source),
        )

    def latest(self) -> dict[str, LastCheck]:
        """Source -> its last check; a database that no newer version has opened yet knows of none."""
        if "check_verdict" not in self.db.table("source").columns_dict:
            return {}
        rows = self.db.execute(
            "SELECT name, checked_at, check_verdict, check_detail FROM source"
            " WHERE checked_at IS NOT NULL ORDER BY name"
        ).fetchall()
        return {name: LastCheck(moment(at), verdict, detail) for name, at, verdict, detail in rows}

    def rest_of(self, source: str, now: datetime) -> tuple[str, str] | None:
        """(until when, why) a source is left alone, or None."""
        row = self.db.execute(
            "SELECT rests_until, rest_reason FROM source WHERE name = ? AND rests_until > ?", (source, stamp(now))
        ).fetchone()
        return None if row is None else (f"{row[0][:16]}Z", str(row[1]))
