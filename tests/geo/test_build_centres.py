"""data/build_centres.py: a commune has a centre only where its city is told beyond doubt."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.errors import BadInput
from sharitories_crawl.geo.centres import load_centres

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_centres", DATA / "build_centres.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def city(name: str, population: int, north: float, region: str = "53", *others: str) -> dict[str, object]:
    return {
        "name": name, "countrycode": "FR", "admin1code": region, "latitude": north, "longitude": 1.0,
        "population": population, "alternatenames": list(others),
    }  # fmt: skip


def test_city_is_told_by_name_region_and_population(builder: ModuleType) -> None:
    commune = builder.Commune
    communes = [
        commune("1", "lorient", "53", 57_000),
        commune("2", "dunkerque", "32", 86_000),
        commune("3", "plouha", "53", 4_000),
        commune("4", "plouha", "53", 5_000),
        commune("5", "melun", "53", 40_000),
        commune("6", "melun", "53", 500),
    ]
    cities = [
        city("Lorient", 58_000, 47.7), city("Lorient", 58_000, 10.0, "11"),
        city("Dunkirk", 71_000, 51.0, "32", "Dunkerque"), city("Plouha", 4_500, 48.6), city("Melun", 39_000, 48.5),
    ]  # fmt: skip
    assert [(row[0], row[1]) for row in builder.find_centres(communes, cities)] == [
        ("1", "47.7000"), ("2", "51.0000"), ("5", "48.5000"),
    ]  # fmt: skip


def test_point_is_of_the_commune_within_whose_reach_it_lies_deepest() -> None:
    centres = load_centres(bundled_dir("data") / "centres.csv.gz")
    found = centres.nearest(45.8542, 1.2890)
    assert found is not None
    # Panazol's centre is nearer, but Limoges reaches farther
    assert found[0] == "87085"
    assert centres.nearest(47.0, -20.0) is None
    assert centres.centre("none") is None


@pytest.mark.parametrize("content", [b"", b"no gzip", b"\x1f\x8b\x08\x00"])
def test_file_of_centres_that_is_none_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "centres.csv.gz"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"centres\.csv\.gz.*build_centres"):
        load_centres(path)
