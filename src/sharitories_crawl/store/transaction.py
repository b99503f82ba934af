"""One short transaction around several statements, or part of the one that is open already."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlite_utils import Database


def together(db: Database) -> AbstractContextManager[object]:
    """All that is written inside, or nothing.

    Inside an open transaction a savepoint of its own would only cost: what fails there must undo all of it.
    """
    return nullcontext() if db.conn.in_transaction else db.atomic()


@contextmanager
def alone(db: Database) -> Iterator[None]:
    """The same, and from its first statement on nobody else writes: what was read inside stays so until the end."""
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
