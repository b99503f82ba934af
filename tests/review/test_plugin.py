"""The plugin in a Datasette that the user started: it describes our databases and leaves others alone."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from datasette.app import Datasette

FOREIGN = {"title": "Somebody else's"}


@pytest.fixture
def foreign_db(tmp_path: Path) -> Path:
    """A database of another program, with a table of a name that is ours too."""
    path = tmp_path / "foreign.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE initiative (id TEXT PRIMARY KEY, url TEXT, kind TEXT)")
        db.execute("INSERT INTO initiative VALUES ('a-0123456789', 'https://foreign.example/', 'repair-cafe')")
    return path


async def text_of(datasette: Datasette, path: str) -> str:
    answer = await datasette.client.get(path, headers={"accept-language": "en"})
    assert answer.status_code == 200, path
    return str(answer.text)


async def test_a_plain_datasette_describes_our_database(demo_db: Path) -> None:
    datasette = Datasette([str(demo_db)])
    assert "Candidates: one row for each initiative" in await text_of(datasette, "/demo/initiatives")
    assert "How do people consume" in await text_of(datasette, "/demo")
    assert "/-/static-plugins/sharitories-crawl/review.css" in await text_of(datasette, "/")
    assert "column-descriptions" in await text_of(datasette, "/-/static-plugins/sharitories-crawl/review.css")


async def test_what_the_user_says_himself_wins(demo_db: Path) -> None:
    said = {"title": "Mine", "databases": {"demo": {"tables": {"initiatives": {"description": "My words"}}}}}
    datasette = Datasette([str(demo_db)], metadata=said)
    assert "Mine" in await text_of(datasette, "/")
    page = await text_of(datasette, "/demo/initiatives")
    assert "My words" in page
    assert "Best name among the mentions" in page
    assert "Candidates: one row" not in page


async def test_a_foreign_database_is_left_as_it_is(foreign_db: Path) -> None:
    datasette = Datasette([str(foreign_db)], metadata=FOREIGN)
    for path in ("/", "/foreign", "/foreign/initiative"):
        page = await text_of(datasette, path)
        assert "review.css" not in page, path
        assert "Collaborative initiatives" not in page
    assert "<h1>foreign</h1>" in (await text_of(datasette, "/foreign")).replace("\n", "").replace("  ", "")
    assert (await datasette.client.get("/-/review")).status_code == 404


async def test_beside_ours_a_foreign_database_is_left_as_it_is(demo_db: Path, foreign_db: Path, tmp_path: Path) -> None:
    shutil.copy(demo_db, tmp_path / "second.db")
    datasette = Datasette([str(foreign_db), str(demo_db), str(tmp_path / "second.db")], metadata=FOREIGN)
    assert "Somebody else" in await text_of(datasette, "/")
    foreign = await text_of(datasette, "/foreign/initiative")
    assert "review.css" not in foreign
    assert "evidence_of" not in foreign
    for name in ("demo", "second"):
        assert "Candidates: one row" in await text_of(datasette, f"/{name}/initiatives")


async def test_a_file_that_is_no_database_harms_nobody(demo_db: Path) -> None:
    datasette = Datasette([str(demo_db)], memory=True)
    datasette.add_memory_database("scratch")
    assert "Candidates: one row" in await text_of(datasette, "/demo/initiatives")
    assert (await datasette.client.get("/scratch")).status_code == 200
