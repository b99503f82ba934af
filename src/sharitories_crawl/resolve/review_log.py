"""A town's log of reviews, read for what is in force: verdicts and edits by mention, links, and ids remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sharitories_crawl.models.reviewing import Review
from sharitories_crawl.resolve.constraints import MentionPair, lift


@dataclass(frozen=True)
class ReviewLog:
    """All reviews of a town in the order in which they were given, those undone too."""

    reviews: tuple[Review, ...]

    @cached_property
    def in_force(self) -> tuple[Review, ...]:
        return tuple(review for review in self.reviews if review.in_force)

    @cached_property
    def verdicts(self) -> dict[str, Review]:
        """Mention -> its latest verdict in force."""
        return {mention: review for review in self.in_force if review.action == "verdict" for mention in review.side_a}

    @cached_property
    def judged(self) -> dict[str, str]:
        """Mention -> IN, OUT or UNDECIDED."""
        return {mention: review.status for mention, review in self.verdicts.items()}

    @cached_property
    def edits(self) -> dict[str, dict[str, Review]]:
        """Mention -> field -> the latest edit in force."""
        edits: dict[str, dict[str, Review]] = {}
        for review in self.in_force:
            if review.action == "edit":
                for mention in review.side_a:
                    edits.setdefault(mention, {})[review.field] = review
        return edits

    @cached_property
    def must_link(self) -> tuple[MentionPair, ...]:
        """All that `same` names is one: a star around its first mention."""
        return tuple(
            (review.mentions[0], other)
            for review in self.in_force
            if review.action == "same"
            for other in review.mentions[1:]
        )

    @cached_property
    def cannot_link(self) -> tuple[MentionPair, ...]:
        """Everything on one side of `not-same` against everything on the other."""
        return tuple(
            (a, b)
            for review in self.in_force
            if review.action == "not-same"
            for a in review.side_a
            for b in review.side_b
        )

    @cached_property
    def linked(self) -> Mapping[str, str]:
        """Mention -> the first of those that persons joined it with, chain by chain."""
        return lift(self.must_link, ()).group_of

    @cached_property
    def remembered(self) -> dict[str, tuple[str, ...]]:
        """Mention -> the initiatives that people saw it in, the latest first, by the ids of then."""
        seen: dict[str, list[str]] = {}
        for review in reversed(self.reviews):
            for side, id in ((review.side_a, review.initiative_id), (review.side_b, review.other_id)):
                for mention in side if id and review.action != "undo" else ():
                    ids = seen.setdefault(mention, [])
                    if id not in ids:
                        ids.append(id)
        return {mention: tuple(ids) for mention, ids in seen.items()}

    def with_more(self, reviews: Sequence[Review]) -> "ReviewLog":
        """The log with what was just appended and undoes nothing."""
        return ReviewLog((*self.reviews, *reviews))

    def carried_by(self, review: Review) -> tuple[str, ...]:
        """The mentions for which a verdict or edit is the latest in force."""
        if review.action == "edit":
            return tuple(m for m in review.side_a if self.edits[m][review.field] is review)
        return tuple(m for m in review.side_a if self.verdicts[m] is review)

    def by_id(self, current: Mapping[str, str]) -> dict[str, list[Review]]:
        """Initiative -> the verdicts and edits in force whose mentions people last saw in it, by the id it has now."""
        by_id: dict[str, list[Review]] = {}
        for review in self.in_force:
            if review.action in ("verdict", "edit") and (carriers := self.carried_by(review)):
                _, id = max(self._last_seen[mention] for mention in carriers)
                by_id.setdefault(current.get(id, id), []).append(review)
        return by_id

    @cached_property
    def _last_seen(self) -> dict[str, tuple[int, str]]:
        """Mention -> the latest review that names it with its initiative, and that."""
        return {
            mention: (review.id, id)
            for review in self.reviews
            for side, id in ((review.side_a, review.initiative_id), (review.side_b, review.other_id))
            if id and review.action != "undo"
            for mention in side
        }

    def last_seen_in(self, id: str, current: Mapping[str, str]) -> list[str]:
        """Mentions that an initiative had when people last spoke of them, whether or not they are there now."""
        return [mention for mention, (last, *_) in self.remembered.items() if current.get(last, last) == id]
