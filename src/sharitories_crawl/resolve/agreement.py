"""How far two names say the same thing."""

import re
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from sharitories_crawl.models import Town
from sharitories_crawl.resolve.bodies import HOUSES, ON_WHEELS, ROOMS
from sharitories_crawl.resolve.lexicon import CHROME_WORDS, KIND_WORDS, LEGAL_WORDS, SMALL_WORDS, WEAK_KIND_WORDS, stem
from sharitories_crawl.resolve.names import Name, read_name

_NUMBER = re.compile(r"\d+")

_TELLS_NOTHING = SMALL_WORDS | LEGAL_WORDS | CHROME_WORDS

_LEAST_MISSPELT = 5
"""Letters of a name below which one letter makes another name; arbitrary."""
_LEAST_OF_CUT = 24
"""Letters of a name before it is taken to be cut off; arbitrary."""

SAME_NAME = 0.9
LIKE_NAME = 0.75
COMPATIBLE_NAME = 0.6
HALF_NAME = 0.5

GENERIC_AGAINST_OWN = 0.5
"""Most that a name of kind words alone (`Repair Café de Vannes`) can agree with a fuller one (`... Ménimur`)."""
CONTAINED = 0.8
"""Least that `L'Établi` agrees with `L'Établi des Halles`: enough to ask, or to join at one address, never alone."""
OTHER_BODIES = 0.5
"""Most for a town hall and the counter it keeps, whatever else of the names agrees."""
BY_ACRONYM = 0.85
"""An acronym that no table knows and the words it may stand for."""
OTHER_READING = 0.95


def names_agree(a: str, b: str, town: Town) -> float:
    """0 to 1: how far two names say the same thing; 0 where one of them says nothing."""
    return agreement(read_name(a, town), read_name(b, town))


@lru_cache(maxsize=262144)
def agreement(a: Name, b: Name) -> float:
    """Symmetric. 1 is the same words in any order; below 0.6 the names are those of different things."""
    best = _agree(a, b)
    for one in (a, *a.readings):
        for other in (b, *b.readings):
            if (one is not a or other is not b) and best < OTHER_READING:
                best = max(best, OTHER_READING * _agree(one, other))
    return best


def misspelt(a: Name, b: Name) -> bool:
    """One letter apart in names of some length: `Le Rectto` for Le Recto, `La Bonne Idée` for La Benne Idée."""
    one, other = "".join(a.own), "".join(b.own)
    if min(len(one), len(other)) < _LEAST_MISSPELT or one == other:
        return False
    if sorted(filter(str.isdigit, one)) != sorted(filter(str.isdigit, other)):
        return False
    return Levenshtein.distance(one, other, score_cutoff=1) == 1


def bodies_differ(a: Name, b: Name) -> bool:
    """Each says which sort of body it is, and they have none in common: a town hall and its counter."""
    one, other = a.bodies, b.bodies
    if (ON_WHEELS in one) != (ON_WHEELS in other) and one and other:
        return True
    return bool(one and other and not one & other) and not _is_room_of(a, b)


def _is_room_of(a: Name, b: Name) -> bool:
    one, other = a.bodies, b.bodies
    return bool((one and one <= ROOMS and other & HOUSES) or (other and other <= ROOMS and one & HOUSES))


def _agree(a: Name, b: Name) -> float:
    if a.is_empty or b.is_empty:
        return 0.0
    if a.stems == b.stems or squeezed(a) & squeezed(b):
        return 1.0
    score = BY_ACRONYM if _cut_short(a, b) or _cut_short(b, a) else _by_words(a, b)
    if score < BY_ACRONYM:
        for short, long in ((a, b), (b, a)):
            score = max(score, _by_acronym(short, long))
    return score


def _cut_short(short: Name, long: Name) -> bool:
    """Registers cut names off: `Espace social et culturel Vi`."""
    return len(short.folded) >= _LEAST_OF_CUT and long.folded.startswith(short.folded) and long.folded != short.folded


