"""Initiatives that nobody gave a site of their own for, and the questions that were asked about them by name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from sharitories_crawl.store.moments import stamp


@dataclass(frozen=True, slots=True)
class Unsited:
    """An initiative known by its name alone: articles, lists and directories tell of it."""

    name: str
    kind: str


def unsited(db: Database, town_code: str, kinds: Collection[str] = ()) -> list[Unsited]:
    """Those of a town, best score first, of certain kinds where some are given.

    Left out are those that a person threw out, and those that only a list of the user's own knows.
    """
    rows = db.execute(
        """
        SELECT i.name, i.kind FROM initiatives i JOIN membership s ON s.initiative_id = i.id
        JOIN mention m ON m.id = s.mention_id
        WHERE i.town_code = ? AND i.status <> 'OUT'
        GROUP BY i.id HAVING max(m.site) = '' AND max(m.query_id) <> '' ORDER BY i.score DESC, i.id
        """,
        [town_code],
    )
    return [Unsited(str(name), str(kind)) for name, kind in rows if not kinds or kind in kinds]


def names_asked(db: Database, town_code: str, path: str, since: datetime) -> tuple[set[str], set[str]]:
    """The last parts, which begin with `path`, of the ids of a town's questions put since then, to whomever.

    First all of them, then those whose answer leaves nothing to ask again.
    """
    rows = db.execute(
        """
        SELECT substr(q.id, length(q.source || '/' || q.town_code || '/') + 1) AS part,
          max(coalesce(a.retry_at, '') = '') AS answered
        FROM query q JOIN answer a ON a.query_id = q.id
        WHERE q.town_code = ? AND q.id GLOB q.source || '/' || q.town_code || '/' || ? || '*' AND a.asked_at >= ?
        GROUP BY part
        """,
        [town_code, path, stamp(since)],
    ).fetchall()
    return {str(part) for part, _ in rows}, {str(part) for part, answered in rows if answered}
