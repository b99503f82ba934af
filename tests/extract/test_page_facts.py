"""A whole page read into facts: names, languages, texts, links, and never an exception."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharitories_crawl.extract.page import read_page
from sharitories_crawl.models import Link

PAGES = Path(__file__).parent / "pages"
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "html" / "jsonld"
REAL_PAGES = sorted(SHARED.glob("*.html"))


def test_an_own_site_says_who_and_where_it_is() -> None:
    facts = read_page("https://www.fabrique-loch.example/?utm_source=x", (PAGES / "own_site.html").read_text())
    assert facts.url == "https://www.fabrique-loch.example/"
    assert facts.name == facts.site_name == "La Fabrique du Loch"
    assert facts.title == "Accueil - La Fabrique du Loch"
    assert facts.description == "Fablab associatif à Auray, ouvert à toutes et à tous."
    assert facts.language == "fr"
    assert facts.og_type == "website"
    assert facts.published == "2023-05-04"
    (address,) = facts.addresses
    assert (address.street, address.postal_code, address.city, address.country) == (
        "12 rue des Ateliers",
        "56400",
        "Auray",
        "FR",
    )
    assert (address.latitude, address.longitude, address.origin) == (47.6667, -2.9833, "json-ld")
    assert facts.emails == ("contact@fabrique-loch.example", "bonjour@fabrique-loch.example")
    assert facts.phones == ("+33612345678", "+33297240000")
    assert facts.socials == ("facebook/fabriqueduloch", "mastodon/@fabloch@mamot.fr", "helloasso/la-fabrique-du-loch")
    assert facts.sirens == ("732829320",)
    assert facts.rnas == ("W561001234",)
    assert Link("https://www.fabrique-loch.example/ateliers/", "Ateliers") in facts.links
    assert Link("https://www.fabrique-loch.example/contact.html", "Contact") in facts.links
    assert facts.entries == ()
    assert {"NGO", "LocalBusiness", "WebPage"} <= set(facts.types)
    assert "imprimante 3D" in facts.text
    assert "Ateliers\nContact" not in facts.text
    assert facts.footer.splitlines()[:3] == ["La Fabrique du Loch", "12 rue des Ateliers", "56400 Auray"]
    assert facts.headings == ("Bienvenue", "Nos ateliers", "Nos machines", "Adhérer", "Nos partenaires")
    assert facts.problems == ()


@pytest.mark.shared
@pytest.mark.parametrize("page", REAL_PAGES or [None], ids=lambda page: page.stem if page else "absent")
def test_real_pages_are_read_and_broken_json_ld_is_recorded(page: Path | None) -> None:
    if page is None:
        pytest.skip("the saved pages of ../shared/data/html/jsonld are not here")
    facts = read_page(f"https://www.example.org/{page.stem}", page.read_text(errors="replace"))
    recorded = any(problem.startswith("json-ld") for problem in facts.problems)
    assert recorded == ("invalid" in page.stem)


@pytest.mark.parametrize(
    ("head", "body", "host", "name"),
    [
        ("<title>Accueil - Le SEL de Dole</title>", "", "x.fr", "Le SEL de Dole"),
        ("<title>Repair Café | Ville de Valmer</title>", "", "x.fr", "Repair Café"),
        ("<title>Bienvenue sur le site de la Recyclerie</title>", "", "x.fr", "Recyclerie"),
        ("<title>Site officiel de l'AMAP du Loch</title>", "", "x.fr", "AMAP du Loch"),
        ("<title>Nos horaires - La Fabrique</title>", "<h1>Les horaires d'été</h1>", "lafabrique.fr", "La Fabrique"),
        ("<title>Le Café citoyen de Gap</title>", "<h1>Bienvenue</h1>", "x.fr", "Le Café citoyen de Gap"),
        (
            "<title>Un jardin naît à Agen - Le Journal</title>",
            "<h1>Un jardin naît à Agen</h1>",
            "x.fr",
            "Un jardin naît à Agen",
        ),
        (
            '<title>Contact</title><meta property="og:site_name" content="L\'Établi">',
            "<h1>Contact</h1>",
            "x.fr",
            "L'Établi",
        ),
        ("<title>Home</title>", "<h1>Buurttuin Hilversum</h1>", "x.nl", "Buurttuin Hilversum"),
        ("", "", "x.fr", ""),
    ],
)
def test_a_page_is_named_after_whom_it_is_about(head: str, body: str, host: str, name: str) -> None:
    assert read_page(f"https://www.{host}/", f"<html><head>{head}</head><body>{body}</body></html>").name == name


FRENCH = (
    "La Fabrique est un atelier partagé où chacun peut apprendre à fabriquer, réparer et transmettre ses savoirs "
    "aux autres habitants du pays. Les machines sont à la disposition des adhérents trois jours par semaine. Nous"
    " vous accueillons le samedi dans une ambiance conviviale, avec du café et des gâteaux ; le bénévolat est la "
    "clé de notre projet depuis 2014."
)
DUTCH = (
    "De buurttuin is elke zaterdag open voor iedereen die samen wil tuinieren, koken en eten met de mensen uit de"
    " buurt. Je hoeft geen lid te zijn om mee te doen: kom gewoon langs, neem je kinderen mee en trek oude kleren"
    " aan. In de herfst maken we samen soep van wat er nog op het land staat."
)
PORTUGUESE = (
    "A associação convida todos os moradores a participar nas hortas comunitárias e nas oficinas de reparação da "
    "cidade. As inscrições são gratuitas e não é preciso trazer ferramentas. Aos sábados de manhã cozinhamos em "
    "conjunto o que a terra nos deu durante a semana, e quem quiser pode levar uma parte para casa."
)
SWEDISH = (
    "Föreningen har öppet varje lördag för alla som vill laga sina cyklar tillsammans med andra i vår verkstad. "
    "Det kostar ingenting att komma hit, men den som vill får gärna bli medlem och hjälpa till. Vi lånar också ut"
    " verktyg och symaskiner till dem som bor i staden."
)
ENGLISH = (
    "This place is open every day for all who want to learn and to share with others. We repair bicycles and "
    "toasters with the help of volunteers, and the coffee is free. Join us on Saturday mornings in the old "
    "railway station near the bridge; bring your tools, your friends, and whatever it is that no longer works."
)


@pytest.mark.parametrize(
    ("lang", "header", "text", "language"),
    [
        pytest.param("fr-FR", "", "Court", "fr", id="declared"),
        pytest.param("", "nl-NL, en", "Kort", "nl", id="header"),
        pytest.param("", "", FRENCH, "fr", id="french"),
        pytest.param("", "", DUTCH, "nl", id="dutch"),
        pytest.param("", "", PORTUGUESE, "pt", id="portuguese"),
        pytest.param("", "", SWEDISH, "sv", id="swedish"),
        pytest.param("en-US", "", FRENCH, "fr", id="a-theme-says-english"),
        pytest.param(
            "en",
            "",
            "This place is open every day for all who want to learn and to share with others. " * 5,
            "en",
            id="english",
        ),
        pytest.param("", "", "Court", "", id="too-short"),
        pytest.param("{{lang}}", "", "Court", "", id="nonsense"),
    ],
)
def test_the_language_of_a_page(lang: str, header: str, text: str, language: str) -> None:
    assert (
        read_page("https://x.example/", f'<html lang="{lang}"><body><p>{text}</p></body></html>', header).language
        == language
    )


def test_links_are_absolute_and_come_once() -> None:
    html = (
        '<base href="/dossier/"><a href="a"><img></a><a href="a">Mot</a><a href="#x">x</a><a href="javascript:y">y</a>'
        '<a href="http://user:pw@z.fr/">z</a><a href="tel:0297123456">t</a><a>rien</a><a href="https://b.fr">B</a>'
    )
    facts = read_page("https://www.a.fr/x/", html)
    assert facts.links == (Link("https://www.a.fr/dossier/a", "Mot"), Link("https://b.fr/", "B"))
    assert facts.phones == ("+33297123456",)


def test_too_many_links_are_cut_and_said_so() -> None:
    facts = read_page("https://a.fr/", "".join(f'<a href="/{i}">x</a>' for i in range(2_500)))
    assert len(facts.links) == 2_000
    assert facts.problems == ("links-cut",)


def test_a_page_that_is_all_chrome_still_gives_its_words() -> None:
    facts = read_page(
        "https://a.fr/", "<body><div class='sidebar'>Le Repair Café ouvre samedi.</div><nav>Menu</nav></body>"
    )
    assert "Repair Café ouvre samedi" in facts.text
    assert "Menu" not in facts.text


def test_an_unreadable_address_is_a_problem_not_an_exception() -> None:
    assert read_page("pas une adresse", "<p>Bonjour").problems == ("url-unreadable",)


HOSTILE = {
    "angle-brackets": "<" * 1_000_000,
    "nested-blocks": "<div>" * 100_000 + "x",
    "nested-lists": "<ul><li>" * 60_000,
    "nested-spans": "<span class=footer>" * 50_000 + "x",
    "one-word": "a" * 1_000_000,
    "at-signs": "a@" * 500_000,
    "zeros": "0 " * 500_000,
    "postal-codes": "56100 " * 160_000,
    "streets": "5 rue " * 160_000,
    "capitals": "56100 " + "Aa-" * 300_000,
    "open-brackets": "[at" * 300_000,
    "json-comments": '<script type="application/ld+json">' + "/*" * 400_000,
    "json-commas": '<script type="application/ld+json">[' + "," * 900_000,
    "json-quotes": '<script type="application/ld+json">' + '\\"' * 400_000,
    "attributes": "<a " + "x=1 " * 200_000 + ">",
    "title-dashes": "<title>" + " - " * 300_000,
    "nested-items": "<span itemscope itemprop=x>" * 20_000,
    "long-list": "<ul>" + "<li><b>Nom</b> 5 rue X, 56100 Lorient <a href=http://a.fr/>s</a></li>" * 5_000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_page_costs_seconds_at_most(html: str) -> None:
    start = time.process_time()
    facts = read_page("https://a.fr/", html)
    assert time.process_time() - start < 4  # measured below 1; quadratic work takes a minute
    assert len(facts.text) <= 200_000


def test_what_is_cut_is_said() -> None:
    assert "nested-too-deep" in read_page("https://a.fr/", HOSTILE["nested-blocks"]).problems
    assert "text-cut" in read_page("https://a.fr/", HOSTILE["one-word"]).problems
    assert read_page("https://a.fr/", "<p>" + "mot " * 1_300_000).problems == ("html-cut", "text-cut")


def test_many_open_elements_of_an_old_page_are_not_cut() -> None:
    html = "".join(f'<a name="{i}"><font size=2><path d="M0"/>Paragraphe {i}<br>' for i in range(1_500))
    facts = read_page("https://a.fr/", html)
    assert facts.problems == ()
    assert "Paragraphe 1499" in facts.text


FRAGMENTS = """<div>|</div>|<p>|<a href='|'>|<script type='application/ld+json'>|</script>|{"@type":|"Place"}|<li>|<b>
12 rue A, 56100 Lorient|contact@a.fr|<div itemscope itemprop=x itemref=y id=y>|<meta property=og:site_name content=
02 97 12 34 56|<!--|]]>|<title>|<h1>|&#0;|<base href='http://[::1'>|mailto:|SIRET |http://[|//|<svg>|<template>
<table><tr>|<dl><dt>|<footer>|<div class=contact>|itemscope""".replace("\n", "|").split("|")
TAGS = st.sampled_from([*FRAGMENTS, "\x00", "\ud800"])


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30), st.lists(st.one_of(TAGS, st.text(max_size=12)), max_size=40), st.text(max_size=10))
def test_reading_never_raises(url: str, parts: list[str], language: str) -> None:
    facts = read_page(url, "".join(parts), language)
    assert isinstance(facts.text, str)
    facts.text.encode()
    facts.name.encode()


@pytest.mark.parametrize(
    ("html", "title", "text", "problems"),
    [
        (
            "<TITLE>Le Bocal\n<body><p>Un café associatif.",
            "Le Bocal",
            "Un café associatif.",
            {"title-not-closed"},
        ),
        ("<title>Le Bocal</title><p>Un café associatif.", "Le Bocal", "Un café associatif.", set()),
        ("<title>Le Bocal", "Le Bocal", "", set()),
        ("<p>Un café associatif.", "", "Un café associatif.", set()),
    ],
    ids=["not closed", "closed", "nothing after it", "none"],
)
def test_a_title_that_is_not_closed_does_not_swallow_the_page(
    html: str, title: str, text: str, problems: set[str]
) -> None:
    facts = read_page("https://bocal.example/", html)
    assert (facts.title, facts.text.strip()) == (title, text)
    assert {"title-not-closed"} & set(facts.problems) == problems