def squeezed(name: Name) -> set[str]:
    """Ways to write it in one: the telling words, and all but legal forms: `lorientlibre` for Lorient Libre."""
    whole = "".join(word for word in name.said if word not in _TELLS_NOTHING)
    return {name.core.replace(" ", ""), whole} if len(whole) >= 6 else {name.core.replace(" ", "")}


def _by_words(a: Name, b: Name) -> float:
    if a.is_bare != b.is_bare:
        return min(_alike(sorted(a.stems), sorted(b.stems)), GENERIC_AGAINST_OWN)
    if a.is_bare:
        if a.bodies & b.bodies and not bodies_differ(a, b):
            return 0.75
        return min(_alike(sorted(a.stems), sorted(b.stems)), OTHER_BODIES if bodies_differ(a, b) else 0.75)
    own = _alike(sorted(a.own), sorted(b.own))
    if bool(a.front) != bool(b.front):
        # "Cantine (Scierie Basse)" is in the Scierie Basse
        own = min(own, CONTAINED)
    if _holds(a, b) or _holds(b, a):
        # "FabLab du Morvan", "Mission numérique du Pays Nivernais Morvan": a territory in common
        nested = a.kind_words <= b.kind_words or b.kind_words <= a.kind_words or a.bodies & b.bodies
        own = max(own, CONTAINED) if nested else min(own, 0.7)
    if _squeezed_own(a, b):
        own = 1.0
    if bodies_differ(a, b):
        return min(own, OTHER_BODIES)
    if a.bodies & b.bodies or _is_room_of(a, b):
        return own if a.kind_words == b.kind_words else own * 0.95
    one, other = a.kind_words - WEAK_KIND_WORDS, b.kind_words - WEAK_KIND_WORDS
    clash = bool(one and other) and not (one <= other or other <= one)
    if clash and not _squeezed_own(a, b):
        # "AMAP du Moulin", "Repair Café du Moulin"
        return min(own, 0.7 if a.kind_words & b.kind_words else 0.55)
    return own if a.kind_words == b.kind_words else own * 0.95


def _holds(long: Name, short: Name) -> bool:
    """All own words of one are in the other, and not only after a dash: `Fabriverain, fablab d'Albi Sciences`."""
    return set(short.own) < set(long.own) and bool(long.front & set(short.own) or not long.front)


def _squeezed_own(a: Name, b: Name) -> bool:
    """`Fablab Forjlab` and `Forj Lab`: the own words of one are all words of the other, written in one."""
    one, other = "".join(a.own), "".join(b.own)
    if min(len(one), len(other)) < 4 or one == other:
        return False
    return one == b.core.replace(" ", "") or other == a.core.replace(" ", "")


def _by_acronym(short: Name, long: Name) -> float:
    """A word in capitals that the first letters of a run of the other's words spell, and what is left beside it."""
    for letters in sorted(short.capitals):
        token = stem(letters)
        if token not in short.stems or token in long.stems or (run := _spelled(letters, long.said)) is None:
            continue
        stood_for = {stem(word) for word in run}
        left = tuple(word for word in long.own if word not in stood_for)
        expanded = replace(
            long,
            folded=f"{long.folded} ({letters})",
            core=" ".join([word for word in long.core.split() if stem(word) not in stood_for] + [letters]),
            stems=(long.stems - stood_for) | {token},
            own=left if token in KIND_WORDS else (*left, token),
            kind_words=(long.kind_words - stood_for) | ({token} & KIND_WORDS),
            readings=(),
        )
        agreed = 1.0 if expanded.stems == short.stems else _by_words(short, expanded)
        return agreed * (BY_ACRONYM if len(letters) > 2 else 0.75)
    return 0.0


@lru_cache(maxsize=65536)
def _spelled(letters: str, words: tuple[str, ...]) -> tuple[str, ...] | None:
    """The run of words whose initials are the letters; small words may count or be passed over."""
    for start in range(len(words)):
        at, matched = start, 0
        while at < len(words) and matched < len(letters):
            if words[at][0] == letters[matched] and (at > start or words[at] not in SMALL_WORDS):
                matched += 1
            elif words[at] not in SMALL_WORDS:
                break
            at += 1
        if matched == len(letters):
            return words[start:at]
    return None


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
