"""No score on the labelled pairs may fall: what was reached is written down here."""

from pathlib import Path

import pytest

from sharitories_crawl.evaluation.entities import EntityScores, evaluate_jsonl, evaluate_places
from sharitories_crawl.evaluation.places_table import load_places
from sharitories_crawl.pipeline.tools import Knowledge, load_knowledge

PAIRS = Path(__file__).parent / "labelled" / "pairs"
PLACES = Path(__file__).resolve().parents[2] / "shared" / "data" / "directories" / "places_fr_2022_2024.csv"
FLOORS = {"dev": (0.99, 0.94), "held_out": (0.92, 0.83)}
"""Least precision and recall of the invented pairs."""
PLACES_FLOORS = {"dev": (0.99, 0.94), "held_out": (0.96, 0.78)}
"""The same for rows of the public table."""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def assert_not_fallen(told: EntityScores, floors: tuple[float, float]) -> None:
    assert told.entities.precision.value >= floors[0], str(told.entities.precision)
    assert told.entities.recall.value >= floors[1], str(told.entities.recall)
    assert told.entities.f1 > told.rule.f1 + 0.1, "clearly above the plain rule"


@pytest.mark.parametrize("split", FLOORS)
def test_invented_pairs_are_told_apart_as_well_as_before(split: str, knowledge: Knowledge) -> None:
    towns = {town.code: town for town in knowledge.towns.select("all", None)}
    assert_not_fallen(evaluate_jsonl(PAIRS / f"{split}.jsonl", towns), FLOORS[split])


@pytest.mark.shared
@pytest.mark.parametrize("split", PLACES_FLOORS)
def test_real_rows_are_joined_as_well_as_before(split: str, knowledge: Knowledge) -> None:
    if not PLACES.is_file():
        pytest.skip(f"the public table is kept beside the project; {PLACES} is absent")
    table = load_places(PLACES, knowledge.gazetteer)
    assert_not_fallen(evaluate_places(table, PAIRS / "places_fr.csv", split), PLACES_FLOORS[split])
