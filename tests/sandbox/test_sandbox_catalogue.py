"""A catalogue of real initiatives is served as it stands, and a malformed one is told with file and line."""

import json
import time
from pathlib import Path

import pytest

from sharitories_crawl.errors import BadInput
from sharitories_crawl.sandbox.catalogue_file import load_catalogue_world, plain_site
from sharitories_crawl.sandbox.gogocarto import answer_elements
from sharitories_crawl.sandbox.overpass import answer_overpass
from sharitories_crawl.sandbox.pages import render
from sharitories_crawl.sandbox.search_engine import SearchEngine
from sharitories_crawl.sandbox.truth import Found, score

DIRECTORIES = Path(__file__).parents[3] / "shared" / "data" / "directories"

CSV = """nom;ville;adresse;code_postal;présentation;site_web;type;lat;lon
Le Labo;Rodez;1 rue Droite;12000;Un atelier [ouvert] à tous;https://www.lelabo.fr/fr/accueil?x=1;fab_lab;44.35;2.57
La Benne;Rodez Cedex 9;2 rue Droite;12000;Réemploi;;ressourcerie;44.36;2.58
L'Autre;Saint-Denis;;93200;;http://www.facebook.com/lautre;;,;
Le Quatrième;Nulle-Part-sur-Rien;;;;lelabo.fr;;;
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_csv_becomes_sites_map_and_directory(tmp_path: Path) -> None:
    world = load_catalogue_world(write(tmp_path, "lieux.csv", CSV))
    labo, benne, autre, quatrieme = world.things
    assert (labo.town_code, labo.kind, labo.site) == ("12202", "fablab", "http://www.lelabo.fr/fr/accueil?x=1")
    assert (benne.town_code, benne.city, benne.site) == ("12202", "Rodez", "http://la-benne-2.example/")
    assert (autre.town_code, autre.site) == ("93066", "http://l-autre-3.example/")
    assert quatrieme.town_code == "nulle-part-sur-rien"
    assert set(world.evidence) == {thing.id for thing in world.things}
    found = world.page_for(labo.site)
    assert found
    assert "12000 Rodez" in render(world, *found)
    query = 'area["ref:INSEE"="12202"]->.a;nwr["leisure"="hackerspace"](area.a);out;'
    assert [one["tags"]["name"] for one in json.loads(answer_overpass(world, query))["elements"]] == ["Le Labo"]
    names = [one["name"] for one in json.loads(answer_elements(world, "2,44,3,45"))["data"]]
    assert names == ["Le Labo", "La Benne"]
    assert SearchEngine.of_world(world).search("fab lab Rodez")[0].url.startswith("http://www.lelabo.fr/")


def test_its_truth_is_scored_by_code_or_by_name(tmp_path: Path) -> None:
    world = load_catalogue_world(write(tmp_path, "lieux.csv", CSV))
    for town in ("12202", "rodez"):
        assert score(town, [Found("Le Labo"), Found("La Benne")], world).recall == 1.0


def test_rows_that_share_an_address_share_a_page(tmp_path: Path) -> None:
    rows = [{"name": name, "city": "Agen", "site": "https://maison.fr/"} for name in ("Un", "Deux", "Trois")]
    world = load_catalogue_world(write(tmp_path, "a.json", json.dumps({"total": 3, "actors": rows})))
    found = world.page_for("http://maison.fr/")
    assert found
    assert [entry.name for entry in found[1].entries] == ["Un", "Deux", "Trois"]
    assert "Trois" in render(world, *found)


@pytest.mark.parametrize(
    ("value", "site"),
    [
        (
            ["http://twitter.com/x", "http://flickr.com/y", "https://Fablab.Example.org/a"],
            "http://fablab.example.org/a",
        ),
        ("www.asso.fr", "http://www.asso.fr/"),
        (["http://x.fr/plaquette.pdf", "http://fr-fr.facebook.com/z"], ""),
        ("mailto:a@b.fr", ""),
        ("https://été.fr/où", "http://xn--t-9fab.fr/o%C3%B9"),
        ("sans site", ""),
    ],
    ids=["first-plain", "no-scheme", "file-and-account", "mailto", "accents", "words"],
)
def test_the_first_plain_site_is_taken(value: object, site: str) -> None:
    assert plain_site(value) == site


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", '[\n{"name": "A"},\n{"name" "B"}\n]', "a.json, line 3"),
        ("a.json", '[\n{"name": "A"},\n3\n]', "item 2 (line 3)"),
        ("a.json", '[{"name": "A"}, {"city": "Agen"}]', "item 2: the name is empty"),
        ("a.json", '{"a": [], "b": []}', "exactly one list"),
        ("a.json", '"words"', "a list of objects"),
        ("a.json", "[]", "no initiative"),
        ("a.csv", "", "no column for the name"),
        ("a.csv", "ville,adresse\nAgen,1 rue", "no column for the name"),
        ("a.csv", "nom,ville\nA,Agen\nB\n", "a.csv, line 3: 1 cells"),
        ("a.csv", "nom,ville\nA,Agen\n,Pau\n", "a.csv, line 3: the name is empty"),
        ("a.csv", "nom,lat,lon\nA,45,1\nB,4x5,1\n", "a.csv, line 3: latitude must be a number"),
        ("a.csv", "nom,coordinates\nA,5-6\n", ""),
    ],
)
def test_a_malformed_file_is_told_with_its_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = write(tmp_path, name, text)
    if not said:
        assert load_catalogue_world(path).things[0].latitude is None
        return
    with pytest.raises(BadInput) as caught:
        load_catalogue_world(path)
    assert said in str(caught.value)
    assert name in str(caught.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"absent\.csv"):
        load_catalogue_world(tmp_path / "absent.csv")
    latin = tmp_path / "latin.csv"
    latin.write_bytes("nom\nCafé\n".encode("latin-1"))
    with pytest.raises(BadInput, match=r"latin\.csv, line 2: not UTF-8"):
        load_catalogue_world(latin)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "count", "query", "expected"),
    [
        ("fablabs_io_fr_2017.json", 135, "fablab Lannion", "http://fablab-lannion.org/"),
        ("limousin_actors_2018.json", 349, "accorderie Limoges", "http://www.accorderie.fr/limoges/"),
        ("places_fr_2022_2024.csv", 17_788, "centre social Gerland Lyon", "http://www.csgerland.com/"),
    ],
    ids=["fablabs", "limousin", "places"],
)
def test_real_directories_load_and_answer_fast(name: str, count: int, query: str, expected: str) -> None:
    path = DIRECTORIES / name
    if not path.exists():
        pytest.skip(f"{path} is kept beside the project and is not there")
    world = load_catalogue_world(path)
    assert len(world.things) == count
    engine = SearchEngine.of_world(world)
    started = time.perf_counter()
    urls = {hit.url for hit in engine.search(query)}
    assert time.perf_counter() - started < 0.2
    assert expected in urls
