"""Rejecting a whole site or list page: first how many and which, then in one step."""

from typing import TYPE_CHECKING, Any

from sharitories_crawl.review.pages.visit import visit

if TYPE_CHECKING:
    from datasette.app import Datasette


async def reject(datasette: "Datasette", request: Any) -> Any:
    """The preview."""
    here = await visit(datasette, request)
    return await here.not_found()
