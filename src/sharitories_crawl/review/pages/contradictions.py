"""Where people said both: never solved silently, always shown with what to take back."""

from typing import TYPE_CHECKING, Any

from sharitories_crawl.review.pages.candidates import shared
from sharitories_crawl.review.pages.log import entries, names_of
from sharitories_crawl.review.pages.visit import Visit, visit
from sharitories_crawl.review.showing import shown
from sharitories_crawl.store import queues
from sharitories_crawl.store.look import Look
from sharitories_crawl.store.queues import Row

if TYPE_CHECKING:
    from datasette.app import Datasette

PAGE = "contradictions"


async def contradictions(datasette: "Datasette", request: Any) -> Any:
    """All of them."""
    here = await visit(datasette, request)

    def look(db: Look) -> dict[str, Any]:
        found = disagreements(db, here.arguments.get("town", ""))
        towns = dict(db.execute("SELECT code, name FROM town").fetchall()) if found else {}
        return {"contradictions": [_shown(here, db, row, towns) for row in found], **shared(here, db)}

    return await here.page("review_contradictions.html", here=PAGE, **await here.read(look))


def disagreements(db: Look, town: str = "") -> list[Row]:
    """One for each set of reviews that cannot all hold, however many mentions they speak of."""
    of_reviews: dict[tuple[object, ...], Row] = {}
    for row in queues.contradictions(db, town):
        of_reviews.setdefault(tuple(each["id"] for each in row["reviews"]) or tuple(row["chain"]), row)
    return list(of_reviews.values())


def _shown(here: Visit, db: Look, row: Row, towns: dict[str, str]) -> dict[str, Any]:
    mentions = {str(each["id"]): each for each in row["mentions"] if each["id"]}
    ids = dict.fromkeys(str(each["initiative_id"]) for each in mentions.values() if each["initiative_id"])
    names = names_of(db, [*ids, *(id for each in row["reviews"] for id in (each["initiative_id"], each["other_id"]))])

    def name(mention: str) -> str:
        return shown(mentions[mention]["name"]) if mention in mentions else mention

    reviews = [
        {"status": "", "reason": "", "note": "", "field": "", "value": "", "in_force": True, "undoes": None, **each}
        for each in row["reviews"]
    ]
    return {
        "town": shown(towns.get(row["town_code"], row["town_code"])), "a": name(row["mention_a"]),
        "b": name(row["mention_b"]), "chain": [name(each) for each in row["chain"]],
        "links": [{"href": here.at(f"candidate/{id}"), "name": names.get(id, id)} for id in ids],
        "reviews": entries(db, here.t, reviews),
    }  # fmt: skip
