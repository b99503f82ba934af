"""Every fault of the farm: what happens, what ends it, the reason that a page then has. Prints the tables of docs."""

from dataclasses import asdict, dataclass
from pathlib import Path

from tests.faults import answers
from tests.faults.answers import Answer, head, redirect, says, silent, whole

from sharitories_crawl.fetch.outcome import SENTENCES, Failure
from sharitories_crawl.pipeline.crawl import policy_of
from sharitories_crawl.settings import load_settings

OK = "ok"
ENDLESS = head("Transfer-Encoding: chunked")
CHUNK = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
NO_ROBOTS = says(whole("", status="404 Not Found"))
HEADING = "| fault | what ends it | reason |\n|---|---|---|"


@dataclass(frozen=True)
class Fault:
    """One host of the farm."""

    host: str
    name: str
    """In words, for the table."""
    bound: str
    """What ends it, in words; {names} are those of the default policy."""
    reasons: tuple[str, ...]
    """How each of its pages ends, in their order."""
    answer: Answer
    robots: Answer
    served: str

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(f"/{number}" for number in range(1, len(self.reasons) + 1))


_faults: list[Fault] = []


def fault(
    name: str,
    bound: str,
    reason: Failure | str | tuple[Failure | str, ...],
    answer: Answer | bytes = answers.well,
    *,
    robots: Answer | bytes = NO_ROBOTS,
    served: str = "http",
    host: str = "",
) -> None:
    reasons = tuple(map(str, reason)) if isinstance(reason, tuple) else (str(reason),)
    number = len(_faults)
    own = f"127.1.{1 + number // 250}.{1 + number % 250}"
    _faults.append(Fault(host or own, name, bound, reasons, _answer(answer), _answer(robots), served))


def _answer(given: Answer | bytes) -> Answer:
    return says(given) if isinstance(given, bytes) else given


def _text(body: str) -> bytes:
    return whole(body, kind="text/plain")


def _series(count: int, first: Failure | str, then: Failure | str, further: int = 2) -> tuple[Failure | str, ...]:
    return (first,) * count + (then,) * further


_AT_ONCE = "at once"
_READ = "{timeout_read:g} s without a byte"
_TOTAL = "{timeout_total:g} s for one answer"
_SIZE = "{max_bytes:,} bytes"
_UNPACKED = "{max_decoded_bytes:,} bytes unpacked"
_HOPS = "{max_redirects} redirects"

# connecting
fault("nothing listens", "{attempts} attempts", Failure.CONNECTION_REFUSED, served="closed")
fault("no such host name", _AT_ONCE, Failure.DNS, host="no-such-host.invalid")
fault("the connection is taken and nothing is said", _READ, Failure.TIMEOUT, silent, robots=silent)
fault("hung up on the request", "{attempts} attempts", Failure.CONNECTION_RESET, answers.reset_after(b""))
fault("TLS: certificate expired", _AT_ONCE, Failure.TLS, served="tls-expired")
fault("TLS: certificate not valid yet", _AT_ONCE, Failure.TLS, served="tls-not-yet")
fault("TLS: certificate of another host", _AT_ONCE, Failure.TLS, served="tls-other-host")
fault("TLS: certificate signed by itself", _AT_ONCE, Failure.TLS, served="tls-self-signed")
fault("TLS: certificate of an unknown authority", _AT_ONCE, Failure.TLS, served="tls-stranger")
fault("TLS: plain HTTP is spoken", _AT_ONCE, Failure.TLS, served="tls-plain")
fault("TLS: nothing is said", "{timeout_connect:g} s to connect", Failure.TIMEOUT, served="tls-silent")
fault("TLS: a good certificate", "none", OK, served="tls")

