"""Pages for what went wrong.

Datasette's own handler prints each request on the terminal, its cookies too, where rich is installed; that takes a
second and more, and fails itself where nothing was raised, as for an address that no page has.
"""

import logging
from typing import TYPE_CHECKING, Any

from sharitories_crawl.review.languages import FRENCH, LANGUAGE

if TYPE_CHECKING:
    from datasette.app import Datasette

log = logging.getLogger(__name__)
WORDS = {
    "fr": {
        400: "Cette demande n'est pas comprise : {}",
        404: "Il n'y a rien à cette adresse.",
        500: "Une erreur s'est produite ; le terminal en dit plus.",
        "slow": "Cette question prend trop de temps. Restreignez-la, par une ville ou un type par exemple.",
    },
    "en": {
        400: "This request is not understood: {}",
        404: "There is nothing at this address.",
        500: "Something went wrong; the terminal says more.",
        "slow": "This question takes too long. Narrow it down, by a town or a kind for example.",
    },
}


async def tell(datasette: "Datasette", request: Any, exception: Exception) -> Any:
    """The answer to a request that failed, in the reader's language and without scripts inside."""
    from datasette import Response
    from datasette.utils.asgi import Base400
    from datasette.views.base import DatasetteError

    words = WORDS.get(LANGUAGE.get(), WORDS[FRENCH])
    status = exception.status if isinstance(exception, Base400 | DatasetteError) else 500
    if status == 500:
        log.error("%s %s failed", request.method, request.path, exc_info=exception)
    if "took too long" in str(getattr(exception, "message", "")):
        told = words["slow"]
    else:
        told = words[status if status in words else 400].format(exception)
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": told, "status": status, "title": None}, status=status)
    page = await datasette.render_template(
        "error.html", {"title": None, "error": told, "status": status}, request=request
    )
    return Response.html(page, status=status)
