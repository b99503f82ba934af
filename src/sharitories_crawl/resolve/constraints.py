"""What people said about pairs of mentions, closed and lifted before anything is joined by score."""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass

MentionPair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A person keeps `a` and `b` apart, and `chain` (from a to b) was joined link by link by persons as well.

    The mentions stay joined; only a person can say which of the verdicts goes.
    """

    a: str
    b: str
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constraints:
    """Must-links closed into groups, cannot-links lifted to them. A mention outside any verdict is a group alone."""

    group_of: dict[str, str]
    """Mention id to the smallest id of its must-link group; only mentions that some verdict names."""
    apart: dict[str, frozenset[str]]
    """Group to the groups it may never join, both ways."""
    contradictions: tuple[Contradiction, ...]


def lift(must_link: Iterable[MentionPair], cannot_link: Iterable[MentionPair]) -> Constraints:
    """Mentions that no longer exist count too: a joined to x, x joined to b, still joins a and b."""
    linked: defaultdict[str, set[str]] = defaultdict(set)
    for a, b in must_link:
        linked[a].add(b)
        linked[b].add(a)
    forbidden = sorted({(min(pair), max(pair)) for pair in cannot_link})
    named = sorted({*linked, *(mention for pair in forbidden for mention in pair)})
    group_of: dict[str, str] = {}
    for mention in named:
        if mention not in group_of:
            for member in _reachable(mention, linked):
                group_of[member] = mention
    apart: defaultdict[str, set[str]] = defaultdict(set)
    contradictions: list[Contradiction] = []
    for a, b in forbidden:
        if group_of[a] == group_of[b]:
            contradictions.append(Contradiction(a, b, _chain(a, b, linked)))
        else:
            apart[group_of[a]].add(group_of[b])
            apart[group_of[b]].add(group_of[a])
    return Constraints(group_of, {group: frozenset(others) for group, others in apart.items()}, tuple(contradictions))


def _reachable(start: str, linked: dict[str, set[str]]) -> set[str]:
    seen = {start}
    waiting = [start]
    while waiting:
        for other in linked.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def _chain(a: str, b: str, linked: dict[str, set[str]]) -> tuple[str, ...]:
    """The shortest way from a to b over must-links; the first by id among equals."""
    came_from: dict[str, str] = {a: a}
    waiting = deque([a])
    while waiting and b not in came_from:
        at = waiting.popleft()
        for other in sorted(linked.get(at, ())):
            if other not in came_from:
                came_from[other] = at
                waiting.append(other)
    way = [b]
    while way[-1] != a:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))
