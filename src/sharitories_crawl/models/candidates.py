"""What evidence comes to: where, what, which mention, which initiative."""

from collections.abc import Mapping
from dataclasses import dataclass

from sharitories_crawl.models.words import PageKind, Verdict


@dataclass(frozen=True, slots=True)
class Locality:
    """Where the evidence says that the thing stands, and by which clue."""

    verdict: Verdict
    place_name: str
    place_code: str
    """Code of the commune named, or empty."""
    reason: str
    """Slug of the clue that decided: address, postal-code, title-names-town, other-commune, homonym, ..."""
    clues: tuple[str, ...]
    """Every clue seen, as short sentences for a person, the strongest first."""
    probability: float = 1.0
    """0 to 1: how likely the verdict is right."""

    @property
    def is_about_place(self) -> bool:
        """Whether it is the town's, or title, address or the like tell where the whole is, not a name in its text."""
        told = not self.reason.startswith(("text-", "area-", "other-places"))
        return self.verdict is Verdict.IN_TOWN or (self.verdict is not Verdict.UNCLEAR and told)


@dataclass(frozen=True, slots=True)
class PageSort:
    """What sort of page speaks, as far as that can be told."""

    kind: PageKind
    """The likeliest."""
    shares: tuple[tuple[PageKind, float], ...]
    """How likely each sort is."""
    reasons: tuple[str, ...] = ()
    """What speaks for the likeliest, the strongest first."""
    likenesses: tuple[tuple[str, float], ...] = ()
    """What it is like besides: a job offer, a ranking, a course, each from 0 to 1."""

    @classmethod
    def surely(cls, kind: PageKind) -> "PageSort":
        """A sort that is known."""
        return cls(kind, ((kind, 1.0),))


@dataclass(frozen=True, slots=True)
class Classification:
    """What sort of initiative the evidence describes, if any."""

    kind: str
    practice: str
    actor: str
    relevance: float
    """0 to 1: how much the words speak of a kind of initiative rather than of something else."""
    page: PageSort
    reasons: tuple[str, ...]
    signals: tuple[tuple[str, float], ...] = ()
    """What the words speak for and against, as the likelihood weighs it: (signal, how much)."""

    @property
    def page_kind(self) -> PageKind:
        """The likeliest sort of page."""
        return self.page.kind


@dataclass(frozen=True, slots=True)
class Mention:
    """One piece of evidence that an initiative exists in a town, or the reason why it was not kept."""

    id: str
    """Stable hash of where it was found, the town and the folded name: the same on every reparse."""
    town_code: str
    source: str
    source_id: str
    query_id: str
    rank: int | None
    url: str
    title: str
    snippet: str
    name: str
    kind: str
    practice: str
    actor: str
    relevance: float
    locality: Verdict
    locality_reason: str
    place_name: str
    reasons: tuple[str, ...]
    dropped: str
    """Slug of the reason it is no candidate; empty for a kept one."""
    site: str
    street: str
    postal_code: str
    city: str
    latitude: float | None
    longitude: float | None
    email: str
    phone: str
    socials: tuple[str, ...]
    siren: str
    rna: str
    licence: str
    fetched_at: str
    """ISO 8601, UTC."""
    list_url: str = ""
    """The page that lists it among others: two entries of one list are two things unless a strong key agrees."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions that may be the same thing: for a person to judge."""

    a: str
    b: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Initiative:
    """The mentions resolved to one thing, with its fields joined from them."""

    id: str
    town_code: str
    name: str
    practice: str
    kind: str
    actor: str
    score: float
    url: str
    street: str
    postal_code: str
    city: str
    latitude: float | None
    longitude: float | None
    email: str
    phone: str
    siren: str
    rna: str
    sources: tuple[str, ...]
    reasons: tuple[str, ...]
    """Why these mentions were joined and how the score came about, one short sentence each."""
    members: tuple[str, ...]
    """Ids of its mentions."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a town's mentions come to."""

    initiatives: tuple[Initiative, ...]
    redirects: Mapping[str, str]
    """Ids that went into another initiative, with that other's id."""
    suggestions: tuple[Pair, ...]
    contradictions: tuple[tuple[str, ...], ...]
    """Chains of mentions that people joined link by link, though they keep the two ends apart: theirs to settle."""
    related: tuple[Pair, ...] = ()
    """Two initiatives that belong together, by a mention of each; the first reason is the slug of how: branch, ..."""
