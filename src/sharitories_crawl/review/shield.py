"""Around every request: who may be asked by which name, how often one may try a password, what browsers must refuse."""

import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from sharitories_crawl.review.access import Serving, serving_of
from sharitories_crawl.review.guard import SAFE_METHODS, is_foreign
from sharitories_crawl.review.languages import LANGUAGE, preferred_language
from sharitories_crawl.review.ours import our_databases
from sharitories_crawl.review.policy import ALWAYS, NOT_A_PAGE, REVIEW, page_policy

if TYPE_CHECKING:
    from datasette.app import Datasette

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOGIN = "/-/login"
CLOSED = frozenset({"/-/password-tool"})
"""Computes a slow hash for whoever asks; `datasette hash-password` does the same without a server."""
MOST_TRIES, TRY_SECONDS = 10, 60.0
"""Passwords that may be tried from one address within a minute; an arbitrary number, far above a person's."""
_LONGEST = 1000
"""Addresses remembered at once, so that many of them do not fill the memory."""
_STATIC = ("/-/static/", "/-/static-plugins/")


class Tries:
    """How often each address tried a password lately."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._by_address: dict[str, deque[float]] = {}

    def too_many(self, address: str) -> bool:
        """Count one more try; whether it is one too many."""
        now = self._clock()
        tries = self._by_address.pop(address, deque())
        while tries and now - tries[0] > TRY_SECONDS:
            tries.popleft()
        refused = len(tries) >= MOST_TRIES
        if not refused:
            tries.append(now)
        self._by_address[address] = tries
        while len(self._by_address) > _LONGEST:
            del self._by_address[next(iter(self._by_address))]
        return refused


def shielded(datasette: "Datasette", app: App) -> App:
    """The application behind the shield; on a plain Datasette only our own pages are changed by it."""
    tries = Tries()

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        serving = serving_of(datasette)
        if scope["type"] != "http" or not (serving or our_databases(datasette)):
            await app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        path = route_of(scope["path"], str(datasette.setting("base_url")))
        LANGUAGE.set(preferred_language(headers.get("accept-language", "")))

        async def send_shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _with_policy(datasette, serving, scope, path, message["headers"])}
            await send(message)

        if serving:
            if refusal := _refusal(datasette, serving, scope, path, headers, tries):
                await _say(send_shielded, *refusal)
                return
            # Datasette spares a bearer its check of the token, and the passwords' plugin hashes for every basic one
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() != b"authorization"]}
            scope = _under_base(scope, serving.base_path)
        await app(scope, receive, send_shielded)

    return answer


def route_of(path: str, base_url: str) -> str:
    """The path as Datasette's routes know it, whether or not a proxy left the base path on it."""
    return f"/{path[len(base_url) :]}" if base_url != "/" and path.startswith(base_url) else path


def _under_base(scope: Scope, base_path: str) -> Scope:
    """With the base path on, also where a proxy took it off: Datasette makes some links of the path as it came."""
    if scope["path"].startswith(base_path):
        return scope
    raw = scope.get("raw_path")
    longer = {**scope, "path": base_path.rstrip("/") + scope["path"]}
    return {**longer, "raw_path": base_path.rstrip("/").encode() + raw} if raw else longer


def _refusal(
    datasette: "Datasette", serving: Serving, scope: Scope, path: str, headers: dict[str, str], tries: Tries
) -> tuple[int, str] | None:
    if serving.hosts and _host_name(headers.get("host", "")) not in serving.hosts:
        return 421, "This address does not lead here. Open the link that the program printed."
    if path in CLOSED:
        return 404, "Not here: use `datasette hash-password`."
    if scope["method"] not in SAFE_METHODS:
        if is_foreign(datasette, headers, scope.get("scheme", "http")):
            return 403, "This was sent by a page of another site, so nothing was done."
        if path == LOGIN and tries.too_many((scope.get("client") or ("", 0))[0]):
            return 429, "Too many tries. Wait a minute."
    return None


def _host_name(host: str) -> str:
    """The name in a Host header, without its port."""
    return (host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]).lower()


async def _say(send: Send, status: int, text: str) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": text.encode()})


def _with_policy(
    datasette: "Datasette", serving: Serving | None, scope: Scope, path: str, headers: list[tuple[bytes, bytes]]
) -> list[tuple[bytes, bytes]]:
    own = path == REVIEW or path.startswith(f"{REVIEW}/")
    if not (own or serving):
        return headers
    given = {name.lower() for name, _ in headers}
    kind = next((value for name, value in headers if name.lower() == b"content-type"), b"")
    policy = page_policy(datasette, path) if kind.startswith(b"text/html") else NOT_A_PAGE
    more = [*ALWAYS, (b"content-security-policy", policy.encode())]
    kept = [(name, _safe_cookie(scope, value) if name.lower() == b"set-cookie" else value) for name, value in headers]
    ours = {b"referrer-policy"}
    if not path.startswith(_STATIC):
        ours.add(b"cache-control")
        more.append((b"cache-control", b"private, no-store"))
    kept = [pair for pair in kept if pair[0].lower() not in ours]
    return kept + [pair for pair in more if pair[0] not in given or pair[0] in ours]


def _safe_cookie(scope: Scope, cookie: bytes) -> bytes:
    """Who is logged in is no script's business, nor anything for an open line where there is a better one."""
    lowered = cookie.lower()
    if lowered.startswith(b"ds_actor=") and b"httponly" not in lowered:
        cookie += b"; HttpOnly"
    if scope.get("scheme") == "https" and b"; secure" not in lowered:
        cookie += b"; Secure"
    return cookie
