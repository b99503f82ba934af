"""Rows of a list that only say where: `Composteurs de quartier` with `Square Fabre`, a chain's branches by town."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from sharitories_crawl.classify.composed import joined
from sharitories_crawl.classify.forms import kinds_as_written
from sharitories_crawl.classify.judge import Judge
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Entry

_PLACED = 0.5
_SPOT = re.compile(
    r"(?:square|parc|place|rue|quartier|avenue|école|cour|largo|praça|bairro|wijk|plein)\b", re.IGNORECASE
)
_SHOPS = re.compile(
    r"\b(?:nos|onze|våra|as nossas|os nossos) (?:\d+ )?(?:espaces?|lieux|magasins|boutiques|adresses|antennes|"
    r"centres|agences|"
    r"winkels|locaties|vestigingen|adressen|butiker|platser|lojas|espaços)\b",
    re.IGNORECASE,
)
_OWN_ARTICLE = re.compile(r"[A-ZÀ-Þ]\w+ ((?:De|Het|Le|La|Les|L[’'])\s?[A-ZÀ-Þ].*)")


def rows_named(
    roster: Sequence[Entry], heads: Sequence[str], site: str, language: str, judge: Judge,
    is_place: Callable[[str], bool],
) -> tuple[Entry, ...]:  # fmt: skip
    """The rows with whole names, where most of them are places; as they are else."""
    if any(judge.kinds_in(row.name, language) for row in roster):
        return tuple(roster)
    lying = [is_place(row.name) or _SPOT.match(row.name) is not None for row in roster]
    if site and any(lying) and any(_SHOPS.search(head) for head in heads):
        brand = _brand(site)
        # not every town abroad is known, but a branch has an address
        placed = (row for row, lies in zip(roster, lying, strict=True) if lies or any(map(str.isdigit, row.text)))
        return tuple(replace(row, name=f"{brand} {row.name}") for row in placed)
    if sum(lying) < _PLACED * len(roster):
        return tuple(roster)
    for head in heads:
        for begin, end, _ in kinds_as_written(head, language, judge):
            single = _singular(head[begin:end]) if language in ("fr", "pt") else ""
            if single:
                return tuple(replace(row, name=_called(single, row.name, language)) for row in roster)
    return tuple(roster)


def _singular(words: str) -> str:
    """`Composteurs de quartier` -> `Composteur`, `Boîtes à livres` -> `Boîte à livres`; empty for one alone."""
    first, _, _ = words.partition(" de ")
    first, with_, rest = first.partition(" à ")
    if not first.endswith("s"):
        return ""
    return " ".join(word.removesuffix("s") for word in first.split()) + with_ + rest


def _called(single: str, place: str, language: str) -> str:
    spot = place[0].lower() + place[1:] if _SPOT.match(place) else place
    return joined(single, "", spot, language)


def _brand(site: str) -> str:
    """`De Ruilhoek` of `Kringloop De Ruilhoek`: a branch bears the name without the word before its article."""
    named = _OWN_ARTICLE.fullmatch(site)
    return named[1] if named else site


def share_a_head(roster: Sequence[Entry], heads: Sequence[str]) -> bool:
    """Whether all rows begin with one word that the heading has too: `Voedselploeg Peer` below `Voedselploegen`."""
    firsts = {fold(row.name).partition(" ")[0] for row in roster}
    singles = {first.removesuffix("s") for first in firsts}
    if len(singles) != 1 or any(" " not in row.name for row in roster):
        return False
    stem = singles.pop()
    return len(stem) > 3 and any(word.startswith(stem) for head in heads for word in fold(head).split())
