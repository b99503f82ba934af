"""Addresses that are never asked, whatever way they are written or arrived at."""

from typing import TYPE_CHECKING

import pytest

from sharitories_crawl.errors import BadInput
from sharitories_crawl.fetch.guard import Exemptions, check_url, is_forbidden
from sharitories_crawl.fetch.outcome import Failure, FetchFailure
from sharitories_crawl.fetch.policy import FetchPolicy
from sharitories_crawl.models import Request, Response

if TYPE_CHECKING:
    from tests.fetch.conftest import OpenFetcher, Site


@pytest.mark.parametrize(
    "url",
    [
        "http://fablab.example/",
        "https://fablab.example:8443/a?b=c#d",
        "http://café-associatif.example/été",
        "http://under_score.example/",
        "http://8.8.8.8/",
        "http://[2a00:1450:4007::1]/",
        "http://fablab.example./",
        "HTTP://FABLAB.EXAMPLE/",
        "http://12345.example/",
    ],
)
def test_ordinary_addresses_pass(url: str) -> None:
    assert check_url(url) is None


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("", Failure.BAD_URL),
        ("fablab.example/", Failure.BAD_URL),
        ("//fablab.example/", Failure.BAD_URL),
        ("ftp://fablab.example/", Failure.BAD_URL),
        ("mailto:nobody@fablab.example", Failure.BAD_URL),
        ("javascript:alert(1)", Failure.BAD_URL),
        ("http://", Failure.BAD_URL),
        ("http:///path", Failure.BAD_URL),
        ("http://a b.example/", Failure.BAD_URL),
        ("http://a..example/", Failure.BAD_URL),
        ("http://-%2e-/", Failure.BAD_URL),
        ("http://user@fablab.example/", Failure.BAD_URL),
        ("http://user:word@fablab.example/", Failure.BAD_URL),
        ("http://fablab.example:99999/", Failure.BAD_URL),
        ("http://fablab.example:x/", Failure.BAD_URL),
        ("http://fablab.example\n/", Failure.BAD_URL),
        ("http://" + "a" * 64 + ".example/", Failure.BAD_URL),
        ("http://1.2.3.4.5/", Failure.BAD_URL),
        ("http://fablab.example:25/", Failure.REFUSED_PORT),
        ("http://fablab.example:6667/", Failure.REFUSED_PORT),
        ("http://127.0.0.1/", Failure.REFUSED_ADDRESS),
        ("http://127.0.0.1./", Failure.REFUSED_ADDRESS),
        ("http://127.1/", Failure.REFUSED_ADDRESS),
        ("http://2130706433/", Failure.REFUSED_ADDRESS),
        ("http://0x7f000001/", Failure.REFUSED_ADDRESS),
        ("http://0177.0.0.1/", Failure.BAD_URL),
        ("http://0177.1/", Failure.REFUSED_ADDRESS),
        ("http://127。0。0。1/", Failure.REFUSED_ADDRESS),
        ("http://134744072/", Failure.BAD_URL),
        ("http://[::1]/", Failure.REFUSED_ADDRESS),
        ("http://[::]/", Failure.REFUSED_ADDRESS),
        ("http://[::ffff:127.0.0.1]/", Failure.REFUSED_ADDRESS),
        ("http://[::ffff:7f00:1]/", Failure.REFUSED_ADDRESS),
        ("http://[64:ff9b::10.0.0.1]/", Failure.REFUSED_ADDRESS),
        ("http://[2002:7f00:1::]/", Failure.REFUSED_ADDRESS),
        ("http://[fd00:ec2::254]/", Failure.REFUSED_ADDRESS),
        ("http://169.254.169.254/latest/", Failure.REFUSED_ADDRESS),
    ],
)
def test_addresses_never_asked(url: str, slug: Failure) -> None:
    refused = check_url(url)
    assert refused is not None
    assert refused.slug is slug, refused.detail


FORBIDDEN = (
    "0.0.0.0 10.1.2.3 100.64.0.1 100.100.100.200 127.255.255.254 168.63.129.16 169.254.169.254 172.31.0.1 192.0.0.192 "
    "192.168.1.1 198.19.0.1 203.0.113.9 224.0.0.251 240.0.0.1 255.255.255.255 :: ::1 ::ffff:10.0.0.1 64:ff9b::a00:1 "
    "64:ff9b:1::1 fe80::1 fec0::1 fc00::1 ff02::1 2001:db8::1 2001::1 2002:808:808::1 3fff::1 5f00::1 ::7f00:1"
)
PUBLIC = "8.8.8.8 172.32.0.1 100.128.0.1 2a01:e0a::1 ::ffff:8.8.8.8 64:ff9b::808:808"


