"""How surely two mentions of one town speak of the same initiative, and why."""

from dataclasses import dataclass

from sharitories_crawl.resolve.evidence import Evidence, read_evidence
from sharitories_crawl.resolve.kinship import Kinship
from sharitories_crawl.resolve.relations import Relation, relate
from sharitories_crawl.resolve.scoring import LINK, SUGGEST, score_by_name, score_with_key, weight_of
from sharitories_crawl.resolve.subjects import Subject, read_subjects, why_apart

__all__ = ["LINK", "SUGGEST", "PairScore", "Subject", "read_subjects", "score_pair", "why_apart"]


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
    relation: Relation = Relation.NONE
    """If they are two: how they belong together."""
    barred: str = ""
    """Slug of why only a person may join the two: list-siblings, other-bodies, other-siren, other-rna."""


def score_pair(one: Subject, other: Subject) -> PairScore:
    """Symmetric: the order of the two does not matter."""
    a, b = (one, other) if one.mention.id <= other.mention.id else (other, one)
    evidence = read_evidence(a, b)
    if evidence.shared:
        score, strong = score_with_key(evidence)
    else:
        score, strong = score_by_name(evidence), False
    reasons = _reasons(evidence)
    relation = relate(evidence)
    if barred := why_apart(a, b):
        score, strong, reasons = min(score, LINK - 0.1), False, (*reasons, barred)
    weight = 1.0 if barred else weight_of(evidence, score, strong)
    return PairScore(a.mention.id, b.mention.id, round(score, 4), reasons, strong, weight, relation, barred)


def _reasons(evidence: Evidence) -> tuple[str, ...]:
    a, b = evidence.a, evidence.b
    said = [f"same {_in_words(key)}" for key in evidence.shared]
    if a.name.is_empty or b.name.is_empty:
        said.append("a name that says nothing beside the town")
    elif evidence.both_bare:
        said.append(f"names agree {evidence.names:.2f}, though only words for a kind")
    else:
        said.append(f"names agree {evidence.names:.2f}")
    if evidence.clue:
        said.append(evidence.clue)
    if evidence.kin is Kinship.RELATED:
        said.append("a currency and who runs it are two things")
    elif evidence.kin is Kinship.OTHER:
        said.append(f"kinds differ: {a.mention.kind} and {b.mention.kind}")
    if evidence.one_is_network:
        said.append("a network and one of its members are two things")
    if not evidence.shared and evidence.host_keys:
        said.append(f"both at {_in_words(min(evidence.host_keys))}, shared by many")
    return tuple(said)


def _in_words(key: str) -> str:
    sort, _, value = key.partition(":")
    return {"siren": "SIREN", "rna": "RNA", "record": "directory record", "social": "account"}.get(
        sort, sort
    ) + f" {value}"
