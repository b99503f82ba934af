"""Which of a page's possible names is that of the one it is about."""

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.catalogue import load_catalogue
from sharitories_crawl.classify.before import Before
from sharitories_crawl.classify.forms import after_kind, forms, is_kind_alone, only_describes
from sharitories_crawl.classify.judge import Judge
from sharitories_crawl.classify.likeness import is_institution, slogan_doubt
from sharitories_crawl.classify.mentions import text_names
from sharitories_crawl.classify.name_weights import HEADLINE, OWN
from sharitories_crawl.classify.runs import find_runs, grown
from sharitories_crawl.classify.subject import PageWords, candidates, first_candidate, subject
from sharitories_crawl.models import NameClue

PLACES = ("Valmer", "Bréhaut")


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(load_catalogue(bundled_dir("queries")))


def is_place(name: str) -> bool:
    return name in PLACES


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("On y va : bienvenue à La Dérouille, dit-elle.", "La Dérouille"),
        ("Ils ont fondé la Planche à Voile.", "La Planche à Voile"),
        ("Les adhérents du Grand Cabas se retrouvent.", "Le Grand Cabas"),
        ("Une fête à l'Usine aux Idées.", "L’Usine aux Idées"),
        ("Le journal de l’association Roul'Vert paraît.", "Roul'Vert"),
    ],
)
def test_a_run_of_capitals_is_a_possible_name_with_its_article(text: str, name: str) -> None:
    assert name in [run.name for run in find_runs(text)]


def test_a_word_that_only_begins_a_sentence_is_no_name() -> None:
    assert list(find_runs("Depuis hier il pleut. Chacun rentre. Mercredi, rien.")) == []


def test_small_letters_that_always_follow_belong_to_the_name() -> None:
    text = "Les Mains ouvertes cherchent. Avec les Mains ouvertes, on avance."
    ends = [run.end for run in find_runs(text) if run.core == "Mains"]
    assert grown("Mains", ends, text) == "Mains ouvertes"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Épicerie solidaire Le Chaudron", "Le Chaudron"),
        ("La Marelle, votre ludothèque", "La Marelle"),
        ("Le Lutrin - fablab de Valmer | Meetup", "Le Lutrin"),
        ("R.E.R.S. « Savoirs mêlés »", "Savoirs mêlés"),
        ("Stichting De Lange Tafel", "De Lange Tafel"),
        ("LETS Veldzicht (Eik – Beuk – Es)", "LETS Veldzicht"),
        ("Budget participatif des Ormes #4 : votez !", "Budget participatif des Ormes"),
    ],
)
def test_a_statement_holds_the_name_in_several_forms(judge: Judge, words: str, name: str) -> None:
    found = dict(forms(words, "nl" if "LETS" in words or "Stichting" in words else "fr", judge))
    assert name in found
    assert found[name] == max(found.values())


def test_a_dutch_name_keeps_the_kinds_one_word(judge: Judge) -> None:
    assert after_kind("Kringloopwinkel De Lange Tafel", "nl", judge) == ""


@pytest.mark.parametrize(
    "slogan", ["Ici, on répare ensemble", "Nos ateliers", "Qui fait quoi ?", "Onze winkels", "Hur gör man?"]
)
def test_a_slogan_is_doubted_more_than_a_name(slogan: str) -> None:
    assert slogan_doubt(slogan) > 1.5 > slogan_doubt("La Dérouille")


@pytest.mark.parametrize("name", ["Ville de Valmer", "Valmer Agglomération", "Mairie", "Kristianstads kommun"])
def test_an_authority_is_no_initiative(name: str) -> None:
    assert is_institution(name)


@pytest.mark.parametrize(
    ("name", "describes", "alone"),
    [
        ("L'épicerie solidaire du CCAS", True, False),
        ("Repair café de Valmer", True, False),
        ("Sites de compostage partagé", False, True),
        ("Autopartage", True, True),
        ("La Dérouille", False, False),
        ("Recouvr'amap", False, False),
    ],
)
def test_a_kinds_word_with_whose_or_where_only_describes(judge: Judge, name: str, describes: bool, alone: bool) -> None:
    assert only_describes(name, "fr", judge) is describes
    assert is_kind_alone(name, "fr", judge) is alone


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Le fablab La Dérouille ouvre ses portes.", "La Dérouille"),
        ("Désormais, le fablab s'appelle la Planche.", "La Planche"),
        ("L'association Roul'Vert prête des vélos.", "Roul'Vert"),
        ("Le verger partagé des Ormeaux fleurit.", "Verger partagé des Ormeaux"),
        ("Elle anime Makarelle, un fablab associatif.", "Makarelle"),
        ("Het makerspace van het Veld groeit.", "Makerspace van het Veld"),
    ],
)
def test_words_beside_a_name_make_it_an_initiatives(judge: Judge, text: str, name: str) -> None:
    language = "nl" if text.startswith("Het") else "fr"
    told = {each.name: each.beside for each in text_names("", "", text, language, judge, is_place)}
    assert told[name] >= 1.5


