"""Cohen's kappa against worked examples."""

import pytest

from sharitories_crawl.evaluation.agreement import kappa


def test_cohens_own_sort_of_table() -> None:
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: agreed 0.7, by chance 0.5
    pairs = [("IN", "IN")] * 20 + [("IN", "OUT")] * 5 + [("OUT", "IN")] * 10 + [("OUT", "OUT")] * 15
    assert kappa(pairs) == pytest.approx(0.4)


def test_full_agreement_is_one_and_full_contradiction_below_zero() -> None:
    assert kappa([("IN", "IN"), ("OUT", "OUT")]) == 1
    assert kappa([("IN", "OUT"), ("OUT", "IN")]) == -1


def test_what_says_nothing_has_no_kappa() -> None:
    assert kappa([]) is None
    assert kappa([("IN", "IN")] * 9) is None
