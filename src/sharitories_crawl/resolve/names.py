"""What of a name tells one initiative of a town from another, and how far two names agree."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Town
from sharitories_crawl.resolve.lexicon import (
    CHROME_PART,
    CHROME_WORDS,
    KIND_WORDS,
    LEGAL_WORDS,
    LONGEST_PHRASE,
    PHRASES,
    SMALL_WORDS,
    TOWN_HALL_WORDS,
    stem,
)

_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SPELLED_ACRONYM = re.compile(r"\b(?:[a-z] ){2,}[a-z]\b")
_OF_A = re.compile(r"\bd une?\b")
_PARTS = re.compile(r"\s+[|·•–—:-]\s+|\s*[|»]\s*")
_NUMBER = re.compile(r"\d+")
_DEMONYM_END = r"(?:[lnt]?(?:ais|aises?|ois|oises?)|iens?|iennes?|ains?|aines?)"

GENERIC_AGAINST_OWN = 0.5
"""Most that a name of kind words alone (`Repair Café de Vannes`) can agree with a fuller one (`... Ménimur`)."""

CONTAINED = 0.8
"""Least that `L'Établi` agrees with `L'Établi des Halles`: enough to ask, or to join at one address, never alone."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `own` are its words that are no word for a kind; without any it is `bare`."""

    core: str
    stems: frozenset[str]
    own: tuple[str, ...]
    kind_words: frozenset[str]
    initials: tuple[str, ...]

    def __hash__(self) -> int:
        # names are looked up hundreds of thousands of times; a string remembers its hash, a tuple does not
        return hash(self.core)

    @property
    def is_empty(self) -> bool:
        """Nothing is left beside the town and small words: the name is no evidence either way."""
        return not self.core

    @property
    def is_bare(self) -> bool:
        return not self.own


def core(name: str, town: Town) -> str:
    """The folded name without town, legal and small words, acronyms in one form; empty means no evidence."""
    return read_name(name, town).core


def names_agree(a: str, b: str, town: Town) -> float:
    """0 to 1: how far two names say the same thing; 0 where one of them says nothing."""
    return agreement(read_name(a, town), read_name(b, town))


def read_name(name: str, town: Town) -> Name:
    """Takes a name apart, as a person of that town reads it."""
    return _read(name, town.name, town.aliases, town.postal_codes)


@lru_cache(maxsize=65536)
def _read(name: str, town_name: str, aliases: tuple[str, ...], postal_codes: tuple[str, ...]) -> Name:
    pattern = _town_pattern((town_name, *aliases, *postal_codes))
    name = _telling_parts(name, pattern)
    whole = _words(_PARENTHESES.sub(" ", name), pattern)
    if all(stem(word) in KIND_WORDS for word in whole):
        # "Repair Café (Ménimur)": what stands in the parentheses is all that tells it from another
        whole = _words(name, pattern)
    stems = tuple(stem(word) for word in whole)
    return Name(
        core=" ".join(whole),
        stems=frozenset(stems),
        own=tuple(word for word in stems if word not in KIND_WORDS),
        kind_words=frozenset(stems) & KIND_WORDS,
        initials=_initials(name),
    )


def without_chrome(name: str, town: Town) -> str:
    """`Repair Café | Ville de Vannes` -> `Repair Café`; the whole name where nothing else would be left."""
    return _telling_parts(name, _town_pattern((town.name, *town.aliases, *town.postal_codes)))


def _telling_parts(name: str, town: re.Pattern[str]) -> str:
    parts = [part.strip() for part in _PARTS.split(name) if part.strip()]
    telling = [part for part in parts if not CHROME_PART.match(fold(part)) and _words(part, town)]
    return " – ".join(telling) if telling and len(telling) < len(parts) else " ".join(name.split())


