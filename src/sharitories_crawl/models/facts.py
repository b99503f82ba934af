"""What a page says, before anybody asks which town or kind it is about."""

from dataclasses import dataclass


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
class NameClue:
    """Words of a page that may name whom it is about. `origin` says where they stand: place, organisation, site,
    brand, owner, title, heading, subheading."""

    words: str
    origin: str


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
    clues: tuple[NameClue, ...] = ()
    """Everything that may be the name, as stated; what it is called is decided where kinds are known."""
    rosters: tuple[tuple[Entry, ...], ...] = ()
    """Groups of rows that begin with a name, with or without an address: sections of a page as well as lists."""
    publisher: str = ""
    """Who publishes an article or stands above a page, by its structured data; empty where nobody is named."""
    partners: tuple[Link, ...] = ()
    """Other sites linked to under a heading such as *partenaires*, each with the words of its row."""
