"""The mentions of one town joined into initiatives, each with its lasting id, its fields and why they were joined."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from sharitories_crawl.models import Initiative, Mention, Pair, Resolution, Town
from sharitories_crawl.resolve import joining
from sharitories_crawl.resolve.cluster import cluster
from sharitories_crawl.resolve.constraints import MentionPair
from sharitories_crawl.resolve.identity import assign_ids
from sharitories_crawl.resolve.keys import rna_of, siren_of
from sharitories_crawl.resolve.pairs import PairScore

MOST_REASONS = 12


def resolve(
    mentions: Sequence[Mention],
    town: Town,
    previous: Mapping[str, str],
    *,
    must_link: Iterable[MentionPair] = (),
    cannot_link: Iterable[MentionPair] = (),
    judged: Mapping[str, str] = MappingProxyType({}),
    settled: Sequence[Collection[str]] = (),
    remembered: Mapping[str, Sequence[str]] = MappingProxyType({}),
    taken: Collection[str] = (),
) -> Resolution:
    """Mentions that were kept (`dropped` empty), all of one town; `previous` says which initiative each belonged to.

    `judged` gives the verdict on each mention that has one: IN and OUT are joined by persons only. `settled`,
    `remembered` and `taken` say which ids last: see `assign_ids`. Raises ValueError for a dropped mention or one of
    another town.
    """
    for mention in mentions:
        if mention.dropped:
            raise ValueError(f"mention {mention.id} was dropped ({mention.dropped}); resolve takes kept mentions only")
        if mention.town_code != town.code:
            raise ValueError(f"mention {mention.id} is of town {mention.town_code}, not of {town.code}")
    by_id = {mention.id: mention for mention in mentions}
    clustering = cluster(list(by_id.values()), town, must_link=must_link, cannot_link=cannot_link, judged=judged)
    identities = assign_ids(clustering.groups, town.code, previous, settled=settled, remembered=remembered, taken=taken)
    group_of = {mention: at for at, group in enumerate(clustering.groups) for mention in group}
    links: defaultdict[int, list[PairScore]] = defaultdict(list)
    for link in clustering.links:
        links[group_of[link.a]].append(link)
    initiatives = [
        join_mentions(id, [by_id[member] for member in group], town, links[at])
        for at, (id, group) in enumerate(zip(identities.ids, clustering.groups, strict=True))
    ]
    return Resolution(
        initiatives=tuple(sorted(initiatives, key=lambda initiative: initiative.id)),
        redirects=identities.redirects,
        suggestions=tuple(Pair(pair.a, pair.b, pair.score, pair.reasons) for pair in clustering.suggestions),
        contradictions=tuple(contradiction.chain for contradiction in clustering.contradictions),
        related=tuple(
            Pair(pair.a, pair.b, pair.score, (str(pair.relation), *pair.reasons)) for pair in clustering.related
        ),
    )


def join_mentions(id: str, mentions: Sequence[Mention], town: Town, links: Iterable[PairScore] = ()) -> Initiative:
    """The fields of one initiative, each from the mentions that tell it best; `links` say why they belong together."""
    kind = joining.vote(mentions, lambda mention: mention.kind)
    of_kind = [mention for mention in mentions if mention.kind == kind]
    address = joining.best_address(mentions)
    latitude, longitude = joining.best_point(mentions, address)
    return Initiative(
        id=id,
        town_code=town.code,
        name=joining.best_name(mentions, town),
        kind=kind,
        practice=joining.vote(of_kind, lambda mention: mention.practice),
        actor=joining.vote(mentions, lambda mention: mention.actor),
        url=joining.best_url(mentions),
        street=address.street if address else "",
        postal_code=address.postal_code if address else "",
        city=address.city if address else "",
        latitude=latitude,
        longitude=longitude,
        email=joining.vote(mentions, lambda mention: mention.email),
        phone=joining.vote(mentions, lambda mention: mention.phone),
        siren=joining.vote(mentions, siren_of),
        rna=joining.vote(mentions, rna_of),
        score=joining.score(mentions),
        sources=tuple(sorted({mention.source for mention in mentions})),
        members=tuple(sorted(mention.id for mention in mentions)),
        reasons=_why(links),
    )


def _why(links: Iterable[PairScore]) -> tuple[str, ...]:
    """The surest first; beyond MOST_REASONS only their number is said."""
    ordered = sorted(links, key=lambda link: (-link.score, link.a, link.b))
    sentences = list(dict.fromkeys(", ".join(link.reasons) for link in ordered))
    if len(sentences) > MOST_REASONS:
        more = len(sentences) - MOST_REASONS
        return (*sentences[:MOST_REASONS], f"and {more} more reasons of the same sorts")
    return tuple(sentences)