@pytest.mark.parametrize(
    "text",
    [
        "Rendez-vous rue Gambetta, au numéro trois.",
        "C'est ce qu'explique Jeanne Martin, 52 ans.",
        "Ils viennent de Valmer.",
    ],
)
def test_streets_persons_and_places_are_not_named_as_initiatives(judge: Judge, text: str) -> None:
    assert all(each.beside < 1.5 for each in text_names("", "", text, "fr", judge, is_place))


def own(*clues: tuple[str, str], text: str = "", url: str = "https://www.site.example/") -> PageWords:
    return PageWords(tuple(NameClue(words, origin) for origin, words in clues), "", "", text, url, "fr", OWN)


def test_a_sites_slogan_yields_to_its_logo_and_owner(judge: Judge) -> None:
    page = own(
        ("brand", "La Dérouille"), ("owner", "La Dérouille"), ("title", "Ici, on répare tout"),
        ("heading", "Ici, on répare tout"),
    )  # fmt: skip
    assert subject(page, judge, is_place) == "La Dérouille"


def test_what_the_host_says_too_wins(judge: Judge) -> None:
    page = own(("title", "Espace Boréal – Cotravail et bureaux"), url="https://www.espaceboreal.example/cotravail")
    assert subject(page, judge, is_place) == "Espace Boréal"


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("Valmer : un fablab arrive", "La Mine à Bits, le fablab, emménage. La Mine recrute.", "La Mine à Bits"),
        ("Valmer. Des voitures pour tous", "L'association Roul'Vert organise l'autopartage à Valmer.", "Roul'Vert"),
        ("Valmer : le verger partagé des Ormeaux fleurit", "On y vient en famille.", "Verger partagé des Ormeaux"),
    ],
)  # fmt: skip
def test_an_article_is_about_the_initiative_not_paper_or_town(judge: Judge, title: str, text: str, name: str) -> None:
    clues = (NameClue("Valmer Matin", "site"), NameClue(title, "title"))
    page = PageWords(clues, title, "", text, "https://www.valmer-matin.example/a", "fr", HEADLINE, ("Valmer Matin",))
    assert subject(page, judge, is_place) == name


def test_a_page_that_names_nobody_has_no_name(judge: Judge) -> None:
    title = "Comment créer un jardin ?"
    page = PageWords(
        (NameClue(title, "title"),), title, "", "Il faut de la terre.", "https://x.example/a", "fr", HEADLINE
    )
    assert subject(page, judge, is_place) == ""


_SPEAKS_OF_ANOTHER = "L'association s'appelle « Le Grand Cabas ». Au Grand Cabas, on réparait ; le Grand Cabas ouvre."
_STATED_ALL_OVER = (
    ("place", "La Dérouille"), ("site", "La Dérouille"), ("owner", "La Dérouille"), ("title", "La Dérouille"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("clues", "name"),
    [
        (_STATED_ALL_OVER, "La Dérouille"),
        ((("title", "Ici, on répare tout"),), "Le Grand Cabas"),
        ((*_STATED_ALL_OVER, ("heading", "Repair café La Dérouille")), "La Dérouille"),
    ],
)
def test_the_best_name_alone_is_the_first_of_all_names(
    judge: Judge, clues: tuple[tuple[str, str], ...], name: str
) -> None:
    page = own(*clues, text=_SPEAKS_OF_ANOTHER)
    best = first_candidate(page, judge, is_place)
    assert best is not None
    assert best.name == candidates(page, judge, is_place)[0].name == name


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("rendez-vous rue de la ", True),
        ("de l’ancienne ", True),
        ("la présidente, ", True),
        ("il se surnommé « ", True),
        ("au coin de la rue, ", False),
        ("la ruelle ", False),
        ("", False),
    ],
)
def test_words_before_a_name_are_told_from_others(text: str, ends: bool) -> None:
    street = Before("rue|ancienne", r"(?:\s(?:de|de la))?\s*", further="de|la")
    officer, called = Before("président*", r",?\s*"), Before("nommé", r"\s+[«]?\s*", within=True)
    assert (street.end(text) or officer.end(text) or called.end(text)) is ends
