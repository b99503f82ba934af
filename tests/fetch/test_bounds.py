"""Bounds beyond one answer: a page in time, headers, traps, hosts that fail, one page everywhere, delays kept."""

import asyncio
import gzip
import socket
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sharitories_crawl.fetch.hosts import SLACK
from sharitories_crawl.fetch.kept_turns import KeptTurn, KeptTurns
from sharitories_crawl.fetch.outcome import Failure, FetchFailure, OutOfRequests
from sharitories_crawl.fetch.soft404 import says_not_found
from sharitories_crawl.fetch.traps import why_trap
from sharitories_crawl.models import Response

if TYPE_CHECKING:
    from tests.fetch.conftest import Clock, OpenFetcher, Site

TRAPS = [
    "/a/a/a/a/a",
    "/fr/nl/fr/nl/fr/nl/fr/nl/fr/nl",
    "/x/a/b/c/a/b/c/a/b/c/a/b/c",
    "/" + "/".join(map(str, range(30))),
    "/?" + "&".join(f"f{number}=1" for number in range(30)),
    "/?" + "&".join("tag=x" for _ in range(8)),
    "/agenda/2044/05/",
    "/agenda/2044-05-12",
    "/evenements/mois/1970-01",
    "/calendrier?month=1&year=1999",
    "/?tribe-bar-date=2077-01-01",
    "/events/20991231",
    "/%C3%A9v%C3%A9nements/2099-01-01/",
]
NO_TRAPS = [
    "/",
    "/fablab",
    "/a/a/a",
    "/wiki/Wiki/Wiki",
    "/2009/05/12/un-article",
    "/agenda/2026/11/",
    "/agenda/2027-03-01/repair-cafe",
    "/evenements/2019-05-04-fete",
    "/agenda/association-loi-1901",
    "/agenda/salle-1850/concert",
    "/journal/1998/05/",
    "/?annonce=20441231",
    "/evenement/12345678",
    "/?s=fablab&lang=fr&page=2",
    "/?date=hier",
    "/?id=2044&month=5",
]


@pytest.mark.parametrize("path", TRAPS)
async def test_an_address_of_an_endless_series_is_not_asked_for(
    site: "Site", open_fetcher: "OpenFetcher", path: str
) -> None:
    site.script(path, site.page())
    fetched = await (await open_fetcher()).fetch_page(site.url + path)
    assert isinstance(fetched, FetchFailure)
    assert (fetched.slug, bool(fetched.detail)) == (Failure.CRAWL_TRAP, True)
    assert site.asked == []


@pytest.mark.parametrize("path", NO_TRAPS)
def test_an_ordinary_address_is_no_trap(path: str) -> None:
    assert why_trap(f"https://fablab.example{path}", 2026) is None


@pytest.mark.parametrize(
    "html",
    [
        "<title>404 Not Found</title>",
        "<title>Erreur 404</title>",
        "<title>Page introuvable - Ville de Lorient</title>",
        "<title>Ville de Lorient | Page non trouvée</title>",
        "<TITLE>Page not found &#8211; Fablab</TITLE>",
        "<title>Fablab</title><h1 class='x'><span>Oups !</span> Cette page n&rsquo;existe pas.</h1>",
        "<title>Fablab</title><h1>La page que vous cherchez est introuvable</h1>",
        "<h1>Error 404: Page not found</h1>",
        "<h1>Oops! That page can’t be found.</h1>",
        "<title>Pagina niet gevonden - Hilversum</title>",
        "<title>Página não encontrada</title>",
        "<title>Sidan kunde inte hittas | Gävle</title>",
        "<title>404 - Page introuvable</title>",
    ],
)
def test_a_page_that_says_it_is_not_there(html: str) -> None:
    assert says_not_found(f"<html><head>{html}</head>")


@pytest.mark.parametrize(
    "html",
    [
        "<title>Fablab de Lorient</title><h1>Bienvenue</h1>",
        "<title>Le 404, café associatif</title>",
        "<title>404</title>",
        "<title>Objets introuvables : le bureau des objets trouvés</title>",
        "<title>Que faire d'une erreur 404 ?</title>",
        "<title>Fablab</title><p>Page introuvable</p>",
        "<title>Not found in translation - un festival</title>",
        "",
        "<title",
    ],
)
def test_a_page_that_only_speaks_of_it(html: str) -> None:
    assert not says_not_found(html)


