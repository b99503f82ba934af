"""Whether the addresses of two mentions are the same, apart, or not comparable."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.points import is_centre, metres
from sharitories_crawl.models import Mention, Town
from sharitories_crawl.resolve.lexicon import SMALL_WORDS, STREET_ABBREVIATIONS, STREET_WORDS
from sharitories_crawl.resolve.names import read_name

NEXT_METRES = 60.0
NEAR_METRES = 120.0
FAR_METRES = 1500.0
"""All arbitrary: a corner with two addresses; a building and its car park; more than a geocoder errs in a town."""

_LEADING_NUMBER = re.compile(r"^(\d{1,4})(?: ?(bis|ter|quater|[a-d])\b)?(?: (?:a |et |ou )?\d{1,4}\b)*")
_POSTAL_TAIL = re.compile(r"(?:[,\s]+|(?<=[A-Za-z]))\d{5}\b.*$", re.DOTALL)
_BOX = re.compile(r"\b(?:bp|cs|tsa) ?\d+\b.*$")
_NUMBERED_STREET = re.compile(
    r"\b\d{1,4}(?: ?(?:bis|ter|quater|[a-d]))?(?: \d{1,4})* (?:"
    + "|".join(sorted(STREET_WORDS | STREET_ABBREVIATIONS.keys()))
    + r")\b"
)
_BEFORE_STREET = re.compile(
    r"\s*([^\d,\n][^,\n]{2,60}?)\s*[,\n]\s*(?:\d|(?:" + "|".join(sorted(STREET_WORDS)) + r")\b)", re.I
)
_CEDEX = re.compile(r"\bcedex\b.*$|\b\d+(?:er|e|eme)?(?: arrondissement)?$")


SAME_DOOR = "same street address"


class Nearness(StrEnum):
    SAME = "same"
    NEIGHBOURS = "neighbours"
    """In one street at other numbers: also a slip of the pen."""
    UNKNOWN = "unknown"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Place:
    """A mention's address in comparable form; empty where it does not say."""

    number: str
    street: str
    is_street: bool
    """The street is one, with a number or a word for a street, and not the name of a building."""
    building: frozenset[str]
    """Stems of what stands before the street: `Hall de la MJC, cours Washington`."""
    city: str
    postal_code: str
    latitude: float | None
    longitude: float | None


def read_place(mention: Mention, town: Town) -> Place:
    """Coordinates on the very centre of the town are dropped: a geocoder gives them for what it does not find."""
    written = _POSTAL_TAIL.sub("", mention.street)
    before = _BEFORE_STREET.match(written)
    folded = _BOX.sub("", fold(written)).strip()
    if inside := _NUMBERED_STREET.search(folded):
        # "Maison des associations, 6 rue Victor Hugo"
        folded = folded[inside.start() :]
    match = _LEADING_NUMBER.match(folded)
    number = "".join(part for part in match.groups() if part) if match else ""
    rest = folded[match.end() :] if match else folded
    words = [STREET_ABBREVIATIONS.get(word, word) for word in rest.split()]
    city = _CEDEX.sub("", fold(mention.city)).strip()
    if city in {fold(name) for name in (town.name, *town.aliases)}:
        city = fold(town.name)
    latitude, longitude = mention.latitude, mention.longitude
    if latitude is None or longitude is None or is_centre(latitude, longitude, town):
        latitude = longitude = None
    return Place(
        number=number,
        street=" ".join(word for word in words if word not in SMALL_WORDS),
        is_street=bool(number) or bool(STREET_WORDS & set(words)),
        building=read_name(before.group(1), town).stems if before else frozenset(),
        city=city,
        postal_code=mention.postal_code.strip() if town.country == "FR" else "",
        latitude=latitude,
        longitude=longitude,
    )


def compare(a: Place, b: Place) -> tuple[Nearness, str]:
    """How two places stand to each other, and by which clue in words for a person (empty for UNKNOWN)."""
    if in_other_communes(a, b):
        return Nearness.APART, f"{a.postal_code} {a.city}".strip() + " and " + f"{b.postal_code} {b.city}".strip()
    if a.street and b.street:
        alike = fuzz.token_sort_ratio(a.street, b.street) >= 85 or fuzz.ratio(a.street, b.street) >= 88
        if a.number and a.number == b.number and not alike:
            # "39 rue Gambetta", "39 rue Léon Gambetta"
            alike = max(fuzz.token_set_ratio(a.street, b.street), fuzz.partial_ratio(a.street, b.street)) >= 90
        if alike and (a.number == b.number or not (a.number and b.number)):
            return Nearness.SAME, SAME_DOOR if a.number and a.number == b.number else "same street"
        if alike and not _close(a, b):
            return Nearness.NEIGHBOURS, "neighbours in one street"
        if a.is_street and b.is_street and fuzz.token_set_ratio(a.street, b.street) < 75:
            if _compare_coordinates(a, b, NEXT_METRES)[0] is Nearness.SAME:
                return Nearness.UNKNOWN, ""
            return Nearness.APART, "different street addresses"
    return _compare_coordinates(a, b)


def in_other_communes(a: Place, b: Place) -> bool:
    """By the names of the communes, or by their departments: Saint-Louis in Alsace and on La Réunion."""
    if a.city and b.city and _other_city(a.city, b.city):
        return True
    return bool(a.postal_code and b.postal_code) and a.postal_code[:2] != b.postal_code[:2]


def _other_city(a: str, b: str) -> bool:
    """Not `Loriol` and `Loriol-sur-Drôme`: one town resolved at a time, a shorter form is its everyday name."""
    return fuzz.ratio(a, b) < 85 and not (f"{a} ".startswith(f"{b} ") or f"{b} ".startswith(f"{a} "))


def _close(a: Place, b: Place) -> bool:
    return _compare_coordinates(a, b)[0] is Nearness.SAME


def _compare_coordinates(a: Place, b: Place, near: float = NEAR_METRES) -> tuple[Nearness, str]:
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return Nearness.UNKNOWN, ""
    distance = metres(a.latitude, a.longitude, b.latitude, b.longitude)
    if distance <= near:
        return Nearness.SAME, f"{distance:.0f} m apart"
    if distance >= FAR_METRES:
        return Nearness.APART, f"{distance / 1000:.1f} km apart"
    return Nearness.UNKNOWN, ""
