"""A look at the database over a connection that somebody else opened, for the readers of this room."""

import sqlite3
from typing import TypeAlias

from sqlite_utils import Database

Look: TypeAlias = Database


def over(connection: sqlite3.Connection) -> Look:
    """The connection as the readers of this room take it."""
    return Database(connection)
