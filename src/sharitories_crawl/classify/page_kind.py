"""What sort of page speaks: an initiative's own, a newspaper's, a public body's, a platform's, a shop's, a list."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from sharitories_crawl.classify.page_words import (
    BLOG_ADDRESS,
    CHROME,
    JOB,
    LIST_ADDRESS,
    LIST_TITLE,
    OWN_QUESTION,
    OWN_TITLE,
    PLATFORM_HOST,
    PRESS_NAME,
    PRESS_TYPES,
    PUBLIC_HOST,
    PUBLIC_NAME,
    SOCIAL_HOST,
    TOPIC_TITLE,
)
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Facts, PageKind

LIST_ENTRIES = 3
"""Fewer items are a site's own headings rather than a list of initiatives."""
_READ_LETTERS = 6_000
_COMMERCIAL_WORDS = 2
"""So many different words of trade make a page a shop's; one stands anywhere. Arbitrary."""
_SURELY_COMMERCIAL = 3
_SEGMENTS = re.compile(r"\s+[|–—•·-]+\s+|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class _Signs:
    """What is looked at, folded."""

    host: str
    address: str
    site: str
    title: str
    segments: tuple[str, ...]
    lines: tuple[str, ...]
    """The first ones of text and footer, where a public body gives its name."""
    chrome: Counter[str]
    """How many different words of each sort the page says."""
    types: frozenset[str]
    is_article: bool
    entries: int
    reachable: bool

    @property
    def is_press(self) -> bool:
        return bool(
            PRESS_TYPES & self.types
            or self.is_article
            or self.chrome["press"] >= 2
            # quoted speech beside one word of a newspaper's, or where nobody can be reached
            or (self.chrome["speech"] and (self.chrome["press"] or not self.reachable))
            or any(PRESS_NAME.search(name) for name in (self.site, *self.segments[1:]))
            or (PRESS_NAME.search(self.address_host) and not PUBLIC_HOST.search(self.host))
        )

    @property
    def address_host(self) -> str:
        return fold(self.host.replace(".", " "))

    @property
    def is_public(self) -> bool:
        names = (self.site, *self.segments[1:], *self.lines)
        return bool(
            PUBLIC_HOST.search(self.host)
            or any(PUBLIC_NAME.search(name) for name in names)
            or self.chrome["public-body"] >= 2
        )

    @property
    def is_list(self) -> bool:
        words = LIST_TITLE.search(self.title) or LIST_ADDRESS.search(self.address)
        return bool(words) or self.entries >= LIST_ENTRIES

    @property
    def is_commercial(self) -> bool:
        if JOB.search(self.address) or JOB.search(self.title):
            return True
        return self.chrome["commercial"] >= _COMMERCIAL_WORDS


def page_kind_of(facts: Facts) -> PageKind:
    """Judged by host, site name, declared types, shape and words; own site where nothing else shows."""
    lines = tuple(fold(text[:80].split("\n", 1)[0]) for text in (facts.text, facts.footer))
    words = f"{fold(facts.text[:_READ_LETTERS])} {fold(facts.footer[:1000])}"
    reachable = bool(facts.addresses or facts.emails or facts.phones or facts.socials)
    types = frozenset(facts.types)
    signs = _signs(
        facts.url, facts.site_name, facts.title, lines, words, types, facts.og_type, len(facts.entries), reachable
    )
    return _judge(signs, PageKind.OWN_SITE)


def result_kind_of(url: str, title: str, snippet: str) -> PageKind:
    """The same by title and snippet alone."""
    return _judge(_signs(url, "", title, (), fold(snippet), frozenset(), "", 0, True), PageKind.OWN_SITE)


def _signs(
    url: str,
    site: str,
    title: str,
    lines: tuple[str, ...],
    words: str,
    types: frozenset[str],
    og_type: str,
    entries: int,
    reachable: bool,
) -> _Signs:
    parts = urlsplit(url)
    host = parts.hostname or ""
    segments = tuple(fold(part) for part in _SEGMENTS.split(title) if part.strip())
    address = fold(f"{host} {parts.path}".replace("/", " ").replace(".", " ").replace("_", " "))
    chrome = Counter(slug for _, slug, _ in CHROME.count(words))
    # `Qui sommes-nous ?` asks nothing
    own = OWN_QUESTION.search(fold(title))
    question = (
        ""
        if own
        else (
            "?" if title.rstrip().endswith("?") or any(p.rstrip().endswith("?") for p in _SEGMENTS.split(title)) else ""
        )
    )
    return _Signs(
        host,
        address,
        fold(site),
        fold(title) + question,
        segments,
        lines,
        chrome,
        types,
        og_type == "article",
        entries,
        reachable,
    )


def _judge(signs: _Signs, otherwise: PageKind) -> PageKind:
    if SOCIAL_HOST.search(signs.host):
        return PageKind.SOCIAL
    if PLATFORM_HOST.search(signs.host):
        return PageKind.PLATFORM
    topic = bool(TOPIC_TITLE.search(signs.title)) or signs.chrome["other"] >= 2
    public = signs.is_public
    if signs.chrome["commercial"] >= _SURELY_COMMERCIAL and not public:
        return PageKind.COMMERCIAL
    if signs.is_list and not OWN_TITLE.search(signs.title) and not (signs.is_press and signs.entries < LIST_ENTRIES):
        return PageKind.DIRECTORY
    if signs.is_commercial and not (public or signs.is_press):
        return PageKind.COMMERCIAL
    if public and not PRESS_TYPES & signs.types:
        return PageKind.PUBLIC_BODY
    if signs.is_press:
        return PageKind.OTHER if topic and not signs.chrome["press"] else PageKind.PRESS
    if topic or (BLOG_ADDRESS.search(signs.address) and not signs.reachable):
        return PageKind.OTHER
    return otherwise
