"""towns.csv as it is carried, finding a town by what a person types, and what a broken file is told."""

from collections import Counter
from pathlib import Path

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.errors import BadInput, UnknownTown
from sharitories_crawl.geo.departments import DEPARTMENTS, department_codes, department_name
from sharitories_crawl.geo.names import fold, slugify
from sharitories_crawl.geo.towns import COLUMNS, Towns, load_towns
from sharitories_crawl.models import Town

FILE = bundled_dir("data") / "towns.csv"
STUDY = {"Lorient", "Épinal", "Narbonne", "Mont-de-Marsan", "Hilversum", "Aveiro", "Genk", "Kristianstad"}
ROW = {
    "code": "26362", "name": "Valence", "slug": "valence", "aliases": "valentinois|valentinoise", "country": "FR",
    "language": "fr", "department": "Drôme", "region": "Auvergne-Rhône-Alpes", "intercommunality": "Valence Romans",
    "intercommunality_communes": "26362|26281", "postal_codes": "26000", "population": "64483", "latitude": "44.9256",
    "longitude": "4.90956", "study": "0",
}  # fmt: skip


@pytest.fixture(scope="module")
def towns() -> Towns:
    return Towns(load_towns(FILE))


def write_towns(path: Path, *changes: dict[str, str]) -> Path:
    """A towns file with one line for each set of changes to Valence's."""
    lines = [",".join(COLUMNS), *(",".join((ROW | change).values()) for change in changes)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_there_are_136_french_towns_of_20_000_to_100_000_people(towns: Towns) -> None:
    french = towns.select("villes-moyennes")
    assert len(french) == 136
    assert {town.country for town in french} == {"FR"}
    assert all(20_000 <= town.population <= 100_000 for town in french)
    assert not {"Île-de-France", "La Réunion"} & {town.region for town in french}


def test_each_french_town_stands_for_another_intercommunality(towns: Towns) -> None:
    french = towns.select("villes-moyennes")
    assert len({town.intercommunality for town in french}) == 136
    members = Counter(code for town in french for code in town.intercommunality_communes)
    assert max(members.values()) == 1
    assert all(town.code in town.intercommunality_communes for town in towns.all)


def test_the_study_is_its_eight_towns(towns: Towns) -> None:
    assert {town.name for town in towns.select("study")} == STUDY
    assert len(towns.select("all")) == len(towns.select()) == 140


@pytest.mark.parametrize(
    ("name", "country", "language", "department", "postal_code"),
    [
        ("Hilversum", "NL", "nl", "Noord-Holland", "1211"),
        ("Aveiro", "PT", "pt", "Aveiro", "3800"),
        ("Genk", "BE", "nl", "Limburg", "3600"),
        ("Kristianstad", "SE", "sv", "Skåne län", "291"),
        ("Lorient", "FR", "fr", "Morbihan", "56100"),
    ],
)
def test_a_town_knows_its_country(
    towns: Towns, name: str, country: str, language: str, department: str, postal_code: str
) -> None:
    town = towns.find(name)
    assert (town.country, town.language, town.department) == (country, language, department)
    assert postal_code in town.postal_codes


def test_every_town_lies_where_its_country_does(towns: Towns) -> None:
    boxes = {"FR": (41, 52, -6, 10), "NL": (50, 54, 3, 8), "PT": (36, 43, -10, -6), "BE": (49, 52, 2, 7)}
    boxes["SE"] = (55, 70, 10, 25)
    for town in towns.all:
        south, north, west, east = boxes[town.country]
        assert south < town.latitude < north, town.name
        assert west < town.longitude < east, town.name


def test_slugs_are_unique_and_made_from_the_names(towns: Towns) -> None:
    assert len({town.slug for town in towns.all}) == len(towns.all)
    assert all(town.slug == slugify(town.name) for town in towns.all)


def test_no_alias_belongs_to_two_towns_or_is_a_town_s_name(towns: Towns) -> None:
    aliases = Counter(fold(alias) for town in towns.all for alias in town.aliases)
    assert aliases.most_common(1)[0][1] == 1
    assert not set(aliases) & {fold(town.name) for town in towns.all}


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("Lorient", "An Oriant"),
        ("Lorient", "lorientaise"),
        ("Gap", "gapençais"),
        ("Sens", "sénonais"),
        ("Lens", "lensois"),
        ("Épinal", "spinalien"),
        ("Mont-de-Marsan", "montois"),
    ],
)
def test_demonyms_are_aliases(towns: Towns, name: str, alias: str) -> None:
    assert alias in towns.find(name).aliases


@pytest.mark.parametrize("common", ["viennois", "lavallois", "troyen", "malouine", "orange", "brest"])
def test_an_ambiguous_word_is_nobody_s_alias(towns: Towns, common: str) -> None:
    assert all(fold(alias) != common for town in towns.all for alias in town.aliases)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("56121", "Lorient"),
        ("2a004", "Ajaccio"),
        ("0402", "Hilversum"),
        ("mont-de-marsan", "Mont-de-Marsan"),
        ("MONT DE MARSAN", "Mont-de-Marsan"),
        ("  epinal ", "Épinal"),
        ("St-Brieuc", "Saint-Brieuc"),
        ("st brieuc", "Saint-Brieuc"),
        ("saintbrieuc", None),
        ("Saint Malo", "Saint-Malo"),
        ("Les Sables d’Olonne", "Les Sables-d'Olonne"),
        ("Sables-d'Olonne", "Les Sables-d'Olonne"),
        ("Creusot", "Le Creusot"),
        ("Brive", "Brive-la-Gaillarde"),
        ("Cherbourg", "Cherbourg-en-Cotentin"),
        ("an oriant", "Lorient"),
    ],
)
def test_a_town_is_found_by_code_slug_name_or_alias(towns: Towns, typed: str, name: str | None) -> None:
    if name is None:
        with pytest.raises(UnknownTown, match=r"Saint-Brieuc \(Côtes-d'Armor, 22278\)"):
            towns.find(typed)
    else:
        assert towns.find(typed).name == name


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("Lorien", "The nearest: Lorient (Morbihan, 56121)"),
        ("Valance", "The nearest: Valence (Drôme, 26362)"),
        ("Villefranche", "The nearest: Villefranche-sur-Saône (Rhône, 69264)"),
    ],
)
def test_an_unknown_town_is_told_the_nearest(towns: Towns, typed: str, nearest: str) -> None:
    with pytest.raises(UnknownTown) as refused:
        towns.find(typed)
    assert nearest in str(refused.value)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("typed", ["", "   ", "-", "zzzzzz", "東京"])
