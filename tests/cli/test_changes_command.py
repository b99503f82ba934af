"""`changes`: since a day or a run, of a town, in every shape; and what an older database tells."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Crawled, Program


def test_changes_in_every_shape(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    found = {str(name) for (name,) in program.rows("SELECT name FROM initiatives")}

    told = json.loads(program.run("changes", "--since", "1", "--db", "here.db", "--json").out)["changes"]
    assert {one["name"] for one in told if one["change"] == "discovered"} == found
    assert {one["town"] for one in told} == {"Lorient"}
    assert json.loads(program.run("changes", "--since", "2", "--db", "here.db", "--json").out)["changes"] == []
    assert json.loads(program.run("changes", "--since", "2100-01-01", "--db", "here.db", "--json").out)["changes"] == []

    digest = program.run("changes", "--since", "2020-01-01", "--town", "Lorient", "--db", "here.db", "--markdown").out
    assert digest.startswith("# Initiatives: Lorient\n")
    assert digest.count("\n- ") == len(told)
    elsewhere = program.run("changes", "--since", "1", "--city", "Gap", "--db", "here.db", "--markdown").out
    assert "No changes" in elsewhere

    ended = program.run("changes", "--since", "1", "--group", "study", "--db", "here.db", "--atom", "feed.xml")
    assert f"{len(told)} changes written to feed.xml" in ended.err
    assert (program.folder / "feed.xml").read_bytes().count(b"<entry>") == len(told)
    assert f"{len(told)} changes since 1" in program.run("changes", "--since", "1", "--db", "here.db").out


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "", "99999999"])
def test_a_wrong_since_is_refused(program: "Program", since: str) -> None:
    ended = program.run("changes", "--since", since, "--db", "here.db")
    assert ended.code == 2
    assert "expected a day" in ended.err


def test_changes_are_only_ever_appended(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    with closing(sqlite3.connect(program.folder / "here.db")) as db:
        for statement in ("DELETE FROM change", "UPDATE change SET name = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="only ever appended"):
                db.execute(statement)


def test_an_older_database_tells_what_it_told_and_nothing_twice(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    with closing(sqlite3.connect(program.folder / "here.db")) as db:
        for statement in (
            "DROP VIEW changes", "DROP TABLE change", "DROP TABLE standing", "DROP TABLE witness",
            "DELETE FROM _sqlite_migrations WHERE name = 'm014_changes'",
        ):  # fmt: skip
            db.execute(statement)
        db.commit()
    count = len(program.initiatives())
    assert program.run("resolve", "--db", "here.db").code == 0
    assert program.rows("SELECT change, count(*) FROM changes GROUP BY 1") == [("discovered", count)]
    assert program.run("resolve", "--db", "here.db").code == 0
    assert program.rows("SELECT count(*) FROM changes") == [(count,)]
    assert program.rows("SELECT count(*) FROM witness") != [(0,)]


def test_reading_and_joining_again_is_no_news(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    before = program.rows("SELECT * FROM changes")
    for command in ("resolve", "reparse"):
        assert program.run(command, "--db", "here.db").code == 0
    assert program.rows("SELECT * FROM changes") == before
