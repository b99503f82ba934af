"""Redirects are followed by hand: each hop bounded, guarded and polite."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from sharitories_crawl.fetch.guard import Exemptions
from sharitories_crawl.fetch.outcome import Failure, FetchFailure
from sharitories_crawl.fetch.policy import FetchPolicy
from sharitories_crawl.fetch.redirects import follow
from sharitories_crawl.fetch.wire import Call, Reply
from sharitories_crawl.models import Request, Response

if TYPE_CHECKING:
    from tests.fetch.conftest import OpenFetcher, Site


async def test_a_chain_ends_at_the_page_with_its_last_address(site: "Site", open_fetcher: "OpenFetcher") -> None:
    url = site.script("/a", site.redirect("/b", "301 Moved"))
    site.script("/b", site.redirect(f"{site.url}/c?q=1#part", "308 Permanent"))
    site.script("/c?q=1", site.page())
    fetched = await (await open_fetcher()).fetch_page(url)
    assert isinstance(fetched, Response)
    assert fetched.url == f"{site.url}/c?q=1"


async def test_a_location_in_raw_utf8_is_followed(site: "Site", open_fetcher: "OpenFetcher") -> None:
    raw = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /caf\xc3\xa9\r\n\r\n"
    site.script("/caf%C3%A9", site.page())
    assert isinstance(await (await open_fetcher()).fetch_page(site.script("/a", raw)), Response)


async def test_a_circle_is_noticed_at_once(site: "Site", open_fetcher: "OpenFetcher") -> None:
    url = site.script("/a", site.redirect("/b"))
    site.script("/b", site.redirect("/a"))
    fetched = await (await open_fetcher()).fetch_page(url)
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is Failure.REDIRECT_LOOP
    assert site.paths == ["/a", "/b"]


@pytest.mark.parametrize(("length", "is_page"), [(3, True), (4, False)], ids=["at-the-limit", "beyond"])
async def test_a_chain_is_bounded(site: "Site", open_fetcher: "OpenFetcher", length: int, is_page: bool) -> None:
    for hop in range(length):
        site.script(f"/{hop}", site.redirect(f"/{hop + 1}"))
    site.script(f"/{length}", site.page())
    fetched = await (await open_fetcher(max_redirects=3)).fetch_page(f"{site.url}/0")
    assert isinstance(fetched, Response) is is_page
    if isinstance(fetched, FetchFailure):
        assert fetched.slug is Failure.TOO_MANY_REDIRECTS


@pytest.mark.parametrize(
    ("location", "slug"),
    [
        pytest.param("http://127.0.0.2:{port}/secret", Failure.REFUSED_ADDRESS, id="loopback"),
        pytest.param("http://10.0.0.1/", Failure.REFUSED_ADDRESS, id="private"),
        pytest.param("http://[::ffff:10.0.0.1]/", Failure.REFUSED_ADDRESS, id="mapped"),
        pytest.param("http://169.254.169.254/latest/meta-data/", Failure.REFUSED_ADDRESS, id="metadata"),
        pytest.param("http://127.0.0.1:22/", Failure.REFUSED_PORT, id="ssh"),
        pytest.param("file:///etc/passwd", Failure.BAD_URL, id="file"),
        pytest.param("http://user:word@127.0.0.1:{port}/", Failure.BAD_URL, id="credentials"),
        pytest.param("http://[broken/", Failure.BAD_URL, id="broken"),
    ],
)
async def test_a_redirect_is_guarded_like_the_first_address(
    site: "Site", open_fetcher: "OpenFetcher", location: str, slug: Failure
) -> None:
    url = site.script("/a", site.redirect(location.format(port=site.port)))
    site.script("/secret", site.page("secret"))
    fetched = await (await open_fetcher()).fetch_page(url)
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is slug
    assert site.paths == ["/a"]


async def test_a_redirect_obeys_the_robots_file_where_it_leads(site: "Site", open_fetcher: "OpenFetcher") -> None:
    url = site.script("/a", site.redirect("/private/b"))
    site.script("/robots.txt", site.page("User-agent: *\nDisallow: /private/", "text/plain"))
    fetched = await (await open_fetcher()).fetch_page(url)
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is Failure.ROBOTS_DISALLOWED
    assert site.paths == ["/a"]


@pytest.mark.parametrize(
    ("status", "method", "body"),
    [("303 See Other", "GET", b""), ("302 Found", "GET", b""), ("307 Temporary", "POST", b"q=caf%C3%A9")],
    ids=["303", "302", "307"],
)
async def test_a_redirected_form_goes_on_as_browsers_do(
    site: "Site", open_fetcher: "OpenFetcher", status: str, method: str, body: bytes
) -> None:
    url = site.script("/form", site.redirect("/result", status))
    site.script("/result", site.page())
    request = Request(url, form={"q": "café"})
    await (await open_fetcher()).ask(request, delay=0, obey_robots=False)
    assert (site.asked[0].method, site.asked[0].body) == ("POST", b"q=caf%C3%A9")
    assert (site.asked[1].method, site.asked[1].body) == (method, body)
    assert ("content-type" in site.asked[1].headers) is (method == "POST")


async def test_a_key_does_not_follow_to_another_host(site: "Site", open_fetcher: "OpenFetcher") -> None:
    away = f"http://127.0.0.2:{site.port}/away"
    url = site.script("/a", site.redirect("/b"))
    site.script("/b", site.redirect(away))
    site.script("/away", site.page())
    request = Request(url, headers={"X-Key": "secret", "Accept-Language": "fr"})
    await (await open_fetcher(allow_networks=("127.0.0.0/8",))).ask(request, delay=0, obey_robots=False)
    assert [asked.headers.get("x-key") for asked in site.asked] == ["secret", "secret", None]
    assert [asked.headers.get("accept-language") for asked in site.asked] == ["fr", "fr", "fr"]


@pytest.mark.parametrize(
    ("first", "onward", "goes"),
    [
        pytest.param("https://api.example/a", "https://api.example/b", True, id="same-host"),
        pytest.param("https://api.example/a", "http://api.example/a", False, id="encryption-taken-off"),
        pytest.param("http://api.example/a", "https://api.example/a", True, id="encryption-put-on"),
        pytest.param("https://api.example/a", "https://api.example:8443/a", False, id="another-port"),
        pytest.param("https://api.example/a", "https://other.example/a", False, id="another-host"),
    ],
)
def test_a_key_goes_only_where_it_is_as_safe_as_before(first: str, onward: str, goes: bool) -> None:
    call = Call(httpx.URL(first), headers={"X-API-Key": "k", "Accept": "application/json"})
    reply = Reply(first, 307, {"location": onward}, b"", datetime(2026, 11, 22, tzinfo=UTC), None)
    exempt = Exemptions.of(FetchPolicy("test/0", trusted_hosts=frozenset({"api.example:8443"})))
    then = follow(call, reply, exempt)
    assert isinstance(then, Call)
    assert ("X-API-Key" in (then.headers or {})) is goes
    assert "Accept" in (then.headers or {})
