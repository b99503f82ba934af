"""The communes as they are carried: homonyms, former ones, postal codes, and their names in a text."""

import gzip
from pathlib import Path

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.errors import BadInput
from sharitories_crawl.geo.gazetteer import UNSCANNED, Gazetteer, load_gazetteer
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.towns import load_towns

FILE = bundled_dir("data") / "communes.csv.gz"
HEADER = "code,name,postal_codes,population,department,parent"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(FILE)


def test_the_file_stays_under_a_megabyte_and_a_half() -> None:
    assert FILE.stat().st_size < 1_500_000


def test_every_commune_is_there_present_and_former(gazetteer: Gazetteer) -> None:
    present = [commune for commune in gazetteer if not commune.parent]
    assert len(present) == 35_029
    assert len(gazetteer) - len(present) > 6_000
    assert len({commune.code for commune in present}) == len(present)


def test_every_former_commune_leads_to_a_present_one(gazetteer: Gazetteer) -> None:
    for commune in gazetteer:
        assert gazetteer.present(commune).parent == ""


def test_names_are_folded_one_by_one_as_all_at_once(gazetteer: Gazetteer) -> None:
    assert {commune.folded for commune in gazetteer} == set(gazetteer.names)
    assert all(commune.folded == fold(commune.name) != "" for commune in gazetteer)


def test_every_french_town_is_a_present_commune_with_the_same_facts(gazetteer: Gazetteer) -> None:
    for town in load_towns(bundled_dir("data") / "towns.csv"):
        if town.country == "FR":
            commune = gazetteer.by_code(town.code)
            assert commune is not None
            assert (commune.name, commune.population, commune.parent) == (town.name, town.population, "")
            assert commune.postal_codes == town.postal_codes
            assert gazetteer.department_name(commune.department) == town.department
            assert all(gazetteer.by_code(code) for code in town.intercommunality_communes)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Valence", ["26362", "82186", "16392", "32459"]),
        ("Laval", ["53130"]),
        ("Vienne", ["38544"]),
        ("Lorient", ["56121"]),
        ("Saint-Louis", ["97414", "68297"]),
    ],
)
def test_homonyms_come_most_populous_first(gazetteer: Gazetteer, name: str, codes: list[str]) -> None:
    found = [commune.code for commune in gazetteer.named(fold(name))]
    assert found[: len(codes)] == codes


def test_saint_denis_is_near_paris_and_overseas_and_elsewhere(gazetteer: Gazetteer) -> None:
    communes = gazetteer.named(fold("St Denis"))
    assert {"93066", "97411", "11339", "30247"} <= {commune.code for commune in communes}
    assert [commune.population for commune in communes] == sorted((c.population for c in communes), reverse=True)
    assert communes[0].department == "974"


@pytest.mark.parametrize(
    ("former", "code", "present"),
    [
        ("Châlons-sur-Marne", "51108", "Châlons-en-Champagne"),
        ("Arbignieu", "01015", "Arboys en Bugey"),
        ("Coupy", "01126", "Valserhône"),
        ("Paris 11e Arrondissement", "75111", "Paris"),
        ("Cherbourg-Octeville", "50129", "Cherbourg-en-Cotentin"),
        ("Saint-Hilaire-du-Harcouët", "50484", "Saint-Hilaire-du-Harcouët"),
    ],
)
def test_a_former_commune_is_found_and_leads_to_the_present(
    gazetteer: Gazetteer, former: str, code: str, present: str
) -> None:
    commune = gazetteer.named(fold(former))[0]
    assert (commune.name, commune.code) == (former, code)
    assert gazetteer.present(commune).name == present


def test_a_code_shared_with_a_former_commune_is_the_present_one(gazetteer: Gazetteer) -> None:
    commune = gazetteer.by_code("01015")
    assert commune is not None
    assert commune.name == "Arboys en Bugey"


@pytest.mark.parametrize("code", ["", "00000", "56", "lorient", "0402"])
def test_a_code_that_is_none_gives_none(gazetteer: Gazetteer, code: str) -> None:
    assert gazetteer.by_code(code) is None


