"""Two candidates that may be the same, side by side, their differences marked."""

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sharitories_crawl.review.pages.candidates import shared
from sharitories_crawl.review.pages.dossier_view import address_of, kind_label, pieces_of, seen_text
from sharitories_crawl.review.pages.filters import filter_form
from sharitories_crawl.review.pages.queue import AHEAD, Move, Queue
from sharitories_crawl.review.pages.visit import Visit, visit
from sharitories_crawl.review.reasons import reasons_in
from sharitories_crawl.review.showing import host_of, link_to, shown
from sharitories_crawl.store.dossier import Item, item
from sharitories_crawl.store.look import Look
from sharitories_crawl.store.queues import PairPosition, Row, pairs

if TYPE_CHECKING:
    from datasette.app import Datasette

MOST_PIECES = 10
"""Pieces of evidence on each side; arbitrary."""
BETWEEN = "~"
"""Between score and mentions, which together are a place in the queue that outlives the pair."""

_SAME = {
    "address": "same street address", "url": "same site ", "phone": "same phone ", "email": "same email ",
    "siren": "same SIREN ", "rna": "same RNA ",
}  # fmt: skip
"""Line of the comparison -> how a reason begins that says the same of both."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one of the two has in a line."""

    text: str
    link: str = ""
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison."""

    label: str
    cells: tuple[Cell, ...]
    tells: bool = True
    """Whether a difference speaks against their being one."""
    same: bool = False
    """Whether the evidence of both has it in common, though what is shown of it differs."""

    @property
    def differs(self) -> bool:
        """Whether the two say different things; where one says nothing they do not."""
        said = {cell.text.casefold() for cell in self.cells if cell.text}
        return self.tells and not self.same and len(said) > 1


async def pair(datasette: "Datasette", request: Any) -> Any:
    """The pair at a place of the queue, or the next one where that is decided."""
    here = await visit(datasette, request)

    def look(db: Look) -> dict[str, Any]:
        town, at, past = (here.arguments.get(name, "") for name in ("town", "at", "past"))
        row = _standing(db, at) or next(iter(pairs(db, _position(at or past), 1, town=town)), None)
        sides = [item(db, str(row[id])) for id in ("id_a", "id_b")] if row else []
        if row is None or None in sides:
            return _end(here, db, town)
        return _context(here, db, row, [side for side in sides if side], town)

    context = await here.read(look)
    return await here.page("review_pair.html" if "rows" in context else "review_end.html", **context)


def place_of(row: Row) -> str:
    """How an address names a pair."""
    return BETWEEN.join((str(row["score"]), row["mention_a"], row["mention_b"]))


def next_pair(visit: Visit, db: Look, place: str, town: str) -> str:
    """The address of the pair after a place."""
    row = next(iter(pairs(db, _position(place), 1, town=town)), None)
    return visit.at("pairs", town=town, **({"at": place_of(row), "before": place} if row else {"past": place}))


def pair_of(visit: Visit, db: Look, id: str, town: str) -> str:
    """The address of the likeliest pair that a candidate is in, or of the queue's first."""
    row = next(iter(pairs(db, None, 1, initiative=id)), None)
    return visit.at("pairs", town=town, at=place_of(row) if row else "")


def _position(place: str) -> PairPosition | None:
    score, _, mentions = place.partition(BETWEEN)
    a, _, b = mentions.partition(BETWEEN)
    try:
        return PairPosition(float(score), a, b) if b else None
    except ValueError:
        return None


def _standing(db: Look, place: str) -> Row | None:
    """The pair at exactly that place, where it still waits."""
    position = _position(place)
    if position is None:
        return None
    ids = db.execute("SELECT initiative_id FROM membership WHERE mention_id = ?", [position.mention_a]).fetchone()
    found = pairs(db, initiative=str(ids[0]), limit=1000) if ids else []
    wanted = (position.mention_a, position.mention_b)
    return next((row for row in found if (row["mention_a"], row["mention_b"]) == wanted), None)


def _context(here: Visit, db: Look, row: Row, sides: list[Item], town: str) -> dict[str, Any]:
    place = place_of(row)
    told = [str(reason) for reason in json.loads(row["reasons"])]
    queue = Queue("pairs", {"town": town} if town else {})
    ahead = pairs(db, _position(place), AHEAD, town=town)
    before = here.arguments.get("before", "")
    move = Move(
        queue.here(at=place),
        queue.address(here, at=before) if before else "",
        tuple(queue.address(here, at=place_of(each), before=place) for each in ahead[:1]),
        queue.address(here, past=place),
    )
    return {
        "here": move.here, "move": move, "rows": _lines(here, sides, told), "filters": filter_form(here, db, queue),
        "sides": [
            {
                "id": side.id, "name": shown(side.fields["name"]), "seen": seen_text(side.seen),
                "mentions": side.fields["mentions"], "alone": here.at(f"candidate/{side.id}"),
                "evidence": pieces_of(here, db, side.evidence, MOST_PIECES),
            }
            for side in sides
        ],
        "reasons": reasons_in(told, here.t), "likeness": float(row["score"]), **shared(here, db),
    }  # fmt: skip


def _lines(here: Visit, sides: list[Item], told: list[str]) -> list[Line]:
    t = here.t
    same = {t(f"common.{name}") for name, words in _SAME.items() if any(each.startswith(words) for each in told)}
    rows = [side.fields for side in sides]

    def line(name: str, *texts: str) -> Line:
        return Line(t(f"common.{name}"), tuple(Cell(text) for text in texts))

    lines = [
        line("name", *(shown(row["name"]) for row in rows)),
        line("kind", *(kind_label(t, row) for row in rows)),
        line("actor", *(t.label("actor", row["actor"]) for row in rows)),
        line("address", *(address_of(row) for row in rows)),
        Line(
            t("common.url"),
            tuple(
                Cell(host_of(str(row["url"])), link_to(row["url"]), number == 0 and bool(link_to(row["url"])))
                for number, row in enumerate(rows)
            ),
        ),
        *(line(name, *(shown(row[name]) for row in rows)) for name in ("phone", "email", "siren", "rna")),
        replace(line("status", *(t.label("status", row["status"]) for row in rows)), tells=False),
        replace(line("score", *(t.number(row["score"]) for row in rows)), tells=False),
    ]  # fmt: skip
    lines = [replace(each, same=each.label in same and each.differs) for each in lines]
    return [each for each in lines if any(cell.text for cell in each.cells)]


def _end(here: Visit, db: Look, town: str) -> dict[str, Any]:
    queue = Queue("pairs", {"town": town} if town else {})
    waits = bool(pairs(db, None, 1, town=town))
    return {
        "here": queue.here(), "move": Move(queue.here()), "filters": filter_form(here, db, queue),
        "title": here.t("queue.end" if waits else "pair.none"), "about": "",
        "restart": queue.address(here) if waits else "", **shared(here, db),
    }  # fmt: skip
