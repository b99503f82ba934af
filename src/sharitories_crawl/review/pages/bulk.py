"""Rejecting a whole site or list page: first how many and which, then in one step."""

from typing import TYPE_CHECKING, Any

from sharitories_crawl.review.pages.candidates import shared
from sharitories_crawl.review.pages.dossier_view import choices_of
from sharitories_crawl.review.pages.visit import visit
from sharitories_crawl.review.showing import shown
from sharitories_crawl.store.bulk import preview
from sharitories_crawl.store.look import Look

if TYPE_CHECKING:
    from datasette.app import Datasette

MOST_ROWS = 100
"""Of a preview; arbitrary."""


async def reject(datasette: "Datasette", request: Any) -> Any:
    """The preview, with the form that does it."""
    here = await visit(datasette, request)
    site, list_url = here.arguments.get("site", ""), here.arguments.get("list", "")

    def look(db: Look) -> dict[str, Any]:
        rows = preview(db, site=site, list_url=list_url)
        choices = choices_of(here.t, db)
        labels = {kind["value"]: kind["label"] for kind in choices.kinds}
        return {
            "count": len(rows), "site": site, "list_url": list_url, "choices": choices,
            "about": here.t("bulk.about_list" if list_url else "bulk.about_site", what=shown(list_url or site)),
            "rows": [
                {
                    "name": shown(row["name"]), "kind": shown(labels.get(row["kind"], row["kind"])),
                    "town": shown(row["town"]), "link": here.at(f"candidate/{row['id']}"),
                }
                for row in rows[:MOST_ROWS]
            ],
            **shared(here, db),
        }  # fmt: skip

    return await here.page("review_bulk.html", here="", **await here.read(look))
