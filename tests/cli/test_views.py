"""Commands that only look: in text and as one JSON object, and they make and ask nothing."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Crawled, Program

PLAN = ("crawl", "--city", "Lorient", "--dry-run")

LOOKS = {
    "plan": ((*PLAN,), ("overpass/56121/all", "transiscope/56121/all", "questions are due")),
    "queries": (("queries", "--city", "Lorient"), ("Per source", "overpass", "politely", "Pages come on top")),
    "queries-of-searxng": (
        ("queries", "--city", "Lorient", "--source", "mojeek", "--kind", "amap"), ("mojeek/56121/amap", "AMAP Lorient")
    ),
    "towns": (("towns", "--group", "study"), ("8 towns", "Lorient", "Epinal", "Aveiro")),
    "town": (("towns", "st brieuc"), ("22278", "Saint-Brieuc", "1 towns")),
    "sources": (("sources",), ("overpass", "searxng", "duckduckgo", "mojeek", "transiscope", "ODbL", "never asked")),
    "settings": (("settings",), ("hosts_at_once", "environment variable SHARITORIES_DELAY", "sharitories.toml")),
}  # fmt: skip


@pytest.mark.parametrize(("command", "told"), LOOKS.values(), ids=LOOKS)
def test_look_prints_a_table_and_makes_nothing(
    program: "Program", command: tuple[str, ...], told: tuple[str, ...]
) -> None:
    ended = program.run(*command)
    assert ended.code == 0, ended.err
    for words in told:
        assert words in ended.out
    assert not program.files()


@pytest.mark.parametrize("command", [command for command, _ in LOOKS.values()], ids=LOOKS)
def test_look_prints_json_and_nothing_else(program: "Program", command: tuple[str, ...]) -> None:
    ended = program.run(*command, "--json")
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)
    assert not ended.err
    assert not program.files()


def test_plan_stays_within_thirty_questions_a_search(program: "Program") -> None:
    arguments = ("queries", "--city", "Lorient", "--json", "--source", "mojeek", "--source", "duckduckgo")
    plan = json.loads(program.run(*arguments).out)
    thorough = json.loads(program.run(*arguments, "--thorough").out)
    for source in ("mojeek", "duckduckgo"):
        assert 20 < sum(query["source"] == source for query in plan["queries"]) <= 30
    assert plan["due"] == len(plan["queries"])
    assert len(thorough["queries"]) > 3 * len(plan["queries"])
    assert {query["id"] for query in plan["queries"]} <= {query["id"] for query in thorough["queries"]}


def test_keyword_is_asked_as_given(program: "Program") -> None:
    ended = program.run(
        "queries", "--city", "Épinal", "--keyword", "brasserie associative", "--source", "mojeek", "--json"
    )
    (query,) = json.loads(ended.out)["queries"]
    assert "brasserie associative" in query["text"]
    assert query["town_code"] == "88160"


def test_after_a_crawl_nothing_is_due(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    plan = json.loads(program.run(*crawled.web.crawl("--dry-run", "--json")).out)
    asked_again = {query["id"] for query in plan["queries"] if query["due"]}
    assert plan["due"] == len(asked_again) == 0
    later = json.loads(program.run(*crawled.web.crawl("--dry-run", "--json", "--refresh", "0")).out)
    assert later["due"] == len(later["queries"])


def test_status_counts_what_the_database_holds(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    stands = json.loads(program.run("status", "--db", "here.db", "--json").out)
    assert stands["initiatives"]["DISCOVERED"] == len(program.initiatives())
    assert stands["pages"]["ok"] == len(program.rows("SELECT 1 FROM page WHERE status = 'ok'"))
    assert stands["waiting_pages"] == 0
    text = program.run("status", "--db", "here.db")
    assert text.code == 0, text.err
    for words in (
        "here.db: 1 towns asked about",
        "Candidates",
        "DISCOVERED",
        "robots-disallowed",
        "Credit:",
        "OpenStreetMap",
    ):
        assert words in text.out


def test_sources_tell_how_they_answered_last(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    held = {source["name"]: source for source in json.loads(program.run("sources", "--db", "here.db", "--json").out)}
    assert held["transiscope"]["last_status"].startswith("results at 20")
    assert held["mojeek"]["last_status"] == ""


HELP = (
    "crawl", "demo", "review", "status", "resolve", "reparse", "towns", "queries", "settings", "sources",
    "sources parse", "sandbox serve",
)  # fmt: skip


@pytest.mark.parametrize("command", HELP)
def test_help_has_an_example(program: "Program", command: str) -> None:
    ended = program.run(*command.split(), "--help")
    assert ended.code == 0
    usage, _, text = ended.out.partition(f"sharitories {command}")
    assert "Usage" in usage
    assert f"sharitories {command}" in text, "no example"


def test_every_command_is_listed_with_the_exit_codes(program: "Program") -> None:
    ended = program.run("--help")
    for command in HELP:
        assert f" {command.split()[0]} " in ended.out
    for code in ("0 done", "2 bad input", "3 partial", "4 nothing reached", "75 already running", "130 interrupted"):
        assert code in " ".join(ended.out.split())
