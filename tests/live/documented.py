"""The fields of an answer as documented, and in which of them a real answer differs."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "sources"

_GOGOCARTO = (
    "data[].id data[].name data[].geo.latitude data[].geo.longitude data[].address.streetAddress "
    "data[].address.postalCode data[].address.addressLocality data[].categories[]"
)
OPEN_ENDED = {
    "searxng": "query results[].url results[].title results[].content unresponsive_engines",
    "overpass": "elements[].type elements[].id elements[].tags.name elements[].tags.areas",
    "transiscope": _GOGOCARTO,
    "gogocarto": _GOGOCARTO,
}
"""Source -> the fields that it is read for, where real answers hold any number of others: tags, a map's own fields."""

_IDENTITY = re.compile(r"[0-9a-f]{16,}")


def fields_of(text: str) -> set[str]:
    """Every path to a value of a JSON text, as `results[].title`; keys that are ids stand as `*`."""
    try:
        return set(_paths(json.loads(text), ""))
    except ValueError:
        return set()


def _paths(value: object, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            name = "*" if _IDENTITY.fullmatch(str(key)) else str(key)
            yield from _paths(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        if path:
            yield path
        for inner in value:
            yield from _paths(inner, f"{path}[]")
    elif path:
        yield path


def documented_fields(source: str) -> set[str]:
    """The fields that a source's answer is documented to have; empty where it is no JSON."""
    if source in OPEN_ENDED:
        return set(OPEN_ENDED[source].split())
    answers = [path for path in (FIXTURES / source).glob("*.json") if path.name != "nothing.json"]
    return {name for path in answers for name in fields_of(path.read_text(encoding="utf-8"))}


def differences(source: str, text: str) -> tuple[list[str], list[str]]:
    """(documented but not in this answer, in this answer but not documented).

    The second only where all the fields of an answer are documented, and neither where none is: a page for people.
    """
    documented, seen = documented_fields(source), fields_of(text)
    known_whole = bool(documented) and source not in OPEN_ENDED
    return sorted(documented - seen), sorted(seen - documented) if known_whole else []
