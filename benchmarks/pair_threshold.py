"""How precise each automatic threshold of pair scores is on the labelled dev pairs; prints, writes nothing.

Run as `python -m benchmarks.pair_threshold [places_fr.csv]`; without the table only the invented pairs count.
"""

import sys
from pathlib import Path

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.evaluation.entities import EntityScores, Outcome, evaluate_jsonl, evaluate_places
from sharitories_crawl.evaluation.places_table import load_places
from sharitories_crawl.evaluation.scores import detection
from sharitories_crawl.geo.gazetteer import load_gazetteer
from sharitories_crawl.geo.towns import load_towns
from sharitories_crawl.resolve.pairs import LINK, SUGGEST

ROOT = Path(__file__).parents[1]
PAIRS = ROOT / "tests" / "labelled" / "pairs"
PLACES = ROOT.parent / "shared" / "data" / "directories" / "places_fr_2022_2024.csv"
WANTED = 0.98


def dev_scores(places: Path) -> list[EntityScores]:
    data = bundled_dir("data")
    towns = {town.code: town for town in load_towns(data / "towns.csv")}
    scores = [evaluate_jsonl(PAIRS / "dev.jsonl", towns)]
    if places.is_file():
        table = load_places(places, load_gazetteer(data / "communes.csv.gz"))
        scores.append(evaluate_places(table, PAIRS / "places_fr.csv", "dev"))
    return scores


def lowest_threshold(outcomes: list[Outcome]) -> float:
    """The lowest score at which, and above which, precision is as wanted."""
    lowest = 1.0
    for threshold in sorted({outcome.score for outcome in outcomes}, reverse=True):
        told = detection((outcome.pair.same, outcome.score >= threshold) for outcome in outcomes)
        if told.precision.value < WANTED:
            break
        lowest = threshold
    return lowest


def main() -> None:
    outcomes = [
        outcome
        for scores in dev_scores(Path(sys.argv[1]) if len(sys.argv) > 1 else PLACES)
        for outcome in scores.outcomes
    ]
    print(f"{len(outcomes)} dev pairs, {sum(outcome.pair.same for outcome in outcomes)} the same\n")
    print("threshold  precision                       recall")
    for step in range(9, 20):
        threshold = step / 20
        told = detection((outcome.pair.same, outcome.score >= threshold) for outcome in outcomes)
        print(f"{threshold:9.2f}  {told.precision!s:30}  {told.recall}")
    print(f"\nlowest score from which precision is {WANTED} or more: {lowest_threshold(outcomes):.2f}; in use: {LINK}")
    grey = [outcome for outcome in outcomes if SUGGEST <= outcome.score < LINK]
    print(f"grey zone {SUGGEST} to {LINK}: {len(grey)} pairs, {sum(o.pair.same for o in grey)} of them the same")


if __name__ == "__main__":
    main()
