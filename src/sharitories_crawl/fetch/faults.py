"""What went wrong on the wire, told from the exception that really happened."""

import asyncio
import re
import ssl

import aiohttp
import httpx
from aiohttp.http_exceptions import HttpProcessingError

from sharitories_crawl.fetch.guard import RefusedAddress
from sharitories_crawl.fetch.outcome import Failure

_TOO_LONG_HEADERS = re.compile(r"Too many headers|Got more than \d+ bytes when reading")
"""aiohttp tells these from other breaches in words alone."""
CAUGHT = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, aiohttp.ClientError, HttpProcessingError, ssl.SSLError)
"""Everything that asking a server may raise; httpx-aiohttp lets some of aiohttp's own through."""


def explain(error: BaseException) -> tuple[Failure, str]:
    """(slug, what was met). httpx-aiohttp calls every lost connection a ConnectTimeout, so its cause is asked."""
    cause = error.__cause__ if isinstance(error, httpx.TransportError) and error.__cause__ is not None else error
    if isinstance(cause, aiohttp.ClientConnectorError):
        return _explain_connecting(cause)
    match cause:
        case aiohttp.ServerTimeoutError() | asyncio.TimeoutError() | httpx.TimeoutException():
            return Failure.TIMEOUT, "no answer in time"
        case ssl.SSLError():
            return Failure.TLS, _words(cause)
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientPayloadError() | aiohttp.ClientConnectionError():
            return Failure.CONNECTION_RESET, "the connection ended before the answer did"
        case aiohttp.InvalidURL() | httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return Failure.BAD_URL, _words(cause)
    if isinstance(error, httpx.RemoteProtocolError) and "location" in str(error).lower():
        return Failure.BAD_URL, "redirected to an address that cannot be used"
    told = _words(cause)
    if _TOO_LONG_HEADERS.search(told):
        return Failure.HEADERS_TOO_LARGE, told
    return Failure.MALFORMED_RESPONSE, told


def _explain_connecting(error: aiohttp.ClientConnectorError) -> tuple[Failure, str]:
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return Failure.TLS, _words(error.certificate_error)
    below = error.os_error
    match below:
        case RefusedAddress():
            return Failure.REFUSED_ADDRESS, str(below)
        case ssl.SSLError():
            return Failure.TLS, _words(below)
        case ConnectionRefusedError():
            return Failure.CONNECTION_REFUSED, f"{error.host}:{error.port} takes no connections"
        case ConnectionResetError():
            return Failure.CONNECTION_RESET, "the connection was cut off while it was being made"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Failure.DNS, f"{error.host}: {_words(below)}"
    if isinstance(error, aiohttp.ClientSSLError):
        return Failure.TLS, _words(below)
    return Failure.NO_ROUTE, f"{error.host}: {_words(below)}"


def _words(error: BaseException) -> str:
    said = error.strerror if isinstance(error, OSError) else getattr(error, "message", "")
    text = str(said or error) or type(error).__name__
    return " ".join(text.split())[:300]
