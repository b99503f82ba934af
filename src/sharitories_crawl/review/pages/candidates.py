"""One candidate at a time: in the queue, in the queue of those that changed, or by its id."""

from typing import TYPE_CHECKING, Any

from sharitories_crawl.review.pages.dossier_view import choices_of, history_of, nearest_of, pieces_of, view_of
from sharitories_crawl.review.pages.filters import filter_form
from sharitories_crawl.review.pages.hits import hits_of
from sharitories_crawl.review.pages.log import said_of_step, undoable
from sharitories_crawl.review.pages.queue import Move, Queue, queue_named
from sharitories_crawl.review.pages.visit import Visit, visit
from sharitories_crawl.store.dossier import Item, item
from sharitories_crawl.store.look import Look

if TYPE_CHECKING:
    from datasette.app import Datasette


async def candidates(datasette: "Datasette", request: Any) -> Any:
    """What waits for a verdict."""
    return await _in_queue(await visit(datasette, request), "candidates")


async def changed(datasette: "Datasette", request: Any) -> Any:
    """What has changed since its verdict."""
    return await _in_queue(await visit(datasette, request), "changed")


async def candidate(datasette: "Datasette", request: Any) -> Any:
    """One by its id; an id that went into another leads to that."""
    here = await visit(datasette, request)
    id = request.url_vars["id"]

    def look(db: Look) -> dict[str, Any] | None:
        found = item(db, id)
        return None if found is None else context_of(here, db, found, Move(f"candidate/{found.id}"), None)

    context = await here.read(look)
    if context is None:
        return await here.not_found()
    return await here.page("review_item.html", **context)


async def _in_queue(here: Visit, name: str) -> Any:
    queue = queue_named(name, here.arguments)

    def look(db: Look) -> dict[str, Any]:
        at, past = here.arguments.get("at", ""), here.arguments.get("past", "")
        passed = item(db, past) if past and not at else None
        found = item(db, at or queue.first(db, passed.position if passed else None))
        if found is not None:
            return context_of(here, db, found, queue.move(here, db, found.position), queue)
        return _end(here, db, queue, passed)

    context = await here.read(look)
    return await here.page("review_item.html" if "item" in context else "review_end.html", **context)


def context_of(here: Visit, db: Look, found: Item, move: Move, queue: Queue | None) -> dict[str, Any]:
    """What the page of a candidate needs."""
    return {
        "here": move.here, "move": move, "item": view_of(here, db, found),
        "evidence": pieces_of(here, db, found.evidence), "history": history_of(here, db, found),
        "nearest": nearest_of(here, db, found.id), "choices": choices_of(here.t, db), "verdict_act": "verdict",
        "edit_error": "",
        "hits": hits_of(here, db, queue, found.id),
        "filters": filter_form(here, db, queue) if queue else None, **shared(here, db),
    }  # fmt: skip


def _end(here: Visit, db: Look, queue: Queue, passed: Item | None) -> dict[str, Any]:
    left = queue.left(db)
    t = here.t
    empty = "changed.none" if queue.name == "changed" else "queue.none"
    before = ""
    if passed is not None:
        before = queue.address(here, at=passed.id)
    return {
        "here": queue.here(), "move": Move(queue.here(), before, left=left), "filters": filter_form(here, db, queue),
        "title": t("queue.end") if passed else t(empty),
        "about": (t("queue.skipped", n=t.whole(left)) if left else t("queue.end_about")) if passed else "",
        "restart": queue.address(here) if left else "", **shared(here, db),
    }  # fmt: skip


def shared(here: Visit, db: Look) -> dict[str, Any]:
    """What every page has that may follow a decision: what was done, and what can be taken back."""
    return {
        "said": said_of_step(db, here.t, here.arguments.get("done", "")),
        "undo": undoable(db, here.t, here.reviewer),
    }
