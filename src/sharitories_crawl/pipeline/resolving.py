"""The mentions of each town joined into initiatives, with yesterday's ids kept and what people said of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sharitories_crawl.geo.points import with_points
from sharitories_crawl.models import Mention, Resolution, Town
from sharitories_crawl.models.reviewing import EDITABLE, Ruling
from sharitories_crawl.pipeline.page_reading import GONE
from sharitories_crawl.pipeline.tools import Clock, Store
from sharitories_crawl.resolve.initiatives import resolve
from sharitories_crawl.resolve.joining import is_own_site
from sharitories_crawl.resolve.review_log import ReviewLog
from sharitories_crawl.resolve.rulings import Case, Circumstances, rule
from sharitories_crawl.store.candidates import Candidates
from sharitories_crawl.store.geocodes import Geocodes
from sharitories_crawl.store.review_rows import Standing, followed
from sharitories_crawl.store.reviews import Reviews

TRIES = 3
"""So often a town is computed anew because somebody reviewed it meanwhile; then nobody may until it is written."""


class Places(Protocol):
    """Where the town of a code is found."""

    def find(self, text: str, /) -> Town:
        """Raises UnknownTown."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A town computed from what the database held; nothing is written yet."""

    resolution: Resolution
    rulings: Mapping[str, Ruling]
    without_evidence: Mapping[str, Mapping[str, str]]
    """What people decided on and no mention speaks for any more: id -> its fields without edits."""
    before: frozenset[str]
    """Ids that the town's mentions had."""
    latest_review: int


def resolve_towns(store: Store, towns: Places, codes: Iterable[str], run_id: int, clock: Clock) -> int:
    """Resolve the given towns anew; gives how many initiatives are new."""
    return sum(resolve_town(store.candidates, towns.find(code), run_id, clock()) for code in codes)


def resolve_town(candidates: Candidates, town: Town, run_id: int, now: datetime) -> int:
    """Resolve one town, computed while others may write; gives how many initiatives are new."""
    reviews = Reviews(candidates.db)
    if not reviews.is_writing():
        for _ in range(TRIES):
            resolved = compute(candidates, town)
            with reviews.alone():
                if reviews.latest(town.code) == resolved.latest_review:
                    return _put(candidates, town, resolved, run_id, now)
    with reviews.alone():
        return _put(candidates, town, compute(candidates, town), run_id, now)


def compute(candidates: Candidates, town: Town) -> Resolved:
    """What the town's mentions come to under the reviews in force."""
    reviews = Reviews(candidates.db)
    latest = reviews.latest(town.code)
    log = ReviewLog(tuple(reviews.of_town(town.code)))
    mentions = with_points(candidates.kept_mentions(town.code), Geocodes(candidates.db).of_town(town.code), town)
    stored = candidates.memberships(town.code)
    memberships = {mention.id: stored[mention.id] for mention in mentions if mention.id in stored}
    redirects = reviews.redirects(town.code)
    # a verdict that lives on elsewhere comes back to whom it was given when its evidence goes there, too
    ids = {*reviews.decided(town.code), *log.by_id(redirects)}
    decided = {standing.id: standing for standing in reviews.standings(ids)}
    accepted = {id for id, standing in decided.items() if standing.seen.status == "IN"}
    resolution = resolve(
        mentions,
        town,
        with_memory(memberships, mentions, log, redirects, decided),
        must_link=log.must_link,
        cannot_link=log.cannot_link,
        judged=log.judged,
        settled=(accepted, decided.keys()),
        remembered=log.remembered,
        taken=redirects.keys() | decided.keys(),
    )
    given = {initiative.id for initiative in resolution.initiatives}
    merged = {id: into for id, into in redirects.items() if id not in given} | dict(resolution.redirects)
    cases = [
        Case(one.id, one.members, {name: str(getattr(one, name)) for name in EDITABLE})
        for one in resolution.initiatives
    ]
    alone_now = {id: each.as_crawled for id, each in decided.items() if id not in given and id not in merged}
    cases += [Case(id, (), as_crawled) for id, as_crawled in alone_now.items()]
    circumstances = Circumstances(
        initiative_of={member: one.id for one in resolution.initiatives for member in one.members},
        current=followed(merged),
        gone_pages=gone_pages(reviews, log),
        gone_mentions=reviews.gone_mentions(town.code),
    )
    rulings = rule(cases, log, circumstances, town)
    return Resolved(resolution, rulings, alone_now, frozenset(stored.values()), latest)


def with_memory(
    memberships: Mapping[str, str],
    mentions: Iterable[Mention],
    log: ReviewLog,
    redirects: Mapping[str, str],
    decided: Mapping[str, Standing],
) -> dict[str, str]:
    """Mention -> initiative: as resolved last, and for what came back or follows it, where people last saw it.

    An own site that calls itself otherwise gives a mention of another id: it follows the ones that were read there.
    """
    previous = dict(memberships)
    living = set(memberships.values())
    forsaken = {
        str(page): id
        for review in log.in_force
        for id in [redirects.get(review.initiative_id, review.initiative_id)]
        if id in decided and id not in living and not any(m in memberships for m in review.side_a)
        for page in _pages(review.seen)
    }
    for mention in mentions:
        if mention.id in previous:
            continue
        latest = next(iter(log.remembered.get(mention.id, ())), "")
        if latest and latest not in living and latest not in redirects:
            previous[mention.id] = latest
        elif not latest and is_own_site(mention) and mention.url in forsaken:
            previous[mention.id] = forsaken[mention.url]
    return previous


def gone_pages(reviews: Reviews, log: ReviewLog) -> dict[str, str]:
    """Pages of own sites that reviewers saw and that are gone -> since when."""
    pages = {str(page) for review in log.in_force for page in _pages(review.seen)}
    return reviews.gone_pages(sorted(pages), sorted(GONE))


def _pages(seen: Mapping[str, object]) -> list[object]:
    pages = seen.get("pages")
    return pages if isinstance(pages, list) else []


def _put(candidates: Candidates, town: Town, resolved: Resolved, run_id: int, now: datetime) -> int:
    candidates.put_resolution(run_id, town.code, resolved.resolution, now, resolved.rulings)
    left = {id: resolved.rulings[id] for id in resolved.without_evidence}
    Reviews(candidates.db).put_rulings(left, resolved.without_evidence)
    return len({initiative.id for initiative in resolved.resolution.initiatives} - resolved.before)
