"""Careful reading of fields in answers that strangers write: a wrong type gives nothing, never an exception."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sharitories_crawl.extract.nesting import cut_deep_nesting
from sharitories_crawl.models import Answer, AnswerStatus, Response

_LONGEST_HTML = 5_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NO_SPACE_IN_URL = re.compile(r"[\s<>\"\x00-\x1f\x7f]")
_BARE_HOST = re.compile(r"^[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?:[:/?#].*)?$", re.IGNORECASE)


def storable(text: str) -> str:
    """Without lone surrogates and control characters: JSON may hold one, and SQLite takes none."""
    return _CONTROL.sub(" ", text.encode("utf-8", "replace").decode("utf-8"))


def one_line(value: object) -> str:
    """A string with its white space collapsed; empty for anything else. Numbers count (a postal code may be one)."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return " ".join(storable(str(value)).split())


def first_text(fields: Mapping[str, object], names: Iterable[str]) -> str:
    """The first of the named fields that says something."""
    return next((text for name in names if (text := one_line(fields.get(name)))), "")


def coordinate(value: object, limit: float) -> float | None:
    """Degrees between -limit and limit, from a number or its text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        degrees = float(value)
    except (ValueError, OverflowError):
        return None
    return degrees if math.isfinite(degrees) and abs(degrees) <= limit else None


def position(latitude: object, longitude: object) -> tuple[float | None, float | None]:
    """Both or neither; 0, 0 in the Gulf of Guinea is how databases write that they do not know."""
    north, east = coordinate(latitude, 90.0), coordinate(longitude, 180.0)
    if north is None or east is None or (north == 0.0 and east == 0.0):
        return None, None
    return north, east


def absolute_url(value: object) -> str:
    """An absolute http(s) address, else empty."""
    url = value.strip() if isinstance(value, str) else ""
    if not url or _NO_SPACE_IN_URL.search(url):
        return ""
    try:
        parts = urlsplit(storable(url))
        host = parts.hostname
    except ValueError:
        return ""
    return storable(url) if parts.scheme.lower() in ("http", "https") and host else ""


def site_url(value: object) -> str:
    """A site as people type it, the first where several stand: `www.example.fr; other.fr` -> `https://www.example.fr`."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if not isinstance(value, str):
        return ""
    typed = re.split(r"[;\s]", value.strip(), maxsplit=1)[0]
    return absolute_url(f"https://{typed}" if _BARE_HOST.match(typed) else typed)


def read_html(text: str) -> LexborHTMLParser:
    """The parsed page, as far as it may be parsed in good time."""
    bounded = cut_deep_nesting(text[:_LONGEST_HTML].encode("utf-8", "replace").decode("utf-8"))
    return LexborHTMLParser(bounded or "<html></html>")


def words(node: LexborNode | None) -> str:
    """The text of an element on one line; highlighting elements inside a word leave it whole."""
    return one_line(node.text(deep=True, separator="")) if node is not None else ""


def plain_text(value: object) -> str:
    """The words of a description that may hold HTML; paragraphs stay apart."""
    if not isinstance(value, str) or not value.strip():
        return ""
    if "<" not in value and "&" not in value:
        return _lines(value)
    spaced = re.sub(r"(?i)<(?:br|/p|/div|/li|/h[1-6]|/tr)\b", "\n\\g<0>", value)
    body = read_html(spaced).body
    if body is None:
        return ""
    for unread in body.css("script, style"):
        unread.decompose()
    return _lines(body.text(deep=True, separator=""))


def _lines(text: str) -> str:
    return "\n".join(line for raw in storable(text).splitlines() if (line := " ".join(raw.split())))


def read_json(text: str) -> object:
    """The decoded JSON; None where it is none, broken off, or nested beyond reason."""
    try:
        decoded: object = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return decoded


def object_fields(value: object) -> Mapping[str, object]:
    """A JSON object as a mapping; an empty one for anything else."""
    return {str(key): field for key, field in value.items()} if isinstance(value, dict) else {}


def unreadable(reason: str, detail: str) -> Answer:
    return Answer(AnswerStatus.UNREADABLE, reason=reason, detail=detail)


def why_no_text(response: Response) -> Answer | None:
    """The answer for a body without a word in it, or None where there is something to read."""
    if response.text.strip():
        return None
    if response.body.strip():
        content_type = response.headers.get("content-type", "unknown")
        return unreadable("not-text", f"The body is not text (content type {one_line(content_type)}).")
    return unreadable("empty-body", f"The server sent an empty body with status {response.status}.")
