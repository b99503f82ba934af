"""A candidate's page once more, with an edit as it was filled in and why it was not taken."""

from dataclasses import replace
from typing import Any

from sharitories_crawl.models.reviewing import EDITABLE
from sharitories_crawl.review.forms import Form
from sharitories_crawl.review.pages.candidates import context_of
from sharitories_crawl.review.pages.queue import Move, came_from, queue_named
from sharitories_crawl.review.pages.visit import Visit
from sharitories_crawl.store.dossier import item
from sharitories_crawl.store.look import Look


def form_again(here: Visit, db: Look, form: Form, error: str) -> dict[str, Any] | None:
    """What the page needs, in the queue that the form was sent from; None where there is no such candidate."""
    found = item(db, form.get("id"))
    if found is None:
        return None
    page, arguments = came_from(form.get("from"))
    queue = queue_named(page, arguments) if page in ("candidates", "changed") else None
    move = queue.move(here, db, found.position) if queue else Move(f"candidate/{found.id}")
    context = context_of(here, db, found, move, queue)
    filled = {name: form.values[name] for name in EDITABLE if name in form.values}
    # as it was seen when the form was filled in: what changed since must be told on the next try
    view = replace(context["item"], raw={**context["item"].raw, **filled}, seen=form.get("seen"))
    return {**context, "item": view, "edit_error": error}
