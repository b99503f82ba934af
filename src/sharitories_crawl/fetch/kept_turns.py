"""When each host was asked last and how long it rests, kept in a file, so that the next process keeps the delay too."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

_MOST_BYTES = 50_000_000
_LONGEST_REST = 7 * 86_400.0


class KeptTurn(NamedTuple):
    """The last turn at a host; moments are seconds since 1970."""

    started: float
    delay: float
    rest_until: float


class KeptTurns:
    """One line for each turn, appended before its request is sent; a torn last line is passed over.

    A file and no table: a transaction for each request would cost more than the rest of it.
    """

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        """Read what an earlier process left; what is over by now is dropped. The file is made with the first turn."""
        self.now = now
        self._path = path
        self._handle = -1
        moment = now()
        self._turns = {host: turn for host, turn in _read(path).items() if _is_in_force(turn, moment)}

    def of(self, host: str) -> KeptTurn | None:
        """The last turn of an earlier process that still matters."""
        return self._turns.get(host)

    def note(self, host: str, turn: KeptTurn) -> None:
        """Keep a turn that is about to begin, or a rest that was asked for."""
        if not turn.delay and turn.rest_until <= turn.started:
            return
        if self._handle < 0:
            self._begin()
        os.write(self._handle, _line(host, turn))

    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _begin(self) -> None:
        """A new file with what still matters, put in the place of the old one."""
        fresh = self._path.with_name(f"{self._path.name}.new")
        fresh.write_bytes(b"".join(_line(host, turn) for host, turn in self._turns.items()))
        fresh.replace(self._path)
        self._handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)


def _line(host: str, turn: KeptTurn) -> bytes:
    return f"{host} {turn.started:.3f} {turn.delay:g} {turn.rest_until:.3f}\n".encode()


def _read(path: Path) -> dict[str, KeptTurn]:
    turns: dict[str, KeptTurn] = {}
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
    except OSError:  # none yet; and what cannot be read is no reason not to crawl
        return turns
    for line in content.split(b"\n")[:-1]:
        try:
            host, *numbers = line.decode("ascii").split(" ")
            turns[host] = KeptTurn(*map(float, numbers))
        except (ValueError, TypeError):
            continue
    return turns


def _is_in_force(turn: KeptTurn, now: float) -> bool:
    """Also where the clock was put back meanwhile; but no rest is longer than the longest."""
    return now < turn.started + turn.delay or now < turn.rest_until < now + _LONGEST_REST
