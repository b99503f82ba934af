"""The public table of French places and its labelled pairs, read as records of communes."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz import fuzz

from sharitories_crawl.errors import BadInput
from sharitories_crawl.evaluation.labelled_pairs import LabelledPair, blank_mention
from sharitories_crawl.extract.urls import site_key
from sharitories_crawl.geo.departments import department_name
from sharitories_crawl.geo.gazetteer import Commune, Gazetteer
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Mention, Town

COLUMNS = (
    "record_id", "source", "name", "address", "postal_code", "commune", "website", "latitude", "longitude",
)  # fmt: skip
PAIR_COLUMNS = ("record_a", "record_b", "same", "why", "split")
SPLITS = ("dev", "held_out")

_LIKE_A_COMMUNE = 85
"""Of 100; arbitrary."""
_NUMBERED = re.compile(r"\bcedex\b.*$|\b\d+(?: ?(?:er|e|eme))?(?: arrondissement)?$")


@dataclass(frozen=True, slots=True)
class PlacesTable:
    """Every row as a mention of its commune, and the communes as towns by their code."""

    mentions: tuple[Mention, ...]
    towns: Mapping[str, Town]


def load_places(path: Path, gazetteer: Gazetteer) -> PlacesTable:
    """Raises BadInput naming file and line. A row without a commune gets the likeliest of its postal code."""
    rows = [row for _, row in _rows(path, COLUMNS)]
    communes = _communes_of(rows, gazetteer)
    towns: dict[str, Town] = {}
    mentions = []
    for row, commune in zip(rows, communes, strict=True):
        if commune.code not in towns:
            towns[commune.code] = _town(commune)
        mentions.append(_mention(row, commune.code))
    return PlacesTable(tuple(mentions), towns)


def load_place_pairs(path: Path, table: PlacesTable, split: str) -> tuple[LabelledPair, ...]:
    """The labelled pairs of one split, `dev` or `held_out`. Raises BadInput naming file and line."""
    by_id = {mention.id: mention for mention in table.mentions}
    pairs = []
    for number, row in _rows(path, PAIR_COLUMNS):
        for column in ("record_a", "record_b"):
            if row[column] not in by_id:
                raise BadInput(f"{path}, line {number}, column {column}: the table has no record {row[column]!r}")
        if row["same"] not in ("true", "false"):
            raise BadInput(f"{path}, line {number}, column same: {row['same']!r} is neither true nor false")
        if row["split"] not in SPLITS:
            raise BadInput(f"{path}, line {number}, column split: {row['split']!r} is neither dev nor held_out")
        if row["split"] == split:
            pairs.append(
                LabelledPair(
                    id=f"{row['record_a']}-{row['record_b']}",
                    a=by_id[row["record_a"]],
                    b=by_id[row["record_b"]],
                    same=row["same"] == "true",
                    related=False,
                    case=row["why"],
                )
            )
    return tuple(pairs)


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if missing := [column for column in columns if column not in (reader.fieldnames or ())]:
                raise BadInput(f"{path}, line 1: the column {missing[0]} is missing")
            for row in reader:
                if None in row or None in row.values():
                    raise BadInput(f"{path}, line {reader.line_num}: not as many cells as the header has columns")
                yield reader.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise BadInput(f"{path} cannot be read: {reason}") from None


def _mention(row: Mapping[str, str], code: str) -> Mention:
    latitude, longitude = _point(row["latitude"], row["longitude"])
    return replace(
        blank_mention(row["record_id"], code, row["source"], row["name"]),
        street=row["address"],
        postal_code=row["postal_code"],
        city=row["commune"],
        site=site_key(row["website"]) or "" if row["website"] else "",
        latitude=latitude,
        longitude=longitude,
    )


def _point(latitude: str, longitude: str) -> tuple[float | None, float | None]:
    """The table has 0 0, and nothing, for a place it does not know."""
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return None, None
    return (north, east) if north or east else (None, None)


def _communes_of(rows: Sequence[Mapping[str, str]], gazetteer: Gazetteer) -> list[Commune]:
    stated = [_stated(row, gazetteer) for row in rows]
    streets: defaultdict[tuple[str, str], Counter[Commune]] = defaultdict(Counter)
    postal: defaultdict[str, Counter[Commune]] = defaultdict(Counter)
    for row, commune in zip(rows, stated, strict=True):
        if commune:
            streets[row["postal_code"], fold(row["address"])][commune] += 1
            postal[row["postal_code"]][commune] += 1
    found = []
    for row, commune in zip(rows, stated, strict=True):
        found.append(commune or _likeliest(row, streets, postal, gazetteer))
    return found


def _stated(row: Mapping[str, str], gazetteer: Gazetteer) -> Commune | None:
    """The commune of the row's own words; one that no gazetteer knows stands for itself."""
    name = _NUMBERED.sub("", fold(row["commune"])).strip()
    if not name:
        return None
    code = row["postal_code"]
    known = [one for one in gazetteer.named(name) if _in_department(one, code)]
    known.sort(key=lambda one: code not in one.postal_codes)
    if not known:
        # misspelt, shortened, or with something added: VAISON-LA-ROMAINE BP 90
        here = [(fuzz.token_set_ratio(name, one.folded), one) for one in gazetteer.by_postal_code(code)]
        known = [one for likeness, one in sorted(here, key=lambda pair: -pair[0]) if likeness >= _LIKE_A_COMMUNE]
    return gazetteer.present(known[0]) if known else Commune(f"{code[:2]}-{name}", name, name, (code,), 0, code[:2], "")


def _likeliest(
    row: Mapping[str, str],
    streets: Mapping[tuple[str, str], Counter[Commune]],
    postal: Mapping[str, Counter[Commune]],
    gazetteer: Gazetteer,
) -> Commune:
    """By a name in the address or name, else the same street in another row, else the fullest of the postal code."""
    code = row["postal_code"]
    here = sorted(gazetteer.by_postal_code(code), key=lambda one: -len(one.folded))
    for text in (fold(row["address"]), fold(row["name"])):
        for commune in here:
            if f" {text} ".endswith(f" {commune.folded} "):
                return gazetteer.present(commune)
    for text in (fold(row["address"]), fold(row["name"])):
        for commune in here:
            if f" {commune.folded} " in f" {text} ":
                return gazetteer.present(commune)
    for seen in (streets.get((code, fold(row["address"]))), postal.get(code)):
        if seen:
            return min(seen, key=lambda one: (-seen[one], one.code))
    if here:
        return gazetteer.present(max(here, key=lambda one: (one.population, one.code)))
    return Commune(f"{code[:2]}-", "", "", (code,), 0, code[:2], "")


def _in_department(commune: Commune, postal_code: str) -> bool:
    """Postal codes begin with the department's number but for Corsica, the islands and a few border communes."""
    return postal_code in commune.postal_codes or postal_code[:2] == commune.department[:2].replace("2A", "20").replace(
        "2B", "20"
    )


def _town(commune: Commune) -> Town:
    return Town(
        code=commune.code, name=commune.name or "?", slug="", aliases=(), country="FR", language="fr",
        department=department_name(commune.department), region="", intercommunality="", intercommunality_communes=(),
        postal_codes=commune.postal_codes, population=commune.population, latitude=0.0, longitude=0.0, study=False,
    )  # fmt: skip
