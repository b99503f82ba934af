"""`make live`, against servers on loopback in the place of the real ones."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.live.documented import FIXTURES, OPEN_ENDED, differences, documented_fields, fields_of
from tests.loopback import in_thread
from tests.programs import clean_environment
from tests.sources import servers, web_servers

from sharitories_crawl.sources import SOURCES

ROOT = Path(__file__).parents[1]


def live(folder: Path, *names: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    environment = clean_environment(SHARITORIES_DB=str(folder / "live.db"), SHARITORIES_DELAY="0", **variables)
    command = [sys.executable, "-m", "tests.live", *names]
    return subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False, timeout=120)


def test_each_source_is_told_with_its_verdict_and_what_differs(tmp_path: Path) -> None:
    with ExitStack() as stack:
        keenable = stack.enter_context(in_thread(web_servers.serving("keenable")))
        exa = stack.enter_context(in_thread(web_servers.serving("exa")))
        exa.fault = "half"
        joafe = stack.enter_context(in_thread(servers.serving("joafe", servers.Behaviour())))
        ended = live(
            tmp_path, "keenable", "exa", "joafe", SHARITORIES_KEENABLE_URL=keenable.url, SHARITORIES_EXA_URL=exa.url,
            SHARITORIES_JOAFE_URL=joafe, SHARITORIES_CONTACT="you@example.org", EXA_API_KEY=web_servers.KEY,
        )  # fmt: skip
    assert ended.returncode == 3, ended.stderr
    told = {part.partition(":")[0]: part for part in ended.stdout.strip().split("\n\n")}
    assert "keenable: ok" in told["keenable"]
    assert "HTTP 200, results" in told["keenable"]
    assert "HTTP 200, empty" in told["keenable"]
    assert "documented" not in told["keenable"]
    assert "exa: failing: its format has changed" in told["exa"]
    assert "documented, but not in this answer: " in told["exa"]
    assert "joafe: ok" in told["joafe"]
    assert "documented, but not in this answer: results[].adresse_actuelle" in told["joafe"], "that notice has none"
    assert "3 sources: " in ended.stdout
    assert web_servers.KEY not in ended.stdout + ended.stderr


def test_without_a_network_it_says_that_nothing_is_known(tmp_path: Path) -> None:
    ended = live(
        tmp_path, "keenable", SHARITORIES_KEENABLE_URL="http://no-such-host.invalid", SHARITORIES_CONTACT="you@x.org"
    )
    assert ended.returncode == 4
    assert "No network: not one source could be reached" in ended.stdout


@pytest.mark.parametrize(
    ("names", "variables", "told"),
    [((), {}, "SHARITORIES_CONTACT"), (("kenable",), {"SHARITORIES_CONTACT": "you@x.org"}, "did you mean keenable?")],
    ids=["no-contact", "wrong-name"],
)
def test_what_is_wrong_in_the_call_is_told(
    tmp_path: Path, names: tuple[str, ...], variables: dict[str, str], told: str
) -> None:
    ended = live(tmp_path, *names, **variables)
    assert ended.returncode == 2
    assert told in ended.stderr
    assert not list(tmp_path.iterdir())


def test_every_source_that_answers_in_json_has_documented_fields() -> None:
    assert {name for name in SOURCES if not documented_fields(name)} == {"duckduckgo", "mojeek"}


@pytest.mark.parametrize("name", OPEN_ENDED)
def test_the_fields_that_a_source_is_read_for_stand_in_its_fixtures(name: str) -> None:
    held = {field for path in (FIXTURES / name).glob("*.json") for field in fields_of(path.read_text(encoding="utf-8"))}
    assert documented_fields(name) <= held


def test_fields_are_compared_by_their_paths() -> None:
    missing, new = differences("searxng", '{"query": "x", "results": [{"url": 1, "title": 2, "more": 3}]}')
    assert missing == ["results[].content", "unresponsive_engines"]
    assert new == [], "an instance's engines add fields of their own"
    assert "searxng" in OPEN_ENDED
    missing, new = differences("keenable", '{"results": [{"url": 1, "aspect": {"a": 1}}]}')
    assert "results[].aspect.a" in new
    assert "results[].title" in missing
    assert differences("mojeek", "<html>") == ([], [])
