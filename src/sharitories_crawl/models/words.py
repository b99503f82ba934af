"""Closed vocabularies, and the nouns that are known before anything is asked."""

from dataclasses import dataclass
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
    """A web search gives results to follow; a directory gives records directly; a geocoder tells where things are."""

    WEB = "web"
    DIRECTORY = "directory"
    GEOCODER = "geocoder"
    """Asked for what a crawl has found: the point of an address, or the commune of a point; once and for ever."""


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
    """What sort of page speaks: decides whether it names one initiative or several, and whose address it gives."""

    OWN_SITE = "own-site"
    DIRECTORY = "directory"
    """Lists several initiatives, or is a directory's page about one."""
    PRESS = "press"
    PUBLIC_BODY = "public-body"
    PLATFORM = "platform"
    """A group's page on a site for many: HelloAsso, Meetup, Ulule."""
    SOCIAL = "social"
    COMMERCIAL = "commercial"
    """A shop's, an estate agent's, a job offer."""
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

    def __hash__(self) -> int:
        """By the code, which no two share: what is known of a town is looked up many times a page."""
        return hash(self.code)


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of initiative, as kinds.toml declares it."""

    id: str
    practice: Practice
    label_fr: str
    label_en: str


class AskedBy(StrEnum):
    """How the questions to a source are made."""

    TOWN = "town"
    """A directory asked once for each town: everything in it."""
    WORDS = "words"
    """A question for the words of each kind: every web search, and directories that search texts."""
    WORLD = "world"
    """A directory that gives everything in one answer, shared by all towns within the refresh time."""
