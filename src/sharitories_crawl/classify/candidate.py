"""A possible name of whom a page is about, and which of several that hold each other is meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sharitories_crawl.classify.likeness import slogan_doubt
from sharitories_crawl.geo.names import fold

AGAIN, KIND = "again", "kind"
"""A statement that the text says too; a name that begins with a kind's word."""
_OWN_ARTICLE = re.compile(r"(?:La|Le|Les|L[’'])\s?[A-ZÀ-Þ]")
_GROUP_NAME = re.compile(r"Collectif|Coopérative", re.IGNORECASE)
_KIND_WORD = re.compile(r"^[A-ZÀ-Þ][a-zà-ÿ]+(?: [a-zà-ÿ]+)* (?=[A-ZÀ-Þ])")
_OF = frozenset(["de", "du", "des", "van", "in", "do", "da", "dos", "das", "em", "i", "på"])
"""`Jardins familiaux de Kerletu`: what follows says where or whose, and is no name."""


@dataclass(slots=True)
class Candidate:
    """A possible name, its weight, and what speaks for it."""

    name: str
    score: float = 0.0
    beside_kind: bool = False
    alone: bool = False
    """A statement, or a segment of one, is this and nothing more."""
    origins: dict[str, float] = field(default_factory=dict)
    signs: set[str] = field(default_factory=set)
    how: str = ""
    """Empty where it stands so on the page; else how it was made: see classify/variants.py and composed.py."""


def settled(ranked: list[Candidate], body: str, own: bool) -> list[Candidate]:
    """The best first, where parts of a name and names with more around them were weighed apart."""
    best = said_alone(whole(ranked))
    return best if own else used_alone(best, body)


def is_beyond_reach(ranked: Sequence[Candidate], others: float, unknown: float) -> bool:
    """Whether the first stays first if others gain at most so much, and names not met yet weigh at most so much."""
    if not ranked:
        return False
    first, rest = ranked[0], ranked[1:]
    if first.score <= max(unknown, rest[0].score + others if rest else 0.0):
        return False
    return not any(_is_whole(first, each) or _is_said_alone(first, each) for each in rest)


def whole(best: list[Candidate]) -> list[Candidate]:
    """A statement said again in the text is the name rather than a part of it: `Auch ein Garten`, not `Garten`."""
    for each in best[1:4]:
        if _is_whole(best[0], each) and each.score > 0 and slogan_doubt(each.name) < 1:
            each.score = best[0].score + 0.1
            return sorted(best, key=lambda each: -each.score)
    return best


def _is_whole(part: Candidate, each: Candidate) -> bool:
    return AGAIN in each.signs and f" {fold(part.name)} " in f" {fold(each.name)} "


def said_alone(best: list[Candidate]) -> list[Candidate]:
    """`La Ruche à Miel` rather than `CIGALES La Ruche à Miel` where a heading or the site's name says it alone."""
    for each in best[1:]:
        if _is_said_alone(best[0], each) and each.score > 0:
            each.score = best[0].score + 0.1
            return sorted(best, key=lambda each: -each.score)
    return best


def _is_said_alone(longer: Candidate, each: Candidate) -> bool:
    ends = each.alone and longer.name.endswith(f" {each.name}") and _OWN_ARTICLE.match(each.name) is not None
    return ends and not _GROUP_NAME.match(longer.name)


def used_alone(best: list[Candidate], body: str) -> list[Candidate]:
    """`Pedelo` rather than `Deelfiets Pedelo` where others write mostly the one."""
    if best and KIND in best[0].signs and (word := _KIND_WORD.match(best[0].name)):
        if word.group().split()[-1] in _OF:
            return best
        rest = best[0].name[word.end() :]
        alone, full = body.count(rest), body.lower().count(best[0].name.lower())
        if len(rest) > 4 and alone > 2 * full and alone > 1:
            best[0].name = rest
    return best
