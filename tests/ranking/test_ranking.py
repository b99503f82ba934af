"""The learned order: what it sees, when it is fitted, and that it is used only where it is better."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from sharitories_crawl.evaluation.labelled_pairs import blank_mention
from sharitories_crawl.models import Mention, Verdict
from sharitories_crawl.ranking.clues import clues_of
from sharitories_crawl.ranking.fit import LEAST_VERDICTS, fit
from sharitories_crawl.ranking.order import HELD_BACK, Example, is_held_back


def mention(id: str, **fields: object) -> Mention:
    return replace(blank_mention(id, "56121", "mojeek", "Repair Café"), source_id="", **fields)  # type: ignore[arg-type]


def candidate(**fields: object) -> dict[str, object]:
    return {
        "name": "Repair Café", "kind": "repair-cafe", "practice": "consommer", "actor": "citizen", "score": 0.6,
        "street": "", "email": "", "phone": "", "siren": "", "rna": "", **fields,
    }  # fmt: skip


def test_clues_name_what_a_person_could_look_at() -> None:
    page = mention(
        "m1", url="https://repair.example/contact", site="repair.example", relevance=0.7,
        reasons=("own-site page", "for: it is in the town (+3.3)", "against: it is closed (-4.1)"),
    )  # fmt: skip
    clues = clues_of(candidate(street="3 rue du Port", phone="+33"), [page])
    assert clues["own site"] == clues["street"] == clues["reachable"] == clues["own-site page"] == 1.0
    assert clues["for: it is in the town"] == clues["against: it is closed"] == 1.0
    assert clues["relevance"] == 0.7
    assert clues["site repair.example"] == 1.0
    assert "registered" not in clues


def test_clues_stay_between_nothing_and_one() -> None:
    many = [mention(f"m{number}", url=f"https://h{number}.example/", relevance=1.0) for number in range(300)]
    assert all(0 < value <= 1 for value in clues_of(candidate(score=1.0), many).values())


def examples(count: int, is_in: str, *, noise: float = 0.0, seed: int = 1) -> list[Example]:
    """Candidates of which those with the clue `is_in` are accepted, whatever their score."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        clues = {f"clue {letter}": 1.0 for letter in "abcd" if chance.random() < 0.5}
        truth = (is_in in clues) != (chance.random() < noise)
        made.append(Example(f"56121-{number}", clues, chance.random(), truth))
    return made


def ranked(order_of: Sequence[Example], probability: dict[str, float]) -> list[str]:
    return sorted((each.initiative_id for each in order_of), key=lambda id: -probability[id])


def test_a_clue_that_decides_is_learned_and_beats_the_score() -> None:
    given = examples(400, "clue b", noise=0.05)
    order = fit(given)
    assert order is not None
    assert order.is_better
    assert order.average_precision > 0.75 > 0.5 > order.score_average_precision
    assert order.weights["clue b"] > 1 > abs(order.weights["clue a"])
    assert order.probability({"clue b": 1.0}) > 0.6 > 0.4 > order.probability({"clue a": 1.0, "never seen": 1.0})


def test_nothing_to_look_at_teaches_nothing() -> None:
    assert fit([replace(each, clues={}) for each in examples(400, "clue b")]) is None


def test_an_order_learned_from_chance_is_not_used_where_the_score_knows() -> None:
    chance = random.Random(3)
    verdicts = [chance.random() < 0.5 for _ in range(400)]
    given = [
        replace(each, is_in=is_in, score=float(is_in))
        for each, is_in in zip(examples(400, "clue b"), verdicts, strict=True)
    ]
    order = fit(given)
    assert order is not None
    assert not order.is_better
    assert order.score_average_precision == 1.0


def test_the_sequence_of_verdicts_changes_nothing() -> None:
    given = examples(200, "clue c", noise=0.1)
    shuffled = list(given)
    random.Random(9).shuffle(shuffled)
    assert fit(given) == fit(shuffled)


@pytest.mark.parametrize(
    "given",
    [examples(LEAST_VERDICTS - 1, "clue b"), [replace(each, is_in=True) for each in examples(300, "clue b")], []],
    ids=["too few", "one sort only", "none"],
)
def test_too_few_verdicts_teach_nothing(given: list[Example]) -> None:
    assert fit(given) is None


def test_held_back_verdicts_change_no_weight() -> None:
    given = examples(300, "clue b")
    turned = [replace(each, is_in=not each.is_in) if is_held_back(each.initiative_id) else each for each in given]
    one, other = fit(given), fit(turned)
    assert one is not None
    assert other is not None
    assert one.weights == other.weights
    assert one.average_precision > other.average_precision
    held = sum(is_held_back(each.initiative_id) for each in given)
    assert one.held_back == held
    assert abs(held - len(given) / HELD_BACK) < 30


def test_clues_say_where_it_was_placed() -> None:
    page = mention("m1", locality=Verdict.IN_TOWN, locality_reason="postal-code")
    assert clues_of(candidate(), [page])["place by postal-code"] == 1.0
