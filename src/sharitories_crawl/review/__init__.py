"""Review in Datasette: a plugin that describes our databases, shows their cells and has pages to decide on.

Installed with the program, so that a plain `datasette sharitories.db` has it too. It acts on our databases only.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pluggy import HookimplMarker

from sharitories_crawl.review.cells import render_cell
from sharitories_crawl.review.described import metadata_of
from sharitories_crawl.review.ours import our_databases
from sharitories_crawl.review.routes import ROUTES

if TYPE_CHECKING:
    from datasette.app import Datasette

__all__ = ["extra_css_urls", "extra_template_vars", "get_metadata", "register_routes", "render_cell"]

PLUGIN = "sharitories-crawl"
"""As Datasette calls it in addresses: the name of the distribution."""

hookimpl = HookimplMarker("datasette")


@hookimpl
def get_metadata(datasette: "Datasette", key: str | None) -> dict[str, object]:
    """Descriptions, facets and ready-made questions of our databases; what the user's own metadata say wins."""
    return metadata_of(datasette, key)


@hookimpl
def register_routes(datasette: "Datasette") -> list[tuple[str, Callable[..., Any]]]:
    """The pages of review, where there is something of ours to review."""
    return list(ROUTES) if our_databases(datasette) else []


@hookimpl
def extra_css_urls(datasette: "Datasette", database: str | None) -> list[str]:
    """The look of our tables."""
    ours = our_databases(datasette)
    wanted = ours and (database is None or database in ours)
    return [f"/-/static-plugins/{PLUGIN}/review.css"] if wanted else []


@hookimpl
def extra_template_vars(datasette: "Datasette") -> dict[str, object]:
    """What our templates ask of: which databases are ours."""
    return {"our_databases": our_databases(datasette)}
