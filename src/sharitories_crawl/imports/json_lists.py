"""JSON, JSON Lines and GeoJSON: objects become rows, what lies inside an object a column `address.city`."""

import json
from collections.abc import Iterable, Mapping

from sharitories_crawl.errors import BadInput
from sharitories_crawl.imports.decoding import decode
from sharitories_crawl.imports.table import Reject, Table, build_table

_WRAPPERS = ("data", "features", "results", "records", "items", "elements", "rows", "entries", "value")
"""Keys under which services put their list; tried in this order, then any key with a list of objects."""
_DEEPEST = 4
_EXCERPT = 300
CONTENT = "content"
"""Column of what is no object."""


def read_json(file: str, content: bytes) -> Table:
    """The table of a JSON list, of an object with a list in it, or of a GeoJSON FeatureCollection."""
    text, _ = decode(file, content)
    try:
        decoded = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(
            f"{file}, line {error.lineno}, column {error.colno}: this is no JSON ({error.msg}); "
            "a file with one object on each line is to be named .jsonl"
        ) from None
    except RecursionError:
        raise BadInput(f"{file} is nested too deep to be a list") from None
    except ValueError as error:  # a number of more than 4,300 digits
        raise BadInput(f"{file} cannot be read as JSON: {error}") from None
    items, notes = _list_in(file, decoded)
    return _table(enumerate(items, start=1), (), notes)


def read_json_lines(file: str, content: bytes) -> Table:
    """The table of a file with one object on each line; a line that is none is rejected alone."""
    text, _ = decode(file, content)
    items: list[tuple[int, object]] = []
    rejects: list[Reject] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            items.append((number, json.loads(line)))
        except (ValueError, RecursionError) as error:
            why = f"this line is no JSON: {getattr(error, 'msg', 'nested too deep')}"
            rejects.append(Reject(number, "broken-json", why, (line.strip()[:_EXCERPT],)))
    if not items:
        raise BadInput(f"{file}, line 1: not one line is JSON; a list in brackets is to be named .json")
    return _table(items, rejects, ())


def _list_in(file: str, decoded: object) -> tuple[list[object], tuple[str, ...]]:
    """(the list, notes on where it was found)."""
    if isinstance(decoded, list):
        return decoded, ()
    if isinstance(decoded, dict):
        lists = [key for key in (*_WRAPPERS, *decoded) if isinstance(decoded.get(key), list)]
        full = [key for key in lists if any(isinstance(item, dict) for item in decoded[key])]
        for key in (full or lists)[:1]:
            return decoded[key], (f"the list was found under “{key}”",)
    raise BadInput(
        f"{file} holds no list: a list of objects is expected, [{{...}}, {{...}}], or an object with one under "
        f"{', '.join(_WRAPPERS[:4])} or another key"
    )


def _table(items: Iterable[tuple[int, object]], rejects: Iterable[Reject], notes: tuple[str, ...]) -> Table:
    refused = list(rejects)
    rows: list[tuple[int, dict[str, str]]] = []
    for number, item in items:
        if isinstance(item, dict):
            rows.append((number, _cells_of(item)))
        else:
            text = _text(json.dumps(item, ensure_ascii=False))[:_EXCERPT]
            refused.append(Reject(number, "not-an-object", "the entry is no object with named fields", (text,)))
    columns = list(dict.fromkeys(name for _, cells in rows for name in cells)) or [CONTENT]
    return build_table(
        columns, ((number, [cells.get(name, "") for name in columns]) for number, cells in rows), refused, notes
    )


def _cells_of(item: Mapping[str, object]) -> dict[str, str]:
    """Names -> texts; a GeoJSON feature gives its properties, and a point its two degrees."""
    cells: dict[str, str] = {}
    fields = dict(item)
    geometry = fields.pop("geometry", None)
    if fields.get("type") == "Feature":
        properties = fields.pop("properties", None)
        fields.pop("type")
        fields.pop("bbox", None)
        fields |= properties if isinstance(properties, dict) else {}
    _flatten(fields, "", cells, 1)
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        degrees = geometry.get("coordinates")
        if isinstance(degrees, list) and len(degrees) >= 2 and not {"latitude", "lat"} & cells.keys():
            # longitude comes first in GeoJSON (RFC 7946)
            cells["longitude"], cells["latitude"] = _text(degrees[0]), _text(degrees[1])
    return cells


def _flatten(fields: Mapping[str, object], before: str, cells: dict[str, str], depth: int) -> None:
    for key, value in fields.items():
        name = f"{before}{_text(key)}"
        if isinstance(value, dict):
            if depth < _DEEPEST:
                _flatten(value, f"{name}.", cells, depth + 1)
        elif isinstance(value, list):
            named = (item.get("name", "") if isinstance(item, dict) else item for item in value)
            cells[name] = "; ".join(text for item in named if (text := _text(item)))
        else:
            cells[name] = _text(value)


def _text(value: object) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    # JSON may hold half a surrogate pair, which no file and no database takes
    return str(value).encode("utf-8", "replace").decode("utf-8")
