"""A learned order: weights for clues, and how it did on verdicts that it did not see."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import exp

HELD_BACK = 4
"""Every fourth verdict is kept from learning, always the same ones, and tells whether the order is worth using."""


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate that a person accepted or rejected."""

    initiative_id: str
    clues: Mapping[str, float]
    score: float
    """The order without learning."""
    is_in: bool


@dataclass(frozen=True, slots=True)
class Order:
    """How likely a candidate is accepted: a logistic regression over clues; unknown clues count nothing."""

    weights: Mapping[str, float]
    intercept: float
    learned_from: int
    """Verdicts it was fitted to."""
    held_back: int
    """Verdicts it was compared on."""
    average_precision: float
    """0 to 1, on those: how high the accepted ones stand, first to last."""
    score_average_precision: float
    """The same for the order by score alone."""

    @property
    def is_better(self) -> bool:
        """Whether it put held-back verdicts in a better order than the score does; only then is it used."""
        return self.average_precision > self.score_average_precision

    def probability(self, clues: Mapping[str, float]) -> float:
        """0 to 1."""
        total = self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in clues.items())
        return round(1.0 / (1.0 + exp(-max(-30.0, min(30.0, total)))), 4)


def is_held_back(initiative_id: str) -> bool:
    """By a hash of the id, so that a candidate is on one side for ever."""
    return int.from_bytes(sha256(initiative_id.encode()).digest()[:4]) % HELD_BACK == 0