@pytest.mark.parametrize("ip", FORBIDDEN.split())
def test_special_networks_are_forbidden(ip: str) -> None:
    assert is_forbidden(ip)


@pytest.mark.parametrize("ip", PUBLIC.split())
def test_public_networks_are_not(ip: str) -> None:
    assert not is_forbidden(ip)


async def test_a_name_that_leads_to_a_private_address_is_refused_on_connecting(
    site: "Site", open_fetcher: "OpenFetcher"
) -> None:
    fetched = await (await open_fetcher(allow_networks=())).fetch_page(f"http://localhost:{site.port}/")
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is Failure.REFUSED_ADDRESS
    assert site.asked == []


@pytest.mark.parametrize(
    ("trusted", "passes"),
    [("localhost", True), ("localhost:{port}", True), ("localhost:1", False), ("other.example", False)],
    ids=["host", "host-and-port", "another-port", "another-host"],
)
async def test_a_host_that_the_user_configured_is_exempt(
    site: "Site", open_fetcher: "OpenFetcher", trusted: str, passes: bool
) -> None:
    site.script("/search", site.page())
    hosts = frozenset({trusted.format(port=site.port)})
    fetcher = await open_fetcher(allow_networks=(), trusted_hosts=hosts)
    fetched = await fetcher.ask(Request(f"http://localhost:{site.port}/search"), delay=0, obey_robots=False)
    assert isinstance(fetched, Response) is passes


async def test_trust_ends_where_a_redirect_leads_elsewhere(site: "Site", open_fetcher: "OpenFetcher") -> None:
    site.script("/search", site.redirect(f"{site.url}/inside"))
    fetcher = await open_fetcher(allow_networks=(), trusted_hosts=frozenset({"localhost"}))
    fetched = await fetcher.ask(Request(f"http://localhost:{site.port}/search"), delay=0, obey_robots=False)
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is Failure.REFUSED_ADDRESS
    assert site.paths == ["/search"]


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_every_name_leads_to_the_sandbox_under_its_own_name(
    site: "Site", open_fetcher: "OpenFetcher", scheme: str
) -> None:
    site.script("/here", site.page())
    fetcher = await open_fetcher(allow_networks=(), sandbox=site.url)
    fetched = await fetcher.fetch_page(f"{scheme}://anything.example/here")
    assert isinstance(fetched, Response)
    assert fetched.url == f"{scheme}://anything.example/here"
    assert {asked.headers["host"] for asked in site.asked} == {"anything.example"}


async def test_nothing_outside_the_sandbox_is_ever_contacted(site: "Site", open_fetcher: "OpenFetcher") -> None:
    fetcher = await open_fetcher(sandbox=site.url, allow_networks=("127.0.0.0/8",))
    for url in ("http://8.8.8.8/", f"http://127.0.0.2:{site.port}/", "http://127.0.0.1:1/"):
        fetched = await fetcher.fetch_page(url)
        assert isinstance(fetched, FetchFailure)
        assert fetched.slug in (Failure.REFUSED_ADDRESS, Failure.REFUSED_PORT)
    site.script("/own", site.page())
    assert isinstance(await fetcher.fetch_page(f"{site.url}/own"), Response)
    assert site.paths == ["/own"]


@pytest.mark.parametrize(
    ("policy", "named"),
    [
        (FetchPolicy("a/1", allow_networks=("10.0.0.0/99",)), "10.0.0.0/99"),
        (FetchPolicy("a/1", sandbox="127.0.0.1:8123"), "127.0.0.1:8123"),
        (FetchPolicy("a/1", sandbox="https://127.0.0.1:8123"), "https://127.0.0.1:8123"),
    ],
    ids=["network", "sandbox-without-scheme", "sandbox-with-tls"],
)
def test_a_policy_that_cannot_be_read_is_bad_input_that_shows_the_right_form(policy: FetchPolicy, named: str) -> None:
    with pytest.raises(BadInput, match="write it like") as raised:
        Exemptions.of(policy)
    assert named in str(raised.value)