@lru_cache(maxsize=512)
def _town_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Matches the town's names and its inhabitants' (`lorientais`), as whole words of a folded name."""
    folded = sorted({fold(name) for name in names} - {""}, key=lambda place: (-len(place), place))
    stems = {re.sub(r"(es|e|s)$", "", place) for place in folded if place.isalpha()}
    demonyms = [re.escape(place) + _DEMONYM_END for place in sorted(stems) if len(place) >= 4]
    return re.compile(r"\b(?:" + "|".join([*map(re.escape, folded), *demonyms]) + r")\b")


def _words(name: str, town: re.Pattern[str]) -> tuple[str, ...]:
    folded = _SPELLED_ACRONYM.sub(lambda match: match.group().replace(" ", ""), fold(name.replace("@", "a")))
    left = [word for word in town.sub(" ", _OF_A.sub(" ", folded)).split() if word not in SMALL_WORDS]
    words = _join_phrases([word for word in left if word not in LEGAL_WORDS])
    telling = tuple(word for word in words if word not in CHROME_WORDS)
    if not telling and TOWN_HALL_WORDS & set(left):
        return ("mairie",)
    return telling


def _join_phrases(words: list[str]) -> list[str]:
    stems = [stem(word) for word in words]
    joined: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            short = PHRASES.get(tuple(stems[at : at + length]))
            if short:
                joined.append(short)
                at += length
                break
        else:
            joined.append(words[at])
            at += 1
    return list(dict.fromkeys(joined))


def _initials(name: str) -> tuple[str, ...]:
    """First letters of the words, with and without the legal form: ALJS and LJS; only for three words and more."""
    words = [word for word in fold(name).split() if word not in SMALL_WORDS]
    without = [word for word in words if word not in LEGAL_WORDS]
    return tuple("".join(word[0] for word in some) for some in (words, without) if len(some) >= 3)


@lru_cache(maxsize=262144)
def agreement(a: Name, b: Name) -> float:
    """Symmetric. 1 is the same words in any order; below 0.6 the names are those of different things."""
    if a.is_empty or b.is_empty:
        return 0.0
    if a.stems == b.stems or a.core.replace(" ", "") == b.core.replace(" ", ""):
        return 1.0
    if a.is_bare != b.is_bare:
        return max(min(_alike(sorted(a.stems), sorted(b.stems)), GENERIC_AGAINST_OWN), _by_initials(a, b))
    if a.is_bare:
        return min(_alike(sorted(a.stems), sorted(b.stems)), 0.75)
    own = _alike(sorted(a.own), sorted(b.own))
    if set(a.own) < set(b.own) or set(b.own) < set(a.own):
        own = max(own, CONTAINED)
    clash = bool(a.kind_words and b.kind_words) and not (a.kind_words <= b.kind_words or b.kind_words <= a.kind_words)
    if clash:
        # "AMAP du Moulin", "Repair Café du Moulin"
        return min(own, 0.7 if a.kind_words & b.kind_words else 0.55)
    return max(own if a.kind_words == b.kind_words else own * 0.95, _by_initials(a, b))


def _by_initials(a: Name, b: Name) -> float:
    for short, long in ((a, b), (b, a)):
        if len(short.stems) == 1 and len(short.core) >= 3 and short.core in long.initials:
            return 0.85
    return 0.0


def _alike(a: list[str], b: list[str]) -> float:
    """Letters in common, held down where a whole word or a number has no partner in the other name."""
    squeezed = fuzz.ratio("".join(a), "".join(b))
    letters = max(fuzz.ratio(" ".join(a), " ".join(b)), squeezed) / 100
    if letters <= 0.5:
        return letters
    if _NUMBER.findall(" ".join(a)) != _NUMBER.findall(" ".join(b)):
        return min(letters, 0.5)
    short, long = sorted((a, b), key=len)
    if not short:
        return 0.0
    poorest = min(max(fuzz.ratio(word, other) for other in long) for word in short) / 100
    if poorest < 0.75 and squeezed < 90:
        return min(letters, 0.7)
    if len(short) < len(long) and "".join(sorted(short)) != "".join(sorted(long)):
        # "L'Établi" and "L'Établi des Halles": may be two; only a key or an address tells
        return min(letters, 0.85)
    return letters
