"""How well two people agree who judged the same things: share, and Cohen's kappa."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of so many things judged twice."""

    count: int
    share: float
    """Of those on which both said the same."""
    kappa: float | None
    """1 for perfect agreement, 0 for no better than chance; None where chance alone would make them agree."""


def agreement(judged: Sequence[tuple[str, str]]) -> Agreement | None:
    """Of first and second judgements; None where nothing was judged twice."""
    count = len(judged)
    if not count:
        return None
    share = sum(first == second for first, second in judged) / count
    firsts, seconds = Counter(first for first, _ in judged), Counter(second for _, second in judged)
    by_chance = sum(firsts[said] * seconds[said] for said in firsts) / count**2
    return Agreement(count, share, (share - by_chance) / (1 - by_chance) if by_chance < 1 else None)
