"""`sources doctor` as a person or a cron job calls it, and the check before a batch."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.loopback import in_thread
from tests.sources import servers, web_servers

if TYPE_CHECKING:
    from tests.conftest import Program, Web

DOCTOR = ("sources", "doctor", "--db", "here.db")
KEY = {"STAAN_API_KEY": web_servers.KEY, "SHARITORIES_CONTACT": "you@example.org"}


@pytest.fixture
def staan() -> Iterator[web_servers.Service]:
    with in_thread(web_servers.serving("staan")) as service:
        yield service


def test_it_tells_in_a_table_that_a_source_is_well(program: "Program", staan: web_servers.Service) -> None:
    ended = program.run(*DOCTOR, "staan", SHARITORIES_STAAN_URL=staan.url, **KEY)
    assert ended.code == 0, ended.err
    for words in ("source", "verdict", "what was found", "what to do", "staan", "ok", "it answers as it should"):
        assert words in ended.out
    assert ended.err == "staan: ok\n"
    listed = {each["name"]: each for each in json.loads(program.run("sources", "--db", "here.db", "--json").out)}
    assert listed["staan"]["last_check"].startswith("ok at 20")
    assert listed["brave"]["last_check"] == ""


def test_json_is_one_object_with_both_questions(program: "Program", staan: web_servers.Service) -> None:
    staan.fault = "html"
    ended = program.run(*DOCTOR, "--json", "--quiet", "staan", SHARITORIES_STAAN_URL=staan.url, **KEY)
    told = json.loads(ended.out)
    assert ended.code == told["exit_code"] == 3
    assert ended.err == ""
    [source] = told["sources"]
    assert (source["source"], source["verdict"]) == ("staan", "failing")
    assert source["todo"]
    [question] = source["questions"]
    assert (question["status"], question["reason"]) == ("unreadable", "html-instead-of-json")
    standing = json.loads(program.run("status", "--db", "here.db", "--json").out)
    assert standing["checks"]["staan"].startswith("failing at 20")
    assert "Sources, last check" in program.run("status", "--db", "here.db").out


def test_without_a_name_it_asks_what_is_set_up(program: "Program", staan: web_servers.Service) -> None:
    """A named chain, what has an address, what has a key; of those that must be named, only the named."""
    settings = {
        "SHARITORIES_SOURCES": "wikidata",
        "SHARITORIES_STAAN_URL": staan.url,
        "SHARITORIES_WIKIDATA_URL": "http://127.0.0.1:9",
        "SHARITORIES_MOJEEK_URL": "http://127.0.0.1:9",
        "SHARITORIES_TIMEOUT": "1",
    }
    ended = program.run(*DOCTOR, "--json", "--quiet", **settings, **KEY)
    assert [source["source"] for source in json.loads(ended.out)["sources"]] == ["wikidata", "staan"]


@pytest.mark.parametrize("settings", [{}, {"SHARITORIES_SOURCES": "brvae"}], ids=["argument", "setting"])
def test_a_wrong_name_gets_the_nearest_and_nothing_is_made(program: "Program", settings: dict[str, str]) -> None:
    ended = program.run(*DOCTOR, *(() if settings else ("brvae",)), **settings)
    assert ended.code == 2
    assert "did you mean brave?" in ended.err
    assert not program.files()


def test_without_a_network_it_says_so(program: "Program") -> None:
    ended = program.run(*DOCTOR, "keenable", SHARITORIES_KEENABLE_URL="http://no-such-host.invalid", **KEY)
    assert ended.code == 4
    assert "is there a network?" in ended.err
    assert "SHARITORIES_KEENABLE_URL" in ended.out


def test_a_directory_is_found_well_in_the_sandbox(program: "Program", sandbox: "Web") -> None:
    ended = program.run(*DOCTOR, "overpass", "transiscope", "--json", SHARITORIES_SANDBOX=sandbox.url)
    assert {each["source"]: each["verdict"] for each in json.loads(ended.out)["sources"]} == {
        "overpass": "ok",
        "transiscope": "ok",
    }


def test_a_group_is_crawled_without_the_source_that_fails(program: "Program") -> None:
    with in_thread(servers.serving("transiscope", servers.Behaviour(fault="html"))) as address:
        settings = {"SHARITORIES_TRANSISCOPE_URL": address, **KEY}
        command = ("crawl", "--source", "transiscope", "--no-follow", "--quiet", "--db", "here.db")
        ended = program.run(*command, "--group", "study", **settings)
        assert ended.code == 3
        assert "transiscope was not asked: it did not pass its check: its format has changed" in ended.out.replace(
            "\n", " "
        )
        assert program.rows("SELECT count(*) FROM answer") == [(0,)]
        program.run(*command, "--city", "Lorient", **settings)
        assert program.rows("SELECT status FROM answer") == [("unreadable",)], "one town is asked about as it is"
