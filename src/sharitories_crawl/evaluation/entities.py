"""How well records are joined into entities: the resolver's answers, and a plain rule's, against labelled pairs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz

from sharitories_crawl.evaluation.labelled_pairs import LabelledPair, load_pairs, mentions_of
from sharitories_crawl.evaluation.pair_scores import b_cubed, detection_as_dict
from sharitories_crawl.evaluation.places_table import PlacesTable, load_place_pairs
from sharitories_crawl.evaluation.scores import Detection, detection
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Mention, Town
from sharitories_crawl.resolve.cluster import cluster
from sharitories_crawl.resolve.constraints import lift
from sharitories_crawl.resolve.pairs import LINK, read_subjects, score_pair

RULE_NAME = 90
RULE_ADDRESS = 80


@dataclass(frozen=True, slots=True)
class Outcome:
    """One labelled pair and what was said of it."""

    pair: LabelledPair
    joined: bool
    """Both records ended in one entity."""
    asked: bool
    """They did not, and the pair (or one that stands for it) is put before a person."""
    related: bool
    """They are two things that belong together: a branch, a district's group, a currency and its association."""
    score: float
    """Of the pair alone, before others of the town had their say."""
    reasons: tuple[str, ...]
    rule: bool
    """What the plain rule says."""


@dataclass(frozen=True, slots=True)
class EntityScores:
    """The resolver on one set of labelled pairs, beside the plain rule."""

    entities: Detection
    """In one entity after the whole town was resolved."""
    pairs: Detection
    """By the score of the pair alone, at the automatic threshold."""
    related: Detection
    rule: Detection
    b_cubed: tuple[float, float, float] | None
    """Precision, recall and F1 over records whose entity the labels settle; None where too few pairs say."""
    asked: int
    """Pairs left to a person; `asked_same` of them are the same."""
    asked_same: int
    outcomes: tuple[Outcome, ...]

    def as_dict(self) -> dict[str, object]:
        return {
            "labelled": len(self.outcomes),
            "entities": detection_as_dict(self.entities),
            "pairs_alone": detection_as_dict(self.pairs),
            "related": detection_as_dict(self.related),
            "rule": detection_as_dict(self.rule),
            "b_cubed": None
            if self.b_cubed is None
            else dict(zip(("precision", "recall", "f1"), (round(part, 4) for part in self.b_cubed), strict=True)),
            "asked": self.asked,
            "asked_same": self.asked_same,
        }


def evaluate_jsonl(path: Path, towns: Mapping[str, Town]) -> EntityScores:
    """The pairs of one file of JSON lines; their records are all there is in each town. Raises BadInput."""
    pairs = load_pairs(path, towns)
    return evaluate_pairs(pairs, mentions_of(pairs), towns)


def evaluate_places(table: PlacesTable, labels: Path, split: str) -> EntityScores:
    """The labelled pairs of the table's rows in one split; whole communes are resolved. Raises BadInput."""
    return evaluate_pairs(load_place_pairs(labels, table, split), table.mentions, table.towns)


def evaluate_pairs(
    pairs: Sequence[LabelledPair], mentions: Iterable[Mention], towns: Mapping[str, Town]
) -> EntityScores:
    """Resolves the mentions town by town, then looks where the two of each labelled pair ended.

    `mentions` are all records of the towns concerned, the labelled ones among them; `towns` has each town by its code.
    """
    by_town: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_town[mention.town_code].append(mention)
    wanted: defaultdict[str, list[LabelledPair]] = defaultdict(list)
    for pair in pairs:
        wanted[pair.a.town_code].append(pair)
    outcomes: list[Outcome] = []
    groups: list[tuple[str, ...]] = []
    for code in sorted(wanted):
        found = _resolve(by_town[code], wanted[code], towns[code])
        outcomes.extend(found[0])
        groups.extend(found[1])
    known = _known_entities(pairs)
    return EntityScores(
        entities=detection((outcome.pair.same, outcome.joined) for outcome in outcomes),
        pairs=detection((outcome.pair.same, outcome.score >= LINK) for outcome in outcomes),
        related=detection((outcome.pair.related, outcome.related) for outcome in outcomes),
        rule=detection((outcome.pair.same, outcome.rule) for outcome in outcomes),
        b_cubed=b_cubed(groups, known) if known else None,
        asked=sum(outcome.asked for outcome in outcomes),
        asked_same=sum(outcome.asked and outcome.pair.same for outcome in outcomes),
        outcomes=tuple(outcomes),
    )


def _resolve(
    mentions: Sequence[Mention], pairs: Sequence[LabelledPair], town: Town
) -> tuple[list[Outcome], tuple[tuple[str, ...], ...]]:
    clustering = cluster(mentions, town)
    group_of = {member: number for number, group in enumerate(clustering.groups) for member in group}
    asked = {frozenset((group_of[pair.a], group_of[pair.b])) for pair in clustering.suggestions}
    related = {frozenset((group_of[pair.a], group_of[pair.b])) for pair in clustering.related}
    subjects = {subject.mention.id: subject for subject in read_subjects(mentions, town)}
    outcomes = []
    for pair in pairs:
        a, b = group_of.get(pair.a.id, -1), group_of.get(pair.b.id, -2)
        alone = score_pair(subjects[pair.a.id], subjects[pair.b.id]) if a >= 0 and b >= 0 else None
        outcomes.append(
            Outcome(
                pair=pair,
                joined=a == b,
                asked=frozenset((a, b)) in asked,
                related=frozenset((a, b)) in related,
                score=alone.score if alone else 0.0,
                reasons=alone.reasons if alone else (),
                rule=rule_says_same(pair.a, pair.b),
            )
        )
    return outcomes, clustering.groups


def rule_says_same(a: Mention, b: Mention) -> bool:
    """The plain rule to be better than: in one commune, names alike in any order, addresses alike or missing."""
    if a.town_code != b.town_code or fuzz.token_set_ratio(fold(a.name), fold(b.name)) < RULE_NAME:
        return False
    streets = fold(a.street), fold(b.street)
    return not all(streets) or fuzz.token_set_ratio(*streets) >= RULE_ADDRESS


def _known_entities(pairs: Sequence[LabelledPair]) -> dict[str, str]:
    """The entity of each record, where the labels leave no pair of records of its cluster-to-be open.

    Labels say same or not of some pairs only. Records of a town count where every two of those that labels connect,
    by whatever answer, are settled: directly, or by what follows from the sames and nots.
    """
    settled = lift(
        ((pair.a.id, pair.b.id) for pair in pairs if pair.same),
        ((pair.a.id, pair.b.id) for pair in pairs if not pair.same),
    )
    seen_with = lift(((pair.a.id, pair.b.id) for pair in pairs), ())
    neighbourhoods: defaultdict[str, list[str]] = defaultdict(list)
    for member, first in seen_with.group_of.items():
        neighbourhoods[first].append(member)
    known: dict[str, str] = {}
    for members in neighbourhoods.values():
        entities = sorted({settled.group_of[member] for member in members})
        if all(b in settled.apart.get(a, ()) for a, b in combinations(entities, 2)):
            known.update((member, settled.group_of[member]) for member in members)
    return known
