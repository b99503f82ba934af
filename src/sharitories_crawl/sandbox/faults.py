"""The ways in which an answer goes wrong on the real web, each as a handler."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

_HUGE_BYTES = 12_000_000
_CHUNK = 64 * 1024
_DRIPS = 6
_LONG_WAIT = 86_400

_CHALLENGE = """<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>
<meta name="robots" content="noindex,nofollow"></head><body><div class="main-wrapper" role="main">
<div class="main-content">
<h1 class="zone-name-title">Verifying you are human. This may take a few seconds.</h1>
<p>Enable JavaScript and cookies to continue</p>
<form id="challenge-form" action="/?__cf_chl_f_tk=0" method="POST"></form>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></div></div></body></html>"""

# the smallest file that PDF readers open without a complaint
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(slots=True)
class FaultMemory:
    """What has been answered once already; forgotten on reset."""

    seen: set[str] = field(default_factory=set)

    def first_time(self, what: str) -> bool:
        if what in self.seen:
            return False
        self.seen.add(what)
        return True


@dataclass(frozen=True, slots=True)
class FaultyPage:
    """What a faulty handler needs to know of the page it stands for."""

    host: str
    path: str
    html: Callable[[str], str]
    """charset -> the page as it would be without the fault."""
    location: str
    slow_seconds: float
    memory: FaultMemory


def _page(html: str, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(text=html, status=status, content_type="text/html", charset="utf-8", headers=headers)


async def _hang_up(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _gone(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    return _page("<h1>410</h1><p>Cette page a été supprimée.</p>", 410)


async def _missing(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    return _page("<h1>Page introuvable</h1><p>Erreur 404.</p>", 404)


async def _redirect(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    return web.Response(status=301, headers={"Location": page.location})


async def _loop(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    turn = "b" if request.query.get("tour") != "b" else "a"
    return web.Response(status=302, headers={"Location": f"{page.path}?tour={turn}"})


async def _slow(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    body = page.html("utf-8").encode()
    response = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8"})
    await response.prepare(request)
    size = len(body) // _DRIPS + 1
    try:
        for start in range(0, len(body), size):
            await response.write(body[start : start + size])
            await asyncio.sleep(page.slow_seconds / _DRIPS)
        await response.write_eof()
    except ConnectionError:  # the client had enough, which is what this page is for
        pass
    return response


async def _broken_server(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    return _page("<h1>Internal Server Error</h1>", 500)


async def _unavailable_once(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    if page.memory.first_time(f"503 {page.host}"):
        return _page("<h1>503 Service Unavailable</h1>", 503)
    return _page(page.html("utf-8"))


async def _too_many_once(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    if page.memory.first_time(f"429 {page.host}"):
        return _page("<h1>429 Too Many Requests</h1>", 429, {"Retry-After": "1"})
    return _page(page.html("utf-8"))


async def _too_many(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    return _page("<h1>429 Too Many Requests</h1>", 429, {"Retry-After": str(_LONG_WAIT)})


async def _captcha(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    return _page(_CHALLENGE, 403, {"Server": "cloudflare", "cf-mitigated": "challenge"})


async def _wrong_charset(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    body = page.html("utf-8").encode("latin-1", "replace")
    return web.Response(body=body, headers={"Content-Type": "text/html; charset=utf-8"})


async def _undeclared_charset(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    body = page.html("iso-8859-1").encode("latin-1", "replace")
    return web.Response(body=body, headers={"Content-Type": "text/html"})


async def _gzipped(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    body = gzip.compress(page.html("utf-8").encode(), mtime=0)
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"}
    return web.Response(body=body, headers=headers)


async def _pdf(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    return web.Response(body=_PDF, content_type="application/pdf")


async def _huge(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8"})
    await response.prepare(request)
    line = b"<p>compte rendu de la seance</p>" * (_CHUNK // 32)
    try:
        await response.write(b"<html><head><title>Archives</title></head><body>")
        for _ in range(0, _HUGE_BYTES, len(line)):
            await response.write(line)
        await response.write_eof()
    except ConnectionError:
        pass
    return response


async def _empty(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    return web.Response(body=b"", content_type="text/html")


async def _meta_refresh(request: web.Request, page: FaultyPage) -> web.StreamResponse:
    return _page(
        f'<html><head><title>Redirection</title><meta http-equiv="refresh" content="0; url={page.location}"></head>'
        f'<body><p>Notre site a déménagé : <a href="{page.location}">cliquez ici</a>.</p></body></html>'
    )


_Handler = Callable[[web.Request, FaultyPage], Awaitable[web.StreamResponse]]

FAULTS: dict[str, _Handler] = {
    "dead": _hang_up,
    "404": _missing,
    "410": _gone,
    "redirect": _redirect,
    "redirect-loop": _loop,
    "slow": _slow,
    "500": _broken_server,
    "503-once": _unavailable_once,
    "429-once": _too_many_once,
    "429": _too_many,
    "captcha": _captcha,
    "wrong-charset": _wrong_charset,
    "undeclared-latin-1": _undeclared_charset,
    "gzip": _gzipped,
    "pdf": _pdf,
    "huge": _huge,
    "empty": _empty,
    "meta-refresh": _meta_refresh,
}