async def test_all_hops_and_attempts_of_a_page_together_are_bounded(site: "Site", open_fetcher: "OpenFetcher") -> None:
    async def slowly(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        writer.write(site.redirect(f"/{len(site.paths)}"))

    for number in range(20):
        site.script(f"/{number}", slowly)
    fetcher = await open_fetcher(max_redirects=30, timeout_page=0.35, timeout_read=5)
    fetched = await fetcher.fetch_page(f"{site.url}/0")
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is Failure.TOO_SLOW
    assert 2 <= len(site.paths) <= 4


@pytest.mark.parametrize(
    ("headers", "slug"),
    [
        (b"X-A: a\r\n" * 120, None),
        (b"X-A: a\r\n" * 200, Failure.HEADERS_TOO_LARGE),
        (b"X-A: " + b"a" * 60_000 + b"\r\n", None),
        (b"X-A: " + b"a" * 70_000 + b"\r\n", Failure.HEADERS_TOO_LARGE),
        (b"X-" + b"a" * 70_000 + b": a\r\n", Failure.HEADERS_TOO_LARGE),
    ],
    ids=["many", "too-many", "long", "too-long", "long-name"],
)
async def test_headers_are_bounded_in_number_and_length(
    site: "Site", open_fetcher: "OpenFetcher", headers: bytes, slug: Failure | None
) -> None:
    url = site.script(
        "/a", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n" + headers + b"\r\n<html>"
    )
    fetched = await (await open_fetcher()).fetch_page(url)
    assert (fetched.slug if isinstance(fetched, FetchFailure) else None) is slug


WHOLE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    + b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [gzip.compress(b"<html>Lorient" * 9, mtime=0)])
    + b"0\r\n\r\n"
)


async def test_a_connection_cut_at_any_byte_is_never_taken_for_a_page(
    site: "Site", open_fetcher: "OpenFetcher"
) -> None:
    fetcher = await open_fetcher(attempts=1, timeout_read=5, failures_in_a_row=10_000)

    def cut(length: int, *, abort: bool) -> str:
        async def answer(writer: asyncio.StreamWriter) -> None:
            writer.write(WHOLE[:length])
            await writer.drain()
            await asyncio.sleep(0)
            if abort:
                writer.transport.abort()
            else:
                writer.close()

        return site.script(f"/{length}-{abort}", answer)

    assert isinstance(await fetcher.fetch_page(site.script("/whole", WHOLE)), Response)
    slugs = set()
    for length in range(len(WHOLE)):
        fetched = await fetcher.fetch_page(cut(length, abort=length % 2 == 0))
        assert isinstance(fetched, FetchFailure), length
        slugs.add(fetched.slug)
    assert slugs == {Failure.CONNECTION_RESET}


async def test_a_host_that_fails_at_page_after_page_is_left_alone_for_a_while(
    site: "Site", open_fetcher: "OpenFetcher", clock: "Clock"
) -> None:
    urls = [site.script(f"/{number}", site.page(status="500 Oh")) for number in range(9)]
    fetcher = await open_fetcher(attempts=1, failures_in_a_row=4, rest_after_failures=100)
    slugs = [fetched.slug for url in urls if isinstance(fetched := await fetcher.fetch_page(url), FetchFailure)]
    assert slugs == [Failure.HTTP_5XX] * 4 + [Failure.HOST_FAILING] * 5
    assert len(site.paths) == 4
    clock.seconds += 101
    assert isinstance(await fetcher.fetch_page(site.script("/0", site.page())), Response)


async def test_a_page_in_between_shows_that_the_host_is_well(site: "Site", open_fetcher: "OpenFetcher") -> None:
    fetcher = await open_fetcher(attempts=1, failures_in_a_row=2)
    for number in range(4):
        await fetcher.fetch_page(site.script(f"/{number}", site.page(status="500 Oh")))
        await fetcher.fetch_page(site.script(f"/well/{number}", site.page(str(number))))
    assert len(site.paths) == 8


async def test_one_page_under_every_address_is_read_a_few_times_only(site: "Site", open_fetcher: "OpenFetcher") -> None:
    fetcher = await open_fetcher(max_same_pages=2)
    fetched = [
        await fetcher.fetch_page(site.script(f"/{number}", site.page("<html>always"))) for number in (1, 2, 1, 3)
    ]
    assert [isinstance(one, Response) for one in fetched] == [True, True, True, False]
    assert isinstance(fetched[-1], FetchFailure)
    assert fetched[-1].slug is Failure.REPEATED_PAGE
    assert isinstance(await fetcher.fetch_page(site.script("/4", site.page("<html>another"))), Response)


@pytest.mark.parametrize("after", ["", "0"], ids=["no-time", "no-time-at-all"])
async def test_a_storm_of_429_is_answered_with_silence(
    site: "Site", open_fetcher: "OpenFetcher", clock: "Clock", after: str
) -> None:
    more = {"Retry_After": after} if after else {}
    urls = [site.script(f"/{number}", site.page(status="429 Slow", **more)) for number in range(6)]
    fetcher = await open_fetcher(attempts=2)
    fetched = [await fetcher.fetch_page(url) for url in urls]
    assert {one.slug for one in fetched if isinstance(one, FetchFailure)} == {Failure.RATE_LIMITED}
    assert set(site.paths) == {"/0"}
    clock.seconds += 601
    await fetcher.fetch_page(urls[-1])
    assert set(site.paths) == {"/0", "/5"}


