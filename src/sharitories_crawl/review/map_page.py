"""The map of candidates, with the same candidates as a list beside it."""

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sharitories_crawl.geo.names import fold
from sharitories_crawl.review.access import serving_of
from sharitories_crawl.review.guard import PLUGIN, SAFE_METHODS, may_review
from sharitories_crawl.review.labels import label_of
from sharitories_crawl.review.languages import FRENCH, LANGUAGE
from sharitories_crawl.review.map_points import (
    FILTERS,
    Box,
    choices,
    extent,
    listed,
    points,
    read_box,
    town_point,
    without_point,
)
from sharitories_crawl.review.map_texts import TEXTS
from sharitories_crawl.review.ours import our_databases

if TYPE_CHECKING:
    from datasette.app import Datasette

MAP = "/-/review/map"
CANDIDATE = "/-/review/candidate"


async def show_map(datasette: "Datasette", request: Any) -> Any:
    """The page; it works as a filtered list where scripts are off."""
    from datasette import Response

    name = await _permitted(datasette, request)
    chosen = _chosen(request)
    database = datasette.databases[name]
    names = await database.execute_fn(choices)
    options = {
        field: [(value, await label_of(datasette, name, field, value) or text) for value, text in found]
        for field, found in names.items()
    }
    for field in ("town", "kind", "practice"):
        options[field].sort(key=lambda option: fold(option[1]))
    rows = await database.execute_fn(lambda db: listed(db, chosen, None))
    serving = serving_of(datasette)
    context = {
        "t": TEXTS[LANGUAGE.get() if LANGUAGE.get() in TEXTS else FRENCH],
        "language": LANGUAGE.get(),
        "filters": FILTERS,
        "options": options,
        "chosen": chosen,
        "rows": [await _row(datasette, name, row) for row in rows],
        "without": await database.execute_fn(lambda db: without_point(db, chosen)),
        "static": lambda file: datasette.urls.path(f"/-/static-plugins/{PLUGIN}/{file}"),
        "map_url": datasette.urls.path(MAP),
        "home": datasette.urls.path("/-/review"),
        "candidate_url": datasette.urls.path(f"{CANDIDATE}/"),
        "tiles": serving.tiles if serving else None,
    }
    return Response.html(await datasette.render_template("review_map.html", context, request=request))


async def map_points(datasette: "Datasette", request: Any) -> Any:
    """Marks and list of one part of the map as JSON."""
    from datasette import Response

    name = await _permitted(datasette, request)
    chosen = _chosen(request)
    database = datasette.databases[name]
    box = read_box(request.args.get("box", ""))
    if box is None:
        if request.args.get("box"):
            return Response.json({"ok": False, "error": "box is west,south,east,north in degrees"}, status=400)
        box = await database.execute_fn(lambda db: extent(db, chosen))
        if box is None:
            return Response.json({"extent": None, "marks": [], "count": 0, "listed": []})
    part: Box = box
    answer = await database.execute_fn(lambda db: points(db, chosen, part))
    answer["listed"] = [await _row(datasette, name, row) for row in answer["listed"]]
    answer["town"] = await database.execute_fn(lambda db: town_point(db, chosen))
    answer["extent"] = [part.west, part.south, part.east, part.north]
    return Response.json(answer)


async def _permitted(datasette: "Datasette", request: Any) -> str:
    """The database under review, for whoever may see it."""
    from datasette import Forbidden, NotFound

    if not await may_review(datasette, request):
        raise Forbidden("review")
    if request.method not in SAFE_METHODS or not (names := our_databases(datasette)):
        raise NotFound("no map here")
    return names[0]


def _chosen(request: Any) -> dict[str, str]:
    return {name: request.args.get(name, "") for name in FILTERS}


async def _row(datasette: "Datasette", name: str, row: dict[str, Any]) -> dict[str, Any]:
    """A candidate with words for its slugs and the way to its page."""
    return {
        **row,
        "kind_label": await label_of(datasette, name, "kind", row["kind"]) or row["kind"],
        "status_label": await label_of(datasette, name, "status", row["status"]) or row["status"],
        "page": str(datasette.urls.path(f"{CANDIDATE}/{quote(row['id'])}")),
    }


ROUTES = [(f"^{MAP}$", show_map), (rf"^{MAP}\.json$", map_points)]
