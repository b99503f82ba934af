"""Whether a request that changes something was really sent by one of our pages, on behalf of whom it says."""

import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sharitories_crawl.review.access import serving_of

if TYPE_CHECKING:
    from datasette.app import Datasette

PERMISSION = "review"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PLUGIN = "sharitories-crawl"


async def may_review(datasette: "Datasette", request: Any) -> bool:
    """Whether whoever asks may read and write verdicts: anybody logged in, unless a plugin says otherwise."""
    return bool(await datasette.permission_allowed(request.actor, PERMISSION, default=False))


def why_refused(datasette: "Datasette", request: Any, token: str = "") -> str | None:
    """The reason for which a request may change nothing; None where it may.

    `token` is the form's field `csrftoken`, where it was sent as one: a request with a JSON body carries it in the
    header X-CSRFToken. Datasette looks at it too, but not where a request has no cookie.
    """
    if request.method in SAFE_METHODS:
        return "method"
    if is_foreign(datasette, request.headers, request.scheme):
        return "origin"
    expected = request.scope["csrftoken"]() if "csrftoken" in request.scope else ""
    given = token or request.headers.get("x-csrftoken") or ""
    if not expected or not secrets.compare_digest(given.encode(), expected.encode()):
        return "csrf"
    return None


def is_foreign(datasette: "Datasette", headers: Any, scheme: str) -> bool:
    """Whether a browser says that a page of another site sent this, or does not say who did."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site != "same-origin":
        return True
    if origin is None:
        return site is None
    allowed = {_normal(f"{scheme}://{headers.get('host', '')}"), _normal(_told_origin(datasette))} - {None}
    return _normal(origin) not in allowed


def _told_origin(datasette: "Datasette") -> str:
    """Under which origin a proxy shows us: by our option, or by the setting of a plain Datasette's metadata."""
    if serving := serving_of(datasette):
        return serving.origin
    return str((datasette.plugin_config(PLUGIN) or {}).get("origin", ""))


def _normal(origin: str) -> str | None:
    """In one spelling; None for what is no origin, such as `null` or an empty Host."""
    try:
        parts = urlsplit(origin)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.hostname}:{port}" if parts.hostname and parts.scheme else None
