"""What every source declares, and the value it is declared in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sharitories_crawl.models import Answer, Query, Request, Response, SourceKind, Town


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
    """Seconds between two requests, at least."""
    licence: str
    """Of the data it gives."""
    terms: str
    """What its operator asks, in one sentence, with where that stands."""
    attribution: str
    key: str = ""
    """Environment variable of the key it needs; empty for none."""
    opt_in: bool = False
    """Asked only where the user names it."""
    html: bool = False
    """Reads pages made for people: its robots file is obeyed like any site's."""
    takes_or: bool = False
    """Whether one question may join several kinds with OR."""
    fallbacks: tuple[str, ...] = ()
    """Further addresses of the same service, for a person to choose in the settings; never spread over."""
    languages: Mapping[str, str] | None = None
    """Its own market codes by country, e.g. {"FR": "fr-fr"}; None where it has none."""
