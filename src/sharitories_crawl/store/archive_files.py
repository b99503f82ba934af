"""What is known of the archive's files: how long each was when it was last whole, and what was cut off."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from sharitories_crawl.store.archive import Archive
from sharitories_crawl.store.moments import stamp
from sharitories_crawl.store.warc_tail import cut_tail, find_tail


@dataclass(frozen=True, slots=True)
class Cut:
    """A torn record that was cut off a file."""

    file: str
    bytes: int

    def __str__(self) -> str:
        return f"archive/{self.file} ended in half a record, as a killed run leaves it: {self.bytes:,} bytes cut off"


class ArchiveFiles:
    """Reads and writes the table of archive files."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def known(self) -> dict[str, int]:
        """File -> its length when it was last found whole."""
        return dict(self.db.execute("SELECT name, bytes FROM archive_file").fetchall())

    def note(self, name: str, length: int, cut: int, now: datetime) -> None:
        """A file is whole up to `length`; `cut` bytes were just cut off behind it."""
        self.db.execute(
            "INSERT INTO archive_file(name, bytes, cut, noted_at) VALUES (?, ?, ?, ?) ON CONFLICT(name) DO UPDATE SET"
            " bytes = excluded.bytes, cut = archive_file.cut + excluded.cut, noted_at = excluded.noted_at",
            (name, length, cut, stamp(now)),
        )

    def latest_offset(self, name: str) -> int:
        """Where the last record begins that a row points to; what stands before it was whole when it was written."""
        (latest,) = self.db.execute(
            "SELECT max(at) FROM (SELECT max(archive_offset) AS at FROM response WHERE archive_file = :file"
            " UNION ALL SELECT max(archive_offset) FROM own_list WHERE archive_file = :file)",
            {"file": name},
        ).fetchone()
        return int(latest or 0)

    def changed(self, archive: Archive) -> list[Path]:
        """Files that are not as long as when they were last found whole."""
        known = self.known()
        return [path for path in archive.files() if known.get(path.name) != path.stat().st_size]

    def make_whole(self, archive: Archive, now: datetime) -> list[Cut]:
        """Cut torn records off the files that runs left since the last time. Only under the lock."""
        cuts = []
        for path in self.changed(archive):
            tail = find_tail(path, self.latest_offset(path.name))
            if tail.torn:
                cut_tail(path, tail)
                cuts.append(Cut(path.name, tail.torn))
            self.note(path.name, tail.whole, tail.torn, now)
        return cuts
