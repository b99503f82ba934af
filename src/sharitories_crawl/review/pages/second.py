"""A second look at a verdict, without sight of the first."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sharitories_crawl.review.pages.candidates import shared
from sharitories_crawl.review.pages.dossier_view import choices_of, pieces_of, view_of
from sharitories_crawl.review.pages.queue import AHEAD, Move
from sharitories_crawl.review.pages.visit import Visit, visit
from sharitories_crawl.store.dossier import Item, item
from sharitories_crawl.store.look import Look
from sharitories_crawl.store.queues import second_looks

if TYPE_CHECKING:
    from datasette.app import Datasette

PAGE = "second"


async def second(datasette: "Datasette", request: Any) -> Any:
    """The candidate whose verdict waits longest for a second look, or the one that the address names."""
    here = await visit(datasette, request)

    def look(db: Look) -> dict[str, Any]:
        waiting = second_looks(db, here.reviewer)
        at = here.arguments.get("at", "")
        place = waiting.index(at) if at in waiting else 0
        found = item(db, waiting[place]) if waiting else None
        if found is None:
            return {
                "here": PAGE, "move": Move(PAGE), "filters": None, "title": here.t("second.none"), "about": "",
                "restart": "", **shared(here, db),
            }  # fmt: skip
        return _context(here, db, found, waiting, place)

    context = await here.read(look)
    return await here.page("review_second.html" if "item" in context else "review_end.html", **context)


def next_second(visit: Visit, db: Look, id: str) -> str:
    """The address of what waits after one that is done."""
    waiting = [each for each in second_looks(db, visit.reviewer) if each != id]
    return visit.at(PAGE, at=waiting[0] if waiting else "")


def _context(here: Visit, db: Look, found: Item, waiting: list[str], place: int) -> dict[str, Any]:
    before = here.at(PAGE, at=waiting[place - 1]) if place else ""
    ahead = tuple(here.at(PAGE, at=id) for id in waiting[place + 1 : place + 1 + AHEAD])
    move = Move(f"{PAGE}?at={found.id}", before, ahead, here.at(PAGE), len(waiting))
    view = view_of(here, db, found, with_sketch=False)
    return {
        "here": move.here, "move": move, "filters": None, "evidence": pieces_of(here, db, found.evidence),
        # what a person said before would tell
        "item": replace(view, facts=[replace(fact, edited=False, crawled="") for fact in view.facts]),
        "choices": choices_of(here.t, db), "verdict_act": "second", **shared(here, db),
    }  # fmt: skip
