"""Two things that belong together without being one: a branch, a district's group, a house and what it hosts."""

from enum import StrEnum

from sharitories_crawl.resolve.evidence import Evidence
from sharitories_crawl.resolve.kinship import CATCH_ALL, CURRENCY, HOUSES, Kinship
from sharitories_crawl.resolve.lexicon import BRANCH_WORDS
from sharitories_crawl.resolve.names import Name
from sharitories_crawl.resolve.subjects import Subject

_ISSUERS = CATCH_ALL | {"", CURRENCY, "financement-participatif"}


class Relation(StrEnum):
    NONE = ""
    CURRENCY = "currency-and-association"
    NETWORK = "network-and-member"
    BRANCH = "branch"
    DISTRICT = "district-group"
    HOST = "host-and-hosted"


def relate(evidence: Evidence) -> Relation:
    """How two things that are not one belong together; ask only of pairs that were not joined."""
    if evidence.either_empty:
        return Relation.NONE
    if evidence.kin is Kinship.RELATED:
        return Relation.CURRENCY if _issues(evidence) else Relation.NONE
    if evidence.one_is_network:
        return Relation.NETWORK if evidence.shared or evidence.kin is Kinship.SAME else Relation.NONE
    if evidence.kin is Kinship.SAME or (evidence.kin is Kinship.UNKNOWN and evidence.same_body):
        return _of_one_kind(evidence)
    return Relation.HOST if _hosts(evidence) else Relation.NONE


def _issues(evidence: Evidence) -> bool:
    """A currency and an association, with a key or a word of their own in common."""
    kinds = {evidence.a.mention.kind, evidence.b.mention.kind}
    in_common = set(evidence.a.name.own) & set(evidence.b.name.own)
    return kinds <= _ISSUERS and bool(evidence.shared or in_common)


def _of_one_kind(evidence: Evidence) -> Relation:
    a, b = evidence.a, evidence.b
    if (
        evidence.in_other_communes
        and not evidence.shared
        and not (evidence.either_bare or _named_apart(a.name, b.name))
    ):
        return Relation.NONE
    if evidence.in_other_communes and evidence.either_bare and not evidence.shared:
        return Relation.NONE
    if evidence.one_is_bare:
        return Relation.DISTRICT if a.name.kind_words & b.name.kind_words else Relation.NONE
    if evidence.both_bare:
        return Relation.DISTRICT if evidence.apart and evidence.shared else Relation.NONE
    one, other = set(a.name.own), set(b.name.own)
    if not (one <= other or other <= one):
        return Relation.NONE
    if _named_apart(a.name, b.name) or (evidence.apart and (evidence.shared or one == other)):
        return Relation.BRANCH
    return Relation.NONE


def _named_apart(a: Name, b: Name) -> bool:
    """`Recyclerie du Vexin – Gisors` and `Recyclerie du Vexin`; `MJC Gambetta` and its `antenne de Manchester`."""
    short, long = (a, b) if set(a.own) <= set(b.own) else (b, a)
    if not set(short.own) <= set(long.own):
        return False
    dashed = short.own != long.own and bool(long.front) and long.front <= set(short.own)
    return bool(BRANCH_WORDS & set(long.said)) or dashed


def _hosts(evidence: Evidence) -> bool:
    """A key in common; or one stands in the other; or both bear one name, and one of them is a house."""
    a, b = evidence.a, evidence.b
    if evidence.one_hosts and (evidence.shared or not evidence.apart):
        return True
    if evidence.apart:
        return False
    if _stands_in(a, b) or _stands_in(b, a) or _says_whose(a.name, b.name) or _says_whose(b.name, a.name):
        return True
    if evidence.kin is Kinship.UNKNOWN:
        return False
    one, other = set(a.name.own), set(b.name.own)
    of_one_name = bool(one and other) and (one <= other or other <= one)
    more_words = a.name.kind_words < b.name.kind_words or b.name.kind_words < a.name.kind_words
    if evidence.both_bare and evidence.same_place and more_words:
        return True
    a_house = bool(HOUSES & {a.mention.kind, b.mention.kind})
    return bool(evidence.shared) or (of_one_name and a_house and evidence.same_place)


def _stands_in(guest: Subject, host: Subject) -> bool:
    """`Hall de la MJC, cours Washington` is where the guest stands, and the host is the MJC."""
    building = guest.place.building
    return bool(building & host.name.stems) and (set(host.name.own) <= building or building <= host.name.stems)


def _says_whose(guest: Name, host: Name) -> bool:
    """`Fabriverain, le fablab d'Albi Sciences` says that it is Albi Sciences'."""
    return bool(host.own) and set(host.own) <= set(guest.own) and bool(guest.front) and not guest.front & set(host.own)
