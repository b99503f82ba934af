"""Columns are found by their usual names, or as the user says; a wrong word is told with what would be right."""

import pytest

from sharitories_crawl.errors import BadInput
from sharitories_crawl.imports.columns import TARGETS, understand, unused

USUAL = {
    "French": (
        "Nom", "Adresse", "Code postal", "Commune", "Site web", "Téléphone", "Courriel", "SIRET", "Catégorie", "Source",
        "Identifiant", "Code INSEE", "Latitude", "Longitude", "Descriptif", "Pays",
    ),
    "underscores": (
        "nom", "adresse", "code_postal", "commune", "site_web", "telephone", "courriel", "siret", "categorie", "source",
        "record_id", "code_insee", "latitude", "longitude", "description", "pays",
    ),
    "English": (
        "name", "address", "postalCode", "city", "website", "phone", "email", "siren", "category", "source", "id",
        "citycode", "lat", "lng", "description", "country",
    ),
    "nested": (
        "name", "address.streetAddress", "address.postalCode", "address.addressLocality", "website", "phone", "email",
        "siren", "categories", "sourceKey", "id", "address.citycode", "geo.latitude", "geo.longitude", "description",
        "address.addressCountry",
    ),
}  # fmt: skip
MEANT = (
    "name", "street", "postal_code", "city", "website", "phone", "email", "siren", "kind", "list", "id", "commune_code",
    "latitude", "longitude", "description", "country",
)  # fmt: skip


@pytest.mark.parametrize("sort", USUAL)
def test_usual_names_are_understood(sort: str) -> None:
    columns = USUAL[sort]
    understood = understand("a.csv", columns)
    assert {target: names[0] for target, names in understood.items()} == dict(zip(MEANT, columns, strict=True))
    assert unused(columns, understood) == ()


def test_user_says_otherwise() -> None:
    columns = ("Nom de la structure", "nom", "Ville", "source")
    understood = understand("a.csv", columns, ["name=Nom de la structure", "city= ville ", "list="])
    assert understood == {"name": ("Nom de la structure",), "city": ("Ville",)}


def test_target_named_twice_takes_both_columns() -> None:
    said = ["street=voie", "street=lieu-dit", "name=nom"]
    assert understand("a.csv", ("nom", "voie", "lieu-dit"), said)["street"] == ("voie", "lieu-dit")


def test_second_address_is_the_lists_own_page() -> None:
    understood = understand("a.json", ("name", "links", "url"))
    assert (understood["website"], understood["record_url"]) == (("links",), ("url",))
    assert "record_url" not in understand("a.json", ("name", "url"))


def test_name_of_somebody_inside_a_row_is_not_its_name() -> None:
    with pytest.raises(BadInput, match="none of them names the rows"):
        understand("a.json", ("author.name", "author.email", "title_of_nothing"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("nome=Nom", ["'nome'", "did you mean name?", "postal_code"]),
        ("xyz=Nom", ["'xyz'", ", ".join(TARGETS)]),
        ("city=Vile", ["liste.csv has no column 'Vile'", "did you mean 'Ville'?", "'Nom'"]),
        ("Ville", ["TARGET=COLUMN"]),
    ],
)
def test_wrong_map_is_told_with_what_would_be_right(said: str, told: list[str]) -> None:
    with pytest.raises(BadInput) as caught:
        understand("liste.csv", ("Nom", "Ville"), [said])
    assert f"--map {said}" in str(caught.value)
    assert all(words in str(caught.value) for words in told)


def test_list_without_a_name_column_says_how_to_name_one() -> None:
    with pytest.raises(BadInput, match=r"liste\.csv.*--map name=COLUMN.*'couleur'"):
        understand("liste.csv", ("couleur", "taille"))
