"""Web searches on loopback that behave as documented: key, market, limits and their headers, faults when asked."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "sources"
KEY = "k3y-0f-n0-real-account"
NONSENSE = "xqzvwkjy"
"""A word that no page holds."""
KNOWN = "https://www.univ-ubs.fr/?from=marginalia"
"""What a search that works finds for the question whose answer is known."""

Asked = Mapping[str, object]
"""What one question said: the parameters of its address, or its JSON."""

CHALLENGE = (
    "<!doctype html><html><head><title>Just a moment...</title></head><body><p>Verifying you are human.</p>"
    "<script>window._cf_chl_opt={}</script></body></html>"
)
PAGE = "<!doctype html><html><head><title>Search</title></head><body><h1>Welcome</h1></body></html>"


def fixture(source: str, name: str = "results") -> str:
    """A documented answer of a source, as its server would send it."""
    return (FIXTURES / source / f"{name}.json").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Manners:
    """What one service demands and how it refuses."""

    path: str
    words: str
    """Name of the parameter that holds the question."""
    market: Callable[[Asked], bool] = lambda asked: True
    method: str = "GET"
    header: str = ""
    """Header and beginning of its value, e.g. `Authorization: Bearer `."""
    no_key: tuple[int, str] = (401, "{}")
    too_many: str = "{}"
    bad: tuple[int, str] = (400, "{}")
    title: str = ""
    """Header without which the service answers 400."""


def _said(**fields: object) -> str:
    return json.dumps(fields)


_BRAVE_429 = {"code": "RATE_LIMITED", "detail": "Request rate limit exceeded for plan", "meta": {"quota_limit": 2000}}
_LANGUAGES = {"FR": "fr", "NL": "nl", "PT": "pt-pt", "BE": "nl", "SE": "sv"}

SERVICES = {
    "keenable": Manners(
        "/v1/search/public",
        "query",
        method="POST",
        title="X-Keenable-Title",
        too_many=_said(error="Rate limit exceeded"),
        bad=(400, _said(error="X-Keenable-Title header is required")),
    ),
    "youcom": Manners("/v1/agents/search", "query", too_many=_said(detail="Too many requests")),
    "youcom_api": Manners(
        "/v1/search",
        "query",
        lambda asked: _LANGUAGES[str(asked["country"])].upper() == asked["language"],
        header="X-API-Key: ",
        no_key=(401, _said(detail="Invalid API key")),
        too_many=_said(detail="Too many requests"),
        bad=(422, _said(detail=[{"loc": ["query", "country"], "msg": "Input should be a country", "type": "enum"}])),
    ),
    "staan": Manners(
        "/v2/search/web",
        "q",
        lambda asked: asked["market"] == "fr-fr" and "count" not in asked,
        header="Authorization: Bearer ",
        no_key=(401, _said(code="unauthorized", message="Unauthorized")),
        too_many=_said(code="too_many_requests", message="Too many requests"),
        bad=(400, _said(message=["market must be one of the following values"], error="Bad Request", statusCode=400)),
    ),
    "brave": Manners(
        "/res/v1/web/search",
        "q",
        lambda asked: _LANGUAGES[str(asked["country"])] == asked["search_lang"],
        header="X-Subscription-Token: ",
        no_key=(
            422,
            _said(type="ErrorResponse", error={"code": "SUBSCRIPTION_TOKEN_INVALID", "detail": "The token is invalid"}),
        ),
        too_many=_said(type="ErrorResponse", error=_BRAVE_429),
        bad=(
            422,
            _said(type="ErrorResponse", error={"code": "VALIDATION", "detail": "Unable to validate parameter(s)"}),
        ),
    ),
    "linkup": Manners(
        "/v1/search",
        "q",
        lambda asked: asked["outputType"] == "searchResults",
        method="POST",
        header="Authorization: Bearer ",
        no_key=(401, _said(statusCode=401, error={"code": "UNAUTHORIZED", "message": "Unauthorized action"})),
        too_many=_said(statusCode=429, error={"code": "TOO_MANY_REQUESTS", "message": "Too many requests"}),
        bad=(400, _said(statusCode=400, error={"code": "VALIDATION_ERROR", "message": "Validation failed"})),
    ),
    "serper": Manners(
        "/search",
        "q",
        lambda asked: _LANGUAGES[str(asked["gl"]).upper()] == asked["hl"],
        method="POST",
        header="X-API-KEY: ",
        no_key=(403, _said(message="Unauthorized.", statusCode=403)),
        too_many=_said(message="Too many requests", statusCode=429),
        bad=(400, _said(message="Bad request", statusCode=400)),
    ),
    "exa": Manners(
        "/search",
        "query",
        lambda asked: asked["userLocation"] in _LANGUAGES,
        method="POST",
        header="x-api-key: ",
        no_key=(401, _said(requestId="r", error="Invalid API key", tag="INVALID_API_KEY")),
        too_many=_said(requestId="r", error="You've exceeded your Exa rate limit of 10 requests per second"),
        bad=(400, _said(requestId="r", error="Invalid request body", tag="INVALID_REQUEST_BODY")),
    ),
    "tavily": Manners(
        "/search",
        "query",
        lambda asked: asked["country"] in ("france", "netherlands", "portugal", "belgium", "sweden"),
        method="POST",
        header="Authorization: Bearer ",
        no_key=(401, _said(detail={"error": "Unauthorized: missing or invalid API key."})),
        too_many=_said(detail={"error": "Your request has been blocked due to excessive requests."}),
        bad=(400, _said(detail={"error": "Invalid country."})),
    ),
    "marginalia": Manners("/search", "query", header="API-Key: ", no_key=(401, ""), too_many=""),
    "yacy": Manners(
        "/yacysearch.json", "query", lambda asked: asked["lr"] in ("lang_fr", "lang_nl", "lang_pt", "lang_sv")
    ),
}


@dataclass
class Service:
    """One running service. It sends the first page whatever page is asked for."""

    source: str
    manners: Manners
    url: str = ""
    allowed: int = 1_000
    """Questions answered before it says 429."""
    fault: str = ""
    """captcha, 403, html, empty or half: what it sends in place of an answer."""
    is_deaf: bool = False
    """Answers nonsense like anything else."""
    asked: list[Asked] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    def app(self) -> web.Application:
        """What it serves."""
        app = web.Application()
        app.router.add_route(self.manners.method, self.manners.path, self.answer)
        return app

    async def answer(self, request: web.Request) -> web.Response:
        asked = await self.read(request)
        self.asked.append(asked)
        self.headers.append({name.lower(): text for name, text in request.headers.items()})
        status, body, kind = self.respond(request, asked)
        return web.Response(status=status, text=body, content_type=kind, headers=self.limits(status))

    async def read(self, request: web.Request) -> Asked:
        """What a question says."""
        said: Asked = await request.json() if request.method == "POST" else dict(request.query)
        return said

    def limits(self, status: int) -> dict[str, str]:
        """The headers that tell how much may still be asked."""
        left = max(self.allowed - len(self.asked), 0)
        told = {"X-RateLimit-Remaining": f"{left}", "X-RateLimit-Limit": f"{self.allowed}"}
        return told | ({"Retry-After": "120", "X-RateLimit-Reset": "120"} if status == 429 else {})

    def respond(self, request: web.Request, asked: Asked) -> tuple[int, str, str]:
        name, _, value = self.manners.header.partition(": ")
        if name and request.headers.get(name) != f"{value}{KEY}":
            return *self.manners.no_key, "application/json"
        if not name and any(header in request.headers for header in ("X-API-Key", "Authorization")):
            return 403, _said(message="This endpoint takes no key"), "application/json"
        if len(self.asked) > self.allowed:
            return 429, self.manners.too_many, "application/json"
        title = self.manners.title
        try:
            is_bad = bool(title and title not in request.headers) or not self.manners.market(asked)
        except KeyError:
            is_bad = True
        if is_bad or not asked.get(self.manners.words):
            return *self.manners.bad, "application/json"
        full = fixture(self.source)
        match self.fault:
            case "captcha":
                return 403, CHALLENGE, "text/html"
            case "403":
                return 403, "<html><body><h1>Forbidden</h1></body></html>", "text/html"
            case "html":
                return 200, PAGE, "text/html"
            case "empty":
                return 200, "", "application/json"
            case "half":
                return 200, full[: len(full) // 2], "application/json"
        words = str(asked[self.manners.words])
        if "bretagne sud" in words or "marginalia" in words or self.is_deaf:
            return 200, full.replace("https://fablab-lorient.example/", KNOWN), "application/json"
        if NONSENSE in words:
            nothing = fixture(self.source, "nothing")
            return (400 if "SEARCH_QUERY_NO_RESULT" in nothing else 200), nothing, "application/json"
        return 200, full, "application/json"


@asynccontextmanager
async def up(service: Service) -> AsyncIterator[Service]:
    """A service on a free port; its `url` is what the settings would say."""
    runner = web.AppRunner(service.app())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    service.url = f"http://{host}:{port}"
    try:
        yield service
    finally:
        await runner.cleanup()


def serving(source: str) -> AbstractAsyncContextManager[Service]:
    """The service of one source that answers in JSON and asks for a key or not."""
    return up(Service(source, SERVICES[source]))
