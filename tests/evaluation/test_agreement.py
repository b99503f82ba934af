"""Cohen's kappa against values worked out by hand."""

import pytest

from sharitories_crawl.evaluation.agreement import agreement


def test_the_textbook_example() -> None:
    judged = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    found = agreement(judged)
    assert found
    assert (found.count, found.share) == (50, 0.7)
    assert found.kappa == pytest.approx(0.4)


def test_its_ends() -> None:
    perfect = agreement([("IN", "IN"), ("OUT", "OUT")])
    against = agreement([("IN", "OUT"), ("OUT", "IN")])
    assert perfect
    assert against
    assert (perfect.kappa, against.kappa) == (1.0, -1.0)


def test_where_there_is_none() -> None:
    assert agreement([]) is None
    same = agreement([("IN", "IN")] * 3)
    assert same
    assert (same.share, same.kappa) == (1.0, None)
