"""A reviewer's decision, checked against what was seen, appended to the log and carried out: all of it or nothing."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime

from sharitories_crawl.errors import BadInput, Busy, Stale
from sharitories_crawl.geo.everywhere import Everywhere
from sharitories_crawl.models.reviewing import (
    Decision,
    Difference,
    Done,
    GiveVerdict,
    Review,
    SayEdit,
    SayNotSame,
    SaySame,
    Seen,
    Undo,
)
from sharitories_crawl.pipeline.resolving import gone_pages, resolve_town
from sharitories_crawl.pipeline.review_input import checked_edit, checked_reason, checked_reviewer, checked_text
from sharitories_crawl.pipeline.tools import everywhere
from sharitories_crawl.resolve.review_log import ReviewLog
from sharitories_crawl.resolve.rulings import Case, Circumstances, rule
from sharitories_crawl.store.candidates import Candidates
from sharitories_crawl.store.reviews import Entry, Reviews, Standing

JOINING = ("same", "not-same")
"""Actions after which, and after whose undoing, a whole town is resolved anew."""


def decide(
    reviews: Reviews, decision: Decision, reviewer: str, now: datetime, places: Callable[[], Everywhere] = everywhere
) -> Done:
    """Carry out one decision in one transaction of its own.

    Raises Stale where what was seen is no longer so, BadInput for what cannot be, and Busy where somebody else writes
    for longer than the connection waits. Nothing is then written.
    """
    reviewer = checked_reviewer(reviewer)
    with telling_busy(), reviews.alone():
        desk = _Desk(reviews, reviewer, now, places)
        match decision:
            case GiveVerdict():
                return desk.give_verdict(decision)
            case SayEdit():
                return desk.say_edit(decision)
            case SaySame() | SayNotSame():
                return desk.say_of_pair(decision)
            case Undo():
                return desk.undo(decision)
            case _:
                raise BadInput(f"{type(decision).__name__} cannot be decided yet")


@contextmanager
def telling_busy() -> Iterator[None]:
    """A database that somebody else holds is no fault of the reviewer's: Busy."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" not in str(error) and "busy" not in str(error):
            raise
        raise Busy("somebody else is writing to the database; try again in a moment") from None


def seen_now(standing: Standing, pages: Sequence[str] = ()) -> dict[str, object]:
    """The state before a decision as the log keeps it."""
    return {**asdict(standing.seen), "url": standing.url, "crawled": dict(standing.crawled), "pages": list(pages)}


