"""The arithmetic of evaluation, against figures worked out by hand or known from the books."""

import pytest

from sharitories_crawl.evaluation.scores import (
    Share,
    calibration,
    calibration_error,
    detection,
    macro_f1,
    share,
)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # Brown, Cai and DasGupta 2001 and the closed form; the interval of 0 of n begins at 0
    [(8, 10, 0.490, 0.943), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (97, 100, 0.915, 0.990), (0, 0, 0.0, 1.0)],
)
def test_wilson_s_interval(hits: int, of: int, low: float, high: float) -> None:
    assert Share(hits, of).interval == pytest.approx((low, high), abs=0.001)


def test_precision_and_recall_are_about_what_was_said_and_what_is_true() -> None:
    told = detection([(True, True), (True, True), (True, False), (False, True), (False, False)])
    assert (told.precision.value, told.recall.value) == pytest.approx((2 / 3, 2 / 3))
    assert told.f1 == pytest.approx(2 / 3)


def test_of_nothing_there_is_no_division_by_zero() -> None:
    assert share([]).value == detection([]).f1 == macro_f1([]) == calibration_error(calibration([])) == 0.0


def test_macro_f1_counts_a_rare_class_as_much_as_a_common_one() -> None:
    pairs = [("a", "a")] * 8 + [("b", "a")] * 2
    assert macro_f1(pairs) == pytest.approx((2 * 0.8 / 1.8 + 0.0) / 2)


def test_calibration_error_is_the_mean_distance_weighed_by_pages() -> None:
    bins = calibration([(True, 0.95)] * 9 + [(False, 0.95)] + [(False, 0.05)] * 10)
    assert [(row.count, row.was) for row in bins] == [(10, 0.0), (10, 0.9)]
    assert calibration_error(bins) == pytest.approx(0.05)


def test_a_probability_of_one_has_a_bin() -> None:
    (row,) = calibration([(True, 1.0)])
    assert (row.low, row.said, row.was) == (0.9, 1.0, 1.0)
