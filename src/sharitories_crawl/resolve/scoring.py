"""From what two mentions have in common to a score between 0 and 1, and how much it counts in an average."""

from sharitories_crawl.geo.names import fold
from sharitories_crawl.resolve.agreement import COMPATIBLE_NAME, HALF_NAME, LIKE_NAME, SAME_NAME
from sharitories_crawl.resolve.evidence import Evidence
from sharitories_crawl.resolve.keys import TRUST
from sharitories_crawl.resolve.kinship import Kinship
from sharitories_crawl.resolve.places import SAME_DOOR, Nearness

LINK = 0.75
"""From this average on, mentions are joined without asking.

On 542 labelled dev pairs precision is at least 0.98 for every threshold from 0.62 on, and 0.987 (0.96-1.00) at this
one. It stands in the middle of that step: `python -m benchmarks.pair_threshold`, printed in docs/entities.md.
"""
SUGGEST = 0.45
"""From here to LINK a person is asked. Of the same dev pairs 6 of 56 in this grey zone are one thing. Chosen."""

_OF_A_NETWORK = frozenset({"site", "page", "social"})
"""Keys that all branches of a network may show alike; a telephone or mailbox goes with a move."""
_REGISTERS = frozenset({"siren", "rna"})


def score_with_key(evidence: Evidence) -> tuple[float, bool]:
    """The score, and whether the key decides: names compatible and nothing against it."""
    sorts = [key.partition(":")[0] for key in evidence.shared]
    trust = TRUST[sorts[0]]
    names, apart = evidence.names, evidence.apart
    same_kind = evidence.kin is Kinship.SAME
    if evidence.kin is Kinship.RELATED or evidence.one_is_network or evidence.one_hosts:
        return 0.5, False
    if names >= SAME_NAME and (evidence.fit or evidence.same_words):
        return (0.6, False) if apart and _OF_A_NETWORK.issuperset(sorts) else (trust, True)
    if evidence.nearness is Nearness.NEIGHBOURS and not evidence.either_bare and not _REGISTERS & set(sorts):
        return 0.6, False
    if evidence.fit and not apart:
        if names >= COMPATIBLE_NAME:
            return trust, True
        if evidence.either_bare and (not evidence.both_bare or same_kind):
            return trust - 0.05, True
        if evidence.same_body and evidence.same_place:
            return trust - 0.05, True
        if names >= HALF_NAME and evidence.clue == SAME_DOOR:
            return LINK + 0.05, True
        if same_kind and (_REGISTERS | {"site"}) & set(sorts):
            return LINK + 0.05, True
    return (0.55 if trust > TRUST["phone"] else 0.45) - (0.1 if apart else 0.0), False


def score_by_name(evidence: Evidence) -> float:
    """Without a key in common: the names, and what kinds and places say to them."""
    names, fit, same_place = evidence.names, evidence.fit, evidence.same_place
    bonus = 0.03 if evidence.host_keys else 0.0
    if evidence.one_is_network or evidence.one_hosts:
        return min(names * 0.6, 0.6)
    if evidence.apart:
        return SUGGEST if names >= SAME_NAME and fit and not evidence.a.name.is_bare else names * 0.3
    if same_place and fit and (score := _at_one_address(evidence)):
        return score
    if names >= SAME_NAME:
        if not fit:
            return 0.6 if same_place else SUGGEST
        if same_place:
            return 0.95
        if evidence.both_bare:
            # "Coworking Lorient" twice: one thing only if nothing hints at two
            return 0.5 if evidence.on_other_sites else 0.78 + bonus
        return (0.85 if evidence.kin is Kinship.SAME else 0.8) + bonus
    if names >= LIKE_NAME and evidence.kin is Kinship.SAME and not evidence.on_other_sites and evidence.misspelt:
        return 0.85
    kinds_agree = evidence.kin in (Kinship.SAME, Kinship.UNKNOWN)
    if names >= LIKE_NAME:
        return (0.82 if same_place and kinds_agree else 0.6 if fit else 0.4) + bonus
    if names >= COMPATIBLE_NAME:
        if evidence.clue == SAME_DOOR and kinds_agree and not evidence.on_other_sites:
            # a street address with its number counts as a strong key
            return 0.8
        return (0.62 if same_place and fit else names * 0.6) + bonus
    return names * 0.4


def _at_one_address(evidence: Evidence) -> float:
    """What an address adds where the names alone say too little; 0 where it adds nothing."""
    a, b = evidence.a, evidence.b
    if a.name.is_empty and b.name.is_empty:
        return 0.82 if fold(a.mention.name) == fold(b.mention.name) else 0.0
    alike = COMPATIBLE_NAME if evidence.clue == SAME_DOOR else LIKE_NAME
    one_at_a_door = evidence.one_at_a_door and evidence.clue == SAME_DOOR
    if one_at_a_door or (evidence.same_body and (evidence.either_bare or evidence.names >= alike)):
        # "Relais Grand Lac – France services" and "France services": one counter at one address
        return 0.82 if evidence.names < SAME_NAME else 0.95
    if {a.name.core, b.name.core} == {"", "mairie"}:
        # in a list of bodies, the town's name alone is the town hall
        return 0.8
    if evidence.one_is_bare and not evidence.either_empty:
        if evidence.kin is Kinship.SAME:
            return 0.8 if evidence.clue == SAME_DOOR else 0.6
        return 0.6 if a.name.stems & b.name.stems else 0.0
    return 0.0


def weight_of(evidence: Evidence, score: float, strong: bool) -> float:
    """2 for a strong key, 1 as a rule, less where the pair says little, 0 where it is evidence neither way."""
    if strong:
        return 2.0
    if score >= LINK or evidence.shared or evidence.apart:
        return 1.0
    if evidence.either_empty or evidence.one_is_bare:
        return 0.0
    if evidence.same_place and evidence.kin is Kinship.SAME:
        # renamed, perhaps: other names for one kind of thing at one address
        return 0.1
    return 0.5 if score >= SUGGEST and not evidence.on_other_sites else 1.0
