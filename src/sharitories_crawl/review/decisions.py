"""Where every decision arrives: checked, carried out in a thread of its own, answered in a page or as JSON.

The only thing on these pages that writes. Datasette's own write connection is not used: on 0.65 it does not commit.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sharitories_crawl.errors import BadInput, Busy, Stale, WrongPostalCode
from sharitories_crawl.models.reviewing import Decision, Difference, Done, SayEdit
from sharitories_crawl.pipeline.reviewing import decide as carry_out
from sharitories_crawl.review.forms import Form, decision_of, read_form
from sharitories_crawl.review.guard import why_refused
from sharitories_crawl.review.pages.again import form_again
from sharitories_crawl.review.pages.landing import Landing, landing
from sharitories_crawl.review.pages.log import said_of_step, undoable
from sharitories_crawl.review.pages.visit import HEADERS, Visit, visit
from sharitories_crawl.review.resent import done_before
from sharitories_crawl.review.showing import shown
from sharitories_crawl.store.look import Look
from sharitories_crawl.store.reviews import open_reviews

if TYPE_CHECKING:
    from datasette.app import Datasette

WAIT_SECONDS = 4.0
"""For whoever else writes; then the page says that it waits, and asks again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told of a decision: JSON to the script, a page or an address to go to for a plain form."""

    status: int
    told: Mapping[str, Any]
    goes: str = ""


async def decide(datasette: "Datasette", request: Any) -> Any:
    """Take a decision: 200, or 303 for a form; 400 senseless, 403 refused, 409 changed meanwhile, 503 busy."""
    here = await visit(datasette, request, writes=True)
    try:
        form = read_form(await request.post_body(), request.headers.get("content-type", ""))
    except BadInput as error:
        return await _answer(here, Form({}), Answer(400, {"error": str(error)}))
    if why := why_refused(datasette, request, form.get("csrftoken")):
        told = {"error": here.t("trouble.refused_about"), "why": why}
        return await _answer(here, form, Answer(403, told))
    return await _answer(here, form, await _decided(here, form))


async def _decided(here: Visit, form: Form) -> Answer:
    t = here.t
    try:
        decision = decision_of(form)
        if isinstance(decision, SayEdit) and not decision.fields:
            return Answer(400, {"error": t("said.no_change")})
        done = await _carried_out(here, decision, again=bool(form.get("again")))
    except Stale as error:
        moved = next((each.now for each in error.differences if each.field == "merged_into"), "")
        land = await here.read(lambda db: landing(here, db, form, None, moved))
        return Answer(409, {"differences": _in_words(here, error.differences), "next": land.address})
    except Busy:
        return Answer(503, {"error": t("trouble.busy_form")})
    except WrongPostalCode as error:
        wanted = t.label("wanted_postal_code", error.country)
        said = t("trouble.wrong_postal_code", value=shown(error.postal_code, 40), wanted=wanted)
        return Answer(400, {"error": said, "field": "postal_code"})
    except BadInput as error:
        return Answer(400, {"error": str(error)})

    def look(db: Look) -> tuple[Landing, str, dict[str, object] | None]:
        undo = undoable(db, t, here.reviewer)
        said = said_of_step(db, t, str(done.step))
        return landing(here, db, form, done), said, {"step": undo.step, "said": undo.said} if undo else None

    land, said, undo = await here.read(look)
    if done.contradictions and form.get("act") in ("same", "not-same"):
        said = f"{said}. {t('said.contradicts')}"
    told = {
        "said": said, "step": done.step, "undo": undo, "next": land.address, "left": land.left,
        "stays": land.stays, "was_undo": form.get("act") == "undo",
        "initiative_id": done.initiative_id, "status": done.status,
    }  # fmt: skip
    return Answer(200, told, land.with_done(done.step))


async def _carried_out(here: Visit, decision: Decision, *, again: bool) -> Done:
    def work() -> Done:
        with open_reviews(here.path, WAIT_SECONDS) as reviews:
            # sent once more because the answer got lost: what is there may be its own doing
            done = done_before(reviews, decision, here.reviewer) if again else None
            return done or carry_out(reviews, decision, here.reviewer, datetime.now(UTC))

    return await asyncio.to_thread(work)


def _in_words(here: Visit, differences: tuple[Difference, ...]) -> list[dict[str, str]]:
    t = here.t

    def value(field: str, text: str) -> str:
        if field == "review":
            return f"n° {text}" if text not in ("", "0") else t("common.none")
        return t.label(field, text) if field in ("status", "practice", "actor") else shown(text)

    return [
        {
            "label": t.label("common", each.field),
            "seen": value(each.field, each.seen),
            "now": value(each.field, each.now),
        }
        for each in differences
    ]


async def _answer(here: Visit, form: Form, answer: Answer) -> Any:
    from datasette import Response

    t = here.t
    if "application/json" in here.request.headers.get("accept", ""):
        told = {"ok": answer.status == 200, **answer.told}
        return Response(json.dumps(told), answer.status, dict(HEADERS), content_type="application/json; charset=utf-8")
    if answer.status == 200:
        return Response("", 303, {**HEADERS, "Location": answer.goes})
    if answer.told.get("field"):
        context = await here.read(lambda db: form_again(here, db, form, str(answer.told["error"])))
        if context is not None:
            return await here.page("review_item.html", answer.status, **context)
    title = {400: "trouble.bad", 403: "trouble.refused", 409: "trouble.stale", 503: "trouble.busy"}[answer.status]
    about = t("trouble.stale_about") if answer.status == 409 else str(answer.told.get("error", ""))
    again = [
        (name, value) for name, value in form.values.items() if name not in ("csrftoken", "from", "mention")
    ] + [("mention", value) for value in form.mentions]  # fmt: skip
    return await here.trouble(
        answer.status, t(title), about, here=form.get("from"), differences=answer.told.get("differences", ()),
        link=answer.told.get("next", ""), again=again if answer.status == 503 else (),
    )  # fmt: skip
