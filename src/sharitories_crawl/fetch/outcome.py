"""How fetching ended: a response, or a failure with a slug from a closed vocabulary."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sharitories_crawl.models import Response


class OutOfRequests(Exception):
    """The run has sent all the requests that it may: what was to be fetched stays due, and is no failure."""


class Failure(StrEnum):
    """Every way in which no page came back; SENTENCES says each to a person."""

    BAD_URL = "bad-url"
    REFUSED_ADDRESS = "refused-address"
    REFUSED_PORT = "refused-port"
    DNS = "dns"
    NO_ROUTE = "no-route"
    CONNECTION_REFUSED = "connection-refused"
    CONNECTION_RESET = "connection-reset"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_SLOW = "too-slow"
    TOO_LARGE = "too-large"
    DECOMPRESSES_TOO_LARGE = "decompresses-too-large"
    BAD_ENCODING = "bad-encoding"
    HEADERS_TOO_LARGE = "headers-too-large"
    MALFORMED_RESPONSE = "malformed-response"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    REDIRECT_LOOP = "redirect-loop"
    CRAWL_TRAP = "crawl-trap"
    REPEATED_PAGE = "repeated-page"
    ROBOTS_DISALLOWED = "robots-disallowed"
    ROBOTS_UNREACHABLE = "robots-unreachable"
    CRAWL_DELAY_TOO_LONG = "crawl-delay-too-long"
    HOST_FAILING = "host-failing"
    RATE_LIMITED = "rate-limited"
    BLOCKED = "blocked"
    CAPTCHA = "captcha"
    SOFT_404 = "soft-404"
    HTTP_404 = "http-404"
    HTTP_410 = "http-410"
    HTTP_4XX = "http-4xx"
    HTTP_5XX = "http-5xx"
    NOT_HTML = "not-html"


SENTENCES: dict[Failure, str] = {
    Failure.BAD_URL: "The address is not a usable web address.",
    Failure.REFUSED_ADDRESS: "The address leads into a private or reserved network, which this tool does not enter.",
    Failure.REFUSED_PORT: "The address names a port that no web page is served on.",
    Failure.DNS: "No such host name is known, or the name service did not answer.",
    Failure.NO_ROUTE: "There is no way to that host from here.",
    Failure.CONNECTION_REFUSED: "Nothing answers at that host.",
    Failure.CONNECTION_RESET: "The server cut the connection off before the answer was complete.",
    Failure.TLS: "No trustworthy encrypted connection could be made (certificate expired, wrong or unknown).",
    Failure.TIMEOUT: "The server did not answer in time.",
    Failure.TOO_SLOW: "The answer came so slowly that it was given up.",
    Failure.TOO_LARGE: "The answer is larger than the limit for one page.",
    Failure.DECOMPRESSES_TOO_LARGE: "The answer unpacks to more than the limit for one page.",
    Failure.BAD_ENCODING: "The answer is compressed in a way that cannot be read.",
    Failure.HEADERS_TOO_LARGE: "The server sends more headers than a page needs.",
    Failure.MALFORMED_RESPONSE: "The server's answer breaks the rules of HTTP.",
    Failure.TOO_MANY_REDIRECTS: "The address is redirected too many times.",
    Failure.REDIRECT_LOOP: "The address is redirected in a circle.",
    Failure.CRAWL_TRAP: "The address looks like one of an endless series (a calendar, a path that grows).",
    Failure.REPEATED_PAGE: "The site gives the same page under every address.",
    Failure.ROBOTS_DISALLOWED: "The site's robots.txt asks not to read this page.",
    Failure.ROBOTS_UNREACHABLE: "The site's robots.txt could not be read, so the site is left alone.",
    Failure.CRAWL_DELAY_TOO_LONG: "The site's robots.txt asks for longer pauses than a run can keep.",
    Failure.HOST_FAILING: "The site failed several times in a row and is left alone for a while.",
    Failure.RATE_LIMITED: "The server asks to come back later.",
    Failure.BLOCKED: "The server keeps this tool out.",
    Failure.CAPTCHA: "The server asks to prove that a human is reading.",
    Failure.SOFT_404: "The page says that there is no such page, though with the status of one.",
    Failure.HTTP_404: "There is no such page (404).",
    Failure.HTTP_410: "The page was removed for good (410).",
    Failure.HTTP_4XX: "The server refuses the request.",
    Failure.HTTP_5XX: "The server has an error of its own.",
    Failure.NOT_HTML: "The address leads to something other than a web page (a PDF, an image, ...).",
}


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """No page, and why. `url` is where it failed: after redirects, the hop's address."""

    url: str
    slug: Failure
    detail: str
    """What was met, in words; the general sentence of the slug stands in SENTENCES."""
    retry_after: float | None = None
    """Seconds the server asks to wait, where it says so."""
    status: int | None = None


Fetched = Response | FetchFailure


@dataclass(frozen=True, slots=True)
class RawExchange:
    """One completed HTTP exchange as received, for the archive; only chunking is undone."""

    method: str
    url: str
    request_body: bytes
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    """In their order and spelling, decoded as Latin-1 so that no byte is lost."""
    body: bytes
    """Still compressed where the headers say so."""
    started_at: datetime
    truncated: bool = False
    """True for a robots.txt that goes on beyond the limit, which ends it by rule."""
