"""`demo` ends well, tells what it found, missed and wrongly kept, and its figures pass the gate."""

import json
import signal
from typing import TYPE_CHECKING

import pytest

from sharitories_crawl.sandbox.world_files import load_world

if TYPE_CHECKING:
    from tests.conftest import Ended, Program

    from sharitories_crawl.sandbox.truth import Score

LEAST_RECALL = 0.95
LEAST_PRECISION = 0.92


@pytest.fixture(scope="module")
def demo(demo_program: "Program") -> "Ended":
    """One demo in JSON, shared."""
    return demo_program.run("demo", "--db", "here.db", "--json")


@pytest.fixture(scope="module")
def demo_program(tmp_path_factory: pytest.TempPathFactory, program_in: "type[Program]") -> "Program":
    return program_in(tmp_path_factory.mktemp("demo"))


def test_demo_tells_one_json_object_with_figures_and_lists(demo: "Ended", demo_program: "Program") -> None:
    assert demo.code == 0, demo.err
    told = json.loads(demo.out)
    assert told["fictional"] is True
    assert told["database"] == "here.db"
    (town,) = told["towns"].values()
    found, missed, wrong = (len(town[name]) for name in ("found", "missed", "wrongly_kept"))
    assert found > 20
    assert told["recall"] == pytest.approx(found / (found + missed))
    assert told["precision"] == pytest.approx(found / (found + wrong))
    assert len(demo_program.initiatives()) == found + wrong


def test_demo_finds_what_is_in_lorient(demo: "Ended") -> None:
    told = json.loads(demo.out)
    (town,) = told["towns"].values()
    assert told["recall"] >= LEAST_RECALL, [miss["name"] for miss in town["missed"]]


def test_demo_keeps_little_else(demo: "Ended") -> None:
    told = json.loads(demo.out)
    (town,) = told["towns"].values()
    assert told["precision"] >= LEAST_PRECISION, [(wrong["name"], wrong["reason"]) for wrong in town["wrongly_kept"]]


def test_demo_prints_tables_and_what_to_type_next(program: "Program") -> None:
    ended = program.run("demo", "--city", "Vienne", "--quiet")
    assert ended.code == 0, ended.err
    for words in (
        "Found in Vienne", "recall", "precision", "This web is fictional", "Database: data/demo/demo.db",
        "sharitories review --db data/demo/demo.db", "sharitories crawl --city Lorient",
    ):  # fmt: skip
        assert words in ended.out
    assert (program.folder / "data/demo/demo.db").is_file()


def test_demo_can_be_stopped(program: "Program") -> None:
    process = program.start("demo", "--db", "here.db")
    assert process.stderr is not None
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert "Traceback" not in err


OTHERS = (
    "Laval", "Valence", "Épinal", "Narbonne", "Vienne", "Mont-de-Marsan", "Hilversum", "Aveiro", "Genk", "Kristianstad",
)  # fmt: skip


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> "dict[str, Score]":
    """The score of every other town that has a truth; its slow pages are waited for, so that no machine is too slow."""
    from sharitories_crawl.cli import demo_run

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_run, "SLOW_SECONDS", 0.1)
        patch.setattr(demo_run, "WAIT_SECONDS", 60.0)
        path = tmp_path_factory.mktemp("elsewhere") / "demo.db"
        _, scores, _ = demo_run.run_demo(OTHERS, path, quiet=True)
    return scores


@pytest.mark.parametrize("town", OTHERS)
def test_every_other_town_comes_out_as_well(town: str, elsewhere: "dict[str, Score]") -> None:
    told = elsewhere[town]
    assert told.recall >= LEAST_RECALL, [miss.name for miss in told.missed]
    assert told.precision >= LEAST_PRECISION, [(wrong.name, wrong.reason) for wrong in told.wrongly_kept]


def test_every_town_with_a_truth_is_scored() -> None:
    assert {"Lorient", *OTHERS} == {town.name for town in load_world().towns}


def test_help_names_the_database_that_is_written(program: "Program") -> None:
    told = " ".join(program.run("demo", "--help").out.replace("│", " ").split())
    assert "data/demo/demo.db" in told
    assert "data/sharitories.db" not in told
