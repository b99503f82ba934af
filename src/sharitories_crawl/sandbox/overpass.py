"""Answers Overpass QL over the world's map: areas by code or name, tag filters, `out count`, `out center tags`."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sharitories_crawl.sandbox.world import MapElement, World

_TAGS = r'(?:\s*\[(?:"(?:[^"\\]|\\.)*"|[^\]"])*\])'
_STATEMENT = re.compile(
    rf"\b(area|nwr|nw|nr|wr|node|way|relation|rel)\b((?:\s*\([^)]*\))*)({_TAGS}+)((?:\s*\([^)]*\))*)"
    r"(\s*;\s*map_to_area)?"
)
_ONE_FILTER = re.compile(
    r'\[\s*(!?)\s*(~?)\s*"?([^"~=!\]]+)"?\s*(?:(!=|=|!~|~)\s*"((?:[^"\\]|\\.)*)"\s*(,\s*i)?)?\s*\]'
)
_BOX = re.compile(r"\(\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*\)")
_COUNT = re.compile(r"\.\w+\s+out\s+count\s*;")
_TYPES = {
    "nwr": {"node", "way", "relation"},
    "nw": {"node", "way"},
    "nr": {"node", "relation"},
    "wr": {"way", "relation"},
    "rel": {"relation"},
}
_LOCATING_KEYS = ("ref:INSEE", "name")
_TIMESTAMP = "2026-11-20T04:00:00Z"


class UnreadableQuery(ValueError):
    """The QL holds nothing this little server understands; Overpass answers such with status 400."""


@dataclass(frozen=True, slots=True)
class _TagFilter:
    key: str
    operator: str
    """Empty asks only whether the key is there; `!` whether it is absent."""
    value: str
    any_case: bool
    key_is_pattern: bool

    def holds(self, tags: Mapping[str, str]) -> bool:
        flags = re.IGNORECASE if self.any_case else 0
        if self.key_is_pattern:
            return any(re.search(self.key, key) and re.search(self.value, tags[key], flags) for key in tags)
        value = tags.get(self.key)
        match self.operator:
            case "":
                return value is not None
            case "!":
                return value is None
            case "=":
                return value == self.value
            case "!=":
                return value != self.value
        found = value is not None and bool(re.search(self.value, value, flags))
        return found if self.operator == "~" else not found


@dataclass(frozen=True, slots=True)
class _Statement:
    types: frozenset[str]
    filters: tuple[_TagFilter, ...]
    where: str
    to_area: bool


def _filters(text: str) -> tuple[_TagFilter, ...]:
    return tuple(
        _TagFilter(key.strip(), "!" if absent else operator, value.replace("\\\\", "\\"), bool(any_case), bool(pattern))
        for absent, pattern, key, operator, value, any_case in _ONE_FILTER.findall(text)
    )


def _statements(query: str) -> list[_Statement]:
    return [
        _Statement(
            types=frozenset({"area"} if kind == "area" else _TYPES.get(kind, {kind})),
            filters=_filters(tags),
            where=before + after,
            to_area=bool(to_area),
        )
        for kind, before, tags, after, to_area in _STATEMENT.findall(query)
    ]


def _areas_named(world: World, statements: Iterable[_Statement]) -> set[str]:
    """The code of each commune that the query's area statements choose; none where the map lacks it."""
    chosen: set[str] = set()
    asked = False
    countries = set()
    for statement in statements:
        countries |= {one.value for one in statement.filters if one.key.startswith("ISO3166-1")}
        locating = [one for one in statement.filters if one.key in _LOCATING_KEYS]
        if not locating or not (statement.to_area or "area" in statement.types):
            continue
        asked = True
        for area in world.areas:
            tags = {"ref:INSEE": area.code}
            if any(all(one.holds(tags | {"name": name}) for one in locating) for name in area.names):
                chosen |= {area.code} if not countries or area.country in countries else set()
    if not asked:
        raise UnreadableQuery("no area and no bounding box")
    return chosen


def _elements_in(world: World, query: str, statements: Iterable[_Statement]) -> tuple[int, list[MapElement]]:
    """How many areas the query chose, and the elements in them."""
    box = _BOX.search(query)
    if box:
        south, west, north, east = (float(edge) for edge in box.groups())
        inside = [
            element
            for element in world.map_elements
            if south <= element.latitude <= north and west <= element.longitude <= east
        ]
        return 1, inside
    areas = _areas_named(world, statements)
    return len(areas), [element for code in sorted(areas) for element in world.elements_by_commune.get(code, ())]


def _as_json(element: MapElement) -> dict[str, object]:
    position = {"lat": element.latitude, "lon": element.longitude}
    where: dict[str, object] = dict(position) if element.type == "node" else {"center": position}
    return {"type": element.type, "id": element.id, **where, "tags": dict(element.tags)}


def _envelope(elements: Iterable[dict[str, object]], remark: str = "") -> str:
    answer: dict[str, object] = {
        "version": 0.6,
        "generator": "Overpass API 0.7.62.8 (fictional sandbox)",
        "osm3s": {
            "timestamp_osm_base": _TIMESTAMP,
            "timestamp_areas_base": _TIMESTAMP,
            "copyright": "Fictional data of a sandbox, in the shape of OpenStreetMap's.",
        },
        "elements": list(elements),
    }
    if remark:
        answer["remark"] = remark
    return json.dumps(answer, ensure_ascii=False)


def answer_overpass(world: World, query: str) -> str:
    """The JSON answer to a QL query. Raises UnreadableQuery where it names no area or no filter."""
    statements = _statements(query)
    wanted = [one for one in statements if "area" not in one.types and not one.to_area]
    if not wanted:
        raise UnreadableQuery("no statement with a tag filter")
    areas, inside = _elements_in(world, query, statements)
    found = [
        _as_json(element)
        for element in inside
        if any(element.type in one.types and all(test.holds(element.tags) for test in one.filters) for one in wanted)
    ]
    if _COUNT.search(query):
        counts = {"nodes": "0", "ways": "0", "relations": "0", "areas": str(areas), "total": str(areas)}
        found.insert(0, {"type": "count", "id": 0, "tags": counts})
    return _envelope(found)


def out_of_time() -> str:
    """What Overpass sends when it ran out of time: status 200, a remark, and too few elements."""
    return _envelope((), remark='runtime error: Query timed out in "query" at line 4 after 91 seconds.')
