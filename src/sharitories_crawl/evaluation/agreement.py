"""How far two opinions on the same candidates agree beyond chance."""

from collections import Counter
from collections.abc import Iterable


def kappa(opinions: Iterable[tuple[str, str]]) -> float | None:
    """Cohen's kappa of pairs (first opinion, second opinion): 1 for the same throughout, 0 for no more than chance.

    None where it says nothing: without pairs, or where both always say one and the same thing.
    """
    pairs = list(opinions)
    if not pairs:
        return None
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(first[word] * second[word] for word in first) / len(pairs) ** 2
    if by_chance == 1:
        return None
    agreed = sum(one == other for one, other in pairs) / len(pairs)
    return (agreed - by_chance) / (1 - by_chance)
