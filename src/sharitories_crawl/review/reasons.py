"""The crawl's reasons, which it gives in English, in the reader's language and with their weight apart."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sharitories_crawl.classify.likelihood import SPOKEN
from sharitories_crawl.classify.page_spoken import PARTS, SORTS, WHOLE
from sharitories_crawl.resolve.agreement import COMPATIBLE_NAME
from sharitories_crawl.review.languages import ENGLISH, FRENCH
from sharitories_crawl.review.showing import shown
from sharitories_crawl.review.texts import Texts

_WEIGHED = re.compile(r"(?:for|against): (.*) \(([+-]\d+\.\d)\)", re.DOTALL)
_QUOTED = re.compile(r"“([^”]+)”")
_NAMES_TOWN = re.compile(r" names (.+?)(?: \(\d+×\))?$")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_AGREE = re.compile(r"names agree (\d\.\d+)")
_AGAINST = re.compile(
    r"names unlike |kinds differ: |a (?:currency|network) and .* are two things$|both at .*, shared by many$"
    r"|a name that says nothing |different street addresses$|[\d.]+ km apart$|list-siblings$"
    r"|other-(?:bodies|siren|rna)$"
)
_FOR = re.compile(r"same |names agree (?!.*only words for a kind$)|\d+ m apart$|a person said that they are the same")
_ALLOWANCES = frozenset({"bare"})
"""Signals whose weight makes up for what could not be read: they raise the score, and speak for nothing."""
_LETTERS = 300


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: positive weights raise a score, negative ones lower it; None where none is told."""

    text: str
    language: str
    weight: float | None = None
    signed: str = ""
    side: str = ""
    """`for` or `against` where it speaks for a candidate or for two being one, or against; empty for neither."""


def reasons_in(told: Iterable[str], t: Texts) -> list[Reason]:
    """Each once, in the order given."""
    return [_reason(one, t) for one in dict.fromkeys(told)]


def phrases_of(told: Iterable[str]) -> list[str]:
    """The words that counted, as the reasons quote them."""
    phrases: list[str] = []
    for one in told:
        phrases += _QUOTED.findall(one)
        phrases += _NAMES_TOWN.findall(one)
    return list(dict.fromkeys(phrase.removeprefix("à ") for phrase in phrases))


def _reason(told: str, t: Texts) -> Reason:
    match = _WEIGHED.fullmatch(told)
    if match is None:
        told = _AGREE.sub(_unlike, told)
        text = _in_french(told, t) if t.language == FRENCH else told
        return Reason(shown(text or told, _LETTERS), t.language if text else ENGLISH, side=_side(told))
    said, number = match.groups()
    weight = float(number)
    signed = f"{'+' if weight >= 0 else '−'}{t.number(abs(weight), 1)}"
    signal = _signals().get(said)
    own = t.sections["signal"].get(signal or "")
    side = "" if signal in _ALLOWANCES else "for" if weight >= 0 else "against"
    return Reason(shown(own or said, _LETTERS), t.language if own else ENGLISH, weight, signed, side)


def _unlike(match: "re.Match[str]") -> str:
    """Names that agree little speak against: the crawl says by how much they agree, however little."""
    return match[0] if float(match[1]) >= COMPATIBLE_NAME else f"names unlike {match[1]}"


def _side(told: str) -> str:
    return "against" if _AGAINST.match(told) else "for" if _FOR.match(told) else ""


@lru_cache(maxsize=1)
def _signals() -> dict[str, str]:
    """What a signal says to a person -> the signal."""
    return {said: signal for signal, said in SPOKEN.items()}


def _in_french(told: str, t: Texts) -> str:
    """By the patterns of the language file, the whole or clause by clause; empty where none fits."""
    if whole := _clause(told, t):
        return whole
    if "; " in told:
        several = [_in_french(part, t) for part in told.split("; ")]
        return " ; ".join(several) if all(several) else ""
    head, colon, rest = told.partition(": ")
    named = _clause(head, t) if colon else ""
    clauses = [_clause(part, t) for part in (rest if named else told).split(", ")]
    return (f"{named} : " if named else "") + ", ".join(clauses) if all(clauses) else ""


def _clause(told: str, t: Texts) -> str:
    matches = ((pattern.fullmatch(told), template) for pattern, template in _patterns(t))
    said = next((match.expand(template) for match, template in matches if match), "") or _sign(told, t)
    return _POINT.sub(",", said) if told.startswith(("names agree ", "names unlike ")) else said


def _sign(told: str, t: Texts) -> str:
    """What a sign of a page's sort is called; empty for other words."""
    part, sort = _signs().get(told, ("", ""))
    signs = t.sections["sign"]
    return signs[part].format(t.sections["sort"][sort]) if sort else signs.get(part, "")


@lru_cache(maxsize=1)
def _signs() -> dict[str, tuple[str, str]]:
    """What a sign says to a person -> the sign or a part of the page, and the sort that this part is like."""
    of_parts = {said.format(whose): (part, sort) for part, said in PARTS.items() for sort, whose in SORTS.items()}
    return {**of_parts, **{said: (sign, "") for sign, said in WHOLE.items()}}


@lru_cache(maxsize=2)
def _compiled(language: str, pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.DOTALL), template) for pattern, template in pairs)


def _patterns(t: Texts) -> tuple[tuple[re.Pattern[str], str], ...]:
    return _compiled(t.language, tuple(t.sections["clue"].items()))
