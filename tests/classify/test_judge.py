"""What a piece of evidence is: its kind, who carries it, and whether it is an initiative at all."""

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.catalogue import load_catalogue
from sharitories_crawl.classify.judge import OTHER_KIND, Judge, Wording
from sharitories_crawl.classify.naming import clean_name, title_name
from sharitories_crawl.classify.page_kind import sort_of_page
from sharitories_crawl.classify.stages import stage_of
from sharitories_crawl.extract.page import read_page
from sharitories_crawl.models import PageKind, PageSort
from sharitories_crawl.phrases import Phrases

HALF = 0.55
"""Relevance of words from which a page is about its kind."""


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(load_catalogue(bundled_dir("queries")))


@pytest.mark.parametrize(
    ("name", "text", "language", "kind"),
    [
        ("La Colloc'", "Un espace de coworking associatif.", "fr", "coworking"),
        ("Les Fabriqueurs", "Fablab ouvert à tous : imprimantes 3D.", "fr", "fablab"),
        ("AMAP de Keryado", "Des paniers de légumes chaque mardi.", "fr", "amap"),
        ("Association pour le maintien d'une agriculture paysanne", "", "fr", "amap"),
        ("Le Recto", "Notre ressourcerie collecte et revend.", "fr", "ressourcerie"),
        ("Repair Cafe", "On répare ensemble.", "fr", "repair-cafe"),
        ("Samentuin Waterschei", "", "nl", "jardin-partage"),
        ("Hortas Comunitárias", "", "pt", "jardin-partage"),
        ("Cykelköket", "Laga din cykel själv.", "sv", "atelier-velo"),
        ("Boulangerie Martin", "Pain au levain et croissants.", "fr", OTHER_KIND),
        ("Assaisonnements", "Du sel de Guérande et du poivre.", "fr", OTHER_KIND),
    ],
)
def test_the_kind_is_the_one_whose_words_stand_there(
    judge: Judge, name: str, text: str, language: str, kind: str
) -> None:
    judged = judge.judge(Wording(name, name, (), "", "", text), language, PageSort.surely(PageKind.OWN_SITE))
    assert judged.kind == kind
    assert bool(judged.practice) == (kind != OTHER_KIND) or kind == OTHER_KIND


def test_a_directorys_own_kind_wins_and_says_so(judge: Judge) -> None:
    judged = judge.judge(Wording("L'Atelier", "L'Atelier"), "fr", PageSort.surely(PageKind.OTHER), "makerspace")
    assert (judged.kind, judged.practice) == ("makerspace", "produire")
    assert any("directory" in reason for reason in judged.reasons)
    assert judged.relevance > HALF


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Bureaux Ouest", "Coworking : 41 bureaux à louer, loyer dès 150 euros, honoraires. Agence immobilière."),
        ("Emploi Ouest", "Animateur de fablab. CDI, salaire selon profil, postuler en ligne. On recrute."),
        ("Musée", "La monnaie locale au XVIIIe siècle, patrimoine du musée."),
    ],
    ids=["estate agent", "job offer", "museum"],
)
def test_pages_about_something_else_are_not_relevant(judge: Judge, name: str, text: str) -> None:
    judged = judge.judge(Wording(name, name, (), "", "", text), "fr", PageSort.surely(PageKind.OWN_SITE))
    assert judged.relevance < HALF, judged


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Association loi 1901 : 200 adhérents et des bénévoles.", "citizen"),
        ("Un service municipal de la ville de Lorient.", "public"),
        ("SARL, tarifs et abonnement pour entreprises.", "private"),
    ],
)
def test_the_actor_is_read_from_who_speaks(judge: Judge, text: str, actor: str) -> None:
    assert judge.judge(Wording("X", "X", (), "", "", text), "fr", PageSort.surely(PageKind.OWN_SITE)).actor == actor


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Le café a fermé ses portes en 2019.", "closed"),
        ("L'association a été dissoute.", "closed"),
        ("Le lieu devrait ouvrir en 2027.", "planned"),
        ("Ouvert du mardi au samedi.", ""),
    ],
)
def test_what_is_closed_or_only_planned_is_told(text: str, told: str) -> None:
    assert stage_of("", text).value == told


@pytest.mark.parametrize(
    ("title", "site", "name"),
    [
        ("Accueil - La Colloc'", "", "La Colloc'"),
        ("Contact | Repair Café Lorient", "Repair Café Lorient", "Repair Café Lorient"),
        ("Bienvenue sur le site de la MJC", "", "MJC"),
    ],
)
def test_a_title_gives_the_name_without_its_chrome(title: str, site: str, name: str) -> None:
    assert title_name(title, site) == name


def test_a_name_is_never_longer_than_a_line() -> None:
    assert len(clean_name("x " * 500)) <= 120


@pytest.mark.parametrize(
    ("url", "html", "kind"),
    [
        ("http://lacolloc.fr/", "<title>La Colloc'</title><p>Coworking", PageKind.OWN_SITE),
        ("http://www.ville-lorient.fr/a", "<title>Vie associative</title>", PageKind.PUBLIC_BODY),
        ("http://www.ouest-france.fr/a", "<title>Un fablab</title>", PageKind.PRESS),
        ("https://www.helloasso.com/associations/x", "<title>X</title>", PageKind.PLATFORM),
        (
            "http://x.fr/",
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A"}</script>',
            PageKind.PRESS,
        ),
    ],
)
def test_the_sort_of_page_is_told(url: str, html: str, kind: PageKind) -> None:
    assert sort_of_page(read_page(url, html)).kind is kind


def test_phrases_are_found_as_whole_words_longest_first_and_never_overlapping() -> None:
    phrases = Phrases([("jardin partage", 1), ("jardin", 2), ("sel", 3)])
    hits = [(hit.phrase, hit.start, hit.value) for hit in phrases.find("un jardin partage du selon jardin sel")]
    assert hits == [("jardin partage", 3, 1), ("jardin", 27, 2), ("sel", 34, 3)]
