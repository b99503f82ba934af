"""What each option of `crawl` changes, on a sandbox."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sharitories_crawl.pipeline.ending import why_partial
from sharitories_crawl.pipeline.tools import Tally
from sharitories_crawl.store.frontier import Frontier

if TYPE_CHECKING:
    from tests.conftest import Crawled, Program, Web


def test_json_is_one_object_with_the_counts_by_reason(program: "Program", sandbox: "Web") -> None:
    ended = program.run(*sandbox.crawl("--source", "transiscope", "--json"))
    told = json.loads(ended.out)
    assert told["exit_code"] == ended.code
    assert told["database"] == "here.db"
    assert told["answers"] == {"transiscope": {"results": 1}}
    assert told["requests"] == len(program.rows("SELECT 1 FROM response"))
    assert sum(told["pages"].values()) == len(program.rows("SELECT 1 FROM page"))
    assert {row["id"] for row in told["towns"]["56121"]} == set(program.initiatives())


def test_closing_table_tells_the_counts_and_the_next_command(program: "Program", sandbox: "Web") -> None:
    ended = program.run(*sandbox.crawl("--source", "transiscope"))
    for words in ("Questions", "transiscope", "Pages", "Mentions read", "Candidates", "Lorient", "New in this run:"):
        assert words in ended.out
    assert "sharitories review --db here.db" in ended.out
    assert ended.err == ""


def test_progress_tells_each_question_with_what_is_left(program: "Program", sandbox: "Web") -> None:
    arguments = [
        word
        for word in sandbox.crawl("--source", "searxng", "--kind", "amap", "--kind", "coworking")
        if word != "--quiet"
    ]
    ended = program.run(*arguments, "--no-follow")
    lines = [line for line in ended.err.splitlines() if line.startswith("searxng")]
    assert len(lines) == 2
    assert "coworking Lorient: results 10" in ended.err
    assert lines[-1].endswith("(0 left)")


def test_no_follow_asks_the_sources_and_fetches_no_page(program: "Program", sandbox: "Web") -> None:
    ended = program.run(*sandbox.crawl("--source", "searxng", "--source", "overpass", "--kind", "amap", "--no-follow"))
    assert ended.code == 0, ended.err
    assert {asked.host for asked in sandbox.log} == {"searxng.example", "overpass.example"}
    assert program.rows("SELECT count(*) FROM page") == [(0,)]
    assert {source for (source,) in program.rows("SELECT DISTINCT source FROM mention")} == {"searxng", "overpass"}


def test_max_pages_bounds_one_town_and_the_rest_is_left_for_later(program: "Program", sandbox: "Web") -> None:
    command = sandbox.crawl("--source", "searxng", "--kind", "coworking", "--json")
    first = json.loads(program.run(*command, "--max-pages", "3", SHARITORIES_MAX_NAMES="0").out)
    assert sum(first["pages"].values()) == 3
    assert first["left"]["pages"] > 0
    stands = json.loads(program.run("status", "--db", "here.db", "--json").out)
    assert stands["waiting_pages"] == first["left"]["pages"]
    second = json.loads(program.run(*command, SHARITORIES_MAX_NAMES="0").out)
    assert second["answers"] == {}
    assert sum(second["pages"].values()) >= first["left"]["pages"]
    assert second["left"]["pages"] == 0


def test_group_study_asks_about_the_eight_towns(program: "Program", sandbox: "Web") -> None:
    command = (
        "crawl",
        "--group",
        "study",
        "--source",
        "transiscope",
        "--no-follow",
        "--sandbox",
        sandbox.url,
        "--db",
        "here.db",
    )
    ended = program.run(*command, "--quiet", "--json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert len(told["towns"]) == 8
    assert sum(told["answers"]["transiscope"].values()) == 8
    assert len([town for town, rows in told["towns"].items() if rows]) >= 4


def test_blocked_source_makes_the_run_partial_and_rests(program: "Program", sandbox: "Web") -> None:
    """The sandbox answers the first question about a local exchange system with a challenge."""
    command = sandbox.crawl("--source", "duckduckgo", "--source", "transiscope", "--no-follow", "--json")
    ended = program.run(*command)
    assert ended.code == 3
    told = json.loads(ended.out)
    assert told["answers"]["duckduckgo"]["captcha"] == 1
    assert told["refusals"]["duckduckgo"]
    assert told["left"]["queries"] > 0
    assert told["answers"]["transiscope"] == {"results": 1}
    asked = len(sandbox.log)
    again = program.run(*command[:-1])
    assert len(sandbox.log) == asked, "a source that rests is left alone"
    assert again.code == 3, "and what waits for it keeps the run partial"
    assert "duckduckgo was not asked: it rests until 20" in again.out
    assert f"Left for later: {told['left']['queries']} questions" in again.out
    resting = json.loads(program.run("status", "--db", "here.db", "--json").out)["resting"]
    assert list(resting) == ["duckduckgo"]
    assert re.match(r"20\d\d-\d\d-\d\d \d\d:\d\d UTC: ", resting["duckduckgo"])


def test_source_whose_robots_file_forbids_it_is_blocked_unless_permitted(program: "Program", sandbox: "Web") -> None:
    """The sandbox's engines forbid nothing, so a bare address stands in: its robots file keeps robots from /__."""
    address = f"{sandbox.url}/__"
    command = ("crawl", "--city", "Lorient", "--source", "mojeek", "--kind", "amap", "--no-follow", "--quiet", "--json")
    settings = {"SHARITORIES_MOJEEK_URL": address, "SHARITORIES_ALLOW_NETWORKS": "127.0.0.0/8"}
    refused = json.loads(program.run(*command, "--db", "here.db", **settings).out)
    assert refused["answers"] == {"mojeek": {"blocked": 1}}
    assert program.rows("SELECT reason FROM answer") == [("robots-disallowed",)]
    permitted = json.loads(
        program.run(*command, "--db", "other.db", SHARITORIES_MOJEEK_PERMISSION="ourselves, today", **settings).out
    )
    assert permitted["answers"]["mojeek"].get("blocked") is None


