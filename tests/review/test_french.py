"""Datasette's side speaks French, unless the browser prefers English."""

import html
import re
from pathlib import Path

import datasette
import datasette_auth_passwords
import pytest
from playwright.sync_api import sync_playwright
from tests.programs import need_program, program
from tests.review.conftest import Served
from tests.review.test_review_browser import ARGUMENTS, CHROMIUM

from sharitories_crawl.geo.names import fold
from sharitories_crawl.review.columns import COLUMNS
from sharitories_crawl.review.descriptions import ABOUT, FOUND, LICENCES, QUERIES, TABLES, VIEWS
from sharitories_crawl.review.french import OURS, in_french, sentences
from sharitories_crawl.review.texts import texts_in
from sharitories_crawl.sources import SOURCES

FRENCH = {"accept-language": "fr-FR,fr;q=0.9,en;q=0.5"}
FOLDERS = [Path(str(module.__file__)).parent / "templates" for module in (datasette, datasette_auth_passwords)]


def test_every_sentence_of_ours_has_its_french() -> None:
    said = {ABOUT, FOUND, LICENCES, *TABLES.values(), *VIEWS.values(), *(title for title, _ in QUERIES.values())}
    said |= {words for columns in COLUMNS.values() for words in columns.values()}
    assert said - set(sentences()["descriptions"]) == set()


def test_sources_are_named_and_credited_in_french() -> None:
    english = re.compile(r"\b(a|and|by|contributors|from|geocoder|its|map|notices|Results|the|through|with|your)\b")
    labels = {source.label for source in SOURCES.values()}
    credits = {source.attribution for source in SOURCES.values()}
    assert {label for label in labels if english.search(label)} - texts_in("fr").sections["source"].keys() == set()
    assert {credit for credit in credits if english.search(credit)} - sentences()["descriptions"].keys() == set()
    said = {
        *texts_in("fr").sections["source"].values(),
        *(sentences()["descriptions"].get(each, "") for each in credits),
    }
    assert [each for each in said if english.search(each)] == []


def options_of(page: str, name: str) -> list[str]:
    """What the list of that name offers, first that nothing is chosen."""
    chosen = page.partition(f'name="{name}"')[2].partition("</select>")[0]
    return [option.strip() for option in re.findall(r"<option[^>]*>([^<]+)", html.unescape(chosen))]


@pytest.mark.parametrize("place", ["map", "candidates"])
def test_filters_are_said_in_french_and_sorted_without_regard_to_accents(review: Served, place: str) -> None:
    page = review.client.get(f"http://127.0.0.1:{review.port}/-/review/{place}", headers=FRENCH).text
    assert [options_of(page, name)[0] for name in ("town", "kind", "practice")] == ["toutes", "tous", "toutes"]
    kinds = options_of(page, "kind")[1:]
    assert any(kind.startswith("É") for kind in kinds)
    assert kinds == sorted(kinds, key=fold)
    if place == "candidates":
        assert (options_of(page, "source")[0], options_of(page, "status")[-1]) == ("toutes", "tous")
        assert "your own" not in page


def test_a_town_that_is_none_is_called_a_town_and_its_kinds_stand_in_order(review: Served) -> None:
    towns = f"http://127.0.0.1:{review.port}/-/review/town/"
    missing = review.client.get(f"{towns}99999", headers=FRENCH)
    assert missing.status_code == 404
    assert "Cette base ne connaît pas cette ville." in missing.text
    [(code,)] = review.query("SELECT town_code FROM initiative GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
    kinds = re.findall(r"<h3>(.+?) <span", html.unescape(review.client.get(f"{towns}{code}", headers=FRENCH).text))
    assert any(kind.startswith("É") for kind in kinds)
    assert kinds == sorted(kinds, key=fold)


def test_every_piece_of_a_page_stands_in_a_template() -> None:
    import sharitories_crawl.review

    ours = Path(str(sharitories_crawl.review.__file__)).parent / "templates" / OURS
    texts = [path.read_text(encoding="utf-8") for path in [*(p for f in FOLDERS for p in f.glob("*.html")), ours]]
    assert [piece for piece in sentences()["pages"] if not any(piece in text for text in texts)] == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", ["Parcourir", "Interroger", "Carte des candidats", "Comment consomme-t-on", "Résultats des moteurs"]),
        (
            "/initiatives",
            [
                "Candidats : une ligne par initiative",
                "Appliquer",
                "Chercher :",
                "à relire",
                "lignes",
                ">accueil<",
            ],
        ),
        ("/initiatives?kind__exact=fablab", ["où kind = "]),
        ("/evidence", ["Pourquoi chaque candidat est là", "Preuve", "La page ou la fiche"]),
        ("/search_initiatives?words=x", ["Exécuter"]),
        ("?sql=select+1", ["Question en SQL"]),
    ],
)
def test_pages_are_french_by_default_and_english_if_preferred(review: Served, path: str, words: list[str]) -> None:
    french = review.client.get(review.address + path, headers=FRENCH).text
    english = review.client.get(review.address + path, headers={"accept-language": "en"}).text
    assert '<html lang="fr">' in french
    assert [word for word in words if word.lower() not in french.lower()] == []
    assert [word for word in words if word in english and word not in ("Preuve",)] == []


def test_facets_are_named_in_words(review: Served) -> None:
    page = review.client.get(f"{review.address}/initiatives", headers=FRENCH).text
    facet = page.partition('id="facet-kind"')[2].partition("</ul>")[0]
    [(label,)] = review.query(
        "SELECT k.label_fr FROM initiatives i JOIN kind k ON k.id = i.kind GROUP BY k.id ORDER BY count(*) DESC LIMIT 1"
    )
    assert str(label) in html.unescape(facet)


@pytest.mark.parametrize(
    ("english", "french"),
    [
        (
            'where kind = "fablab" sorted by score descending',
            'où kind = "fablab" triées par score, par ordre décroissant',
        ),
        ('where name contains "where and" and town = "x"', 'où name contient "where and" et town = "x"'),
    ],
)
def test_what_is_filtered_is_said_in_french(english: str, french: str) -> None:
    assert in_french(english) == french


def test_french_pages_have_no_error_in_a_real_browser(review: Served, tmp_path: Path) -> None:
    need_program(program(CHROMIUM), "chromium")
    troubles: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, headless=True)
        page = browser.new_page(viewport={"width": 1300, "height": 900}, locale="fr-FR")
        page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(review.link)
        for path in ("", "/initiatives", "/evidence", "/kinds_by_town", "?sql=select+1", "/mention"):
            page.goto(review.address + path)
            page.screenshot(path=tmp_path / f"{len(path)}.png")
        page.locator("th svg.dropdown-menu-icon").first.click()
        assert page.get_by_text("Trier par ordre croissant").is_visible()
        browser.close()
    assert troubles == []
