"""The archive: every HTTP answer and own list, appended to WARC files before the database says anything about it.

A run writes a file of its own, so that a torn last record after a crash never stands before another.
"""

import io
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from isal import isal_zlib

from sharitories_crawl.errors import BadInput
from sharitories_crawl.store.moments import stamp
from sharitories_crawl.store.place import Place

COMPRESSION = 2
"""ISA-L's level: on pages of 28 kB 0.05 ms against 0.39 for zlib's 5, for 6 % more bytes (12 % on 145 kB)."""
_AS_GZIP = 16 + 15


@dataclass(frozen=True, slots=True)
class ArchivedResponse:
    """One archived HTTP answer; `body` is as received, still compressed where its headers say so."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime


class Archive:
    """Appends to one WARC file per run and reads any record back by its place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file: BinaryIO | None = None
        self._name = ""

    def append(
        self,
        url: str,
        status: int,
        reason: str,
        headers: Sequence[tuple[str, str]],
        body: bytes,
        fetched_at: datetime,
        *,
        method: str = "GET",
    ) -> Place:
        """Write one response record and hand it to the operating system before returning its place."""
        # chunking is already undone when the body reaches us; a reader must not undo it again
        kept = [(f"X-Archive-Orig-{key}" if key.lower() == "transfer-encoding" else key, text) for key, text in headers]
        first = f"HTTP/1.1 {status} {reason}".strip()
        head = "".join([f"{first}\r\n", *(f"{key}: {text}\r\n" for key, text in kept), "\r\n"])
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.response)
        record.headers["WARC-Target-URI"] = url
        record.headers["WARC-Date"] = stamp(fetched_at)
        record.headers["Content-Type"] = "application/http; msgtype=response"
        record.headers["X-Request-Method"] = method
        # byte for byte as they came
        record.set_bytes_content(head.encode("latin-1") + body)
        return self._write(record, sha1(body, usedforsecurity=False).digest(), fetched_at)

    def append_list(self, name: str, body: bytes, moment: datetime) -> Place:
        """Write the rows of a list of the user's as a resource record, and hand it to the operating system."""
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.resource)
        record.headers["WARC-Target-URI"] = f"urn:sharitories:list:{quote(name)}"
        record.headers["WARC-Date"] = stamp(moment)
        record.headers["Content-Type"] = "application/x-ndjson"
        record.set_bytes_content(body)
        return self._write(record, sha1(body, usedforsecurity=False).digest(), moment)

    def _write(self, record: WarcRecord, payload_digest: bytes, moment: datetime) -> Place:
        """One gzip member for each record, so that each is read by its offset alone."""
        plain = io.BytesIO()
        record.write(plain, checksum_data=True, payload_digest=payload_digest)
        file = self._open(moment)
        place = Place(self._name, file.tell())
        # FastWARC's own gzip is zlib's, and takes longer than the rest of the record
        member = isal_zlib.compressobj(COMPRESSION, isal_zlib.DEFLATED, _AS_GZIP)
        try:
            _write_all(file, member.compress(plain.getbuffer()) + member.flush())
        except OSError:
            # no room: half a record must not stand before another
            self._file = None
            _undo(file, place.offset)
            raise
        return place

    def read_list(self, place: Place) -> bytes:
        """The rows that `append_list` wrote. Raises BadInput naming the file where they are missing or damaged."""
        path = self.folder / place.file
        try:
            with path.open("rb") as stream:
                stream.seek(place.offset)
                return bytes(next(iter(ArchiveIterator(stream, parse_http=False))).reader.read())
        except (OSError, StopIteration, ValueError) as error:
            raise BadInput(f"archive {path}, byte {place.offset}: no readable record ({error})") from None

    def read(self, place: Place) -> ArchivedResponse:
        """The record at a place. Raises BadInput naming the file where it is missing or damaged."""
        path = self.folder / place.file
        try:
            with path.open("rb") as stream:
                stream.seek(place.offset)
                record = next(iter(ArchiveIterator(stream, parse_http=True)))
                headers = tuple((str(key), str(value)) for key, value in record.http_headers)
                return ArchivedResponse(
                    url=str(record.headers["WARC-Target-URI"]),
                    status=int(record.http_headers.status_code or 0),
                    headers=headers,
                    body=bytes(record.reader.read()),
                    fetched_at=datetime.fromisoformat(str(record.headers["WARC-Date"])),
                )
        except (OSError, StopIteration, ValueError, KeyError, AttributeError, TypeError) as error:
            raise BadInput(f"archive {path}, byte {place.offset}: no readable record ({error})") from None

    def close(self) -> None:
        """Close the file of this run, if one was opened, so that it outlasts a power cut."""
        if self._file is not None:
            with self._file as file:
                os.fsync(file.fileno())
            self._file = None

    def files(self) -> list[Path]:
        """Every file of the archive, by name."""
        return sorted(self.folder.glob("*.warc.gz"))

    def _open(self, now: datetime) -> BinaryIO:
        if self._file is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            begun = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S%f")
            number = 0
            while (path := self.folder / f"{begun}-{number}.warc.gz").exists():
                number += 1
            self._name = path.name
            # unbuffered: what a full disk refuses must not come again when the file is closed
            self._file = path.open("xb", buffering=0)
        return self._file


def _write_all(file: BinaryIO, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]


def _undo(file: BinaryIO, offset: int) -> None:
    with suppress(OSError), file:
        file.truncate(offset)
