"""Where a page states a name: logo, site title, link to the home page, the owner's line at the foot."""

import pytest

from sharitories_crawl.extract.clues import owners
from sharitories_crawl.extract.page import read_page


def clues(body: str, origin: str) -> list[str]:
    facts = read_page(
        "https://www.site.example/page", f"<html lang=fr><head><title>T</title></head><body>{body}</body></html>"
    )
    return [clue.words for clue in facts.clues if clue.origin == origin]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/" class="logo"><img src="/l.png" alt="La Dérouille"></a>',
        '<p class="site-title"><a href="/">La Dérouille</a></p>',
        '<div class="logo-text">La Dérouille</div>',
        '<h1><a href="/">La Dérouille</a></h1>',
    ],
)
def test_a_logo_or_the_link_home_names_the_site(body: str) -> None:
    assert "La Dérouille" in clues(body, "brand")


def test_a_link_home_that_only_says_so_names_nobody() -> None:
    assert clues('<a href="/">Accueil</a>', "brand") == []


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("© 2024 La Dérouille", ["La Dérouille"]),
        ("© Association SEL des Ormes - 6 place du Marché 81100 Valmer", ["Association SEL des Ormes"]),
        ("La Dérouille, association - 22 rue Haute, 22000 Valmer", ["La Dérouille"]),
        ("Spoor 9 B.V. | Schapenkamp 1, 1211 PA Hilversum", ["Spoor 9 B.V"]),
        ("Site réalisé par Agence Pixel, 3 rue Haute", []),
        ("Plan du site", []),
    ],
)
def test_the_owner_signs_at_the_foot_and_the_agency_does_not(line: str, owner: list[str]) -> None:
    assert list(owners(line)) == owner
