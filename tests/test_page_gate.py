"""No score on the labelled pages may fall: what was reached is written down, and what is better is written anew."""

import json
from pathlib import Path

import pytest

from sharitories_crawl.evaluation.labels import load_pages
from sharitories_crawl.evaluation.pages import judge_pages
from sharitories_crawl.evaluation.report import measures_of, report_of
from sharitories_crawl.pipeline.tools import load_knowledge

LABELLED = Path(__file__).parent / "labelled"
BASELINE = LABELLED / "baseline_pages.json"
"""Split -> measure -> the least it may be; of calibration_error the most."""
SLACK = 0.0005
"""For rounding in the file."""
NOW = "2026-11-25T00:00:00Z"


def scores_now() -> dict[str, dict[str, float]]:
    """Today's scores: split -> measure -> value."""
    knowledge = load_knowledge()
    scores = {}
    for split in ("dev", "held_out"):
        pages = load_pages(LABELLED / "pages" / split)
        whole = report_of(split, judge_pages(pages, knowledge.reader, knowledge.towns.find, NOW)).whole
        told = {name: share.value for name, share in measures_of(whole).items()}
        scores[split] = {
            **told, "kind_macro_f1": whole.kind_macro_f1, "calibration_error": whole.calibration_error,
        }  # fmt: skip
    return scores


@pytest.fixture(scope="module")
def reached() -> dict[str, dict[str, float]]:
    """Scored once for all."""
    return scores_now()


@pytest.mark.parametrize("split", ["dev", "held_out"])
def test_no_score_has_fallen(split: str, reached: dict[str, dict[str, float]]) -> None:
    floors = json.loads(BASELINE.read_text(encoding="utf-8"))[split]
    assert set(floors) == set(reached[split])
    worse = {
        name: (value, reached[split][name])
        for name, value in floors.items()
        if (
            reached[split][name] > value + SLACK
            if name == "calibration_error"
            else reached[split][name] < value - SLACK
        )
    }
    assert not worse, f"(was, is): {worse}; if it must be so, say why and run: python -m tests.write_page_baseline"
