"""Where a list is: its entries' places, and the whole page's where they tell nothing."""

import pytest

from sharitories_crawl.models import Verdict
from sharitories_crawl.pipeline.tools import load_knowledge
from sharitories_crawl.reading.explaining import Explanation, explain

KNOWLEDGE = load_knowledge()
NOW = "2026-11-25T00:00:00Z"


def said(town: str, title: str, body: str, url: str = "https://www.guide-local.example/liste") -> Explanation:
    html = f"<html lang=fr><head><title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    return explain(KNOWLEDGE.reader, KNOWLEDGE.towns.find(town), url, html=html, now=NOW)


def entries(*rows: str) -> str:
    return "".join(f"<h3>{name}</h3><p>{text}</p>" for name, _, text in (row.partition(": ") for row in rows))


CAFES = entries(
    "Coworking La Bobine: Deux étages, wifi, thé à volonté. 18 euros la journée.",
    "Coworking Le Fil: Calme le matin, bruyant à midi. 15 euros la journée.",
    "Coworking L'Aiguille: Tables hautes et vue sur la place. 20 euros la journée.",
)


def test_entries_without_a_place_are_where_the_list_is() -> None:
    title = "Les 3 coworkings de Québec que nous aimons"
    assert said("Laval", title, CAFES).place is Verdict.ELSEWHERE
    assert said("Laval", "Les 3 coworkings de Laval que nous aimons", CAFES).place is Verdict.IN_TOWN


def test_other_towns_below_a_list_of_the_town_are_not_where_it_is() -> None:
    near = "<h3>Coworking dans les villes voisines</h3><ul>" + "".join(
        f"<li>Coworking {name} (3)</li>" for name in ("Rennes", "Brest", "Nantes", "Angers")
    ) + "</ul>"  # fmt: skip
    page = said("Lorient", "Coworking à Lorient : 5 annonces de bureaux", f"<p>À louer à Lorient.</p>{near}")
    assert page.place is Verdict.IN_TOWN


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (("AMAP Basse: Brest, le mardi.", "AMAP Haute: Quimper, le jeudi.", "AMAP Claire: chez Paul, le lundi.",
          "AMAP Ronde: Rennes, le samedi."), Verdict.ELSEWHERE),
        (("AMAP Basse: Brest, le mardi.", "AMAP Haute: Quimper, le jeudi.", "AMAP Claire: Lorient, le lundi.",
          "AMAP Ronde: Rennes, le samedi."), Verdict.IN_TOWN),
    ],
)  # fmt: skip
def test_a_list_that_names_other_towns_alone_is_elsewhere(rows: tuple[str, ...], place: Verdict) -> None:
    assert said("Lorient", "Liste des AMAP de l'Ouest", entries(*rows)).place is place


def test_a_sentence_with_the_name_of_an_index_is_in_no_town() -> None:
    body = (
        "<p>Le DAX a gagné deux points à la Bourse de Francfort, le CAC 40 aussi.</p>"
        "<p>Le club Cigales du Pignon, plus lent que le DAX, aide une brasserie.</p>"
        "<p>Dax, CAC, Nikkei : le club Cigales du Pignon n'en a cure.</p>"
    )
    page = said("Dax", "DAX, CAC 40 et Cigales : l'épargne autrement", body, "https://eco.example/bourse/cigales")
    assert page.place is not Verdict.IN_TOWN
