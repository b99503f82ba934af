"""Serves a world on loopback: every host by its Host header, the search and directory endpoints on any other."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from html import escape
from time import time

from aiohttp import web
from aiohttp.typedefs import Handler

from sharitories_crawl.sandbox.engine_answers import (
    duckduckgo_challenge,
    duckduckgo_html,
    mojeek_html,
    searxng_html,
    searxng_json,
)
from sharitories_crawl.sandbox.faults import FAULTS, FaultMemory, FaultyPage
from sharitories_crawl.sandbox.gogocarto import answer_element, answer_elements
from sharitories_crawl.sandbox.overpass import UnreadableQuery, answer_overpass, out_of_time
from sharitories_crawl.sandbox.pages import render
from sharitories_crawl.sandbox.search_engine import PER_PAGE, SearchEngine
from sharitories_crawl.sandbox.world import Site, World

ENDPOINT_HOSTS = ("searxng.example", "duckduckgo.example", "mojeek.example", "overpass.example", "transiscope.example")
CHALLENGED_WORD = "échange local"
"""The first DuckDuckGo question that holds it is answered with a challenge."""
SUSPENDED_WORD = "moteurs-suspendus"
"""A SearXNG question that holds it finds every engine suspended: status 200, no result."""
TIMED_OUT_WORD = "sandbox-timeout"
"""An Overpass query that holds it runs out of time: status 200, a remark, no element."""
DEFAULT_SLOW_SECONDS = 3.0
_LABEL = {"X-Sandbox": "fictional"}


@dataclass(slots=True)
class LoggedRequest:
    """One request as answered; times in seconds since 1970."""

    host: str
    method: str
    path: str
    started: float
    ended: float = 0.0
    status: int = 0


@dataclass(slots=True)
class Sandbox:
    """A world being served: its search index, its log, and which faults have happened once."""

    world: World
    slow_seconds: float = DEFAULT_SLOW_SECONDS
    log: list[LoggedRequest] = field(default_factory=list)
    memory: FaultMemory = field(default_factory=FaultMemory)
    engine: SearchEngine = field(init=False)

    def __post_init__(self) -> None:
        self.engine = SearchEngine.of_world(self.world)

    def application(self) -> web.Application:
        application = web.Application(middlewares=[self._logged])
        application.on_response_prepare.append(_label)
        application.router.add_route("*", "/{path:.*}", self._answer)
        return application

    @web.middleware
    async def _logged(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith("/__"):
            return await handler(request)
        entry = LoggedRequest(_host(request), request.method, request.path_qs, time())
        self.log.append(entry)
        try:
            response = await handler(request)
            entry.status = response.status
            return response
        finally:
            entry.ended = time()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        host, path = _host(request), request.path
        if path == "/__log":
            return _json(json.dumps({"requests": [asdict(entry) for entry in self.log]}))
        if path == "/__reset" and request.method == "POST":
            self.log.clear()
            self.memory.seen.clear()
            return web.Response(text="forgotten\n")
        site = self.world.sites.get(host)
        if site is not None:
            return await self._site(request, site)
        if host.removeprefix("www.") in self.world.sites:
            return web.Response(
                status=301, headers={"Location": f"http://{host.removeprefix('www.')}{request.path_qs}"}
            )
        match path.rstrip("/") or "/":
            case "/search":
                return await (self._mojeek(request) if "mojeek" in host else self._searxng(request))
            case "/mojeek/search":
                return await self._mojeek(request)
            case "/html":
                return await self._duckduckgo(request)
            case "/api/interpreter":
                return await self._overpass(request)
            case "/api/elements.json":
                return self._elements(request)
            case "/robots.txt":
                return web.Response(text="User-agent: *\nDisallow: /__\n")
        if path.startswith("/api/elements/"):
            return self._element(path.removeprefix("/api/elements/").removesuffix(".json"))
        if path == "/" and (_is_bare(host) or host.removeprefix("www.").removeprefix("html.") in ENDPOINT_HOSTS):
            return _html(self._index())
        if not _is_bare(host):
            return await FAULTS["dead"](request, self._faulty(request, "", ""))
        return _html("<h1>404 Not Found</h1>", 404)

    async def _site(self, request: web.Request, site: Site) -> web.StreamResponse:
        if request.path == "/robots.txt" and site.fault != "dead":
            return _robots(site)
        page = site.page_at(request.path_qs) or site.page_at(request.path)
        fault = (page.fault if page else "") or site.fault
        if fault:
            location = page.location if page else ""
            faulty = self._faulty(request, location, site.host)
            return await FAULTS[fault](request, faulty)
        if page is None:
            return _html(f"<html><body><h1>Page introuvable</h1><p>{escape(site.name)}</p></body></html>", 404)
        return _html(render(self.world, site, page))

    def _faulty(self, request: web.Request, location: str, host: str) -> FaultyPage:
        def html(charset: str) -> str:
            site = self.world.sites[host]
            page = site.page_at(request.path_qs) or site.page_at(request.path) or site.pages[0]
            return render(self.world, site, page, charset)

        return FaultyPage(host, request.path, html, location, self.slow_seconds, self.memory)

    async def _searxng(self, request: web.Request) -> web.Response:
        asked = await _fields(request)
        query, page = asked.get("q", "").strip(), _page_number(asked.get("pageno", "1"))
        if not query or page < 1:
            return web.Response(status=400, text="Bad Request: query or pageno")
        blocked = SUSPENDED_WORD in query
        hits = () if blocked else self.engine.search(query, page)
        form = asked.get("format", "html")
        if form == "json":
            return _json(searxng_json(query, hits, page, blocked))
        return _html(searxng_html(query, hits)) if form == "html" else web.Response(status=403, text="Forbidden")

    async def _duckduckgo(self, request: web.Request) -> web.Response:
        asked = await _fields(request)
        query = asked.get("q", "").strip()
        if not query:
            return web.Response(status=302, headers={"Location": "/"})
        start = max(0, _page_number(asked.get("s", "0")))
        unasked_for = start > 0 and not asked.get("vqd")
        if unasked_for or (CHALLENGED_WORD in query.lower() and self.memory.first_time("challenge")):
            return _html(duckduckgo_challenge(query), 202)
        hits = self.engine.search(query, 1 + (start + PER_PAGE - 1) // PER_PAGE)
        return _html(duckduckgo_html(query, hits, start, asked.get("kl", "wt-wt")))

    async def _mojeek(self, request: web.Request) -> web.Response:
        asked = await _fields(request)
        if asked.get("s") == "0":  # as the real one: s=0 on page one marks a robot
            return _html("<h1>403 Forbidden</h1><p>Automated queries</p>", 403)
        query, start = asked.get("q", "").strip(), max(1, _page_number(asked.get("s", "1")))
        hits = self.engine.search(query, 1 + (start - 1) // PER_PAGE) if query else ()
        return _html(mojeek_html(query, hits, start - 1))

    async def _overpass(self, request: web.Request) -> web.Response:
        query = (await _fields(request)).get("data", "")
        if TIMED_OUT_WORD in query:
            return _json(out_of_time())
        try:
            return _json(answer_overpass(self.world, query))
        except UnreadableQuery as error:
            return _html(f"<html><body><p><strong>Error</strong>: line 1: parse error: {error}</p></body></html>", 400)

    def _elements(self, request: web.Request) -> web.Response:
        try:
            limit = max(0, _page_number(request.query.get("limit", "0")))
            return _json(answer_elements(self.world, request.query.get("bounds", ""), limit))
        except ValueError:
            return web.Response(status=400, text="bounds must be west,south,east,north")

    def _element(self, element_id: str) -> web.Response:
        try:
            return _json(answer_element(self.world, element_id))
        except KeyError:
            return web.Response(status=404, text="This element does not exist.")

    def _index(self) -> str:
        hosts = "".join(f"<li>http://{escape(host)}/</li>" for host in sorted(self.world.sites)[:500])
        return (
            f"<!DOCTYPE html><html lang='en'><head><title>{escape(self.world.title)}</title></head><body>"
            f"<h1>{escape(self.world.title)}</h1><p>Every initiative, person and site served here is invented; "
            "the towns and streets are real. It exists so that a crawl can be tried without a network.</p>"
            "<ul><li>/search?q=&amp;format=json (SearXNG)</li><li>/html/ (DuckDuckGo)</li><li>/mojeek/search?q=</li>"
            "<li>/api/interpreter (Overpass)</li><li>/api/elements.json?bounds= (GoGoCarto)</li><li>/__log</li></ul>"
            f"<h2>{len(self.world.sites)} hosts, by their Host header</h2><ul>{hosts}</ul></body></html>"
        )


def _host(request: web.Request) -> str:
    return (request.host or "").rsplit(":", 1)[0].lower() if "]" not in request.host else request.host.lower()


def _is_bare(host: str) -> bool:
    return host in {"localhost", ""} or host.startswith("[") or host.replace(".", "").isdigit()


def _page_number(text: str) -> int:
    return int(text) if text.isdigit() else -1


async def _fields(request: web.Request) -> dict[str, str]:
    fields = dict(request.query)
    if request.method == "POST":
        fields |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    return fields


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")


def _json(text: str) -> web.Response:
    return web.Response(text=text, content_type="application/json", charset="utf-8")


def _robots(site: Site) -> web.Response:
    if site.robots == "500":
        return web.Response(status=500, text="Internal Server Error")
    if not site.robots:
        return web.Response(status=404, text="Not Found")
    return web.Response(text=site.robots + "\n")


async def _label(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_LABEL)


@asynccontextmanager
async def serve(world: World, port: int = 0, *, slow_seconds: float = DEFAULT_SLOW_SECONDS) -> AsyncIterator[str]:
    """Serves the world on 127.0.0.1 while the block runs, and gives the base address; port 0 takes a free one."""
    runner = web.AppRunner(Sandbox(world, slow_seconds).application(), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port, shutdown_timeout=1.0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def serve_forever(
    world: World, port: int, *, on_ready: Callable[[str], None], slow_seconds: float = DEFAULT_SLOW_SECONDS
) -> None:
    """Serves until interrupted, and tells its base address once it does; returns on Ctrl-C.

    Raises OSError where the port is taken.
    """

    async def run() -> None:
        async with serve(world, port, slow_seconds=slow_seconds) as address:
            on_ready(address)
            await asyncio.Event().wait()

    try:
        asyncio.run(run())
    except KeyboardInterrupt:
        return
