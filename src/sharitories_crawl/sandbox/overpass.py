"""Answers Overpass QL over the world's map: one area, tag filters, `out center tags`."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sharitories_crawl.geo.names import fold
from sharitories_crawl.sandbox.world import MapElement, World

_STATEMENT = re.compile(r"\b(nwr|nw|nr|wr|node|way|rel|relation)\b((?:\s*\[[^\]]*\])+)\s*((?:\([^)]*\)\s*)*)")
_FILTER = re.compile(r'\[\s*(~?)"?([^"~=!\]]+|[^"\]]*?)"?\s*(?:(!?=|!?~)\s*"((?:[^"\\]|\\.)*)"\s*(,\s*i)?)?\s*\]')
_AREA = re.compile(r"\barea((?:\s*\[[^\]]*\])+)|\brel(?:ation)?((?:\s*\[[^\]]*\])+)\s*;\s*map_to_area")
_AREA_VALUE = re.compile(r'=\s*"([^"]+)"')
_BOX = re.compile(r"\(\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*\)")
_TYPES = {
    "nwr": {"node", "way", "relation"},
    "nw": {"node", "way"},
    "nr": {"node", "relation"},
    "wr": {"way", "relation"},
    "rel": {"relation"},
}
_TIMESTAMP = "2026-11-20T04:00:00Z"


class UnreadableQuery(ValueError):
    """The QL holds nothing this little server understands; Overpass answers such with status 400."""


@dataclass(frozen=True, slots=True)
class _TagFilter:
    key: str
    operator: str
    value: str
    any_case: bool
    key_is_pattern: bool

    def holds(self, tags: Mapping[str, str]) -> bool:
        if self.key_is_pattern:
            flags = re.IGNORECASE if self.any_case else 0
            return any(re.search(self.key, key) and re.search(self.value, tags[key], flags) for key in tags)
        value = tags.get(self.key)
        match self.operator:
            case "":
                return value is not None
            case "=":
                return value == self.value
            case "!=":
                return value != self.value
        found = value is not None and bool(re.search(self.value, value, re.IGNORECASE if self.any_case else 0))
        return found if self.operator == "~" else not found


def _filters(text: str) -> tuple[_TagFilter, ...]:
    read = []
    for pattern, key, operator, value, any_case in _FILTER.findall(text):
        if key.startswith("!"):
            read.append(_TagFilter(key[1:].strip('"'), "!~", ".", False, False))
        else:
            read.append(_TagFilter(key.strip(), operator, value.replace("\\\\", "\\"), bool(any_case), bool(pattern)))
    return tuple(read)


def _place(query: str, world: World) -> Callable[[MapElement], bool]:
    """Whether an element lies in the area or box the query names."""
    box = _BOX.search(query)
    if box:
        south, west, north, east = (float(edge) for edge in box.groups())
        return lambda element: south <= element.latitude <= north and west <= element.longitude <= east
    area = _AREA.search(query)
    if not area:
        raise UnreadableQuery("no area and no bounding box")
    named = set(_AREA_VALUE.findall(area.group(1) or area.group(2)))
    folded = {fold(name) for name in named}
    codes = {
        town.code for town in world.towns if named.intersection((town.code, *town.areas)) or fold(town.name) in folded
    }
    for code in named.intersection(world.extra_areas):
        codes.add(code)
        folded.add(fold(world.extra_areas[code]))
    return lambda element: (element.commune in named | codes) or (fold(element.commune_name) in folded)


def _as_json(element: MapElement) -> dict[str, object]:
    position = {"lat": element.latitude, "lon": element.longitude}
    where: dict[str, object] = dict(position) if element.type == "node" else {"center": position}
    return {"type": element.type, "id": element.id, **where, "tags": dict(element.tags)}


def _envelope(elements: Iterable[MapElement], remark: str = "") -> str:
    answer: dict[str, object] = {
        "version": 0.6,
        "generator": "Overpass API 0.7.62.8 (fictional sandbox)",
        "osm3s": {
            "timestamp_osm_base": _TIMESTAMP,
            "timestamp_areas_base": _TIMESTAMP,
            "copyright": "Fictional data of a sandbox, in the shape of OpenStreetMap's.",
        },
        "elements": [_as_json(element) for element in elements],
    }
    if remark:
        answer["remark"] = remark
    return json.dumps(answer, ensure_ascii=False)


def answer_overpass(world: World, query: str) -> str:
    """The JSON answer to a QL query. Raises UnreadableQuery where it names no area or no filter."""
    in_place = _place(query, world)
    statements = [
        (_TYPES.get(kind, {kind}), _filters(filters))
        for kind, filters, where in _STATEMENT.findall(query)
        if "(" in where or "map_to_area" not in query
    ]
    if not statements:
        raise UnreadableQuery("no statement with a tag filter")
    return _envelope(
        element
        for element in world.map_elements
        if in_place(element)
        and any(
            element.type in types and all(one.holds(element.tags) for one in filters) for types, filters in statements
        )
    )


def out_of_time() -> str:
    """What Overpass sends when it ran out of time: status 200, a remark, and too few elements."""
    return _envelope((), remark='runtime error: Query timed out in "query" at line 4 after 91 seconds.')
