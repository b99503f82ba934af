"""The search through pages: taken in by batches, found by what they say now and by nothing that they said before."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from sharitories_crawl.extract.page import read_page
from sharitories_crawl.lock import hold_lock
from sharitories_crawl.models import Facts
from sharitories_crawl.store.database import open_database
from sharitories_crawl.store.frontier import Frontier
from sharitories_crawl.store.glance import complete_search
from sharitories_crawl.store.ledger import Ledger
from sharitories_crawl.store.schema_changes import migrations

NOW = datetime(2026, 11, 25, tzinfo=UTC)
URL = "http://fablab.example/"
FACTS = read_page(URL, "<title>Le Fablab</title>")


def begun(path: Path) -> tuple[Database, int, Frontier]:
    db = open_database(path)
    return db, Ledger(db).begin_run("crawl", {}, NOW), Frontier(db)


def saying(text: str) -> Facts:
    return replace(FACTS, text=text)


def found(db: Database, words: str) -> list[str]:
    rows = db.execute(
        "SELECT page.url FROM page_fts JOIN page ON page.id = page_fts.rowid WHERE page_fts MATCH ?", [words]
    )
    return [str(url) for (url,) in rows]


def is_sound(db: Database) -> bool:
    """Raises sqlite3.DatabaseError where the index holds other words than the pages do."""
    db.execute("INSERT INTO page_fts(page_fts, rank) VALUES ('integrity-check', 1)")
    return True


def test_a_finished_run_leaves_no_page_unfound(tmp_path: Path) -> None:
    db, run, frontier = begun(tmp_path / "a.db")
    for number in range(5):
        frontier.save_page(run, f"{URL}{number}", saying(f"atelier n{number}"), None, NOW)
    frontier.save_failed_page(run, f"{URL}gone", "http-404", "answered 404", NOW, None, None)
    assert not found(db, "atelier")
    Ledger(db).finish_run(run, 0, {}, NOW)
    assert len(found(db, "atelier")) == 5
    assert found(db, "gone") == [f"{URL}gone"]
    assert is_sound(db)


def test_what_a_killed_run_stored_is_found_by_the_next_and_by_whoever_reviews(tmp_path: Path) -> None:
    db, run, frontier = begun(tmp_path / "a.db")
    frontier.save_page(run, URL, saying("établi partagé"), None, NOW)
    db.close()
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    assert found(open_database(tmp_path / "a.db"), "etabli") == [URL]
    complete_search(tmp_path / "b.db")
    with Database(tmp_path / "b.db") as reviewed:
        assert found(reviewed, "etabli") == [URL]


def test_a_review_beside_a_run_leaves_the_index_to_the_run(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db, run, frontier = begun(path)
    frontier.save_page(run, URL, saying("établi partagé"), None, NOW)
    with hold_lock(path):
        complete_search(path)
    assert not found(db, "etabli")


def test_a_page_fetched_again_is_found_by_its_new_words_only(tmp_path: Path) -> None:
    db, run, frontier = begun(tmp_path / "a.db")
    frontier.save_page(run, URL, saying("les vélos"), None, NOW)
    frontier.index_pages()
    frontier.save_page(run, URL, saying("la couture"), None, NOW)
    assert not found(db, "velos"), "the old words go at once"
    frontier.save_page(run, URL, saying("la poterie"), None, NOW)
    frontier.index_pages()
    assert [bool(found(db, word)) for word in ("velos", "couture", "poterie")] == [False, False, True]
    frontier.correct_page(URL, saying("le jardin"))
    frontier.index_pages()
    assert [bool(found(db, word)) for word in ("poterie", "jardin")] == [False, True]
    db.execute("DELETE FROM page")
    assert not found(db, "jardin")
    assert is_sound(db)


def test_a_page_that_says_the_same_again_is_not_indexed_again(tmp_path: Path) -> None:
    db, run, frontier = begun(tmp_path / "a.db")
    for _ in range(2):
        frontier.save_page(run, URL, saying("les vélos"), None, NOW)
        frontier.index_pages()
    frontier.save_page(run, URL, saying("les vélos"), None, NOW)
    assert db.execute("SELECT count(*) FROM unindexed_page").fetchone() == (0,)
    assert found(db, "velos") == [URL]
    assert is_sound(db)


def test_a_database_of_before_goes_on_with_its_index(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    db = Database(path)
    migrations.apply(db, stop_before="m007_pages_indexed_in_batches")
    db.execute("PRAGMA application_id = 0x53484152")
    run = Ledger(db).begin_run("crawl", {}, NOW)
    frontier = Frontier(db)
    frontier.save_page(run, URL, saying("les vélos"), None, NOW)
    assert found(db, "velos") == [URL]
    db.close()
    db = open_database(path)
    Frontier(db).save_page(run, URL, saying("la couture"), None, NOW)
    Frontier(db).index_pages()
    assert [found(db, word) for word in ("velos", "couture")] == [[], [URL]]
    assert is_sound(db)