def test_nothing_like_a_town_gets_no_suggestion_but_a_way_on(towns: Towns, typed: str) -> None:
    with pytest.raises(UnknownTown, match="sharitories towns"):
        towns.find(typed)
    assert towns.nearest(typed) == ()


def test_at_most_five_towns_are_suggested(towns: Towns) -> None:
    assert len(towns.nearest("saint")) == 5


def test_towns_of_one_name_are_all_listed_and_told_apart_by_code(tmp_path: Path) -> None:
    other = {"code": "82186", "slug": "valence-82", "department": "Tarn-et-Garonne"}
    both = Towns(load_towns(write_towns(tmp_path / "towns.csv", {}, other)))
    with pytest.raises(UnknownTown) as refused:
        both.find("Valence")
    assert "Valence (Drôme, 26362); Valence (Tarn-et-Garonne, 82186)" in str(refused.value)
    assert both.find("82186").department == "Tarn-et-Garonne"
    assert both.find("valence-82").code == "82186"


@pytest.mark.parametrize(
    ("group", "department", "expected"),
    [
        (None, "56", ["Lorient", "Vannes"]),
        (None, "morbihan", ["Lorient", "Vannes"]),
        ("study", "56", ["Lorient"]),
        ("villes-moyennes", "2A", ["Ajaccio"]),
        ("all", "1", ["Bourg-en-Bresse", "Oyonnax"]),
        ("study", "Skane lan", ["Kristianstad"]),
        ("villes-moyennes", "Limburg", []),
        (None, "cotes d armor", ["Lannion", "Saint-Brieuc"]),
    ],
)
def test_towns_are_chosen_by_group_and_department(
    towns: Towns, group: str | None, department: str | None, expected: list[str]
) -> None:
    assert [town.name for town in towns.select(group, department)] == expected


@pytest.mark.parametrize(
    ("group", "department", "message"),
    [
        ("villes", None, "the groups are villes-moyennes, study, all"),
        (None, "75", "some in Ain, Aisne"),
        (None, "Morbian", "Morbihan"),
        (None, "", "some in Ain"),
    ],
)
def test_an_unknown_group_or_department_lists_what_exists(
    towns: Towns, group: str | None, department: str | None, message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        towns.select(group, department)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"population": "many"}, "line 3, column population: 'many' is not a whole number"),
        ({"population": "-5"}, "line 3, column population"),
        ({"latitude": "47°44"}, "line 3, column latitude: '47°44' is not a number of degrees"),
        ({"latitude": "nan"}, "line 3, column latitude: nan is not between -90 and 90"),
        ({"longitude": "190"}, "line 3, column longitude: 190 is not between -180 and 180"),
        ({"study": "yes"}, "line 3, column study: 'yes' is neither 1 nor 0"),
        ({"name": " "}, "line 3, column name: is empty"),
        ({"postal_codes": ""}, "line 3, column postal_codes: is empty"),
        ({"code": "26362"}, "line 3, column code: 26362 stands on line 2 already"),
        ({"slug": "valence"}, "line 3, column slug: valence stands on line 2 already"),
        ({"name": "Valence, Drôme"}, "line 3: 16 columns instead of 15"),
        ({"name": '"Valence"x'}, "not well-formed CSV"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_line_and_column(
    tmp_path: Path, change: dict[str, str], message: str
) -> None:
    path = write_towns(tmp_path / "mine.csv", {}, {"code": "82186", "slug": "valence-82"} | change)
    with pytest.raises(BadInput) as refused:
        load_towns(path)
    assert message in str(refused.value)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"code,name\n56121,Lorient\n", "line 1: no column slug, aliases"),
        (b"", "line 1: no column code"),
        ("code;Épinal".encode("latin-1"), "not UTF-8"),
    ],
    ids=["columns missing", "empty file", "latin-1"],
)
def test_a_file_that_is_no_towns_file_is_told_why(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=message):
        load_towns(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.csv cannot be read: No such file"):
        load_towns(tmp_path / "nowhere.csv")


def test_a_file_saved_by_a_spreadsheet_with_a_mark_in_front_is_read(tmp_path: Path) -> None:
    path = write_towns(tmp_path / "mine.csv", {})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    town: Town = load_towns(path)[0]
    assert (town.code, town.aliases, town.study) == ("26362", ("valentinois", "valentinoise"), False)


@pytest.mark.parametrize(
    ("number", "name"),
    [("56", "Morbihan"), ("1", "Ain"), ("2a", "Corse-du-Sud"), ("974", "La Réunion"), ("20", ""), ("", "")],
)
def test_a_department_s_number_gives_its_name(number: str, name: str) -> None:
    assert department_name(number) == name


def test_a_department_s_name_gives_its_number() -> None:
    assert department_codes("cotes d'armor") == ("22",)
    assert department_codes("Nulle-Part") == ()
    assert len([code for code in DEPARTMENTS if code < "96"]) == 96
