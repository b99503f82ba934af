"""What a whole page is called, and which initiatives a list or an article names."""

import pytest

from sharitories_crawl.extract.page import read_page
from sharitories_crawl.pipeline.tools import load_knowledge
from sharitories_crawl.reading.explaining import Explanation, explain
from sharitories_crawl.reading.found import Found
from sharitories_crawl.reading.reader import Reader

KNOWLEDGE = load_knowledge()
NOW = "2026-11-25T00:00:00Z"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return KNOWLEDGE.reader


def said(reader: Reader, html: str, url: str = "https://www.site.example/page", title: str = "T") -> Explanation:
    page = f"<html lang=fr><head><title>{title}</title></head><body>{html}</body></html>" if html else ""
    return explain(reader, KNOWLEDGE.towns.find("Lorient"), url, title=title, html=page, now=NOW)


def test_an_own_site_is_called_as_its_logo_and_not_as_its_slogan(reader: Reader) -> None:
    logo = '<a href="/" class="logo"><img alt="La Dérouille"></a>'
    body = f"{logo}<main><h1>Ici, on répare tout</h1><p>Atelier vélo participatif.</p></main>"
    assert (
        said(reader, body, url="https://www.laderouille.example/", title="Ici, on répare tout").name == "La Dérouille"
    )


def test_an_article_about_one_is_called_by_it_though_it_names_another(reader: Reader) -> None:
    body = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Un fablab"}</script>'
        "<article><h1>Lorient : le fablab La Dérouille fête ses dix ans</h1><p>La Dérouille, à Lorient, est un fablab "
        "tenu par des bénévoles. Il s'inspire du fablab Le Lutrin, à Vannes.</p></article>"
    )
    explained = said(reader, body, title="Lorient : le fablab La Dérouille fête ses dix ans - Rade Matin")
    assert explained.name == "La Dérouille"


@pytest.mark.parametrize(
    ("title", "name"), [("La Dérouille, fablab | Lorient", "La Dérouille"), ("Fablab La Mine | Facebook", "La Mine")]
)
def test_a_result_alone_is_called_by_its_titles_segment(reader: Reader, title: str, name: str) -> None:
    assert said(reader, "", title=title).name == name


def test_a_list_gives_every_name_and_has_none_itself(reader: Reader) -> None:
    rows = "<li>La Dérouille : vélos.</li><li>Le Lutrin, Vannes : fablab.</li><li>Chez Marthe : fablab.</li>"
    explained = said(
        reader, f"<main><h1>Trois fablabs à découvrir</h1><ul>{rows}</ul></main>", title="Trois fablabs à découvrir"
    )
    assert explained.names == ("La Dérouille", "Le Lutrin", "Chez Marthe")
    assert explained.name == ""


def test_headings_over_groups_are_not_the_groups(reader: Reader) -> None:
    body = "".join(f"<h2>Zone {z}</h2><ul><li>AMAP {a} - mardi</li><li>AMAP {b} - jeudi</li></ul>" for z, a, b in
                   (("Nord", "Basse", "Haute"), ("Sud", "Claire", "Ronde"), ("Est", "Vive", "Lente")))  # fmt: skip
    names = said(reader, f"<main><h1>Liste des AMAP</h1>{body}</main>", title="Liste des AMAP").names
    assert names == ("AMAP Basse", "AMAP Haute", "AMAP Claire", "AMAP Ronde", "AMAP Vive", "AMAP Lente")


def test_a_name_with_and_without_the_town_s_is_one(reader: Reader) -> None:
    body = (
        "<article><h1>Lorient : le Repair Café Kervénanec ouvre samedi</h1><p>Le Repair Café Kervénanec de Lorient "
        "répare tout. « Au Repair Café Lorient Kervénanec, on apprend », dit une bénévole.</p></article>"
    )
    names = said(reader, body, title="Lorient : le Repair Café Kervénanec ouvre samedi - Rade Matin").names
    assert len({name for name in names if "Kervénanec" in name}) == 1


@pytest.mark.parametrize("host", ["Sites-Asso, pages gratuites d'associations", "Asso-Web : créez vos sites gratuits"])
def test_a_page_on_a_free_host_is_not_called_as_its_host(reader: Reader, host: str) -> None:
    body = f"<center><b>{host}</b></center><h1>Association La Binette</h1><p>Nos jardins familiaux à Lorient.</p>"
    url = f"http://{host.split(maxsplit=1)[0].lower().strip(',')}.example/la-binette/"
    assert said(reader, body, url, "La Binette, jardins familiaux").name == "La Binette"


REACHED = "Nästa gång lördag kl. 11, Västra Boulevarden 21, 291 32 Kristianstad; klader@bytesdagen.example."


@pytest.mark.parametrize(
    ("path", "text", "dropped"),
    [
        ("/", f"Föreningen ordnar klädbyte i Kristianstad fyra gånger om året. {REACHED}", ""),
        ("/", "Klädbyte i Kristianstad fyra gånger om året.", "unnamed"),
        ("/lorient", "Föreningen ordnar klädbyte i Kristianstad fyra gånger om året.", "unnamed"),
    ],
    ids=["a group's front page", "nobody speaks", "a page among others"],
)
def test_a_group_s_front_page_may_have_no_name_but_what_it_does(
    reader: Reader, path: str, text: str, dropped: str
) -> None:
    head = '<title>Klädbytardagen i Kristianstad</title><meta property="og:site_name" content="Klädbytardagen">'
    page = f"<html lang=sv><head>{head}</head><body><p>{text}</p></body></html>"
    url = f"https://bytesdagen.example{path}"
    found = Found(KNOWLEDGE.towns.find("Kristianstad"), "s", "s/1290/troc", 1, url, "", "", "", NOW)
    (mention,) = reader.read_page(read_page(url, page), found).mentions
    assert mention.dropped == dropped


@pytest.mark.parametrize("kind", ["Un fablab", "Un stade"])
def test_the_page_as_a_whole_is_told_only_where_asked_for(reader: Reader, kind: str) -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "La Dérouille"}</script>'
    text = f"<h1>{kind} : La Dérouille ouvre à Lorient</h1><p>La Dérouille est tenue par des voisins.</p>"
    body = f"<article>{text}</article>"
    facts = read_page("https://www.rade.example/page", f"<html lang=fr>{head}<body>{body}</body></html>")
    found = Found(KNOWLEDGE.towns.find("Lorient"), "s", "s/56121/fablab", 1, facts.url, "", "", "", NOW)
    asked, unasked = reader.read_page(facts, found, viewed=True), reader.read_page(facts, found)
    assert asked.page is not None
    assert unasked.page is None
    assert (asked.mentions, asked.reason) == (unasked.mentions, unasked.reason)


def test_a_page_within_a_site_is_not_called_as_its_host(reader: Reader) -> None:
    site = '<meta property="og:site_name" content="Labs.example">'
    where = "<p>Le fablab de Lorient, 3 rue du Port, 56100 Lorient. contact@labs.example</p>"
    within = said(
        reader, f"{site}<h1>L'Étincelle</h1>{where}", "https://www.labs.example/labs/l-etincelle", "L'Étincelle"
    )
    front = said(reader, f"{site}<h1>Bienvenue</h1>{where}", "https://www.labs.example/", "Accueil")
    assert (within.name, front.name) == ("L'Étincelle", "Labs.example")
