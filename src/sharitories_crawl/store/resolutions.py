"""What a town's mentions came to, written as the difference to what stands: finding the same again writes nothing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from types import MappingProxyType

from sqlite_utils import Database

from sharitories_crawl.models import Initiative, Resolution
from sharitories_crawl.models.reviewing import EDITABLE, Ruling
from sharitories_crawl.store.moments import stamp
from sharitories_crawl.store.review_rows import ruled
from sharitories_crawl.store.transaction import together

_JOINED = tuple(field.name for field in fields(Initiative) if field.name != "members")
_COLUMNS = (
    *_JOINED, "status", "reviewed", "changed", "crawled", "mentions", "first_seen", "last_seen", "merged_into",
)  # fmt: skip
_KEPT = ("id", "first_seen")
"""What a known initiative keeps whatever is resolved, besides its first run."""


def put_resolution(
    db: Database,
    run_id: int,
    town_code: str,
    resolution: Resolution,
    now: datetime,
    rulings: Mapping[str, Ruling] = MappingProxyType({}),
) -> None:
    """Make the initiatives of a town what was resolved, under the rulings on them; first sight of known ones stays."""
    with together(db):
        _put_initiatives(db, run_id, town_code, resolution, now, rulings)
        _put_members(db, town_code, resolution)
        _put_rows(
            db, "suggestion", ("mention_a", "mention_b", "score", "reasons"), town_code,
            {(pair.a, pair.b, pair.score, _json(pair.reasons)) for pair in resolution.suggestions},
        )  # fmt: skip
        _put_rows(
            db, "relation", ("mention_a", "mention_b", "how", "score", "reasons"), town_code,
            {(pair.a, pair.b, pair.reasons[0], pair.score, _json(pair.reasons[1:])) for pair in resolution.related},
        )  # fmt: skip
        _put_rows(
            db, "contradiction", ("mention_a", "mention_b", "chain"), town_code,
            {(chain[0], chain[-1], _json(chain)) for chain in resolution.contradictions},
        )  # fmt: skip


def _put_initiatives(
    db: Database, run_id: int, town_code: str, resolution: Resolution, now: datetime, rulings: Mapping[str, Ruling]
) -> None:
    standing = {
        row[0]: row
        for row in db.execute(f"SELECT {', '.join(_COLUMNS)} FROM initiative WHERE town_code = ?", (town_code,))
    }
    seen = dict(db.execute("SELECT id, fetched_at FROM mention WHERE town_code = ?", (town_code,)).fetchall())
    new, changed = [], []
    for initiative in resolution.initiatives:
        moments = [seen[id] for id in initiative.members if id in seen] or [stamp(now)]
        row = _row(initiative, rulings.get(initiative.id, Ruling()), min(moments), max(moments))
        before = standing.get(initiative.id)
        if before is None:
            new.append((*row, initiative.score, run_id, run_id))
        elif any(a != b for name, a, b in zip(_COLUMNS, before, row, strict=True) if name not in _KEPT):
            values = [value for name, value in zip(_COLUMNS, row, strict=True) if name not in _KEPT]
            changed.append((initiative.score, *values, run_id, initiative.id))
    db.conn.executemany(
        f"INSERT INTO initiative({', '.join(_COLUMNS)}, priority, first_run_id, run_id)"
        f" VALUES ({', '.join('?' for _ in _COLUMNS)}, ?, ?, ?)",
        new,
    )
    updates = ", ".join(f"{name} = ?" for name in _COLUMNS if name not in _KEPT)
    # a priority that was learned is not the crawl's to change
    db.conn.executemany(
        "UPDATE initiative SET priority = CASE WHEN priority = score THEN ? ELSE priority END,"
        f" {updates}, run_id = ? WHERE id = ?",
        changed,
    )
    given = {initiative.id for initiative in resolution.initiatives}
    at = {name: place for place, name in enumerate(_COLUMNS)}
    empty = [id for id, row in standing.items() if id not in given and row[at["mentions"]]]
    db.conn.executemany("UPDATE initiative SET mentions = 0 WHERE id = ?", [(id,) for id in empty])
    redirects = resolution.redirects.items()
    db.conn.executemany(
        "UPDATE initiative SET merged_into = ?, run_id = ? WHERE id = ?", [(to, run_id, id) for id, to in redirects]
    )


def _row(initiative: Initiative, ruling: Ruling, first_seen: str, last_seen: str) -> tuple[object, ...]:
    values: dict[str, object] = {name: getattr(initiative, name) for name in _JOINED}
    values |= {name: _json(value) for name, value in values.items() if isinstance(value, tuple)}
    values |= ruled(ruling, {name: str(values[name]) for name in EDITABLE})
    values |= {"mentions": len(initiative.members), "first_seen": first_seen, "last_seen": last_seen}
    return tuple(values.get(name) for name in _COLUMNS)


def _put_members(db: Database, town_code: str, resolution: Resolution) -> None:
    members = {id: initiative.id for initiative in resolution.initiatives for id in initiative.members}
    standing = dict(
        db.execute(
            "SELECT s.mention_id, s.initiative_id FROM membership s JOIN mention m ON m.id = s.mention_id"
            " WHERE m.town_code = ?",
            (town_code,),
        ).fetchall()
    )
    db.conn.executemany("DELETE FROM membership WHERE mention_id = ?", [(id,) for id in standing if id not in members])
    db.conn.executemany(
        "INSERT INTO membership(mention_id, initiative_id) VALUES (?, ?)"
        " ON CONFLICT(mention_id) DO UPDATE SET initiative_id = excluded.initiative_id",
        [(id, to) for id, to in members.items() if standing.get(id) != to],
    )


def _put_rows(
    db: Database, table: str, columns: Sequence[str], town_code: str, wanted: Iterable[tuple[object, ...]]
) -> None:
    """Make a derived table's rows of a town those that are wanted."""
    rows = set(wanted)
    standing = set(db.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE town_code = ?", (town_code,)).fetchall())
    db.conn.executemany(
        f"DELETE FROM {table} WHERE town_code = ? AND mention_a = ? AND mention_b = ?",
        [(town_code, *row[:2]) for row in standing - rows],
    )
    db.conn.executemany(
        f"INSERT INTO {table}(town_code, {', '.join(columns)}) VALUES (?, {', '.join('?' for _ in columns)})",
        [(town_code, *row) for row in sorted(rows - standing, key=str)],
    )


def _json(value: Sequence[str]) -> str:
    return json.dumps(value, ensure_ascii=False)
