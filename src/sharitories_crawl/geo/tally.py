"""What speaks for each place that evidence names: weights and the sentences that tell them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Place(NamedTuple):
    """A place that may be meant; `code` is a commune's, or empty abroad."""

    name: str
    code: str
    relation: str
    """town, near (of its intercommunality) or away."""


TOWN, NEAR, AWAY = "town", "near", "away"


class Clue(NamedTuple):
    """One clue for a place: how much it weighs, its slug, and what a person is told."""

    weight: float
    reason: str
    sentence: str


@dataclass(slots=True)
class Sum:
    """The clues for one place."""

    place: Place
    clues: list[Clue] = field(default_factory=list)

    @property
    def weight(self) -> float:
        """All clues together."""
        return sum([clue.weight for clue in self.clues])

    @property
    def strongest(self) -> Clue:
        """The clue that weighs most."""
        return max(self.clues, key=lambda clue: clue.weight)


class Tally:
    """The sums of all places named."""

    def __init__(self) -> None:
        self.sums: dict[Place, Sum] = {}

    def add(self, place: Place, weight: float, reason: str, sentence: str) -> None:
        """Note a clue; one that weighs nothing is none."""
        if weight > 0:
            if (found := self.sums.get(place)) is None:
                found = self.sums[place] = Sum(place)
            found.clues.append(Clue(weight, reason, sentence))

    def of(self, relation: str) -> float:
        """The weight of the heaviest place of a relation."""
        return max((found.weight for found in self.sums.values() if found.place.relation == relation), default=0.0)

    def heaviest(self, relations: Collection[str]) -> Sum | None:
        """The place of these relations that most speaks for; the first named of equals."""
        found = [each for each in self.sums.values() if each.place.relation in relations]
        return max(found, key=lambda each: each.weight, default=None)

    def discount(self, relation: str, share: float, reasons: Iterable[str]) -> float:
        """Take a share of the weight of these clues away from the places of a relation; how much that was."""
        slugs, taken = set(reasons), 0.0
        for found in self.sums.values():
            if found.place.relation == relation:
                for at, clue in enumerate(found.clues):
                    if clue.reason in slugs:
                        taken += clue.weight * share
                        found.clues[at] = clue._replace(weight=clue.weight * (1 - share))
        return taken
