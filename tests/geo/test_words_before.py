"""Tests that the words looked for first hide nothing that the patterns behind them would find."""

import re
from collections.abc import Callable, Sequence
from itertools import product

import pytest

from sharitories_crawl.geo import before_names, turns
from sharitories_crawl.geo.usage import read_uses

FILLERS = ("", "de", "d", "de la", "de l", "du", "des", "a", "en", "van", "de la ville de", "a pied de la gare de")


@pytest.mark.parametrize(
    ("gated", "pattern", "lists"),
    [
        (before_names.in_street, before_names._STREET, (before_names._STREETS,)),
        (
            before_names.in_passing,
            before_names._ASIDE,
            (before_names._BODIES, before_names._PRODUCTS, before_names._LIVES, before_names._IMAGES, "loin"),
        ),
        (
            before_names.is_nearby,
            before_names._NEARBY,
            (before_names._NEAR, before_names._DISTANCES, before_names._OUTSIDE),
        ),
    ],
)
def test_no_phrase_before_a_name_is_missed(
    gated: Callable[[str, Sequence[str]], bool], pattern: re.Pattern[str], lists: tuple[str, ...]
) -> None:
    phrases = [phrase for words in lists for phrase in words.split("|")]
    found = 0
    for phrase, filler in product(phrases, FILLERS):
        before = f" un lieu ouvert {phrase} {filler}".rstrip() + " "
        assert gated(before, before.split()) is bool(pattern.search(before)), before
        found += bool(pattern.search(before))
    assert found >= len(phrases)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (" bienvenue chez nous a ", ""),
        (" een feest bij ons in ", ""),
        (" une vente au profit d un jardin partage a ", ""),
        (" opbrengst gaat naar een school in ", ""),
        (" on ouvre prochainement a ", ""),
        (" een plek liefst in de buurt bij voorkeur in ", ""),
        (" on aimerait quelque part autour de ", ""),
        (" julie 26 ans ", ""),
        (" a ", " nous cherchons un lieu"),
        (" in ", " zoeken we een plek"),
        (" a ", " ils ont un vrai meuble"),
        (" a ", " je vivais bien"),
    ],
)
def test_every_turn_may_be_one(before: str, after: str) -> None:
    held = [
        turns.is_here(before),
        turns.is_benefit(before),
        turns.is_soon(before, after),
        turns.is_wished(before),
        turns.is_of_person(before, after),
    ]
    assert any(held)
    assert turns.may_turn(before.split(), after.split())


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("10 place aristide briand 56000 lorient", "located"),
        ("le jardin de la rue de lorient", "street"),
        ("la mairie de lorient", "located"),
        ("le comptoir de lorient", "bare"),
        ("de werkplaats 1234 ab lorient", "located"),
        ("une ferme tout pres de lorient", "nearby"),
        ("a 10 minutes a pied de lorient", "aside"),
        ("il n y a pas encore de repair cafe a lorient", "not there"),
    ],
)
def test_words_before_a_name_say_how_it_is_used(text: str, how: str) -> None:
    start = text.index("lorient")
    assert [use.how for use in read_uses(text, [("lorient", start, start + 7)])] == [how]
