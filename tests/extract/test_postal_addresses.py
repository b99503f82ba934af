"""Postal addresses in running text, of five countries."""

import pytest

from sharitories_crawl.extract.address import find_addresses, find_street


def read(text: str, country: str) -> list[tuple[str, str, str, str]]:
    return [(a.street, a.postal_code, a.city, a.country) for a in find_addresses(text, country)]


@pytest.mark.parametrize(
    ("text", "country", "address"),
    [
        ("FabLab, 12 rue de la Paix, 56100 Lorient Tél. 02 97", "FR", ("12 rue de la Paix", "56100", "Lorient", "FR")),
        (
            "12 bis, avenue Jean-Jaurès\nBP 123\n56100 LORIENT CEDEX",
            "FR",
            ("12 bis, avenue Jean-Jaurès", "56100", "LORIENT", "FR"),
        ),
        ("Nos parcelles : rue de Kerletu à 56100 Lorient", "FR", ("rue de Kerletu", "56100", "Lorient", "FR")),
        ("Et au 7 rue Branly ? 56100 Lorient", "FR", ("7 rue Branly", "56100", "Lorient", "FR")),
        ("place du Marché – 73100 Aix-les-Bains", "FR", ("place du Marché", "73100", "Aix-les-Bains", "FR")),
        ("ZA de Kerlann, F-56000 Vannes", "FR", ("ZA de Kerlann", "56000", "Vannes", "FR")),
        ("la mairie de Saint-Étienne-de-Montluc (44360)", "FR", ("", "44360", "Saint-Étienne-de-Montluc", "FR")),
        ("40000 Mont de Marsan", "FR", ("", "40000", "Mont de Marsan", "FR")),
        ("50 rue X\n59140 Dunkerque", "FR", ("50 rue X", "59140", "Dunkerque", "FR")),
        ("réserver sa place avant le 12 mai, 88000 Épinal", "FR", ("", "88000", "Épinal", "FR")),
        ("Oude Enghweg 23, 1217 JB Hilversum", "NL", ("Oude Enghweg 23", "1217 JB", "Hilversum", "NL")),
        ("Kerkbrink 6\n1211BX Hilversum", "NL", ("Kerkbrink 6", "1211 BX", "Hilversum", "NL")),
        ("Stationsstraat 12, 3600 Genk", "BE", ("Stationsstraat 12", "3600", "Genk", "BE")),
        ("Rue Haute 5, B-1000 Bruxelles", "FR", ("Rue Haute 5", "1000", "Bruxelles", "BE")),
        ("Rua Direita, 12\n3800-123 Aveiro", "PT", ("Rua Direita, 12", "3800-123", "Aveiro", "PT")),
        ("Östra Storgatan 12, 291 31 Kristianstad", "SE", ("Östra Storgatan 12", "291 31", "Kristianstad", "SE")),
        ("291 31 Kristianstad", "SE", ("", "291 31", "Kristianstad", "SE")),
    ],
)
def test_an_address_is_read(text: str, country: str, address: tuple[str, str, str, str]) -> None:
    assert read(text, country) == [address]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        pytest.param("un budget de 12000 Euros", "FR", id="price"),
        pytest.param("15000 Adhérents et 20000 Habitants", "FR", id="counts"),
        pytest.param("en 2019 Paris accueille", "FR", id="year"),
        pytest.param("SIRET 123 456 789 00012 Lorient", "FR", id="siret"),
        pytest.param("RCS 56100 Lorient", "FR", id="register"),
        pytest.param("CS 30010 Lorient", "FR", id="box"),
        pytest.param("Tél 02 97 12345 Lorient", "FR", id="telephone"),
        pytest.param("le 00123 Inconnu ou 96000 Nulle-Part", "FR", id="no-department"),
        pytest.param("référence AB56100 Lorient et 1.56100 Lorient", "FR", id="part-of-a-word"),
        pytest.param("56100 personnes", "FR", id="lower-case"),
        pytest.param("sinds 2019 Genk", "BE", id="belgian-year"),
        pytest.param("1500 Bezoekers", "NL", id="dutch-count"),
        pytest.param("297 12 Visites", "FR", id="swedish-form-in-france"),
    ],
)
def test_a_number_is_not_a_postal_code(text: str, country: str) -> None:
    assert read(text, country) == []


def test_several_addresses_come_in_order_and_once() -> None:
    text = "3 rue A, 56100 Lorient\n5 rue B, 56000 Vannes\n3 rue A, 56100 Lorient. À Lorient (56100)"
    assert read(text, "FR") == [("3 rue A", "56100", "Lorient", "FR"), ("5 rue B", "56000", "Vannes", "FR")]


def test_a_street_alone_is_found_where_the_town_goes_without_saying() -> None:
    assert find_street("Salle des fêtes, 14 bis avenue de la Gare") == "14 bis avenue de la Gare"
    assert find_street("Salle des fêtes, le mardi à 14 h") == ""
