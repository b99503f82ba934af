"""Filters and searches of views by an index, where the view's own column would be computed for every row."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from sharitories_crawl.review.ours import our_databases

if TYPE_CHECKING:
    from datasette.app import Datasette

BY_TOWN = {"initiatives", "query_status", "coverage"}
"""Views with the name of a town and its code."""
SEARCHED = {"initiatives": "id", "review_queue": "id", "changes": "initiative_id"}
"""View -> its column with the id of an initiative, whose words are searched."""
_FOUND = (
    "IN (SELECT i.id FROM initiative_fts f JOIN initiative i ON i.rowid = f.rowid"
    " WHERE initiative_fts MATCH coalesce(nullif(escape_fts(:words_searched), ''), '\"\"'))"
)


def filters_of(datasette: "Datasette", request: Any, database: str, table: str) -> Callable[[], Awaitable[Any]] | None:
    """What to add to the question that a page of a view of ours asks; None for other tables."""
    if database not in our_databases(datasette):
        return None

    async def filters() -> Any:
        from datasette.filters import FilterArguments

        where: list[str] = []
        values: dict[str, str] = {}
        said: list[str] = []
        context: dict[str, object] = {}
        town, initiative = request.args.get("town__exact"), request.args.get("initiative_id__exact")
        if town and table in BY_TOWN:
            where.append("town_code IN (SELECT code FROM town WHERE name = :town_named)")
            values["town_named"] = town
        if initiative and table == "evidence":
            where.append("mention_id IN (SELECT mention_id FROM membership WHERE initiative_id = :of_initiative)")
            values["of_initiative"] = initiative
        if table in SEARCHED:
            words = request.args.get("_search", "")
            context = {"supports_search": True, "search": words}
            if words:
                where.append(f"{SEARCHED[table]} {_FOUND}")
                values["words_searched"] = words
                said.append(f'search matches "{words}"')
        return FilterArguments(where, values, said, context)

    return filters
