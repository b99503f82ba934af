"""One short transaction around several statements, or part of the one that is open already."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

TRY_SECONDS = 0.004
"""Between two tries for a turn: less than a crawl lets pass between two pages."""


@contextmanager
def together(db: Database, wait_seconds: float | None = None) -> Iterator[None]:
    """All that is written inside, or nothing; what was read inside stays so until the end.

    It waits for its turn to write before its first statement: SQLite refuses a transaction that began by reading at
    once, without any wait, where somebody else has written since. Inside an open one a savepoint would only cost: what
    fails there must undo all of it.

    Without `wait_seconds` SQLite waits as long as the connection says, but asks ever more seldom, ten times a second in
    the end: beside one that writes page after page it may never come to a turn. With it, turns are asked for every few
    milliseconds; sqlite3.OperationalError after so many seconds.
    """
    if db.conn.in_transaction:
        yield
        return
    if wait_seconds is None:
        db.conn.execute("BEGIN IMMEDIATE")
    else:
        _take_turn(db.conn, wait_seconds)
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        db.conn.rollback()
        raise


def _take_turn(connection: sqlite3.Connection, seconds: float) -> None:
    (usual,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0")
    until = time.monotonic() + seconds
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(TRY_SECONDS)
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout = {usual}")
