"""One short transaction around several statements, or part of the one that is open already."""

from contextlib import AbstractContextManager, nullcontext

from sqlite_utils import Database


def together(db: Database) -> AbstractContextManager[object]:
    """All that is written inside, or nothing.

    Inside an open transaction a savepoint of its own would only cost: what fails there must undo all of it.
    """
    return nullcontext() if db.conn.in_transaction else db.atomic()
