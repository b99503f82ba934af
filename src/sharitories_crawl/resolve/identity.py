"""Which id each group of mentions carries: the ids given out before stay, and point on where two became one."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Identities:
    """`ids` in the order of the groups; `redirects` from each id that lost all its mentions to the id that has them."""

    ids: tuple[str, ...]
    redirects: Mapping[str, str]


def assign_ids(
    groups: Sequence[Sequence[str]],
    town_code: str,
    previous: Mapping[str, str],
    *,
    settled: Sequence[Collection[str]] = (),
    remembered: Mapping[str, Sequence[str]] = MappingProxyType({}),
    taken: Collection[str] = (),
) -> Identities:
    """Each group inherits the earlier id with which it shares most mentions.

    Ids in `settled` (sets of them, the weightiest first: accepted, decided on) go first, then the group whose mentions
    people `remembered` by that id (the latest name first), then the larger overlap, then the smaller id, then the group
    with the smaller mention id. A group without an heirloom gets back an id that it is remembered by, where nobody has
    it; else a new id, made of its smallest mention id; never one of `taken` (given earlier) nor one in `previous`. An
    earlier id whose mentions are all gone is not redirected.
    """
    overlaps = [Counter(previous[mention] for mention in group if mention in previous) for group in groups]
    known = [_known(group, remembered) for group in groups]
    claims = sorted(
        (_rank(old, settled), -round(known[at].get(old, 0.0), 9), -shared, old, min(groups[at]), at)
        for at, overlap in enumerate(overlaps)
        for old, shared in overlap.items()
    )
    inherited: dict[int, str] = {}
    heirs: dict[str, int] = {}
    for *_, old, _, at in claims:
        if at not in inherited and old not in heirs:
            inherited[at] = old
            heirs[old] = at
    present = {mention for group in groups for mention in group}
    used = {*(id for mention, id in previous.items() if mention in present), *heirs}
    for at, names in enumerate(known):
        free = {id: weight for id, weight in names.items() if id not in used}
        if at not in inherited and free:
            inherited[at] = min(free, key=lambda id: (-free[id], id))
            used.add(inherited[at])
    used.update(previous.values(), taken)
    ids: list[str] = []
    for at, group in enumerate(groups):
        id = inherited.get(at) or _new_id(town_code, min(group), used)
        used.add(id)
        ids.append(id)
    redirects: dict[str, str] = {}
    for _, _, _, old, _, at in sorted(claims, key=lambda claim: claim[1:]):
        if old not in heirs:
            redirects.setdefault(old, ids[at])
    return Identities(tuple(ids), dict(sorted(redirects.items())))


def _rank(id: str, settled: Sequence[Collection[str]]) -> int:
    return next((rank for rank, ids in enumerate(settled) if id in ids), len(settled))


def _known(group: Sequence[str], remembered: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """By which ids the mentions of a group are remembered: each shares out one vote, most of it to its latest name."""
    votes: defaultdict[str, float] = defaultdict(float)
    for mention in group:
        shares = {id: 1 / (1 + age) for age, id in enumerate(remembered.get(mention, ()))}
        for id, share in shares.items():
            votes[id] += share / sum(shares.values())
    return dict(votes)


def _new_id(town_code: str, mention: str, used: Collection[str]) -> str:
    digest = sha256(mention.encode()).hexdigest()
    for length in range(10, len(digest) + 1):
        if (id := f"{town_code}-{digest[:length]}") not in used:
            return id
    return _new_id(town_code, digest, used)
