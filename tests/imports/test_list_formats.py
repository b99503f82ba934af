"""Every format gives the same rows, and what cannot be read is told with its place or rejected with its reason."""

import csv
import io
import json
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from sharitories_crawl.errors import BadInput
from sharitories_crawl.imports.formats import read_table
from sharitories_crawl.imports.table import LONGEST_CELL

COLUMNS = ["nom", "code_postal", "commune", "latitude", "longitude"]
ROWS = [
    ["L'Établi", "56100", "Lorient", "47.74", "-3.36"],
    ["Café « Œuf »; sœurs", "88000", "Épinal", "48.17", "6.45"],
]


def delimited(delimiter: str, encoding: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(COLUMNS)
    writer.writerows(ROWS)
    return text.getvalue().encode(encoding)


def objects() -> list[dict[str, str]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]


def workbook(*sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Feuille {number}")
        for row in rows:
            sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def geojson() -> bytes:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [float(row[4]), float(row[3])]},
            "properties": dict(zip(COLUMNS[:3], row[:3], strict=True)),
        }
        for row in ROWS
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "csv": ("a.csv", lambda: delimited(",", "utf-8")),
    "csv with BOM": ("a.csv", lambda: delimited(",", "utf-8-sig")),
    "csv of Excel": ("a.CSV", lambda: delimited(";", "cp1252")),
    "csv that names its delimiter": ("a.csv", lambda: b"sep=;\r\n" + delimited(";", "utf-8")),
    "csv in UTF-16": ("a.csv", lambda: delimited("\t", "utf-16")),
    "tsv": ("a.tsv", lambda: delimited("\t", "utf-8")),
    "json": ("a.json", lambda: json.dumps(objects()).encode()),
    "json wrapped": ("a.json", lambda: json.dumps({"licence": "x", "data": objects()}).encode()),
    "json lines": ("a.jsonl", lambda: "\n".join(map(json.dumps, objects())).encode()),
    "geojson": ("a.geojson", geojson),
    "xlsx": ("a.xlsx", lambda: workbook([[], COLUMNS, *ROWS])),  # type: ignore[list-item]
}


@pytest.mark.parametrize("name", FILES)
def test_each_format_gives_the_same_rows(name: str) -> None:
    file, build = FILES[name]
    table = read_table(file, build())
    read = [{column: row.cells[at] for at, column in enumerate(table.columns)} for row in table.rows]
    assert read == objects()
    assert not table.rejects


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
def test_older_encodings_are_told_apart_by_their_letters(encoding: str) -> None:
    names = ["Épicerie coopérative de la Vallée", "Café associatif « Le Détour »", "Atelier vélo à Évreux", "Forêt"]
    content = "\n".join(["nom;ville", *(f"{name};Saint-Étienne" for name in names)]).encode(encoding)
    assert [row.cells[0] for row in read_table("a.csv", content).rows] == names


def test_numbers_of_a_sheet_are_written_as_a_person_writes_them() -> None:
    table = read_table("a.xlsx", workbook([["nom", "cp", "lat", "vu"], ["A", 56100.0, 47.5, "#N/A"], [None, None]]))
    assert [row.cells for row in table.rows] == [("A", "56100", "47.5", "")]
    assert table.rows[0].number == 2


def test_further_sheets_are_not_passed_over_in_silence() -> None:
    table = read_table("a.xlsx", workbook([["nom"], ["A"]], [["nom"], ["B"]]))
    assert any("Feuille 1" in note for note in table.notes)


def test_nested_objects_and_lists_become_columns() -> None:
    item = {"name": "A", "address": {"city": "Lorient"}, "tags": ["un", "deux"], "cats": [{"name": "x"}], "n": 3}
    table = read_table("a.json", json.dumps([item]).encode())
    assert table.columns == ("name", "address.city", "tags", "cats", "n")
    assert table.rows[0].cells == ("A", "Lorient", "un; deux", "x", "3")


def zip_of_something_else() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("photo.txt", "x")
    return held.getvalue()


def broken_workbook() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    return held.getvalue()


