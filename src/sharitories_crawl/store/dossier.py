"""All that a review page shows of one candidate: fields, evidence, what people said, and its nearest neighbours."""

import heapq
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz
from sqlite_utils import Database

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models.reviewing import Seen
from sharitories_crawl.store.queues import NOT_UNDONE, SHOWN, Position, Row
from sharitories_crawl.store.reviews import Reviews

MOST_EVIDENCE = 200
MOST_REVIEWS = 20
LONGEST = 2_000
"""Of a text that a page shows; what a site writes may be of any length. All three arbitrary."""


@dataclass(frozen=True, slots=True)
class Item:
    """A candidate as a page shows it."""

    id: str
    """What it is called now, where it was asked for by an id that went into another."""
    seen: Seen
    """To be sent back with a decision."""
    fields: Row
    """The row of the table initiative, with the names of town and kind."""
    crawled: Mapping[str, str]
    """What the crawl says of fields that a person edited."""
    changed: tuple[str, ...]
    reasons: tuple[str, ...]
    evidence: tuple[Row, ...]
    """The most telling first; of very many only the first MOST_EVIDENCE."""
    reviews: tuple[Row, ...]
    """The latest first, those undone too, marked so."""
    position: Position


def item(db: Database, id: str) -> Item | None:
    """The candidate of that id, or the one it went into; None for an id that was never given."""
    standing = Reviews(db).standing(id)
    if standing is not None and standing.merged_into:
        id = Reviews(db).redirects(standing.town_code)[id]
        standing = Reviews(db).standing(id)
    if standing is None:
        return None
    fields = next(
        db.query(
            "SELECT i.*, t.name AS town, k.label_fr, k.label_en FROM initiative i JOIN town t ON t.code = i.town_code"
            " LEFT JOIN kind k ON k.id = i.kind WHERE i.id = ?",
            [id],
        )
    )
    return Item(
        id=id, seen=standing.seen, fields=fields, crawled=standing.crawled,
        changed=tuple(json.loads(fields["changed"])), reasons=tuple(json.loads(fields["reasons"])),
        evidence=tuple(evidence(db, id)), reviews=tuple(reviews_of(db, id)),
        position=Position(fields["priority"], id),
    )  # fmt: skip


def evidence(db: Database, id: str) -> list[Row]:
    """The mentions of a candidate, each with the status of its page, and whether that lies in the archive."""
    rows = db.query(
        f"SELECT m.id, m.source, m.query_id, m.rank, m.url, m.found_in, substr(m.title, 1, {LONGEST}) AS title,"
        f" substr(m.snippet, 1, {LONGEST}) AS snippet, substr(m.name, 1, {LONGEST}) AS name, m.kind, m.relevance,"
        " m.locality, m.locality_reason, m.place_name, m.reasons, m.street, m.postal_code, m.city, m.licence,"
        " m.fetched_at, m.list_url, m.gone_at, p.status AS page_status, p.response_id IS NOT NULL AS archived"
        " FROM membership s JOIN mention m ON m.id = s.mention_id LEFT JOIN page p ON p.url = m.found_in"
        " WHERE s.initiative_id = ? ORDER BY m.relevance DESC, m.id LIMIT ?",
        [id, MOST_EVIDENCE],
    )
    return [{**row, "reasons": json.loads(row["reasons"]), "archived": bool(row["archived"])} for row in rows]


def reviews_of(db: Database, id: str) -> list[Row]:
    """What people said of a candidate, by its mentions or its name, the latest first."""
    rows = db.query(
        "WITH touched(id) AS (SELECT m.review_id FROM membership s JOIN review_mention m ON m.mention_id = s.mention_id"
        " WHERE s.initiative_id = :id UNION SELECT id FROM review WHERE initiative_id = :id"
        " UNION SELECT id FROM review WHERE other_id = :id AND other_id <> '')"
        " SELECT r.id, r.step, r.at, r.reviewer, r.action, r.initiative_id, r.other_id, r.status, r.reason, r.note,"
        f" r.field, r.value, r.undoes, {NOT_UNDONE} AS in_force FROM review r WHERE r.id IN (SELECT id FROM touched)"
        " AND r.action <> 'second-look' ORDER BY r.id DESC LIMIT :limit",
        {"id": id, "limit": MOST_REVIEWS},
    )
    return [{**row, "in_force": bool(row["in_force"]) and row["action"] != "undo"} for row in rows]


def nearest(db: Database, id: str, limit: int = 5) -> list[dict[str, Any]]:
    """The candidates of the same town that it may be the same as: suggested pairs, then like names and addresses."""
    # tuples: a town may have a thousand candidates, of which five are shown
    rows = db.execute(
        "SELECT i.id, i.name, i.street, i.kind"
        f" FROM initiative i WHERE {SHOWN} AND i.town_code = (SELECT town_code FROM initiative WHERE id = ?)",
        [id],
    ).fetchall()
    own = next((row for row in rows if row[0] == id), None)
    if own is None:
        return []
    suggested = {
        str(a if b == id else b): float(score)
        for a, b, score in db.execute(
            "SELECT ma.initiative_id, mb.initiative_id, max(s.score) FROM suggestion s"
            " JOIN membership ma ON ma.mention_id = s.mention_a JOIN membership mb ON mb.mention_id = s.mention_b"
            " WHERE s.town_code = (SELECT town_code FROM initiative WHERE id = :id)"
            " AND :id IN (ma.initiative_id, mb.initiative_id) GROUP BY 1, 2",
            {"id": id},
        )
    }
    name, street, kind = fold(own[1]), fold(own[2]), own[3]

    def likeness(other: str, other_name: str, other_street: str, other_kind: str) -> float:
        # names that share nothing still have half of their letters in common
        by_name = max(0.0, fuzz.token_set_ratio(name, fold(other_name)) / 50 - 1)
        at_door = 0.5 if street and street == fold(other_street) else 0.0
        of_kind = 0.05 if kind and kind == other_kind else 0.0
        return round(suggested.get(other, 0.0) + by_name + at_door + of_kind, 4)

    likest = heapq.nsmallest(limit, ((-likeness(*row), row[0]) for row in rows if row[0] != id))
    shown = {
        row["id"]: row
        for row in db.query(
            "SELECT id, name, kind, status, street, postal_code, city, url, mentions FROM initiative"
            " WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps([other for _, other in likest])],
        )
    }
    return [{**shown[other], "likeness": -unlike} for unlike, other in likest]
