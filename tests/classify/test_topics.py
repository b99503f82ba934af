"""What heads a page about something and names nobody; and names that running text gives instead."""

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.catalogue import load_catalogue
from sharitories_crawl.classify.judge import Judge
from sharitories_crawl.classify.likeness import slogan_doubt
from sharitories_crawl.classify.mentions import text_names
from sharitories_crawl.classify.name_weights import PUBLIC
from sharitories_crawl.classify.subject import PageWords, subject
from sharitories_crawl.classify.topics import is_topic
from sharitories_crawl.models import NameClue


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(load_catalogue(bundled_dir("queries")))


def is_place(name: str) -> bool:
    return name in ("Valmer", "Nonères")


@pytest.mark.parametrize("words", ["Nature en ville", "Réduire ses déchets à Valmer", "Samen tuinieren in Valmer"])
def test_topics(words: str) -> None:
    assert is_topic(words)


@pytest.mark.parametrize(
    "words", ["La belle ville", "Les voisins solidaires", "Nature", "Nature en Fête", "Les 3 quais", "GRAINES en ville"]
)
def test_what_may_be_a_name_is_no_topic(words: str) -> None:
    assert not is_topic(words)


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("Nature en ville : jardins à partager", "Le Jardin partagé d'Estressin est cultivé par des habitants.",
         "Jardin partagé d'Estressin"),
        ("Jardiner ensemble à Valmer", "Le Jardin partagé de Nonères, avenue de Nonères à Valmer, est animé par tous.",
         "Jardin partagé de Nonères"),
        ("Festival : devenez bénévole", "Le festival cherche 300 bénévoles. Repas partagé et covoiturage.", ""),
        ("Compost du village", "On y porte ses épluchures.", "Compost du village"),
    ],
)  # fmt: skip
def test_a_town_hall_s_page_is_about_whom_its_text_names(judge: Judge, title: str, text: str, name: str) -> None:
    clues = (NameClue("Ville de Valmer", "site"), NameClue(title, "title"), NameClue(title, "heading"))
    url = "https://www.ville-valmer.example/a"
    page = PageWords(clues, title, "", f"{title}\n{text}", url, "fr", PUBLIC, ("Ville de Valmer",))
    assert subject(page, judge, is_place) == name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Na Rua do Gravito, em Valmer, voluntários do Repair Café reparam torradeiras.", "pt"),
        ("Rendez-vous Place Alsace, avec le repair café des voisins, un samedi sur deux.", "fr"),
        ("Kom naar Egelantierstraat, een repaircafé voor iedereen.", "nl"),
    ],
)
def test_a_street_is_nobody_s_name(judge: Judge, text: str, language: str) -> None:
    named = {told.name for told in text_names("", "", text, language, judge, is_place) if told.beside > 0}
    assert not {"Rua do Gravito", "Place Alsace", "Egelantierstraat"} & named


def test_an_association_may_be_called_like_a_street(judge: Judge) -> None:
    text = "Ce samedi, l'association Rue de l'Avenir tient un repair café."
    assert "Rue de l'Avenir" in {told.name for told in text_names("", "", text, "fr", judge, is_place)}


@pytest.mark.parametrize("words", ["Devenez bénévole à Valmer", "Rejoignez le fablab"])
def test_a_call_is_no_name(words: str) -> None:
    assert slogan_doubt(words) >= 3


@pytest.mark.parametrize("words", ["Chez Marthe", "Chez les voisins"])
def test_chez_is_no_call(words: str) -> None:
    assert slogan_doubt(words) < 3
