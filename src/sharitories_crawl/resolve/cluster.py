"""Joins the mentions of one town into groups by average link, under what people said; never by connected components.

A directory or a federation links many things, so a chain of likely pairs proves nothing: two groups join only where
the average over all their pairs says so. Copies of a mention (same name, kind, keys, address) are one vote.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from sharitories_crawl.models import Mention, Town
from sharitories_crawl.resolve.agglomeration import Agglomeration
from sharitories_crawl.resolve.blocking import candidate_pairs, kindred_pairs
from sharitories_crawl.resolve.constraints import Constraints, Contradiction, MentionPair, lift
from sharitories_crawl.resolve.pairs import LINK, SUGGEST, PairScore, Subject, read_subjects, score_pair


@dataclass(frozen=True, slots=True)
class Clustering:
    """`groups` cover every mention once; ids sorted in each group, groups sorted by their first id."""

    groups: tuple[tuple[str, ...], ...]
    suggestions: tuple[PairScore, ...]
    """Pairs to ask a person about, the likeliest first: at most one for two groups."""
    related: tuple[PairScore, ...]
    """Pairs of two things that belong together, the surest first: at most one for two groups."""
    contradictions: tuple[Contradiction, ...]
    links: tuple[PairScore, ...]
    """What joined each group: one fewer than its mentions."""


@dataclass(frozen=True, slots=True)
class _Votes:
    """Subjects without copies, and the links from each copy to the subject that speaks for it."""

    subjects: tuple[Subject, ...]
    copies: dict[str, tuple[str, ...]]
    links: tuple[PairScore, ...]


def cluster(
    mentions: Sequence[Mention],
    town: Town,
    *,
    must_link: Iterable[MentionPair] = (),
    cannot_link: Iterable[MentionPair] = (),
    judged: Mapping[str, str] = MappingProxyType({}),
) -> Clustering:
    """The same for any order of the mentions. Must-links and cannot-links are pairs of mention ids.

    Must-links are closed first, then cannot-links lifted to what they closed, then groups join by score, but never one
    that holds a mention `judged` IN with one that holds a mention judged OUT. Where must-links and cannot-links
    contradict each other the must-links hold and the contradiction is reported.
    """
    constraints = lift(must_link, cannot_link)
    votes = _without_copies(read_subjects(mentions, town), frozenset(constraints.group_of), judged)
    compared = candidate_pairs(votes.subjects)
    scores = [score_pair(votes.subjects[a], votes.subjects[b]) for a, b in compared]
    kindred = sorted(set(kindred_pairs(votes.subjects)).difference(compared))
    related = [*scores, *(score_pair(votes.subjects[a], votes.subjects[b]) for a, b in kindred)]
    starts, must_links = _starts(votes.subjects, constraints)
    joined = Agglomeration(votes.subjects, starts, _forbidden(starts, constraints), scores, judged)
    joined.run(LINK)
    groups = []
    for members in joined.groups():
        ids = [votes.subjects[index].mention.id for index in members]
        groups.append(tuple(sorted(copy for id in ids for copy in votes.copies[id])))
    return Clustering(
        groups=tuple(sorted(groups)),
        suggestions=_between_groups((score for score in scores if score.score >= SUGGEST), joined),
        related=_between_groups((score for score in related if score.relation), joined, apart_too=True),
        contradictions=constraints.contradictions,
        links=(*votes.links, *must_links, *joined.links),
    )


def _without_copies(subjects: Sequence[Subject], named: frozenset[str], judged: Mapping[str, str]) -> _Votes:
    """A mention that a person joined or kept apart always speaks for itself; copies have the same verdict, or none."""
    speakers: dict[object, int] = {}
    kept: list[Subject] = []
    copies: defaultdict[str, list[str]] = defaultdict(list)
    links: list[PairScore] = []
    for subject in subjects:
        mention = subject.mention
        telling_keys = frozenset(key for key in subject.keys if not key.startswith(("page:", "record:")))
        verdict = judged.get(mention.id)
        looks = (subject.name, mention.kind, telling_keys, subject.host_keys, subject.place, mention.site, verdict)
        at = speakers.get(looks) if mention.id not in named else None
        if at is not None:
            score = score_pair(kept[at], subject)
            if score.score >= LINK and not score.barred:
                kept[at] = replace(kept[at], keys=kept[at].keys | subject.keys)
                copies[kept[at].mention.id].append(mention.id)
                links.append(score)
                continue
        elif mention.id not in named:
            speakers[looks] = len(kept)
        kept.append(subject)
        copies[mention.id].append(mention.id)
    return _Votes(tuple(kept), {id: tuple(ids) for id, ids in copies.items()}, tuple(links))


def _starts(subjects: Sequence[Subject], constraints: Constraints) -> tuple[dict[str, list[int]], list[PairScore]]:
    """Must-link groups and single subjects, by the id of the group."""
    starts: defaultdict[str, list[int]] = defaultdict(list)
    for index, subject in enumerate(subjects):
        starts[constraints.group_of.get(subject.mention.id, subject.mention.id)].append(index)
    links = [
        PairScore(subjects[members[0]].mention.id, subjects[other].mention.id, 1.0, ("a person joined them",), True)
        for members in starts.values()
        for other in members[1:]
    ]
    return dict(starts), links


def _forbidden(starts: dict[str, list[int]], constraints: Constraints) -> list[tuple[str, str]]:
    return [(a, b) for a in starts for b in sorted(constraints.apart.get(a, ())) if a < b and b in starts]


def _between_groups(
    scores: Iterable[PairScore], joined: Agglomeration, *, apart_too: bool = False
) -> tuple[PairScore, ...]:
    """The best pair between each two groups; those that a person keeps apart only where `apart_too`."""
    best: dict[tuple[int, int], PairScore] = {}
    for score in scores:
        between = joined.between(score, apart_too=apart_too)
        if between is None:
            continue
        if between not in best or _rank(score) < _rank(best[between]):
            best[between] = score
    return tuple(sorted(best.values(), key=_rank))


def _rank(score: PairScore) -> tuple[float, str, str]:
    return (-score.score, score.a, score.b)
