"""Which place a name or an address stands for, seen from one town."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property, lru_cache

from sharitories_crawl.geo.clue_words import AREA, LANDMARK, PART, REGION, WORD
from sharitories_crawl.geo.gazetteer import Commune, Gazetteer
from sharitories_crawl.geo.names import fold, shortened
from sharitories_crawl.geo.places import Standing
from sharitories_crawl.geo.tally import AWAY, NEAR, TOWN, Place
from sharitories_crawl.models import Town

COMMON_WORDS = frozenset({"gap", "sens", "orange", "lens", "dole", "pau", "vienne", "vichy", "ales", "auch", "autun"})
"""Towns whose name is also a word, a brand or a river: the bare name proves nothing."""
COMMON_NOUNS = frozenset(
    {"jardin", "four", "bourg", "place", "rue", "parc", "change", "foyer", "voisins", "le parc", "portes", "les portes",
     "la reunion", "cours", "courant", "campagne", "louer", "nouvelle", "salon", "marques", "don", "job", "livre",
     "horta", "feira", "guia", "campanha", "ajuda", "carreira", "calendario", "praia", "ponte", "fonte", "igreja",
     "quinta",
     "handel", "winkel", "alle", "hem", "heide", "strand"}
)  # fmt: skip
"""Names of communes that nearly always are the plain noun in a text about initiatives."""
LARGE = 10_000
SMALL = 1_000
"""Inhabitants from which a commune anywhere, or of the same department, is taken for meant. Arbitrary."""
LOCATED_SMALL = 100
"""The same anywhere for a name that says where something is: `à Graulhet`. Arbitrary."""
VILLAGE = 6_000
SHORTEST = 5
"""Letters of a short name."""
LONG_NAME = 3
"""Words of a name that nothing else has."""
_ARTICLES = ("le ", "la ", "les ", "l ")
_OF_RIVER = re.compile(r" (?:sur|en|les|de|la) ")
FOREIGN_NEAR = frozenset({"BE", "CH", "LU", "NL", "FR"})
FOREIGN_LARGE = 90_000
"""The same for a city of another country than the town's. Arbitrary."""


