"""A decision sent once more because its answer got lost: recognised by the log, so that nothing counts twice."""

from dataclasses import asdict

from sharitories_crawl.models.reviewing import (
    Decision,
    Done,
    GiveVerdict,
    LookAgain,
    RejectAll,
    Review,
    SayEdit,
    SayNotSame,
    SaySame,
    SplitOff,
    Undo,
)
from sharitories_crawl.store.reviews import Reviews


def done_before(reviews: Reviews, decision: Decision, reviewer: str) -> Done | None:
    """What the decision came to when it arrived the first time; None where it is not the reviewer's latest act."""
    row = reviews.db.execute("SELECT max(step) FROM review WHERE reviewer = ?", [reviewer]).fetchone()
    rows = reviews.of_step(int(row[0])) if row and row[0] is not None else []
    if not rows or not _is_same(reviews, rows, decision):
        return None
    standing = reviews.standing(rows[0].initiative_id)
    if standing is None:
        return None
    id = reviews.redirects(standing.town_code).get(standing.id, standing.id)
    return Done(rows[0].step, tuple(each.id for each in rows), id, standing.seen.status)


def _is_same(reviews: Reviews, rows: list[Review], decision: Decision) -> bool:
    first = rows[0]
    match decision:
        case Undo():
            if first.action != "undo":
                return False
            steps = reviews.db.execute("SELECT step FROM review WHERE id IN (SELECT undoes FROM review WHERE step = ?)",
                                       [first.step]).fetchall()  # fmt: skip
            return bool(steps) and decision.step == steps[0][0]
        case GiveVerdict():
            said = (first.action, first.status, first.reason) == ("verdict", decision.status, decision.reason)
        case LookAgain():
            return (first.action, first.initiative_id, first.status) == (
                "second-look", decision.initiative_id, decision.status,
            )  # fmt: skip
        case SayEdit():
            edited = {each.field: each.value for each in rows if each.action == "edit"}
            said = bool(edited) and all(edited.get(name) == value for name, value in decision.fields.items())
        case SaySame():
            said = (first.action, first.other_id) == ("same", decision.other_id)
        case SayNotSame():
            said = (first.action, first.other_id) == ("not-same", decision.other_id)
        case SplitOff() | RejectAll():
            return False
    seen = {name: first.seen.get(name) for name in asdict(decision.seen)}
    return said and first.initiative_id == decision.initiative_id and seen == asdict(decision.seen)
