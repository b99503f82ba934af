"""What waits for a reviewer: candidates by town, kind and more in the order of their priority, pairs, second looks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from sharitories_crawl.models.reviewing import SECOND_LOOKS
from sharitories_crawl.store.queue_words import HOW_FAR, count_named, how_far, values_of

OPEN = "open"
"""Stands for the two statuses that wait for a verdict."""
MOST_COUNTED = 500
MOST_LOOKS_COUNTED = 100
"""Beyond that nobody minds how many there are. Both arbitrary."""
SHOWN = "i.merged_into IS NULL AND (i.mentions > 0 OR i.status <> 'DISCOVERED')"
CHOSEN = f"(r.id * 2654435761 % 4294967296 >> 16) % {SECOND_LOOKS} = 0"
"""The verdicts that get a second look, as `gets_second_look` tells them."""
NOT_UNDONE = "NOT EXISTS (SELECT 1 FROM review u WHERE u.undoes = r.id)"
_COLUMNS = (
    "i.id, i.name, i.town_code, t.name AS town, i.kind, i.practice, i.actor, i.status, i.score, i.priority,"
    " i.mentions, i.sources, i.changed, i.reviewed, i.url, i.street, i.postal_code, i.city"
)

_COUNTED_AS = {"DISCOVERED": "discovered", "IN": "accepted", "OUT": "rejected", "UNDECIDED": "undecided"}
# by town first, as the index has it, or SQLite would sort
_BY_STATUS = (
    "SELECT i.town_code, i.status, count(*) AS number FROM initiative i INDEXED BY initiative_progress"
    f" WHERE {SHOWN} GROUP BY i.town_code, i.status"
)
PROGRESS = ("candidates", *_COUNTED_AS.values())

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which candidates; what is empty does not matter."""

    town: str = ""
    """Its code."""
    kind: str = ""
    practice: str = ""
    actor: str = ""
    status: str = OPEN
    """`open`, one status, or empty for all."""
    source: str = ""
    q: str = ""
    """Words of its name, kind, address or site."""
    changed: bool = False
    """Only what has changed since its verdict, whatever its status."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a queue."""

    priority: float
    id: str


def queue_page(
    db: Database, filters: Filters, after: Position | None = None, limit: int = 20, *, backwards: bool = False
) -> list[Row]:
    """The next candidates after a position (before it, nearest first, where `backwards`), highest priority first.

    Where words are looked for, those that have them in their name come before all others.
    """
    where, values = _where(filters)
    order = "i.priority DESC, i.id" if not backwards else "i.priority, i.id DESC"
    sign, beyond = ("<", ">") if not backwards else (">", "<")
    if after is not None:
        behind = f"(i.priority {sign}= :priority AND (i.priority {sign} :priority OR i.id {beyond} :id))"
        values |= {"priority": after.priority, "id": after.id}
        if filters.q.strip():
            behind = f"({HOW_FAR} {beyond} :far OR ({HOW_FAR} = :far AND {behind}))"
            values["far"] = how_far(db, filters.q, after.id)
        where += f" AND {behind}"
    if filters.q.strip():
        order = f"{HOW_FAR}{' DESC' if backwards else ''}, {order}"
    rows = db.query(
        f"SELECT {_COLUMNS} FROM (SELECT i.id FROM {_from(filters)} WHERE {where} ORDER BY {order}"
        " LIMIT :limit) chosen JOIN initiative i ON i.id = chosen.id JOIN town t ON t.code = i.town_code"
        f" ORDER BY {order}",
        values | {"limit": limit},
    )
    return list(rows)


def queue_length(db: Database, filters: Filters) -> int:
    """How many candidates there are."""
    where, values = _where(filters)
    (count,) = db.execute(f"SELECT count(*) FROM {_from(filters)} WHERE {where}", values).fetchone()
    return int(count)


def named_length(db: Database, filters: Filters) -> int:
    """How many of them have the words that are looked for in their name; 0 where none are looked for."""
    where, values = _where(filters)
    return count_named(db, where, values) if filters.q.strip() else 0


