"""Real lists of places, made by others: all of their rows are kept, and in good time."""

import json
import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

if TYPE_CHECKING:
    from tests.conftest import Program

DIRECTORIES = Path(__file__).resolve().parents[3] / "shared" / "data" / "directories"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DIRECTORIES.is_dir(), reason="the real directories are not kept beside this checkout"),
]


def import_list(program: "Program", file: Path, source: str, *more: str) -> dict[str, object]:
    ended = program.run("import", str(file), "--source", source, "--db", "here.db", "--json", *more)
    assert ended.code == 0, ended.err
    told: dict[str, object] = json.loads(ended.out)
    return told


@pytest.mark.parametrize(
    ("file", "rows", "unplaced"),
    [
        ("fablabs_io_fr_2017.json", 135, 0),
        ("limousin_actors_2018.json", 349, 100),
        ("gogocarto_gogofull_response_2018.json", 12, 0),
    ],
)
def test_every_row_is_kept(program: "Program", file: str, rows: int, unplaced: int) -> None:
    """Of the actors around Limoges only coordinates are known, and one has none that can be read."""
    told = import_list(program, DIRECTORIES / file, "essai")
    assert (told["rows"], told["rejected"]) == (rows, {})
    assert int(str(told["unplaced"])) <= unplaced
    assert program.rows("SELECT count(*), sum(dropped = '') FROM mention") == [(rows, rows)]


def test_a_workbook_of_a_list_gives_the_same_as_the_list(program: "Program") -> None:
    labs = json.loads((DIRECTORIES / "fablabs_io_fr_2017.json").read_text(encoding="utf-8"))
    columns = ["name", "url", "address_1", "postal_code", "city", "country_code", "kind_name", "latitude", "longitude"]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(columns)
    for lab in labs:
        # a spreadsheet takes a postal code for a number
        code = lab.get("postal_code") or ""
        lab["postal_code"] = int(code) if code.isdigit() else code
        sheet.append([lab.get(column) for column in columns])
    book.save(program.folder / "labs.xlsx")
    told = import_list(
        program, program.folder / "labs.xlsx", "classeur", "--map", "website=", "--map", "record_url=url"
    )
    assert (told["rows"], told["rejected"], told["unplaced"]) == (135, {}, 0)
    import_list(program, DIRECTORIES / "fablabs_io_fr_2017.json", "liste")
    both = "SELECT count(*) FROM initiatives WHERE sources LIKE '%classeur%' AND sources LIKE '%liste%'"
    assert int(str(program.rows(both)[0][0])) > 125
    kinds = "SELECT kind FROM mention GROUP BY kind ORDER BY count(*) DESC LIMIT 1"
    assert program.rows(kinds) == [("fablab",)]


def test_seventeen_thousand_rows_are_taken_in_and_again_change_nothing(program: "Program") -> None:
    """Measured: 36 s of one core and 180 MB the first time, 4 s the second. The bounds allow for a slower machine."""
    started = time.process_time()
    told = import_list(program, DIRECTORIES / "places_fr_2022_2024.csv", "places")
    first = time.process_time() - started
    assert (told["rows"], told["rejected"], told["unplaced"]) == (17_788, {}, 9)
    assert program.rows("SELECT count(*), count(DISTINCT source) FROM evidence") == [(17_788, 22)]
    initiatives = program.rows("SELECT id, first_seen, last_seen, run_id FROM initiative ORDER BY id")
    started = time.process_time()
    again = import_list(program, DIRECTORIES / "places_fr_2022_2024.csv", "places")
    assert (again["new"], again["changed"], again["gone"]) == (0, 0, 0)
    assert program.rows("SELECT id, first_seen, last_seen, run_id FROM initiative ORDER BY id") == initiatives
    assert time.process_time() - started < 30
    assert first < 120
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000
