"""Shares with their uncertainty, precision and recall, macro-F1, calibration: the arithmetic of evaluation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

_Z95 = 1.959964
BINS = 10
"""Equal steps of probability, as expected calibration error is usually given (Guo et al. 2017)."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with Wilson's 95 % interval; nan-free: of nothing it is 0, from 0 to 1."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        z2 = _Z95**2
        middle = (self.value + z2 / (2 * self.of)) / (1 + z2 / self.of)
        reach = _Z95 / (1 + z2 / self.of) * sqrt(self.value * (1 - self.value) / self.of + z2 / (4 * self.of**2))
        return max(0.0, middle - reach), min(1.0, middle + reach)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({low:.2f}-{high:.2f}, {self.hits} of {self.of})"


def share(truths: Iterable[bool]) -> Share:
    """How many are true."""
    held = list(truths)
    return Share(sum(held), len(held))


@dataclass(frozen=True, slots=True)
class Detection:
    """Precision and recall of a yes or no."""

    precision: Share
    recall: Share

    @property
    def f1(self) -> float:
        p, r = self.precision.value, self.recall.value
        return 2 * p * r / (p + r) if p + r else 0.0


def detection(pairs: Iterable[tuple[bool, bool]]) -> Detection:
    """From (truth, said)."""
    held = list(pairs)
    hits = sum(truth and said for truth, said in held)
    return Detection(Share(hits, sum(said for _, said in held)), Share(hits, sum(truth for truth, _ in held)))


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean over true classes of each one's F1, from (truth, said)."""
    classes = sorted({truth for truth, _ in pairs})
    each = [detection((truth == name, said == name) for truth, said in pairs).f1 for name in classes]
    return sum(each) / len(each) if each else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """One row of a calibration table."""

    low: float
    count: int
    said: float
    """Mean probability."""
    was: float
    """Share that was true."""


def calibration(pairs: Iterable[tuple[bool, float]]) -> tuple[Bin, ...]:
    """From (truth, probability): the bins that hold anything."""
    bins: list[list[tuple[bool, float]]] = [[] for _ in range(BINS)]
    for truth, probability in pairs:
        bins[min(BINS - 1, int(probability * BINS))].append((truth, probability))
    return tuple(
        Bin(number / BINS, len(held), sum(p for _, p in held) / len(held), sum(t for t, _ in held) / len(held))
        for number, held in enumerate(bins)
        if held
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: the mean distance of what was said from what was, weighed by how often."""
    count = sum(row.count for row in bins)
    return sum(row.count * abs(row.said - row.was) for row in bins) / count if count else 0.0
