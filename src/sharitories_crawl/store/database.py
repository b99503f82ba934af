"""Opening the file: what is not ours is refused untouched, what is ours is brought to today's schema."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from sharitories_crawl.errors import BadInput, Busy, DiskFull, ForeignDatabase
from sharitories_crawl.store.schema_changes import APPLICATION_ID, migrations
from sharitories_crawl.store.search import has_unindexed_pages, index_pages
from sharitories_crawl.store.transaction import together
from sharitories_crawl.store.views import VIEWS

BUSY_SECONDS = 30
"""A reviewer or another reader may hold the file for a moment; longer means that something is wrong."""

CHECKPOINT_PAGES = 8_000
"""32 MB of log before it is copied into the file and synced, eight times SQLite's own: every page fetched is a commit
and writes much the same blocks of the mentions' indexes again."""
CACHE_KIB = 16_000
"""Eight times SQLite's own, so that the indexes are not read back from the file page after page."""

HOW_TO_WRITE = "Copy it with the folder archive/ beside it to a folder of yours, and name the copy with --db"


def open_database(path: Path) -> Database:
    """Open or make the database. Raises ForeignDatabase or BadInput, with the file as it was."""
    if is_blank(path):
        _make_folder(path.parent)
    else:
        check_ours(path)
    with telling_damage(path):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        db = Database(connection)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
            db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            db.execute("PRAGMA foreign_keys = ON")
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            migrations.apply(db)
            _make_views(db)
            if has_unindexed_pages(db):  # the last run was killed
                index_pages(db)
        except BaseException:
            connection.close()
            raise
        return db


def is_blank(path: Path) -> bool:
    """Whether there is nothing yet: no file, or an empty one."""
    return not path.exists() or (path.is_file() and path.stat().st_size == 0)


@contextmanager
def telling_damage(path: Path) -> Iterator[None]:
    """What SQLite finds wrong with the file or the disk while the block runs, as a message for a person."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if (code := getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            who = "another program was writing to"
            raise Busy(f"{who} {path} for over {BUSY_SECONDS} s; what was fetched before is kept. Try again") from None
        if code == sqlite3.SQLITE_FULL:
            raise DiskFull(full(path)) from None
        if code == sqlite3.SQLITE_READONLY:
            raise BadInput(f"{path} may only be read here. {HOW_TO_WRITE}") from None
        raise BadInput(f"the database {path} cannot be used: {error}; choose another with --db") from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise DiskFull(full(path)) from None
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InternalError):
            raise
        raise ForeignDatabase(f"{path} is damaged ({error}); keep a copy, and choose another with --db") from None


def full(path: Path) -> str:
    """What to do where nothing more can be written."""
    return (
        f"no room is left on the disk of {path}; what was fetched is kept. Make room, then run the same command again"
    )


def check_ours(path: Path) -> None:
    """Read the header and the migrations of an existing file without writing. Raises ForeignDatabase."""
    header = _read_header(path)
    if header.application_id != APPLICATION_ID and header.tables:
        raise ForeignDatabase(
            f"{path} is a database of another program; it was left untouched. Choose another with --db"
        )
    newer = header.applied - _known_migrations()
    if newer:
        raise ForeignDatabase(
            f"{path} was written by a newer version of sharitories (it knows {', '.join(sorted(newer))}); "
            "it was left untouched. Install that version, or choose another database with --db"
        )


def may_be_written(path: Path) -> bool:
    """Whether a database can be written to; its log lies beside it, so its folder must let files be made too."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def is_older(path: Path) -> bool:
    """Whether an existing file of ours lacks something of today's schema."""
    return bool(_known_migrations() - _read_header(path).applied)


def _known_migrations() -> set[str]:
    return {migration.name for migration in migrations._migrations}


@dataclass(frozen=True, slots=True)
class _Header:
    application_id: int
    tables: frozenset[str]
    applied: frozenset[str]


@contextmanager
def reading_untouched(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads and leaves nothing beside the file. Raises BadInput or ForeignDatabase."""
    if not path.is_file():
        raise BadInput(f"{path} is no file; name a database file with --db")
    # a reader of a file in WAL mode leaves two files beside it, unless told that nobody is writing
    alone = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{alone}", uri=True, timeout=BUSY_SECONDS)
        try:
            yield connection
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        raise BadInput(f"{path} cannot be opened: {error}") from None
    except sqlite3.DatabaseError as error:
        raise ForeignDatabase(
            f"{path} is no SQLite database, or a damaged one ({error}); it was left untouched. Choose another with --db"
        ) from None


def _read_header(path: Path) -> _Header:
    with reading_untouched(path) as connection:
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = frozenset(name for (name,) in names)
        known = "_sqlite_migrations" in tables
        rows = connection.execute("SELECT name FROM _sqlite_migrations").fetchall() if known else []
    return _Header(application_id, tables, frozenset(name for (name,) in rows))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".sharitories-{id(folder)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise BadInput(f"the folder {folder} cannot be written: {error.strerror}; choose another --db") from None


def _make_views(db: Database) -> None:
    existing = {view.name: view.schema for view in db.views}
    wanted = {name: f"CREATE VIEW [{name}] AS {select.strip()}" for name, select in VIEWS.items()}
    if existing == wanted:
        return
    with together(db):
        for name in existing:
            db.execute(f"DROP VIEW IF EXISTS [{name}]")
        for statement in wanted.values():
            db.execute(statement)
