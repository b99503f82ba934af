"""How surely two mentions of one town speak of the same initiative, and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Mention, Town
from sharitories_crawl.resolve.keys import TRUST, origin_keys, rna_of, siren_of, strong_keys, widely_held
from sharitories_crawl.resolve.kinship import Kinship, kinship
from sharitories_crawl.resolve.names import Name, agreement, read_name
from sharitories_crawl.resolve.places import Nearness, Place, compare, read_place

LINK = 0.75
"""From this average on, mentions are joined without asking."""
SUGGEST = 0.45
"""From here to LINK a person is asked."""
SAME_NAME = 0.9
LIKE_NAME = 0.75
COMPATIBLE_NAME = 0.6


@dataclass(frozen=True, slots=True)
class PairScore:
    """Two mention ids, the smaller first, and how surely they are one thing; `reasons` are words for a person."""

    a: str
    b: str
    score: float
    reasons: tuple[str, ...]
    strong: bool
    """A strong key agrees and nothing speaks against it."""
    weight: float = 1.0
    """How much it counts in the average between two groups: 0 where the pair is evidence neither way."""
    barred: str = ""
    """Slug of why the two are kept apart unless a person joins them: list-siblings, other-siren, other-rna."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A mention read for comparing: its keys, without those that a host shares with many."""

    mention: Mention
    name: Name
    keys: frozenset[str]
    host_keys: frozenset[str]
    siren: str
    rna: str
    """The numbers, where they are keys: a host's number on a tenant's page keeps nothing apart."""
    place: Place


def read_subjects(mentions: Sequence[Mention], town: Town) -> tuple[Subject, ...]:
    """Who holds a key is counted over these mentions, so give all of a town's at once. Ordered by mention id."""
    ordered = sorted(mentions, key=lambda mention: mention.id)
    names = {mention.id: read_name(mention.name, town) for mention in ordered}
    keys = {mention.id: frozenset((*strong_keys(mention), *origin_keys(mention))) for mention in ordered}
    holders: defaultdict[str, list[Name]] = defaultdict(list)
    for mention in ordered:
        for key in keys[mention.id]:
            holders[key].append(names[mention.id])
    hosts = widely_held(holders)
    return tuple(_subject(mention, names[mention.id], keys[mention.id], hosts, town) for mention in ordered)


def _subject(mention: Mention, name: Name, keys: frozenset[str], hosts: frozenset[str], town: Town) -> Subject:
    own = keys - hosts
    siren, rna = siren_of(mention), rna_of(mention)
    return Subject(
        mention=mention,
        name=name,
        keys=own,
        host_keys=keys & hosts,
        siren=siren if f"siren:{siren}" in own else "",
        rna=rna if f"rna:{rna}" in own else "",
        place=read_place(mention, town),
    )


def score_pair(one: Subject, other: Subject) -> PairScore:
    """Symmetric: the order of the two does not matter."""
    a, b = (one, other) if one.mention.id <= other.mention.id else (other, one)
    shared = _shared_keys(a, b)
    names = agreement(a.name, b.name)
    kin = kinship(a.mention, b.mention)
    nearness, clue = compare(a.place, b.place)
    reasons = _reasons(a, b, shared, names, kin, clue)
    barred = why_apart(a, b)
    if shared:
        score, strong = _score_with_key(a, b, shared, names, kin, nearness)
    else:
        score, strong = _score_by_name(a, b, names, kin, nearness), False
    if barred:
        return PairScore(a.mention.id, b.mention.id, min(score, LINK - 0.1), (*reasons, barred), False, 1.0, barred)
    weight = _weight(a, b, score, strong, nearness, bool(shared))
    return PairScore(a.mention.id, b.mention.id, round(score, 4), reasons, strong, weight)


def _shared_keys(a: Subject, b: Subject) -> tuple[str, ...]:
    """Most trusted first. The site of the very page that lists both says nothing about them."""
    shared = a.keys & b.keys
    if not shared:
        return ()
    if a.mention.list_url and a.mention.list_url == b.mention.list_url:
        listing = a.mention.list_url.partition("://")[2].removeprefix("www.").lower()
        shared = frozenset(key for key in shared if not (key.startswith("site:") and listing.startswith(key[5:])))
    return tuple(sorted(shared, key=lambda key: (-TRUST[key.partition(":")[0]], key)))