# headers
fault("reset in the status line", "{attempts} attempts", Failure.CONNECTION_RESET, answers.reset_after(b"HTTP/1.1 20"))
fault("half the headers, then hung up", "{attempts} attempts", Failure.CONNECTION_RESET, head()[:-2])
fault("half the headers, then silence", _READ, Failure.TIMEOUT, answers.silent_after(head()[:-2]))
fault("headers a byte at a time", _TOTAL, Failure.TOO_SLOW, answers.drips(head()[:-2] + b"X-A: ", b"a"))
fault(
    "headers without end",
    "{max_headers} headers",
    Failure.HEADERS_TOO_LARGE,
    answers.pours(head()[:-2], b"X-A: a\r\n" * 1000),
)
fault(
    "one header without end",
    "{max_header_bytes:,} bytes",
    Failure.HEADERS_TOO_LARGE,
    answers.pours(head()[:-2] + b"X-A: ", b"a" * 10_000),
)
fault(
    "interim answers (1xx) without end", _TOTAL, Failure.TOO_SLOW, answers.drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n")
)
fault("two lengths", _AT_ONCE, Failure.MALFORMED_RESPONSE, head("Content-Length: 5", "Content-Length: 7") + b"<html>")
fault("a negative length", _AT_ONCE, Failure.MALFORMED_RESPONSE, head("Content-Length: -5") + b"<html>")
fault("no HTTP at all", _AT_ONCE, Failure.MALFORMED_RESPONSE, b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
fault("a body without headers", _AT_ONCE, Failure.MALFORMED_RESPONSE, b"<html><body>bonjour</body></html>\r\n\r\n")

# bodies
fault(
    "reset in the body",
    "{attempts} attempts",
    Failure.CONNECTION_RESET,
    answers.reset_after(head("Content-Length: 1000") + b"<html>"),
)
fault(
    "shorter than its length",
    "{attempts} attempts",
    Failure.CONNECTION_RESET,
    head("Content-Length: 1000") + b"<html>",
)
fault("longer than its length", _AT_ONCE, Failure.MALFORMED_RESPONSE, whole("<html><p>Lorient</p>") + b"y" * 1000)
fault("a broken chunk", _AT_ONCE, Failure.MALFORMED_RESPONSE, ENDLESS + b"zz\r\nhello\r\n")
fault("a body a byte at a time", _TOTAL, Failure.TOO_SLOW, answers.drips(head("Content-Length: 1000"), b" "))
fault("a body that stops", _READ, Failure.TIMEOUT, answers.silent_after(head("Content-Length: 1000") + b"<html>"))
fault(
    "1 GB, as announced",
    _SIZE,
    Failure.TOO_LARGE,
    answers.pours(head("Content-Length: 1000000000"), b"x" * 0x10000, 1e9),
)
fault("1 GB, unannounced", _SIZE, Failure.TOO_LARGE, answers.pours(ENDLESS, CHUNK, 1e9))
fault("a page without end", _SIZE, Failure.TOO_LARGE, answers.pours(head(), b"<p>encore</p>" * 5000))
fault("a gzip bomb", _UNPACKED, Failure.DECOMPRESSES_TOO_LARGE, answers.bomb())
fault("a gzip bomb in a gzip bomb", _UNPACKED, Failure.DECOMPRESSES_TOO_LARGE, answers.bomb_in_a_bomb())
fault(
    "gzip cut off", _AT_ONCE, Failure.BAD_ENCODING, whole(answers.zipped(b"x" * 9000)[-30:], "Content-Encoding: gzip")
)
fault("gzip that is none", _AT_ONCE, Failure.BAD_ENCODING, whole("<html>", "Content-Encoding: gzip"))
fault("packed in a way not asked for", _AT_ONCE, Failure.BAD_ENCODING, whole("<html>", "Content-Encoding: br"))

# redirects
fault("a redirect loop", "the second time round", Failure.REDIRECT_LOOP, answers.loops("/1", "/b", "/c"))
fault("redirects without end", _HOPS, Failure.TOO_MANY_REDIRECTS, answers.grows)
fault("a redirect into a private network", _AT_ONCE, Failure.REFUSED_ADDRESS, redirect("http://10.0.0.1/"))
fault("a redirect to a metadata service", _AT_ONCE, Failure.REFUSED_ADDRESS, redirect("http://169.254.169.254/latest/"))
fault("a redirect to another protocol's port", _AT_ONCE, Failure.REFUSED_PORT, redirect("http://127.1.1.1:25/"))
fault("a redirect to a file", _AT_ONCE, Failure.BAD_URL, redirect("file:///etc/passwd"))
fault("a redirect with a password", _AT_ONCE, Failure.BAD_URL, redirect("http://a:b@127.1.1.1/"))
fault("a redirect to nowhere", _AT_ONCE, Failure.MALFORMED_RESPONSE, whole("", status="302 Found"))

# statuses
fault("404", _AT_ONCE, Failure.HTTP_404, whole("", status="404 Not Found"))
fault("410", _AT_ONCE, Failure.HTTP_410, whole("", status="410 Gone"))
fault("401", _AT_ONCE, Failure.BLOCKED, whole("", status="401 Unauthorized"))
fault("418", _AT_ONCE, Failure.HTTP_4XX, whole("", status="418 I'm a teapot"))
fault(
    "500 at every page",
    "{attempts} attempts; {failures_in_a_row} pages, then {rest_after_failures:g} s of rest",
    _series(5, Failure.HTTP_5XX, Failure.HOST_FAILING),
    whole("<h1>Internal Server Error</h1>", status="500 Oh"),
)
fault(
    "429 without a time",
    "{rest_after_429:g} s of rest",
    _series(1, Failure.RATE_LIMITED, Failure.RATE_LIMITED),
    whole("", status="429 Slow Down"),
)
fault(
    "429 for no time, for ever",
    "{attempts} attempts, {rest_after_429:g} s of rest",
    _series(1, Failure.RATE_LIMITED, Failure.RATE_LIMITED),
    whole("", "Retry-After: 0", status="429 Slow Down"),
)
fault(
    "429 for a day",
    "{max_retry_after:g} s are waited for; longer ones are rested",
    _series(1, Failure.RATE_LIMITED, Failure.RATE_LIMITED),
    whole("", "Retry-After: 86400", status="429 Slow Down"),
)
fault(
    "503 for an hour",
    "{max_retry_after:g} s are waited for; longer ones are rested",
    Failure.RATE_LIMITED,
    whole("", "Retry-After: 3600", status="503 Busy"),
)

# what is no page
fault("an error page with status 200", _AT_ONCE, Failure.SOFT_404, whole("<title>Page introuvable - Ville</title>"))
fault(
    "one page under every address",
    "{max_same_pages} addresses",
    _series(3, OK, Failure.REPEATED_PAGE),
    whole("<html><p>Bienvenue à Lorient, ceci est toujours la même page.</p>"),
)
fault("a captcha with status 200", _AT_ONCE, Failure.CAPTCHA, whole("<script>window._cf_chl_opt={}</script>"))
fault("an image said to be HTML", _AT_ONCE, Failure.NOT_HTML, whole(b"\x89PNG\r\n\x1a\n" + answers.noise(5000)))
fault("a PDF said to be HTML", _AT_ONCE, Failure.NOT_HTML, whole(b"%PDF-1.4\n" + answers.noise(5000)))
fault("noise said to be HTML", _AT_ONCE, Failure.NOT_HTML, whole(b"\0" + answers.noise(200_000)))
fault("a PDF", _AT_ONCE, Failure.NOT_HTML, whole(answers.noise(5000), kind="application/pdf"))
fault("no type and no markup", _AT_ONCE, Failure.NOT_HTML, whole("1;2;3", kind=""))

# pages all the same
LATIN = "<html><p>Un café associatif à Lorient, réparé l'été.</p>"
fault("UTF-8 said of Latin-1", "the bytes decide", OK, whole(LATIN.encode("latin-1")))
fault("Latin-1 said of UTF-8", "the bytes decide", OK, whole(LATIN, kind="text/html; charset=iso-8859-1"))
fault("a charset that does not exist", "the bytes decide", OK, whole(LATIN, kind="text/html; charset=x-no-such"))
fault("a charset that is no charset", "the bytes decide", OK, whole(LATIN, kind="text/html; charset=zip"))
fault("an empty page", "none", OK, whole(""))
fault("100,000 elements in each other", "512 elements", OK, whole("<div>" * 100_000 + "Lorient"))
fault("a tag of 5 MB", "5,000,000 characters", OK, whole("<html><a title='" + "x" * 5_000_000))

# robots files
FORBIDS = "User-agent: *\nDisallow: /1\n"
fault(
    "robots.txt of 10 MB", "{robots_max_bytes:,} bytes", (Failure.ROBOTS_DISALLOWED, OK),
    robots=answers.pours(
        head("Content-Length: 10000000", kind="text/plain") + FORBIDS.encode(), b"# comment\n" * 1000, 1e7
    ),
)  # fmt: skip
fault("robots.txt of 500 KiB of groups", "groups for others are not read", OK, robots=answers.groups_without_end())
fault("robots.txt that is HTML", "no rules", OK, robots=whole(f"<!DOCTYPE html>\n{FORBIDS}"))
fault("robots.txt answers 500", "{attempts} attempts", Failure.ROBOTS_UNREACHABLE, robots=whole("", status="500 Oh"))
fault("robots.txt answers 429", "one request", Failure.ROBOTS_UNREACHABLE, robots=whole("", status="429 Slow"))
fault("robots.txt never answers", "{timeout_robots:g} s", Failure.TIMEOUT, robots=silent)
fault(
    "robots.txt a byte at a time", _TOTAL, Failure.ROBOTS_UNREACHABLE,
    robots=answers.drips(head("Content-Length: 1000", kind="text/plain"), b"#"),
)  # fmt: skip
fault("robots.txt redirected in a circle", "no rules", OK, robots=redirect("/robots.txt"))
fault(
    "robots.txt redirected into a private network", _AT_ONCE, Failure.REFUSED_ADDRESS, robots=redirect("http://10.0.0.1/")
)  # fmt: skip
fault("robots.txt is a gzip bomb", "{robots_max_bytes:,} bytes", OK, robots=answers.bomb())
fault("robots.txt asks for a pause of an hour", "{max_crawl_delay:g} s are kept", Failure.CRAWL_DELAY_TOO_LONG,
      robots=_text("User-agent: *\nCrawl-delay: 3600\n"))  # fmt: skip

WELL = 8
for _ in range(WELL):
    fault("", "", (OK,) * 3)

FAULTS = tuple(_faults)
WELL_HOSTS = FAULTS[-WELL:]


def rows() -> list[str]:
    """The rows of the table, with the numbers of the default settings."""
    defaults = asdict(policy_of(load_settings(Path("no-such-folder"), {})))
    return [f"| {one.name} | {one.bound.format(**defaults)} | {_told(one.reasons)} |" for one in FAULTS if one.name]


def _told(reasons: tuple[str, ...]) -> str:
    return " then ".join(f"`{reason}`" for reason in dict.fromkeys(reasons))


def sentences() -> list[str]:
    """What each reason says, as a list."""
    return [f"- `{slug}`: {sentence}" for slug, sentence in SENTENCES.items()]


if __name__ == "__main__":
    print("\n".join([HEADING, *rows(), "", *sentences()]))
