"""What tells of other places than by a commune's name: areas, what people are called, landmarks, ends of hosts."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from sharitories_crawl.geo.before_names import stands_in_street
from sharitories_crawl.geo.departments import DEPARTMENTS
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.turns import before_name
from sharitories_crawl.geo.word_file import read_word_file
from sharitories_crawl.models import Town

COLUMNS = ("sort", "of", "where", "words")
AREA, PEOPLE, LANDMARK, HOST = SORTS = ("area", "people", "landmark", "host")
_RIVERS = frozenset((
    "ain", "aisne", "allier", "ardeche", "ariege", "aube", "aude", "aveyron", "charente", "cher", "correze",
    "creuse", "dordogne", "doubs", "drome", "eure", "gard", "gers", "gironde", "herault", "indre", "isere",
    "loire", "loiret", "lot", "marne", "mayenne", "meuse", "moselle", "nievre", "nord", "oise", "orne", "rhone",
    "sarthe", "somme", "tarn", "var", "vendee", "vienne", "yonne", "manche", "landes", "jura",
))  # fmt: skip
"""Departments called like a river or by a plain word: only `dans le Lot` or `en Isère` names them."""
_WITHIN = (" dans le ", " dans la ", " dans les ", " dans l ", " en ", " departement de ", " departement de la ",
           " departement de l ", " departement du ", " departement des ", " departement d ")  # fmt: skip
PARIS = "75"
"""A department that is a commune."""
_BEFORE_LETTERS = 80
_PROVINCES = {"Noord-Holland": "NL-NH", "Limburg": "BE-LI", "Aveiro": "PT-01", "Skåne län": "SE-M"}
"""The codes (ISO 3166-2, letters ours where it has none) of what the towns abroad lie in."""


@dataclass(frozen=True, slots=True)
class Far:
    """What a word tells of: an area with the codes it covers, or a commune by its code."""

    sort: str
    of: str
    where: frozenset[str]
    """Numbers of departments, codes of provinces, a country's; or one commune's code."""

    def holds(self, town: Town) -> bool:
        """Whether the town lies in the area, or is the commune."""
        return not self.where.isdisjoint(_codes_of(town))

    @property
    def country(self) -> str:
        """The area's, where it is not French."""
        return next((code[:2] for code in self.where if code[:2].isalpha()), "FR")


class FarUse(NamedTuple):
    """A word that tells of another place, as a page uses it."""

    far: Far
    phrase: str
    in_title: bool
    before: str
    """What stands before it, folded."""


class Afar:
    """An index of the words, built when first asked for."""

    def __init__(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Sort, of what, codes and folded words, both separated by `|`."""
        self._rows = tuple(rows)

    @cached_property
    def words(self) -> Mapping[str, Far]:
        """What stands for what; departments are known without a file."""
        departments = {
            fold(name): Far(AREA, name, frozenset({code})) for code, name in DEPARTMENTS.items() if code != PARIS
        }
        written = {
            word: Far(sort, of, frozenset(where.split("|")))
            for sort, of, where, words in self._rows
            if sort != HOST
            for word in words.split("|")
        }
        return departments | written

    @cached_property
    def _hosts(self) -> dict[str, Far]:
        return {
            word: Far(AREA, of, frozenset(where.split("|")))
            for sort, of, where, words in self._rows
            if sort == HOST
            for word in words.split("|")
        }

    def uses(
        self,
        folded: str,
        found: Iterable[tuple[str, int]],
        places: Sequence[tuple[str, int, int]],
        capitals: Set[str],
        in_title: bool,
    ) -> list[FarUse]:
        """The words found that are no part of a place's name found there (name, start, end), nor of a street's.

        A department called like a river counts only where it can be nothing else.
        """
        told = []
        for phrase, start in found:
            far, end = self.words[phrase], start + len(phrase)
            if far.sort != PEOPLE and phrase.split()[-1] not in capitals:
                continue
            before = before_name(folded, start, _BEFORE_LETTERS)
            longer = any(s <= start and end <= e and e - s > end - start for _, s, e in places)
            river = phrase in _RIVERS and not before.endswith(_WITHIN)
            if not (longer or river or stands_in_street(folded, start)):
                told.append(FarUse(far, phrase, in_title, before))
        return told

    def of_host(self, host: str) -> Far | None:
        """The area that the end of a host stands for: `.bzh`, `.amsterdam`."""
        return self._hosts.get(host.rpartition(".")[2])


@lru_cache(maxsize=512)
def _codes_of(town: Town) -> frozenset[str]:
    if town.country == "FR":
        return frozenset({town.code, town.code[:3] if town.code.startswith("97") else town.code[:2]})
    return frozenset({town.country, _PROVINCES.get(town.department, "")} - {""})


def load_afar(path: Path) -> Afar:
    """The words of a file like data/afar.csv; BadInput names file and line of a mistake."""
    return Afar(read_word_file(path, COLUMNS, lambda row: row[0] in SORTS and all(row)))