async def test_a_name_service_that_does_not_answer_keeps_no_other_host_waiting(
    site: "Site", open_fetcher: "OpenFetcher", monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def look_up(host: str, *more: object) -> object:
        if host.startswith("slow"):
            time.sleep(0.6)
        return real("127.0.0.1" if host.endswith(".example") else host, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    fetcher = await open_fetcher(attempts=1, timeout_total=0.3, hosts_at_once=40)
    site.script("/a", site.page())
    slow = [asyncio.create_task(fetcher.fetch_page(f"http://slow{n}.example:{site.port}/a")) for n in range(30)]
    await asyncio.sleep(0.02)
    assert isinstance(await fetcher.fetch_page(f"http://quick.example:{site.port}/a"), Response)
    assert {one.slug for one in await asyncio.gather(*slow) if isinstance(one, FetchFailure)} == {
        Failure.ROBOTS_UNREACHABLE
    }


async def test_the_next_process_keeps_the_delay_that_the_last_one_owes(
    site: "Site", open_fetcher: "OpenFetcher", clock: "Clock", tmp_path: Path
) -> None:
    def now() -> float:
        return 1_800_000_000 + clock.seconds

    starts: list[float] = []

    async def stamped(writer: asyncio.StreamWriter) -> None:
        starts.append(now())
        writer.write(site.page(str(len(starts))))

    url = site.script("/a", stamped)
    site.script("/robots.txt", site.page("User-agent: *\nCrawl-delay: 20", "text/plain"))
    for _ in range(3):
        fetcher = await open_fetcher(delay=2, kept_turns=KeptTurns(tmp_path / "here.turns", now))
        assert isinstance(await fetcher.fetch_page(url), Response)
        clock.seconds += 1  # the process ends and the next begins
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    assert gaps == pytest.approx([40 + 2 * SLACK] * 2, rel=1e-4), "the robots file has a turn too"
    assert clock.naps == pytest.approx([20 + SLACK, 19 + SLACK, 20 + SLACK, 19 + SLACK, 20 + SLACK], rel=1e-4)


async def test_the_next_process_leaves_a_host_alone_that_asked_for_it(
    site: "Site", open_fetcher: "OpenFetcher", clock: "Clock", tmp_path: Path
) -> None:
    def now() -> float:
        return 1_800_000_000 + clock.seconds

    url = site.script("/a", site.page(status="429 Slow", Retry_After="3600"))
    await (await open_fetcher(kept_turns=KeptTurns(tmp_path / "here.turns", now))).fetch_page(url)
    clock.seconds += 600
    again = await (await open_fetcher(kept_turns=KeptTurns(tmp_path / "here.turns", now))).fetch_page(url)
    assert isinstance(again, FetchFailure)
    assert again.retry_after == pytest.approx(3000)
    assert site.paths == ["/a"]
    clock.seconds += 3001
    await (await open_fetcher(kept_turns=KeptTurns(tmp_path / "here.turns", now))).fetch_page(url)
    assert site.paths == ["/a", "/a"]


def test_kept_turns_survive_a_torn_line_noise_and_a_clock_put_back(tmp_path: Path) -> None:
    path = tmp_path / "here.turns"
    first = KeptTurns(path, lambda: 1000.0)
    first.note("a.example:80", KeptTurn(1000.0, 30.0, 0.0))
    first.note("b.example:80", KeptTurn(1000.0, 2.0, 0.0))
    first.note("c.example:80", KeptTurn(1000.0, 0.0, 0.0))
    first.note("d.example:80", KeptTurn(1000.0, 2.0, 90_000.0))
    first.close()
    with path.open("ab") as file:
        file.write(b"\xff\xfe\nx y z\nnan\nb.example:80 10")
    second = KeptTurns(path, lambda: 1010.0)
    assert second.of("a.example:80") == KeptTurn(1000.0, 30.0, 0.0)
    assert second.of("b.example:80") is None, "its delay is over"
    assert second.of("c.example:80") is None, "nothing was owed"
    assert second.of("d.example:80") == KeptTurn(1000.0, 2.0, 90_000.0)
    second.note("e.example:80", KeptTurn(1010.0, 2.0, 0.0))
    second.close()
    assert b"b.example" not in path.read_bytes(), "what is over is not carried on"
    assert KeptTurns(path, lambda: -90_000.0).of("a.example:80") is not None
    assert KeptTurns(path, lambda: -9e9).of("d.example:80") is not None
    assert not list(tmp_path.glob("*.new"))


def test_no_file_is_made_where_no_delay_is_kept(tmp_path: Path) -> None:
    kept = KeptTurns(tmp_path / "here.turns")
    kept.note("a.example:80", KeptTurn(1000.0, 0.0, 0.0))
    kept.close()
    assert not list(tmp_path.iterdir())


async def test_no_request_is_sent_beyond_the_number_allowed(site: "Site", open_fetcher: "OpenFetcher") -> None:
    away = site.script("/away", site.page(status="302 Found", Location="/there"))
    site.script("/there", site.page())
    fetcher = await open_fetcher(most_requests=4)
    assert isinstance(await fetcher.fetch_page(away), Response)
    assert len(site.asked) == 3, "robots.txt, the address, where it led"
    with pytest.raises(OutOfRequests):
        await fetcher.fetch_page(away)
    assert len(site.asked) == 4, "nor where it led the second time"
