"""A mention read for comparing, among all of its town: its name taken apart, its keys, its place."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sharitories_crawl.models import Mention, Town
from sharitories_crawl.resolve.agreement import bodies_differ
from sharitories_crawl.resolve.keys import TRUST, origin_keys, rna_of, siren_of, strong_keys, widely_held
from sharitories_crawl.resolve.names import Name, read_name
from sharitories_crawl.resolve.places import Place, read_place


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


def shared_keys(a: Subject, b: Subject) -> tuple[str, ...]:
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
    if a.mention.list_url and a.mention.list_url == b.mention.list_url and not shared_keys(a, b):
        return "list-siblings"
    if bodies_differ(a.name, b.name):
        return "other-bodies"
    if a.siren and b.siren and a.siren != b.siren:
        return "" if a.rna and a.rna == b.rna else "other-siren"
    if a.rna and b.rna and a.rna != b.rna:
        return "" if a.siren and a.siren == b.siren else "other-rna"
    return ""