class _Desk:
    """One decision of one reviewer, inside its transaction."""

    def __init__(self, reviews: Reviews, reviewer: str, now: datetime, places: Callable[[], Everywhere]) -> None:
        self.reviews = reviews
        self.reviewer = reviewer
        self.now = now
        self.places = places

    def give_verdict(self, decision: GiveVerdict) -> Done:
        standing = self.as_seen(decision.initiative_id, decision.seen)
        reason = checked_reason(decision.status, decision.reason)
        entry = Entry(
            "verdict", standing.id, standing.town_code, self.speaks_for(standing), status=decision.status,
            reason=reason, note=checked_text(decision.note), seen=self.before(standing),
        )  # fmt: skip
        return self.append_and_settle([entry], standing)

    def say_edit(self, decision: SayEdit) -> Done:
        standing = self.as_seen(decision.initiative_id, decision.seen)
        fields = checked_edit(decision.fields, self.reviews.practice_of)
        mentions, before = self.speaks_for(standing), self.before(standing)
        entries = [
            Entry(
                "edit", standing.id, standing.town_code, mentions, note=checked_text(decision.note), field=name,
                value=value, seen=before,
            )
            for name, value in fields.items()
        ]  # fmt: skip
        return self.append_and_settle(entries, standing)

    def say_of_pair(self, decision: SaySame | SayNotSame) -> Done:
        one = self.as_seen(decision.initiative_id, decision.seen)
        other = self.as_seen(decision.other_id, decision.other_seen)
        if one.id == other.id or one.town_code != other.town_code:
            raise BadInput("same and not the same are said of two candidates of one town")
        action = "same" if isinstance(decision, SaySame) else "not-same"
        sides = (self.speaks_for(one), self.speaks_for(other))
        seen = {**self.before(one), "other": self.before(other)}
        entry = Entry(
            action, one.id, one.town_code, *sides, other_id=other.id, note=checked_text(decision.note), seen=seen
        )
        return self.append_and_resolve(entry, one.id, other.id)

    def undo(self, decision: Undo) -> Done:
        step = decision.step if decision.step is not None else self.reviews.last_step_of(self.reviewer)
        if step is None:
            raise BadInput("there is nothing to undo")
        rows = self.reviews.of_step(step)
        if not rows or any(row.action == "undo" for row in rows):
            raise BadInput(f"there is no step {step} that could be undone")
        if not all(row.in_force for row in rows):
            raise Stale("this was undone already", (Difference("undone", "", str(step)),))
        undone = [Entry("undo", row.initiative_id, row.town_code, other_id=row.other_id, undoes=row.id) for row in rows]
        ids = self.reviews.append(undone, self.reviewer, self.now)
        for town_code in dict.fromkeys(row.town_code for row in rows):
            self.settle_again([row for row in rows if row.town_code == town_code], town_code)
        first = rows[0]
        return self.done(
            ids, first.initiative_id, first.other_id, undone=step, initiatives=len({row.initiative_id for row in rows})
        )

    def as_seen(self, id: str, seen: Seen) -> Standing:
        """The initiative of that id, where it is as the reviewer saw it. Raises BadInput or Stale."""
        standing = self.reviews.standing(id)
        if standing is None:
            raise BadInput(f"there is no candidate {id}")
        if standing.merged_into:
            current = self.reviews.redirects(standing.town_code)[id]
            raise Stale(f"{id} went into {current}", (Difference("merged_into", id, current),))
        if differences := seen.differences(standing.seen):
            said = "; ".join(
                f"{each.field}: {each.seen or 'nothing'}, now {each.now or 'nothing'}" for each in differences
            )
            raise Stale(f"{standing.seen.name} has changed since you saw it ({said})", differences)
        return standing

    def speaks_for(self, standing: Standing) -> tuple[str, ...]:
        """Its mentions, and those that it had when people last spoke of it and that may come back."""
        log = ReviewLog(tuple(self.reviews.of_town(standing.town_code)))
        away = log.absent(standing.id, frozenset(), self.reviews.redirects(standing.town_code))
        return (*standing.members, *sorted(set(away) - self.reviews.initiatives_of(away).keys()))

    def before(self, standing: Standing) -> dict[str, object]:
        return seen_now(standing, self.reviews.own_pages(standing.members))

    def append_and_settle(self, entries: Iterable[Entry], standing: Standing) -> Done:
        ids = self.reviews.append(entries, self.reviewer, self.now)
        self.settle({standing.id}, standing.town_code)
        return self.done(ids, standing.id)

    def append_and_resolve(self, entry: Entry, id: str, other_id: str) -> Done:
        ids = self.reviews.append([entry], self.reviewer, self.now)
        self.resolve(entry.town_code)
        where = self.reviews.initiatives_of((*entry.side_a, *entry.side_b))
        id = next((where[mention] for mention in entry.side_a if mention in where), id)
        other_id = next((where[mention] for mention in entry.side_b if mention in where), other_id)
        return self.done(ids, id, other_id)

    def settle_again(self, rows: Sequence[Review], town_code: str) -> None:
        """After an undo: what these reviews were about, wherever their mentions are now."""
        if any(row.action in JOINING for row in rows):
            self.resolve(town_code)
            return
        redirects = self.reviews.redirects(town_code)
        ids = {redirects.get(row.initiative_id, row.initiative_id) for row in rows}
        ids.update(self.reviews.initiatives_of(mention for row in rows for mention in row.mentions).values())
        self.settle(ids, town_code)

    def settle(self, ids: Iterable[str], town_code: str) -> None:
        """Write what the log comes to for some initiatives, without joining anything anew."""
        log = ReviewLog(tuple(self.reviews.of_town(town_code)))
        standings = {standing.id: standing for standing in self.reviews.standings(ids)}
        crawled: Mapping[str, Mapping[str, str]] = {id: each.as_crawled for id, each in standings.items()}
        cases = [Case(id, standing.members, crawled[id]) for id, standing in standings.items()]
        circumstances = Circumstances(
            self.reviews.initiatives_of({mention for review in log.in_force for mention in review.mentions}),
            self.reviews.redirects(town_code),
            gone_pages(self.reviews, log),
            self.reviews.gone_mentions(town_code),
        )
        rulings = rule(cases, log, circumstances, self.places().find(town_code))
        self.reviews.put_rulings(rulings, crawled)

    def resolve(self, town_code: str) -> None:
        candidates = Candidates(self.reviews.db)
        resolve_town(candidates, self.places().find(town_code), candidates.latest_run(), self.now)

    def done(self, ids: Sequence[int], id: str, other_id: str = "", *, undone: int = 0, initiatives: int = 1) -> Done:
        standing = self.reviews.standing(id)
        if standing is not None and standing.merged_into:
            standing = self.reviews.standing(self.reviews.redirects(standing.town_code)[id])
        if standing is None:
            raise BadInput(f"there is no candidate {id}")
        return Done(
            step=ids[0], reviews=tuple(ids), initiative_id=standing.id, status=standing.seen.status,
            other_id=other_id, initiatives=initiatives, undone=undone,
            contradictions=self.reviews.contradictions(standing.town_code),
        )  # fmt: skip
