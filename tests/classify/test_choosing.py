"""Which of several names is meant, by what stands around each and what each is a part of."""

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.catalogue import load_catalogue
from sharitories_crawl.classify.judge import Judge
from sharitories_crawl.classify.name_weights import HEADLINE, OWN, PUBLIC
from sharitories_crawl.classify.subject import PageWords, subject
from sharitories_crawl.models import NameClue, PageKind


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(load_catalogue(bundled_dir("queries")))


def article(judge: Judge, title: str, text: str, *, language: str = "fr", kind: str = "", place: str = "Valmer") -> str:
    page = PageWords(
        (NameClue(title, "title"), NameClue(title, "heading")), title, "", text, "https://gazette.example/12",
        language, HEADLINE, (), place, PageKind.PRESS, kind,
    )  # fmt: skip
    return subject(page, judge, lambda name: name == "Valmer")


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        (
            "Valmer : une recyclerie pour les meubles",
            "Ils attendaient. La Malle à trésors a ouvert lundi. Le maire, Luc Bonnet, a ri.",
            "La Malle à trésors",
        ),
        (
            "On répare place du Marché",
            "Les bénévoles du Guidon tordu sont là chaque mardi. Le Guidon tordu prête ses outils.",
            "Le Guidon tordu",
        ),
        ("Des voitures à partager", "Il y a Roulons ensemble, une association de dix foyers.", "Roulons ensemble"),
        ("Un potager au pied", "À côté, l'îlot Pervenche. On jardine à l'îlot Pervenche.", "L’îlot Pervenche"),
        ("À table", "La cantine de Tante Zoé sert cent repas.", "La cantine de Tante Zoé"),
        (
            "La Cale devient Le Quai vert",
            "La Cale devient Le Quai vert. L'atelier La Cale était connu. Le Quai vert garde ses machines.",
            "Le Quai vert",
        ),
    ],
)  # fmt: skip
def test_an_article_is_about_whom_it_shows_at_work(judge: Judge, title: str, text: str, name: str) -> None:
    assert article(judge, title, text) == name


@pytest.mark.parametrize(
    ("language", "title", "text", "kind", "name"),
    [
        ("fr", "Le repair café a dix ans", "« On rit », dit Luc Bonnet.", "repair-cafe", "Repair café de Valmer"),
        ("nl", "Weggeefwinkel zoekt nieuwe plek", "De weggeefwinkel moet weg.", "donnerie", ""),
        ("nl", "De weggeefwinkel zoekt nieuwe plek", "Het pand gaat dicht.", "donnerie", "Weggeefwinkel Valmer"),
    ],
)  # fmt: skip
def test_what_nobody_names_is_called_by_what_and_where(
    judge: Judge, language: str, title: str, text: str, kind: str, name: str
) -> None:
    assert article(judge, title, text, language=language, kind=kind) == name


@pytest.mark.parametrize(
    "title", ["Comment créer un repair café à Valmer ?", "Repair café : les prix grimpent à Valmer", "Hoe begin je?"]
)
def test_a_page_on_a_subject_is_nobody_s(judge: Judge, title: str) -> None:
    assert article(judge, title, "On y lit des conseils.", kind="repair-cafe") == ""


def test_a_town_hall_s_title_names_the_garden_and_not_who_tends_it(judge: Judge) -> None:
    title = "Le jardin partagé de Kerdo"
    page = PageWords(
        (NameClue(title, "title"), NameClue(title, "heading")), title, "", "L'association Pousse-Pied anime le lieu.",
        "https://valmer.example/jardin", "fr", PUBLIC, ("Ville de Valmer",), "Valmer", PageKind.PUBLIC_BODY,
        "jardin-partage",
    )  # fmt: skip
    assert subject(page, judge, lambda name: name == "Valmer") == "Jardin partagé de Kerdo"


def own(judge: Judge, *clues: tuple[str, str], kind: str = "", text: str = "") -> str:
    told = tuple(NameClue(words, origin) for words, origin in clues)
    title = next(words for words, origin in clues if origin == "title")
    page = PageWords(
        told, title, "", text, "https://site.example/page", "fr", OWN, (), "Valmer", PageKind.OWN_SITE, kind
    )
    return subject(page, judge, lambda name: name == "Valmer")


def test_a_branch_is_called_as_it_signs(judge: Judge) -> None:
    assert own(judge, ("Bureaulib", "site"), ("Bureaulib Valmer", "owner"), ("Tarifs | Bureaulib", "title")) == (
        "Bureaulib Valmer"
    )


def test_what_a_community_centre_holds_is_called_by_its_heading(judge: Judge) -> None:
    clues = (("MJC Les Tilleuls", "brand"), ("Agenda - MJC Les Tilleuls", "title"), ("Repair Café du mardi", "heading"))
    assert own(judge, *clues, kind="repair-cafe") == "Repair Café du mardi"
    assert own(judge, *clues, kind="mjc") == "MJC Les Tilleuls"


@pytest.mark.parametrize("question", ["Roulotte, c'est quoi ?", "C'est quoi, Roulotte ?", "Wat is Roulotte?"])
def test_who_is_asked_about_is_somebody(judge: Judge, question: str) -> None:
    page = PageWords(
        (NameClue("Six voitures", "title"), NameClue(question, "subheading")), "Six voitures", "", "On réserve.",
        "https://valmer.example/x", "fr", PUBLIC, (), "Valmer", PageKind.PUBLIC_BODY, "",
    )  # fmt: skip
    assert subject(page, judge, lambda name: name == "Valmer") == "Roulotte"