def test_mentions_told_at_the_end_are_those_that_status_counts(crawled: "Crawled", tmp_path: Path) -> None:
    """A page that two questions lead to, or that is read anew beside its contact page, counts once."""
    program = crawled.copy_to(tmp_path)
    ((counts,),) = program.rows("SELECT counts FROM run")
    told = json.loads(str(counts))
    stands = json.loads(program.run("status", "--db", "here.db", "--json").out)
    assert told["kept"] == stands["mentions"] > 10
    assert told["dropped"] == stands["dropped"]
    assert len(told["dropped"]) > 2
    assert told["mentions"] == told["kept"] + sum(told["dropped"].values())
    assert "" not in told["without_mention"]
    table = crawled.ended.out.partition("Mentions read")[2].partition("Candidates")[0]
    for reason, count in {"kept": told["kept"], **told["dropped"], **told["without_mention"]}.items():
        assert re.search(rf"{reason}\W+{count}\b", table), (reason, table)


def test_a_second_run_counts_what_it_read_itself(program: "Program", sandbox: "Web") -> None:
    command = sandbox.crawl("--source", "transiscope", "--no-follow", "--json")
    first = json.loads(program.run(*command).out)
    assert first["kept"] > 0
    again = json.loads(program.run(*command).out)
    assert (again["mentions"], again["kept"], again["dropped"]) == (0, 0, {})
    refreshed = json.loads(program.run(*command, "--refresh", "0").out)
    assert (refreshed["kept"], refreshed["dropped"]) == (first["kept"], first["dropped"])


def test_partial_run_says_which_sources_and_hosts_made_it_so(crawled: "Crawled", program: "Program") -> None:
    assert crawled.ended.code == 3
    (line,) = [line for line in crawled.ended.out.splitlines() if line.startswith("Partial (exit code 3): ")]
    rows = crawled.program.rows(
        "SELECT url, status, retry_at FROM page WHERE status IN ('timeout', 'http-5xx', 'rate-limited', 'dns',"
        " 'connection-reset', 'connection-refused', 'tls', 'too-slow')"
    )
    hosts = {urlsplit(str(url)).netloc for url, _, _ in rows}
    parts = line.removeprefix("Partial (exit code 3): ").split("; ")
    told = [part for part in parts if part.partition(": ")[0] in hosts]
    assert len(told) == min(5, len(hosts)) > 1
    if len(hosts) > 5:
        assert line.endswith(f"{len(hosts) - 5} more hosts")


class Failed(Frontier):
    """Three pages of two hosts, without a database."""

    def __init__(self) -> None:
        pass

    def pages_that_failed(self, run_id: int, statuses: Sequence[str]) -> list[tuple[str, str, str]]:
        return [
            ("https://a.example/", "http-5xx", "2026-11-26T09:00:00.000000Z"),
            ("https://lent.example/1", "rate-limited", "2026-11-25T23:10:00.000000Z"),
            ("https://lent.example/2", "timeout", ""),
        ]


def test_rate_limited_host_is_told_with_its_moment() -> None:
    tally = Tally(answers={"mojeek": Counter({"results": 2, "captcha": 1})}, refusals={"mojeek": "", "joafe": "rests"})
    assert why_partial(tally, Failed(), 1) == (
        "mojeek: captcha 1",
        "joafe: rests",
        "lent.example: rate-limited until 2026-11-25 23:10 UTC, timeout 1",
        "a.example: http-5xx 1",
    )


def test_whole_run_says_nothing_of_being_partial(program: "Program", sandbox: "Web") -> None:
    ended = program.run(*sandbox.crawl("--source", "transiscope", "--no-follow"))
    assert ended.code == 0
    assert "Partial" not in ended.out


def test_note_names_the_engines_that_were_silent(program: "Program", sandbox: "Web") -> None:
    ended = program.run(*sandbox.crawl("--source", "searxng", "--kind", "amap", "--no-follow"))
    assert "Engines that did not answer" in " ".join(ended.out.replace("│", " ").split())
