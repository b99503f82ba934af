"""What people say of initiatives: decisions, the reviews they leave in the log, and what those come to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum


class Status(StrEnum):
    """Where an initiative stands; DISCOVERED until a person gives one of the others, its verdict."""

    DISCOVERED = "DISCOVERED"
    IN = "IN"
    OUT = "OUT"
    UNDECIDED = "UNDECIDED"


VERDICTS = (Status.IN, Status.OUT, Status.UNDECIDED)
REASONS = ("other-town", "not-collaborative", "closed", "duplicate", "topic", "other")
"""Why a candidate is OUT."""
EDITABLE = ("name", "kind", "practice", "actor", "street", "postal_code", "city")
CHANGES = ("in-with-out", "merged", "split", "renamed", "moved", "site-gone", "evidence-gone")
"""What may have happened to an initiative since its verdict."""
SECOND_LOOKS = 20
"""One verdict in so many is looked at again."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An initiative as a page showed it to the reviewer; a decision holds for nothing else."""

    status: str
    review: int
    """The latest review in force on it, 0 for none."""
    name: str
    kind: str
    practice: str
    actor: str
    street: str
    postal_code: str
    city: str

    def differences(self, now: "Seen") -> tuple["Difference", ...]:
        """What is no longer as it was seen."""
        pairs = ((each.name, str(getattr(self, each.name)), str(getattr(now, each.name))) for each in fields(Seen))
        return tuple(Difference(name, seen, there) for name, seen, there in pairs if seen != there)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed under a reviewer's hands."""

    field: str
    """A field of Seen, or `merged_into` where the initiative went into another."""
    seen: str
    now: str


@dataclass(frozen=True, slots=True)
class GiveVerdict:
    """IN, OUT (with a reason) or UNDECIDED for one initiative."""

    initiative_id: str
    status: str
    seen: Seen
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SayEdit:
    """Fields as they ought to be; they win over every later crawl."""

    initiative_id: str
    fields: Mapping[str, str]
    seen: Seen
    note: str = ""


@dataclass(frozen=True, slots=True)
class SaySame:
    """Two initiatives of one town are one."""

    initiative_id: str
    other_id: str
    seen: Seen
    other_seen: Seen
    note: str = ""


@dataclass(frozen=True, slots=True)
class SayNotSame:
    """Two initiatives of one town are two, whatever they have in common."""

    initiative_id: str
    other_id: str
    seen: Seen
    other_seen: Seen
    note: str = ""


@dataclass(frozen=True, slots=True)
class SplitOff:
    """Some mentions of an initiative speak of another thing than its other ones."""

    initiative_id: str
    mention_ids: tuple[str, ...]
    seen: Seen
    note: str = ""


@dataclass(frozen=True, slots=True)
class RejectAll:
    """Every open candidate that nothing but one site, or one list page, speaks for is OUT, in one step."""

    reason: str
    expected: int
    """How many they were in the preview; refused where they are not as many any more."""
    site: str = ""
    """A host name, without `www.`."""
    list_url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LookAgain:
    """A second opinion, given without sight of the first; it changes nothing."""

    initiative_id: str
    status: str
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """A step taken back; None for the reviewer's own latest."""

    step: int | None = None


Decision = GiveVerdict | SayEdit | SaySame | SayNotSame | SplitOff | RejectAll | LookAgain | Undo


@dataclass(frozen=True, slots=True)
class Done:
    """What a decision came to."""

    step: int
    """What `Undo` takes back."""
    reviews: tuple[int, ...]
    initiative_id: str
    """What it was about, as it is called now."""
    status: str
    other_id: str = ""
    """The second initiative of a pair, or what was split off, as it is called now."""
    initiatives: int = 1
    """How many were decided on."""
    contradictions: int = 0
    """How many there are in the town now."""
    undone: int = 0
    """The step that was taken back."""


@dataclass(frozen=True, slots=True)
class Review:
    """One row of the log."""

    id: int
    step: int
    at: str
    reviewer: str
    action: str
    """verdict, same, not-same, edit, second-look or undo."""
    initiative_id: str
    """As it was called then."""
    other_id: str
    town_code: str
    status: str
    reason: str
    note: str
    field: str
    value: str
    seen_json: str
    side_a: tuple[str, ...]
    side_b: tuple[str, ...]
    in_force: bool = True
    """Not undone."""

    @property
    def seen(self) -> Mapping[str, object]:
        """The state before, as shown; `crawled`: what the crawl said of edited fields; `pages`: of its own site."""
        seen: dict[str, object] = json.loads(self.seen_json)
        return seen

    @property
    def mentions(self) -> tuple[str, ...]:
        """All that it speaks of."""
        return self.side_a + self.side_b


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the reviews in force come to for one initiative."""

    status: str = str(Status.DISCOVERED)
    reviewed: int = 0
    """The latest verdict or edit in force on it."""
    changed: tuple[str, ...] = ()
    """Of CHANGES, since its verdict."""
    edited: Mapping[str, str] = field(default_factory=dict)
    """Field -> what a person says that it is."""


def gets_second_look(review_id: int) -> bool:
    """Whether a verdict is among the few that are looked at again: by a hash of its number, so that none can tell."""
    return (review_id * 2654435761 % 4294967296 >> 16) % SECOND_LOOKS == 0
