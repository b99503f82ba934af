"""Which commune a row stands in: by its code, its postal code and city, and by coordinates where nothing else tells."""

from dataclasses import replace

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.errors import UnknownTown
from sharitories_crawl.geo.everywhere import NOWHERE, Everywhere, load_everywhere
from sharitories_crawl.geo.stated import UNSURE, Placing
from sharitories_crawl.models import Record, Verdict


@pytest.fixture(scope="module")
def everywhere() -> Everywhere:
    return load_everywhere(bundled_dir("data"))


NOBODY = Record("1", "Chose")
HERE = replace(NOBODY, latitude=47.7486, longitude=-3.3664)
CASES = {
    "a town of ours": (replace(NOBODY, postal_code="56100", city="LORIENT"), "Lorient", "record-address"),
    "CEDEX": (replace(NOBODY, postal_code="28028", city="Chartres Cedex"), "Chartres", "record-address"),
    "arrondissement": (replace(NOBODY, postal_code="13011", city="MARSEILLE 11"), "Marseille", "record-address"),
    "code of the commune": (replace(NOBODY, commune_code="44109", city="Naoned"), "Nantes", "record-commune-code"),
    "code without its zero": (replace(NOBODY, commune_code="1053"), "Bourg-en-Bresse", "record-commune-code"),
    "former commune": (replace(NOBODY, commune_code="01003"), "Francheleins", "record-commune-code"),
    "code of the town as exported": (replace(NOBODY, town_code="71016", city="Azé"), "Genk", "record-commune-code"),
    "French commune of that code": (replace(NOBODY, town_code="FR-71016"), "Azé", "record-commune-code"),
    "code of a town without its zero": (replace(NOBODY, town_code="1053"), "Bourg-en-Bresse", "record-commune-code"),
    "exported as nowhere": (replace(NOBODY, town_code="inconnu", city="Lorient"), "Lorient", "record-city"),
    "first zero lost": (replace(NOBODY, postal_code="1400", city="Sulignat"), "Sulignat", "record-address"),
    "half a name": (replace(NOBODY, postal_code="74400", city="Chamonix"), "Chamonix-Mont-Blanc", "record-address"),
    "article left out": (replace(NOBODY, postal_code="97250", city="PRECHEUR"), "Le Prêcheur", "record-address"),
    "slip of the pen": (replace(NOBODY, postal_code="88000", city="Epinnal"), "Épinal", "record-address"),
    "postal code of one commune": (replace(NOBODY, postal_code="35000"), "Rennes", "record-postal-code"),
    "hamlet": (replace(NOBODY, postal_code="97422", city="La Saline"), "Saint-Paul", UNSURE),
    "postal code of several": (replace(NOBODY, postal_code="26100"), "Romans-sur-Isère", "record-postal-code"),
    "address that names the city": (
        replace(NOBODY, postal_code="88000", street="3 rue X\n88000 Dinozé"), "Dinozé", "record-address",
    ),
    "name that names the city": (
        replace(NOBODY, name="Mairie de Dinozé", postal_code="88000"), "Dinozé", "record-address",
    ),
    "city alone": (replace(NOBODY, city="Lorient"), "Lorient", "record-city"),
    "city far larger than its namesakes": (replace(NOBODY, city="Valence"), "Valence", "record-city"),
    "coordinates": (HERE, "Lorient", "record-coordinates"),
    "coordinates among those of a postal code": (
        replace(NOBODY, postal_code="88000", latitude=48.1744, longitude=6.4512), "Épinal", "record-coordinates",
    ),
    "words before coordinates": (replace(HERE, postal_code="44000", city="Nantes"), "Nantes", "record-address"),
    "town of ours abroad": (replace(NOBODY, city="Hilversum", country="NL"), "Hilversum", "record-city"),
    "abroad by its postal code": (replace(NOBODY, city="Genk", postal_code="3600"), "Genk", "record-city"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_place_is_told(everywhere: Everywhere, case: str) -> None:
    record, name, reason = CASES[case]
    town, locality = Placing(everywhere).place(record)
    assert (town.name, locality.reason) == (name, reason)
    assert locality.place_code == town.code
    assert locality.verdict is (Verdict.UNCLEAR if reason == UNSURE else Verdict.IN_TOWN)
    assert locality.clues


@pytest.mark.parametrize(
    "record",
    [
        NOBODY,
        replace(NOBODY, city="Bruxelles", postal_code="1000"),
        replace(NOBODY, city="Lorient", country="CH"),
        replace(NOBODY, city="Sainte-Colombe"),
        replace(NOBODY, latitude=46.0, longitude=-20.0),
        replace(NOBODY, city="Genk"),
        replace(NOBODY, commune_code="99999"),
    ],
)
def test_place_that_cannot_be_told_is_nowhere(everywhere: Everywhere, record: Record) -> None:
    town, locality = Placing(everywhere).place(record)
    assert town is NOWHERE
    assert (locality.verdict, locality.reason) == (Verdict.UNCLEAR, "place-unknown")


def test_every_town_is_found_by_its_code(everywhere: Everywhere) -> None:
    assert everywhere.find("56121") is everywhere.towns.find("Lorient")
    assert everywhere.find(NOWHERE.code) is NOWHERE
    nantes = everywhere.find("44109")
    assert (nantes.name, nantes.department, nantes.study) == ("Nantes", "Loire-Atlantique", False)
    assert abs(nantes.latitude - 47.2) < 0.1
    assert everywhere.find("Nantes") is nantes


def test_commune_with_the_code_of_a_town_abroad_is_not_that_town(everywhere: Everywhere) -> None:
    aze, _ = Placing(everywhere).place(replace(NOBODY, postal_code="71260", city="Azé"))
    assert (aze.name, aze.code) == ("Azé", "FR-71016")
    assert everywhere.find(aze.code) is aze
    assert everywhere.find("71016").name == "Genk"


def test_name_of_several_communes_is_asked_back(everywhere: Everywhere) -> None:
    with pytest.raises(UnknownTown, match=r"Azé.*FR-71016"):
        everywhere.find("Azé")
    with pytest.raises(UnknownTown, match="Lorient"):
        everywhere.find("Loriant")
