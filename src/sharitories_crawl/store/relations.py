"""Two initiatives that belong together without being one: a branch, a currency and its association, a house's guest."""

import json
from collections.abc import Sequence

from sqlite_utils import Database

from sharitories_crawl.models import Pair


def put_relations(db: Database, town_code: str, related: Sequence[Pair]) -> None:
    """Make the relations of a town what was resolved; the first reason of each pair is the slug of how."""
    db.execute("DELETE FROM relation WHERE town_code = ?", (town_code,))
    db.conn.executemany(
        "INSERT INTO relation(mention_a, mention_b, town_code, how, score, reasons) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (pair.a, pair.b, town_code, pair.reasons[0], pair.score, json.dumps(pair.reasons[1:], ensure_ascii=False))
            for pair in related
        ],
    )


def relations_of(db: Database, id: str) -> list[dict[str, str]]:
    """What an initiative belongs together with, by its id or a mention's: id, name and how, surest first."""
    rows = db.query(
        "WITH own(id) AS (SELECT initiative_id FROM membership WHERE mention_id = :id UNION SELECT :id)"
        " SELECT id_b AS id, name_b AS name, how, score FROM related WHERE id_a IN (SELECT id FROM own)"
        " UNION SELECT id_a, name_a, how, score FROM related WHERE id_b IN (SELECT id FROM own)"
        " ORDER BY score DESC, id",
        {"id": id},
    )
    return [{name: str(row[name]) for name in ("id", "name", "how")} for row in rows]
