"""A crawl cut short in any way goes on with the same command, and ends where an uninterrupted one ends."""

import signal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Crawled, Program, Web

IN_FLIGHT = 16 + 3
"""Hosts at once, and the sources that are asked beside them."""
DONE = (0, 3)
"""Done, or done with failures: the sandbox has hosts that fail, in whichever of several runs met them."""


def test_same_result_after_being_killed_at_several_moments(
    program: "Program", sandbox: "Web", crawled: "Crawled"
) -> None:
    moments = (15, 40, 50)
    for requests in moments:
        process = program.start(*sandbox.crawl())
        sandbox.when_asked(requests, process.kill)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    at_kill = sandbox.pages_asked()
    stored = {str(url).removeprefix("http://") for (url,) in program.rows("SELECT url FROM page")}
    ended = program.run(*sandbox.crawl())

    assert ended.code in DONE, ended.err
    assert program.mentions() == crawled.program.mentions()
    assert program.initiatives() == crawled.program.initiatives()
    assert not crawled.asked - sandbox.pages_asked()
    again = sandbox.pages_asked() - crawled.asked
    assert sum(again.values()) <= IN_FLIGHT * len(moments), again
    assert len(stored) > 5, "what was fetched before the kills was not kept"
    # an address that others redirect to is asked for more than once in any crawl
    twice = {host + path for host, path in sandbox.pages_asked() - at_kill if crawled.asked[host, path] == 1} & stored
    assert not twice


def test_asked_to_stop_it_says_what_is_left_and_goes_on(program: "Program", sandbox: "Web", crawled: "Crawled") -> None:
    # the command is shown on one line, to be copied, as long as it may be
    for times, number, requests in ((1, signal.SIGTERM, 10), (2, signal.SIGINT, 70)):
        process = program.start(*sandbox.crawl())
        sandbox.when_asked(requests, partial(process.send_signal, number))
        out, err = process.communicate()
        assert process.returncode == 130, number
        assert "Traceback" not in err
        assert "Left for later:" in out
        assert f"Go on with:  sharitories {' '.join(sandbox.crawl())}" in out
        assert program.rows("SELECT exit_code, finished_at IS NOT NULL FROM run") == [(130, 1)] * times

    ended = program.run(*sandbox.crawl())
    assert ended.code in DONE, ended.err
    assert program.mentions() == crawled.program.mentions()
    assert set(program.initiatives().values()) == set(crawled.program.initiatives().values())
    assert not sandbox.pages_asked() - crawled.asked, "what was in flight was finished, so nothing is asked twice"


def test_second_run_is_refused_at_once_and_names_the_first(program: "Program", sandbox: "Web") -> None:
    first = program.start(*sandbox.crawl())
    refused: list[tuple[int, str]] = []

    def try_another() -> None:
        second = program.start(*sandbox.crawl())
        _, err = second.communicate()
        refused.append((second.returncode, err))
        first.kill()

    sandbox.when_asked(5, try_another)
    first.communicate()
    assert first.returncode == -signal.SIGKILL
    ((code, err),) = refused
    assert code == 75
    assert f"process {first.pid} is already working on here.db" in err
    assert program.run("resolve", "--db", "here.db").code == 0, "the lock goes with its holder"


def test_crawl_within_the_refresh_time_asks_nothing(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    before = len(crawled.web.log)
    ended = program.run(*crawled.web.crawl())
    assert ended.code == 0, ended.err
    assert len(crawled.web.log) == before
    assert program.initiatives() == crawled.program.initiatives()


def test_order_of_answers_changes_nothing(program: "Program", sandbox: "Web", crawled: "Crawled") -> None:
    ended = program.run(*sandbox.crawl(), SHARITORIES_HOSTS_AT_ONCE="1", SHARITORIES_DELAY="0.03")
    assert ended.code == crawled.ended.code
    assert program.mentions() == crawled.program.mentions()
    assert program.initiatives() == crawled.program.initiatives()
    leads = "SELECT url, origin, query_id, rank, found_on FROM lead ORDER BY 1, 2, 3, 5"
    assert program.rows(leads) == crawled.program.rows(leads)
