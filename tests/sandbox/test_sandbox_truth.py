"""The score counts what was found, and says why each wrong one is wrong."""

import pytest

from sharitories_crawl.errors import BadInput
from sharitories_crawl.sandbox.truth import Found, score
from sharitories_crawl.sandbox.world_files import load_world

WORLD = load_world()


@pytest.mark.parametrize("town", ["56121", "88160", "53130", "1290"])
def test_the_whole_truth_scores_one(town: str) -> None:
    result = score(town, [Found(thing.name, thing.site, thing.kind) for thing in WORLD.initiatives(town)])
    assert (result.recall, result.precision) == (1.0, 1.0)
    assert all(hit.kind_is_right for hit in result.found)


@pytest.mark.parametrize("town", ["56121", "11262", "38544"])
def test_every_accepted_variant_finds_its_own_initiative(town: str) -> None:
    for thing in WORLD.initiatives(town):
        for name in thing.names:
            assert [hit.id for hit in score(town, [Found(name)]).found] == [thing.id], name


@pytest.mark.parametrize("town", [town.code for town in WORLD.towns])
def test_nothing_that_must_not_be_kept_counts_as_found(town: str) -> None:
    traps = WORLD.not_kept(town)
    result = score(town, [Found(thing.name, thing.site) for thing in traps])
    assert (result.recall, result.precision) == (0.0, 0.0)
    assert [wrong.reason for wrong in result.wrongly_kept] == [thing.reason for thing in traps]


def test_an_empty_crawl_misses_everything_and_is_not_imprecise() -> None:
    result = score("lorient", [])
    assert (result.recall, result.precision) == (0.0, 1.0)
    assert len(result.missed) == len(WORLD.initiatives("56121"))
    assert all(miss.evidence for miss in result.missed)


def test_the_second_candidate_for_one_initiative_is_a_duplicate() -> None:
    result = score("56121", [Found("La Colloc'"), Found("LA COLLOC")])
    assert result.precision == 0.5
    assert [wrong.reason for wrong in result.wrongly_kept] == ["duplicate"]


@pytest.mark.parametrize(
    ("candidate", "found"),
    [
        (Found("la colloc – espace de coworking à Lorient"), "lorient-colloc"),
        (Found("Accueil", "http://www.lerecto-ressourcerie.example/contact/"), "lorient-recto"),
        (Found("Bienvenue", "http://lorient-lab.example/"), "lorient-manivelle"),
        (Found("Repair Café Kervenanec"), "lorient-repair-cafe-kervenanec"),
        (Found("Les Sabots de la Rade", "http://monnaie-galloche.example/association/"), "lorient-galloche-asso"),
        (Found("L'Accorderie", "http://accorderies-reseau.example/lorient/"), "lorient-accorderie"),
    ],
    ids=["longer-name", "own-site", "old-site", "district", "name-before-site", "path-of-a-shared-host"],
)
def test_a_candidate_is_recognised_by_name_or_site(candidate: Found, found: str) -> None:
    assert [hit.id for hit in score("56121", [candidate]).found] == [found]


@pytest.mark.parametrize(
    "name", ["Lorient", "Repair Café", "AMAP", "Coworking", "Accueil", "Ville de Lorient", "La", ""]
)
def test_a_name_that_says_nothing_is_found_nowhere(name: str) -> None:
    result = score("56121", [Found(name)])
    assert result.found == ()
    assert result.wrongly_kept[0].reason == "unknown"


def test_a_town_without_truth_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(BadInput, match="Lorient"):
        score("99999", [])


def test_another_towns_initiative_is_wrong_here() -> None:
    assert score("56121", [Found("La Fabrique Spinalienne", "http://fabrique-spinalienne.example/")]).precision == 0.0
