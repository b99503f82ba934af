"""The nouns: frozen values that travel between the rooms, data in and data out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Practice(StrEnum):
    """What people do together: the study's four, plus financing."""

    CONSUME = "consommer"
    WORK = "travailler"
    PRODUCE = "produire"
    ENGAGE = "s-engager"
    FINANCE = "financer"


class Actor(StrEnum):
    """Who carries an initiative."""

    CITIZEN = "citizen"
    PUBLIC = "public"
    PRIVATE = "private"
    PLATFORM = "platform"


class SourceKind(StrEnum):
    """A web search gives results to follow; a directory gives records directly."""

    WEB = "web"
    DIRECTORY = "directory"


class AnswerStatus(StrEnum):
    """How asking a source ended. Only EMPTY means that the source itself said it has nothing."""

    RESULTS = "results"
    EMPTY = "empty"
    BLOCKED = "blocked"
    CAPTCHA = "captcha"
    RATE_LIMITED = "rate-limited"
    QUOTA = "quota"
    TIMEOUT = "timeout"
    UNREADABLE = "unreadable"


class PageKind(StrEnum):
    """What sort of page speaks: decides whether it names one initiative or several."""

    OWN_SITE = "own-site"
    LIST = "list"
    PRESS = "press"
    PUBLIC_BODY = "public-body"
    PLATFORM = "platform"
    OTHER = "other"


class Verdict(StrEnum):
    """Where the evidence says an initiative stands, seen from the town that was asked about."""

    IN_TOWN = "in_town"
    INTERCOMMUNALITY = "intercommunality"
    ELSEWHERE = "elsewhere"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Town:
    """A commune where initiatives are looked for; `code` is INSEE's in France, the national one elsewhere."""

    code: str
    name: str
    slug: str
    aliases: tuple[str, ...]
    country: str
    """ISO 3166-1 alpha-2, upper case: FR, NL, PT, BE, SE."""
    language: str
    """ISO 639-1: the language people there search in: fr, nl, pt, sv."""
    department: str
    region: str
    intercommunality: str
    intercommunality_communes: tuple[str, ...]
    """Codes of all its communes, the town's own among them."""
    postal_codes: tuple[str, ...]
    population: int
    latitude: float
    longitude: float
    study: bool
    """One of the eight towns that the 2017 study explored in depth."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of initiative, as kinds.toml declares it."""

    id: str
    practice: Practice
    label_fr: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Query:
    """One source × one town × one keyword. `id` is readable and stable: mojeek/56121/repair-cafe."""

    id: str
    source: str
    town_code: str
    kinds: tuple[str, ...]
    """Ids of the kinds it asks for; empty where it asks a directory for everything."""
    text: str
    """The words sent to a web search; empty for a directory that is asked by place."""
    language: str


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, built by a source or for a page; `form` makes it a POST body."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One complete HTTP answer. `body` is decompressed; header names are lower case."""

    url: str
    """The address asked last, after redirects."""
    status: int
    headers: Mapping[str, str]
    body: bytes
    text: str
    """The body decoded by header, BOM, meta, then detection; empty for a type that is not text."""
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One line of a results page; `rank` counts from 1, advertisements left out."""

    rank: int
    url: str
    title: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a directory, in our words. Empty strings and None mean that the directory does not say."""

    source_id: str
    """The directory's own id of the entry."""
    name: str
    url: str = ""
    """The initiative's own site."""
    record_url: str = ""
    """The directory's page about it, for a person to look at."""
    description: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    email: str = ""
    phone: str = ""
    siren: str = ""
    rna: str = ""
    kind: str = ""
    """Id of a kind where the directory's own tags decide it."""
    tags: tuple[str, ...] = ()
    licence: str = ""
    """Where it differs from the source's own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source's response holds. `reason` is a slug for every status but RESULTS and EMPTY."""

    status: AnswerStatus
    results: tuple[SearchResult, ...] = ()
    records: tuple[Record, ...] = ()
    reason: str = ""
    detail: str = ""
    """One sentence for a person: what was seen."""


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address as stated. `origin` says where it was read: json-ld, microdata, text, record."""

    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink, absolute, with the words it stands on."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a page that lists several things: its heading, its words, its address, its own site."""

    name: str
    text: str
    url: str = ""
    address: Address | None = None
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says, before anybody asks which town or kind it is about."""

    url: str
    """Canonical address of the page."""
    title: str
    site_name: str
    name: str
    """The name of the organisation or place: structured data, else site name, h1, title."""
    description: str
    language: str
    """ISO 639-1, or empty where the text is too short to tell."""
    text: str
    """Main text without navigation, header and footer chrome; paragraphs separated by newlines."""
    footer: str
    """Text of footer and contact blocks: addresses live there, town lists too."""
    headings: tuple[str, ...]
    addresses: tuple[Address, ...]
    emails: tuple[str, ...]
    """Mailboxes of organisations only; those of persons are never kept."""
    phones: tuple[str, ...]
    """E.164, e.g. +33297123456."""
    socials: tuple[str, ...]
    """Normalised accounts: facebook/handle, instagram/handle, helloasso/slug, ..."""
    sirens: tuple[str, ...]
    rnas: tuple[str, ...]
    links: tuple[Link, ...]
    entries: tuple[Entry, ...]
    """Filled where the page lists several initiatives."""
    types: tuple[str, ...]
    """schema.org types met: Organization, NewsArticle, Event, ..."""
    og_type: str
    published: str
    """ISO date the page gives for itself, or empty."""
    problems: tuple[str, ...]
    """Slugs of what could not be read: json-ld-broken, json-ld-control-characters, ..."""


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
    """Every clue seen, as short sentences for a person."""


@dataclass(frozen=True, slots=True)
class Classification:
    """What sort of initiative the evidence describes, if any."""

    kind: str
    practice: str
    actor: str
    relevance: float
    """0 to 1: how much this looks like a collaborative initiative rather than a page about something else."""
    page_kind: PageKind
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """A page to fetch for a town, and what led there."""

    url: str
    town_code: str
    origin: str
    """result, record, entry, related (a link of an article), or contact (the same site's page with its address)."""
    query_id: str
    rank: int | None
    title: str
    snippet: str
    found_on: str
    """Address of the page, or id of the answer, that it was found on."""


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