class Candidates:
    """Places as one town sees them."""

    def __init__(self, town: Town, gazetteer: Gazetteer) -> None:
        self.town = town
        self._gazetteer = gazetteer
        self._french = town.country == "FR"
        self.clues = gazetteer.clue_words.of_town(town.code)
        self.name = fold(town.name)
        self.department = fold(town.department)
        self.names = frozenset({self.name, *(fold(alias) for alias in town.aliases if alias[0].isupper())})
        self._landmarks = {clue.word for clue in self.clues.words if clue.sort in (LANDMARK, AREA)}
        self._senses = {clue.word for clue in self.clues.words if clue.sort == WORD}
        self._areas = {clue.word for clue in self.clues.words if clue.sort == AREA}
        first = self.name.split()[0]
        self.short = shortened(town.name) or (first if _OF_RIVER.search(self.name) else "") if self._french else ""
        self.demonyms = _demonyms(town)
        self.here = Place(town.name, town.code, TOWN)
        self._short_near = _short_names(town, gazetteer) if self._french else {}
        self._around = frozenset(town.intercommunality_communes) if self._french else frozenset()
        self._known: dict[tuple[str, bool], Place | None] = {}

    @cached_property
    def neighbours(self) -> Mapping[str, str]:
        """Folded name -> name of the other communes of a French town's intercommunality, and of what is like them."""
        codes = self.town.intercommunality_communes if self._french else ()
        communes = (self._gazetteer.by_code(code) for code in codes if code != self.town.code)
        told = {commune.folded: commune.name for commune in communes if commune is not None}
        regions = (clue for clue in self.clues.words if clue.sort == REGION and not clue.word.isdigit())
        return told | {clue.word: clue.of for clue in regions}

    def named(self, name: str, located: bool) -> Place | None:
        """The place that a folded name stands for in a text, None where it can hardly be meant."""
        key = (name, located)
        if key not in self._known:
            self._known[key] = self._named(name, located)
        return self._known[key]

    def _named(self, name: str, located: bool) -> Place | None:
        if name in self.names:
            return self.here
        if clue := self.clues.of_place(name):
            return self.here if clue.sort == PART else Place(clue.of, "", NEAR)
        if (
            name in self._senses
            or name in COMMON_NOUNS
            or (name in COMMON_WORDS and not located)
            or name == self.department
        ):
            return None
        foreign = self._gazetteer.world.named(name, self.town.country)
        if not self._french and foreign is not None and foreign.country == self.town.country:
            # many a surname is a village's name too
            return Place(foreign.name, "", AWAY) if located or foreign.population >= VILLAGE else None
        commune = self._short_near.get(name) or self._commune(name, located)
        if (
            name in self._landmarks
            and not (commune and self.is_near(commune))
            and not (located and name in self._areas)
        ):
            return None
        if commune is not None:
            return self.of_commune(commune)
        if foreign is None:
            return None
        if (
            located
            or not foreign.population
            or (foreign.country in FOREIGN_NEAR and foreign.population >= FOREIGN_LARGE)
        ):
            return Place(foreign.name, "", AWAY)
        return None

    def _commune(self, name: str, located: bool) -> Commune | None:
        communes = [self._gazetteer.present(commune) for commune in self._gazetteer.named(name)]
        if near := next((commune for commune in communes if self.is_near(commune)), None):
            return near
        if not self._french:
            return next((commune for commune in communes if commune.population >= 2 * LARGE), None)
        department = self.town.code[:2]
        if not located and name.startswith(_ARTICLES):
            return next((commune for commune in communes if commune.population >= LARGE), None)
        anywhere = 0 if name.count(" ") + 1 >= LONG_NAME else LOCATED_SMALL if located else LARGE
        allowed = [
            commune
            for commune in (*communes, *self._gazetteer.shortened(name))
            if commune.population >= (min(SMALL, anywhere) if commune.code.startswith(department) else anywhere)
        ]
        return max(allowed, key=lambda commune: (commune.code[:2] == department, commune.population), default=None)

    def is_country(self, name: str) -> bool:
        """Whether a name is that of a whole country."""
        return name in self._gazetteer.world.countries

    def of_commune(self, commune: Commune) -> Place:
        """A French commune."""
        if self._french and commune.code == self.town.code:
            return self.here
        return Place(commune.name, commune.code, NEAR if self.is_near(commune) else AWAY)

    def is_near(self, commune: Commune) -> bool:
        """Whether a commune is of the town's intercommunality; codes of other countries clash with INSEE's."""
        return commune.code in self._around

    def of_address(self, standing: Standing) -> Place | None:
        """The place of an address; None where neither its city nor its postal code is known."""
        address, town = standing.address, self.town
        city, code = fold(address.city), address.postal_code.replace(" ", "")
        if self._french and standing.commune is not None:
            return self.of_commune(standing.commune)
        ours = bool(code) and any(code.startswith(own.replace(" ", "")) for own in town.postal_codes)
        if city in self.names and (not code or ours or self._french):
            # another Valence than the town of 26000 has another code
            return self.here if ours or not code or code[:2] in {own[:2] for own in town.postal_codes} else None
        if not self._french and city:
            if part := self.clues.of_place(city) or self.clues.of_place(code[:4]) or self.clues.of_place(code[:3]):
                return self.here if part.sort == PART else Place(part.of, "", NEAR)
            foreign = self._gazetteer.world.named(city, town.country)
            if foreign is not None and not (ours and foreign.country == town.country):
                return Place(foreign.name, "", AWAY)
        if ours and not self._french:
            return self.here
        if not self._french and standing.commune is not None:
            return self.of_commune(standing.commune)
        if city and (foreign := self._gazetteer.world.named(city)):
            return Place(foreign.name, "", AWAY)
        if self._french and len(code) == 5 and (communes := self._gazetteer.by_postal_code(code)):
            return self.of_commune(self._gazetteer.present(communes[0]))
        return None


@lru_cache(maxsize=256)
def candidates_of(town: Town, gazetteer: Gazetteer) -> Candidates:
    """The same for page after page of a town."""
    return Candidates(town, gazetteer)


def _short_names(town: Town, gazetteer: Gazetteer) -> Mapping[str, Commune]:
    """`romans` -> Romans-sur-Isère, for the communes around a town whose long name only one of them begins so."""
    around = [
        c for code in town.intercommunality_communes if (c := gazetteer.by_code(code)) is not None and code != town.code
    ]
    short = [(commune.folded.split()[0], commune) for commune in around if _OF_RIVER.search(commune.folded)]
    firsts = Counter(
        commune.folded.split()[0] for commune in (*around, gazetteer.by_code(town.code)) if commune is not None
    )
    return {
        first: commune
        for first, commune in short
        if firsts[first] == 1 and len(first) >= SHORTEST and first not in ("saint", "sainte", "notre", "mont")
    }


def _demonyms(town: Town) -> Mapping[str, tuple[str, ...]]:
    """What the people are called -> the same folded, in all its forms."""
    names = [alias for alias in town.aliases if not alias[0].isupper()]
    return {alias: tuple(fold(alias) + ending for ending in ("", "s", "es")) for alias in names}