def counts(db: Database, reviewer: str = "", towns: Sequence[Row] | None = None) -> dict[str, int]:
    """How much waits in each queue: open, undecided, changed, pairs, contradictions, second; `towns` is `progress`.

    Pairs are counted up to MOST_COUNTED only, second looks up to MOST_LOOKS_COUNTED.
    """

    def count(sql: str) -> int:
        return int(db.execute(sql).fetchone()[0])

    by_town = progress(db) if towns is None else towns
    undecided = sum(int(row["undecided"]) for row in by_town)
    return {
        "open": sum(int(row["discovered"]) for row in by_town) + undecided,
        "undecided": undecided,
        "changed": queue_length(db, Filters(status="", changed=True)),
        "pairs": count(f"SELECT count(*) FROM (SELECT 1 {_PAIRS} LIMIT {MOST_COUNTED})"),
        "contradictions": count("SELECT count(*) FROM contradiction"),
        "second": len(second_looks(db, reviewer, MOST_LOOKS_COUNTED)),
    }


def progress(db: Database) -> list[Row]:
    """For each town: how many candidates there are, how many have which status, how many have changed."""
    changed = dict(
        db.execute(
            "SELECT i.town_code, count(*) FROM initiative i INDEXED BY initiative_queue_changed"
            " WHERE i.changed <> '[]' AND i.merged_into IS NULL GROUP BY i.town_code"
        ).fetchall()
    )
    towns: dict[str, dict[str, Any]] = {}
    for code, name, status, count in db.execute(
        f"SELECT g.town_code, t.name, g.status, g.number FROM ({_BY_STATUS}) g JOIN town t ON t.code = g.town_code"
        " ORDER BY t.name, g.town_code"
    ):
        row = towns.setdefault(
            code, {"town_code": code, "town": name, **dict.fromkeys(PROGRESS, 0), "changed": changed.get(code, 0)}
        )
        row[_COUNTED_AS[status]] = count
        row["candidates"] += count
    return list(towns.values())


_PAIRS = (
    # CROSS: in this order, else SQLite would begin with all initiatives
    "FROM suggestion s CROSS JOIN membership ma ON ma.mention_id = s.mention_a CROSS JOIN membership mb"
    " ON mb.mention_id = s.mention_b CROSS JOIN initiative a ON a.id = ma.initiative_id"
    " CROSS JOIN initiative b ON b.id = mb.initiative_id"
    # what is rejected twice needs not be told apart
    " WHERE a.id <> b.id AND NOT (a.status = 'OUT' AND b.status = 'OUT')"
)


@dataclass(frozen=True, slots=True)
class PairPosition:
    """A place in the queue of pairs."""

    score: float
    mention_a: str
    mention_b: str


def pairs(
    db: Database, after: PairPosition | None = None, limit: int = 20, *, town: str = "", initiative: str = ""
) -> list[Row]:
    """Pairs that may be the same, likeliest first: ids, names and statuses of both, the score and its reasons."""
    where, values = "", {"limit": limit, "town": town, "initiative": initiative}
    if town:
        where += " AND s.town_code = :town"
    if initiative:
        own = "(SELECT mention_id FROM membership WHERE initiative_id = :initiative)"
        where += f" AND (s.mention_a IN {own} OR s.mention_b IN {own})"
    if after is not None:
        where += " AND s.score <= :score AND (s.score < :score OR (s.mention_a, s.mention_b) > (:a, :b))"
        values |= {"score": after.score, "a": after.mention_a, "b": after.mention_b}
    rows = db.query(
        "SELECT s.mention_a, s.mention_b, s.town_code, s.score, s.reasons, a.id AS id_a, a.name AS name_a,"
        " a.status AS status_a, b.id AS id_b, b.name AS name_b, b.status AS status_b"
        f" {_PAIRS}{where} ORDER BY s.score DESC, s.mention_a, s.mention_b LIMIT :limit",
        values,
    )
    return list(rows)


