"""What sort of page speaks, by host, title, chrome and shape."""

import pytest

from sharitories_crawl.classify.page_kind import sort_of_page, sort_of_result
from sharitories_crawl.classify.page_signals import result_signals
from sharitories_crawl.extract.page import read_page
from sharitories_crawl.models import PageKind


@pytest.mark.parametrize(
    ("url", "title", "text", "kind"),
    [
        ("https://lebocal.example/", "Le Bocal", "Nous ouvrons le mardi.", PageKind.OWN_SITE),
        ("https://www.facebook.com/lebocal", "Le Bocal | Facebook", "", PageKind.SOCIAL),
        ("https://www.helloasso.com/associations/lebocal", "Le Bocal | HelloAsso", "", PageKind.PLATFORM),
        ("https://www.ccas-autun.example/epicerie", "L'épicerie", "", PageKind.PUBLIC_BODY),
        ("https://site.example/ludotheque", "La ludothèque | Ville de Dole", "", PageKind.PUBLIC_BODY),
        ("https://site.example/fritid", "Låna skidor - Lunds kommun", "", PageKind.PUBLIC_BODY),
        ("https://site.example/a", "Un café rouvre", "À lire aussi. Annonces légales. S'abonner", PageKind.PRESS),
        ("https://site.example/a", "Kafé stänger", "Läs också. Ansvarig utgivare: P.", PageKind.PRESS),
        ("https://site.example/a", "Un café", "« On est bien », sourit Anne. Lire aussi", PageKind.PRESS),
        ("https://www.emploi-ici.example/x", "Animateur (H/F)", "CDI à temps plein", PageKind.COMMERCIAL),
        (
            "https://bureaux.example/x",
            "Coworking Gap : 8 annonces",
            "Loyer, honoraires, sur devis",
            PageKind.COMMERCIAL,
        ),
        ("https://kantoor.example/x", "Kantoren", "Te huur, huurprijs, makelaar", PageKind.COMMERCIAL),
        ("https://reseau.example/annuaire/le-bocal", "Le Bocal", "", PageKind.DIRECTORY),
        ("https://site.example/x", "Overzicht van ruilkringen", "", PageKind.DIRECTORY),
        ("https://site.example/x", "Banco de tempo: o que é", "", PageKind.OTHER),
        ("https://site.example/x", "Wat is een ruilkring?", "", PageKind.OTHER),
        ("https://partij.example/x", "Verkiezingsprogramma", "Stem lijst 7.", PageKind.OTHER),
        ("https://lebocal.example/x", "Qui sommes-nous ?", "Notre association", PageKind.OWN_SITE),
    ],
)
def test_a_page_tells_of_what_sort_it_is(url: str, title: str, text: str, kind: PageKind) -> None:
    facts = read_page(url, f"<html><head><title>{title}</title></head><body><main><p>{text}</p></main></body></html>")
    assert sort_of_page(facts).kind is kind


def test_title_and_snippet_alone_tell_it_too() -> None:
    assert sort_of_result("https://fr.ulule.com/bocal/", "Le Bocal", "").kind is PageKind.PLATFORM
    assert sort_of_result("https://x.example/", "Le Bocal", "Le mardi").kind is PageKind.OWN_SITE


@pytest.mark.parametrize(
    ("text", "sign", "stands"),
    [
        ("Par Jean Dupont. Le café", "shape:byline", True),
        ("Texte et photos : Anne Le Goff", "shape:byline", True),
        ("Épar Jean Dupont", "shape:byline", False),
        ("12 commentaires", "shape:comments", True),
        ("Les commentaires sont fermés", "shape:comments", False),
        ("200 € HT par mois", "price:per-month", True),
        ("200 € et un mois", "price:per-month", False),
        ("Ouvert le mardi", "says:days", True),
        ("Ouvert demain", "says:days", False),
    ],
)
def test_words_give_their_signs_and_no_others(text: str, sign: str, stands: bool) -> None:
    assert (sign in result_signals("https://site.example/x", "T", text, "fr")) is stands
