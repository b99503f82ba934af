"""The default chain against test servers, pointed at by settings alone: whole, and with any one of them broken."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.sources.farm import Farm, farming, statuses

if TYPE_CHECKING:
    from tests.conftest import Ended, Program

DIRECTORIES = (
    "overpass", "transiscope", "repair_cafe", "fablabs", "recherche_entreprises", "joafe", "tiers_lieux",
)  # fmt: skip
CHAIN = (*DIRECTORIES, "keenable", "youcom")
GEOCODERS = ("geo_api", "geoplateforme", "nominatim")
CRAWL = (
    "crawl",
    "--city",
    "Lorient",
    "--db",
    "here.db",
    "--quiet",
    "--no-follow",
    "--kind",
    "amap",
    "--kind",
    "fablab",
)
BY_SOURCE = "SELECT source, status FROM query_status WHERE status IS NOT NULL"
EVIDENCE = "SELECT source, source_id, title, name, dropped FROM mention WHERE source <> '{}' ORDER BY 1, 2, 3, 4"
FAULTS = {
    "down": "timeout",
    "captcha": "captcha",
    "429": "rate-limited",
    "html": "unreadable",
    "empty-body": "unreadable",
    "half-a-body": "unreadable",
}


@pytest.fixture
def farm() -> Iterator[Farm]:
    with farming((*CHAIN, *GEOCODERS)) as farm:
        yield farm


def crawl(program: "Program", farm: Farm) -> "Ended":
    return program.run(*CRAWL, **farm.variables())


@pytest.fixture(scope="module")
def whole(program_in: "type[Program]", tmp_path_factory: pytest.TempPathFactory) -> "tuple[Program, Ended]":
    """What the chain finds when nothing is broken."""
    with farming((*CHAIN, *GEOCODERS)) as farm:
        program = program_in(tmp_path_factory.mktemp("whole-chain"))
        return program, crawl(program, farm)


def test_with_nothing_configured_directories_come_first_then_one_search_then_another(
    whole: "tuple[Program, Ended]",
) -> None:
    program, ended = whole
    assert ended.code == 0, ended.err + ended.out
    asked = statuses(program.rows(BY_SOURCE))
    assert {name for name in asked if name not in GEOCODERS} == set(CHAIN)
    assert {name for name in asked if asked[name] <= {"results", "empty"}} == set(asked)
    first = program.rows(
        "SELECT q.source FROM answer a JOIN query q ON q.id = a.query_id GROUP BY 1 ORDER BY min(a.id)"
    )
    in_turn = [source for (source,) in first if source not in GEOCODERS]
    assert in_turn[-1] == "youcom"
    names = {str(name) for (name,) in program.rows("SELECT name FROM initiatives")}
    assert {"Coworking des Rives", "AMAP DES DEUX RIVES"} <= names, names


@pytest.mark.parametrize("name", CHAIN)
@pytest.mark.parametrize("fault", FAULTS)
def test_one_broken_source_is_told_and_leaves_the_others_whole(
    name: str, fault: str, program: "Program", farm: Farm, whole: "tuple[Program, Ended]"
) -> None:
    farm.break_with(name, fault)
    ended = crawl(program, farm)
    assert ended.code == 3, ended.err + ended.out
    assert "Traceback" not in ended.err
    told = statuses(program.rows(BY_SOURCE))
    assert told.pop(name) == {FAULTS[fault]}
    others = dict(statuses(whole[0].rows(BY_SOURCE)))
    del others[name]
    assert {source: found for source, found in told.items() if source not in GEOCODERS} == {
        source: found for source, found in others.items() if source not in GEOCODERS
    }
    # a page that a broken search gave too is now another's evidence, so there may be more, never less
    assert set(whole[0].rows(EVIDENCE.format(name))) <= set(program.rows(EVIDENCE.format(name)))
    (run,) = program.rows("SELECT exit_code, finished_at IS NOT NULL FROM run")
    assert run == (3, 1)


def test_overpass_out_of_time_is_a_timeout_and_no_empty_town(program: "Program", farm: Farm) -> None:
    farm.break_with("overpass", "remark")
    ended = crawl(program, farm)
    assert ended.code == 3
    assert program.rows("SELECT status FROM query_status WHERE source = 'overpass'") == [("timeout",)]


@pytest.mark.parametrize("name", GEOCODERS[:2])
def test_without_a_geocoder_the_candidates_are_the_same(
    name: str, program: "Program", farm: Farm, whole: "tuple[Program, Ended]"
) -> None:
    farm.break_with(name, "down")
    crawl(program, farm)
    assert {name for (name,) in program.rows("SELECT name FROM initiatives")} == {
        name for (name,) in whole[0].rows("SELECT name FROM initiatives")
    }


def test_an_instance_of_ones_own_takes_the_place_of_the_public_search(program: "Program", farm: Farm) -> None:
    farm.start("yacy")
    crawl(program, farm)
    asked = statuses(program.rows(BY_SOURCE))
    assert "yacy" in asked
    assert "keenable" not in asked


def test_towns_that_have_enough_are_not_topped_up(program: "Program", farm: Farm) -> None:
    crawl_again = program.run(*CRAWL, **farm.variables(SHARITORIES_TOP_UP_BELOW="0"))
    assert crawl_again.code == 0
    assert farm.asked("youcom") == 0


def test_a_source_at_rest_is_not_asked_by_the_next_process(program: "Program", farm: Farm) -> None:
    farm.break_with("keenable", "429")
    crawl(program, farm)
    until = program.rows("SELECT rests_until, rests FROM source WHERE name = 'keenable'")
    before = farm.asked("keenable")
    process = program.start(*CRAWL, **farm.variables())
    out, err = process.communicate()
    assert process.returncode == 3, err
    assert farm.asked("keenable") == before
    assert program.rows("SELECT rests_until, rests FROM source WHERE name = 'keenable'") == until
    assert "keenable was not asked: it rests until" in out


def test_a_format_that_changed_is_kept_and_raises_an_alarm(program: "Program", farm: Farm) -> None:
    farm.break_with("keenable", "html")
    crawl(program, farm)
    ended = program.run("status", "--db", "here.db")
    assert "Unreadable: has its format changed?" in ended.out
    (alarm,) = (line for line in ended.out.splitlines() if "answers could not be read" in line)
    assert alarm.startswith("keenable")
    (kept,) = program.rows(
        "SELECT DISTINCT r.archive_file FROM answer a JOIN response r ON r.id = a.response_id"
        " WHERE a.status = 'unreadable'"
    )
    assert f"kept in archive/{kept[0]}" in " ".join(ended.out.split())
