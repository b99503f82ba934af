"""Opening a database: ours is brought up to date, anybody else's is refused and left as it was."""

import sqlite3
from hashlib import sha256
from pathlib import Path

import pytest

from sharitories_crawl.errors import BadInput, ForeignDatabase
from sharitories_crawl.store.database import open_database
from sharitories_crawl.store.glance import last_checks
from sharitories_crawl.store.views import VIEWS


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def test_a_new_database_has_the_views_that_people_lean_on(tmp_path: Path) -> None:
    db = open_database(tmp_path / "deep" / "new.db")
    promised = {"initiatives", "evidence", "review_queue", "coverage", "changes", "query_status", "failures"}
    assert promised <= set(db.view_names())
    for view in VIEWS:
        assert db.execute(f"SELECT count(*) FROM [{view}]").fetchone() == (0,)


def test_the_views_have_the_columns_that_scripts_use(tmp_path: Path) -> None:
    db = open_database(tmp_path / "new.db")

    def columns(view: str) -> set[str]:
        return {str(row[0]) for row in db.execute(f"SELECT * FROM [{view}]").description}

    promised = {
        "initiatives": "id name town_code town practice kind actor status score url address postal_code latitude "
        "longitude first_seen last_seen sources mentions",
        "evidence": "initiative_id mention_id source source_id query_id rank url title snippet locality "
        "locality_reason fetched_at run_id",
    }
    for view, names in promised.items():
        assert columns(view) >= set(names.split())


def test_write_ahead_log_and_foreign_keys_are_on(tmp_path: Path) -> None:
    db = open_database(tmp_path / "new.db")
    assert db.journal_mode == "wal"
    assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT INTO query(id, source, town_code, kinds, text, language) VALUES ('a', 'b', 'c', '', '', '')")


def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    db = open_database(path)
    db.execute("INSERT INTO run(command, options, started_at) VALUES ('crawl', '{}', 'now')")
    db.close()
    assert open_database(path).execute("SELECT command FROM run").fetchall() == [("crawl",)]


def test_an_old_view_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    db = open_database(path)
    db.execute("DROP VIEW review_queue")
    db.execute("CREATE VIEW review_queue AS SELECT 1 AS one")
    db.close()
    assert "score" in {row[0] for row in open_database(path).execute("SELECT * FROM review_queue").description}


def test_another_programs_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE places (id INTEGER)")
    before = digest(path)
    with pytest.raises(ForeignDatabase, match="another program"):
        open_database(path)
    assert digest(path) == before
    assert [item.name for item in tmp_path.iterdir()] == ["other.db"]


def test_a_newer_database_is_refused_untouched_and_says_what_it_knows(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    db = open_database(path)
    db.execute(
        "INSERT INTO _sqlite_migrations(migration_set, name, applied_at)"
        " VALUES ('sharitories_crawl', 'm999_future', '')"
    )
    db.close()
    before = digest(path)
    with pytest.raises(ForeignDatabase, match="m999_future"):
        open_database(path)
    assert digest(path) == before


@pytest.mark.parametrize("content", [b"name,town\nA,B\n" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.db"
    path.write_bytes(content)
    with pytest.raises((ForeignDatabase, BadInput)) as caught:
        open_database(path)
    assert caught.value.exit_code == 2
    assert path.read_bytes() == content


def test_a_path_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocking = tmp_path / "file"
    blocking.write_text("")
    with pytest.raises(BadInput, match=r"file.* cannot be written.*--db"):
        open_database(blocking / "deep" / "new.db")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--db"):
        open_database(tmp_path)


def test_a_database_from_before_the_doctor_can_be_looked_at_and_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    db = open_database(path)
    for column in ("checked_at", "check_verdict", "check_detail"):
        db.execute(f"ALTER TABLE source DROP COLUMN {column}")
    db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm005_doctor'")
    db.close()
    assert last_checks(path) == {}
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO source(name, label, kind, licence, attribution, terms) VALUES ('a','','','','','')"
        )
        assert connection.execute("SELECT checked_at, check_verdict FROM source").fetchall() == [(None, "")]
