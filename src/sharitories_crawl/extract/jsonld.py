"""Reading of JSON-LD as it is found: by the book first, then with the mistakes people make."""

import json
import re
from collections.abc import Iterator
from html import unescape

from sharitories_crawl.extract.items import Item

LONGEST_SCRIPT = 1_000_000
_DEEPEST = 30
_MOST_ITEMS = 5_000

# A string, or a comment outside of one. Every branch succeeds wherever it starts, so the scan is linear.
_STRING_OR_COMMENT = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*"?|//[^\n]*|/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/)?|<!--[^-]*(?:-(?!->)[^-]*)*(?:-->)?',
    re.DOTALL,
)
_STRING_OR_COMMA = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|,\s*(?=[}\]])', re.DOTALL)
_WRAPPING = re.compile(r"^\s*(?:(?:/\*|//)?\s{0,9}<!\[CDATA\[(?:\s{0,9}\*/)?|<!--(?=\s{0,99}[{\[]))")
_WRAPPING_END = re.compile(r"(?://|/\*)?\s{0,9}(?:\]\]>|-->)(?:\s{0,9}\*/)?$")


def read_jsonld(script: str) -> tuple[tuple[Item, ...], str]:
    """The items of one script, and the slug of what was wrong with it (empty for well-formed JSON).

    `json-ld-broken` and `json-ld-too-long` come without items; `json-ld-control-characters`, `json-ld-repaired` with.
    """
    if len(script) > LONGEST_SCRIPT:
        return (), "json-ld-too-long"
    try:
        document, problem = _load(script)
    except (ValueError, RecursionError):
        return (), "json-ld-broken"
    budget = [_MOST_ITEMS]
    return tuple(_items(document, 0, budget)), problem


def _load(script: str) -> tuple[object, str]:
    try:
        return json.loads(script), ""
    except ValueError:
        pass
    try:
        return json.loads(script, strict=False), "json-ld-control-characters"
    except ValueError:
        pass
    text = _WRAPPING_END.sub("", _WRAPPING.sub("", script.strip().strip("\ufeff"), count=1)).strip()
    if '"' not in text and "&quot;" in text:
        text = unescape(text)
    text = _STRING_OR_COMMENT.sub(_keep_string, text)
    text = _STRING_OR_COMMA.sub(_keep_string, text).strip().rstrip(";").strip()
    decoder = json.JSONDecoder(strict=False)
    documents: list[object] = []
    position = 0
    while position < len(text):
        document, position = decoder.raw_decode(text, position)
        documents.append(document)
        while position < len(text) and text[position] in " \t\r\n,;":
            position += 1
    if not documents:
        raise ValueError("an empty script")
    return (documents if len(documents) > 1 else documents[0]), "json-ld-repaired"


def _keep_string(match: re.Match[str]) -> str:
    found = match.group(0)
    return found if found[0] == '"' else ""


def _items(document: object, depth: int, budget: list[int]) -> Iterator[Item]:
    if isinstance(document, list):
        if depth < _DEEPEST:
            for part in document:
                yield from _items(part, depth + 1, budget)
    elif isinstance(document, dict) and depth < _DEEPEST and budget[0] > 0:
        budget[0] -= 1
        graph = document.get("@graph")
        if isinstance(graph, list | dict):
            yield from _items(graph, depth + 1, budget)
        properties = []
        for name, value in document.items():
            if name not in ("@context", "@graph", "@type", "@reverse"):
                values = tuple(_values(value, depth + 1, budget))
                if values:
                    properties.append((name, values))
        if properties or "@type" in document:
            yield Item(_types(document.get("@type")), tuple(properties))


def _values(value: object, depth: int, budget: list[int]) -> Iterator[str | Item]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        yield str(value)
    elif isinstance(value, list):
        if depth < _DEEPEST:
            for part in value:
                yield from _values(part, depth + 1, budget)
    else:
        yield from _items(value, depth, budget)


def _types(value: object) -> tuple[str, ...]:
    stated = value if isinstance(value, list) else [value]
    return tuple(short for name in stated if isinstance(name, str) and (short := short_type(name)))


def short_type(name: str) -> str:
    """`http://schema.org/LocalBusiness` and `schema:LocalBusiness` -> `LocalBusiness`."""
    return name.strip().rstrip("/#").rpartition("/")[2].rpartition("#")[2].rpartition(":")[2][:80]