def why_apart(a: Subject, b: Subject) -> str:
    """Slug of why only a person may join the two; empty where nothing forbids it."""
    if a.mention.list_url and a.mention.list_url == b.mention.list_url and not _shared_keys(a, b):
        return "list-siblings"
    if a.siren and b.siren and a.siren != b.siren:
        return "" if a.rna and a.rna == b.rna else "other-siren"
    if a.rna and b.rna and a.rna != b.rna:
        return "" if a.siren and a.siren == b.siren else "other-rna"
    return ""


def _score_with_key(
    a: Subject, b: Subject, shared: tuple[str, ...], names: float, kin: Kinship, nearness: Nearness
) -> tuple[float, bool]:
    trust = TRUST[shared[0].partition(":")[0]]
    fit = kin is not Kinship.OTHER
    either_empty = a.name.is_empty or b.name.is_empty
    apart = nearness is Nearness.APART
    if kin is Kinship.RELATED:
        return 0.5, False
    if names >= SAME_NAME or (names >= COMPATIBLE_NAME and fit and not apart):
        return trust, True
    bare = a.name.is_bare or b.name.is_bare
    both_bare = a.name.is_bare and b.name.is_bare and not either_empty
    if bare and fit and not apart and (not both_bare or kin is Kinship.SAME):
        return trust - 0.05, True
    if any(key.startswith("site:") for key in shared) and kin is Kinship.SAME and not apart:
        return LINK + 0.05, True
    return (0.55 if trust > TRUST["phone"] else 0.45) - (0.1 if apart else 0.0), False


def _score_by_name(a: Subject, b: Subject, names: float, kin: Kinship, nearness: Nearness) -> float:
    same_place = nearness is Nearness.SAME
    fit = kin in (Kinship.SAME, Kinship.CLOSE, Kinship.UNKNOWN)
    bonus = 0.03 if a.host_keys & b.host_keys else 0.0
    if nearness is Nearness.APART:
        return SUGGEST if names >= SAME_NAME and fit and not a.name.is_bare else names * 0.3
    if same_place and a.name.is_empty and b.name.is_empty and fold(a.mention.name) == fold(b.mention.name):
        return 0.82 if fit else SUGGEST
    if names >= SAME_NAME:
        if not fit:
            return 0.6 if same_place else SUGGEST
        if same_place:
            return 0.95
        if a.name.is_bare and b.name.is_bare:
            # "Coworking Lorient" twice: one thing only if nothing hints at two
            return 0.5 if _on_other_sites(a, b) else 0.78 + bonus
        return (0.85 if kin is Kinship.SAME else 0.8) + bonus
    if names >= LIKE_NAME:
        return (0.82 if same_place and fit else 0.6 if fit else 0.4) + bonus
    if names >= COMPATIBLE_NAME:
        return (0.62 if same_place and fit else names * 0.6) + bonus
    if a.name.is_bare != b.name.is_bare and same_place and fit and (a.name.stems & b.name.stems or kin is Kinship.SAME):
        return 0.6
    return names * 0.4


def _weight(a: Subject, b: Subject, score: float, strong: bool, nearness: Nearness, keyed: bool) -> float:
    if strong:
        return 2.0
    if score >= LINK:
        return 1.0
    if keyed or nearness is Nearness.APART:
        return 1.0
    if a.name.is_empty or b.name.is_empty or a.name.is_bare != b.name.is_bare:
        return 0.0
    return 0.5 if score >= SUGGEST and not _on_other_sites(a, b) else 1.0


def _on_other_sites(a: Subject, b: Subject) -> bool:
    return bool(a.mention.site and b.mention.site) and a.mention.site != b.mention.site


def _reasons(a: Subject, b: Subject, shared: tuple[str, ...], names: float, kin: Kinship, clue: str) -> tuple[str, ...]:
    said = [f"same {_in_words(key)}" for key in shared]
    if a.name.is_empty or b.name.is_empty:
        said.append("a name that says nothing beside the town")
    elif a.name.is_bare and b.name.is_bare:
        said.append(f"names agree {names:.2f}, though only words for a kind")
    else:
        said.append(f"names agree {names:.2f}")
    if clue:
        said.append(clue)
    if kin is Kinship.RELATED:
        said.append("a currency and who runs it are two things")
    elif kin is Kinship.OTHER:
        said.append(f"kinds differ: {a.mention.kind} and {b.mention.kind}")
    if not shared and a.host_keys & b.host_keys:
        said.append(f"both at {_in_words(min(a.host_keys & b.host_keys))}, shared by many")
    return tuple(said)


def _in_words(key: str) -> str:
    sort, _, value = key.partition(":")
    return {"siren": "SIREN", "rna": "RNA", "record": "directory record", "social": "account"}.get(
        sort, sort
    ) + f" {value}"
