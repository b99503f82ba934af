"""Places outside France: every municipality of the towns' countries, large cities, and countries by their name."""

import gzip
import zlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sharitories_crawl.errors import BadInput

HEADER = "name,folded,country,population"
_SHORTEST_SCANNED = 4
"""As (near Genk), Man, Ede: also words and initials; they are known as the city of an address alone."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A city, village or, with no inhabitants told, a whole country."""

    name: str
    folded: str
    country: str
    population: int


class World:
    """An index of foreign places, built when first asked for."""

    def __init__(self, lines: list[str]) -> None:
        """`lines` are those of the file below its header."""
        self._lines = lines

    @cached_property
    def _by_name(self) -> Mapping[str, list[Foreign]]:
        found: defaultdict[str, list[Foreign]] = defaultdict(list)
        for line in self._lines:
            name, folded, country, population = line.split(",")
            found[folded].append(Foreign(name, folded, country, int(population)))
        return dict(found)

    @cached_property
    def countries(self) -> frozenset[str]:
        """The folded names that only countries have."""
        return frozenset(
            name for name, places in self._by_name.items() if not any(place.population for place in places)
        )

    @cached_property
    def spelt(self) -> Mapping[str, str]:
        """The words that stand for a place in a text -> its folded name; `kristianstads` counts in Swedish."""
        spelt = {name: name for name in self._by_name if len(name) >= _SHORTEST_SCANNED}
        for name, places in self._by_name.items():
            if name in spelt and any(place.country == "SE" for place in places):
                spelt.setdefault(f"{name}s", name)
        return spelt

    def named(self, folded: str, country: str = "") -> Foreign | None:
        """The largest place of that name, one of the country given before others."""
        return max(
            self._by_name.get(folded, ()),
            key=lambda place: (place.country == country, place.population, place.country),
            default=None,
        )


def load_world(path: Path) -> World:
    """The places of a file like data/world.csv.gz; BadInput names the file where it is not one."""
    remedy = "rebuild it with data/build_world.py"
    try:
        header, *lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines() or [""]
    except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError) as trouble:
        raise BadInput(f"{path} is not a complete file of places ({trouble}); {remedy}") from trouble
    except OSError as trouble:
        raise BadInput(f"{path} cannot be read: {trouble.strerror or trouble}") from trouble
    if header != HEADER:
        raise BadInput(f"{path}, line 1: the columns are {header!r} instead of {HEADER}; {remedy}")
    return World(lines)
