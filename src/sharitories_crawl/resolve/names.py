"""What of a name tells one initiative of a town from another: its own words, its kind's, and its other readings."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Town
from sharitories_crawl.resolve.bodies import OF_DEPARTMENT, OWNERS
from sharitories_crawl.resolve.lexicon import (
    ABBREVIATIONS,
    BODY_OF_STEM,
    BRANCH_WORDS,
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
from sharitories_crawl.resolve.territory import Territory, territory_of, town_pattern

_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ALIAS = re.compile(
    r"\(\s*(?:ex|anciennement|ancienne?|futur|future|dite?|alias|association|asso)\b[ :-]*([^()]+)\)", re.I
)
_SPELLED_ACRONYM = re.compile(r"\b(?:[a-z] ){2,}[a-z]\b")
_OF_A = re.compile(r"\bd une?\b")
_PARTS = re.compile(r"\s+[|·•–—:-]\s+|\s*[|»]\s*")
_TAIL = re.compile(r"\s+[|·•–—:-]\s+|\s*[|»,;(\[]\s*")
# Forj'Lab, Vél'Utile: a play on words, where l' d' qu' are articles
_APOSTROPHE_INSIDE = re.compile(r"(?<=[^\W\d_]{3})['’](?=[^\W\d_])")
_DOTTED = re.compile(r"(?<!\w)(?:[A-Z]\.){2,}")
_COMMUNITY = re.compile(r"^\s*(CA|CU)\s+(?=\w)")
_COMMUNITIES = {"CA": "communauté d'agglomération ", "CU": "communauté urbaine "}
_COMMUNITY_PART = re.compile(r"communaut[ée]\s+(?:de\s+communes|d.agglo|urbaine)", re.I)
_BODY_AND_NUMBER = re.compile(r"([a-z]{3,})(\d{2,3})")
_CAPITALS = re.compile(r"(?<!\w)[A-Z]{2,6}(?!\w)")
_PLACES_OF_TOWN_ONLY = {"communaute": "interco", "agglomeration": "interco", "agglo": "interco", "metropole": "interco"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `own` are its words that are no word for a kind; without any it is `bare`."""

    folded: str
    core: str
    stems: frozenset[str]
    own: tuple[str, ...]
    kind_words: frozenset[str]
    initials: tuple[str, ...]
    said: tuple[str, ...]
    """All its words folded, small ones and the town's too, in order: what an acronym may stand for."""
    capitals: frozenset[str]
    """Its words that look like acronyms, folded."""
    is_of: bool
    """Its own words follow a kind's and `de`: `Cantine de la Scierie Basse`, not `Tiers-lieu La Scierie Basse`."""
    front: frozenset[str]
    """Its own words before a dash, comma or bracket; all of them where there is none."""
    readings: tuple["Name", ...] = ()
    """Other names it gives: without a description that follows, or the former or fuller one in brackets."""

    def __hash__(self) -> int:
        # names are looked up hundreds of thousands of times; a string remembers its hash, a tuple does not;
        # and not the core: half of all towns have a name whose core is "mairie"
        return hash(self.folded)

    @property
    def is_empty(self) -> bool:
        """Nothing is left beside the town and small words: the name is no evidence either way."""
        return not self.core

    @property
    def is_bare(self) -> bool:
        return not self.own

    @property
    def bodies(self) -> frozenset[str]:
        """Which sorts of public body, house or counter it says to be."""
        said = frozenset(BODY_OF_STEM[word] for word in self.kind_words if word in BODY_OF_STEM)
        return said - OWNERS or said


def core(name: str, town: Town) -> str:
    """The folded name without town, legal and small words, acronyms in one form; empty means no evidence."""
    return read_name(name, town).core


def read_name(name: str, town: Town) -> Name:
    """Takes a name apart, as a person of that town reads it."""
    return _read(name, territory_of(town))


def without_chrome(name: str, town: Town) -> str:
    """`Repair Café | Ville de Vannes` -> `Repair Café`; the whole name where nothing else would be left."""
    return _telling_parts(name, town_pattern(territory_of(town)))


