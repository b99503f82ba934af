"""The bundled base map: small, of numbers alone, and every town stands on its land."""

import importlib.util
import os
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.geo.towns import load_towns

DATA = Path(__file__).resolve().parents[2] / "data"
MAP = DATA.parent / "src" / "sharitories_crawl" / "review" / "static" / "base_map.svg"
LAYERS = ["neighbours", "land", "departments", "regions", "communes"]
BY_THE_SEA = 150
"""Units (4 km) by which a simplified coast may pass a town."""

Point = tuple[int, int]


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_base_map", DATA / "build_base_map.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def layers() -> dict[str, str]:
    return dict(re.findall(r'<path class="(\w+)"[^>]* d="([^"]*)"/>', MAP.read_text(encoding="ascii")))


def rings(data: str) -> list[list[Point]]:
    """The closed lines of path data, by absolute points."""
    found = []
    for part in data.split("M")[1:]:
        start, _, steps = part.partition("l")
        x, y = map(int, start.split())
        ring = [(x, y)]
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for right, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + right, y + down
            ring.append((x, y))
        found.append(ring)
    return found


def is_inside(point: Point, ring: list[Point]) -> bool:
    x, y = point
    crossed = 0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            crossed += 1
    return crossed % 2 == 1


def test_the_map_is_small_and_holds_nothing_but_lines(layers: dict[str, str]) -> None:
    assert MAP.stat().st_size < 300_000
    assert list(layers) == LAYERS
    assert all(re.fullmatch(r"[-0-9Mmlz ]+", data) for data in layers.values())


def test_every_town_stands_on_the_land(layers: dict[str, str], builder: ModuleType) -> None:
    land = rings(layers["land"])
    away = []
    for town in load_towns(bundled_dir("data") / "towns.csv"):
        if town.latitude is None or town.longitude is None:
            continue
        x, y = builder.project(town.longitude, town.latitude)
        steps = (-BY_THE_SEA, 0, BY_THE_SEA)
        near = [(x + east, y + south) for east in steps for south in steps]
        if not any(is_inside(point, ring) for point in near for ring in land):
            away.append(town.name)
    assert away == []


def test_every_commune_known_by_its_centre_has_its_dot(layers: dict[str, str], builder: ModuleType) -> None:
    dots = layers["communes"].count("m")
    assert builder.communes((DATA / "centres.csv.gz").read_bytes()) == layers["communes"]
    assert dots > 13_000


def test_a_line_is_simplified_no_farther_than_told(builder: ModuleType) -> None:
    line = [(0, 0), (10, 1), (20, -1), (30, 40), (60, 0)]
    assert builder.simplify(line, 2) == [(0, 0), (20, -1), (30, 40), (60, 0)]
    assert builder.simplify(line, 100) == [(0, 0), (60, 0)]


def test_a_border_of_two_is_drawn_once(builder: ModuleType) -> None:
    left = [(0, 0), (10, 0), (10, 5), (10, 10), (0, 10), (0, 0)]
    right = [(10, 0), (20, 0), (20, 10), (10, 10), (10, 5), (10, 0)]
    shared = [line for whose, line in builder.chains({"a": [left], "b": [right]}) if len(whose) == 2]
    assert shared == [[(10, 0), (10, 5), (10, 10)]]


def test_rebuilding_gives_the_same_bytes(builder: ModuleType) -> None:
    world, provinces = os.environ.get("SHARITORIES_TEST_WORLD"), os.environ.get("SHARITORIES_TEST_PROVINCES")
    if not world or not provinces:
        pytest.skip("SHARITORIES_TEST_WORLD and SHARITORIES_TEST_PROVINCES name no unpacked packages")
    built = builder.build(Path(world), Path(provinces), DATA / "centres.csv.gz")
    assert built == MAP.read_text(encoding="ascii")
