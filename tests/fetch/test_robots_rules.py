"""The rules that Google publishes for robots.txt, and RFC 9309, as a table: protego reads, our use of it is tested."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from sharitories_crawl.fetch.outcome import Failure, FetchFailure
from sharitories_crawl.fetch.robots import RobotsCache
from sharitories_crawl.models import Response

if TYPE_CHECKING:
    from tests.fetch.conftest import OpenFetcher, Site

NOW = datetime(2026, 11, 25, tzinfo=UTC)
HOST = "http://a.example"
ALL = "User-agent: *\n"


def is_allowed(text: str, path: str, agent: str = "sharitories-crawl/0.1 (+https://a.example; Googlebot)") -> bool:
    rules = RobotsCache(agent, 60).seed(HOST, text, 200, NOW)
    return rules.why_refused(HOST + path) is None


# https://developers.google.com/search/docs/crawling-indexing/robots/robots_txt: "URL matching based on path values"
MATCHING = [
    ("/", "/", True),
    ("/", "/any", True),
    ("/*", "/any", True),
    ("/fish", "/fish", True),
    ("/fish", "/fish.html", True),
    ("/fish", "/fish/salmon.html", True),
    ("/fish", "/fishheads", True),
    ("/fish", "/fishheads/yummy.html", True),
    ("/fish", "/fish.php?id=anything", True),
    ("/fish", "/Fish.asp", False),
    ("/fish", "/catfish", False),
    ("/fish", "/?id=fish", False),
    ("/fish", "/desert/fish", False),
    ("/fish*", "/fish", True),
    ("/fish*", "/fish.html", True),
    ("/fish*", "/fishheads/yummy.html", True),
    ("/fish*", "/Fish.asp", False),
    ("/fish*", "/catfish", False),
    ("/fish/", "/fish/", True),
    ("/fish/", "/fish/?id=anything", True),
    ("/fish/", "/fish/salmon.htm", True),
    ("/fish/", "/fish", False),
    ("/fish/", "/fish.html", False),
    ("/fish/", "/animals/fish/", False),
    ("/*.php", "/index.php", True),
    ("/*.php", "/filename.php", True),
    ("/*.php", "/folder/filename.php", True),
    ("/*.php", "/folder/filename.php?parameters", True),
    ("/*.php", "/folder/any.php.file.html", True),
    ("/*.php", "/filename.php/", True),
    ("/*.php", "/", False),
    ("/*.php", "/windows.PHP", False),
    ("/*.php$", "/filename.php", True),
    ("/*.php$", "/folder/filename.php", True),
    ("/*.php$", "/filename.php?parameters", False),
    ("/*.php$", "/filename.php/", False),
    ("/*.php$", "/filename.php5", False),
    ("/*.php$", "/windows.PHP", False),
    ("/fish*.php", "/fish.php", True),
    ("/fish*.php", "/fishheads/catfish.php?parameters", True),
    ("/fish*.php", "/Fish.PHP", False),
    # RFC 9309, 2.2.3
    ("/path/file-with-a-%2A.html", "/path/file-with-a-*.html", True),
    ("/path/foo-%24", "/path/foo-$", True),
    ("/a$b", "/a$b", True),
    ("/a**b", "/axxb", True),
    # RFC 9309, 2.2.2: percent-encoding on either side
    ("/foo/bar?baz=quz", "/foo/bar?baz=quz", True),
    ("/foo/bar?baz=a:b", "/foo/bar?baz=a%3Ab", True),
    # the RFC would have these the same; Google's own parser does not, and rules like /*url=http:// would break
    ("/foo/bar?baz=http://foo.bar", "/foo/bar?baz=http%3A%2F%2Ffoo.bar", False),
    ("/foo/bar/ツ", "/foo/bar/%E3%83%84", True),
    ("/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84", True),
    ("/foo/bar/%62%61%7A", "/foo/bar/baz", True),
    ("/café", "/caf%C3%A9", True),
    ("", "/any", False),
]


@pytest.mark.parametrize(("rule", "path", "matches"), MATCHING)
def test_a_rule_matches_the_paths_it_is_published_to(rule: str, path: str, matches: bool) -> None:
    assert is_allowed(f"{ALL}Disallow: {rule}\n", path) is not matches
    if len(rule) > len("/"):  # of two rules of one length the one that allows wins, which proves nothing
        assert is_allowed(f"{ALL}Disallow: /\nAllow: {rule}\n", path) is matches


# the same page: "Order of precedence for rules"
PRECEDENCE = [
    ("allow: /p\ndisallow: /", "/page", True),
    ("allow: /folder\ndisallow: /folder", "/folder/page", True),
    ("disallow: /folder\nallow: /folder", "/folder/page", True),
    ("allow: /page\ndisallow: /*.htm", "/page.htm", False),
    ("allow: /page\ndisallow: /*.ph", "/page.php5", True),
    ("allow: /$\ndisallow: /", "/", True),
    ("allow: /$\ndisallow: /", "/page.htm", False),
    ("disallow: /a\nallow: /a/b\ndisallow: /a/b/c", "/a/b", True),
    ("disallow: /a\nallow: /a/b\ndisallow: /a/b/c", "/a/b/c/d", False),
    ("disallow: /\nallow: /robots.txt", "/robots.txt", True),
    ("disallow: /", "/robots.txt", True),
]


@pytest.mark.parametrize(("rules", "path", "allowed"), PRECEDENCE)
def test_the_most_specific_rule_wins_and_of_two_the_one_that_allows(rules: str, path: str, allowed: bool) -> None:
    assert is_allowed(f"user-agent: *\n{rules}\n", path) is allowed


FORBID = "Disallow: /\n"
GROUPS = [
    ("our group before that for all", f"{ALL}{FORBID}\nUser-agent: sharitories-crawl\nAllow: /\n", True),
    ("in any order", f"User-agent: sharitories-crawl\nAllow: /\n\n{ALL}{FORBID}", True),
    ("in any case", f"USER-AGENT: Sharitories-CRAWL\n{FORBID}", False),
    ("whatever follows the token", f"User-agent: sharitories-crawl/1.2\n{FORBID}", False),
    ("an asterisk after it", f"User-agent: sharitories-crawl*\n{FORBID}", False),
    ("the token up to a hyphen", f"User-agent: sharitories\n{FORBID}", False),
    ("a longer token is another crawler", f"User-agent: sharitories-crawl-news\n{FORBID}", True),
    ("a piece of the token is another crawler", f"User-agent: crawl\n{FORBID}", True),
    ("the start of the token is another crawler", f"User-agent: share\n{FORBID}", True),
    ("a word of the comment is no token", f"User-agent: Googlebot\n{FORBID}", True),
    ("groups of one crawler are one", f"{ALL}Disallow: /x\n\nUser-agent: *\n{FORBID}", False),
    ("several crawlers in one group", f"User-agent: a\nUser-agent: sharitories-crawl\nUser-agent: b\n{FORBID}", False),
    ("a group of others", f"User-agent: a\nUser-agent: b\n{FORBID}", True),
    ("an empty group of ours allows", f"{ALL}{FORBID}\nUser-agent: sharitories-crawl\nDisallow:\n", True),
    ("a sitemap between names parts nothing", f"User-agent: a\nSitemap: /s.xml\n\nUser-agent: *\n{FORBID}", False),
    ("unknown lines between names part nothing", f"User-agent: *\nIndexpage: x\nUser-agent: b\n{FORBID}", False),
    ("unknown lines among rules are passed over", f"{ALL}Noindex: /\nClean-param: ref\n{FORBID}", False),
    ("rules before any name are for nobody", FORBID, True),
    ("blank lines part nothing", f"\n\n{ALL}\n\n\n{FORBID}", False),
    ("comments", f"# a\n{ALL}# User-agent: other\nDisallow: / # all of it\n", False),
    ("a rule that is a comment", f"{ALL}#Disallow: /\n", True),
    ("a name with a comment", f"User-agent: * # everybody\n{FORBID}", False),
    ("CRLF", f"{ALL}{FORBID}".replace("\n", "\r\n"), False),
    ("CR alone", f"{ALL}{FORBID}".replace("\n", "\r"), False),
    ("no end of line at the end", f"{ALL}Disallow: /", False),
    ("a byte order mark", f"\ufeff{ALL}{FORBID}", False),
    ("blanks around the colon", "User-agent : *\nDisallow : /\n", False),
    ("tabs", "\tUser-agent:\t*\n\tDisallow:\t/\n", False),
    ("no blanks", "User-agent:*\nDisallow:/\n", False),
    ("a rule in capitals", f"{ALL}DISALLOW: /\n", False),
    ("a rule misspelt", f"{ALL}Dissallow: /\n", False),
    ("HTML", f"<!DOCTYPE html><html>\n{ALL}{FORBID}</html>", True),
    ("nothing", "", True),
    ("noise", "\x00\x01\x02\xff", True),
    ("a line separator is no end of line", f"{ALL}Disallow: /x\u2028Disallow: /\n", True),
    ("a form feed is no end of line", f"{ALL}Disallow: /x\x0cDisallow: /\n", True),
    ("a rule without a slash", f"{ALL}Disallow: *\n", False),
    ("a rule that is an address", f"{ALL}Disallow: {HOST}/page\n", True),
]


@pytest.mark.parametrize(("text", "allowed"), [case[1:] for case in GROUPS], ids=[case[0] for case in GROUPS])
def test_groups_lines_and_names(text: str, allowed: bool) -> None:
    assert is_allowed(text, "/page") is allowed


@pytest.mark.parametrize(
    ("text", "delay", "refused"),
    [
        (f"{ALL}Crawl-delay: 7\n", 7, False),
        (f"{ALL}Crawl-delay: 0.5\n", 0.5, False),
        (f"{ALL}crawl-delay:7 # s\n", 7, False),
        (f"{ALL}Crawl-delay: 7\n\nUser-agent: sharitories-crawl\nAllow: /\n", 0, False),
        (f"{ALL}Crawl-delay: 7\n\nUser-agent: sharitories-crawl\nCrawl-delay: 3\n", 3, False),
        (f"User-agent: other\nCrawl-delay: 7\n\n{ALL}Disallow: /x\n", 0, False),
        (f"{ALL}Crawl-delay: -7\n", 0, False),
        (f"{ALL}Crawl-delay: nan\n", 0, False),
        (f"{ALL}Crawl-delay: inf\n", 0, False),
        (f"{ALL}Crawl-delay: 1e3\n", 1000, True),
        (f"{ALL}Crawl-delay: soon\n", 0, False),
        (f"{ALL}Crawl-delay:\n", 0, False),
        (f"{ALL}Crawl-delay: 60\n", 60, False),
        (f"{ALL}Crawl-delay: 61\n", 61, True),
    ],
)
def test_crawl_delay(text: str, delay: float, refused: bool) -> None:
    rules = RobotsCache("sharitories-crawl/0.1", 60).seed(HOST, text, 200, NOW)
    assert rules.delay == delay
    assert (rules.why_refused(f"{HOST}/page") is not None) is refused


# RFC 9309, 2.3.1: what the answer to the request for the file means
STATUSES = [
    *((status, None) for status in (200, 204, 206)),
    *((status, "open") for status in (300, 304, 400, 401, 403, 404, 410, 418, 451)),
    *((status, "closed") for status in (429, 500, 502, 503, 504, 599)),
]


@pytest.mark.parametrize(("status", "means"), STATUSES)
async def test_what_a_status_of_the_file_means(
    site: "Site", open_fetcher: "OpenFetcher", status: int, means: str | None
) -> None:
    page = site.script("/page", site.page())
    site.script("/robots.txt", site.page("" if status == 204 else f"{ALL}{FORBID}", "text/plain", f"{status} Oh"))
    if status in (204, 304):  # which have no body
        site.script("/robots.txt", f"HTTP/1.1 {status} Oh\r\n\r\n".encode())
    fetched = await (await open_fetcher(attempts=1)).fetch_page(page)
    slug = fetched.slug if isinstance(fetched, FetchFailure) else None
    if means is None:
        assert slug is (None if status == 204 else Failure.ROBOTS_DISALLOWED)
    else:
        assert slug is (Failure.ROBOTS_UNREACHABLE if means == "closed" else None)
    assert site.paths == (["/page"] if isinstance(fetched, Response) else [])


@pytest.mark.parametrize("away", [False, True], ids=["same-host", "another-host"])
@pytest.mark.parametrize("hops", [1, 5, 6])
async def test_redirects_of_the_file(site: "Site", open_fetcher: "OpenFetcher", hops: int, away: bool) -> None:
    """RFC 9309, 2.3.1.2: five are followed, across hosts too, and the rules then are those of the first host."""
    other = f"http://127.0.0.2:{site.port}" if away else ""
    site.script("/robots.txt", site.redirect(f"{other}/r1"))
    for hop in range(1, hops):
        site.script(f"/r{hop}", site.redirect(f"/r{hop + 1}"))
    site.script(f"/r{hops}", site.page(f"{ALL}{FORBID}", "text/plain"))
    fetched = await (await open_fetcher(allow_networks=("127.0.0.0/30",))).fetch_page(site.script("/page", site.page()))
    assert isinstance(fetched, Response) is (hops > 5)


@pytest.mark.parametrize("before", [511_900, 512_100], ids=["within", "beyond"])
async def test_at_least_500_kib_of_the_file_count(site: "Site", open_fetcher: "OpenFetcher", before: int) -> None:
    """RFC 9309, 2.5."""
    filler = "# " + "x" * 97 + "\n"
    text = ALL + filler * (before // len(filler)) + "Disallow: /page\n"
    site.script("/robots.txt", site.page(text, "text/plain"))
    fetched = await (await open_fetcher(timeout_read=3)).fetch_page(site.script("/page", site.page()))
    assert isinstance(fetched, FetchFailure) is (before < 512_000)


def test_the_cache_forgets_the_oldest_rules_before_it_fills_the_memory() -> None:
    cache = RobotsCache("sharitories-crawl/0.1", 60)
    long = ALL + "".join(f"Disallow: /{number}\n" for number in range(30_000))
    for number in range(6):
        cache.seed(f"http://{number}.example", long, 200, NOW)
    cache.seed("http://short.example", f"{ALL}{FORBID}", 200, NOW)
    assert sum(len(file.text) for file in cache.files()) < 2_000_000
    assert cache.rules("http://short.example", NOW) is not None
    assert cache.rules("http://5.example", NOW) is not None
    assert cache.rules("http://0.example", NOW) is None
