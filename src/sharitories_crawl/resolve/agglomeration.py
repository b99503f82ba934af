"""Greedy average-link joining of groups over a sparse table of pair scores."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sharitories_crawl.resolve.pairs import PairScore, Subject, why_apart


@dataclass(slots=True)
class _Edge:
    """All scored pairs between two groups, summed."""

    weighted: float
    weight: float
    telling: int
    """How many of them are pairs of names that can speak against each other."""
    best: PairScore

    def plus(self, other: "_Edge") -> "_Edge":
        best = min(self.best, other.best, key=lambda score: (-score.score, score.a, score.b))
        return _Edge(self.weighted + other.weighted, self.weight + other.weight, self.telling + other.telling, best)


@dataclass(slots=True)
class _Group:
    members: list[int]
    first: str
    """Smallest mention id: breaks ties, so that the order of arrival does not."""
    own: int
    """How many members have a name of their own, and how many one of kind words only."""
    bare: int
    marked: list[int]
    """Members that may be barred from each other: with a registration number, a list, or the sort of a public body."""
    edges: dict[int, _Edge]
    apart: set[int]
    verdicts: frozenset[str]
    """IN and OUT, where a person gave them to a member."""


class Agglomeration:
    """Groups of subject indices that grow while the best average stays high enough.

    A pair that was never compared counts as 0 where both names could have spoken: both have words of their own, or both
    are kind words only. It counts nothing where one of the names says too little.
    """

    def __init__(
        self,
        subjects: Sequence[Subject],
        starts: Mapping[str, Sequence[int]],
        forbidden: Iterable[tuple[str, str]],
        scores: Iterable[PairScore],
        judged: Mapping[str, str],
    ) -> None:
        self._subjects = subjects
        self._judged = judged
        self._groups: dict[int, _Group] = {}
        self._group_of: dict[str, int] = {}
        self._next = 0
        self.links: list[PairScore] = []
        number: dict[str, int] = {}
        for start in sorted(starts):
            number[start] = self._add(self._new_group(list(starts[start])))
        for a, b in forbidden:
            self._groups[number[a]].apart.add(number[b])
            self._groups[number[b]].apart.add(number[a])
        self._index = {subject.mention.id: subject for subject in subjects}
        for score in scores:
            self._add_score(score)

    def run(self, threshold: float) -> None:
        """Joins the pair of groups with the highest average again and again, down to the threshold."""
        heap = [
            self._entry(a, b)
            for a, group in self._groups.items()
            for b in group.edges
            if a < b and self._average(a, b) >= threshold
        ]
        heapq.heapify(heap)
        while heap:
            *_, a, b = heapq.heappop(heap)
            if a not in self._groups or b not in self._groups or not self._may_join(a, b):
                continue
            joined = self._join(a, b)
            for other in self._groups[joined].edges:
                if self._average(joined, other) >= threshold:
                    heapq.heappush(heap, self._entry(joined, other))

    def groups(self) -> list[list[int]]:
        return [group.members for group in self._groups.values()]

    def between(self, score: PairScore, *, apart_too: bool = False) -> tuple[int, int] | None:
        """The two groups that a pair lies between; None inside one group, or where a person keeps the two apart."""
        a, b = sorted((self._group_of[score.a], self._group_of[score.b]))
        return None if a == b or (b in self._groups[a].apart and not apart_too) else (a, b)

    def _new_group(self, members: list[int]) -> _Group:
        subjects = [self._subjects[index] for index in members]
        return _Group(
            members=members,
            first=min(subject.mention.id for subject in subjects),
            own=sum(not subject.name.is_bare for subject in subjects),
            bare=sum(subject.name.is_bare and not subject.name.is_empty for subject in subjects),
            marked=[i for i in members if _is_marked(self._subjects[i])],
            edges={},
            apart=set(),
            verdicts=frozenset(self._judged.get(subject.mention.id, "") for subject in subjects) & {"IN", "OUT"},
        )

    def _add(self, group: _Group) -> int:
        number = self._next
        self._next += 1
        self._groups[number] = group
        for index in group.members:
            self._group_of[self._subjects[index].mention.id] = number
        return number

    def _add_score(self, score: PairScore) -> None:
        a, b = self._group_of[score.a], self._group_of[score.b]
        if a == b:
            return
        one, other = self._index[score.a].name, self._index[score.b].name
        telling = not one.is_empty and not other.is_empty and one.is_bare == other.is_bare
        edge = _Edge(score.score * score.weight, score.weight, int(telling), score)
        for x, y in ((a, b), (b, a)):
            edges = self._groups[x].edges
            edges[y] = edges[y].plus(edge) if y in edges else edge

    def _average(self, a: int, b: int) -> float:
        one, other = self._groups[a], self._groups[b]
        edge = one.edges[b]
        never_compared = one.own * other.own + one.bare * other.bare - edge.telling
        weight = edge.weight + never_compared
        return edge.weighted / weight if weight else 0.0

    def _entry(self, a: int, b: int) -> tuple[float, str, str, int, int]:
        first, second = sorted((self._groups[a].first, self._groups[b].first))
        return (-round(self._average(a, b), 9), first, second, a, b)

    def _may_join(self, a: int, b: int) -> bool:
        one, other = self._groups[a], self._groups[b]
        if b in one.apart or any({x, y} == {"IN", "OUT"} for x in one.verdicts for y in other.verdicts):
            return False
        return not any(why_apart(self._subjects[i], self._subjects[j]) for i in one.marked for j in other.marked)

    def _join(self, a: int, b: int) -> int:
        one, other = self._groups.pop(a), self._groups.pop(b)
        self.links.append(one.edges[b].best)
        joined = _Group(
            members=one.members + other.members,
            first=min(one.first, other.first),
            own=one.own + other.own,
            bare=one.bare + other.bare,
            marked=one.marked + other.marked,
            edges={},
            apart=one.apart | other.apart,
            verdicts=one.verdicts | other.verdicts,
        )
        number = self._add(joined)
        for old, edges in ((a, one.edges), (b, other.edges)):
            for neighbour, edge in edges.items():
                if neighbour in (a, b):
                    continue
                joined.edges[neighbour] = joined.edges[neighbour].plus(edge) if neighbour in joined.edges else edge
                at = self._groups[neighbour].edges
                at.pop(old, None)
                at[number] = joined.edges[neighbour]
        for neighbour in joined.apart:
            self._groups[neighbour].apart -= {a, b}
            self._groups[neighbour].apart.add(number)
        return number


def _is_marked(subject: Subject) -> bool:
    return bool(subject.mention.list_url or subject.siren or subject.rna or subject.name.bodies)
