"""The likelihood: its weights are such that a person would agree with each."""

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.catalogue import load_catalogue
from sharitories_crawl.classify.judge import Judge, Wording
from sharitories_crawl.classify.likelihood import SPOKEN, SURE, Standing, fitted, signals_of
from sharitories_crawl.classify.stages import Stage, stage_of
from sharitories_crawl.models import Locality, PageKind, PageSort, Verdict

HERE = Locality(Verdict.IN_TOWN, "Lorient", "56121", "address", ())
AWAY = Locality(Verdict.ELSEWHERE, "Vannes", "56260", "address-elsewhere", ())
NAMED = Standing(named=True, reachable=True, stage=Stage(), years_old=0)
CAFE = "Notre café associatif ouvre le mardi et le samedi. Adhésion : 5 euros. Venez nous voir."


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(load_catalogue(bundled_dir("queries")))


def likely(judge: Judge, text: str, place: Locality = HERE, standing: Standing = NAMED) -> float:
    judged = judge.judge(Wording("Le Bocal", "Le Bocal", (), "", "", text), "fr", PageSort.surely(PageKind.OWN_SITE))
    return fitted().of(signals_of(judged, place, standing))


def test_a_named_place_with_hours_and_address_is_likely(judge: Judge) -> None:
    assert likely(judge, CAFE) > 0.9


@pytest.mark.parametrize(
    "text",
    [
        "Exercice B1. Compréhension écrite : le café associatif. Vocabulaire et grammaire. Corrigé.",
        "Candidat aux municipales : notre programme promet un café associatif aux électeurs.",
        "Café associatif : bureaux à louer, honoraires, loyer sur demande. Agence immobilière.",
        "Bonjour. Rien de tout cela ici.",
    ],
    ids=["exercise", "politics", "estate agent", "no kind"],
)
def test_what_speaks_of_something_else_is_less_likely(judge: Judge, text: str) -> None:
    assert likely(judge, text) < likely(judge, "Un café associatif.")


def test_elsewhere_closed_and_old_count_against(judge: Judge) -> None:
    closed = Standing(True, True, stage_of("", "Le café a fermé ses portes."), 0)
    old = Standing(True, True, Stage(), 12)
    sure = likely(judge, CAFE)
    assert likely(judge, CAFE, AWAY) < SURE < sure
    assert likely(judge, CAFE, HERE, closed) < sure
    assert likely(judge, CAFE, HERE, old) < sure


def test_a_directorys_own_kind_in_the_town_is_kept(judge: Judge) -> None:
    judged = judge.judge(Wording("L'Atelier", "L'Atelier"), "fr", PageSort.surely(PageKind.DIRECTORY), "makerspace")
    assert fitted().of(signals_of(judged, HERE, Standing(True, False, Stage(), 0))) > SURE


def test_every_weight_has_words_for_a_person() -> None:
    unspoken = {name for name in fitted().weights if name not in SPOKEN and name != "kind:filed"}
    assert not unspoken


def test_the_reasons_tell_what_weighed_most(judge: Judge) -> None:
    judged = judge.judge(Wording("Le Bocal", "Le Bocal", (), "", "", CAFE), "fr", PageSort.surely(PageKind.OWN_SITE))
    reasons = fitted().reasons(signals_of(judged, HERE, NAMED), SPOKEN)
    assert reasons[0].startswith("for: it is in the town (+")


@pytest.mark.parametrize("title", ["Appel à projets : un café associatif", "Oproep: een café voor de buurt"])
def test_a_title_that_calls_for_projects_counts_against(judge: Judge, title: str) -> None:
    def of(title: str) -> float:
        wording = Wording("Le Bocal", title, (), "", "", CAFE)
        judged = judge.judge(wording, "fr", PageSort.surely(PageKind.PUBLIC_BODY))
        return fitted().of(signals_of(judged, HERE, NAMED))

    assert of(title) < of("Un café associatif")
