"""Rows that begin with a name, whether or not they give an address."""

import pytest

from sharitories_crawl.extract.page import read_page


def rosters(body: str) -> list[list[str]]:
    facts = read_page("https://www.site.example/page", f"<html lang=fr><body><main>{body}</main></body></html>")
    return [[entry.name for entry in roster] for roster in facts.rosters]


NAMES = ["La Dérouille", "Coop'Ormes", "Le Cabas"]


@pytest.mark.parametrize(
    "body",
    [
        "<h2>1. La Dérouille (Valmer)</h2><p>V.</p><h2>2. Coop'Ormes, Bréhaut</h2><p>É.</p><h2>3. Le Cabas</h2>",
        "<ul><li>La Dérouille - mardi</li><li>Coop'Ormes : épicerie</li><li>Le Cabas, Valmer : achats</li></ul>",
        "<p><strong>La Dérouille</strong>, vélos.</p><p>À Bréhaut, <b>Coop'Ormes</b>.</p><p><b>Le Cabas</b> vit.</p>",
        "<table><tr><td>Valmer</td><td>La Dérouille, Haute 1</td><td>12 €</td></tr>"
        "<tr><td>Valmer</td><td>Coop'Ormes, Haute 2</td><td>14 €</td></tr>"
        "<tr><td>Bréhaut</td><td>Le Cabas, Haute 3</td><td>9 €</td></tr></table>",
        "<p>La Dérouille. Vélos.</p><p>Coop'Ormes, Valmer. Épicerie.</p><p>Le Cabas. Achats.</p>",
        "<div><article><h3>La Dérouille</h3><p>V.</p></article><article><h3>Coop'Ormes</h3></article>"
        "<article><h3>Le Cabas</h3><p>A.</p></article></div>",
        "<ul><li><div><h3>La Dérouille</h3></div></li><li><div><h3>Coop'Ormes</h3></div></li>"
        "<li><div><h3>Le Cabas</h3></div></li></ul>",
        "<p>La Dérouille - vélos<br>Coop'Ormes : épicerie<br>Le Cabas, Valmer</p>",
        "<h2>À Valmer, La Dérouille</h2><p>V.</p><h2>« Coop'Ormes » à Bréhaut</h2><p>É.</p><h2>Le Cabas, Ulm</h2>",
    ],
    ids=["headings", "items", "bold", "table", "plain text", "boxes", "boxes in items", "broken lines", "place before"],
)  # fmt: skip
def test_rows_give_the_names_that_they_begin_with(body: str) -> None:
    assert NAMES in rosters(body)


def test_a_list_in_several_parts_is_one() -> None:
    first = "<h2>Valmer</h2><ul><li>La Dérouille - mardi</li><li>Coop'Ormes - jeudi</li></ul>"
    body = f"{first}<h2>Bréhaut</h2><ul><li>Le Cabas - lundi</li></ul>"
    assert NAMES in rosters(body)


def test_menus_and_asides_are_no_rows() -> None:
    body = "<nav><ul><li>Un - a</li><li>Deux - b</li><li>Trois - c</li></ul></nav>"
    assert rosters(body) == []


def test_headings_of_sections_are_not_gathered_across_a_page() -> None:
    body = "<div><h3>La Dérouille</h3></div><form><h3>Coop'Ormes</h3></form><span><h3>Le Cabas</h3></span>"
    assert rosters(body) == []