@pytest.mark.parametrize(
    ("postal_code", "first", "others"),
    [
        ("56100", "Lorient", set()),
        ("26000", "Valence", set()),
        ("05000", "Gap", {"La Freissinouse", "Pelleautier"}),
        ("75011", "Paris", {"Paris 11e Arrondissement"}),
        ("97400", "Saint-Denis", set()),
        ("20000", "Ajaccio", set()),
    ],
)
def test_a_postal_code_gives_its_communes(gazetteer: Gazetteer, postal_code: str, first: str, others: set[str]) -> None:
    names = [commune.name for commune in gazetteer.by_postal_code(postal_code)]
    assert names[0] == first
    assert others <= set(names)


def test_a_postal_code_that_is_none_gives_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.by_postal_code("56999") == gazetteer.by_postal_code("") == ()
    assert gazetteer.named("nulle part sur orbe") == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Un repair café à Lorient.", ["lorient"]),
        ("de Mont-de-Marsan à Marsan", ["mont de marsan", "marsan"]),
        ("St-Étienne et Ste Foy l'Argentière", ["saint etienne", "sainte foy l argentiere"]),
        ("le fablab du Creusot", ["le creusot"]),
        ("aux Sables-d'Olonne", ["les sables d olonne"]),
        ("La Roche-sur-Yon", ["la roche sur yon"]),
        ("les Lorientais du Morbihan", []),
        ("par contre, vers la ville, son jour", []),
        ("Eu, Us, Y et Ay", []),
        ("", []),
        ("Sens", ["sens"]),
        ("le bon sens et la vigilance orange", ["sens", "orange"]),
        ("Saint", []),
        ("Villeneuve-sur-Lot, Villeneuve", ["villeneuve sur lot", "villeneuve"]),
        ("Châlons-sur-Marne", ["chalons sur marne"]),
    ],
)
def test_the_longest_commune_names_are_found_as_whole_words(gazetteer: Gazetteer, text: str, names: list[str]) -> None:
    assert [name for name, _ in gazetteer.find_names(fold(text))] == names


def test_a_name_is_reported_where_it_starts(gazetteer: Gazetteer) -> None:
    text = fold("Entre Saint-Brieuc, Lorient et l'atelier du Creusot : lorient, Lorient")
    found = gazetteer.find_names(text)
    assert [name for name, _ in found] == ["saint brieuc", "lorient", "le creusot", "lorient", "lorient"]
    spelt = {"le creusot": "du creusot"}
    for name, position in found:
        assert text[position:].startswith(spelt.get(name, name))


def test_every_name_but_the_stated_ones_is_found_when_it_stands_alone(gazetteer: Gazetteer) -> None:
    missed = {name for name in gazetteer.names if gazetteer.find_names(name)[:1] != [(name, 0)]}
    assert missed == {name for name in gazetteer.names if len(name) < 3} | UNSCANNED


def test_a_name_that_is_a_function_word_is_still_found_by_name(gazetteer: Gazetteer) -> None:
    assert all(gazetteer.named(word) for word in UNSCANNED)
    assert gazetteer.named("eu")[0].code == "76255"


def test_departments_are_known_by_number_and_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.department_name("56") == "Morbihan"
    assert gazetteer.department_codes("haute vienne") == ("87",)
    assert {gazetteer.department_name(commune.department) != "" for commune in gazetteer} == {True}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1: the columns are ''"),
        (b"not gzip at all", "not a complete gzip file"),
        (gzip.compress(b"code,name\n"), "line 1: the columns are 'code,name'"),
        (gzip.compress(f"{HEADER}\n56121,Lorient,56100,many,56,\n".encode()), "line 2: .* is no code,name"),
        (gzip.compress(f"{HEADER}\n56121,Lorient\n".encode()), "line 2: '56121,Lorient' is no"),
        (gzip.compress(f"{HEADER}\n".encode() * 1000)[:-20], "not a complete gzip file"),
        (gzip.compress(f"{HEADER}\n88160,Épinal".encode("latin-1")), "not UTF-8"),
    ],
    ids=["empty", "no gzip", "columns", "population", "short line", "cut off", "latin-1"],
)
def test_a_damaged_file_is_told_with_the_remedy(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "communes.csv.gz"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=message) as refused:
        load_gazetteer(path)
    assert "build_towns.py" in str(refused.value)


def test_a_missing_file_of_communes_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        load_gazetteer(tmp_path / "communes.csv.gz")
