"""A queue as one walks it: which candidates, where one stands, what comes before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from sharitories_crawl.models.reviewing import VERDICTS, Status
from sharitories_crawl.review.pages.visit import Visit
from sharitories_crawl.store.look import Look
from sharitories_crawl.store.queues import Filters, Position, Row, queue_length, queue_page

WAITING = str(Status.DISCOVERED)
ALL = "all"
AHEAD = 2
"""How many of the next candidates a page fetches ahead."""
FILTERS = ("town", "kind", "practice", "actor", "status", "source", "q")


@dataclass(frozen=True, slots=True)
class Move:
    """Where one may go from here; addresses are empty where there is nothing."""

    here: str
    """The address within review, which a decision sends along."""
    before: str = ""
    ahead: tuple[str, ...] = ()
    end: str = ""
    """What comes after the last."""
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """`candidates` with filters, or `changed`."""

    name: str
    chosen: Mapping[str, str]
    """Filters as the address has them."""

    @property
    def filters(self) -> Filters:
        """For the store; what the address does not say is what waits for a first verdict."""
        if self.name == "changed":
            return Filters(town=self.chosen.get("town", ""), status="", changed=True)
        status = self.chosen.get("status") or WAITING
        plain: dict[str, Any] = {name: value for name, value in self.chosen.items() if name != "status"}
        return Filters(**plain, status="" if status == ALL else status)

    def address(self, visit: Visit, **place: str) -> str:
        """Of the queue at a place: `at` an id, or `past` one."""
        return visit.at(self.name, **self.chosen, **place)

    def here(self, **place: str) -> str:
        """The same within review."""
        told = urlencode({**self.chosen, **{name: value for name, value in place.items() if value}})
        return f"{self.name}?{told}" if told else self.name

    def first(self, db: Look, past: Position | None = None) -> str:
        """The id that comes first, or first after a position; empty at the end."""
        rows = queue_page(db, self.filters, past, limit=1)
        return str(rows[0]["id"]) if rows else ""

    def left(self, db: Look) -> int:
        """How many wait in it."""
        return queue_length(db, self.filters)

    def move(self, visit: Visit, db: Look, position: Position) -> Move:
        """Where one may go from a candidate."""
        before = queue_page(db, self.filters, position, limit=1, backwards=True)
        ahead = queue_page(db, self.filters, position, limit=AHEAD)
        return Move(
            self.here(at=position.id),
            self.address(visit, at=_id(before[0])) if before else "",
            tuple(self.address(visit, at=_id(row)) for row in ahead),
            self.address(visit, past=position.id),
            self.left(db),
        )


def queue_named(name: str, arguments: Mapping[str, str]) -> Queue:
    """The queue of an address; what is no filter, or no status, is left out."""
    names = ("town",) if name == "changed" else FILTERS
    chosen = {each: arguments[each].replace("\0", " ").strip() for each in names if arguments.get(each, "").strip()}
    if chosen.get("status") not in (*Status, ALL, None):
        del chosen["status"]
    return Queue(name, chosen)


def came_from(told: str) -> tuple[str, dict[str, str]]:
    """Page and arguments of an address within review; what was not one of ours leads home."""
    parts = urlsplit(told) if told.isprintable() else urlsplit("")
    page = parts.path if not parts.scheme and not parts.netloc else ""
    return page, dict(parse_qsl(parts.query, max_num_fields=30))


def statuses() -> tuple[str, ...]:
    """All that a candidate may have, in the order of work."""
    return (WAITING, *map(str, VERDICTS))


def _id(row: Row) -> str:
    return str(row["id"])
