"""Precision, recall and F1 of yes-or-no answers, each with its 95 % interval, and B-cubed of groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

_Z = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """`of` cases, `hits` of them right; the value is None where there was no case to be right in."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval, which stays within 0 and 1 for few cases too; (0, 1) without any."""
        if not self.of:
            return (0.0, 1.0)
        share, n = self.hits / self.of, self.of
        middle = (share + _Z * _Z / (2 * n)) / (1 + _Z * _Z / n)
        half = _Z / (1 + _Z * _Z / n) * sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
        return (max(0.0, middle - half), min(1.0, middle + half))

    def as_dict(self) -> dict[str, object]:
        value = self.value
        low, high = self.interval
        return {
            "value": None if value is None else round(value, 4),
            "interval": [round(low, 4), round(high, 4)],
            "hits": self.hits,
            "of": self.of,
        }

    def __str__(self) -> str:
        if self.value is None:
            return "–"
        low, high = self.interval
        return f"{self.value:.3f} [{low:.2f}, {high:.2f}]"


@dataclass(frozen=True, slots=True)
class PairScores:
    """How answers (`said`) to "are the two one?" stand to the labels (`true`)."""

    precision: Share
    recall: Share

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; None where nothing was said or nothing is true."""
        total = self.precision.of + self.recall.of
        return 2 * self.precision.hits / total if self.precision.of and self.recall.of else None

    def as_dict(self) -> dict[str, object]:
        f1 = self.f1
        return {
            "precision": self.precision.as_dict(),
            "recall": self.recall.as_dict(),
            "f1": None if f1 is None else round(f1, 4),
        }


def score_answers(said_and_true: Iterable[tuple[bool, bool]]) -> PairScores:
    """Each item is what was said of a pair, then what is true of it."""
    answers = list(said_and_true)
    right = sum(said and true for said, true in answers)
    return PairScores(
        Share(right, sum(said for said, _ in answers)),
        Share(right, sum(true for _, true in answers)),
    )


def b_cubed(found: Iterable[Sequence[str]], known: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of groups against the true entity of each member, every member counting the same.

    Members without a known entity are left out of the groups; (0, 0, 0) where none is known.
    """
    sizes: dict[str, int] = {}
    for entity in known.values():
        sizes[entity] = sizes.get(entity, 0) + 1
    precision = recall = 0.0
    members = 0
    for group in found:
        entities = [known[member] for member in group if member in known]
        for entity in entities:
            together = entities.count(entity)
            precision += together / len(entities)
            recall += together / sizes[entity]
        members += len(entities)
    if not members:
        return (0.0, 0.0, 0.0)
    precision, recall = precision / members, recall / members
    return (precision, recall, 2 * precision * recall / (precision + recall))
