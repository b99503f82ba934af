"""Text from the web on its way to a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharitories_crawl.review.showing import host_of, link_to, marked, shown


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("Le Repair Café de Lorient", ["repair cafe"], "Le <mark>Repair Café</mark> de Lorient"),
        ("repair-café & co", ["repair cafe"], "<mark>repair-café</mark> &amp; co"),
        ("AMAPPE", ["amap"], "AMAPPE"),
        ("une amap, l'AMAP", ["amap"], "une <mark>amap</mark>, l&#39;<mark>AMAP</mark>"),
        ("jardin partagé", ["jardin", "jardin partage"], "<mark>jardin partagé</mark>"),
        ("<b>sel</b>", ["sel", "b"], "&lt;b&gt;<mark>sel</mark>&lt;/b&gt;"),
        ("sœur", ["soeur"], "<mark>sœur</mark>"),
        ("e\u0301picerie", ["epicerie"], "<mark>e\u0301picerie</mark>"),
        ("", ["x"], ""), ("rien", [], "rien"), ("rien", ["", "!"], "rien"),
    ],
)  # fmt: skip
def test_whole_phrases_are_marked_whatever_their_accents(text: str, phrases: list[str], expected: str) -> None:
    assert str(marked(text, phrases)) == expected


def test_what_is_sought_can_be_led_to_once() -> None:
    assert str(marked("La Colloc' et La Colloc", [], "La Colloc")) == (
        '<mark id="here">La Colloc</mark>&#39; et <mark>La Colloc</mark>'
    )


@given(st.text(), st.lists(st.text(max_size=5), max_size=4))
def test_marking_adds_nothing_but_marks(text: str, phrases: list[str]) -> None:
    assert marked(text, phrases).striptags() == marked(text, []).striptags()
    assert str(marked(text, phrases)).replace("<mark>", "").replace("</mark>", "") == str(marked(text, []))


@given(st.text())
def test_nothing_unseen_is_shown(text: str) -> None:
    assert not set(shown(text)) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff\x00"
    )
    assert len(shown(text, 50)) <= 50 * 9


def test_an_emoji_of_several_stays_whole_and_a_long_text_is_cut() -> None:
    assert shown("\U0001f468\u200d\U0001f469") == "\U0001f468\u200d\U0001f469"
    assert shown("a\u200db") == "a[U+200D]b"
    assert shown("x" * 300, 10) == "x" * 9 + "…"
    assert shown(None) == ""


def test_addresses_are_short_and_only_web_addresses_are_links() -> None:
    assert host_of("https://www.asso.example/lieu/") == "asso.example/lieu/"
    assert host_of("http://asso.example/") == "asso.example"
    assert link_to("javascript:alert(1)") == ""
    assert link_to("https://asso.example/a") == "https://asso.example/a"
