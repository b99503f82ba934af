"""How a text uses a place's name: to say where a thing is, in passing, in a list, or not for the place at all."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from sharitories_crawl.geo import before_names, turns
from sharitories_crawl.geo.before_names import BEFORE_LETTERS
from sharitories_crawl.geo.persons import FIRST


class Use(NamedTuple):
    """One occurrence of a name in a folded text; `how` says what weight it was given for."""

    name: str
    start: int
    weight: float
    how: str


LOCATED, BARE, FEW, LISTED, GONE, NOT_THERE, ASIDE, STREET = (
    "located", "bare", "one of few", "one of many", "gone", "not there", "aside", "street"
)  # fmt: skip
SPOKEN, NEARBY, SOON = "the speaker's", "nearby", "soon"
"""Where the speaker says to be; what something is said to be near, which is elsewhere than a town far from that; where
something is announced or looked for."""
WEIGHTS = {
    SPOKEN: 2.5, LOCATED: 1.5, BARE: 0.8, NEARBY: 0.0, SOON: 0.0, FEW: 0.4, LISTED: 0.1, GONE: 0.5, NOT_THERE: 0.0,
    ASIDE: 0.0, STREET: 0.0,
}  # fmt: skip
"""Of one use, measured on tests/labelled/pages/dev."""

_LIST_GAP = 14
_MANY, _SOME = 5, 3
_AFTER_LETTERS = 90
_ARTICLES = frozenset(
    ("la", "le", "les", "des", "un", "une", "haute", "bon", "en", "hors", "ce", "son", "leur", "quel", "ses", "vos",
     "nos", "mes")
)  # fmt: skip
_BODY_AFTER = re.compile(
    r" (?:agglomeration|agglo|metropole|communaute|bretagne sud|habitat|lan|regiao|tourisme|n y sommes|romans)\b"
)
_NOT_THERE_AFTER = re.compile(
    r" nous n y sommes pas| n y (?:est|sont) pas encore| heeft er nog geen|(?: [a-z0-9]+){0,9} (?:er is nog geen|"
    r"il n y a (?:pas|rien) encore|rien encore|ainda nao (?:ha|existe)|finns (?:det )?annu (?:ingen|inget))\b"
)
_GONE_AFTER = re.compile(
    r"[a-z0-9 ]{0,70} (?:ferme en|fermee? depuis|avait ferme|a ferme|disparue?|n existe plus|slapend|dissoute?) "
)


_TELLING_AFTER = frozenset(
    ("sommes", "encore", "nog", "ainda", "annu", "ferme", "fermee", "disparu", "disparue", "existe", "slapend",
     "dissout", "dissoute")
)  # fmt: skip
_BODY_BEGINS_AFTER = frozenset(
    ("agglomeration", "agglo", "metropole", "communaute", "bretagne", "habitat", "lan", "regiao", "tourisme", "n",
     "romans")
)  # fmt: skip
_TURN_LETTERS = 40
_JOINED = frozenset(("", "et", "en", "e", "och", "et de", "et d"))
_OR = frozenset(("ou", "eller", "of", "or", "ou a", "ou bien"))


def read_uses(folded: str, hits: Sequence[tuple[str, int, int]], raw: str = "") -> tuple[Use, ...]:
    """Every use of the names found: (name, start, end), in order, none inside another.

    `raw` is the text as written: `Camille Laval` is somebody, `Chez Camille, Laval` is not.
    """
    if not hits:
        return ()
    padded, gone_before = f" {folded} ", -_TURN_LETTERS
    hows: list[str] = []
    for at, (_, start, end) in enumerate(hits):
        hows.append(_how(padded, hits, at, raw))
        gap, gone_before = start - gone_before, end
        if gap >= _TURN_LETTERS:
            continue
        # Lens-Arras: what is said of the first is said of both
        between = folded[start - gap : start].strip()
        if hows[-2] == LISTED and between in _OR:
            hows[-1] = LISTED
        elif hows[-2] in (ASIDE, SOON) and between in _JOINED and gap < _LIST_GAP:
            hows[-1] = hows[-2]
        if hows[-2] != STREET and turns.may_join(between):
            before, middle = turns.before_name(folded, hits[at - 1][1]), f" {between} "
            if turns.is_stretch(before, middle):
                hows[-2:] = [ASIDE, ASIDE]
            elif turns.has_left(before, middle):
                hows[-2:] = [ASIDE, LOCATED]
    told = [at for at, how in enumerate(hows) if how in (LOCATED, BARE)]
    for at, mark in zip(told, _runs(folded, [hits[at] for at in told]), strict=True):
        hows[at] = mark or hows[at]
    return tuple([Use(name, start, WEIGHTS[how], how) for (name, start, _), how in zip(hits, hows, strict=True)])


def _until(padded: str, hits: Sequence[tuple[str, int, int]], at: int) -> int:
    """Where what is said of a name ends: before the next that is not joined to it."""
    for following in range(at + 1, len(hits)):
        if padded[hits[following - 1][2] + 1 : hits[following][1] + 1].strip() not in _JOINED:
            return hits[following][1]
    return len(padded)


def _how(padded: str, hits: Sequence[tuple[str, int, int]], at: int, raw: str) -> str:
    """`padded` has one space more before the text, so that the start of a hit counts the space before the name."""
    name, start, end = hits[at]
    before, after = padded[max(0, start - BEFORE_LETTERS) : start + 1], padded[end + 1 : end + _AFTER_LETTERS]
    words, words_after = before.split(), after.split()
    if words_after and words_after[0] in _BODY_BEGINS_AFTER and _BODY_AFTER.match(after):
        return ASIDE
    last = words[-1] if words else ""
    # after a postal code, as in most addresses, no turn of phrase
    if last.isalpha() and (said := _said_before(padded, hits, at, before, words)):
        return said
    told_after = not _TELLING_AFTER.isdisjoint(words_after)
    turned = turns.may_turn(words, words_after)
    if told_after or turned:
        after = after[: max(0, _until(padded, hits, at) - end)]
    if told_after and _NOT_THERE_AFTER.match(after):
        return NOT_THERE
    if turned and (turn := _turn(before, after)):
        return turn
    if last in FIRST and f"{last} {name}" in raw.lower():
        return ASIDE
    if last in _ARTICLES and not name.startswith(("le ", "la ", "les ")):
        return ASIDE
    if told_after and _GONE_AFTER.match(after):
        return GONE
    return LOCATED if last and before_names.is_at(before, words) else BARE


def _said_before(padded: str, hits: Sequence[tuple[str, int, int]], at: int, before: str, words: Sequence[str]) -> str:
    """What the words before a name make of it, or empty."""
    if before_names.in_street(before, words):
        return STREET
    if before_names.in_passing(before, words):
        return ASIDE
    if before_names.is_nearby(before, words):
        return ASIDE if before_names.is_far(before) else NEARBY
    if before_names.may_be_denied(words):
        # what is denied of the name before is not denied of this one
        since, start = (hits[at - 1][2] if at else 0), hits[at][1]
        if before_names.is_denied(padded[max(since, start - BEFORE_LETTERS) : start + 1]):
            return NOT_THERE
    return ""


def _turn(before: str, after: str) -> str:
    if turns.is_soon(before, after):
        return SOON
    if turns.is_here(before) or turns.is_benefit(before):
        return SPOKEN
    if turns.is_wished(before):
        return LISTED
    return ASIDE if turns.is_of_person(before, after) else ""


def _runs(folded: str, hits: Sequence[tuple[str, int, int]]) -> list[str]:
    """For each hit what the row of names it stands in makes of it, or empty: a row has little between its names."""
    marks = [""] * len(hits)
    first = 0
    for at in range(1, len(hits) + 1):
        if at < len(hits) and hits[at][1] - hits[at - 1][2] <= _LIST_GAP:
            continue
        if at - first > 1:
            marks[first:at] = [_mark_of_row(folded, hits[first:at])] * (at - first)
        first = at
    return marks


def _mark_of_row(folded: str, row: Sequence[tuple[str, int, int]]) -> str:
    size = len({name for name, _, _ in row})
    between = [folded[before[2] : after[1]].strip() for before, after in pairwise(row)]
    if size >= _MANY or (size >= 2 and not _OR.isdisjoint(between)):
        return LISTED
    return FEW if size >= _SOME else ""
