"""Which of the databases that Datasette serves are ours: the plugin leaves all others as they are."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sharitories_crawl.store.schema import APPLICATION_ID

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

_known: "WeakKeyDictionary[Database, bool]" = WeakKeyDictionary()


def is_ours(database: "Database") -> bool:
    """Whether a database was made by this program; asked of each file once."""
    if database not in _known:
        _known[database] = database.path is not None and _has_our_mark(Path(database.path))
    return _known[database]


def our_databases(datasette: "Datasette") -> list[str]:
    """Names of our databases, in the order in which they are served. The first is the one under review."""
    return [name for name, database in datasette.databases.items() if is_ours(database)]


def _has_our_mark(path: Path) -> bool:
    """SQLite tells the mark also while it stands in the log only, beside a crawl that has just begun."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as db:
            (mark,) = db.execute("PRAGMA application_id").fetchone()
    except sqlite3.Error:
        return False
    return bool(mark == APPLICATION_ID)
