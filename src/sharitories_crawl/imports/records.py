"""What a row's cells say, as a record; or why it names nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from sharitories_crawl.geo.names import fold
from sharitories_crawl.imports.cells import Cells, site_of
from sharitories_crawl.models import Record
from sharitories_crawl.sources.directory import code_and_city, rna_of, siren_of, street_of
from sharitories_crawl.sources.fields import absolute_url, one_line, plain_text, position

LONGEST_NAME = 500
"""Letters; what is longer is a text in the wrong column, or a quote that swallowed the next cells. Arbitrary."""
_NOTHING = frozenset({"n a", "na", "null", "none", "nan", "neant", "sans nom", "anonyme", "inconnu"})
"""Folded words that stand in a cell for nothing."""
_FRANCE = frozenset({"", "fr", "fra", "france", "france metropolitaine", "francia", "frankrijk"})
_DEGREES = re.compile(r"(?<![\d.])[-+]?\d+(?:\.\d+)?(?![\d.])")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row that names something."""

    record: Record
    list_name: str
    """The list that the row says it comes from; empty where it does not say."""


def why_nameless(cells: Cells) -> tuple[str, str] | None:
    """(slug, words) of why the row names nothing; None where it does."""
    name = one_line(cells.get("name", ""))
    if not any(letter.isalnum() for letter in name) or fold(name) in _NOTHING:
        return "names-nothing", f"its name says nothing: {name!r}" if name else "it has no name"
    if len(name) > LONGEST_NAME:
        return "name-too-long", f"its name has {len(name):,} letters: is a quote missing, or the column another's?"
    return None


def read_cells(cells: Cells, kind_of: Callable[[str], str]) -> Listed:
    """The record of a row that names something; `kind_of` gives the kind that a category's words decide, or empty."""

    def said(target: str) -> str:
        return one_line(cells.get(target, ""))

    name, address = said("name"), cells.get("street", "")
    postal_code, city = _postal_code(said("postal_code")), said("city")
    if not postal_code and not city:
        postal_code, city = code_and_city(address)
    listed, page = said("list"), absolute_url(said("record_url"))
    if absolute_url(listed):
        # a source that is an address is the page that tells of the row, not a list of many
        listed, page = "", page or absolute_url(listed)
    latitude, longitude = _position(cells)
    categories = [part.strip() for part in cells.get("kind", "").split(";") if part.strip()]
    tags = [part.strip() for part in re.split(r"[;|]", cells.get("tags", "")) if part.strip()]
    record = Record(
        source_id=said("id") or _own_id(name, (postal_code, city, address, said("latitude"), said("longitude"))),
        name=name,
        url=site_of(cells.get("website", "")),
        record_url=page,
        description=plain_text(cells.get("description", "")),
        street=street_of(address),
        postal_code=postal_code,
        city=city,
        country=_country(said("country")),
        latitude=latitude,
        longitude=longitude,
        email=said("email"),
        phone=said("phone"),
        siren=siren_of(said("siren")),
        rna=rna_of(said("rna")),
        kind=next((kind for category in categories if (kind := kind_of(category))), ""),
        tags=tuple(one_line(word) for word in dict.fromkeys((*categories, *tags))),
        licence=said("licence"),
        commune_code=said("commune_code").upper(),
        town_code=said("town_code"),
    )
    return Listed(record, listed)


def _own_id(name: str, place: tuple[str, ...]) -> str:
    """An id for a row that brings none: the same for the same name at the same stated place."""
    stated = "|".join((name.casefold(), *(fold(part) for part in place)))
    return f"row-{sha256(stated.encode()).hexdigest()[:12]}"


def _postal_code(text: str) -> str:
    """Without what spreadsheets and people put into it: `56 100`, `56100.0`."""
    code = text.removesuffix(".0")
    return _SPACES.sub("", code) if code.replace(" ", "").isdigit() else code


def _country(text: str) -> str:
    """`FR` for France however written, else what the row says."""
    return "FR" if text and fold(text) in _FRANCE else text.upper()


def _position(cells: Cells) -> tuple[float | None, float | None]:
    """Degrees from two columns, with comma or point; or from one that holds both, latitude first."""
    north, east = (cells.get(name, "").replace(",", ".") for name in ("latitude", "longitude"))
    found = position(north, east)
    if found[0] is None and (both := cells.get("position", "")):
        # with a comma for the decimal point, something else stands between the two
        degrees = _DEGREES.findall(both if "." in both else both.replace(",", "."))
        if len(degrees) == 2:
            # well-known text, POINT(-3.37 47.75), has longitude first
            north, east = reversed(degrees) if "point" in both.lower() else degrees
            found = position(north, east)
    return found
