"""Whether the addresses of two mentions are the same, apart, or not comparable."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.points import is_centre, metres
from sharitories_crawl.models import Mention, Town
from sharitories_crawl.resolve.lexicon import SMALL_WORDS, STREET_ABBREVIATIONS, STREET_WORDS

NEAR_METRES = 120.0
FAR_METRES = 1500.0
"""Both arbitrary: a building and its car park; farther than a geocoder errs inside a town."""

_LEADING_NUMBER = re.compile(r"^(\d{1,4})(?: ?(bis|ter|quater|[a-d])\b)?")
_POSTAL_TAIL = re.compile(r"[,\s]+\d{5}\b.*$", re.DOTALL)
_CEDEX = re.compile(r"\bcedex\b.*$|\b\d+(?:er|e|eme)?(?: arrondissement)?$")


class Nearness(StrEnum):
    SAME = "same"
    UNKNOWN = "unknown"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Place:
    """A mention's address in comparable form; empty where it does not say."""

    number: str
    street: str
    is_street: bool
    """The street is one, with a number or a word for a street, and not the name of a building."""
    city: str
    latitude: float | None
    longitude: float | None


def read_place(mention: Mention, town: Town) -> Place:
    """Coordinates on the very centre of the town are dropped: a geocoder gives them for what it does not find."""
    folded = fold(_POSTAL_TAIL.sub("", mention.street))
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
        city=city,
        latitude=latitude,
        longitude=longitude,
    )


def compare(a: Place, b: Place) -> tuple[Nearness, str]:
    """How two places stand to each other, and by which clue in words for a person (empty for UNKNOWN)."""
    if a.city and b.city and a.city != b.city and fuzz.ratio(a.city, b.city) < 85:
        return Nearness.APART, f"{a.city} and {b.city}"
    if a.street and b.street:
        alike = fuzz.token_sort_ratio(a.street, b.street) >= 85 or fuzz.ratio(a.street, b.street) >= 88
        if alike and (a.number == b.number or not (a.number and b.number)):
            return Nearness.SAME, "same street address" if a.number and a.number == b.number else "same street"
        if a.is_street and b.is_street and fuzz.token_set_ratio(a.street, b.street) < 75:
            return Nearness.APART, "different street addresses"
    return _compare_coordinates(a, b)


def _compare_coordinates(a: Place, b: Place) -> tuple[Nearness, str]:
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return Nearness.UNKNOWN, ""
    distance = metres(a.latitude, a.longitude, b.latitude, b.longitude)
    if distance <= NEAR_METRES:
        return Nearness.SAME, f"{distance:.0f} m apart"
    if distance >= FAR_METRES:
        return Nearness.APART, f"{distance / 1000:.1f} km apart"
    return Nearness.UNKNOWN, ""
