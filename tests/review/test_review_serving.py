"""`sharitories review` stays on this machine, takes the web's text as text, and lives beside a running crawl."""

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.programs import SHARITORIES, clean_environment, listens, running
from tests.review.conftest import Served, reviewing

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"
WRITER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
for number in range(int(sys.argv[2])):
    db.execute("INSERT INTO town SELECT 'x' || ?, name, slug, country, language, department, region, intercommunality,"
               " population, latitude, longitude, 0 FROM town LIMIT 1", (number,))
"""


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [*SHARITORIES, "review", *arguments]
    return subprocess.run(command, check=False, env=clean_environment(), capture_output=True, text=True, timeout=30)


def test_it_listens_on_loopback_only(review: Served) -> None:
    assert listens("127.0.0.1", review.port)
    assert not listens("127.0.0.2", review.port)


def test_a_taken_port_is_told(review: Served) -> None:
    ended = run("--db", str(review.path), "--port", str(review.port))
    assert ended.returncode == 2
    assert f"--port {review.port} cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("port", ["65536", "-1"])
def test_a_port_that_is_none_is_told(demo_db: Path, port: str) -> None:
    ended = run("--db", str(demo_db), "--port", port)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_without_a_database_it_says_how_to_make_one(tmp_path: Path) -> None:
    ended = run("--db", str(tmp_path / "none.db"))
    assert ended.returncode == 2
    assert "sharitories crawl" in ended.stderr
    assert not list(tmp_path.iterdir())


def test_ctrl_c_ends_it_cleanly(demo_db: Path) -> None:
    with reviewing(demo_db) as served:
        assert served.get("/initiatives").status_code == 200
        assert served.running.interrupt() == 0
        assert "Traceback" not in served.running.text()


@pytest.mark.parametrize("name", ["Été à Lorient.db", "lorient.2026.db"])
def test_the_address_it_prints_answers_whatever_the_file_is_called(demo_db: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    shutil.copy(demo_db, path)
    with reviewing(path) as served:
        assert served.get().status_code == 200
        page = served.get("/initiatives")
        assert page.status_code == 200
        assert "Candidates: one row" in page.text
        [link] = set(re.findall(r'<td class="col-id[^"]*"><a href="([^"]+)">', page.text)[:1])
        assert served.client.get(f"http://127.0.0.1:{served.port}{link}").status_code == 200


@pytest.mark.parametrize("name", ["a?b.db", "100%.db"])
def test_a_file_name_that_cannot_be_served_is_told(demo_db: Path, tmp_path: Path, name: str) -> None:
    shutil.copy(demo_db, tmp_path / name)
    ended = run("--db", str(tmp_path / name), "--port", "0")
    assert ended.returncode == 2
    assert "rename it" in ended.stderr


def test_hostile_words_are_shown_as_words(demo_copy: Path) -> None:
    with closing(sqlite3.connect(demo_copy)) as db, db:
        [(initiative,)] = db.execute("SELECT id FROM initiatives ORDER BY id LIMIT 1").fetchall()
        fields = "name = ?, kind = ?, url = 'javascript:alert(3)', reasons = ?, sources = ?"
        reasons = f'["{MARKUP}", "a long enough text to stand in a line of its own, and then some"]'
        db.execute(
            f"UPDATE initiative SET {fields} WHERE id = ?", (MARKUP, MARKUP, reasons, f'["{MARKUP}"]', initiative)
        )
        db.execute(
            "UPDATE mention SET name = ?1, title = ?1, snippet = ?1, reasons = ?2, query_id = ?3, url = ?4"
            " WHERE id IN (SELECT mention_id FROM membership WHERE initiative_id = ?5)",
            (MARKUP, reasons, f'q/1/">{MARKUP}', 'http://h.example/"onmouseover="alert(5)', initiative),
        )
        db.execute("UPDATE page SET title = ?, text = ?", (MARKUP, MARKUP))
        db.execute(
            "INSERT INTO change(run_id, at, change, initiative_id, town_code, name, kind, url, before)"
            " SELECT run_id, at, change, initiative_id, town_code, ?1, ?1, ?2, ?1 FROM change LIMIT 1",
            (MARKUP, 'http://h.example/"onmouseover="alert(5)'),
        )
    with reviewing(demo_copy) as served:
        paths = [
            f"/initiatives?id__exact={initiative}", f"/evidence?initiative_id__exact={initiative}",
            f"/evidence_of?id={initiative}", f"/initiative/{initiative}", "/search_initiatives?words=alert",
            "/search_pages?words=alert", "/kinds_by_town", "/page", "/changes?_size=max",
        ]  # fmt: skip
        for path in paths:
            page = served.get(path)
            assert page.status_code == 200
            assert "&lt;script&gt;alert" in page.text, path
            for danger in ("<script>alert", "<img src=x", 'href="javascript:', 'onmouseover="', '"><script>'):
                assert danger not in page.text, path
        assert "javascript:alert(3)" in served.get(paths[0]).text


def test_links_out_tell_no_site_where_the_reader_came_from(review: Served) -> None:
    links = re.findall(r'<a href="https?://[^>]*>', review.get("/initiatives").text)
    outward = [link for link in links if "//127.0.0.1:" not in link and "//datasette.io/" not in link]
    assert outward
    assert all('rel="noreferrer noopener nofollow"' in link for link in outward)


def test_it_reads_while_another_process_writes(demo_copy: Path) -> None:
    """As beside a crawl: every page answers, and shows what has been committed."""
    rows = 3000
    with reviewing(demo_copy) as served:
        before = seen = served.get("/town.json").json()["filtered_table_rows_count"]
        met = set()
        with running([sys.executable, "-c", WRITER, str(demo_copy), str(rows)]) as writer:
            while seen < before + rows:
                ended = writer.process.poll()
                answer = served.get("/town.json", _size="1")
                assert answer.status_code == 200
                assert answer.json()["filtered_table_rows_count"] >= seen
                seen = answer.json()["filtered_table_rows_count"]
                met.add(seen)
                assert served.get("/initiatives").status_code == 200
                assert ended is None or seen == before + rows, writer.text()
            assert writer.process.wait(10) == 0, writer.text()
    assert len(met) > 2, "no page was read while the other process wrote"
