"""Where a WARC file stops being whole: a record that a killed process was in the midst of writing is cut off."""

import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_AS_GZIP = 16 + 15
_BLOCK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of a file as it is, and where its last whole record ends."""

    whole: int
    bytes: int

    @property
    def torn(self) -> int:
        """Bytes that belong to no whole record."""
        return self.bytes - self.whole


def find_tail(path: Path, start: int = 0) -> Tail:
    """Walk the records of a file from the beginning of one of them; each is a gzip member of its own."""
    size = path.stat().st_size
    whole = min(start, size)
    for _, end in records(path, whole):
        whole = end
    return Tail(whole, size)


def records(path: Path, start: int = 0) -> Iterator[tuple[int, int]]:
    """Where each whole record of a file begins and ends, from the beginning of one of them."""
    size = path.stat().st_size
    with path.open("rb") as file:
        while start < size:
            file.seek(start)
            length = _member_length(file.read, size - start)
            if not length:
                return
            yield start, start + length
            start += length


def cut_tail(path: Path, tail: Tail) -> None:
    """Cut a torn record off and see to it that this lasts."""
    with path.open("r+b") as file:
        file.truncate(tail.whole)
        os.fsync(file.fileno())


def _member_length(read: Callable[[int], bytes], most: int) -> int:
    """Bytes of the gzip member that begins here; 0 where it is torn or none."""
    member = zlib.decompressobj(_AS_GZIP)
    taken = 0
    while taken < most and (block := read(_BLOCK)):
        taken += len(block)
        try:
            member.decompress(block)
        except zlib.error:
            return 0
        if member.eof:
            return taken - len(member.unused_data)
    return 0
