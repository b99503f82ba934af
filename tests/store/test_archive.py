"""The archive: what goes in comes out, and other tools can read it."""

import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from sharitories_crawl.errors import BadInput
from sharitories_crawl.store.archive import Archive
from sharitories_crawl.store.place import Place

NOW = datetime(2026, 11, 22, 21, 45, 36, 123456, tzinfo=UTC)
HEADERS = [
    ("Content-Type", "text/html; charset=latin-1"),
    ("Set-Cookie", "a=1"),
    ("Set-Cookie", "b=2"),
    ("X-Place", "caf\xe9"),
]


def test_a_record_comes_back_as_it_went_in(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    first = archive.append("http://a.example/é?q=1", 200, "OK", HEADERS, b"caf\xe9 \x00\x1f", NOW)
    second = archive.append("http://b.example/", 404, "Not Found", [], b"", NOW, method="POST")
    record = archive.read(first)
    assert (record.url, record.status, record.body) == ("http://a.example/é?q=1", 200, b"caf\xe9 \x00\x1f")
    assert record.headers == tuple(HEADERS)
    assert record.fetched_at == NOW
    assert archive.read(second).status == 404


def test_compressed_bodies_are_kept_as_received(tmp_path: Path) -> None:
    import gzip

    archive = Archive(tmp_path)
    body = gzip.compress(b"<p>bonjour</p>" * 100)
    place = archive.append("http://a.example/", 200, "OK", [("Content-Encoding", "gzip")], body, NOW)
    assert archive.read(place).body == body


def test_each_run_writes_a_file_of_its_own_so_that_a_torn_end_harms_nothing(tmp_path: Path) -> None:
    first = Archive(tmp_path)
    place = first.append("http://a.example/", 200, "OK", [], b"one", NOW)
    first.append("http://a.example/2", 200, "OK", [], b"two" * 1000, NOW)
    first.close()
    torn = tmp_path / place.file
    torn.write_bytes(torn.read_bytes()[:-20])
    second = Archive(tmp_path)
    other = second.append("http://b.example/", 200, "OK", [], b"three", NOW)
    assert other.file != place.file
    assert second.read(place).body == b"one"
    assert second.read(other).body == b"three"


def test_a_record_is_on_disk_and_whole_before_its_place_is_given(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.append("http://a.example/1", 200, "OK", [], b"one", NOW)
    place = archive.append("http://a.example/2", 200, "OK", [], b"two" * 10_000, NOW)
    # the archive is still open: whoever is killed now has lost nothing
    member = (tmp_path / place.file).read_bytes()[place.offset :]
    unpacked = zlib.decompressobj(zlib.MAX_WBITS | 16)
    assert b"two" * 10_000 in unpacked.decompress(member)
    assert unpacked.eof
    assert unpacked.unused_data == b""


def test_a_missing_or_damaged_record_is_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with pytest.raises(BadInput, match=r"gone\.warc\.gz, byte 5"):
        archive.read(Place("gone.warc.gz", 5))
    (tmp_path / "bad.warc.gz").write_bytes(b"nothing of the sort")
    with pytest.raises(BadInput, match=r"bad\.warc\.gz"):
        archive.read(Place("bad.warc.gz", 0))


def test_other_tools_read_the_archive_as_it_is(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for number in range(3):
        archive.append(f"http://a.example/{number}", 200, "OK", [("Transfer-Encoding", "chunked")], b"x" * number, NOW)
    archive.close()
    (file,) = tmp_path.glob("*.warc.gz")
    with file.open("rb") as stream:
        records = [
            (record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
            for record in ArchiveIterator(stream)
        ]
    assert records == [(f"http://a.example/{number}", b"x" * number) for number in range(3)]


def test_rows_of_a_list_are_read_back_and_any_tool_reads_their_record(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    first = archive.append_list("Mes lieux", b'{"row": 2}\n', NOW)
    second = archive.append_list("Mes lieux", "é\n".encode(), NOW)
    archive.close()
    assert archive.read_list(first) == b'{"row": 2}\n'
    assert archive.read_list(second) == "é\n".encode()
    with (tmp_path / "archive" / first.file).open("rb") as stream:
        records = [(r.rec_type, r.rec_headers.get_header("WARC-Target-URI")) for r in ArchiveIterator(stream)]
    assert records == [("resource", "urn:sharitories:list:Mes%20lieux")] * 2
    (tmp_path / "archive" / first.file).unlink()
    with pytest.raises(BadInput, match="no readable record"):
        archive.read_list(first)
