"""`reparse` gives from the archive alone what the crawl gave, and drops what today's rules no longer read."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sharitories_crawl.bundled import bundled_dir

if TYPE_CHECKING:
    from tests.conftest import Crawled, Program, Web


def write(program: "Program", *statements: str) -> None:
    """Change here.db behind the program's back."""
    with closing(sqlite3.connect(program.folder / "here.db")) as db, db:
        for statement in statements:
            db.execute(statement)


def test_reparse_gives_the_same_without_a_request(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    before = len(crawled.web.log)
    ended = program.run("reparse", "--db", "here.db", "--json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert told["new_initiatives"] == 0
    assert told["read"]["pages"] == len(program.rows("SELECT url FROM page"))
    assert len(crawled.web.log) == before
    assert program.mentions() == crawled.program.mentions()
    assert program.initiatives() == crawled.program.initiatives()
    assert program.rows("SELECT id, first_seen, last_seen FROM initiative ORDER BY id") == crawled.program.rows(
        "SELECT id, first_seen, last_seen FROM initiative ORDER BY id"
    )


def test_reparse_rebuilds_everything_after_the_fetch(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    write(
        program,
        *(
            f"DELETE FROM {table}"
            for table in ("membership", "suggestion", "relation", "mention", "initiative", "reading")
        ),
        "UPDATE page SET text = '', title = '', language = '', digest = ''",
    )
    assert program.run("reparse", "--db", "here.db").code == 0
    assert program.mentions() == crawled.program.mentions()
    assert program.initiatives() == crawled.program.initiatives()
    related = "SELECT * FROM related ORDER BY id_a, id_b"
    assert program.rows(related) == crawled.program.rows(related) != []
    text = "SELECT url, title, language, text, digest FROM page ORDER BY url"
    assert program.rows(text) == crawled.program.rows(text)


def test_mention_that_todays_rules_no_longer_read_goes(program: "Program", sandbox: "Web") -> None:
    program.run(*sandbox.crawl("--source", "transiscope", "--no-follow"))
    right = program.mentions(), program.initiatives()
    write(
        program,
        # as an earlier parser may have read one record twice
        "CREATE TEMP TABLE copied AS SELECT * FROM mention WHERE dropped = '' ORDER BY id LIMIT 1",
        "UPDATE copied SET id = 'read-twice', found_in = 'transiscope:twice', source_id = 'twice',"
        " name = 'Les Doubles', site = '', email = '', phone = '', url = 'http://elsewhere.example/'",
        "INSERT INTO mention SELECT * FROM copied",
        "INSERT INTO reading SELECT found_in, town_code, fetched_at, '' FROM copied",
    )
    assert program.run("resolve", "--db", "here.db").code == 0
    assert program.rows("SELECT count(*) FROM initiatives WHERE name = 'Les Doubles'") == [(1,)]
    assert program.run("reparse", "--db", "here.db").code == 0
    assert (program.mentions(), program.initiatives()) == right


def test_reparse_with_other_queries_reads_with_them(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    queries = program.folder / "queries"
    shutil.copytree(bundled_dir("queries"), queries)
    kinds = queries / "kinds.toml"
    kinds.write_text(kinds.read_text(encoding="utf-8").replace("[kinds.amap]", "[kinds.paniers]"), encoding="utf-8")
    for language in ("fr", "nl", "pt", "sv"):
        words = queries / f"{language}.toml"
        words.write_text(
            words.read_text(encoding="utf-8").replace("[keywords.amap]", "[keywords.paniers]"), encoding="utf-8"
        )
    ended = program.run("reparse", "--db", "here.db", "--queries", "queries")
    assert ended.code == 0, ended.err
    amaps = "SELECT count(*) FROM mention WHERE kind = 'amap' AND source = 'searxng'"
    baskets = amaps.replace("amap", "paniers")
    assert program.rows(amaps) == [(0,)]
    assert program.rows(baskets) == crawled.program.rows(amaps)


def test_results_of_a_run_that_followed_nothing_are_read_again(program: "Program", sandbox: "Web") -> None:
    program.run(*sandbox.crawl("--source", "searxng", "--kind", "amap", "--kind", "coworking", "--no-follow"))
    assert program.rows("SELECT count(*) FROM page") == [(0,)]
    mentions, initiatives = program.mentions(), program.initiatives()
    assert len(mentions) > 10
    assert initiatives
    for forget in (
        (),
        ("DELETE FROM membership", "DELETE FROM mention", "DELETE FROM initiative", "DELETE FROM reading"),
    ):
        write(program, *forget)
        assert program.run("reparse", "--db", "here.db").code == 0
        assert program.mentions() == mentions
        assert program.initiatives() == initiatives
