"""Transactions of two processes on one file: each waits for the other, and nothing is written by halves."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from sharitories_crawl.store.transaction import together


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one row, in the mode of ours."""
    file = tmp_path / "two.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE t (n INTEGER)")
        db.execute("INSERT INTO t VALUES (1)")
    return file


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    """A connection as the program opens it."""
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    yield Database(connection)
    connection.close()


def numbers(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as other:
        return [n for (n,) in other.execute("SELECT n FROM t ORDER BY n")]


def test_what_begins_by_reading_may_write_though_another_wanted_to(db: Database, path: Path) -> None:
    started = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(path, timeout=10, isolation_level=None)) as other:
            started.set()
            other.execute("INSERT INTO t VALUES (2)")

    writer = threading.Thread(target=write)
    with together(db):
        [(highest,)] = db.execute("SELECT max(n) FROM t").fetchall()
        writer.start()
        assert started.wait(5)
        db.execute("INSERT INTO t VALUES (?)", (highest + 10,))
    writer.join()
    assert numbers(path) == [1, 2, 11]


def test_nothing_is_written_by_halves(db: Database, path: Path) -> None:
    def fail_halfway() -> None:
        with together(db):
            db.execute("INSERT INTO t VALUES (5)")
            with together(db):
                db.execute("INSERT INTO t VALUES (6)")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert numbers(path) == [1]
    with together(db):
        db.execute("INSERT INTO t VALUES (7)")
    assert numbers(path) == [1, 7]


def test_one_that_writes_all_the_time_leaves_a_turn_to_one_who_waits(db: Database, path: Path) -> None:
    done, held = threading.Event(), threading.Event()

    def write_all_the_time() -> None:
        with closing(sqlite3.connect(path, timeout=10, isolation_level=None)) as other:
            while not done.is_set():
                other.execute("BEGIN IMMEDIATE")
                held.set()
                time.sleep(0.02)
                other.execute("COMMIT")
                time.sleep(0.001)

    writer = threading.Thread(target=write_all_the_time)
    writer.start()
    try:
        for number in range(20):
            held.clear()
            assert held.wait(5)
            with together(db, wait_seconds=2):
                db.execute("INSERT INTO t VALUES (?)", (100 + number,))
    finally:
        done.set()
        writer.join()
    assert numbers(path) == [1, *range(100, 120)]


def test_a_turn_that_does_not_come_is_told_and_the_connection_waits_as_before(db: Database, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"), together(db, wait_seconds=0.02):
            raise AssertionError("nobody else may be inside")
        other.execute("ROLLBACK")
    assert not db.conn.in_transaction
    assert db.execute("PRAGMA busy_timeout").fetchone() == (10_000,)
