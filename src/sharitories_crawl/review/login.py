"""Coming in by the printed link, and what those see who have not."""

import secrets
from typing import TYPE_CHECKING, Any

from sharitories_crawl.review.access import serving_of
from sharitories_crawl.review.guard import SAFE_METHODS
from sharitories_crawl.review.languages import FRENCH, LANGUAGE
from sharitories_crawl.review.policy import REVIEW

if TYPE_CHECKING:
    from datasette.app import Datasette

LOGIN_LINK = "/-/review/login"
PASSWORD_LOGIN = "/-/login"
WORDS = {
    "fr": {
        "link": "Ouvrez le lien que le programme a affiché dans le terminal : il ouvre la session.",
        "root": "Les pages de relecture demandent une session : lancez Datasette avec --root, ou `sharitories review`.",
        "wrong": "Ce lien n'est plus valable. Ouvrez celui que le programme a affiché dans le terminal.",
        "forbidden": "Accès refusé",
    },
    "en": {
        "link": "Open the link that the program printed in the terminal: it logs you in.",
        "root": "The review pages need somebody logged in: start Datasette with --root, or use `sharitories review`.",
        "wrong": "This link is not good any more. Open the one that the program printed in the terminal.",
        "forbidden": "Forbidden",
    },
}


def words() -> dict[str, str]:
    """Our messages in the reader's language."""
    return WORDS.get(LANGUAGE.get(), WORDS[FRENCH])


async def log_in(datasette: "Datasette", request: Any) -> Any:
    """Take the link's token for the reviewer, and lead to the first page. The one GET that sets something: a cookie."""
    from datasette import Forbidden, NotFound, Response

    serving = serving_of(datasette)
    if serving is None or serving.accounts:
        raise NotFound("no login by link here")
    if request.method not in SAFE_METHODS or not secrets.compare_digest(
        request.args.get("token", "").encode(), serving.token.encode()
    ):
        raise Forbidden(words()["wrong"])
    response = Response.redirect(str(first_page(datasette)))
    signed = datasette.sign({"a": {"id": serving.reviewer}}, "actor")
    response.set_cookie("ds_actor", signed, httponly=True)
    return response


def first_page(datasette: "Datasette") -> str:
    """Where one begins: the review's home."""
    return str(datasette.urls.path(REVIEW))


async def refuse(datasette: "Datasette", request: Any, message: str) -> Any:
    """The answer to whoever may not see what he asked for."""
    from datasette import Response

    serving = serving_of(datasette)
    told = message
    if request.actor is None:
        if serving and serving.accounts and request.method == "GET" and not request.path.endswith(".json"):
            return Response.redirect(str(datasette.urls.path(PASSWORD_LOGIN)))
        told = message if message == words()["wrong"] else words()["link" if serving else "root"]
    if request.path.endswith(".json") or "json" in request.headers.get("content-type", ""):
        return Response.json({"ok": False, "error": told, "status": 403}, status=403)
    page = await datasette.render_template(
        "error.html", {"title": words()["forbidden"], "error": told, "status": 403}, request=request
    )
    return Response.html(page, status=403)
