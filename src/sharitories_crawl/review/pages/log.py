"""What people did, in words: the history of a candidate, the latest decisions, what a decision came to."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sharitories_crawl.models.reviewing import Review
from sharitories_crawl.review.showing import shown
from sharitories_crawl.review.texts import Texts
from sharitories_crawl.store.look import Look
from sharitories_crawl.store.reviews import Reviews

BULK = 2
"""From so many verdicts in one step on, it was one in bulk."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log for a page."""

    at: str
    reviewer: str
    text: str
    undone: bool
    step: int
    name: str
    """Of the candidate, as it is called now."""
    id: str


@dataclass(frozen=True, slots=True)
class Undoable:
    """The latest step of a reviewer that can be taken back."""

    step: int
    said: str


def names_of(db: Look, ids: Iterable[str]) -> dict[str, str]:
    """Id -> name as it is now, of what it went into where it did."""
    held = list(dict.fromkeys(id for id in ids if id))
    reviews = Reviews(db)
    names: dict[str, str] = {}
    for standing in reviews.standings(held):
        names[standing.id] = shown(standing.seen.name)
    return names


def entries(db: Look, t: Texts, rows: Sequence[Mapping[str, Any]], about: str = "") -> list[Entry]:
    """Rows of the log, each with what it undid; `about` is the candidate on whose page they stand, else their own."""
    numbers = json.dumps([row["undoes"] for row in rows if row["undoes"]])
    found = db.query("SELECT *, 1 AS in_force FROM review WHERE id IN (SELECT value FROM json_each(?))", [numbers])
    undone = {int(row["id"]): row for row in found}
    names = names_of(db, [id for row in (*rows, *undone.values()) for id in (row["initiative_id"], row["other_id"])])
    told = []
    for row in rows:
        own = about or str(row["initiative_id"])
        before = undone.get(row["undoes"] or 0)
        what = _entry(before, t, names, own).text if before else ""
        told.append(_entry(row, t, names, own, what))
    return told


def _entry(row: Mapping[str, Any], t: Texts, names: Mapping[str, str], about: str, undone: str = "") -> Entry:
    other = row["other_id"] if row["other_id"] != about else row["initiative_id"]
    action = str(row["action"])
    text = t.label("log", str(row["status"])) if action == "verdict" else t(
        f"log.{action}",
        other=names.get(other, other),
        field=t.label("common", str(row["field"])),
        value=_value(t, str(row["field"]), str(row["value"])),
        what=undone,
    )  # fmt: skip
    if row["reason"]:
        text += f" ({t.label('reason', str(row['reason']))})"
    if row["note"]:
        text += f" : {shown(row['note'], 500)}"
    taken_back = not row["in_force"] and action != "undo"
    id = str(row["initiative_id"])
    return Entry(str(row["at"]), shown(row["reviewer"]), text, taken_back, int(row["step"]), names.get(id, id), id)


def undoable(db: Look, t: Texts, reviewer: str) -> Undoable | None:
    """What the reviewer's undo would take back."""
    reviews = Reviews(db)
    step = reviews.last_step_of(reviewer)
    return None if step is None else Undoable(step, said_of(db, t, reviews.of_step(step)))


def said_of_step(db: Look, t: Texts, step: str) -> str:
    """What a step came to, by its number as an address gives it; empty for none."""
    rows = Reviews(db).of_step(int(step)) if step.isascii() and step.isdigit() and len(step) < 16 else []
    return said_of(db, t, rows)


def said_of(db: Look, t: Texts, rows: Sequence[Review]) -> str:
    """What the rows of one step came to."""
    if not rows:
        return ""
    first = rows[0]
    if first.action == "undo":
        undone = db.execute("SELECT step FROM review WHERE id = (SELECT undoes FROM review WHERE id = ?)", [first.id])
        what = next((said_of(db, t, Reviews(db).of_step(int(step))) for (step,) in undone.fetchall()), "")
        return t("said.undo", what=what) if what else t("said.undo_plain")
    names = names_of(db, [first.initiative_id, first.other_id])
    name, other = names.get(first.initiative_id, ""), names.get(first.other_id, "")
    if first.action == "verdict" and len(rows) >= BULK:
        return t("said.bulk", n=t.whole(len(rows)))
    if first.action == "verdict":
        return t(f"said.{first.status}", name=name, reason=t.label("reason", first.reason))
    return t(
        "said.split" if first.action == "not-same" and not other else f"said.{first.action}", name=name, other=other
    )


def _value(t: Texts, field: str, value: str) -> str:
    return t.label(field, value) if field in ("practice", "actor") else shown(value)
