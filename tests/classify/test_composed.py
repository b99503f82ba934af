"""Names of what bears none: the words that say what it is, and where."""

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.catalogue import load_catalogue
from sharitories_crawl.classify.composed import composed_names
from sharitories_crawl.classify.judge import Judge


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(load_catalogue(bundled_dir("queries")))


@pytest.mark.parametrize(
    ("language", "title", "place", "name"),
    [
        ("fr", "Valmer : le repair café a dix ans", "Valmer", "Repair café de Valmer"),
        ("fr", "Le repair café recrute", "Oyonnax", "Repair café d’Oyonnax"),
        ("fr", "Le repair café recrute", "Les Andelys", "Repair café des Andelys"),
        ("fr", "Un compost collectif aux Tilleuls", "Valmer", "Compost collectif des Tilleuls"),
        ("fr", "Site de compostage partagé : square Fabre", "Valmer", "Site de compostage partagé du square Fabre"),
        ("fr", "Bientôt un troc de plantes", "Valmer", "Troc de plantes de Valmer"),
        ("fr", "L'accorderie valmeroise fête Noël", "Valmer", "L'accorderie valmeroise"),
        ("fr", "La ressourcerie des remparts déménage", "Valmer", "La ressourcerie des remparts"),
        ("fr", "Le jardin partagé des remparts grandit", "Valmer", "Jardin partagé des remparts"),
        ("nl", "De weggeefwinkel zoekt jassen", "Veldzicht", "Weggeefwinkel Veldzicht"),
        ("pt", "Banco de tempo: inscrições abertas", "Vale Bom", "Banco de tempo de Vale Bom"),
        ("sv", "Fritidsbanken: låna skidor", "Sjöby", "Fritidsbanken Sjöby"),
    ],
)
def test_what_it_is_and_where_make_a_name(judge: Judge, language: str, title: str, place: str, name: str) -> None:
    made = sorted(composed_names((title,), "", language, judge, place), key=lambda each: each.rank)
    assert made[0].name == name


def test_a_public_body_s_own_place_comes_before_the_town(judge: Judge) -> None:
    made = list(composed_names(("Hortas comunitárias",), "", "pt", judge, "Vale Bom", "Monte Alto"))
    assert [each.name for each in made] == ["Hortas comunitárias de Monte Alto", "Hortas comunitárias de Vale Bom"]


def test_the_one_of_the_place_is_told_from_one_among_others(judge: Judge) -> None:
    (the,) = composed_names(("Le fablab ferme",), "", "fr", judge, "Valmer")
    (one,) = composed_names(("Un fablab ouvre",), "", "fr", judge, "Valmer")
    assert the.definite
    assert not one.definite


def test_without_a_place_or_a_kind_nothing_is_made(judge: Judge) -> None:
    assert not list(composed_names(("Le repair café recrute",), "", "fr", judge, ""))
    assert not list(composed_names(("Le conseil se réunit",), "", "fr", judge, "Valmer"))
