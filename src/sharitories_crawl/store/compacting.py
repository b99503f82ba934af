"""Which records of the archive are superseded, and rewriting its files without them.

A page's last copy is kept, every version of a list, the latest answer to each question (the latest good one too) and
what came within the retention. A file is written anew beside the old one, its rows are led there in one transaction,
and only then does the old one go: whatever moment a kill comes at, each row's record is there.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from sharitories_crawl.store.archive import Archive
from sharitories_crawl.store.archive_files import ArchiveFiles
from sharitories_crawl.store.moments import stamp
from sharitories_crawl.store.transaction import together
from sharitories_crawl.store.warc_tail import records

_PART = ".part"


@dataclass(frozen=True, slots=True)
class Compacted:
    """What compacting came to."""

    files: int
    """Rewritten or removed."""
    records: int
    """Dropped."""
    before: int
    """Bytes of the archive."""
    after: int


_WANTED = """
  SELECT response_id FROM page WHERE response_id IS NOT NULL
  UNION SELECT response_id FROM answer a WHERE response_id IS NOT NULL AND (a.asked_at >= :since
    OR a.id IN (SELECT max(b.id) FROM answer b WHERE b.query_id = a.query_id AND b.response_id IS NOT NULL
      GROUP BY b.status IN ('results', 'empty')))
  UNION SELECT p.response_id FROM answer_page p JOIN answer a ON a.id = p.answer_id WHERE a.asked_at >= :since
    OR a.id IN (SELECT max(b.id) FROM answer b WHERE b.query_id = a.query_id AND b.response_id IS NOT NULL
      GROUP BY b.status IN ('results', 'empty'))
"""
_SUPERSEDED = f"SELECT id FROM response WHERE fetched_at < :since AND id NOT IN ({_WANTED})"


def superseded(db: Database, since: datetime) -> tuple[int, int]:
    """(records, bytes as received) that would be dropped."""
    row = db.execute(
        f"SELECT count(*), coalesce(sum(bytes), 0) FROM response WHERE id IN ({_SUPERSEDED})", {"since": stamp(since)}
    ).fetchone()
    return int(row[0]), int(row[1])


def compact(db: Database, archive: Archive, since: datetime, now: datetime) -> Compacted:
    """Drop what is superseded and older than `since`. Only under the lock, with the archive's files to oneself."""
    before = sum(path.stat().st_size for path in archive.files())
    for left in archive.folder.glob(f"*{_PART}"):
        left.unlink()
    known = {str(name) for (name,) in _files_of_rows(db)}
    for path in archive.files():
        # of a kill: written anew before its rows were led there, or left after they were led away
        if path.name not in known and (_is_rewritten(path) or path.stat().st_mtime < since.timestamp()):
            path.unlink()
    values = {"since": stamp(since)}
    dropped = db.execute(f"SELECT count(*) FROM response WHERE id IN ({_SUPERSEDED})", values).fetchone()[0]
    files = [
        str(name)
        for (name,) in db.execute(
            f"SELECT DISTINCT archive_file FROM response WHERE id IN ({_SUPERSEDED}) AND archive_file <> ''", values
        ).fetchall()
    ]
    for name in files:
        _rewrite(db, archive, name, since, now)
    after = sum(path.stat().st_size for path in archive.files())
    return Compacted(len(files), int(dropped), before, after)


def _files_of_rows(db: Database) -> Iterable[tuple[object]]:
    return db.execute("SELECT archive_file FROM response UNION SELECT archive_file FROM own_list").fetchall()


def _is_rewritten(path: Path) -> bool:
    return path.name.split(".")[0].endswith("c")


def _rewrite(db: Database, archive: Archive, name: str, since: datetime, now: datetime) -> None:
    old = archive.folder / name
    new_name = _next_name(archive.folder, name)
    values = {"since": stamp(since), "file": name}
    kept = {
        int(offset)
        for (offset,) in db.execute(
            f"SELECT archive_offset FROM response WHERE archive_file = :file AND id NOT IN ({_SUPERSEDED})"
            " UNION SELECT archive_offset FROM own_list WHERE archive_file = :file",
            values,
        ).fetchall()
    }
    moved = _copy_records(old, archive.folder / f"{new_name}{_PART}", kept) if kept else {}
    if moved:
        (archive.folder / f"{new_name}{_PART}").replace(archive.folder / new_name)
    with together(db):
        gone = f"SELECT id FROM response WHERE archive_file = :file AND id IN ({_SUPERSEDED})"
        db.execute(f"DELETE FROM answer_page WHERE response_id IN ({gone})", values)
        db.execute(
            f"UPDATE answer SET response_id = NULL, compacted_at = :now WHERE response_id IN ({gone})",
            {**values, "now": stamp(now)},
        )
        db.execute(f"DELETE FROM response WHERE id IN ({gone})", values)
        for table in ("response", "own_list"):
            db.conn.executemany(
                f"UPDATE {table} SET archive_file = ?, archive_offset = ?"
                " WHERE archive_file = ? AND archive_offset = ?",
                [(new_name, to, name, at) for at, to in moved.items()],
            )
        db.execute("DELETE FROM archive_file WHERE name = ?", (name,))
        if moved:
            ArchiveFiles(db).note(new_name, (archive.folder / new_name).stat().st_size, 0, now)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old.unlink(missing_ok=True)


def _next_name(folder: Path, name: str) -> str:
    """`...-0.warc.gz` -> `...-0c.warc.gz`, `...-0cc.warc.gz`: a name that was never used, in the old one's place."""
    stem = name.removesuffix(".warc.gz")
    while True:
        stem += "c"
        if not (folder / f"{stem}.warc.gz").exists():
            return f"{stem}.warc.gz"


def _copy_records(source: Path, target: Path, kept: set[int]) -> dict[int, int]:
    """Copy the records that begin at the given bytes, as they are; gives where each begins now."""
    moved: dict[int, int] = {}
    with source.open("rb") as stream, target.open("wb") as copy:
        for start, end in records(source):
            if start in kept:
                moved[start] = copy.tell()
                stream.seek(start)
                copy.write(stream.read(end - start))
        copy.flush()
        os.fsync(copy.fileno())
    return moved
