"""Which sources a crawl asks, and when: directories and one web search first, then more where little was found."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from sharitories_crawl.errors import BadInput
from sharitories_crawl.models import SourceKind
from sharitories_crawl.settings import Settings
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.base import Source

WEB_SEARCH = "keenable"
"""Needs neither key nor instance."""
TOP_UP = "youcom"
"""A hundred questions a day: for the towns that have least."""
OF_THE_SANDBOX = ("overpass", "transiscope", "searxng")


@dataclass(frozen=True, slots=True)
class Chain:
    """Sources by the stage of a crawl in which they are asked."""

    sources: tuple[Source, ...]
    top_up: tuple[Source, ...] = ()
    """Asked afterwards about the towns with fewest candidates."""
    geocoders: tuple[Source, ...] = ()
    """Asked about the addresses and points that were found."""


def choose_chain(settings: Settings, named: Sequence[str] | None) -> Chain:
    """The sources named, or those of the settings, or the default chain. Raises BadInput on a wrong one."""
    place = "option --source" if named else settings.origins["sources"]
    wanted = tuple(named or settings.sources)
    if not wanted:
        return default_chain(settings)
    chosen = [find_source(name, place, settings) for name in dict.fromkeys(wanted)]
    return Chain(
        tuple(source for source in chosen if source.kind is not SourceKind.GEOCODER),
        geocoders=tuple(source for source in chosen if source.kind is SourceKind.GEOCODER),
    )


def default_chain(settings: Settings) -> Chain:
    """Directories, then one web search: the user's own instances where there are any, else one that needs no key."""
    if settings.sandbox:
        return Chain(tuple(SOURCES[name] for name in OF_THE_SANDBOX))
    by_kind: dict[SourceKind, list[Source]] = {kind: [] for kind in SourceKind}
    for source in SOURCES.values():
        # a source without an address of its own is asked once the user has given it one
        has_place = bool(settings.source_url(source.name)) if not source.base_url else not (source.opt_in or source.key)
        if has_place:
            by_kind[source.kind].append(source)
    own = [source for source in by_kind[SourceKind.WEB] if not source.base_url]
    return Chain(
        (*by_kind[SourceKind.DIRECTORY], *(own or [SOURCES[WEB_SEARCH]])),
        (SOURCES[TOP_UP],),
        tuple(by_kind[SourceKind.GEOCODER]),
    )


def when_asked(source: Source) -> str:
    """In a few words for a person, when the default chain asks a source."""
    if source.base_url and (source.key or source.opt_in):
        return "only where named"
    if source.kind is SourceKind.GEOCODER:
        return "for addresses and points that were found"
    if not source.base_url:
        return "once its address is set"
    if source.name == TOP_UP:
        return "for towns with fewer than `top_up_below` candidates"
    return "by default" if source.kind is SourceKind.DIRECTORY else "by default, without an instance of your own"


def find_source(name: str, place: str, settings: Settings) -> Source:
    """A source that can be asked, by its name. Raises BadInput, saying where it was named, where it cannot."""
    source = known_source(name, place)
    if not (source.base_url or settings.source_url(name) or settings.sandbox):
        raise BadInput(
            f"--source {name} needs the address of your own instance: set SHARITORIES_{name.upper()}_URL or "
            f'{name}_url = "{source.example_url}" in sharitories.toml'
        )
    return source


def known_source(name: str, place: str) -> Source:
    """A source by its name. Raises BadInput with the nearest name, and the place where the wrong one stands."""
    if name not in SOURCES:
        near = difflib.get_close_matches(name, SOURCES, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(SOURCES)}"
        raise BadInput(f"{place}: there is no source {name}; {hint}")
    return SOURCES[name]
