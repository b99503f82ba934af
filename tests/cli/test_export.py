"""`export` hands on what the database holds, without the licences that the user leaves out."""

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sharitories_crawl.cli.statuses import read_statuses

if TYPE_CHECKING:
    from tests.conftest import Crawled


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_export_holds_the_initiatives_of_the_database(crawled: "Crawled") -> None:
    ended = crawled.program.run("export", "--db", "here.db")
    assert ended.code == 0, ended.err
    rows = rows_of(ended.out)
    assert {row["id"] for row in rows} == {str(id) for (id,) in crawled.program.rows("SELECT id FROM initiatives")}
    assert all(row["sources"] for row in rows)
    by_name = {str(id): name for id, name in crawled.program.rows("SELECT id, name FROM initiatives")}
    assert {row["id"]: row["name"] for row in rows} == by_name


def test_leaving_out_a_licence_leaves_no_trace_of_it(crawled: "Crawled") -> None:
    every = {row["id"]: row for row in rows_of(crawled.program.run("export", "--db", "here.db").out)}
    rest = rows_of(crawled.program.run("export", "--db", "here.db", "--without-licence", "odbl").out)
    assert any("ODbL" in row["licences"] for row in every.values())
    assert rest
    assert len(rest) < len(every)
    assert not any("ODbL" in row["licences"] for row in rest)


def test_file_is_replaced_only_when_asked(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    file = program.folder / "found.geojson"
    first = program.run("export", "--db", "here.db", str(file))
    assert first.code == 0, first.err
    assert "OpenStreetMap" in first.err
    held = file.read_bytes()
    assert json.loads(held)["features"]
    again = program.run("export", "--db", "here.db", str(file))
    assert again.code == 2
    assert "--overwrite" in again.err
    assert file.read_bytes() == held
    assert program.run("export", "--db", "here.db", str(file), "--overwrite", "--city", "Lorient").code == 0


def test_unknown_format_is_told_with_those_there_are(crawled: "Crawled") -> None:
    ended = crawled.program.run("export", "--db", "here.db", "found.docx")
    assert ended.code == 2
    assert "csv, jsonl, geojson, xlsx" in ended.err


def test_what_was_exported_is_taken_in_again_where_it_stood(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    assert program.run("export", "--db", "here.db", "all.csv").code == 0
    taken = program.run("import", "--db", "again.db", "all.csv", "--source", "carnet")
    assert taken.code == 0, taken.err
    exported = rows_of((program.folder / "all.csv").read_text(encoding="utf-8"))
    by_code_alone = [row for row in exported if not (row["postal_code"] or row["city"])]
    assert by_code_alone
    again = rows_of(program.run("export", "--db", "again.db").out)
    assert {(row["name"], row["town_code"]) for row in again} == {(row["name"], row["town_code"]) for row in exported}


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("IN", "IN"), ("in", "IN"), ("retenue", "IN"), ("Retenus", "IN"), ("Écartée", "OUT"), ("ecarte", "OUT"),
        ("Out", "OUT"), ("indécis", "UNDECIDED"), ("undecided", "UNDECIDED"), ("à relire", "DISCOVERED"),
        ("To review", "DISCOVERED"), ("discovered", "DISCOVERED"),
    ],
)  # fmt: skip
def test_a_status_is_understood_as_the_pages_name_it(word: str, status: str) -> None:
    assert read_statuses([word, status]) == (status,)


def test_status_in_any_words_chooses_the_same_rows(crawled: "Crawled") -> None:
    every = rows_of(crawled.program.run("export", "--db", "here.db").out)
    assert every
    for words in ("discovered", "à relire"):
        assert rows_of(crawled.program.run("export", "--db", "here.db", "--status", words).out) == every
    assert not rows_of(crawled.program.run("export", "--db", "here.db", "--status", "retenue").out)


def test_a_status_that_does_not_exist_is_told_with_those_that_do(crawled: "Crawled", tmp_path: Path) -> None:
    file = tmp_path / "kept.csv"
    ended = crawled.program.run("export", str(file), "--db", "here.db", "--status", "in", "--status", "retneue")
    said = " ".join(ended.err.split())
    assert ended.code == 2
    assert "--status retneue" in said
    for words in ("IN (Retenue)", "OUT (Écartée)", "UNDECIDED (Indécise)", "DISCOVERED (À relire, To review)"):
        assert words in said
    assert not file.exists()
