"""What a sandbox answers never comes beside what is real: a file of its own, and a refusal of the other's."""

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from tests.loopback import in_thread, saying
from tests.programs import free_port

if TYPE_CHECKING:
    from tests.conftest import Program, Web

CRAWL = ("crawl", "--city", "Lorient", "--source", "transiscope", "--no-follow", "--quiet")
BATCH = ("batch", "--city", "Lorient", "--source", "transiscope", "--kind", "amap", "--quiet")
OWN = "data/sandbox/sandbox.db"


def real(sandbox: "Web") -> dict[str, str]:
    """Settings under which a source is asked as a real one is; its server happens to be on this machine."""
    return {"SHARITORIES_TRANSISCOPE_URL": sandbox.url, "SHARITORIES_ALLOW_NETWORKS": "127.0.0.0/8"}


@pytest.mark.parametrize("command", [CRAWL, BATCH], ids=["crawl", "batch"])
def test_a_sandbox_has_a_database_of_its_own(program: "Program", sandbox: "Web", command: tuple[str, ...]) -> None:
    ended = program.run(*command, "--sandbox", sandbox.url)
    assert ended.code in (0, 3), ended
    assert (program.folder / OWN).exists()
    assert not (program.folder / "data" / "sharitories.db").exists()
    if command is CRAWL:
        assert f"Database: {OWN}, of the sandbox at {sandbox.url} alone" in ended.out
        assert f"sharitories review --db {OWN}" in ended.out


@pytest.mark.parametrize("how", ["variable", "file", "option"])
def test_a_database_that_is_named_is_taken(program: "Program", sandbox: "Web", how: str) -> None:
    if how == "file":
        (program.folder / "sharitories.toml").write_text('db = "here.db"\n', encoding="utf-8")
    named = ("--db", "here.db") if how == "option" else ()
    variables = {"SHARITORIES_DB": "here.db"} if how == "variable" else {}
    assert program.run(*CRAWL, "--sandbox", sandbox.url, *named, **variables).code == 0
    assert program.initiatives()
    assert not (program.folder / "data").exists()


def test_a_sandbox_in_the_settings_leads_every_command_to_its_database(program: "Program", sandbox: "Web") -> None:
    ended = program.run(*CRAWL, "--json", SHARITORIES_SANDBOX=sandbox.url)
    assert json.loads(ended.out)["database"] == OWN
    stands = json.loads(program.run("status", "--json", SHARITORIES_SANDBOX=sandbox.url).out)
    assert stands["database"] == OWN
    told = json.loads(program.run("settings", "--json", SHARITORIES_SANDBOX=sandbox.url).out)
    assert told["db"]["from"] == "that of a sandbox"


def refused(program: "Program", *command: str, told: str, **variables: str) -> None:
    before = program.files()
    ended = program.run(*command, **variables)
    said = " ".join(ended.err.split())
    assert ended.code == 2, ended
    assert f"here.db holds answers of {told}" in said
    assert "--db" in said
    assert "untouched" in said
    assert program.files() == before


def test_a_real_run_refuses_a_database_of_a_sandbox(program: "Program", sandbox: "Web") -> None:
    assert program.run(*CRAWL, "--db", "here.db", "--sandbox", sandbox.url).code == 0
    asked = len(sandbox.log)
    refused(program, *CRAWL, "--db", "here.db", told="a sandbox", **real(sandbox))
    refused(program, *CRAWL, "--db", "here.db", "--dry-run", told="a sandbox", **real(sandbox))
    refused(program, *BATCH, "--db", "here.db", told="a sandbox", **real(sandbox))
    refused(program, "sources", "doctor", "transiscope", "--db", "here.db", told="a sandbox", **real(sandbox))
    assert len(sandbox.log) == asked
    assert program.run(*CRAWL, "--db", "here.db", "--sandbox", sandbox.url).code == 0, "a sandbox goes on"


def test_a_sandbox_and_the_demo_refuse_a_real_database(program: "Program", sandbox: "Web") -> None:
    assert program.run(*CRAWL, "--db", "here.db", **real(sandbox)).code == 0
    asked = len(sandbox.log)
    refused(program, *CRAWL, "--db", "here.db", "--sandbox", sandbox.url, told="the real web")
    refused(program, *BATCH, "--db", "here.db", "--sandbox", sandbox.url, told="the real web")
    refused(program, "demo", "--db", "here.db", told="the real web")
    assert len(sandbox.log) == asked
    assert program.run(*CRAWL, "--db", "here.db", **real(sandbox)).code == 0, "a real crawl goes on"


def test_what_earlier_versions_and_killed_runs_left_is_known(program: "Program", sandbox: "Web") -> None:
    assert program.run(*CRAWL, "--db", "here.db", "--sandbox", sandbox.url).code == 0
    with closing(sqlite3.connect(program.folder / "here.db")) as db, db:
        db.execute("UPDATE run SET options = json_remove(options, '$.sandbox'), counts = '{}'")
    refused(program, *CRAWL, "--db", "here.db", told="a sandbox", **real(sandbox))


def test_a_run_that_had_no_answer_leaves_the_database_free(program: "Program", sandbox: "Web") -> None:
    nowhere = {**real(sandbox), "SHARITORIES_TRANSISCOPE_URL": f"http://127.0.0.1:{free_port()}"}
    assert program.run(*CRAWL, "--db", "here.db", **nowhere).code == 4
    assert program.run(*CRAWL, "--db", "here.db", "--sandbox", sandbox.url).code == 0


@pytest.mark.parametrize("command", [CRAWL, BATCH], ids=["crawl", "batch"])
def test_a_sandbox_that_is_not_there_is_told_at_once(program: "Program", command: tuple[str, ...]) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    ended = program.run(*command, "--sandbox", address)
    said = " ".join(ended.err.split())
    assert ended.code == 4
    assert f"no sandbox answers at {address}; start one with `sharitories sandbox serve`" in said
    assert "network" not in said
    assert not program.files()


def test_whoever_watches_is_told_of_a_sandbox_that_is_not_there(program: "Program") -> None:
    heard: list[str] = []

    def hear(request: web.Request) -> web.Response:
        heard.append(request.path)
        return web.Response()

    with in_thread(saying(hear)) as watcher:
        address = f"http://127.0.0.1:{free_port()}"
        ended = program.run(*BATCH, "--sandbox", address, SHARITORIES_PING=f"{watcher}/check")
    assert ended.code == 4
    assert heard == ["/check/start", "/check/fail"]


def test_the_demo_keeps_its_own_file_beside_the_others(program: "Program", sandbox: "Web") -> None:
    assert program.run("demo", "--db", "here.db", "--quiet").code == 0
    shutil.copy(program.folder / "here.db", program.folder / "copy.db")
    assert program.run(*CRAWL, "--db", "copy.db", "--sandbox", sandbox.url).code == 0, "the demo is a sandbox too"
    refused(program, *CRAWL, "--db", "here.db", told="a sandbox", **real(sandbox))
