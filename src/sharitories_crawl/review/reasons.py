"""The crawl's reasons, which it gives in English, in the reader's language and with their weight apart."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sharitories_crawl.classify.likelihood import SPOKEN
from sharitories_crawl.review.languages import ENGLISH, FRENCH
from sharitories_crawl.review.showing import shown
from sharitories_crawl.review.texts import Texts

_WEIGHED = re.compile(r"(?:for|against): (.*) \(([+-]\d+\.\d)\)", re.DOTALL)
_QUOTED = re.compile(r"“([^”]+)”")
_NAMES_TOWN = re.compile(r" names (.+?)(?: \(\d+×\))?$")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_LETTERS = 300


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: positive weights speak for a candidate, negative ones against it; None where none is told."""

    text: str
    language: str
    weight: float | None = None
    signed: str = ""


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
        text = _in_french(told, t) if t.language == FRENCH else told
        return Reason(shown(text or told, _LETTERS), t.language if text else ENGLISH)
    said, number = match.groups()
    weight = float(number)
    signed = f"{'+' if weight >= 0 else '−'}{t.number(abs(weight), 1)}"
    signal = _signals().get(said)
    own = t.sections["signal"].get(signal or "")
    return Reason(shown(own or said, _LETTERS), t.language if own else ENGLISH, weight, signed)


@lru_cache(maxsize=1)
def _signals() -> dict[str, str]:
    """What a signal says to a person -> the signal."""
    return {said: signal for signal, said in SPOKEN.items()}


def _in_french(told: str, t: Texts) -> str:
    """By the patterns of the language file, the whole or clause by clause; empty where none fits."""
    if whole := _clause(told, t):
        return whole
    clauses = [_clause(part, t) for part in told.split(", ")]
    return ", ".join(clauses) if all(clauses) else ""


def _clause(told: str, t: Texts) -> str:
    matches = ((pattern.fullmatch(told), template) for pattern, template in _patterns(t))
    said = next((match.expand(template) for match, template in matches if match), "")
    return _POINT.sub(",", said) if told.startswith("names agree ") else said


@lru_cache(maxsize=2)
def _compiled(language: str, pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.DOTALL), template) for pattern, template in pairs)


def _patterns(t: Texts) -> tuple[tuple[re.Pattern[str], str], ...]:
    return _compiled(t.language, tuple(t.sections["clue"].items()))
