"""`batch`: what it says before, within which bounds it stays, what it says after, and to whom."""

import json
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from tests.loopback import in_thread, saying

from sharitories_crawl.cli.batching import seconds_of
from sharitories_crawl.cli.show import sparkline
from sharitories_crawl.errors import BadInput

if TYPE_CHECKING:
    from tests.conftest import Program, Web

TIMES = {"2h": 7200, "90m": 5400, "1h30m": 5400, "45s": 45, "1H 5min": 3900}
FEW = ("--kind", "coworking", "--kind", "fablab")


def batch(sandbox: "Web", *more: str) -> tuple[str, ...]:
    return ("batch", "--city", "Lorient", *FEW, "--sandbox", sandbox.url, "--db", "here.db", *more)


def events(err: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in err.splitlines() if line.startswith("{")]


@pytest.mark.parametrize(("text", "seconds"), TIMES.items())
def test_a_time_is_read(text: str, seconds: float) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["", "2", "h", "0h", "two hours", "-1h", "1h2h"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="expected a time"):
        seconds_of(text)


def test_it_says_what_it_expects_then_does_it_and_reports(program: "Program", sandbox: "Web") -> None:
    plan = json.loads(program.run(*batch(sandbox, "--dry-run", "--json")).out)
    assert not program.files(), "a dry run leaves nothing"
    assert not sandbox.log
    due = {one["source"]: one["due"] for one in plan["sources"]}
    assert (plan["towns"], plan["towns_never_seen"], plan["more_pages"]) == (1, 1, None)
    assert "never asked" in program.run(*batch(sandbox, "--dry-run")).out

    ended = program.run(*batch(sandbox, "--json", "--log-json", "--for", "1h"))
    report = json.loads(ended.out)
    assert ended.code == report["exit_code"] in (0, 3)
    assert report["ended_by"] == "done"
    assert {one["source"]: one["asked"] for one in report["sources"]} == due
    assert len(sandbox.log) - 12 <= report["requests"] <= len(sandbox.log), "hosts that hang up complete nothing"
    assert report["new"] == report["changes"]["discovered"] == len(program.initiatives()) > 5
    assert all(one["due"] == 0 and one["next_due"] for one in report["sources"] if one["answered"] + one["empty"])
    assert report["towns_unseen"] == 0
    ((counts, code),) = program.rows("SELECT counts, exit_code FROM run")
    assert json.loads(str(counts))["batch"] == report
    assert code == ended.code
    told = events(ended.err)
    assert [one["event"] for one in told if one["event"] not in ("asked", "fetched")] == [
        "batch-started",
        "batch-ended",
    ]
    assert sum(one["event"] == "asked" for one in told) == sum(due.values())

    before = len(sandbox.log)
    again = program.run(*batch(sandbox, "--quiet"))
    assert again.code == 0, again.err
    assert len(sandbox.log) == before, "nothing is due"
    assert "ended by done" in again.err
    assert not again.out


def test_a_limit_ends_it_without_an_interruption_and_the_next_goes_on(program: "Program", sandbox: "Web") -> None:
    for requests in (12, 1_000):
        ended = program.run(*batch(sandbox, "--json", "--quiet", "--requests", str(requests)))
        report = json.loads(ended.out)
        assert ended.code in (0, 3)
        assert report["requests"] <= requests
        assert report["ended_by"] == ("requests" if requests == 12 else "done")
        assert (report["pages_left"] > 0) == (requests == 12)
    again = json.loads(program.run(*batch(sandbox, "--json", "--quiet")).out)
    assert (again["requests"], again["pages_left"]) == (0, 0)


def test_time_ends_it_though_a_host_is_slow(program: "Program", sandbox: "Web") -> None:
    ended = program.run(*batch(sandbox, "--json", "--quiet", "--for", "3s"), SHARITORIES_DELAY="0.6")
    report = json.loads(ended.out)
    assert report["ended_by"] == "time"
    assert ended.code in (0, 3)
    assert report["pages_left"] > 0
    assert report["seconds"] < 3 + 6, "loading what is known takes its time, joining too"


