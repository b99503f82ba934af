"""Which names are asked about, in which words, where, and which results count as found by them."""

from dataclasses import replace

import pytest

from sharitories_crawl.models import Query, SearchResult, SourceKind
from sharitories_crawl.pipeline.by_name import (
    bearing_the_name,
    is_by_name,
    name_question,
    name_questions,
    usable_search,
)
from sharitories_crawl.pipeline.tools import Knowledge, load_knowledge
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.store.unsited import Unsited

MOJEEK = SOURCES["mojeek"]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.mark.parametrize(
    ("town", "name", "id", "text"),
    [
        ("Lorient", "La Bricole", "name-la-bricole", '"La Bricole" Lorient'),
        ("Lorient", "La Bricole de Lorient", "name-la-bricole-de-lorient", '"La Bricole de Lorient"'),
        ("Vienne", "Le Balcon", "name-le-balcon", '"Le Balcon" Vienne Isère'),
        ("Aveiro", 'A "Horta"', "name-a-horta", '"A Horta" Aveiro'),
        ("Gap", "un deux trois quatre cinq six sept huit neuf", "name-un-deux-trois-quatre-cinq-six-sept-huit",
         '"un deux trois quatre cinq six sept huit" Gap Hautes-Alpes'),
    ],
)  # fmt: skip
def test_the_question_names_initiative_and_town(town: str, name: str, id: str, text: str, knowledge: Knowledge) -> None:
    found = knowledge.towns.find(town)
    questions = name_questions([Unsited(name, "fablab")], found, MOJEEK, knowledge, most=10, tried=(), answered=())
    assert [(query.id, query.text, query.kinds) for query in questions] == [
        (f"mojeek/{found.code}/{id}", text, ("fablab",))
    ]
    assert is_by_name(questions[0])


def test_a_question_of_the_plan_is_none_by_name() -> None:
    assert not is_by_name(Query("mojeek/56121/mot/name-x", "mojeek", "56121", (), "name x Lorient", "fr"))


@pytest.mark.parametrize("name", ["Repair Café de Lorient", "AMAP", "Coworking Lorient", "!?", ""])
def test_a_name_that_says_no_more_than_the_plan_is_not_asked_about(name: str, knowledge: Knowledge) -> None:
    town = knowledge.towns.find("Lorient")
    unsited = [Unsited(name, "repair-cafe")]
    assert name_questions(unsited, town, MOJEEK, knowledge, most=10, tried=(), answered=()) == []


def test_what_was_tried_counts_and_what_was_answered_is_left_out(knowledge: Knowledge) -> None:
    town = knowledge.towns.find("Lorient")
    unsited = [Unsited(f"La {word}", "amap") for word in ("Fourche", "Bêche", "Serfouette", "Binette")]

    def asked(most: int, tried: set[str], answered: set[str]) -> list[str]:
        questions = name_questions(unsited, town, MOJEEK, knowledge, most=most, tried=tried, answered=answered)
        return [query.id.rpartition("/name-la-")[2] for query in questions]

    assert asked(10, set(), set()) == ["fourche", "beche", "serfouette", "binette"]
    assert asked(2, set(), set()) == ["fourche", "beche"]
    both = {"name-la-fourche", "name-la-beche"}
    assert asked(2, both, both) == []
    assert asked(3, both, both) == ["serfouette"]
    # one that failed is put again, and takes no more room
    assert asked(2, both, {"name-la-beche"}) == ["fourche"]
    assert asked(0, both, {"name-la-beche"}) == []


def test_the_first_web_search_that_can_be_asked_is_asked(knowledge: Knowledge) -> None:
    lorient, genk = knowledge.towns.find("Lorient"), knowledge.towns.find("Genk")
    french = replace(SOURCES["keenable"], countries=frozenset({"FR"}))
    chain = [SOURCES["overpass"], french, MOJEEK]
    assert SOURCES["overpass"].kind is SourceKind.DIRECTORY
    assert usable_search(chain, lorient, {}, {}) is french
    assert usable_search(chain, genk, {}, {}) is MOJEEK
    assert usable_search(chain, lorient, {"keenable": "rests"}, {}) is MOJEEK
    assert usable_search(chain, lorient, {}, {"keenable": "its budget is spent"}) is MOJEEK
    assert usable_search(chain, lorient, {"keenable": "rests"}, {"mojeek": "failed"}) is None


@pytest.mark.parametrize(
    ("title", "snippet", "url", "bears"),
    [
        ("La Louche du Viaduc", "", "http://a.example/", True),
        ("Accueil", "Bienvenue à la Louche ! Au pied du viaduc", "http://a.example/", True),
        ("Accueil", "", "http://www.lalouche-viaduc.example/", True),
        ("La louche en bois", "Ustensiles de cuisine", "http://shop.example/", False),
        ("Le viaduc de Laval", "", "http://histoire.example/", False),
    ],
)
def test_a_result_counts_where_it_bears_the_name(
    title: str, snippet: str, url: str, bears: bool, knowledge: Knowledge
) -> None:
    question = name_question(
        Unsited("La Louche du Viaduc", "amap"), knowledge.towns.find("Laval"), MOJEEK, ambiguous=False
    )
    assert question is not None
    assert bool(bearing_the_name(question, [SearchResult(1, url, title, snippet)])) is bears
