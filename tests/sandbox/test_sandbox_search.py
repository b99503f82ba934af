"""The sandbox's search engine ranks honestly and understands the operators of a real one."""

import pytest

from sharitories_crawl.sandbox.search_engine import Document, SearchEngine

ENGINE = SearchEngine(
    [
        Document("http://a.example/", "La Colloc, coworking", "Espace de coworking à Lorient, rue de Liège."),
        Document("http://b.example/", "Bureau 24", "Coworking rue de Lorient à Rennes."),
        Document("http://c.example/jardin", "Jardins partagés", "Un jardin partagé au pied des tours de Lorient."),
        Document("http://d.example/", "Café de l'Orient", "Cuisines de l'Orient à Paris."),
        *(Document(f"http://many.example/{n}", f"Fablab {n}", "Un fablab parmi d'autres.") for n in range(23)),
    ]
)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("coworking Lorient", "http://a.example/"),
        ('"rue de Lorient"', "http://b.example/"),
        ("jardins partages lorient", "http://c.example/jardin"),
        ("accorderie OR jardin Lorient", "http://c.example/jardin"),
        ("coworking site:b.example", "http://b.example/"),
        ("l'Orient", "http://d.example/"),
    ],
    ids=["words", "phrase", "accents-and-plurals", "or", "site", "apostrophe"],
)
def test_the_best_page_comes_first(query: str, first: str) -> None:
    assert ENGINE.search(query)[0].url == first


@pytest.mark.parametrize(
    ("query", "absent"),
    [
        ('"rue de Lorient" coworking', "http://a.example/"),
        ("coworking -Rennes", "http://b.example/"),
        ("coworking OR accorderie Lorient", "http://c.example/jardin"),
        ("Lorient", "http://d.example/"),
    ],
    ids=["phrase-required", "excluded", "one-alternative-required", "whole-words"],
)
def test_what_does_not_answer_is_left_out(query: str, absent: str) -> None:
    assert absent not in {hit.url for hit in ENGINE.search(query)}


def test_ten_results_a_page_without_repeats() -> None:
    pages = [ENGINE.search("fablab", page) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 3, 0]
    assert len({hit.url for page in pages for hit in page}) == 23


def test_the_snippet_holds_the_matching_words_marked() -> None:
    snippet = ENGINE.search("jardin tours")[0].snippet
    assert "**jardin**" in snippet
    assert "**tours**" in snippet


@pytest.mark.parametrize("query", ["", "de la", '""', "OR", "zzz", "("], ids=repr)
def test_a_question_without_an_answer_is_no_error(query: str) -> None:
    assert isinstance(ENGINE.search(query), tuple)
