"""Labelled pages: one JSON object a line, checked field by field. The format stands in tests/labelled/README.md."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sharitories_crawl.errors import BadInput

PLACES = ("in_town", "intercommunality", "elsewhere", "unclear", "")
STAGES = ("planned", "open", "renamed", "closed", "")
PAGE_KINDS = ("own-site", "directory", "press", "public-body", "platform", "social", "commercial", "other", "")
ACTORS = ("citizen", "public", "private", "platform", "")


@dataclass(frozen=True, slots=True)
class PageText:
    """A page or result as it came, and the town that was asked about."""

    id: str
    url: str
    title: str
    snippet: str
    html: str
    text: str
    """Instead of html, where only plain words are at hand."""
    town: str
    """Name, slug or code."""
    keyword: str


@dataclass(frozen=True, slots=True)
class Label:
    """What a careful person says of a page, seen from the town that was asked about; empty where nobody said."""

    place: str
    place_name: str
    initiative_here: bool
    page_kind: str
    name: str
    kind: str
    actor: str
    stage: str
    names: tuple[str, ...]
    """Of a list or an article: every initiative it names."""


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page with its label."""

    page: PageText
    label: Label
    language: str
    homonym: bool


def load_pages(path: Path) -> list[LabelledPage]:
    """Every labelled page of a file or of the .jsonl files of a folder. Raises BadInput naming file and line."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise BadInput(f"{path} holds no .jsonl file of labelled pages")
    return [_labelled(fields, place, file.stem) for file in files for fields, place in read_lines(file)]


def load_texts(path: Path) -> list[PageText]:
    """Pages without labels, as `explain --jsonl` takes them. Raises BadInput naming file and line."""
    return [_page(fields, place) for fields, place in read_lines(path)]


def read_lines(path: Path) -> Iterator[tuple[Mapping[str, object], str]]:
    """(the object of each line, where it stands). Raises BadInput for a line that is no JSON object."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 (byte {error.start})") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadInput(f"{path}, line {number} is no JSON: {error}") from None
        if not isinstance(fields, dict):
            raise BadInput(f'{path}, line {number} is no JSON object such as {{"url": ..., "town": "Lorient"}}')
        yield fields, f"{path}, line {number}"


def _page(fields: Mapping[str, object], place: str) -> PageText:
    page = PageText(
        **{name: _text(fields, name, place) for name in ("id", "url", "title", "snippet", "html", "text")},
        town=_text(fields, "town", place),
        keyword=_text(fields, "keyword", place),
    )
    if not page.url or not page.town:
        raise BadInput(f"{place}: url and town must be given")
    return page


def _labelled(fields: Mapping[str, object], place: str, stem: str) -> LabelledPage:
    told = fields.get("label")
    if not isinstance(told, dict):
        raise BadInput(f"{place}: label must be an object")
    here, entries = told.get("initiative_here"), told.get("entries") or []
    if not isinstance(here, bool) or not isinstance(entries, list):
        raise BadInput(f"{place}: initiative_here must be true or false, and entries a list")
    label = Label(
        place=_one_of(PLACES, told, "place", place),
        place_name=_text(told, "place_name", place),
        initiative_here=here,
        page_kind=_one_of(PAGE_KINDS, told, "page_kind", place),
        name=_text(told, "name", place),
        kind=_text(told, "kind", place),
        actor=_one_of(ACTORS, told, "actor", place),
        stage=_one_of(STAGES, told, "stage", place),
        names=tuple(_text(entry, "name", place) for entry in entries if isinstance(entry, dict)),
    )
    return LabelledPage(_page(fields, place), label, stem.split("-", maxsplit=1)[0], bool(fields.get("homonym")))


def _text(fields: Mapping[str, object], name: str, place: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(f"{place}: {name} must be text, not {type(value).__name__}")
    return value


def _one_of(known: tuple[str, ...], fields: Mapping[str, object], name: str, place: str) -> str:
    value = _text(fields, name, place)
    if value not in known:
        raise BadInput(f"{place}: {name} is {value!r}; it must be one of {', '.join(filter(None, known))}")
    return value
