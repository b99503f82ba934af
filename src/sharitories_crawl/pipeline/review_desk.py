"""How each decision is checked and carried out, inside its transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sharitories_crawl.errors import BadInput, Stale
from sharitories_crawl.models.reviewing import (
    Difference,
    Done,
    GiveVerdict,
    LookAgain,
    RejectAll,
    Review,
    SayEdit,
    SayNotSame,
    SaySame,
    Seen,
    SplitOff,
    Status,
    Undo,
)
from sharitories_crawl.pipeline.resolving import Places, gone_pages, resolve_town
from sharitories_crawl.pipeline.review_input import checked_edit, checked_reason, checked_text
from sharitories_crawl.resolve.review_log import ReviewLog
from sharitories_crawl.resolve.rulings import Case, Circumstances, rule
from sharitories_crawl.store.bulk import solely_on
from sharitories_crawl.store.candidates import Candidates
from sharitories_crawl.store.review_rows import Entry, Standing
from sharitories_crawl.store.reviews import Reviews

JOINING = ("same", "not-same")
"""Actions after which, and after whose undoing, a whole town is resolved anew."""


class Desk:
    """One decision of one reviewer; a transaction is open around it."""

    def __init__(self, reviews: Reviews, reviewer: str, now: datetime, places: Callable[[], Places]) -> None:
        self.reviews = reviews
        self.reviewer = reviewer
        self.now = now
        self.places = places
        self._logs: dict[str, ReviewLog] = {}

    def give_verdict(self, decision: GiveVerdict) -> Done:
        """One row; the initiative has its new status at once."""
        standing = self._as_seen(decision.initiative_id, decision.seen)
        reason = checked_reason(decision.status, decision.reason)
        ids = self._append([self._verdict(standing, decision.status, reason, decision.note)])
        self._settle({standing.id}, standing.town_code)
        return self._done(ids, standing.id)

    def say_edit(self, decision: SayEdit) -> Done:
        """One row for each field."""
        standing = self._as_seen(decision.initiative_id, decision.seen)
        country = self.places().find(standing.town_code).country
        fields = checked_edit(decision.fields, self.reviews.practice_of, country)
        mentions, before, note = self._speaks_for(standing), self._before(standing), checked_text(decision.note)
        ids = self._append(
            Entry(
                "edit", standing.id, standing.town_code, mentions, note=note, field=name, value=value, seen=before
            )
            for name, value in fields.items()
        )  # fmt: skip
        self._settle({standing.id}, standing.town_code)
        return self._done(ids, standing.id)

    def say_of_pair(self, decision: SaySame | SayNotSame) -> Done:
        """One row; the town is resolved anew under it."""
        one = self._as_seen(decision.initiative_id, decision.seen)
        other = self._as_seen(decision.other_id, decision.other_seen)
        if one.id == other.id or one.town_code != other.town_code:
            raise BadInput("same and not the same are said of two candidates of one town")
        action = "same" if isinstance(decision, SaySame) else "not-same"
        sides = (self._speaks_for(one), self._speaks_for(other))
        seen = {**self._before(one), "other": self._before(other)}
        note = checked_text(decision.note)
        return self._append_and_resolve(
            Entry(action, one.id, one.town_code, *sides, other_id=other.id, note=note, seen=seen), one.id, other.id
        )

    def split_off(self, decision: SplitOff) -> Done:
        """Not the same, said of the mentions of one initiative."""
        standing = self._as_seen(decision.initiative_id, decision.seen)
        off = tuple(dict.fromkeys(decision.mention_ids))
        rest = tuple(member for member in standing.members if member not in off)
        if strangers := set(off) - set(standing.members):
            gone = ", ".join(sorted(strangers))
            raise Stale(f"{gone} is no evidence of {standing.seen.name} now", (Difference("evidence", gone, ""),))
        if not off or not rest:
            raise BadInput("some of the evidence is split off, and some stays")
        entry = Entry(
            "not-same", standing.id, standing.town_code, rest, off, note=checked_text(decision.note),
            seen=self._before(standing),
        )  # fmt: skip
        return self._append_and_resolve(entry, standing.id, standing.id)

    def reject_all(self, decision: RejectAll) -> Done:
        """A row for each candidate, all of one step."""
        reason, note = checked_reason(Status.OUT, decision.reason), checked_text(decision.note)
        ids = solely_on(self.reviews.db, site=decision.site, list_url=decision.list_url)
        if len(ids) != decision.expected:
            there = Difference("candidates", str(decision.expected), str(len(ids)))
            raise Stale(f"there are {len(ids)} such candidates now, not {decision.expected}", (there,))
        if not ids:
            raise BadInput("there is nothing to reject")
        standings = self.reviews.standings(ids)
        written = self._append([self._verdict(standing, str(Status.OUT), reason, note) for standing in standings])
        for town_code in dict.fromkeys(standing.town_code for standing in standings):
            self._settle({standing.id for standing in standings if standing.town_code == town_code}, town_code)
        return self._done(written, standings[0].id, initiatives=len(standings))

    def look_again(self, decision: LookAgain) -> Done:
        """One row, which names the verdict that it is compared with."""
        reason = checked_reason(decision.status, decision.reason)
        standing = self._standing(decision.initiative_id)
        log = self._log(standing.town_code)
        given = [log.verdicts[member].id for member in standing.members if member in log.verdicts]
        if not given:
            raise BadInput(f"{standing.seen.name} has no verdict to be looked at again")
        entry = Entry(
            "second-look", standing.id, standing.town_code, status=decision.status, reason=reason,
            note=checked_text(decision.note), value=str(max(given)),
        )  # fmt: skip
        return self._done(self._append([entry]), standing.id)

    def undo(self, decision: Undo) -> Done:
        """A row for each row of the step; what it comes to is computed from the reviews that are left in force."""
        step = decision.step if decision.step is not None else self.reviews.last_step_of(self.reviewer)
        if step is None:
            raise BadInput("there is nothing to undo")
        rows = self.reviews.of_step(step)
        if not rows or any(row.action == "undo" for row in rows):
            raise BadInput(f"there is no step {step} that could be undone")
        if not all(row.in_force for row in rows):
            raise Stale("this was undone already", (Difference("undone", "", str(step)),))
        contradicts = any(row.action in JOINING for row in rows) and self.reviews.contradict(step)
        if not contradicts and (later := self.reviews.later_by_others(step, self.reviewer)):
            raise Stale(
                f"{later.reviewer} has decided on it since ({later.action} {later.status}".rstrip() + ")",
                (Difference("review", str(rows[-1].id), str(later.id)),),
            )
        ids = self._append(
            Entry("undo", row.initiative_id, row.town_code, other_id=row.other_id, undoes=row.id) for row in rows
        )
        for town_code in dict.fromkeys(row.town_code for row in rows):
            self._settle_again([row for row in rows if row.town_code == town_code], town_code)
        decided = len({row.initiative_id for row in rows})
        return self._done(ids, rows[0].initiative_id, rows[0].other_id, undone=step, initiatives=decided)

    def _standing(self, id: str) -> Standing:
        """The initiative of that id. Raises BadInput where there is none, Stale where it went into another."""
        standing = self.reviews.standing(id)
        if standing is None:
            raise BadInput(f"there is no candidate {id}")
        if standing.merged_into:
            current = self.reviews.redirects(standing.town_code)[id]
            raise Stale(f"{id} went into {current}", (Difference("merged_into", id, current),))
        return standing

    def _as_seen(self, id: str, seen: Seen) -> Standing:
        """The same, where it is as the reviewer saw it."""
        standing = self._standing(id)
        if differences := seen.differences(standing.seen):
            said = "; ".join(f"{d.field}: {d.seen or 'nothing'}, now {d.now or 'nothing'}" for d in differences)
            raise Stale(f"{standing.seen.name} has changed since you saw it ({said})", differences)
        return standing

    def _verdict(self, standing: Standing, status: str, reason: str, note: str) -> Entry:
        return Entry(
            "verdict", standing.id, standing.town_code, self._speaks_for(standing), status=status, reason=reason,
            note=checked_text(note), seen=self._before(standing),
        )  # fmt: skip

    def _log(self, town_code: str) -> ReviewLog:
        if town_code not in self._logs:
            self._logs[town_code] = ReviewLog(tuple(self.reviews.of_town(town_code)))
        return self._logs[town_code]

    def _speaks_for(self, standing: Standing) -> tuple[str, ...]:
        """Its mentions, and those that it had when people last spoke of it and that may come back."""
        away = self._log(standing.town_code).last_seen_in(standing.id, self.reviews.redirects(standing.town_code))
        return (*standing.members, *sorted(set(away) - self.reviews.initiatives_of(away).keys()))

    def _before(self, standing: Standing) -> dict[str, object]:
        """The state before the decision, as the log keeps it."""
        pages = self.reviews.own_pages(standing.members)
        return {**asdict(standing.seen), "url": standing.url, "crawled": dict(standing.crawled), "pages": pages}

    def _append(self, entries: Iterable[Entry]) -> list[int]:
        ids = self.reviews.append(entries, self.reviewer, self.now)
        written = self.reviews.of_ids(ids)
        if any(review.action == "undo" for review in written):
            self._logs.clear()
        for town_code, log in self._logs.items():
            self._logs[town_code] = log.with_more([review for review in written if review.town_code == town_code])
        return ids

    def _append_and_resolve(self, entry: Entry, id: str, other_id: str) -> Done:
        ids = self._append([entry])
        self._resolve(entry.town_code)
        where = self.reviews.initiatives_of((*entry.side_a, *entry.side_b))
        id = next((where[mention] for mention in entry.side_a if mention in where), id)
        other_id = next((where[mention] for mention in entry.side_b if mention in where), other_id)
        return self._done(ids, id, other_id)

    def _settle_again(self, rows: Sequence[Review], town_code: str) -> None:
        """After an undo: what these reviews were about, wherever their mentions are now."""
        if any(row.action in JOINING for row in rows):
            self._resolve(town_code)
            return
        redirects = self.reviews.redirects(town_code)
        seen_in = self._log(town_code).remembered
        old = {row.initiative_id for row in rows}.union(*(seen_in[each] for row in rows for each in row.mentions))
        ids = {redirects.get(id, id) for id in old}
        ids.update(self.reviews.initiatives_of(mention for row in rows for mention in row.mentions).values())
        self._settle(ids, town_code)

    def _settle(self, ids: Iterable[str], town_code: str) -> None:
        """Write what the log comes to for some initiatives, without joining anything anew."""
        log = self._log(town_code)
        standings = {standing.id: standing for standing in self.reviews.standings(ids)}
        crawled: Mapping[str, Mapping[str, str]] = {id: each.as_crawled for id, each in standings.items()}
        cases = [Case(id, standing.members, crawled[id]) for id, standing in standings.items()]
        circumstances = Circumstances(
            self.reviews.initiatives_of({mention for review in log.in_force for mention in review.mentions}),
            self.reviews.redirects(town_code),
            gone_pages(self.reviews, log),
            self.reviews.gone_mentions(town_code),
        )
        self.reviews.put_rulings(rule(cases, log, circumstances, self.places().find(town_code)), crawled)

    def _resolve(self, town_code: str) -> None:
        candidates = Candidates(self.reviews.db)
        resolve_town(candidates, self.places().find(town_code), candidates.latest_run(), self.now)

    def _done(self, ids: Sequence[int], id: str, other_id: str = "", *, undone: int = 0, initiatives: int = 1) -> Done:
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
