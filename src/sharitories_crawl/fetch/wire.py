"""One HTTP exchange: the client, its bounds, and what came back or why nothing did."""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from sharitories_crawl.fetch.body import BadBody, inflate, read_body
from sharitories_crawl.fetch.charset import media_type
from sharitories_crawl.fetch.faults import CAUGHT, explain
from sharitories_crawl.fetch.guard import Exemptions
from sharitories_crawl.fetch.outcome import Failure, FetchFailure, OutOfRequests, RawExchange
from sharitories_crawl.fetch.policy import FetchPolicy
from sharitories_crawl.fetch.resolver import GuardedResolver
from sharitories_crawl.fetch.secrets import hide, repeats_any
from sharitories_crawl.fetch.sending import telling_when_sent

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml"})
_ACCEPT = "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.5,*/*;q=0.1"
_SAID_ONCE = frozenset({"content-type", "content-length", "location", "retry-after"})


@dataclass(slots=True)
class Allowance:
    """Seconds that the exchanges of one page may still take together."""

    left: float


@dataclass(frozen=True, slots=True)
class Call:
    """One request about to be made; `url` is checked by the guard before."""

    url: httpx.URL
    method: str = "GET"
    headers: Mapping[str, str] | None = None
    content: bytes | None = None
    page: bool = False
    """Whether only a type that a page may have is worth reading."""
    limit: int | None = None
    """Bytes after which the body is cut off without that being a failure: a robots.txt."""
    secrets: tuple[str, ...] = ()
    """Values among the headers that nothing may repeat: keys."""
    waits: bool = False
    """Whether a 429 that names a short wait is waited for and asked again."""
    allowance: Allowance | None = None
    """Shared by the calls that redirects and retries make of this one."""
    address: str = field(init=False)
    origin: str = field(init=False)
    """Scheme, host and port, as robots files are kept by."""
    host: str = field(init=False)
    """name:port, whose turn it takes."""

    def __post_init__(self) -> None:
        url = self.url
        port = url.port or (443 if url.scheme == "https" else 80)
        object.__setattr__(self, "address", str(url))
        object.__setattr__(self, "origin", f"{url.scheme}://{url.netloc.decode('ascii')}")
        object.__setattr__(self, "host", f"{url.raw_host.decode('ascii').rstrip('.')}:{port}")


