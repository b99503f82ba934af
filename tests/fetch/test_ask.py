"""Asking a source: whatever it answers comes back for the source to judge."""

from typing import TYPE_CHECKING

import pytest

from sharitories_crawl.fetch.hosts import SLACK
from sharitories_crawl.fetch.outcome import Failure, FetchFailure
from sharitories_crawl.models import Request, Response

if TYPE_CHECKING:
    from tests.fetch.conftest import Clock, OpenFetcher, Site

    from sharitories_crawl.fetch.outcome import RawExchange


@pytest.mark.parametrize("status", ["200 OK", "202 Accepted", "403 Forbidden", "404 Not Found", "418 Teapot"])
async def test_any_status_below_500_is_a_response_after_one_request(
    site: "Site", open_fetcher: "OpenFetcher", status: str
) -> None:
    url = site.script("/search", site.page('{"results": []}', "application/json", status))
    fetched = await (await open_fetcher()).ask(Request(url), delay=0, obey_robots=False)
    assert isinstance(fetched, Response)
    assert (fetched.status, fetched.text) == (int(status[:3]), '{"results": []}')
    assert len(site.asked) == 1


async def test_a_429_is_returned_at_once_with_its_header(
    site: "Site", open_fetcher: "OpenFetcher", clock: "Clock"
) -> None:
    url = site.script("/search", site.page("", status="429 Slow", Retry_After="30"))
    fetched = await (await open_fetcher()).ask(Request(url), delay=0, obey_robots=False)
    assert isinstance(fetched, Response)
    assert (fetched.status, fetched.headers["retry-after"], clock.naps) == (429, "30", [])


async def test_a_server_error_is_tried_again_and_then_returned(site: "Site", open_fetcher: "OpenFetcher") -> None:
    url = site.script("/search", site.page("no", status="502 Bad"))
    fetched = await (await open_fetcher(attempts=3)).ask(Request(url), delay=0, obey_robots=False)
    assert isinstance(fetched, Response)
    assert (fetched.status, fetched.text, len(site.asked)) == (502, "no", 3)


async def test_no_further_attempt_once_the_time_for_retries_is_spent(site: "Site", open_fetcher: "OpenFetcher") -> None:
    url = site.script("/search", site.page("no", status="502 Bad"))
    await (await open_fetcher(attempts=50, retry_seconds=0)).ask(Request(url), delay=0, obey_robots=False)
    assert len(site.asked) == 1


async def test_a_form_is_posted_and_its_words_archived(
    site: "Site", open_fetcher: "OpenFetcher", exchanges: "list[RawExchange]"
) -> None:
    url = site.script("/search", site.page())
    request = Request(url, headers={"accept": "application/json", "User-Agent": "Mozilla/5.0"}, form={"q": "a b&é"})
    await (await open_fetcher()).ask(request, delay=0, obey_robots=False)
    asked = site.asked[0]
    assert (asked.method, asked.body) == ("POST", b"q=a+b%26%C3%A9")
    assert (asked.headers["accept"], asked.headers["user-agent"][:18]) == ("application/json", "sharitories-crawl/")
    assert (exchanges[0].method, exchanges[0].request_body) == ("POST", b"q=a+b%26%C3%A9")


async def test_a_preference_in_a_cookie_is_sent_and_a_servers_own_is_never_sent_back(
    site: "Site", open_fetcher: "OpenFetcher"
) -> None:
    url = site.script("/search", site.page(Set_Cookie="session=1; Path=/"))
    fetcher = await open_fetcher()
    for _ in range(2):
        await fetcher.ask(Request(url, headers={"Cookie": "lb=fr; arc=fr"}), delay=0, obey_robots=False)
    assert [asked.headers["cookie"] for asked in site.asked] == ["lb=fr; arc=fr", "lb=fr; arc=fr"]


@pytest.mark.parametrize("obey", [True, False], ids=["a-crawl", "an-api"])
async def test_robots_are_obeyed_where_asking_is_a_crawl(site: "Site", open_fetcher: "OpenFetcher", obey: bool) -> None:
    url = site.script("/html", site.page())
    site.script("/robots.txt", site.page("User-agent: *\nDisallow: /html", "text/plain"))
    fetched = await (await open_fetcher()).ask(Request(url), delay=0, obey_robots=obey)
    if obey:
        assert isinstance(fetched, FetchFailure)
        assert fetched.slug is Failure.ROBOTS_DISALLOWED
    assert site.paths == ([] if obey else ["/html"])


async def test_the_source_s_own_delay_stands_between_two_questions(
    site: "Site", open_fetcher: "OpenFetcher", clock: "Clock"
) -> None:
    url = site.script("/search", site.page())
    fetcher = await open_fetcher(delay=1)
    for _ in range(3):
        await fetcher.ask(Request(url), delay=5, obey_robots=False)
    assert clock.naps == pytest.approx([5 + SLACK] * 2)


async def test_an_unusable_address_is_a_failure(open_fetcher: "OpenFetcher") -> None:
    fetched = await (await open_fetcher()).ask(Request("localhost:8080/search"), delay=0, obey_robots=False)
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is Failure.BAD_URL
