"""What the reviews in force come to for each initiative of a town: its status, its edited fields, what has changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Town
from sharitories_crawl.models.reviewing import CHANGES, Review, Ruling, Status
from sharitories_crawl.resolve.agreement import LIKE_NAME, agreement
from sharitories_crawl.resolve.names import read_name
from sharitories_crawl.resolve.review_log import ReviewLog


@dataclass(frozen=True, slots=True)
class Case:
    """An initiative as the crawl sees it; without members where all its evidence is gone."""

    id: str
    members: tuple[str, ...]
    crawled: Mapping[str, str]
    """The fields that may be edited."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What has to be known of a town besides."""

    initiative_of: Mapping[str, str]
    """Mention -> the initiative that it belongs to now."""
    current: Mapping[str, str]
    """Id that went into another -> the one that has it now."""
    gone_pages: Mapping[str, str]
    """Page of an initiative's own site -> since when it is gone."""
    gone_mentions: Mapping[str, str]
    """Mention of one's own list -> since when that does not hold it any more."""


def rule(cases: Iterable[Case], log: ReviewLog, now: Circumstances, town: Town) -> dict[str, Ruling]:
    """Id -> ruling. A verdict and an edit hold for the mentions that they were given on.

    Where none of those is left anywhere, they hold for whatever else the initiative has, and for one without evidence.
    """
    by_id = {
        id: [review for review in reviews if not any(m in now.initiative_of for m in log.carried_by(review))]
        for id, reviews in log.by_id(now.current).items()
    }
    return {case.id: _rule(case, by_id.get(case.id, []), log, now, town) for case in cases}


def _rule(case: Case, orphans: list[Review], log: ReviewLog, now: Circumstances, town: Town) -> Ruling:
    verdicts = {log.verdicts[member].id: log.verdicts[member] for member in case.members if member in log.verdicts}
    is_orphan = not verdicts
    if is_orphan:
        verdicts = {review.id: review for review in orphans if review.action == "verdict"}
        verdicts = {latest: verdicts[latest] for latest in [max(verdicts, default=0)] if latest}
    edits = _edits(case, orphans, log)
    if not verdicts and not edits:
        return Ruling()
    given = {review.status for review in verdicts.values()}
    status = next((verdict for verdict in (Status.IN, Status.OUT, Status.UNDECIDED) if verdict in given), None)
    changed = _changed(case, verdicts, log, now, town, is_orphan=is_orphan) if verdicts else frozenset()
    return Ruling(
        status=str(status or Status.DISCOVERED),
        reviewed=max([*verdicts, *(review.id for review in edits.values())]),
        changed=tuple(slug for slug in CHANGES if slug in changed),
        edited={name: review.value for name, review in sorted(edits.items())},
    )


def _edits(case: Case, orphans: list[Review], log: ReviewLog) -> dict[str, Review]:
    edits = {review.field: review for review in orphans if review.action == "edit"}
    latest: dict[str, Review] = {}
    for member in case.members:
        for name, review in log.edits.get(member, {}).items():
            if name not in latest or latest[name].id < review.id:
                latest[name] = review
    return edits | latest


def _changed(
    case: Case, verdicts: Mapping[int, Review], log: ReviewLog, now: Circumstances, town: Town, *, is_orphan: bool
) -> frozenset[str]:
    given = {review.status for review in verdicts.values()}
    latest = verdicts[max(verdicts)]
    found = {
        "in-with-out": {Status.IN, Status.OUT} <= given,
        "merged": _merged(case, verdicts, log),
        "split": any(
            now.initiative_of.get(mention, case.id) != case.id and log.verdicts[mention] is latest
            for mention in latest.side_a
        ),
        "renamed": bool(case.members) and _renamed(_seen(latest, "name"), case.crawled["name"], town),
        "moved": _moved(latest, case),
        "site-gone": _site_gone(latest, now),
        "evidence-gone": is_orphan or _taken_from_lists(case, latest, now),
    }
    return frozenset(slug for slug, is_so in found.items() if is_so)


def _merged(case: Case, verdicts: Mapping[int, Review], log: ReviewLog) -> bool:
    """What people decided on apart became one, and no person said so."""
    if len({review.initiative_id for review in verdicts.values()}) < 2:
        return False
    carriers = [member for member in case.members if member in log.verdicts]
    return len({log.linked.get(member, member) for member in _first_of_each(carriers, log)}) > 1


def _first_of_each(carriers: Iterable[str], log: ReviewLog) -> list[str]:
    """One mention for each verdict, one that persons joined with others where there is one."""
    first: dict[int, str] = {}
    for member in carriers:
        at = log.verdicts[member].id
        if at not in first or (member in log.linked and first[at] not in log.linked):
            first[at] = member
    return list(first.values())


def _seen(review: Review, name: str) -> str:
    """A field as the crawl said it when the verdict was given."""
    crawled = review.seen.get("crawled")
    if isinstance(crawled, Mapping) and name in crawled:
        return str(crawled[name])
    return str(review.seen.get(name, ""))


def _renamed(then: str, now: str, town: Town) -> bool:
    """Another name, not another spelling of it."""
    one, other = read_name(then, town), read_name(now, town)
    if then == now or one.is_empty or other.is_empty:
        return False
    return agreement(one, other) < LIKE_NAME


def _moved(review: Review, case: Case) -> bool:
    """A place that was or is not told says nothing."""
    for name in ("postal_code", "street"):
        then, now = fold(_seen(review, name)), fold(case.crawled[name])
        if then and now and then != now:
            return True
    return False


def _site_gone(review: Review, now: Circumstances) -> bool:
    pages = review.seen.get("pages")
    if not isinstance(pages, list) or not pages:
        return False
    return all(str(page) in now.gone_pages for page in pages) and any(
        now.gone_pages[str(page)] > review.at for page in pages
    )


def _taken_from_lists(case: Case, review: Review, now: Circumstances) -> bool:
    if not all(member in now.gone_mentions for member in case.members):
        return False
    return any(now.gone_mentions[member] > review.at for member in case.members)
