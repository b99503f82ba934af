"""What else may bear a town's name, and how a text would tell it: all that depends on the town alone."""

import re
from functools import cached_property, lru_cache
from typing import NamedTuple

from sharitories_crawl.geo.candidates import Candidates
from sharitories_crawl.geo.clue_words import NAMESAKE, ClueWord
from sharitories_crawl.geo.gazetteer import Commune, Gazetteer
from sharitories_crawl.geo.names import fold
from sharitories_crawl.phrases import PhraseSets

_HOSTS = {"Suisse": "ch", "Québec": "ca quebec", "Nouveau-Brunswick": "ca", "Belgique": "be", "Autriche": "at"}


ASKED_OF_ALL = ("chez", "ici", "chf", "francs", "cfa", "fcfa")
"""Words without which nobody says where he speaks from, and no price is in francs."""


def telling_word(phrase: str) -> str:
    """The word of folded ones that is the least likely to stand elsewhere."""
    return max(phrase.split(), key=len)


class Abroad(NamedTuple):
    """A namesake in another country."""

    name: str
    hosts: frozenset[str]
    """The ends of hosts there."""
    pays_in_dollars: bool


class Rival(NamedTuple):
    """A French commune of another department with the town's name, or a longer one that begins so."""

    commune: Commune
    department: str
    folded_department: str


class Patterns(NamedTuple):
    """How a text as written uses a town's name."""

    located: re.Pattern[str]
    dateline: re.Pattern[str]
    numbered: re.Pattern[str]
    followed: re.Pattern[str]
    foreign_code: re.Pattern[str]
    """Right after a postal code of four digits, as in Belgium and Switzerland, that is no year."""
    hyphened: re.Pattern[str]
    any: re.Pattern[str]


class Namesakes:
    """Those of one town."""

    def __init__(self, candidates: Candidates, gazetteer: Gazetteer) -> None:
        self._candidates = candidates
        self._town = candidates.town
        self._gazetteer = gazetteer
        self.patterns = _patterns(self._town.name, self._town.code[:2])

    @cached_property
    def abroad(self) -> tuple[Abroad, ...]:
        """Those that clue words tell of."""
        names = dict.fromkeys(clue.of for clue in self._candidates.clues.words if clue.sort == NAMESAKE)
        return tuple(
            Abroad(
                name,
                frozenset(end for land, ends in _HOSTS.items() if land in name for end in ends.split()),
                "Québec" in name or "Brunswick" in name,
            )
            for name in names
        )

    @cached_property
    def rivals(self) -> tuple[Rival, ...]:
        """Those in France."""
        name, town, gazetteer = self._candidates.name, self._town, self._gazetteer
        told = []
        for commune in (*gazetteer.named(name), *gazetteer.longer(name)):
            if not (commune.code == town.code or commune.parent or commune.department == town.code[:2]):
                department = gazetteer.department_name(commune.department)
                told.append(Rival(commune, department, fold(department)))
        return tuple(told)

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """The numbers of other departments that are called so."""
        numbers = self._gazetteer.department_codes(self._candidates.name)
        return tuple(number for number in numbers if number != self._town.code[:2])

    @cached_property
    def phrases(self) -> PhraseSets[ClueWord]:
        """The clue words of the town; and the telling words of what else a page may be asked for, see `Weighing.says`.

        One pass finds both: that costs less than to search a text for each.
        """
        seen, town = self._candidates, self._town
        asked = {seen.department, town.code[:2].lower(), *town.postal_codes, *ASKED_OF_ALL}
        for forms in seen.demonyms.values():
            asked.update(forms)
        for commune, _, department in self.rivals:
            asked.update((department, commune.department.lower(), *commune.postal_codes))
        words = sorted(map(telling_word, filter(None, asked)))
        return PhraseSets((seen.clues.spelt, ((word, ClueWord("", "", word)) for word in words)))


@lru_cache(maxsize=256)
def namesakes_of(candidates: Candidates, gazetteer: Gazetteer) -> Namesakes:
    """The same for page after page of a town."""
    return Namesakes(candidates, gazetteer)


def _patterns(town_name: str, number: str) -> Patterns:
    name = re.escape(town_name)
    prepositions = "[Àà]|[Aa]u|[Ii]n|[Tt]e|[Ee]m|[Vv]ille de|[Mm]airie de"
    # most begin with the name and look back at what stands before it: that is found much faster
    return Patterns(
        re.compile(rf"(?:^|[^\w])(?:{prepositions}) {name}(?![\w-])"),
        re.compile(rf"(?m)^{name}(?:\.| ?[:(–—-] )|[>›] {name}$"),
        re.compile(rf"{name},? \(?{number}\b"),
        re.compile(rf"{name}(?<!\w{name}),? ?\(?((?:au |en |aux )?[A-ZÉ][\w-]+)"),
        re.compile(
            rf"{name}\b(?<=[1-9][0-9]{{3}} {name})(?<![\w.,][0-9]{{4}} {name})(?<!19[0-9]{{2}} {name})"
            rf"(?<!20[0-9]{{2}} {name})"
        ),
        re.compile(rf"\b{name}-(?:en|sur|sous|lès|les|de|du|des|la|le|d|l|au|aux)['’-][\w'’-]+"),
        re.compile(rf"\b{name}\b"),
    )
