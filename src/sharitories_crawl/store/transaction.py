"""One short transaction around several statements, or part of the one that is open already."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database


@contextmanager
def together(db: Database) -> Iterator[None]:
    """All that is written inside, or nothing; what was read inside stays so until the end.

    It waits for its turn to write before its first statement: SQLite refuses a transaction that began by reading at
    once, without any wait, where somebody else has written since. Inside an open one a savepoint would only cost: what
    fails there must undo all of it.
    """
    if db.conn.in_transaction:
        yield
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        db.conn.rollback()
        raise
