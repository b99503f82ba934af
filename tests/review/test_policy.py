"""What browsers are told to refuse, on every answer; and SQL that would write is refused by SQLite itself."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from datasette.app import Datasette
from tests.review.conftest import Served, reviewing

PAGES = ["/", "{db}", "{db}/initiatives", "{db}/kinds_by_town", "{db}?sql=select+1", "{db}/initiatives.json",
    "{db}/initiatives.csv", "{db}/no_such_table", "/-/review/login", "/-/logout", "/-/login", "/-/static/app.css",
    "/-/static-plugins/sharitories-crawl/review.css", "/-/review/no-such-page"]  # fmt: skip
WRITING = [
    "insert into town(code) values ('x')",
    "delete from initiative",
    "update initiative set status = 'IN'",
    "drop table initiative",
    "with x as (select 1) insert into town(code) select 'x'",
    "with x as (select 1) delete from initiative",
    "explain delete from initiative",
    "select 1; delete from initiative",
    "/* select */ delete from initiative",
    "-- select\ndelete from initiative",
    "replace into town(code) values ('x')",
    "create table more(id)",
    "create temp table more(id)",
    "alter table town add column x",
    "pragma user_version = 7",
    "pragma application_id = 7",
    "pragma journal_mode = delete",
    "pragma writable_schema = on",
    "attach database 'other.db' as other",
    "vacuum into 'other.db'",
    "vacuum",
    "reindex",
    "begin immediate",
    "select load_extension('x')",
    "select writefile('other.db', 'x')",
    "select fts5(1)",
    "select * from pragma_user_version(7)",
    "insert into initiative_fts(initiative_fts) values ('delete-all')",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_says_what_to_refuse(review: Served, path: str) -> None:
    name = review.address.rpartition("/")[2]
    answer = review.client.get(f"http://127.0.0.1:{review.port}{path.format(db=f'/{name}')}")
    said = answer.headers
    policy = said["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    scripts = policy.partition("script-src")[2].partition(";")[0]
    assert "unsafe" not in scripts
    assert "*" not in policy
    assert "http" not in policy
    if path.startswith("/-/review"):
        assert "unsafe" not in policy
    assert said["x-content-type-options"] == "nosniff"
    assert said["referrer-policy"] == "same-origin"
    assert said["cross-origin-resource-policy"] == "same-origin"
    if "/static" not in path:
        assert said["cache-control"] == "private, no-store"


def test_tiles_open_one_host_on_the_map_alone(demo_db: Path) -> None:
    with reviewing(demo_db, "--tiles", "https://tile.example.org/{z}/{x}/{y}.png", "--tiles-credit", "Us") as served:
        root = f"http://127.0.0.1:{served.port}"
        assert (
            "img-src 'self' data: https://tile.example.org;"
            in served.client.get(f"{root}/-/review/map").headers["content-security-policy"]
        )
        for path in ("/-/review/login", "/", "/demo"):
            assert "example.org" not in served.client.get(root + path).headers["content-security-policy"]


async def test_a_plain_datasette_keeps_its_own_headers(demo_db: Path) -> None:
    datasette = Datasette([str(demo_db)])
    assert "content-security-policy" not in (await datasette.client.get("/demo")).headers
    assert "unsafe" not in (await datasette.client.get("/-/review/login")).headers["content-security-policy"]


@pytest.mark.parametrize("sql", WRITING)
def test_no_question_in_sql_writes(review: Served, sql: str, tmp_path: Path) -> None:
    before = review.path.read_bytes()
    asked = {path.name for path in review.path.parent.iterdir()}
    answer = review.get(".json", sql=sql)
    assert answer.status_code == 400 or answer.json()["rows"] == [] or "pragma_user" in sql or "fts5" in sql
    with closing(sqlite3.connect(review.path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM initiative").fetchone()[0] > 0
    assert hashlib.sha256(review.path.read_bytes()).digest() == hashlib.sha256(before).digest()
    assert {path.name for path in review.path.parent.iterdir()} == asked


def test_a_question_of_ones_own_may_read(review: Served) -> None:
    assert review.get(".json", sql="select count(*) as n from initiatives", _shape="array").json()[0]["n"] > 0


def test_what_fails_is_told_without_showing_cookies(demo_db: Path) -> None:
    with reviewing(demo_db) as served:
        slow = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
        for path, parameters, status, words in (
            ("/no_such_table", {}, 404, "nothing at this address"),
            ("", {"sql": slow, "_timelimit": "5"}, 400, "takes too long"),
            ("", {"sql": "select from"}, 400, "syntax error"),
        ):
            answer = served.get(path, **parameters)
            assert answer.status_code == status
            assert words in answer.text
            assert "<script>\nlet" not in answer.text
        assert served.get("/no_such_table.json").json()["ok"] is False
        assert "ds_actor" not in served.running.text()
