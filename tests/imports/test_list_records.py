"""A row's cells become a record; contacts of persons are not kept, and what names nothing says why."""

import pytest

from sharitories_crawl.imports.cells import cells_of, site_of
from sharitories_crawl.imports.columns import understand
from sharitories_crawl.imports.lists import from_lines, read_list, rejects_csv, to_lines
from sharitories_crawl.imports.records import Listed, read_cells, why_nameless
from sharitories_crawl.imports.table import Row


def read(**cells: str) -> Listed:
    return read_cells({"name": "A", **cells}, lambda category: {"Fablab": "fablab"}.get(category, ""))


@pytest.mark.parametrize("name", ["", "-", " ? ", "N/A", "null", "néant", "sans nom"])
def test_row_that_names_nothing_says_so(name: str) -> None:
    nameless = why_nameless({"name": name})
    assert nameless is not None
    assert nameless[0] == "names-nothing"


@pytest.mark.parametrize("name", ["7", "À", "مقهى", "La Nouvelle Épicerie"])
def test_whatever_has_a_name_is_kept(name: str) -> None:
    assert why_nameless({"name": name}) is None


def test_name_as_long_as_a_text_is_none() -> None:
    assert (why_nameless({"name": "mot " * 200}) or ("",))[0] == "name-too-long"


def test_contacts_of_persons_are_dropped_before_anything_is_kept() -> None:
    columns = ("nom", "courriel", "telephone", "referent")
    understood = understand("a.csv", columns)

    def kept(mail: str, phone: str) -> dict[str, str]:
        return dict(cells_of(Row(1, ("Fablab X", mail, phone, "Marie Martin")), columns, understood))

    assert kept("contact@fablab-x.fr", "02 97 00 00 00") == {
        "name": "Fablab X", "email": "contact@fablab-x.fr", "phone": "+33297000000",
    }  # fmt: skip
    assert kept("marie.martin@gmail.com", "06 12 34 56 78") == {"name": "Fablab X"}


def test_record_holds_what_the_cells_say() -> None:
    listed = read(
        website="twitter.com/a; www.a.example", description="<p>Un lieu</p>", street="3 rue X, 56100 Lorient",
        siren="732 829 320 00074", rna="w561001234", kind="Tiers-lieu; Fablab", tags="bois|métal", country="France",
        latitude="47,75", longitude="-3,36", id="x1", list="mairie 2023",
    )  # fmt: skip
    record = listed.record
    assert listed.list_name == "mairie 2023"
    assert (record.source_id, record.country, record.kind) == ("x1", "FR", "fablab")
    assert (record.street, record.postal_code, record.city) == ("3 rue X", "56100", "Lorient")
    assert (record.siren, record.rna) == ("732829320", "W561001234")
    assert (record.latitude, record.longitude) == (47.75, -3.36)
    assert record.description == "Un lieu"
    assert record.tags == ("Tiers-lieu", "Fablab", "bois", "métal")


@pytest.mark.parametrize(
    "text", ["47.75, -3.36", "47.75,-3.36", "47,75; -3,36", "[47.75, -3.36]", "POINT(-3.36 47.75)"]
)
def test_both_degrees_in_one_column(text: str) -> None:
    record = read(position=text).record
    assert (record.latitude, record.longitude) == (47.75, -3.36)


@pytest.mark.parametrize("text", ["", "inconnu", "48.8548.85", "999, 3", "0, 0"])
def test_degrees_that_are_none_are_left_out(text: str) -> None:
    assert read(position=text).record.latitude is None


def test_source_that_is_an_address_is_where_the_row_is_told_of() -> None:
    listed = read(list="https://example.org/fiche/3")
    assert (listed.list_name, listed.record.record_url) == ("", "https://example.org/fiche/3")


def test_row_without_an_id_has_one_of_its_name_and_place() -> None:
    here = read(postal_code="56100", city="Lorient").record.source_id
    assert read(postal_code="56100", city="LORIENT", description="x").record.source_id == here
    assert read(postal_code="56000", city="Vannes").record.source_id != here


def test_own_site_goes_before_an_account() -> None:
    assert site_of("https://www.flickr.com/photos/x https://a.example") == "https://a.example"
    assert site_of("pas de site") == ""


def test_archived_rows_are_read_back_as_they_were() -> None:
    own = read_list("a.csv", "nom,ville\nL'Œuf\u2028,Épinal\n-,Vannes\n".encode())
    assert list(from_lines(to_lines(own.rows))) == list(own.rows)


def test_rejects_can_be_mended_and_read_in_their_turn() -> None:
    own = read_list("a.csv", b"nom,ville\nA,B\n-,Vannes\n")
    written = rejects_csv(own)
    assert written.decode("utf-8-sig").splitlines() == [
        "row,reason,nom,ville", "3,names-nothing: its name says nothing: '-',-,Vannes",
    ]  # fmt: skip
    mended = read_list("a.csv.rejects.csv", written.replace(b",-,", b",Le Nom,"))
    assert [cells for _, cells in mended.rows] == [{"name": "Le Nom", "city": "Vannes"}]