def workbook_of_another_version() -> bytes:
    """One byte of its table of contents is wrong: the version of the format that is needed to unpack a part."""
    content = bytearray(workbook([["nom"], ["A"]]))
    content[content.index(b"PK\x01\x02") + 6] = 200
    return bytes(content)


BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.csv", b"", "is empty"),
    "white space": ("a.csv", b" \n\n", "is empty"),
    "commas only": ("a.csv", b",,\n,,\n", "no line of column names"),
    "unknown ending": ("a.docx", b"x", "must be one of csv"),
    "no ending": ("liste", b"x", "must be one of csv"),
    "binary": ("a.csv", b"nom\n\0\1\2", "zero byte"),
    "workbook named csv": ("a.csv", b"PK\x03\x04...", "named .xlsx"),
    "quote never closed": ("a.csv", b'nom,ville\nA,B\n"C,D\nE,F\n', "line 3: a quote opens"),
    "broken json": ("a.json", b'[{"nom": "A"},\n {"nom" "B"}]', "line 2, column 9"),
    "json lines named json": ("a.json", b'{"nom": "A"}\n{"nom": "B"}', ".jsonl"),
    "json that is no list": ("a.json", b'{"nom": "A"}', "holds no list"),
    "json number": ("a.json", b"12", "holds no list"),
    "no line is json": ("a.jsonl", b"nom\nA\n", "not one line"),
    "text named xlsx": ("a.xlsx", b"nom,ville\n", "no XLSX workbook"),
    "empty xlsx": ("a.xlsx", b"", "is empty"),
    "old workbook": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or encrypted"),
    "zip of something else": ("a.xlsx", zip_of_something_else(), "something else"),
    "broken workbook": ("a.xlsx", broken_workbook(), "save it anew"),
    "workbook of another version": ("a.xlsx", workbook_of_another_version(), "no XLSX workbook"),
    "workbook without text": ("a.xlsx", workbook([[]]), "no sheet"),
}


@pytest.mark.parametrize("name", BAD)
def test_file_that_cannot_be_read_is_told_with_its_place_and_remedy(name: str) -> None:
    file, content, told = BAD[name]
    with pytest.raises(BadInput) as caught:
        read_table(file, content)
    assert str(caught.value).startswith(file)
    assert told in str(caught.value)


REJECTED: dict[str, tuple[str, bytes, int, str]] = {
    "quote inside a cell": ("a.csv", b'nom,ville\nA,B\n"Le "Bon" Coin",D\nE,F\n', 3, "broken-quotes"),
    "too many cells": ("a.csv", b"nom,ville\nA,B\nC,D,E\nE,F\n", 3, "too-many-cells"),
    "slip of encoding": ("a.csv", ("nom,ville\n" + "é,è\n" * 30).encode() + b"\xe9t\xe9,B\n", 32, "broken-letter"),
    "huge cell": ("a.csv", b"nom,ville\nA,B\n" + b"x" * (LONGEST_CELL + 1) + b",D\n", 3, "cell-too-long"),
    "no object": ("a.json", b'[{"nom": "A"}, 3]', 2, "not-an-object"),
    "broken line": ("a.jsonl", b'{"nom": "A"}\n{"nom"\n', 2, "broken-json"),
}


@pytest.mark.parametrize("name", REJECTED)
def test_row_that_cannot_be_read_costs_no_other(name: str) -> None:
    file, content, number, slug = REJECTED[name]
    table = read_table(file, content)
    assert [(reject.number, reject.slug) for reject in table.rejects] == [(number, slug)]
    assert table.rows
    widths = {len(row.cells) for row in table.rows} | {len(reject.cells) for reject in table.rejects}
    assert widths == {len(table.columns)}


def test_short_rows_are_filled_up_and_empty_ones_counted() -> None:
    table = read_table("a.csv", b"nom,ville,\nA\n,,\n\nB,C,\n,,\n")
    assert [row.cells for row in table.rows] == [("A", "", ""), ("B", "C", "")]
    assert table.columns == ("nom", "ville", "column 3")
    assert table.empty_rows == 2


def test_columns_of_one_name_are_told_apart() -> None:
    assert read_table("a.csv", b"nom,nom,nom\nA,B,C\n").columns == ("nom", "nom (2)", "nom (3)")
