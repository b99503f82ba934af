"""Lists whose rows say only where, and lists told by what their rows share."""

import pytest

from sharitories_crawl.pipeline.tools import load_knowledge
from sharitories_crawl.reading.explaining import Explanation, explain

KNOWLEDGE = load_knowledge()
NOW = "2026-11-25T00:00:00Z"


def read(title: str, body: str, town: str, language: str, url: str, site: str = "") -> Explanation:
    named = f'<meta property="og:site_name" content="{site}">' if site else ""
    page = f"<html lang={language}><head><title>{title}</title>{named}</head><body><main>{body}</main></body></html>"
    return explain(KNOWLEDGE.reader, KNOWLEDGE.towns.find(town), url, title=title, html=page, now=NOW)


def headed(*rows: tuple[str, str]) -> str:
    return "".join(f"<h3>{name}</h3><p>{text}</p>" for name, text in rows)


@pytest.mark.parametrize(
    ("title", "spots", "names"),
    [
        (
            "Composteurs de quartier",
            ("Square Brizeux", "Parc Chevassu", "Place Glotin"),
            ("Composteur du square Brizeux", "Composteur du parc Chevassu", "Composteur de la place Glotin"),
        ),
        (
            "Boîtes à livres",
            ("Square Brizeux", "Rue de Verdun", "Parc Chevassu"),
            (
                "Boîte à livres du square Brizeux",
                "Boîte à livres de la rue de Verdun",
                "Boîte à livres du parc Chevassu",
            ),
        ),
    ],
)  # fmt: skip
def test_rows_that_are_places_are_called_by_what_the_list_is_of(
    title: str, spots: tuple[str, ...], names: tuple[str, ...]
) -> None:
    body = f"<h1>{title}</h1>{headed(*((spot, 'Ouvert à tous.') for spot in spots))}"
    assert read(f"{title} | Ville de Lorient", body, "Lorient", "fr", "https://www.lorient.bzh/x").names == names


def test_branches_bear_the_name_of_the_chain() -> None:
    rows = headed(("Hilversum", "Havenstraat 3"), ("Huizen", "Plein 2"), ("Bussum", "Laan 9"))
    body = f"<h1>Onze winkels</h1><p>Kringloop De Ruilhoek geeft spullen door.</p>{rows}"
    said = read("Onze winkels | Kringloop De Ruilhoek", body, "Hilversum", "nl", "https://deruilhoek.example/winkels",
                "Kringloop De Ruilhoek")  # fmt: skip
    assert said.names == ("De Ruilhoek Hilversum", "De Ruilhoek Huizen", "De Ruilhoek Bussum")


def test_rows_that_begin_with_the_heading_s_word_are_a_list() -> None:
    rows = headed(("Buurtploeg Oost", "dinsdag"), ("Buurtploeg De Meent", "woensdag"), ("Buurtploeg Zuid", "vrijdag"))
    said = read(
        "Buurtploegen in het Gooi", f"<h1>Buurtploegen</h1>{rows}", "Hilversum", "nl", "https://ploegen.example/"
    )
    assert said.names == ("Buurtploeg Oost", "Buurtploeg De Meent", "Buurtploeg Zuid")


def test_a_name_may_be_odd_where_all_others_are_names() -> None:
    names = ("Le Cabas", "La Louve bleue", "Grain fin", "Chez nous", "Le Bocal")
    rows = headed(*((name, "Épicerie coopérative.") for name in names))
    said = read("Cinq épiceries coopératives", f"<h1>Cinq épiceries coopératives</h1>{rows}", "Lorient", "fr",
                "https://guide.example/epiceries")  # fmt: skip
    assert "Chez nous" in said.names


def test_what_stands_in_brackets_after_a_name_is_left_out() -> None:
    rows = headed(
        ("Repair Café du Lac", "samedi"), ("Bidouille et Cie (repair café)", "mardi"), ("Repair Café Nord", "jeudi")
    )
    said = read("Trois repair cafés", f"<h1>Trois repair cafés</h1>{rows}", "Lorient", "fr", "https://guide.example/rc")
    assert said.names[1] == "Bidouille et Cie"


def test_a_page_of_one_is_no_list_for_its_many_lines() -> None:
    lines = "".join(f"<p>{words}</p>" for words in ("Publication du 20 mai : pommes.", "Avis : 4,9 sur 5.",
                                                   "Publication du 3 mai.", "Épicerie à Lorient."))  # fmt: skip
    said = read("Les Corsaires verts - épicerie | Facebook", f"<h1>Les Corsaires verts</h1>{lines}", "Lorient",
                "fr", "https://www.facebook.com/corsairesverts")  # fmt: skip
    assert said.name == "Les Corsaires verts"
