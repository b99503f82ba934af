"""Whether the database is whole, and whether its archive has what its rows say; and forgetting what is lost."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from sharitories_crawl.errors import BadInput
from sharitories_crawl.store.archive import Archive
from sharitories_crawl.store.place import Place
from sharitories_crawl.store.transaction import together

INDEXES = ("initiative_fts", "page_fts")


@dataclass(frozen=True, slots=True)
class Lost:
    """Rows whose record is not in the archive."""

    responses: tuple[int, ...]
    lists: tuple[int, ...]
    """Versions of the user's own lists."""

    def __bool__(self) -> bool:
        return bool(self.responses or self.lists)


def damage(db: Database) -> list[str]:
    """What SQLite itself finds wrong with the file, at most a few sentences; empty where it is whole."""
    found = [str(text) for (text,) in db.execute("PRAGMA integrity_check(5)").fetchall() if text != "ok"]
    orphans = db.execute("PRAGMA foreign_key_check").fetchall()
    tables = sorted({str(row[0]) for row in orphans})
    return found + [f"{len(orphans)} rows of {', '.join(tables)} point to rows that are not there"] * bool(orphans)


def broken_indexes(db: Database) -> list[str]:
    """Full-text indexes that do not fit what they index; only where one may write."""
    broken = []
    for index in INDEXES:
        try:
            db.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError:
            broken.append(index)
    return broken


def rebuild_index(db: Database, index: str) -> None:
    """Make a full-text index anew."""
    db.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
    if index == "page_fts":
        db.execute("DELETE FROM unindexed_page")


def lost_records(db: Database, archive: Archive, *, deep: bool) -> Lost:
    """Rows whose record is missing: its file is gone or too short; `deep` reads every record."""
    sizes = {path.name: path.stat().st_size for path in archive.files()}

    def lost(table: str, read: Callable[[Place], object]) -> Iterator[int]:
        rows = db.execute(
            f"SELECT id, archive_file, archive_offset FROM {table} WHERE archive_file <> '' ORDER BY 2, 3"
        )
        for id, file, offset in rows.fetchall():
            if offset >= sizes.get(file, 0) or (deep and not _is_readable(read, Place(file, offset))):
                yield int(id)

    return Lost(tuple(lost("response", archive.read)), tuple(lost("own_list", archive.read_list)))


def _is_readable(read: Callable[[Place], object], place: Place) -> bool:
    try:
        read(place)
    except BadInput:
        return False
    return True


def forget_lost(db: Database, lost: Lost) -> dict[str, int]:
    """Make due again what lost its record, so that the next run asks for it; mentions stay until then.

    A list's version that is lost stays as a row, and `reparse` cannot read it: import the list again.
    """
    ids = json.dumps(lost.responses)
    with together(db):
        pages = db.execute(
            "SELECT url FROM page WHERE response_id IN (SELECT value FROM json_each(?))", (ids,)
        ).fetchall()
        answers = db.execute(
            "SELECT id FROM answer WHERE response_id IN (SELECT value FROM json_each(:ids))"
            " UNION SELECT answer_id FROM answer_page WHERE response_id IN (SELECT value FROM json_each(:ids))",
            {"ids": ids},
        ).fetchall()
        db.conn.executemany("DELETE FROM page WHERE url = ?", pages)
        db.conn.executemany("DELETE FROM answer_page WHERE answer_id = ?", answers)
        # a moment to try again that has come makes a question due, whatever it said
        db.conn.executemany("UPDATE answer SET response_id = NULL, retry_at = asked_at WHERE id = ?", answers)
        db.execute("DELETE FROM response WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    return {"pages": len(pages), "answers": len(answers)}


def unfinished_runs(db: Database) -> int:
    """Runs without an end: going on now, or killed."""
    (count,) = db.execute("SELECT count(*) FROM run WHERE finished_at IS NULL AND exit_code IS NULL").fetchone()
    return int(count)


def latest_moment(db: Database) -> str:
    """The latest moment that the database tells of as past; empty where it tells of none."""
    (latest,) = db.execute(
        "SELECT max(at) FROM (SELECT max(started_at) AS at FROM run UNION ALL SELECT max(asked_at) FROM answer"
        " UNION ALL SELECT max(fetched_at) FROM page)"
    ).fetchone()
    return str(latest or "")
