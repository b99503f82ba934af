"""Review in Datasette: a plugin that describes our databases, shows their cells and has pages to decide on.

Installed with the program, so that a plain `datasette sharitories.db` has it too. It acts on our databases only.
"""

from collections.abc import Awaitable, Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pluggy import HookimplMarker

from sharitories_crawl.review.access import serving_of
from sharitories_crawl.review.cells import render_cell
from sharitories_crawl.review.described import metadata_of
from sharitories_crawl.review.filtering import filters_of
from sharitories_crawl.review.french import FrenchTemplates, in_french, sentences
from sharitories_crawl.review.guard import PERMISSION, PLUGIN
from sharitories_crawl.review.labels import labels_of
from sharitories_crawl.review.languages import FRENCH, LANGUAGE
from sharitories_crawl.review.login import LOGIN_LINK, log_in, refuse
from sharitories_crawl.review.map_page import ROUTES as MAP_ROUTES
from sharitories_crawl.review.ours import our_databases
from sharitories_crawl.review.policy import REVIEW
from sharitories_crawl.review.routes import ROUTES
from sharitories_crawl.review.shield import App, shielded
from sharitories_crawl.review.spreadsheet import can_render, render
from sharitories_crawl.review.troubles import tell

if TYPE_CHECKING:
    from datasette.app import Datasette

__all__ = [
    "asgi_wrapper",
    "extra_css_urls",
    "extra_js_urls",
    "extra_template_vars",
    "filters_from_request",
    "forbidden",
    "get_metadata",
    "handle_exception",
    "permission_allowed",
    "prepare_jinja2_environment",
    "register_facet_classes",
    "register_output_renderer",
    "register_routes",
    "render_cell",
]

_READING = frozenset({"view-instance", "view-database", "view-table", "view-query", "execute-sql"})

hookimpl = HookimplMarker("datasette")


@hookimpl
def get_metadata(datasette: "Datasette", key: str | None) -> dict[str, object]:
    """Descriptions, facets and ready-made questions of our databases; what the user's own metadata say wins."""
    return metadata_of(datasette, key)


@hookimpl
def register_routes(datasette: "Datasette") -> list[tuple[str, Callable[..., Any]]]:
    """The pages of review, where there is something of ours to review."""
    return [(f"^{LOGIN_LINK}$", log_in), *MAP_ROUTES, *ROUTES] if our_databases(datasette) else []


@hookimpl
def extra_css_urls(datasette: "Datasette", database: str | None) -> list[str]:
    """The look of our tables."""
    ours = our_databases(datasette)
    wanted = ours and (database is None or database in ours)
    return [f"/-/static-plugins/{PLUGIN}/review.css"] if wanted else []


@hookimpl
def extra_template_vars(datasette: "Datasette", database: str | None) -> Callable[[], Awaitable[dict[str, object]]]:
    """What our templates and the French ones ask of."""

    async def variables() -> dict[str, object]:
        ours = our_databases(datasette)
        if not ours:
            return {}
        french = LANGUAGE.get() == FRENCH and (database is None or database in ours)
        return {
            "our_databases": ours,
            "french": french,
            "french_words": sentences()["words"],
            "in_french": in_french,
            "labels": await labels_of(datasette, database) if database in ours else {},
        }

    return variables


@hookimpl
def extra_js_urls(datasette: "Datasette", database: str | None) -> list[str]:
    """The menus of columns, which a script of Datasette makes in English."""
    wanted = LANGUAGE.get() == FRENCH and database in our_databases(datasette)
    return [f"/-/static-plugins/{PLUGIN}/french_menus.js"] if wanted else []


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: "Datasette") -> None:
    """Datasette's templates in French, where it serves something of ours."""
    import datasette as program
    import datasette_auth_passwords

    if our_databases(datasette) and not isinstance(env.loader, FrenchTemplates):
        modules = (program, datasette_auth_passwords)
        folders = tuple(Path(str(module.__file__)).parent / "templates" for module in modules)
        env.loader = FrenchTemplates(env.loader, folders)


@hookimpl
def asgi_wrapper(datasette: "Datasette") -> Callable[[App], App]:
    """What is refused before Datasette sees it, and what browsers are told to refuse."""
    return lambda app: shielded(datasette, app)


@hookimpl
def permission_allowed(datasette: "Datasette", actor: dict[str, object] | None, action: str) -> bool | None:
    """Verdicts are for whoever is logged in; so is everything where we serve it."""
    if action == PERMISSION or (action in _READING and serving_of(datasette)):
        return actor is not None
    return None


@hookimpl
def forbidden(datasette: "Datasette", request: Any, message: str) -> Callable[[], Awaitable[Any]] | None:
    """How to come in, for whoever has not."""
    if not (serving_of(datasette) or request.path.startswith(str(datasette.urls.path(REVIEW)))):
        return None
    return lambda: refuse(datasette, request, message)


@hookimpl(trylast=True)
def filters_from_request(
    datasette: "Datasette", request: Any, database: str, table: str
) -> Callable[[], Awaitable[Any]] | None:
    """Full-text search on views, and filters by the code behind a name; after Datasette's own, which know no views."""
    return filters_of(datasette, request, database, table)


@hookimpl(hookwrapper=True)
def handle_exception(datasette: "Datasette", request: Any, exception: Exception) -> Generator[None, Any, None]:
    """A page for what went wrong, where there is something of ours.

    Datasette runs every handler and shows the answer of the first: its own must not even run.
    """
    outcome = yield
    if serving_of(datasette) or our_databases(datasette):
        outcome.force_result([lambda: tell(datasette, request, exception)])


@hookimpl
def register_output_renderer() -> dict[str, object]:
    """Spreadsheets, beside the CSV and JSON that there are."""
    return {"extension": "xlsx", "render": render, "can_render": can_render}


@hookimpl
def register_facet_classes() -> list[type]:
    """Facets of lists."""
    from sharitories_crawl.review.list_facet import ListFacet

    return [ListFacet]
