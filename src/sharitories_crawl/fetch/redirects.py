"""Where a redirect leads, and what of the request goes along."""

from dataclasses import replace

import httpx

from sharitories_crawl.fetch.guard import Exemptions, read_url
from sharitories_crawl.fetch.outcome import Failure, FetchFailure
from sharitories_crawl.fetch.wire import Call, Reply

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEEPS_METHOD = frozenset({307, 308})
_GOES_ANYWHERE = frozenset({"accept", "accept-language"})
_OF_A_BODY = frozenset({"content-type"})


def follow(call: Call, reply: Reply, exempt: Exemptions) -> Call | FetchFailure | None:
    """The next call of a redirect, guarded like the first; None for any other answer.

    A POST becomes a GET, save for 307 and 308. Headers of a source, a key perhaps, do not go along to another host.
    """
    if reply.status not in _REDIRECTS or not (location := reply.headers.get("location", "").strip()):
        return None
    try:
        url = read_url(call.url.join(_as_sent(location)), exempt)
    except (httpx.InvalidURL, ValueError) as error:
        return FetchFailure(reply.url, Failure.BAD_URL, f"redirected to {location!r}: {error}", status=reply.status)
    if isinstance(url, FetchFailure):
        return url
    keeps = reply.status in _KEEPS_METHOD or call.method in ("GET", "HEAD")
    headers = call.headers
    if headers is not None:
        # https to http on one host would show a key to everybody on the way
        same_host = url.netloc == call.url.netloc and (url.scheme == call.url.scheme or url.scheme == "https")
        headers = {
            key: text
            for key, text in headers.items()
            if (same_host or key.lower() in _GOES_ANYWHERE | _OF_A_BODY) and (keeps or key.lower() not in _OF_A_BODY)
        }
    return replace(
        call, url=url, method=call.method if keeps else "GET", headers=headers, content=call.content if keeps else None
    )


def _as_sent(location: str) -> str:
    """Headers are read as Latin-1; an address beyond ASCII is nearly always meant as UTF-8."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location
