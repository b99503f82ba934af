"""What is asked and what comes back: queries, requests, responses, answers, leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sharitories_crawl.models.words import AnswerStatus


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
    """One HTTP request, built by a source or for a page; `form` or `json` makes it a POST with that body."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    json: Mapping[str, object] | None = None


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
    located_by: str = ""
    """The geocoder that told the commune of its point; empty where the directory itself says where it is."""
    commune_code: str = ""
    """INSEE's code of its commune, where a list gives it."""
    town_code: str = ""
    """The code of its town in a database, where a list was exported from one."""


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
class Lead:
    """A page to fetch for a town, and what led there."""

    url: str
    town_code: str
    origin: str
    """result, record, entry, related (a link of an article), partner (named by an own site), or contact (the same
    site's page with its address)."""
    query_id: str
    rank: int | None
    title: str
    snippet: str
    found_on: str
    """Address of the page, or id of the answer, that it was found on."""
    follow: bool = True
    """False for a partner whose words name no kind: kept for a person to look at, and not fetched."""
