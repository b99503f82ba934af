"""One run at a time on one database: a lock file beside it, released by the system however the run ends.

The file names its holder. A holder that ends well wipes its name, so a name that nobody holds the lock for is that of a
process that was killed.
"""

import fcntl
import json
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sharitories_crawl.errors import AlreadyRunning, BadInput

_MOST_BYTES = 4_000
_MOST_CHARACTERS = 300
"""Of the command; all of it fits into `_MOST_BYTES`, escaped as JSON."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds a lock, or left it behind."""

    pid: str
    command: str = ""
    since: str = ""

    def __str__(self) -> str:
        return f"`{self.command}`, since {self.since}" if self.command else "an earlier version of this program"


def lock_path(database: Path) -> Path:
    """Where the lock of a database lies."""
    return database.with_name(f"{database.name}.lock")


@contextmanager
def hold_lock(database: Path) -> Iterator[Holder | None]:
    """Hold the lock of a database; gives the process that was killed while it had it, if one was.

    Raises AlreadyRunning, naming the holder, where another process has it.
    """
    path = lock_path(database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}; choose another --db") from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _read(handle) or Holder("unknown")
            raise AlreadyRunning(
                f"process {holder.pid} is already working on {database} ({holder}); wait for it to end"
            ) from None
        killed = _read(handle)
        _write(handle)
        try:
            yield killed
        finally:
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


@contextmanager
def hold_archive(database: Path, *, alone: bool) -> Iterator[None]:
    """Keep the archive's files from being taken away meanwhile, or take them away alone; waits for whoever has it."""
    path = database.with_name(f"{database.name}.archive.lock")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def holder_of(database: Path) -> tuple[Holder | None, bool]:
    """(who is named in the lock, whether that process holds it now); changes nothing."""
    try:
        handle = os.open(lock_path(database), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None, False
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _read(handle) or Holder("unknown"), True
        return _read(handle), False
    finally:
        os.close(handle)


def _read(handle: int) -> Holder | None:
    text = os.pread(handle, _MOST_BYTES, 0).decode(errors="replace").strip()
    if not text:
        return None
    try:
        fields = json.loads(text)
        return Holder(str(fields["pid"]), str(fields["command"]), str(fields["since"]))
    except (ValueError, KeyError, TypeError):
        return Holder(text.split()[0])


def _write(handle: int) -> None:
    """In place, so that nobody who is refused meanwhile reads an empty file."""
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    command = shlex.join(["sharitories", *sys.argv[1:]])[:_MOST_CHARACTERS]
    body = f"{json.dumps({'pid': os.getpid(), 'command': command, 'since': since})}\n".encode()
    os.pwrite(handle, body, 0)
    os.ftruncate(handle, len(body))
