"""Candidates on the map: near ones in one mark, so that any number of them answers at once."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

FILTERS = ("town", "kind", "practice", "status")
"""What candidates may be chosen by; a town by its code."""
LISTED = 100
"""Candidates named beside the map, the best first."""
MARKS_ACROSS = 16
"""Squares into which the shown part is divided from west to east; arbitrary, so that marks seldom overlap."""
FINEST = 0.0002
"""Degrees (20 m) below which candidates of one square stay one mark."""
_COLUMNS = {"town": "town_code", "kind": "kind", "practice": "practice", "status": "status"}


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map, in degrees."""

    west: float = -180.0
    south: float = -90.0
    east: float = 180.0
    north: float = 90.0


def read_box(text: str) -> Box | None:
    """`west,south,east,north`; None where it is no part of the map."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    if not all(map(isfinite, (west, south, east, north))) or west >= east or south >= north:
        return None
    return Box(max(-180.0, west), max(-90.0, south), min(180.0, east), min(90.0, north))


def points(db: sqlite3.Connection, chosen: Mapping[str, str], box: Box) -> dict[str, Any]:
    """Marks of a part of the map, the first candidates in it, and how many have no point.

    A mark is [latitude, longitude, count], and of one candidate alone also its id, name and status.
    """
    where, values = _where(chosen)
    side = max((box.east - box.west) / MARKS_ACROSS, FINEST)
    inside = f"{where} AND latitude BETWEEN :south AND :north AND longitude BETWEEN :west AND :east"
    values |= {"west": box.west, "south": box.south, "east": box.east, "north": box.north, "side": side}
    # min(id) makes SQLite give name and status of the same row
    rows = db.execute(
        "SELECT avg(latitude), avg(longitude), count(*), min(id), name, status FROM initiatives"
        f" WHERE {inside} GROUP BY CAST((latitude + 90) / :side * 1.4 AS INTEGER), CAST((longitude + 180) / :side AS"
        " INTEGER)",
        values,
    ).fetchall()
    marks = [
        [round(row[0], 5), round(row[1], 5), row[2], *((row[3], row[4], row[5]) if row[2] == 1 else ())] for row in rows
    ]
    return {"marks": marks, "count": sum(row[2] for row in rows), "listed": listed(db, chosen, box)}


def listed(db: sqlite3.Connection, chosen: Mapping[str, str], box: Box | None) -> list[dict[str, Any]]:
    """The best candidates of a part of the map (of all, with or without a point, where there is none), with names."""
    where, values = _where(chosen)
    if box:
        where += " AND latitude BETWEEN :south AND :north AND longitude BETWEEN :west AND :east"
        values |= {"west": box.west, "south": box.south, "east": box.east, "north": box.north}
    rows = db.execute(
        "SELECT id, name, town, kind, status, latitude, longitude FROM initiatives WHERE id IN"
        f" (SELECT id FROM initiatives WHERE {where} ORDER BY score DESC, id LIMIT {LISTED}) ORDER BY score DESC, id",
        values,
    ).fetchall()
    names = ("id", "name", "town", "kind", "status", "latitude", "longitude")
    return [dict(zip(names, tuple(row), strict=True)) for row in rows]


def town_point(db: sqlite3.Connection, chosen: Mapping[str, str]) -> list[object] | None:
    """Latitude, longitude and name of the town that is chosen; None where none is, or nobody knows where it lies."""
    row = db.execute(
        "SELECT latitude, longitude, name FROM town WHERE code = ? AND latitude IS NOT NULL AND longitude IS NOT NULL",
        [chosen.get("town", "")],
    ).fetchone()
    return list(row) if row else None


def without_point(db: sqlite3.Connection, chosen: Mapping[str, str]) -> int:
    """How many candidates the map cannot show."""
    where, values = _where(chosen)
    (count,) = db.execute(f"SELECT count(*) FROM initiatives WHERE {where} AND latitude IS NULL", values).fetchone()
    return int(count)


def extent(db: sqlite3.Connection, chosen: Mapping[str, str]) -> Box | None:
    """The part of the map in which the chosen candidates are; None where none has a point."""
    where, values = _where(chosen)
    west, south, east, north = db.execute(
        f"SELECT min(longitude), min(latitude), max(longitude), max(latitude) FROM initiatives WHERE {where}"
        " AND latitude >= -90",
        values,
    ).fetchone()
    return None if west is None else Box(west, south, east, north)


def choices(db: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """Filter -> (value, name) of what there is to choose from, in no order but that of work for statuses."""
    towns = db.execute("SELECT code, name FROM town WHERE code IN (SELECT town_code FROM initiative)").fetchall()
    kinds = db.execute("SELECT id, practice FROM kind").fetchall()
    practices = sorted({str(practice) for _, practice in kinds})
    return {
        "town": [(str(code), str(name)) for code, name in towns],
        "kind": [(str(kind), str(kind)) for kind, _ in kinds],
        "practice": [(name, name) for name in practices],
        "status": [(name, name) for name in ("DISCOVERED", "IN", "OUT", "UNDECIDED")],
    }


def _where(chosen: Mapping[str, str]) -> tuple[str, dict[str, object]]:
    given = {name: chosen[name] for name in FILTERS if chosen.get(name)}
    clauses = [f"{_COLUMNS[name]} = :{name}" for name in given]
    return " AND ".join(clauses) or "1", dict(given)