@dataclass(frozen=True, slots=True)
class Reply:
    """One complete answer, decompressed; header names are lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    at: datetime
    retry_after: float | None
    """Seconds that a 429 or 503 asks to wait."""


class Wire:
    """The one client of a run. `on_exchange` gets every completed exchange before its outcome is returned."""

    def __init__(
        self,
        policy: FetchPolicy,
        exempt: Exemptions,
        on_exchange: Callable[[RawExchange], None],
        now: Callable[[], datetime],
        most_requests: int | None = None,
    ) -> None:
        self._policy = policy
        self._left = most_requests
        self._on_exchange = on_exchange
        self._now = now
        self._plain = exempt.sandbox is not None
        trusted = _trusted_authorities()

        resolver = self._resolver = GuardedResolver(exempt, policy.hosts_at_once)

        def open_session() -> aiohttp.ClientSession:
            session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=resolver, socket_factory=resolver.open_socket, ssl=trusted, limit=0
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                trace_configs=[telling_when_sent()],
                max_line_size=policy.max_header_bytes,
                max_field_size=policy.max_header_bytes,
                max_headers=policy.max_headers,
            )
            # where a server hangs up, aiohttp would ask again at once, outside the host's delay and our count
            session._retry_connection = False
            return session

        # read once: httpx takes headers apart anew for each request, unless they are its own
        self._headers = httpx.Headers(
            {"User-Agent": policy.user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"}
        )
        bounds = httpx.Timeout(policy.timeout_read, connect=policy.timeout_connect, pool=policy.timeout_connect)
        self._extensions = {"timeout": bounds.as_dict()}
        # without httpx's client around it: redirects, cookies and authentication are not its business here
        self._transport = AiohttpTransport(verify=trusted, trust_env=False, client=open_session)

    async def close(self) -> None:
        """Close every connection."""
        await self._transport.aclose()
        await self._resolver.close()

    async def exchange(self, call: Call) -> Reply | FetchFailure:
        """Ask once, redirects not followed. Raises OutOfRequests where all that may be sent was sent."""
        if self._left is not None:
            if self._left <= 0:
                raise OutOfRequests
            self._left -= 1
        allowance = call.allowance or Allowance(self._policy.timeout_total)
        seconds = max(0.0, min(self._policy.timeout_total, allowance.left))
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout(seconds) as deadline:
                return await self._exchange(call)
        except CAUGHT as error:
            slug, detail = explain(error)
            return FetchFailure(call.address, slug, detail)
        except BadBody as bad:
            return FetchFailure(call.address, bad.slug, bad.detail)
        except TimeoutError:
            if not deadline.expired():
                return FetchFailure(call.address, Failure.TIMEOUT, "no answer in time")
            return FetchFailure(call.address, Failure.TOO_SLOW, f"not complete after {seconds:.3g} s")
        finally:
            allowance.left -= loop.time() - started

    async def _exchange(self, call: Call) -> Reply | FetchFailure:
        sent_headers = self._headers
        if call.headers:
            sent_headers = self._headers.copy()
            sent_headers.update(call.headers)
        request = httpx.Request(
            call.method,
            self._wire_url(call.url),
            headers=sent_headers,
            content=call.content,
            extensions=self._extensions,
        )
        started_at = self._now()
        response = await self._transport.handle_async_request(request)
        try:
            status = response.status_code
            pairs = tuple((key.decode("latin-1"), text.decode("latin-1")) for key, text in response.headers.raw)
            headers = _by_name(pairs)
            if call.page and 200 <= status < 300 and (kind := media_type(headers)) and kind not in PAGE_TYPES:
                return FetchFailure(call.address, Failure.NOT_HTML, f"its type is {kind}", status=status)
            limit = call.limit or self._policy.max_bytes
            length = headers.get("content-length", "")
            if call.limit is None and length.isdecimal() and int(length[:20]) > limit and call.method != "HEAD":
                return FetchFailure(call.address, Failure.TOO_LARGE, f"{length} bytes announced", status=status)
            # the stream itself: aiter_raw() regroups every chunk once more
            stream = response.stream
            assert isinstance(stream, httpx.AsyncByteStream)
            raw, truncated = await read_body(stream, limit, cut=call.limit is not None)
        finally:
            await response.aclose()
        most = call.limit or self._policy.max_decoded_bytes
        if call.secrets and repeats_any(call.secrets, pairs, plain := inflate(raw, headers, most)):
            pairs, raw = hide(call.secrets, pairs, plain)
            headers = _by_name(pairs)
        sent = call.content or b""
        reason = response.extensions.get("reason_phrase", b"").decode("latin-1")
        self._on_exchange(
            RawExchange(call.method, call.address, sent, status, reason, pairs, raw, started_at, truncated)
        )
        body = inflate(raw, headers, most, cut=call.limit is not None)
        named = headers.get("retry-after") if status in (429, 503) else None
        return Reply(
            call.address, status, headers, body, started_at, read_retry_after(named, self._now()) if named else None
        )

    def _wire_url(self, url: httpx.URL) -> httpx.URL:
        """A sandbox speaks plain HTTP for every host, also for those whose addresses say https."""
        return url.copy_with(scheme="http") if self._plain and url.scheme == "https" else url


@cache
def _trusted_authorities() -> ssl.SSLContext:
    """Read once: it takes longer than opening a client."""
    trusted = httpx.create_ssl_context(trust_env=False)
    trusted.load_default_certs()  # beside certifi's: an intranet's own authority
    trusted.set_alpn_protocols(["http/1.1"])
    return trusted


def read_retry_after(text: str, now: datetime) -> float | None:
    """Seconds to wait, from a number or an HTTP date; None where it is neither."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        moment = parsedate_to_datetime(text)
        return max(0.0, (moment - now).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None


def _by_name(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for key, text in pairs:
        key = key.lower()
        if key not in headers:
            headers[key] = text
        elif key not in _SAID_ONCE:
            headers[key] = f"{headers[key]}, {text}"
    return headers
