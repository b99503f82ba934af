"""One run at a time on one database: a lock file beside it, released by the system however the run ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sharitories_crawl.errors import AlreadyRunning, BadInput


@contextmanager
def hold_lock(database: Path) -> Iterator[None]:
    """Hold the lock of a database. Raises AlreadyRunning, naming the holder, where another process has it."""
    path = database.with_name(f"{database.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}; choose another --db") from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 20).decode(errors="replace").strip() or "unknown"
            raise AlreadyRunning(f"process {holder} is already working on {database}; wait for it to end") from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
