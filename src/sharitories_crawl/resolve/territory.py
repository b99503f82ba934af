"""The names of a town and its department, which tell nothing where all initiatives are of that town."""

import re
from dataclasses import dataclass
from functools import lru_cache

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Town
from sharitories_crawl.resolve.lexicon import SMALL_WORDS

_DEMONYM_END = r"(?:[lnt]?(?:ais|aises?|ois|oises?)|iens?|iennes?|ains?|aines?)"
_LONG_TOWN = re.compile(r"((?!Sainte?-).+?)-(?:de|du|des|d'|sur|sous|en|la|le|les|lès|lez)[- ]?\w", re.I)
_SHORTEST_TOWN = 6


@dataclass(frozen=True, slots=True)
class Territory:
    """The names that tell nothing inside a town: its own, and for some bodies its department's."""

    names: tuple[str, ...]
    department: tuple[str, ...]


@lru_cache(maxsize=512)
def territory_of(town: Town) -> Territory:
    numbers = (
        {code[: 3 if code.startswith("97") else 2] for code in town.postal_codes} if town.country == "FR" else set()
    )
    return Territory(
        (town.name, *town.aliases, *_short_names(town.name), *town.postal_codes),
        tuple(sorted({*fold(town.department).split(), *numbers})),
    )


def _short_names(name: str) -> tuple[str, ...]:
    """`La Teste` for La Teste-de-Buch; not `Bourg` nor `Saint`, which are words of other names."""
    match = _LONG_TOWN.match(name)
    return (match.group(1),) if match and len(match.group(1)) >= _SHORTEST_TOWN else ()


@lru_cache(maxsize=8192)
def town_pattern(territory: Territory) -> re.Pattern[str]:
    """Matches the town's names and its inhabitants' (`lorientais`), as whole words of a folded name."""
    shortened = (" ".join(word for word in fold(name).split() if word not in SMALL_WORDS) for name in territory.names)
    folded = sorted(
        {*(fold(name) for name in territory.names), *shortened} - {""}, key=lambda place: (-len(place), place)
    )
    stems = {re.sub(r"(es|e|s)$", "", place) for place in folded if place.isalpha()}
    demonyms = [re.escape(place) + _DEMONYM_END for place in sorted(stems) if len(place) >= 4]
    return re.compile(r"\b(?:grand )?(?:" + "|".join([*map(re.escape, folded), *demonyms]) + r")\b")
