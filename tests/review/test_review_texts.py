"""What the review pages say: both languages in full, and the crawl's reasons in French."""

import re
from importlib.resources import files

import pytest

from sharitories_crawl.classify.likelihood import SPOKEN
from sharitories_crawl.classify.page_spoken import PARTS, SORTS, WHOLE
from sharitories_crawl.models import Actor, Practice
from sharitories_crawl.models.reviewing import CHANGES, EDITABLE, REASONS, Status
from sharitories_crawl.review.reasons import phrases_of, reasons_in
from sharitories_crawl.review.texts import Texts, texts_in

FR, EN = texts_in("fr"), texts_in("en")
PLACES = re.compile(r"\{\w+\}")
OF_FRENCH = {"signal", "sign", "sort", "clue", "source"}
"""Sections that stand for English words of the crawl."""


def test_both_languages_have_the_same_keys_with_the_same_places() -> None:
    assert FR.sections.keys() == EN.sections.keys()
    for section in FR.sections.keys() - OF_FRENCH:
        assert FR.sections[section].keys() == EN.sections[section].keys(), section
        for name, text in FR.sections[section].items():
            assert sorted(PLACES.findall(text)) == sorted(PLACES.findall(EN.sections[section][name])), (section, name)
            assert text.strip()


@pytest.mark.parametrize("t", [FR, EN], ids=["fr", "en"])
def test_every_word_of_the_data_has_a_label(t: Texts) -> None:
    for section, slugs in {
        "status": map(str, Status), "reason": REASONS, "practice": map(str, Practice), "actor": map(str, Actor),
        "change": CHANGES, "common": EDITABLE,
    }.items():  # fmt: skip
        for slug in slugs:
            assert slug in t.sections[section], (section, slug)


def test_every_text_is_used_and_none_is_missing() -> None:
    room = files("sharitories_crawl.review")
    sources = "".join(
        path.read_text(encoding="utf-8")
        for folder in (room, room / "pages", room / "templates", room / "static")
        for path in folder.iterdir()
        if path.name.endswith((".py", ".html", ".js"))
    )
    named = set(re.findall(r"\"([a-z]+\.[a-zA-Z_-]+)\"", sources))
    keys = {f"{section}.{name}" for section in FR.sections.keys() - OF_FRENCH for name in FR.sections[section]}
    sections = {key.partition(".")[0] for key in keys}
    missing = {key for key in named if key.partition(".")[0] in sections} - keys
    assert {key for key in missing if not key.endswith(("_", "-"))} <= FILES
    computed = (
        "status.",
        "reason.",
        "practice.",
        "actor.",
        "change.",
        "said.",
        "log.",
        "keys.",
        "trouble.",
        "common.",
        "wanted_postal_code.",
        "every.",
    )
    unused = {key for key in keys - named if not key.startswith(computed)}
    assert {key for key in unused if not COMPUTED.fullmatch(key)} == set()


FILES: set[str] = set()
COMPUTED = re.compile(
    r"home\.\w+_about|queue\.left_(one|none)|queue\.named_one|bulk\.count_one|item\.(nearest_(not_)?same|reject_(site|list))"
    r"|pair\.(not_)?same"
)
"""Keys that are put together where they are used."""


def test_all_signals_have_french_words() -> None:
    assert FR.sections["signal"].keys() == SPOKEN.keys()
    assert FR.sections["sign"].keys() == {*WHOLE, *PARTS}
    assert FR.sections["sort"].keys() == SORTS.keys()


@pytest.mark.parametrize(
    ("told", "french", "weight"),
    [
        ("for: it is in the town (+3.3)", "elle est dans la ville", 3.3),
        ("against: it is closed (-4.1)", "elle est fermée", -4.1),
        ("title says “repair cafe” (repair-cafe)", "le titre dit « repair cafe » (repair-cafe)", None),
        ("the text says “à Lorient” (2×)", "le texte dit « à Lorient » (2 fois)", None),
        ("same site a.example, names agree 0.95, same street address",
         "même site a.example, noms proches à 0,95, même adresse", None),
        ("names agree 0.80, though only words for a kind",
         "noms proches à 0,80, mais seulement par les mots du type", None),
        ("kinds differ: amap and sel", "types différents : amap et sel", None),
        ("press page: declared a news article, words like a newspaper's",
         "page de presse : déclarée comme article de presse, des mots comme ceux d'un journal", None),
    ],
)  # fmt: skip
def test_reasons_are_told_in_french(told: str, french: str, weight: float | None) -> None:
    [reason] = reasons_in([told], FR)
    assert (reason.text.replace("\u00a0", " "), reason.language, reason.weight) == (french, "fr", weight)
    [english] = reasons_in([told], EN)
    assert english.language == "en"


@pytest.mark.parametrize("t", [FR, EN], ids=["fr", "en"])
@pytest.mark.parametrize(
    ("told", "side"),
    [
        ("same site a.example", "for"), ("names agree 0.60", "for"), ("names agree 0.24", "against"),
        ("names agree 0.80, though only words for a kind", ""), ("kinds differ: amap and sel", "against"),
        ("a currency and who runs it are two things", "against"),
        ("a name that says nothing beside the town", "against"),
        ("a network and one of its members are two things", "against"),
        ("12 m apart", "for"), ("3.2 km apart", "against"),
        ("press page", ""), ("for: it is in the town (+3.3)", "for"), ("against: it is closed (-4.1)", "against"),
        ("for: title and snippet alone were read (+1.3)", ""),
    ],
)  # fmt: skip
def test_signs_and_words_of_a_reason_agree(t: Texts, told: str, side: str) -> None:
    [reason] = reasons_in([told], t)
    assert (reason.side, reason.language) == (side, t.language)
    if told == "names agree 0.24":
        assert reason.text == {"fr": "noms différents (ressemblance 0,24)", "en": "names unlike 0.24"}[t.language]
    if "snippet alone" in told:
        assert reason.text.startswith(("page non lue", "page not read"))


def test_a_reason_without_french_words_says_that_it_is_english() -> None:
    [reason] = reasons_in([r"brand new clue \1 of 2026"], FR)
    assert (reason.text, reason.language) == (r"brand new clue \1 of 2026", "en")


def test_words_that_counted_are_found_in_the_reasons() -> None:
    told = ["title says “repair cafe” (repair-cafe)", "the text says “à Lorient” (1×)", "the footer names Épinal"]
    assert phrases_of(told) == ["repair cafe", "Lorient", "Épinal"]


def test_numbers_and_days_are_written_as_the_language_does() -> None:
    assert (FR.number(0.5), EN.number(0.5)) == ("0,50", "0.50")
    assert (FR.whole(12345), EN.whole(12345)) == ("12\u202f345", "12,345")
    assert (FR.day("2026-11-25T12:40:57Z"), EN.day("2026-11-25T12:40:57Z")) == ("25/11/2026", "2026-11-25")
    assert [FR.counted("queue.left", n) for n in (0, 1, 2)] == ["Reste 0", "Reste 1", "Reste 2"]


def test_what_is_filled_in_is_never_a_place_itself() -> None:
    assert EN("said.not-same", name="{other}", other="B") == "Kept apart: {other} and B"
