"""Where an archived answer lies: what the database keeps of the archive."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: file name inside the archive folder, and byte offset of its gzip member."""

    file: str
    offset: int
