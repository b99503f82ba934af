"""Every French commune, present and former, for telling places apart: by code, postal code, name, or in a text."""

import gzip
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from sharitories_crawl.errors import BadInput
from sharitories_crawl.geo import departments
from sharitories_crawl.geo.afar import Afar, load_afar
from sharitories_crawl.geo.clue_words import ClueWords, load_clue_words
from sharitories_crawl.geo.names import fold, shortened
from sharitories_crawl.geo.world import World, load_world
from sharitories_crawl.phrases import PhraseSets

COLUMNS = ("code", "name", "postal_codes", "population", "department", "parent")

# Communes whose whole name is a word of ordinary sentences ("par contre", "vers", "son", "la ville"): a text that holds
# the word says nothing about the place. It is what all names share with the commonest French function words, less Sens,
# a town of ours, which callers judge. They are still found by code, postal code and `named`.
UNSCANNED = frozenset(
    {"aucun", "bas", "bonne", "celle", "contre", "grand", "jours", "moyen", "parce", "son", "vers", "ville", "la ville"}
)
# Ay, Eu, Us, Y...: also initials, units and syllables
_SHORTEST_SCANNED = 3

# code, name, postal codes, population, department, code of the parent; the builder sees to it that no cell is quoted
_LINE = re.compile(r'[0-9][0-9AB][0-9]{3},[^,"]+,[0-9|]*,[0-9]+,[0-9AB]{2,3},(?:[0-9][0-9AB][0-9]{3})?')

_REMEMBERED = 4_096
_KNOWN = 5_000
"""Inhabitants from which a commune's name at the start of a sentence is taken for one. Arbitrary."""
_LARGE = 20_000
"""Inhabitants from which a commune of a long name is known by a short one. Arbitrary."""
_CONTRACTED = {"le": ("au", "du"), "les": ("aux", "des")}
# joins names to fold them in one go; stands in no name
_BETWEEN = " 0x0 "


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune, or a name one had; `parent` is the present commune's code for a former one, else empty."""

    code: str
    """INSEE's. A former commune may share it with the present one that grew around it."""
    name: str
    folded: str
    postal_codes: tuple[str, ...]
    """Empty for most former communes: the source gives them none."""
    population: int
    """Municipal population; 0 for most former communes."""
    department: str
    """Its number: 56, 2A, 974."""
    parent: str


