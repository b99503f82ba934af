"""What corroborates or contradicts a town besides its name: districts, landmarks, neighbours abroad, other senses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.word_file import read_word_file

COLUMNS = ("code", "sort", "of", "words")
PART, LANDMARK, AREA, REGION, NAMESAKE, WORD = SORTS = ("part", "landmark", "area", "region", "namesake", "word")
"""A landmark stands in the town; an area holds it, and proves no more than which namesake is meant."""


@dataclass(frozen=True, slots=True)
class ClueWord:
    """Words that tell about a town: what sort of clue they are, and of what: another place, a brand, a phrase."""

    sort: str
    of: str
    word: str


@dataclass(frozen=True, slots=True)
class TownClues:
    """The clue words of one town."""

    words: tuple[ClueWord, ...] = ()

    @property
    def spelt(self) -> Iterable[tuple[str, ClueWord]]:
        """What a text may hold, and what it tells; a short number is told by addresses alone."""
        return ((clue.word, clue) for clue in self.words if not clue.word.isdigit() or len(clue.word) > 4)

    def of_place(self, folded: str) -> ClueWord | None:
        """The part of the town, or the neighbour, that is called so or has this postal code."""
        return _by_word(self).get(folded)


@lru_cache(maxsize=256)
def _by_word(clues: TownClues) -> Mapping[str, ClueWord]:
    return {clue.word: clue for clue in clues.words if clue.sort in (PART, REGION)}


ANY_TOWN = "*"
"""Instead of a code."""


class ClueWords:
    """The clue words of all towns, each town's made ready when first asked for."""

    def __init__(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Code of the town, sort, of what, folded words separated by `|`."""
        self._words: defaultdict[str, list[ClueWord]] = defaultdict(list)
        for code, sort, of, words in rows:
            self._words[code] += [ClueWord(sort, of, fold(word)) for word in words.split("|")]
        self._made: dict[str, TownClues] = {}

    def of_town(self, code: str) -> TownClues:
        """Those of one town, and those of any town."""
        if code not in self._made:
            words = (*self._words.get(code, ()), *self._words.get(ANY_TOWN, ()))
            self._made[code] = TownClues(words)
        return self._made[code]


def load_clue_words(path: Path) -> ClueWords:
    """The clue words of a file like data/clues.csv; BadInput names file and line of a mistake."""
    return ClueWords(read_word_file(path, COLUMNS, lambda row: row[1] in SORTS and bool(row[3])))
