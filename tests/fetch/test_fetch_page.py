"""Pages from a real server: what comes back whole, and how each failure is named."""

import asyncio
import gzip
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

from sharitories_crawl.fetch.outcome import SENTENCES, Failure, FetchFailure
from sharitories_crawl.models import AnswerStatus, Response

if TYPE_CHECKING:
    from tests.fetch.conftest import Clock, OpenFetcher, Site

    from sharitories_crawl.fetch.outcome import RawExchange

FRENCH = "<html><head></head><body><p>Le café associatif d'à côté répare des vélos à Épinal.</p></body></html>"


async def test_a_page_comes_back_whole(site: "Site", open_fetcher: "OpenFetcher") -> None:
    url = site.script("/a", site.page(FRENCH, X_Two="1", x_two="2"))
    fetched = await (await open_fetcher()).fetch_page(url + "#fragment")
    assert isinstance(fetched, Response)
    assert (fetched.url, fetched.status, fetched.text) == (url, 200, FRENCH)
    assert fetched.headers["x-two"] == "1, 2"
    assert fetched.body == FRENCH.encode()


async def test_every_request_carries_the_one_user_agent(site: "Site", open_fetcher: "OpenFetcher") -> None:
    url = site.script("/a", site.page())
    fetcher = await open_fetcher()
    await fetcher.fetch_page(url)
    assert [asked.path for asked in site.asked] == ["/robots.txt", "/a"]
    assert {asked.headers["user-agent"] for asked in site.asked} == {fetcher.policy.user_agent}
    assert {asked.headers["accept-encoding"] for asked in site.asked} == {"gzip, deflate"}


async def test_cookies_are_never_sent_back(site: "Site", open_fetcher: "OpenFetcher") -> None:
    url = site.script("/a", site.page(Set_Cookie="session=1; Path=/"))
    fetcher = await open_fetcher()
    await fetcher.fetch_page(url)
    await fetcher.fetch_page(url)
    assert site.paths == ["/a", "/a"]
    assert all("cookie" not in asked.headers for asked in site.asked)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param("text/html; charset=iso-8859-15", FRENCH.encode("iso-8859-15"), id="header"),
        pytest.param("text/html", b"\xef\xbb\xbf" + FRENCH.encode(), id="bom"),
        pytest.param("text/html; charset=utf-8", b"\xff\xfe" + FRENCH.encode("utf-16-le"), id="bom-against-header"),
        pytest.param(
            "text/html",
            FRENCH.replace("<head>", '<head><meta charset="windows-1252">').encode("cp1252"),
            id="meta",
        ),
        pytest.param("text/html; charset=utf-8", FRENCH.encode("cp1252"), id="header-lies"),
        pytest.param("text/html; charset=iso-8859-1", FRENCH.encode(), id="server-default-lies"),
        pytest.param("text/html; charset=no-such", FRENCH.encode(), id="unknown-charset"),
    ],
)
async def test_a_page_is_read_in_the_charset_its_bytes_bear_out(
    site: "Site", open_fetcher: "OpenFetcher", kind: str, body: bytes
) -> None:
    fetched = await (await open_fetcher()).fetch_page(site.script("/a", site.page(body, kind)))
    assert isinstance(fetched, Response)
    assert "Le café associatif d'à côté répare des vélos à Épinal." in fetched.text


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        pytest.param("gzip", gzip.compress(FRENCH.encode()), id="gzip"),
        pytest.param("deflate", zlib.compress(FRENCH.encode()), id="deflate-with-header"),
        pytest.param("deflate", zlib.compress(FRENCH.encode(), wbits=-15), id="deflate-bare"),
    ],
)
async def test_a_compressed_page_is_unpacked_but_archived_as_received(
    site: "Site", open_fetcher: "OpenFetcher", exchanges: "list[RawExchange]", coding: str, packed: bytes
) -> None:
    url = site.script("/a", site.page(packed, Content_Encoding=coding))
    fetched = await (await open_fetcher()).fetch_page(url)
    assert isinstance(fetched, Response)
    assert fetched.text == FRENCH
    assert exchanges[-1].body == packed
    assert ("Content-Encoding", coding) in exchanges[-1].headers


