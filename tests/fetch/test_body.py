"""Bytes to text: bounded unpacking, and charsets believed as far as the bytes bear them out."""

import gzip
import tracemalloc
import zlib

import pytest

from sharitories_crawl.fetch.body import BadBody, decode_text, inflate
from sharitories_crawl.fetch.outcome import Failure

WORDS = "L'été à Sète, les ateliers vélo réparent où ça casse : déjà 12 € gagnés. " * 20


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        pytest.param("text/html", WORDS.encode("cp1252"), WORDS, id="detected"),
        pytest.param("text/html; charset=ISO-8859-1", WORDS.encode("cp1252"), WORDS, id="latin-1-means-1252"),
        pytest.param('text/html; charset="UTF-8"', WORDS.encode(), WORDS, id="quoted"),
        pytest.param("text/html", b'<?xml version="1.0" encoding="koi8-r"?>' + "мир".encode("koi8-r"), None, id="xml"),
        pytest.param("text/html; charset=utf-16le", WORDS.encode("utf-16-le"), WORDS, id="utf-16-header"),
        pytest.param(
            "text/html",
            b"<meta charset=utf-16>" + WORDS.encode(),
            "<meta charset=utf-16>" + WORDS,
            id="utf-16-meta-lies",
        ),
        pytest.param("text/html; charset=unicode_escape", b"\\u0041 caf\xc3\xa9", "\\u0041 café", id="no-web-charset"),
        pytest.param("application/json", '{"a": "é"}'.encode(), '{"a": "é"}', id="json"),
        pytest.param("application/geo+json", b"{}", "{}", id="geo-json"),
        pytest.param("application/atom+xml", b"<feed/>", "<feed/>", id="atom"),
        pytest.param("application/pdf", b"%PDF-1.4", "", id="pdf"),
        pytest.param("image/png", b"\x89PNG", "", id="image"),
        pytest.param("", b" <html>x", " <html>x", id="no-type-but-markup"),
        pytest.param("", b"\x00\x01", "", id="no-type-no-markup"),
        pytest.param("text/html, text/html", b"x", "x", id="type-said-twice"),
    ],
)
def test_text_is_what_its_writer_meant(kind: str, body: bytes, expected: str | None) -> None:
    text = decode_text(body, {"content-type": kind})
    assert text == expected if expected is not None else "мир" in text


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("cp1252", "Återbruk och cykelkök på Östermalm, för alla. "),
        ("cp1252", "Oficina de reparação: não há mistério, é só trazer. "),
        ("cp1252", "Fietsreparatie in Genk – één café, coöperatie “samen”. "),
        ("cp1250", "Zażółć gęślą jaźń. Wspólna pracownia rowerowa w mieście, każdy może przyjść. "),
        ("cp1251", "Привет, это обычная страница о ремонте велосипедов и совместной работе. "),
        ("cp932", "こんにちは、これは日本語のページです。自転車の修理について。"),
    ],
    ids=["swedish", "portuguese", "dutch", "polish", "russian", "japanese"],
)
def test_an_undeclared_charset_is_detected(charset: str, words: str) -> None:
    page = f"<html><head><title>Page</title></head><body><p>{words * 5}</p></body></html>"
    assert decode_text(page.encode(charset), {"content-type": "text/html"}) == page


def test_a_slip_in_a_utf8_page_does_not_change_its_charset() -> None:
    text = decode_text(WORDS.encode() + b"\xe9 fin", {"content-type": "text/html; charset=utf-8"})
    assert text == WORDS + "\ufffd fin"


@pytest.mark.parametrize("body", [bytes(range(256)) * 40, b"\xff" * 3, b""], ids=["every-byte", "ff", "empty"])
def test_no_bytes_make_decoding_fail(body: bytes) -> None:
    assert isinstance(decode_text(body, {"content-type": "text/html; charset=utf-8"}), str)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b"ab") + gzip.compress(b"cd")),
        ("gzip", gzip.compress(b"abcd") + b"\0\0padding"),
        ("x-gzip", gzip.compress(b"abcd")),
        ("gzip, gzip", gzip.compress(gzip.compress(b"abcd"))),
        ("deflate", zlib.compress(b"abcd")),
        ("deflate", zlib.compress(b"abcd", wbits=-15)),
        ("identity", b"abcd"),
        ("UTF-8", b"abcd"),
    ],
    ids=["members", "padding", "x-gzip", "twice", "deflate", "bare-deflate", "identity", "charset-in-its-place"],
)
def test_compressed_bodies_are_unpacked(coding: str, body: bytes) -> None:
    assert inflate(body, {"content-encoding": coding}, 100) == b"abcd"


@pytest.mark.parametrize(
    ("coding", "body", "slug"),
    [
        ("gzip", gzip.compress(bytes(101)), Failure.DECOMPRESSES_TOO_LARGE),
        ("gzip", gzip.compress(bytes(60)) * 2, Failure.DECOMPRESSES_TOO_LARGE),
        ("gzip, gzip", gzip.compress(gzip.compress(bytes(9_000_000))), Failure.DECOMPRESSES_TOO_LARGE),
        ("gzip, gzip, gzip", gzip.compress(b""), Failure.BAD_ENCODING),
        ("gzip", gzip.compress(b"abcd" * 9)[:-12], Failure.BAD_ENCODING),
        ("gzip", b"plain", Failure.BAD_ENCODING),
        ("zstd", b"plain", Failure.BAD_ENCODING),
    ],
    ids=["bomb", "bomb-in-members", "nested-bomb", "three-layers", "torn", "not-gzip", "zstd"],
)
def test_what_cannot_be_unpacked_within_bounds_says_why(coding: str, body: bytes, slug: Failure) -> None:
    with pytest.raises(BadBody) as bad:
        inflate(body, {"content-encoding": coding}, 100)
    assert bad.value.slug is slug


def test_a_bomb_never_unfolds_in_memory() -> None:
    bomb = gzip.compress(bytes(20_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(BadBody):
            inflate(bomb, {"content-encoding": "gzip"}, 1_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000


def test_exactly_the_limit_is_within_it() -> None:
    assert inflate(gzip.compress(bytes(100)), {"content-encoding": "gzip"}, 100) == bytes(100)


def test_thousands_of_tiny_gzip_members_end_quickly() -> None:
    unpacked = inflate(gzip.compress(b"a") * 100_000, {"content-encoding": "gzip"}, 1_000_000)
    assert 0 < len(unpacked) < 1_000