def test_too_little_disk_ends_it_before_anything_is_asked(program: "Program", sandbox: "Web") -> None:
    ended = program.run(*batch(sandbox, "--json", "--quiet"), SHARITORIES_LEAST_FREE_MB="1000000")
    assert json.loads(ended.out)["ended_by"] == "disk"
    assert not sandbox.log


def test_a_second_one_is_refused_and_a_killed_one_is_told_of(program: "Program", sandbox: "Web") -> None:
    first = program.start(*batch(sandbox))
    refused: list[tuple[int, str]] = []

    def try_another() -> None:
        second = program.start(*batch(sandbox))
        _, err = second.communicate()
        refused.append((second.returncode, err))
        first.kill()

    sandbox.when_asked(8, try_another)
    first.communicate()
    ((code, err),) = refused
    assert code == 75
    assert f"process {first.pid} is already working on here.db (`sharitories batch --city Lorient" in err
    assert ", since 20" in err

    ended = program.run(*batch(sandbox, "--log-json", "--quiet", "--requests", "1"))
    mended = [one["what"] for one in events(ended.err) if one["event"] == "mended"]
    assert any(f"process {first.pid} was killed and left its lock behind" in what for what in mended)
    assert any("run 1 was killed" in what for what in mended)
    assert program.rows("SELECT exit_code, finished_at FROM run WHERE id = 1") == [(137, None)]
    assert not (program.folder / "here.db.lock").read_bytes()


def test_whoever_watches_is_told(program: "Program", sandbox: "Web") -> None:
    heard: list[str] = []

    def hear(request: web.Request) -> web.Response:
        heard.append(request.path)
        return web.Response()

    with in_thread(saying(hear)) as watcher:
        variables = {"SHARITORIES_PING": f"{watcher}/check", "SHARITORIES_METRICS_FILE": "night.prom"}
        ended = program.run(*batch(sandbox, "--quiet", "--requests", "3"), **variables)
        assert ended.code in (0, 3)
        with closing(sqlite3.connect(program.folder / "broken.db")) as other:
            other.execute("CREATE TABLE theirs (id)")
        failed = program.run("batch", "--city", "Lorient", "--sandbox", sandbox.url, "--db", "broken.db", **variables)
        assert failed.code == 2
    assert heard == ["/check/start", "/check", "/check/start", "/check/fail"]
    figures = (program.folder / "night.prom").read_text()
    assert f"sharitories_batch_exit_code {ended.code}\n" in figures
    assert "sharitories_batch_requests 3\n" in figures
    assert 'sharitories_bytes{of="database"}' in figures
    assert not (program.folder / "night.prom.new").exists()


def test_a_watcher_that_is_not_there_stops_nothing(program: "Program", sandbox: "Web") -> None:
    ended = program.run(*batch(sandbox, "--quiet", "--requests", "2"), SHARITORIES_PING="http://127.0.0.1:9/x")
    assert ended.code in (0, 3)
    assert "ping-failed" in ended.err


def test_a_log_line_is_one_line_whatever_it_tells(program: "Program", capfd: pytest.CaptureFixture[str]) -> None:
    from sharitories_crawl.cli.events import Events

    Events(as_json=False).tell("asked", query="a b", empty="", broken="two\nlines", number=3)
    (line,) = capfd.readouterr().err.splitlines()
    assert line.endswith('asked query="a b" empty="" broken="two\\nlines" number=3')
    assert os.linesep not in line


@pytest.mark.parametrize(
    ("values", "bars"), [([], ""), ([0, 0], "  "), ([0, 5, 10], "▁▅█"), ([3], "█"), ([1, 2, 4, 8], "▂▃▅█")]
)
def test_a_trend_is_a_row_of_bars(values: list[float], bars: str) -> None:
    assert sparkline(values) == bars


def test_status_shows_runs_and_trends(program: "Program", sandbox: "Web") -> None:
    for requests in ("3", "8"):
        program.run(*batch(sandbox, "--quiet", "--requests", requests))
    stands = json.loads(program.run("status", "--db", "here.db", "--json").out)
    assert [run["ended_by"] for run in stands["runs"]] == ["requests", "requests"]
    assert len(stands["trends"]["requests"]) == 2
    told = program.run("status", "--db", "here.db").out
    assert "The last 2 crawls and batches" in told
    assert sparkline(stands["trends"]["requests"]) in told
