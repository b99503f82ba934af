"""Two initiatives that belong together without being one: a branch, a currency and its association, a house's guest."""

from sqlite_utils import Database


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
