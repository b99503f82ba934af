"""Robots files by RFC 9309, asked of a real server."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from sharitories_crawl.fetch.hosts import SLACK
from sharitories_crawl.fetch.outcome import Failure, FetchFailure
from sharitories_crawl.fetch.robots import RobotsCache
from sharitories_crawl.models import Response

if TYPE_CHECKING:
    from tests.fetch.conftest import Clock, OpenFetcher, Site

FORBIDS_ALL = "User-agent: *\nDisallow: /\n"


def _robots(text: str, status: str = "200 OK", kind: str = "text/plain") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(text.encode())}\r\n\r\n"
    return (head + text).encode()


@pytest.mark.parametrize(
    ("robots", "slug"),
    [
        pytest.param(_robots(FORBIDS_ALL), Failure.ROBOTS_DISALLOWED, id="forbidden"),
        pytest.param(_robots("\ufeff" + FORBIDS_ALL), Failure.ROBOTS_DISALLOWED, id="forbidden-after-a-bom"),
        pytest.param(
            _robots("User-agent: *\nAllow: /\n\nUser-agent: Sharitories-Crawl\nDisallow: /page"),
            Failure.ROBOTS_DISALLOWED,
            id="forbidden-by-name",
        ),
        pytest.param(
            _robots(FORBIDS_ALL + "\nUser-agent: sharitories-crawl\nAllow: /"), None, id="allowed-by-name-only"
        ),
        pytest.param(_robots("User-agent: *\nDisallow: /other"), None, id="another-path"),
        pytest.param(_robots("", "404 Not Found"), None, id="404"),
        pytest.param(_robots(FORBIDS_ALL, "403 Forbidden"), None, id="403"),
        pytest.param(_robots("", "503 Busy"), Failure.ROBOTS_UNREACHABLE, id="503"),
        pytest.param(_robots("", "429 Slow"), Failure.ROBOTS_UNREACHABLE, id="429"),
        pytest.param(_robots(f"<!DOCTYPE html>\n{FORBIDS_ALL}", kind="text/html"), None, id="html"),
        pytest.param(_robots("User-agent: *\nCrawl-delay: 900"), Failure.CRAWL_DELAY_TOO_LONG, id="delay-too-long"),
        pytest.param(_robots("User-agent: *\nCrawl-delay: never"), None, id="delay-unreadable"),
        pytest.param(b"not http at all\r\n\r\n", Failure.ROBOTS_UNREACHABLE, id="not-http"),
        pytest.param(
            b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://10.0.0.1/robots.txt\r\n\r\n",
            Failure.REFUSED_ADDRESS,
            id="leads-into-a-private-network",
        ),
    ],
)
async def test_what_a_robots_file_says_is_obeyed(
    site: "Site", open_fetcher: "OpenFetcher", robots: bytes, slug: Failure | None
) -> None:
    url = site.script("/page", site.page())
    site.script("/robots.txt", robots)
    fetched = await (await open_fetcher(attempts=2)).fetch_page(url)
    assert (fetched.slug if isinstance(fetched, FetchFailure) else None) is slug
    assert site.paths == ([] if slug else ["/page"])


async def test_a_robots_file_is_asked_for_once_for_many_pages(site: "Site", open_fetcher: "OpenFetcher") -> None:
    urls = [site.script(f"/{number}", site.page()) for number in range(5)]
    fetcher = await open_fetcher()
    fetched = await asyncio.gather(*(fetcher.fetch_page(url) for url in urls))
    assert all(isinstance(one, Response) for one in fetched)
    assert [asked.path for asked in site.asked].count("/robots.txt") == 1


async def test_an_unreachable_robots_file_is_asked_again_after_a_while_only(
    site: "Site", open_fetcher: "OpenFetcher", clock: "Clock"
) -> None:
    url = site.script("/page", site.page())
    site.script("/robots.txt", _robots("", "503 Busy"), _robots("", "503 Busy"), _robots("", "404 Not Found"))
    fetcher = await open_fetcher(attempts=2)
    assert isinstance(await fetcher.fetch_page(url), FetchFailure)
    assert isinstance(await fetcher.fetch_page(url), FetchFailure)
    assert len(site.asked) == 2
    clock.seconds += 601
    assert isinstance(await fetcher.fetch_page(url), Response)


async def test_crawl_delay_paces_the_host(site: "Site", open_fetcher: "OpenFetcher", clock: "Clock") -> None:
    site.script("/robots.txt", _robots("User-agent: *\nCrawl-delay: 11"))
    urls = [site.script(f"/{number}", site.page()) for number in range(3)]
    fetcher = await open_fetcher(delay=2)
    for url in urls:
        await fetcher.fetch_page(url)
    assert clock.naps == pytest.approx([11 + SLACK] * 3)


async def test_five_redirects_to_a_robots_file_are_followed_and_six_mean_none(
    site: "Site", open_fetcher: "OpenFetcher"
) -> None:
    url = site.script("/page", site.page())
    site.script("/robots.txt", site.redirect("/r1"))
    for hop in range(1, 5):
        site.script(f"/r{hop}", site.redirect(f"/r{hop + 1}"))
    site.script("/r5", _robots(FORBIDS_ALL))
    fetched = await (await open_fetcher()).fetch_page(url)
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is Failure.ROBOTS_DISALLOWED
    site.script("/r5", site.redirect("/r6"))
    site.script("/r6", _robots(FORBIDS_ALL))
    assert isinstance(await (await open_fetcher()).fetch_page(url), Response)


async def test_a_huge_robots_file_counts_as_far_as_it_is_read(site: "Site", open_fetcher: "OpenFetcher") -> None:
    site.script("/robots.txt", _robots("User-agent: *\nDisallow: /a\n" + "#" * 4_000 + "\nDisallow: /b\n"))
    fetcher = await open_fetcher(robots_max_bytes=2_000)
    first = await fetcher.fetch_page(site.script("/a", site.page()))
    assert isinstance(first, FetchFailure)
    assert isinstance(await fetcher.fetch_page(site.script("/b", site.page())), Response)


async def test_rules_kept_from_an_earlier_run_are_used_for_a_day(
    site: "Site", open_fetcher: "OpenFetcher", clock: "Clock"
) -> None:
    url = site.script("/page", site.page())
    fetcher = await open_fetcher()
    fetcher.robots.seed(site.url, FORBIDS_ALL, 200, clock.now() - timedelta(hours=23))
    assert isinstance(await fetcher.fetch_page(url), FetchFailure)
    assert site.asked == []
    clock.seconds += 3601
    assert isinstance(await fetcher.fetch_page(url), Response)
    assert [(file.origin, file.status) for file in fetcher.robots.files()] == [(site.url, 404)]


def test_rules_are_read_for_the_product_name_alone(clock: "Clock") -> None:
    cache = RobotsCache("sharitories-crawl/0.1 (+https://bot.example; Googlebot)", 30)
    text = "User-agent: googlebot\nDisallow: /\n"
    assert cache.seed("http://a.example", text, 200, clock.now()).why_refused("http://a.example/") is None
