"""What every source declares, and the value it is declared in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sharitories_crawl.models import Answer, AskedBy, Query, Request, Response, SourceKind, Town


@dataclass(frozen=True, slots=True)
class Budget:
    """Requests that may be spent in each hour, day or month (UTC); None where there is no such bound."""

    hour: int | None = None
    day: int | None = None
    month: int | None = None


class Nothing(StrEnum):
    """How a source is asked for what cannot be, so that it is known how it says that there is nothing."""

    WORD = "word"
    """A word that no page holds: where words are asked for."""
    SEA = "sea"
    """A place in the ocean with codes that no commune has: where a town is asked for."""
    UNASKED = "unasked"
    """Not at all: where a second question would teach nothing."""


@dataclass(frozen=True, slots=True)
class Canary:
    """A question whose answer is known: `words` about a town must find something with `expected` in it."""

    town_code: str
    words: str
    expected: str
    """Part of a name, title or address of one result, in lower case."""
    nothing: Nothing = Nothing.WORD


@dataclass(frozen=True, slots=True)
class Source:
    """One place where one asks: two pure functions and the manners that go with them."""

    name: str
    label: str
    kind: SourceKind
    build_request: Callable[[Query, Town, str], Request]
    """(query, town, base address) -> the request. The base address comes from the settings."""
    parse: Callable[[Response, Query], Answer]
    """(response, query) -> results or records, or the status that says why there are none. Never raises on content."""
    base_url: str
    """Default address; empty where the user must configure an instance."""
    delay: float
    """Seconds between two requests, at least; a source is always asked one thing at a time."""
    licence: str
    """Of the data it gives."""
    terms: str
    """What its operator asks, in one sentence, with where that stands."""
    attribution: str
    example_url: str = ""
    """Where it has no address of its own: one as a user may set it."""
    key: str = ""
    """Environment variable of the key it needs; empty for none."""
    key_header: str = ""
    """Header that carries the key; it is set at the last moment, so that a Request never holds it."""
    key_format: str = "{key}"
    """Value of that header, e.g. "Bearer {key}"."""
    opt_in: bool = False
    """Asked only where the user names it."""
    html: bool = False
    """Reads pages made for people: its robots file is obeyed like any site's."""
    takes_or: bool = False
    """Whether one question may join several kinds with OR."""
    fallbacks: tuple[str, ...] = ()
    """Further addresses of the same service, for a person to choose in the settings; never spread over."""
    asks_a_box: bool = False
    """Asked for a box around the town, so that what has only a point may lie in another commune."""
    asked_by: AskedBy = AskedBy.TOWN
    """A web search is always asked by words."""
    countries: frozenset[str] | None = None
    """ISO codes of the countries it knows; None for all."""
    budget: Budget = field(default_factory=Budget)
    next_page: Callable[[Request, Response], Request | None] | None = None
    """The request for what follows an answer, or None at its end; None where one page is all that is asked."""
    max_pages: int = 1
    canary: Canary | None = None
    """None only for a source whose content nobody but its owner knows (one's own peer)."""
    run_live: str = "not yet run live"
    """What of it was really asked, and when; until then, that it was not."""
    languages: Mapping[str, str] | None = None
    """Its own market codes by country, e.g. {"FR": "fr-fr"}; None where it has none."""
