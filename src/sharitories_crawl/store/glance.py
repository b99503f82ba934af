"""Short looks at a database file that may not be there, without making it."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from shlex import quote

from sqlite_utils import Database

from sharitories_crawl.errors import AlreadyRunning, BadInput
from sharitories_crawl.lock import hold_lock
from sharitories_crawl.settings import FIELDS
from sharitories_crawl.store.checks import Checks
from sharitories_crawl.store.database import (
    HOW_TO_WRITE,
    check_ours,
    is_blank,
    is_older,
    may_be_written,
    open_database,
    telling_damage,
)
from sharitories_crawl.store.ledger import Ledger
from sharitories_crawl.store.moments import said, stamp
from sharitories_crawl.store.search import has_unindexed_pages


def no_database(path: Path) -> BadInput:
    """The error of a database that is not there yet, with the command that makes it."""
    named = "" if path == FIELDS["db"].default else f" --db {quote(str(path))}"
    return BadInput(f"there is no database {path} yet; make one with `sharitories crawl --city Lorient{named}`")


@contextmanager
def reading(path: Path) -> Iterator[Database | None]:
    """The database opened for reading, or None where there is no file. Raises ForeignDatabase on one not ours.

    One that an earlier version wrote is brought to today's schema first.
    """
    if is_blank(path):
        yield None
        return
    check_ours(path)
    writable = may_be_written(path)
    if is_older(path):
        if not writable:
            raise BadInput(
                f"{path} is of an earlier version, which has to be brought up to date once, and may only be read here. "
                f"{HOW_TO_WRITE}"
            )
        open_database(path).close()
    # a reader makes a file for its locks, unless told that nobody is writing
    alone = "" if writable or path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{alone}", uri=True, timeout=5)
    try:
        with telling_damage(path):
            yield Database(connection)
    finally:
        connection.close()


def complete_search(path: Path) -> None:
    """Let searches find what a killed run left; beside a run, or where nothing can be written, they lack it."""
    with reading(path) as db:
        if db is None or not has_unindexed_pages(db):
            return
    with suppress(AlreadyRunning, BadInput), hold_lock(path):
        open_database(path).close()


def due_ids(path: Path, ids: Iterable[str], fresh_since: datetime, now: datetime) -> set[str]:
    """Those of the given queries that are due; all of them where there is no database yet."""
    held = list(ids)
    with reading(path) as db:
        return set(held) if db is None else Ledger(db).due_queries(held, fresh_since, now)


def last_statuses(path: Path) -> dict[str, str]:
    """Source -> how it answered last and when; empty where there is no database yet."""
    with reading(path) as db:
        if db is None:
            return {}
        rows = db.execute(
            "SELECT source, status, max(asked_at) FROM query_status WHERE status IS NOT NULL GROUP BY source"
        ).fetchall()
        return {source: f"{status} at {said(asked_at)}" for source, status, asked_at in rows}


def last_checks(path: Path) -> dict[str, str]:
    """Source -> what its last check said and when; empty where there is no database yet."""
    with reading(path) as db:
        latest = {} if db is None else Checks(db).latest()
        return {source: f"{last.verdict} at {said(stamp(last.at))}" for source, last in latest.items()}
