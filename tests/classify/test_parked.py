"""A page that only offers its address is parked; a page that speaks of much is not."""

import pytest

from sharitories_crawl.classify.parked import says_parked


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("la-ruche.example", "Ce nom de domaine est à vendre. Faites une offre."),
        ("la-ruche.example", "This domain is for sale! Buy this domain now."),
        ("", "Deze domeinnaam is te koop"),
        ("", "Domänen är till salu"),
    ],
)
def test_parked(title: str, text: str) -> None:
    assert says_parked(title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("La Ruche", "Un espace de coworking à Lorient."),
        ("La Ruche", "Le domaine de Kerguéhennec est à vendre, dit le journal."),
        ("Actualités", "Ce domaine est à vendre. " + "Un long article sur la vie du bourg. " * 60),
    ],
)
def test_not_parked(title: str, text: str) -> None:
    assert not says_parked(title, text)
