"""Phrases in a folded text: whole words, longest first, never overlapping."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharitories_crawl.phrases import Phrases, PhraseSets

WORDS = st.lists(st.sampled_from(["a", "b", "cc", "ddd"]), min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("un atelier velo ici", [("atelier velo", 3, 2)], id="the longest wins"),
        pytest.param("un atelier", [("atelier", 3, 1)], id="at the end"),
        pytest.param("velo velo", [("velo", 0, 3), ("velo", 5, 3)], id="every occurrence"),
        pytest.param("ateliers velos", [], id="whole words only"),
        pytest.param("", [], id="nothing to read"),
    ],
)
def test_phrases_are_found_with_their_place_and_value(text: str, expected: list[tuple[str, int, int]]) -> None:
    phrases = Phrases([("atelier", 1), ("atelier velo", 2), ("velo", 3), ("velo", 4)])
    assert list(phrases.find(text)) == expected
    assert list(phrases.find(text)) == expected, "asked again, the same"


@pytest.mark.parametrize("longer", ["", " et" * 200], ids=["short", "long"])
def test_phrases_are_counted_in_the_order_of_their_first_occurrence(longer: str) -> None:
    phrases = Phrases([("atelier", 1), ("atelier velo", 2), ("velo", 3)])
    assert phrases.count(f"velo atelier velo atelier velo{longer}") == (("velo", 3, 1), ("atelier velo", 2, 2))
    assert phrases.count(f"rien{longer}") == ()


@given(st.lists(WORDS, max_size=8), st.lists(st.sampled_from(["a", "b", "cc", "ddd", "e"]), max_size=15).map(" ".join))
def test_the_index_finds_what_a_regular_expression_finds(phrases: list[str], text: str) -> None:
    longest_first = sorted({*phrases}, key=lambda phrase: -len(phrase.split()))
    pattern = "|".join(rf"(?<!\S){re.escape(phrase)}(?!\S)" for phrase in longest_first) or r"(?!)"
    found = [(hit.phrase, hit.start) for hit in Phrases((phrase, None) for phrase in phrases).find(text)]
    assert found == [(match.group(), match.start()) for match in re.finditer(pattern, text)]


@given(
    st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=3),
    st.lists(st.sampled_from(["a", "b", "cc", "ddd", "e"]), max_size=15).map(" ".join),
)
def test_sets_searched_at_once_are_each_found_as_if_alone(sets: list[list[str]], text: str) -> None:
    numbered = [[(phrase, number) for number, phrase in enumerate(phrases)] for phrases in sets]
    assert PhraseSets(numbered).find(text) == tuple(Phrases(phrases).find(text) for phrases in numbered)
