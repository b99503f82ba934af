"""The user's own lists: which versions there were, what of an earlier one stands, and what the latest lost."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from sharitories_crawl.models import Mention
from sharitories_crawl.store.candidates import MENTION_COLUMNS, read_mention
from sharitories_crawl.store.place import Place


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a list, as it was first imported."""

    source: str
    file: str
    columns: Mapping[str, tuple[str, ...]]
    licence: str
    rows: int
    rejected: int
    digest: str
    imported_at: str
    place: Place
    """Where its rows lie in the archive."""


class OwnLists:
    """Reads and writes what is known of lists; mentions are written like any others, by `Candidates`."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def add(self, version: Version, run_id: int) -> None:
        """Note a version."""
        self.db.table("own_list").insert(
            {
                "source": version.source,
                "file": version.file,
                "columns": json.dumps(version.columns, ensure_ascii=False),
                "licence": version.licence,
                "rows": version.rows,
                "rejected": version.rejected,
                "digest": version.digest,
                "imported_at": version.imported_at,
                "archive_file": version.place.file,
                "archive_offset": version.place.offset,
                "run_id": run_id,
            }
        )

    def versions(self, source: str | None = None) -> list[Version]:
        """Those of one list, or of all, in the order in which they came."""
        rows = self.db.query(
            "SELECT * FROM own_list WHERE :source IS NULL OR source = :source ORDER BY id", {"source": source}
        )
        return [
            Version(
                row["source"], row["file"], {name: tuple(told) for name, told in json.loads(row["columns"]).items()},
                row["licence"], row["rows"], row["rejected"], row["digest"], row["imported_at"],
                Place(row["archive_file"], row["archive_offset"]),
            )
            for row in rows
        ]  # fmt: skip

    def standing(self, mention_id: str) -> Mention | None:
        """A mention as it stands; None where there is none, it is marked as gone, or it is to be read again."""
        rows = self.db.query(
            f"SELECT {', '.join(f'm.{name}' for name in MENTION_COLUMNS)} FROM mention m"
            " JOIN reading r ON r.url = m.found_in AND r.town_code = m.town_code WHERE m.id = ? AND m.gone_at IS NULL",
            [mention_id],
        )
        return next((read_mention(row) for row in rows), None)

    def mark_gone(self, source: str, present: Iterable[str], at: str) -> int:
        """Mark the mentions of a list that are not among those present; gives how many were not marked before."""
        cursor = self.db.execute(
            "UPDATE mention SET gone_at = ? WHERE gone_at IS NULL AND (source = ? OR substr(source, 1, ?) = ?)"
            " AND id NOT IN (SELECT value FROM json_each(?))",
            (at, source, len(source) + 1, f"{source}/", json.dumps(list(present))),
        )
        return int(cursor.rowcount)
