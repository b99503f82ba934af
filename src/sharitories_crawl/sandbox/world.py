"""The nouns of the fictional web: towns, things that exist or are only spoken of, sites, pages, map records."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class WorldTown:
    """A town that has a truth of its own; `areas` holds further names of its boundary on the map."""

    code: str
    name: str
    country: str
    language: str
    department: str
    postal_code: str
    latitude: float
    longitude: float
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """An initiative of the town (`reason` empty), or something that must not be kept for it, with the reason."""

    id: str
    name: str
    town_code: str
    also: tuple[str, ...] = ()
    """Other names accepted as this thing's."""
    kind: str = ""
    kinds: tuple[str, ...] = ()
    """Other kinds a person would accept."""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "FR"
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    email: str = ""
    site: str = ""
    old_sites: tuple[str, ...] = ()
    reason: str = ""
    """Slug: closed, planned, elsewhere, irrelevant, ..."""
    why: str = ""
    """One sentence for a person."""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.also)

    @property
    def is_initiative(self) -> bool:
        return not self.reason


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One item of a page that lists several things, in that page's own words."""

    name: str
    text: str = ""
    address: str = ""
    url: str = ""
    phone: str = ""
    email: str = ""
    heading: str = ""
    """The sub-heading under which a new group of entries starts."""
    of: str = ""


@dataclass(frozen=True, slots=True)
class WebPage:
    """One page: its words in a small markup (see pages.py) and which things it gives evidence of."""

    path: str
    title: str
    text: str = ""
    h1: str = ""
    label: str = ""
    """What the site's menu calls it; empty keeps it out of the menu."""
    date: str = ""
    shows: tuple[str, ...] = ()
    entries: tuple[ListEntry, ...] = ()
    list_style: str = "cards"
    structured: str = ""
    about: str = ""
    fault: str = ""
    location: str = ""
    """Where a redirect or a meta refresh leads."""
    indexed: bool = True
    """Whether the search engine knows it."""


@dataclass(frozen=True, slots=True)
class Site:
    """All pages of one host, drawn by one template."""

    host: str
    name: str
    template: str
    language: str = "fr"
    tagline: str = ""
    footer: str = ""
    places: tuple[str, ...] = ()
    """Places named by the chrome only: menus of communes, regional editions."""
    structured: str = ""
    about: str = ""
    fault: str = ""
    robots: str = ""
    socials: tuple[str, ...] = ()
    pages: tuple[WebPage, ...] = ()

    def url_of(self, page: WebPage) -> str:
        return f"http://{self.host}{page.path}"

    def page_at(self, path: str) -> WebPage | None:
        for page in self.pages:
            if page.path == path:
                return page
        return None


@dataclass(frozen=True, slots=True)
class MapElement:
    """One OpenStreetMap element; `commune` is the code and name of the commune whose area holds it."""

    type: str
    id: int
    latitude: float
    longitude: float
    tags: Mapping[str, str]
    commune: str
    commune_name: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class MapArea:
    """The boundary of a commune, as an area filter of Overpass may choose it."""

    code: str
    names: tuple[str, ...]
    country: str


@dataclass(frozen=True, slots=True)
class DirectoryElement:
    """One element of the GoGoCarto directory."""

    id: str
    name: str
    latitude: float
    longitude: float
    street: str
    postal_code: str
    city: str
    country: str
    website: str
    abstract: str
    categories: tuple[str, ...]
    source_key: str
    of: str = ""


@dataclass(frozen=True)
class World:
    """Everything that is served, and what is true about it."""

    towns: tuple[WorldTown, ...]
    things: tuple[Thing, ...]
    sites: Mapping[str, Site]
    map_elements: tuple[MapElement, ...]
    directory: tuple[DirectoryElement, ...]
    private_contacts: tuple[str, ...] = ()
    """E-mail addresses and telephone numbers of persons: on pages, never to be stored."""
    title: str = "A fictional sandbox"

    @cached_property
    def areas(self) -> tuple[MapArea, ...]:
        """The communes the map knows: the towns, and every other one that holds an element."""
        known = [MapArea(town.code, (town.name, *town.areas), town.country) for town in self.towns]
        codes = {area.code for area in known}
        others = {(one.commune, one.commune_name) for one in self.map_elements if one.commune not in codes}
        return (*known, *(MapArea(code, (name,), "FR") for code, name in sorted(others)))

    @cached_property
    def elements_by_commune(self) -> Mapping[str, tuple[MapElement, ...]]:
        """The map's elements by code of the commune."""
        found: dict[str, list[MapElement]] = {}
        for element in self.map_elements:
            found.setdefault(element.commune, []).append(element)
        return {code: tuple(elements) for code, elements in found.items()}

    def initiatives(self, town_code: str) -> tuple[Thing, ...]:
        return tuple(thing for thing in self.things if thing.town_code == town_code and thing.is_initiative)

    def not_kept(self, town_code: str) -> tuple[Thing, ...]:
        return tuple(thing for thing in self.things if thing.town_code == town_code and not thing.is_initiative)

    @cached_property
    def by_id(self) -> Mapping[str, Thing]:
        return {thing.id: thing for thing in self.things}

    @cached_property
    def evidence(self) -> Mapping[str, tuple[str, ...]]:
        """Addresses of pages, and names of directories with the record's id, that speak of each thing."""
        found: dict[str, list[str]] = {}
        for site in self.sites.values():
            for page in site.pages:
                for thing_id in (*page.shows, *(entry.of for entry in page.entries if entry.of)):
                    found.setdefault(thing_id, []).append(site.url_of(page))
        for element in self.map_elements:
            if element.of:
                found.setdefault(element.of, []).append(f"overpass:{element.type}/{element.id}")
        for record in self.directory:
            if record.of:
                found.setdefault(record.of, []).append(f"transiscope:{record.id}")
        return {thing_id: tuple(places) for thing_id, places in found.items()}

    def page_for(self, url: str) -> tuple[Site, WebPage] | None:
        parts = urlsplit(url)
        site = self.sites.get(parts.hostname or "")
        page = site.page_at((parts.path or "/") + (f"?{parts.query}" if parts.query else "")) if site else None
        return (site, page) if site and page else None
