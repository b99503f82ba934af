"""Rows as files: complete in each format, and harmless in a spreadsheet."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from sharitories_crawl.export.formats import FORMATS
from sharitories_crawl.export.row import COLUMNS, Row


def row(**given: object) -> Row:
    values: dict[str, object] = {
        "id": "56121/fablab", "name": "Fablab du Péristyle", "town_code": "56121", "town": "Lorient",
        "practice": "produire", "kind": "fablab", "actor": "citizen", "status": "IN", "score": 0.91,
        "url": "https://fablab.example/", "street": "2 rue du Péristyle", "postal_code": "56100", "city": "Lorient",
        "latitude": 47.74, "longitude": -3.36, "email": "", "phone": "+33 2 97 00 00 00", "siren": "", "rna": "",
        "mentions": 2, "sources": ("mojeek", "overpass"), "licences": ("ODbL 1.0",),
        "attributions": ("© OpenStreetMap contributors",),
    }  # fmt: skip
    return Row(**(values | given))  # type: ignore[arg-type]


def read_csv(written: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))


def test_csv_holds_every_column_and_opens_in_excel_with_its_accents() -> None:
    written = FORMATS["csv"]([row()])
    assert written.startswith(b"\xef\xbb\xbf")
    (read,) = read_csv(written)
    assert tuple(read) == COLUMNS
    assert read["name"] == "Fablab du Péristyle"
    assert read["sources"] == "mojeek | overpass"
    assert read["phone"] == "+33 2 97 00 00 00"


HOSTILE = ['=HYPERLINK("http://x.example")', "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3+cmd", "\t=1"]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_cell_becomes_a_formula(name: str) -> None:
    (read,) = read_csv(FORMATS["csv"]([row(name=name)]))
    assert read["name"] == f"'{name}"
    sheet = load_workbook(io.BytesIO(FORMATS["xlsx"]([row(name=name)]))).active
    assert sheet is not None
    cell = sheet.cell(2, 2)
    assert (cell.data_type, cell.value) == ("s", name)


def test_spreadsheet_drops_letters_it_cannot_hold_and_cuts_what_is_too_long() -> None:
    sheet = load_workbook(io.BytesIO(FORMATS["xlsx"]([row(name="a\x00b", url="x" * 40_000)]))).active
    assert sheet is not None
    assert sheet.cell(2, 2).value == "ab"
    assert len(str(sheet.cell(2, COLUMNS.index("url") + 1).value)) == 32_767


def test_geojson_has_longitude_first_and_keeps_rows_without_a_point() -> None:
    read = json.loads(FORMATS["geojson"]([row(), row(id="b", latitude=None, longitude=None)]))
    assert [feature["geometry"] for feature in read["features"]] == [
        {"type": "Point", "coordinates": [-3.36, 47.74]}, None,
    ]  # fmt: skip
    assert read["features"][0]["properties"]["licences"] == ["ODbL 1.0"]


def test_json_lines_has_one_object_a_line() -> None:
    lines = FORMATS["jsonl"]([row(name="a\nb"), row(id="c")]).decode().splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["a\nb", "Fablab du Péristyle"]