@lru_cache(maxsize=65536)
def _read(name: str, territory: Territory) -> Name:
    name = unescape(name)
    written = _DOTTED.sub(lambda match: match.group().replace(".", "") + " ", _APOSTROPHE_INSIDE.sub("", name))
    written = _COMMUNITY.sub(lambda match: _COMMUNITIES[match.group(1)], written)
    pattern = town_pattern(territory)
    readings = [_plain(alias, territory, ()) for alias in _ALIAS.findall(written)]
    written = _ALIAS.sub(" ", written) if readings else written
    head, tail = _cut(_telling_parts(written, pattern))
    front: tuple[str, ...] | None = None
    if head:
        before = _plain(head, territory, ())
        bracketed = written[len(head) :].lstrip().startswith("(")
        front = before.own if before.own or bracketed else None
        after = fold(tail).split()
        if not BRANCH_WORDS & set(after) and (
            _plain(tail, territory, ()).is_bare or (before.own and tail[:1].islower())
        ):
            readings.append(before)
    return _plain(written, territory, tuple(reading for reading in readings if not reading.is_empty), front)


def _plain(name: str, territory: Territory, readings: tuple[Name, ...], front: tuple[str, ...] | None = None) -> Name:
    pattern = town_pattern(territory)
    name = _telling_parts(name, pattern)
    whole = _words(_PARENTHESES.sub(" ", name), pattern)
    if all(stem(word) in KIND_WORDS for word in whole):
        # "Repair Café (Ménimur)": what stands in the parentheses is all that tells it from another
        whole = _words(name, pattern)
    if OF_DEPARTMENT & set(whole):
        whole = tuple(word for word in whole if word not in territory.department)
    stems = tuple(stem(word) for word in whole)
    own = tuple(word for word in stems if word not in KIND_WORDS)
    folded = fold(name)
    return Name(
        folded=folded,
        core=" ".join(whole),
        stems=frozenset(stems),
        own=own,
        kind_words=frozenset(stems) & KIND_WORDS,
        initials=_initials(name),
        said=tuple(folded.split()),
        capitals=_capitals(name),
        is_of=bool(own) and _is_of(name, own[0]),
        front=frozenset(own if front is None else front),
        readings=readings,
    )


def _cut(name: str) -> tuple[str, str]:
    """What stands before the first dash, comma or bracket, and after; both empty where there is none."""
    match = _TAIL.search(name)
    if not match or not match.start():
        return "", ""
    return name[: match.start()].strip(), name[match.end() :].strip(" )]»")


def _telling_parts(name: str, town: re.Pattern[str]) -> str:
    parts = [part.strip() for part in _PARTS.split(name) if part.strip()]
    telling = [
        part
        for at, part in enumerate(parts)
        if _words(part, town) and not (CHROME_PART.match(fold(part)) and (at or not _COMMUNITY_PART.match(part)))
    ]
    return " – ".join(telling) if telling and len(telling) < len(parts) else " ".join(name.split())


def _words(name: str, town: re.Pattern[str]) -> tuple[str, ...]:
    folded = _SPELLED_ACRONYM.sub(lambda match: match.group().replace(" ", ""), fold(name.replace("@", "a")))
    left = [word for word in town.sub(" ", _OF_A.sub(" ", folded)).split() if word not in SMALL_WORDS]
    left = [ABBREVIATIONS.get(word, word) for word in left]
    words = _join_phrases(_apart([word for word in left if word not in LEGAL_WORDS]))
    telling = tuple(word for word in words if word not in CHROME_WORDS)
    if not telling:
        if body := next((_PLACES_OF_TOWN_ONLY[word] for word in left if word in _PLACES_OF_TOWN_ONLY), ""):
            return (body,)
        if TOWN_HALL_WORDS & set(left):
            return ("mairie",)
    return telling


def _apart(words: list[str]) -> list[str]:
    """`udaf65` -> `udaf 65`."""
    apart: list[str] = []
    for word in words:
        match = _BODY_AND_NUMBER.fullmatch(word)
        apart.extend(match.groups() if match and (match.group(1),) in PHRASES else (word,))
    return apart


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


def _is_of(name: str, first: str) -> bool:
    words = fold(_PARENTHESES.sub(" ", name)).split()
    stems = [stem(word) for word in words]
    at = stems.index(first) if first in stems else 0
    kinds = [place for place in range(at) if stems[place] in KIND_WORDS]
    return bool(kinds) and bool({"de", "du", "des", "d"} & set(words[kinds[-1] + 1 : at]))


def _capitals(name: str) -> frozenset[str]:
    found = {fold(match) for match in _CAPITALS.findall(name)}
    return frozenset(word for word in found if word not in SMALL_WORDS | LEGAL_WORDS)


def _initials(name: str) -> tuple[str, ...]:
    """First letters of the words, with and without the legal form: ALJS and LJS; only for three words and more."""
    words = [word for word in fold(name).split() if word not in SMALL_WORDS]
    without = [word for word in words if word not in LEGAL_WORDS]
    return tuple("".join(word[0] for word in some) for some in (words, without) if len(some) >= 3)
