"""Whom a page names as partners: links to other sites under such a heading, in four languages."""

import pytest

from sharitories_crawl.extract.page import read_page
from sharitories_crawl.extract.partners import MOST_PARTNERS, names_partners

FAB = '<a href="https://fab-des-rives.org/">Le Fab des Rives</a>'


def partners(body: str, url: str = "https://la-rustine.org/") -> list[tuple[str, str]]:
    page = f"<html><head><title>La Rustine</title></head><body><main><h1>La Rustine</h1>{body}</main></body></html>"
    return [(link.url, link.text) for link in read_page(url, page).partners]


@pytest.mark.parametrize(
    "heading",
    [
        "Nos partenaires", "PARTENAIRES & AMIS", "Notre réseau", "Les membres du collectif", "Liens utiles", "Liens",
        "Onze partners", "Ons netwerk", "Vrienden", "Leden", "Parceiros", "A nossa rede", "Amigos", "Ligações",
        "Samarbetspartners", "Vårt nätverk", "Vänner", "Länkar",
    ],
)  # fmt: skip
def test_headings_over_partners(heading: str) -> None:
    assert names_partners(heading)
    assert partners(f"<h2>{heading}</h2><p>{FAB}</p>") == [("https://fab-des-rives.org/", "Le Fab des Rives")]


@pytest.mark.parametrize(
    "heading",
    [
        "Nos ateliers", "Suivez-nous sur les réseaux sociaux", "Devenir membre", "Espace membres", "Word lid",
        "Sociale netwerken", "Redes sociais", "Bli medlem", "Les membres du bureau", "Contact",
        "Une très longue phrase qui parle de nos partenaires et de bien autre chose",
    ],
)  # fmt: skip
def test_headings_over_something_else(heading: str) -> None:
    assert not names_partners(heading)
    assert partners(f"<h2>{heading}</h2><p>{FAB}</p>") == []


def test_the_words_are_the_row_s_where_it_is_short_else_the_link_s_or_the_image_s() -> None:
    rows = (
        f"<ul><li>{FAB}, fablab associatif</li><li><a href='https://logo.org/'><img alt='Le Logo' src='l.png'></a></li>"
        f"<li><a href='https://long.org/'>Le Long</a> {'mot ' * 60}</li></ul>"
    )
    assert partners(f"<h2>Nos amis</h2>{rows}") == [
        ("https://fab-des-rives.org/", "Le Fab des Rives , fablab associatif"),
        ("https://logo.org/", "Le Logo"),
        ("https://long.org/", "Le Long"),
    ]


def test_a_section_ends_at_the_next_heading_of_its_rank_and_at_the_footer() -> None:
    body = (
        f"<h2>Partenaires</h2><h3>Associations</h3>{FAB}<h3>Entreprises</h3><a href='https://bois.org/'>Bois</a>"
        "<h2>Nos horaires</h2><a href='https://horaires.org/'>x</a>"
        "<h2>Amis</h2><footer><a href='https://agence.org/'>Site par l'Agence</a></footer>"
    )
    assert [url for url, _ in partners(body)] == ["https://fab-des-rives.org/", "https://bois.org/"]


def test_own_pages_accounts_and_hosts_that_are_nobody_s_site_are_left_out() -> None:
    links = (
        "/contact", "https://www.la-rustine.org/x", "https://facebook.com/fab", "https://www.ouest-france.fr/article",
        "mailto:a@b.org", "javascript:void(0)", "http://[broken", "https://fab-des-rives.org/",
        "https://www.fab-des-rives.org/contact",
    )  # fmt: skip
    body = "".join(f"<p><a href='{link}'>lien</a></p>" for link in links)
    assert [url for url, _ in partners(f"<h2>Réseau</h2>{body}")] == ["https://fab-des-rives.org/"]


def test_whoever_names_everybody_names_so_many_at_most() -> None:
    body = "".join(f"<li><a href='https://site{number}.org/'>Site {number}</a></li>" for number in range(50))
    assert len(partners(f"<h2>Liens</h2><ul>{body}</ul>")) == MOST_PARTNERS