class Gazetteer:
    """An index of communes, each part of it built when first asked for.

    Codes are INSEE's: a Belgian NIS code (Genk, 71016) may also be a French commune's, so ask only for French places.
    """

    def __init__(self, lines: list[str], folder: Path | None = None) -> None:
        """`lines` are those of the file below its header: six cells each, no quotes; cut up only when needed.

        `folder` holds what is known of the world beside it.
        """
        self._lines = lines
        self._folder = folder
        # the same few hundred places are asked for on page after page
        self._by_postal_code = lru_cache(_REMEMBERED)(self._of_postal_code)
        self._by_name = lru_cache(_REMEMBERED)(self._of_name)
        self._longer = lru_cache(_REMEMBERED)(self._with_longer_name)
        self.is_known = lru_cache(_REMEMBERED)(self._has_known_bearer)
        """Whether a folded name is that of a place of some size, or of one abroad."""

    @cached_property
    def _folded(self) -> list[str]:
        # one call for all names takes less time than forty thousand calls
        return fold(_BETWEEN.join(line.split(",", 2)[1] for line in self._lines)).split(_BETWEEN)

    @cached_property
    def _positions_by_name(self) -> Mapping[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for position, name in enumerate(self._folded):
            found[name].append(position)
        return dict(found)

    @cached_property
    def _position_by_code(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for position, line in enumerate(self._lines):
            # of one code, the present commune comes before the former ones
            found.setdefault(line.split(",", 1)[0], position)
        return found

    @cached_property
    def _positions_by_postal_code(self) -> Mapping[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for position, line in enumerate(self._lines):
            if postal_codes := line.split(",", 3)[2]:
                for postal_code in postal_codes.split("|"):
                    found[postal_code].append(position)
        return dict(found)

    def _commune(self, position: int) -> Commune:
        code, name, postal_codes, population, department, parent = self._lines[position].split(",")
        known = tuple(postal_codes.split("|")) if postal_codes else ()
        return Commune(code, name, fold(name), known, int(population), department, parent)

    def _communes(self, positions: list[int]) -> tuple[Commune, ...]:
        return tuple(sorted(map(self._commune, positions), key=lambda commune: (-commune.population, commune.code)))

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Commune]:
        return map(self._commune, range(len(self._lines)))

    def by_code(self, code: str) -> Commune | None:
        """The commune of that INSEE code, the present one rather than a former one of the same code; None for none."""
        position = self._position_by_code.get(code.strip().upper())
        return None if position is None else self._commune(position)

    def by_postal_code(self, postal_code: str) -> tuple[Commune, ...]:
        """The communes that share a postal code, most populous first; those of a CEDEX are not known."""
        return self._by_postal_code(postal_code)

    def named(self, folded: str) -> tuple[Commune, ...]:
        """The communes of exactly that folded name, present and former, most populous first."""
        return self._by_name(folded)

    def _of_postal_code(self, postal_code: str) -> tuple[Commune, ...]:
        return self._communes(self._positions_by_postal_code.get(postal_code.strip(), []))

    def _of_name(self, folded: str) -> tuple[Commune, ...]:
        return self._communes(self._positions_by_name.get(folded, []))

    def present(self, commune: Commune) -> Commune:
        """The commune that stands there today: itself, or the one a former one is now part of."""
        return (self.by_code(commune.parent) if commune.parent else None) or commune

    @property
    def names(self) -> Mapping[str, object]:
        """The folded names of all communes, for `in`; its values are of no use to callers."""
        return self._positions_by_name

    def department_name(self, code: str) -> str:
        """`56` -> `Morbihan`; empty for a number that is none."""
        return departments.department_name(code)

    def department_codes(self, name: str) -> tuple[str, ...]:
        """The numbers of the department of that name, accents and hyphens aside; empty when there is none."""
        return departments.department_codes(name)

    @cached_property
    def _spelt(self) -> Mapping[str, str]:
        """The words that stand for a commune in a text -> its folded name."""
        spelt: dict[str, str] = {}
        for name in self._positions_by_name:
            if len(name) < _SHORTEST_SCANNED or name in UNSCANNED:
                continue
            spelt[name] = name
            first, _, rest = name.partition(" ")
            for contracted in _CONTRACTED.get(first, ()) if rest else ():
                spelt.setdefault(f"{contracted} {rest}", name)
        for short in self._large_by_short:
            spelt.setdefault(short, short)
            first, _, rest = short.partition(" ")
            for contracted in _CONTRACTED.get(first, ()) if rest else ():
                spelt.setdefault(f"{contracted} {rest}", short)
        return spelt

    @cached_property
    def _large_by_short(self) -> Mapping[str, tuple[Commune, ...]]:
        """`brive` -> Brive-la-Gaillarde: the communes of some size with a long name, as people shorten it."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for position, line in enumerate(self._lines):
            _, name, _, population, _ = line.split(",", 4)
            if len(population) >= len(str(_LARGE)) and (short := shortened(name)):
                found[short].append(position)
        return {
            short: told
            for short, positions in found.items()
            if (told := tuple(c for c in self._communes(positions) if not c.parent and c.population >= _LARGE))
        }

    def shortened(self, folded: str) -> tuple[Commune, ...]:
        """The larger communes that people call so for short, most populous first."""
        return self._large_by_short.get(folded, ())

    @cached_property
    def _phrases(self) -> PhraseSets[str]:
        """The words that stand for a commune, those that stand for a place abroad, and those that tell of others."""
        return PhraseSets((self._spelt.items(), self.world.spelt.items(), ((word, word) for word in self.afar.words)))

    def find_names(self, folded_text: str) -> list[tuple[str, int]]:
        """The commune names in a folded text, in order: the folded name and where it starts, counted in letters.

        Whole words only, the longest name first, none inside another; `du creusot` and `aux sables d olonne` count for
        Le Creusot and Les Sables-d'Olonne. Many names are also common words (orange, gap, sens, dole): callers judge.
        Names of fewer than three letters and those in UNSCANNED are never reported.
        """
        return [(name, start) for _, start, name in self._phrases.find(folded_text)[0]]

    def find_places(self, folded_text: str) -> list[tuple[str, int, int]]:
        """The same with places abroad, and where each name ends: of two that overlap the longer."""
        return self.find_all(folded_text)[0]

    def find_all(self, folded_text: str) -> tuple[list[tuple[str, int, int]], list[tuple[str, int]]]:
        """The same, and the words of `afar` with where they start."""
        communes, abroad, afar = self._phrases.find(folded_text)
        if not abroad and not afar:
            return [(name, start, start + len(phrase)) for phrase, start, name in communes], []
        placed = sorted((start, -len(phrase), name) for phrase, start, name in (*communes, *abroad))
        told: list[tuple[str, int, int]] = []
        for start, minus, name in placed:
            hit = (name, start, start - minus)
            if told and hit[1] < told[-1][2]:
                if hit[2] - hit[1] > told[-1][2] - told[-1][1]:
                    told[-1] = hit
                continue
            told.append(hit)
        if afar:
            # Vienne is not named where Haute-Vienne is
            spans = [(start, start + len(word)) for word, start, _ in afar]
            told = [
                hit
                for hit in told
                if not any(s <= hit[1] and hit[2] <= e and hit[2] - hit[1] < e - s for s, e in spans)
            ]
        return told, [(word, start) for word, start, _ in afar]

    def _has_known_bearer(self, folded: str) -> bool:
        named = self.named(folded)
        return not named or max(self.present(commune).population for commune in named) >= _KNOWN

    def longer(self, folded: str) -> tuple[Commune, ...]:
        """The present communes whose name begins with that name and goes on."""
        return self._longer(folded)

    def _with_longer_name(self, folded: str) -> tuple[Commune, ...]:
        start = f"{folded} "
        positions = [
            at for name in self._positions_by_name if name.startswith(start) for at in self._positions_by_name[name]
        ]
        return tuple(commune for commune in self._communes(positions) if not commune.parent)

    @cached_property
    def world(self) -> World:
        """Places outside France; none where no file of them lies beside the communes."""
        path = self._folder / "world.csv.gz" if self._folder else None
        return load_world(path) if path and path.exists() else World([])

    @cached_property
    def afar(self) -> Afar:
        """Words that tell of other places; departments alone where no file of others lies beside the communes."""
        path = self._folder / "afar.csv" if self._folder else None
        return load_afar(path) if path and path.exists() else Afar(())

    @cached_property
    def clue_words(self) -> ClueWords:
        """What else tells about the towns; nothing where no file of it lies beside the communes."""
        path = self._folder / "clues.csv" if self._folder else None
        return load_clue_words(path) if path and path.exists() else ClueWords(())


def load_gazetteer(path: Path) -> Gazetteer:
    """The communes of a file like data/communes.csv.gz; BadInput names the file, and the line of a mistake."""
    remedy = "rebuild it with data/build_towns.py"
    try:
        header, *lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines() or [""]
    except (EOFError, gzip.BadGzipFile, zlib.error) as trouble:
        raise BadInput(f"{path} is not a complete gzip file ({trouble}); {remedy}") from trouble
    except OSError as trouble:
        raise BadInput(f"{path} cannot be read: {trouble.strerror or trouble}") from trouble
    except UnicodeDecodeError as trouble:
        raise BadInput(f"{path} is not UTF-8 (byte {trouble.start}); {remedy}") from trouble
    if header != ",".join(COLUMNS):
        raise BadInput(f"{path}, line 1: the columns are {header!r} instead of {','.join(COLUMNS)}; {remedy}")
    for number, line in enumerate(lines, start=2):
        if not _LINE.fullmatch(line):
            raise BadInput(f"{path}, line {number}: {line!r} is no {','.join(COLUMNS)}; {remedy}")
    return Gazetteer(lines, path.parent)
