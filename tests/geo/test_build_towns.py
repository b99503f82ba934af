"""data/build_towns.py: its rule, how former communes find their present one, and that it rebuilds what is carried."""

import csv
import gzip
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
# folders or .tgz of the two packages and cities1000.json, see data/README.md; no test asks a registry for them
GIVEN = ("SHARITORIES_TEST_PACKAGE", "SHARITORIES_TEST_HISTORY", "SHARITORIES_TEST_CITIES")


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_towns", DATA / "build_towns.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def write_package(folder: Path, **files: object) -> Path:
    """An unpacked npm package with these files in its data folder."""
    (folder / "data").mkdir(parents=True)
    for name, content in files.items():
        (folder / "data" / f"{name.replace('_', '-')}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("population", "region", "zone", "chosen"),
    [
        (20_000, "53", "metro", True),
        (19_999, "53", "metro", False),
        (100_000, "53", "metro", True),
        (100_001, "53", "metro", False),
        (50_000, "11", "metro", False),
        (50_000, "04", "drom", False),
    ],
    ids=["smallest", "too small", "largest", "too large", "Île-de-France", "overseas"],
)
def test_the_rule_takes_towns_of_20_000_to_100_000(
    builder: ModuleType, population: int, region: str, zone: str, chosen: bool
) -> None:
    present = {code: {"code": code, "nom": code, "region": region, "zone": zone} for code in ("A", "B")}
    members = [{"code": "A", "populationMunicipale": population}, {"code": "B", "populationMunicipale": 15_000}]
    towns = builder.choose_towns([{"nom": "Agglo", "membres": members}], present)
    assert [(commune["code"], number) for commune, _, number in towns] == ([("A", population)] if chosen else [])


def test_only_the_most_populous_commune_stands_for_an_epci(builder: ModuleType) -> None:
    present = {code: {"code": code, "nom": code, "region": "53", "zone": "metro"} for code in ("A", "B")}
    members = [{"code": "A", "populationMunicipale": 30_000}, {"code": "B", "populationMunicipale": 150_000}]
    assert builder.choose_towns([{"nom": "Agglo", "membres": members}], present) == []


def test_of_two_cities_of_one_name_the_one_of_like_population_gives_the_coordinates(builder: ModuleType) -> None:
    cities = [
        {"geonameid": 1, "name": "Saint-Louis", "countrycode": "FR", "admin1code": "44", "population": 719,
         "latitude": 48.7, "longitude": 7.1},
        {"geonameid": 2, "name": "St Louis", "countrycode": "FR", "admin1code": "44", "population": 20_871,
         "latitude": 47.5, "longitude": 7.5},
        {"geonameid": 3, "name": "Saint-Louis", "countrycode": "FR", "admin1code": "93", "population": 22_698,
         "latitude": 43.0, "longitude": 5.0},
    ]  # fmt: skip
    commune = {"code": "68297", "nom": "Saint-Louis", "region": "44"}
    assert builder.locate(commune, 22_698, {}, builder.index_france(cities)) == (47.5, 7.5)


def test_a_town_without_coordinates_stops_the_build(builder: ModuleType) -> None:
    with pytest.raises(SystemExit, match=r"no coordinates for Nulle-Part \(99999\)"):
        builder.locate({"code": "99999", "nom": "Nulle-Part", "region": "44"}, 30_000, {}, {})


def test_former_communes_and_former_names_lead_to_the_present_commune(builder: ModuleType, tmp_path: Path) -> None:
    here = {"departement": "01", "region": "84", "zone": "metro"}
    communes = [
        {"code": "01015", "nom": "Arboys en Bugey", "type": "commune-actuelle", "anciensCodes": ["01340"],
         "codesPostaux": ["01300"], "population": 688, **here},
        {"code": "01015", "nom": "Arbignieu", "type": "commune-deleguee", "chefLieu": "01015", **here},
        {"code": "01015", "nom": "Arboys-en-Bugey", "type": "commune-deleguee", "chefLieu": "01015", **here},
        {"code": "75101", "nom": "1er", "type": "arrondissement-municipal", "commune": "01015",
         "codesPostaux": ["75001"], "population": 5, **here},
    ]  # fmt: skip
    epci = [{"nom": "CC", "membres": [{"code": "01015", "populationMunicipale": 667}]}]
    package = write_package(tmp_path / "present", communes=communes, epci=epci)
    past = [{"code": "01340", "nom": "Saint-Bois"}, {"code": "01015", "nom": "Arbignieu"}]
    past += [{"code": "01340", "nom": "St-Bois"}, {"code": "01340", "nom": "Bois"}]
    history = write_package(tmp_path / "past", historique_communes=past)
    assert builder.build_communes(package, history) == [
        ("01015", "Arboys en Bugey", "01300", 667, "01", ""),
        ("01015", "Arbignieu", "", 0, "01", "01015"),
        ("01340", "Bois", "", 0, "01", "01015"),
        ("01340", "Saint-Bois", "", 0, "01", "01015"),
        ("75101", "1er", "75001", 5, "01", "01015"),
    ]


def test_another_version_of_the_package_is_refused(builder: ModuleType, tmp_path: Path) -> None:
    commune = {"code": "A", "nom": "A", "region": "53", "zone": "metro", "type": "commune-actuelle"}
    epci = [{"nom": "Agglo", "membres": [{"code": "A", "populationMunicipale": 30_000}]}]
    package = write_package(tmp_path / "p", communes=[commune], epci=epci, departements=[], regions=[])
    with pytest.raises(SystemExit, match=r"gives 1 towns instead of 136: is this version 4\.1\.0"):
        builder.build_towns(package, {})


def test_compressing_leaves_no_name_and_no_date(builder: ModuleType) -> None:
    packed = builder.compress(b"code,name\n")
    assert gzip.decompress(packed) == b"code,name\n"
    assert packed[3] == 0
    assert packed[4:8] == b"\0\0\0\0"
    assert gzip.decompress(DATA.joinpath("communes.csv.gz").read_bytes())[:9] == b"code,name"


def test_every_line_of_demonyms_names_its_town() -> None:
    with (DATA / "towns.csv").open(encoding="utf-8", newline="") as file:
        towns = {row["code"]: row for row in csv.DictReader(file)}
    with (DATA / "demonyms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert (towns[row["code"]]["name"], towns[row["code"]]["aliases"]) == (row["name"], row["aliases"])


@pytest.mark.skipif(
    not all(map(os.environ.get, GIVEN)), reason=f"needs the source packages: set {', '.join(GIVEN)} (data/README.md)"
)
def test_rebuilding_gives_the_very_bytes_that_are_carried(tmp_path: Path) -> None:
    package, history, cities = (os.environ[name] for name in GIVEN)
    options = ["--package", package, "--history", history, "--cities", cities, "--out", str(tmp_path)]
    subprocess.run([sys.executable, str(DATA / "build_towns.py"), *options], check=True, capture_output=True)
    assert (tmp_path / "towns.csv").read_bytes() == (DATA / "towns.csv").read_bytes()
    assert (tmp_path / "communes.csv.gz").read_bytes() == (DATA / "communes.csv.gz").read_bytes()