def contradictions(db: Database, town: str = "") -> list[Row]:
    """Where people keep apart what others, or they themselves, joined: the chain, and the reviews to choose among."""
    found: list[Row] = []
    for row in list(db.query("SELECT * FROM contradiction WHERE :town IN ('', town_code) ORDER BY 1, 2, 3", [town])):
        chain = json.loads(row["chain"])
        links = db.query(
            "SELECT r.id, r.step, r.at, r.reviewer, r.action, r.initiative_id, r.other_id FROM review r"
            f" WHERE r.town_code = :town AND r.action IN ('same', 'not-same') AND {NOT_UNDONE} AND 1 < (SELECT count(*)"
            " FROM review_mention m WHERE m.review_id = r.id AND m.mention_id IN (SELECT value FROM json_each(:chain)))"
            " ORDER BY r.id",
            {"town": row["town_code"], "chain": row["chain"]},
        )
        names = db.query(
            "SELECT m.id, m.name, m.url, s.initiative_id FROM json_each(?) c LEFT JOIN mention m ON m.id = c.value"
            " LEFT JOIN membership s ON s.mention_id = m.id ORDER BY c.key",
            [row["chain"]],
        )
        found.append({**row, "chain": chain, "mentions": list(names), "reviews": list(links)})
    return found


def second_looks(db: Database, reviewer: str, limit: int = MOST_COUNTED) -> list[str]:
    """Candidates whose verdict gets a second look and has none yet, by others than `reviewer` where there are others.

    The first ones decided come first. Their verdict is not among what is given.
    """
    rows = db.execute(
        "SELECT id FROM (SELECT r.id AS review_id, (SELECT s.initiative_id FROM review_mention m"
        "   CROSS JOIN membership s ON s.mention_id = m.mention_id WHERE m.review_id = r.id"
        "   AND NOT EXISTS (SELECT 1 FROM review_mention n JOIN review v ON v.id = n.review_id"
        "     WHERE n.mention_id = m.mention_id AND v.id > r.id AND v.action = 'verdict'"
        "     AND NOT EXISTS (SELECT 1 FROM review u WHERE u.undoes = v.id)) LIMIT 1) AS id"
        "  FROM review r INDEXED BY review_second_look"
        f" WHERE r.action = 'verdict' AND {CHOSEN} AND {NOT_UNDONE}"
        "  AND (r.reviewer <> :reviewer OR NOT EXISTS (SELECT 1 FROM review o WHERE o.reviewer <> :reviewer))"
        "  AND NOT EXISTS (SELECT 1 FROM review l WHERE l.action = 'second-look' AND l.value = CAST(r.id AS TEXT)"
        "   AND NOT EXISTS (SELECT 1 FROM review u WHERE u.undoes = l.id)))"
        " WHERE id IS NOT NULL ORDER BY review_id LIMIT :limit",
        {"reviewer": reviewer, "limit": limit},
    )
    return list(dict.fromkeys(str(id) for (id,) in rows))


def _from(filters: Filters) -> str:
    """With the index that has a queue in its order with the fewest others in between; SQLite would often sort."""
    if filters.q.strip():
        return "initiative_fts CROSS JOIN initiative i ON i.rowid = initiative_fts.rowid"
    if filters.changed:
        return "initiative i INDEXED BY initiative_queue_changed"
    if filters.town:
        return "initiative i INDEXED BY initiative_queue_town"
    if filters.kind:
        return "initiative i INDEXED BY initiative_queue_kind"
    if filters.status not in ("", OPEN):
        return "initiative i INDEXED BY initiative_queue_status"
    return "initiative i INDEXED BY initiative_queue"


def _where(filters: Filters) -> tuple[str, dict[str, object]]:
    where, values = SHOWN, dict[str, object]()
    for column, value in (
        ("town_code", filters.town), ("kind", filters.kind), ("practice", filters.practice), ("actor", filters.actor),
    ):  # fmt: skip
        if value:
            where += f" AND i.{column} = :{column}"
            values[column] = value
    if filters.changed:
        where = where.replace(SHOWN, "i.changed <> '[]' AND i.merged_into IS NULL")
    elif filters.status == OPEN:
        where += " AND i.status IN ('DISCOVERED', 'UNDECIDED')"
    elif filters.status:
        where += " AND i.status = :status"
        values["status"] = filters.status
    if filters.source:
        where += " AND instr(i.sources, json_quote(:source)) > 0"
        values["source"] = filters.source
    if filters.q.strip():
        where += " AND initiative_fts MATCH :q"
        values |= values_of(filters.q)
    return where, values
