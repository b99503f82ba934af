"""SearXNG, DuckDuckGo's page and Mojeek's on loopback, as they are documented; and every web search by its name.

None of the three tells in a header how much may still be asked, and each has its own way to say that it was too much.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web
from tests.sources.endings import FIXTURES
from tests.sources.web_servers import CHALLENGE, KNOWN, NONSENSE, PAGE, SERVICES, Asked, Manners, Service, up

Reply = tuple[int, str, str]
"""(HTTP status, body, content type)."""

HTML, JSON = "text/html", "application/json"
FORBIDDEN = "<!doctype html><title>403 Forbidden</title><h1>Forbidden</h1><p>You don't have the permission.</p>"
FOUND_FIRST = "https://fablab-lorient.example/"
"""Address of the first result of every fixture."""


def page(source: str, name: str) -> str:
    """A documented page or answer of an engine."""
    (file,) = (FIXTURES / source).glob(f"{name}.*")
    return file.read_text(encoding="utf-8")


@dataclass
class Engine(Service):
    """What the three have in common: no key, no quota headers, a robots file, and results by the words."""

    robots: str = "User-agent: *\nDisallow:\n"
    """What it says to programs; no engine's own is known, so all is allowed until a test forbids it."""

    def app(self) -> web.Application:
        app = super().app()
        app.router.add_get("/robots.txt", lambda request: _text(self.robots))
        return app

    def limits(self, status: int) -> dict[str, str]:
        return {}

    @property
    def kind(self) -> str:
        return HTML

    def respond(self, request: web.Request, asked: Asked) -> Reply:
        if len(self.asked) > self.allowed:
            return self.too_many()
        if (fault := self.by_fault()) is not None:
            return fault
        return self.refused(request, asked) or (200, self.found(str(asked.get(self.manners.words, ""))), self.kind)

    def found(self, words: str) -> str:
        """The page with two results; with the known one where it is asked for, with none for nonsense."""
        if NONSENSE in words and not self.is_deaf:
            return page(self.source, "nothing")
        full = page(self.source, "results")
        if "bretagne sud" in words or self.is_deaf:
            for written in (str, _escaped):
                full = full.replace(written(FOUND_FIRST), written(KNOWN))
        return full

    def by_fault(self) -> Reply | None:
        """What it sends in place of an answer while it is made to."""
        full = page(self.source, "results")
        replies: Mapping[str, Reply] = {
            "captcha": (403, CHALLENGE, HTML),
            "403": (403, FORBIDDEN, HTML),
            "html": (200, PAGE, HTML),
            "empty": (200, "", self.kind),
            "half": (200, full[: len(full) // 2], self.kind),
        }
        return replies.get(self.fault)

    def too_many(self) -> Reply:
        raise NotImplementedError

    def refused(self, request: web.Request, asked: Asked) -> Reply | None:
        """Why a question is not answered; None for one that is put as the documentation says."""
        raise NotImplementedError


class SearXNG(Engine):
    """GET /search; JSON only where the settings list it, a limiter, and a word about every engine that was silent."""

    @property
    def kind(self) -> str:
        return JSON

    def too_many(self) -> Reply:
        return 429, "Too Many Requests", "text/plain"

    def by_fault(self) -> Reply | None:
        match self.fault:
            case "json-off":
                return 403, FORBIDDEN, HTML
            case "silent":
                return 200, page(self.source, "silent"), JSON
        return super().by_fault()

    def refused(self, request: web.Request, asked: Asked) -> Reply | None:
        if asked.get("format") != "json":
            return 200, PAGE, HTML
        if asked.get("language") not in ("fr-FR", "nl-NL", "pt-PT", "nl-BE", "sv-SE", "all") or not asked.get("q"):
            return 400, '{"error": "Invalid settings"}', JSON
        return None


class DuckDuckGo(Engine):
    """POST of its form in a market of its list; 202 where it was too much, and a challenge at more than page one."""

    async def read(self, request: web.Request) -> Asked:
        return {name: str(value) for name, value in (await request.post()).items()}

    def too_many(self) -> Reply:
        return 202, "<!DOCTYPE html><html><head><title>DuckDuckGo</title></head><body></body></html>", HTML

    def by_fault(self) -> Reply | None:
        if self.fault == "captcha":
            return 202, page(self.source, "challenge"), HTML
        return super().by_fault()

    def refused(self, request: web.Request, asked: Asked) -> Reply | None:
        if set(asked) != {"q", "b", "kl"} or len(str(asked["q"])) > 499 or not request.headers.get("Referer"):
            return 200, page(self.source, "challenge"), HTML
        if asked["kl"] not in ("fr-fr", "nl-nl", "pt-pt", "be-nl", "be-fr", "se-sv"):
            return (
                200,
                page(self.source, "results").replace(_escaped(FOUND_FIRST), _escaped("https://far.example/")),
                HTML,
            )
        return None


class Mojeek(Engine):
    """GET with language and country in cookies; 403 to whom it takes for a program, s=0 among the signs."""

    def too_many(self) -> Reply:
        return 403, page(self.source, "refused"), HTML

    def by_fault(self) -> Reply | None:
        if self.fault == "403":
            return self.too_many()
        return super().by_fault()

    def refused(self, request: web.Request, asked: Asked) -> Reply | None:
        if asked.get("s") == "0" or not asked.get("q"):
            return self.too_many()
        market = (request.cookies.get("lb"), request.cookies.get("arc"))
        if market not in (("fr", "fr"), ("nl", "nl"), ("pt", "pt"), ("nl", "be"), ("sv", "se")):
            return 200, page(self.source, "results").replace(FOUND_FIRST, "https://far.example/"), HTML
        return None


ENGINES: Mapping[str, Callable[[], Engine]] = {
    # SearXNG's own robots file keeps search engines away from its results; it is not meant for its owner
    "searxng": lambda: SearXNG("searxng", Manners("/search", "q"), robots="User-agent: *\nDisallow: /*?*q=*\n"),
    "duckduckgo": lambda: DuckDuckGo("duckduckgo", Manners("/html/", "q", method="POST")),
    "mojeek": lambda: Mojeek("mojeek", Manners("/search", "q")),
}
"""By the name of the source: a new engine that has been asked nothing yet."""
WEB_SEARCHES = (*SERVICES, *ENGINES)


def serving(source: str) -> AbstractAsyncContextManager[Service]:
    """Any web search by the name of its source."""
    return up(ENGINES[source]() if source in ENGINES else Service(source, SERVICES[source]))


async def _text(words: str) -> web.Response:
    return web.Response(text=words)


def _escaped(address: str) -> str:
    """An address as DuckDuckGo writes it into its own, dashes too."""
    return quote(address, safe="").replace("-", "%2D")