async def _reset(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<html>")
    await writer.drain()
    writer.transport.abort()


async def _hang_up(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def _drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


async def _silent(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def _endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
        await writer.drain()


def _bomb() -> bytes:
    return gzip.compress(bytes(3_000_000))


BOUNDS = {"attempts": 1, "timeout_read": 0.15, "timeout_total": 0.25, "max_bytes": 20_000, "max_decoded_bytes": 100_000}


@pytest.mark.parametrize(
    ("answer", "slug"),
    [
        pytest.param(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Failure.HTTP_404, id="404"),
        pytest.param(b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", Failure.HTTP_410, id="410"),
        pytest.param(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", Failure.HTTP_4XX, id="403"),
        pytest.param(b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", Failure.HTTP_5XX, id="500"),
        pytest.param(
            b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", Failure.MALFORMED_RESPONSE, id="302-to-nowhere"
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 9\r\n\r\n%PDF-1.4 ",
            Failure.NOT_HTML,
            id="pdf",
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n%PDF-1.4 ",
            Failure.NOT_HTML,
            id="pdf-said-to-be-html",
        ),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n1;2;3", Failure.NOT_HTML, id="no-type-no-markup"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999999\r\n\r\n",
            Failure.TOO_LARGE,
            id="too-large-announced",
        ),
        pytest.param(_endless, Failure.TOO_LARGE, id="too-large-streamed"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s"
            % (len(_bomb()), _bomb()),
            Failure.DECOMPRESSES_TOO_LARGE,
            id="gzip-bomb",
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 6\r\n\r\n<html>",
            Failure.BAD_ENCODING,
            id="gzip-that-is-not",
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\nContent-Length: 6\r\n\r\n<html>",
            Failure.BAD_ENCODING,
            id="coding-not-asked-for",
        ),
        pytest.param(_reset, Failure.CONNECTION_RESET, id="reset-in-the-body"),
        pytest.param(_hang_up, Failure.CONNECTION_RESET, id="reset-before-the-answer"),
        pytest.param(_silent, Failure.TIMEOUT, id="silence"),
        pytest.param(_drip, Failure.TOO_SLOW, id="a-byte-at-a-time"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n\r\n", Failure.MALFORMED_RESPONSE, id="not-http"),
    ],
)
async def test_each_way_of_failing_has_its_slug(
    site: "Site", open_fetcher: "OpenFetcher", answer: bytes, slug: Failure
) -> None:
    url = site.script("/a", answer)
    fetched = await (await open_fetcher(**BOUNDS)).fetch_page(url)
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is slug, fetched.detail
    assert (fetched.url, bool(fetched.detail)) == (url, True)


def test_every_slug_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Failure)


async def test_headers_longer_than_aiohttp_likes_are_read(site: "Site", open_fetcher: "OpenFetcher") -> None:
    url = site.script("/a", site.page(Content_Security_Policy="x" * 30_000))
    assert isinstance(await (await open_fetcher()).fetch_page(url), Response)


async def test_a_refused_connection_is_told_from_a_timeout(site: "Site", open_fetcher: "OpenFetcher") -> None:
    closed = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = closed.sockets[0].getsockname()[1]
    closed.close()
    await closed.wait_closed()
    fetched = await (await open_fetcher(attempts=2)).fetch_page(f"http://127.0.0.1:{port}/")
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is Failure.CONNECTION_REFUSED


async def test_tls_with_a_server_that_speaks_none_is_a_tls_failure(open_fetcher: "OpenFetcher") -> None:
    async def speak_plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(speak_plainly, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        fetched = await (await open_fetcher()).fetch_page(f"https://127.0.0.1:{port}/")
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is Failure.TLS


async def test_an_unknown_name_is_a_dns_failure(open_fetcher: "OpenFetcher") -> None:
    fetched = await (await open_fetcher()).fetch_page("http://no-such-host.invalid/")
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is Failure.DNS


async def test_the_archive_gets_every_complete_exchange_first(
    site: "Site", open_fetcher: "OpenFetcher", exchanges: "list[RawExchange]"
) -> None:
    site.script("/gone", site.page("nothing", status="404 Not Found"))
    url = site.script("/a", site.redirect("/gone"))
    await (await open_fetcher()).fetch_page(url)
    assert [(one.method, one.url.removeprefix(site.url), one.status, one.body) for one in exchanges] == [
        ("GET", "/robots.txt", 404, b""),
        ("GET", "/a", 302, b""),
        ("GET", "/gone", 404, b"nothing"),
    ]
    assert exchanges[-1].reason == "Not Found"


async def test_what_is_cut_off_is_not_archived(
    site: "Site", open_fetcher: "OpenFetcher", exchanges: "list[RawExchange]"
) -> None:
    site.script("/a", _endless)
    await (await open_fetcher(**BOUNDS)).fetch_page(site.url + "/a")
    assert [one.url for one in exchanges] == [site.url + "/robots.txt"]


async def test_500_then_a_page_is_a_page_after_two_requests(
    site: "Site", open_fetcher: "OpenFetcher", clock: "Clock"
) -> None:
    url = site.script("/a", site.page(status="500 Oh"), site.page(FRENCH))
    fetched = await (await open_fetcher()).fetch_page(url)
    assert isinstance(fetched, Response)
    assert site.paths == ["/a", "/a"]
    assert len(clock.naps) == 1


@pytest.mark.parametrize(
    ("answer", "requests"),
    [
        pytest.param(b"HTTP/1.1 503 Oh\r\nContent-Length: 0\r\n\r\n", 3, id="503"),
        pytest.param(_hang_up, 3, id="reset"),
        pytest.param(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 1, id="404"),
        pytest.param(b"HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n", 1, id="429-that-names-no-wait"),
    ],
)
async def test_only_transport_errors_and_5xx_are_tried_again(
    site: "Site", open_fetcher: "OpenFetcher", answer: bytes, requests: int
) -> None:
    url = site.script("/a", answer)
    fetched = await (await open_fetcher(attempts=3)).fetch_page(url)
    assert isinstance(fetched, FetchFailure)
    assert len(site.paths) == requests


async def test_a_short_retry_after_is_waited_for(site: "Site", open_fetcher: "OpenFetcher", clock: "Clock") -> None:
    url = site.script("/a", site.page(status="429 Slow", Retry_After="7"), site.page(FRENCH))
    fetched = await (await open_fetcher()).fetch_page(url)
    assert isinstance(fetched, Response)
    assert site.paths == ["/a", "/a"]
    assert sum(clock.naps) == pytest.approx(7)


async def test_a_long_retry_after_is_a_failure_that_says_how_long(
    site: "Site", open_fetcher: "OpenFetcher", clock: "Clock"
) -> None:
    url = site.script("/a", site.page(status="503 Busy", Retry_After="3600"))
    other = site.script("/b", site.page())
    fetcher = await open_fetcher()
    for address in (url, other):
        fetched = await fetcher.fetch_page(address)
        assert isinstance(fetched, FetchFailure)
        assert fetched.slug is Failure.RATE_LIMITED
        assert fetched.retry_after == pytest.approx(3600)
    assert site.paths == ["/a"], "a host that asked for an hour of quiet gets it"
    assert clock.naps == []


async def test_retry_after_may_be_a_date(site: "Site", open_fetcher: "OpenFetcher", clock: "Clock") -> None:
    moment = clock.now().strftime("%a, %d %b %Y 09:59:59 GMT")
    fetched = await (await open_fetcher()).fetch_page(
        site.script("/a", site.page(status="429 Slow", Retry_After=moment))
    )
    assert isinstance(fetched, FetchFailure)
    assert fetched.retry_after is not None
    assert 3600 < fetched.retry_after < 7200


def _wall(status: int, headers: Mapping[str, str], text: str) -> tuple[AnswerStatus, str, str] | None:
    if "captcha-wall" in text:
        return AnswerStatus.CAPTCHA, "challenge", "A challenge stands in front."
    return (AnswerStatus.BLOCKED, "access-denied", "Access is denied.") if status == 403 else None


@pytest.mark.parametrize(
    ("status", "slug"),
    [("200 OK", Failure.CAPTCHA), ("503 Wait", Failure.CAPTCHA), ("403 No", Failure.CAPTCHA)],
    ids=["200", "503", "403"],
)
async def test_a_wall_is_named_and_not_knocked_at_twice(
    site: "Site", open_fetcher: "OpenFetcher", status: str, slug: Failure
) -> None:
    url = site.script("/a", site.page("<html>captcha-wall", status=status))
    fetched = await (await open_fetcher(find_wall=_wall)).fetch_page(url)
    assert isinstance(fetched, FetchFailure)
    assert (fetched.slug, fetched.detail) == (slug, "A challenge stands in front.")
    assert site.paths == ["/a"]


async def test_a_plain_refusal_that_the_wall_finder_knows_is_blocked(site: "Site", open_fetcher: "OpenFetcher") -> None:
    url = site.script("/a", site.page(status="403 No"))
    fetched = await (await open_fetcher(find_wall=_wall)).fetch_page(url)
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is Failure.BLOCKED


async def test_a_cancelled_fetch_leaves_its_host_free(site: "Site", open_fetcher: "OpenFetcher") -> None:
    asked = asyncio.Event()

    async def never(writer: asyncio.StreamWriter) -> None:
        asked.set()
        await _silent(writer)

    slow = site.script("/slow", never)
    quick = site.script("/quick", site.page())
    fetcher = await open_fetcher(timeout_read=5)
    task = asyncio.create_task(fetcher.fetch_page(slow))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(2):
        assert isinstance(await fetcher.fetch_page(quick), Response)
