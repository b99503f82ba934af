"""Which id each group of mentions carries: the ids given out before stay, and point on where two became one."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256


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
    settled: Collection[str] = (),
    taken: Collection[str] = (),
) -> Identities:
    """Each group inherits the earlier id with which it shares most mentions.

    Ids in `settled` (a person decided on them) go first, then the larger overlap, then the smaller id, then the group
    with the smaller mention id. A group without an heirloom gets a new id, made of its smallest mention id; never one
    of `taken` (redirected earlier) nor one in `previous`. An earlier id whose mentions are all gone is not redirected.
    """
    overlaps = [Counter(previous[mention] for mention in group if mention in previous) for group in groups]
    claims = sorted(
        (old not in settled, -shared, old, min(groups[at]), at)
        for at, overlap in enumerate(overlaps)
        for old, shared in overlap.items()
    )
    inherited: dict[int, str] = {}
    heirs: dict[str, int] = {}
    for *_, old, _, at in claims:
        if at not in inherited and old not in heirs:
            inherited[at] = old
            heirs[old] = at
    used = {*previous.values(), *taken}
    ids: list[str] = []
    for at, group in enumerate(groups):
        id = inherited.get(at) or _new_id(town_code, min(group), used)
        used.add(id)
        ids.append(id)
    redirects: dict[str, str] = {}
    for _, _, old, _, at in sorted(claims, key=lambda claim: claim[1:]):
        if old not in heirs:
            redirects.setdefault(old, ids[at])
    return Identities(tuple(ids), dict(sorted(redirects.items())))


def _new_id(town_code: str, mention: str, used: Collection[str]) -> str:
    digest = sha256(mention.encode()).hexdigest()
    for length in range(10, len(digest) + 1):
        if (id := f"{town_code}-{digest[:length]}") not in used:
            return id
    return _new_id(town_code, digest, used)
