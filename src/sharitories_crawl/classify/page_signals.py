"""What a page shows of its sort, each sign by a name that a person understands, from 0 to 1."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from sharitories_crawl.classify.page_address import address_signals, host_words
from sharitories_crawl.classify.page_names import MENU, NAME, TITLE
from sharitories_crawl.classify.page_vocabulary import PERSONS, TEXT_AND_DAYS
from sharitories_crawl.geo.names import fold, fold_parts
from sharitories_crawl.models import Facts
from sharitories_crawl.phrases import Times

_READ_LETTERS = 6_000
_FOOTER_LETTERS = 1_000
_MENU_LINKS = 80
_MENU_LETTERS = 40
"""Longer words of a link are a headline, no part of a menu."""
_SEGMENTS = re.compile(r"\s+[|–—•·»-]+\s+|\s*\|\s*")
_SHARES = (0.0, 0.5, 0.8, 1.0)
"""What so many different words of a sort count: the first may be chance, further ones tell less. Arbitrary."""
_LETTERS_PER_WORD = 6
_PERSON_RATE = 0.04
"""So many of all words being `we` is as much as one finds. Arbitrary."""
_LEAST_SITES = 3
_FEW_ENTRIES, _MANY_ENTRIES = 3, 8
_MANY_ROWS = 5
_MANY_HEADINGS = 7
_LEAST_NAME = 5
"""Letters; shorter names stand in any text."""
_OWN_QUESTION = re.compile(r"^(qui|ou|comment|wie|waar|wanneer|hoe|quem|onde|como|vem|vilka|var|hur|och)\b")
# begins with the letters and not with what stands before them: that finds the few of a text much faster
_BYLINE = re.compile(
    r"[PpDdAaTt](?<!\w.)(?:(?<=[Pp])(?:ar|or)|(?<=[Dd])oor|(?<=[Aa])v|(?<=[Tt])ext[eo]?(?: et photos?)? ?:?) "
    r"[A-ZÀ-Þ][\w.-]+(?: (?:de |van |da )?[A-ZÀ-Þ][\w'-]+)\b"
)
_COMMENTS = re.compile(r"\b\d+ (?:commentaires?|reponses?|reacties?|comentarios?|respostas?|kommentarer|svar)\b")
"""Of a folded text."""
_OF_COMMENTS = (" comment", " repons", " reacti", " comentario", " resposta", " kommentarer", " svar")
"""Without any of these there are none, and looking for them is quicker."""
_UNITS = ("mois", "maand", "mês", "mån", "m²", "m2")
_PER_MONTH = re.compile(r"(?:€|euros?|kr|EUR)(?: HT| TTC)? ?(?:/|par |per |por |au )? ?(?:mois|maand|mês|mån|m²|m2)")
_TYPES = {
    "NewsArticle": "news", "ReportageNewsArticle": "news", "OpinionNewsArticle": "news", "Article": "article",
    "BlogPosting": "blog", "Blog": "blog", "JobPosting": "job", "Product": "offer", "Offer": "offer", "Store": "offer",
    "RealEstateListing": "estate", "RealEstateAgent": "estate", "Event": "event", "SocialEvent": "event",
    "GovernmentOrganization": "public", "GovernmentService": "public", "City": "public", "Library": "public",
    "ItemList": "list", "CollectionPage": "list", "SearchResultsPage": "list", "Course": "course",
    "QAPage": "forum", "DiscussionForumPosting": "forum", "FAQPage": "faq", "NewsMediaOrganization": "news",
    "LocalBusiness": "business", "Organization": "organisation", "NGO": "organisation", "Place": "place",
    "NonprofitOrganization": "organisation", "DefinedTerm": "topic", "LearningResource": "topic", "Book": "topic",
    "PodcastSeries": "topic", "HowTo": "topic", "Recipe": "blog", "ProfilePage": "profile",
}  # fmt: skip
_PADDED_PERSONS = {
    language: {person: tuple(f" {word} " for word in words) for person, words in persons.items()}
    for language, persons in PERSONS.items()
}
_SOCIAL_SITES = re.compile(r"facebook|instagram|twitter|linkedin|youtube|whatsapp|//x\.com|google|mastodon|tiktok")


def page_signals(facts: Facts) -> dict[str, float]:
    """Every sign of a fetched page that stands."""
    text = facts.text[:_READ_LETTERS]
    footer = facts.footer[:_FOOTER_LETTERS]
    folded = fold_parts(text, footer)
    signals = dict(address_signals(facts.url))
    brand = next((clue.words for clue in facts.clues if clue.origin == "brand"), "")
    signals.update(_title_signals(facts.url, facts.title, facts.site_name, brand, folded))
    said, days = TEXT_AND_DAYS.count(folded)
    signals.update(_counted("text", said))
    own, others = _links(facts)
    signals.update(_counted("menu", MENU.count(fold(" | ".join(own)))))
    signals.update(_voice_signals(f"{facts.description}\n{text}", folded, facts.language, bool(days)))
    signals.update(_shape_signals(facts, others, folded))
    return {signal: value for signal, value in signals.items() if value}


def result_signals(url: str, title: str, snippet: str, language: str = "") -> dict[str, float]:
    """The same of a result of which title and snippet alone are known."""
    folded = fold(snippet)
    signals = dict(address_signals(url))
    signals.update(_title_signals(url, title, "", "", folded))
    said, days = TEXT_AND_DAYS.count(folded)
    signals.update(_counted("text", said))
    signals.update(_voice_signals(snippet, folded, language, bool(days)))
    signals["bare"] = 1.0
    return {signal: value for signal, value in signals.items() if value}


def _counted(part: str, words: Iterable[Times[str]]) -> dict[str, float]:
    """How many different words of each sort a part says."""
    counts: dict[str, int] = {}
    for _, sort, _ in words:
        counts[sort] = counts.get(sort, 0) + 1
    return {f"{part}:{sort}": _share(count) for sort, count in counts.items()}


def _share(count: int) -> float:
    return _SHARES[min(count, 3)]


def _title_signals(url: str, title: str, stated: str, brand: str, folded: str) -> Iterator[tuple[str, float]]:
    segments = [part.strip() for part in _SEGMENTS.split(title) if part.strip()] or [""]
    headline = fold(segments[0])
    for _, sort, _ in TITLE.count(fold(title)):
        yield f"title:{sort}", 1.0
    if any(part.endswith("?") for part in segments) and not _OWN_QUESTION.search(headline):
        yield "title:question", 1.0
    if re.search(r"\w ?: ", segments[0]):
        yield "title:colon", 1.0
    if any(sign in segments[0] for sign in "«“„‘'\"") and re.search(r"[«“„‘\"]|(?:^|\s)'", segments[0]):
        yield "title:quote", 1.0
    if headline[:1].isdigit():
        yield "title:number", 1.0
    words = len(headline.split())
    yield ("title:short" if words <= 3 else "title:long" if words >= 8 else "title:middling"), 1.0
    if len(segments) == 1:
        yield "title:whole", 1.0
    site = fold(stated) or (fold(segments[-1]) if len(segments) > 1 else fold(brand))
    host = host_words(url)
    for _, sort, _ in (*NAME.count(host), *NAME.count(site)):
        yield f"name:{sort}", 1.0
    yield from _self_signals(site, host, headline, folded)


def _self_signals(site: str, host: str, headline: str, folded: str) -> Iterator[tuple[str, float]]:
    """Whether the page speaks of whom its site is named after."""
    if len(site) >= _LEAST_NAME:
        if site in headline or (headline and headline in site):
            yield "self:title", 1.0
        times = f" {folded} ".count(f" {site} ")
        if times:
            yield "self:text", _share(times)
    names = [word for word in host.split() if len(word) >= _LEAST_NAME]
    if (names and any(name in headline.replace(" ", "") for name in names)) or (
        host and host.replace(" ", "")[:12] in headline.replace(" ", "")
    ):
        yield "self:host-in-title", 1.0


def _voice_signals(text: str, folded: str, language: str, days: bool) -> Iterator[tuple[str, float]]:
    padded = f" {folded} "
    for person, words in _PADDED_PERSONS.get(language, _PADDED_PERSONS["fr"]).items():
        times = sum(map(padded.count, words))
        yield f"voice:{person}", min(1.0, times * _LETTERS_PER_WORD / (len(padded) + 120) / _PERSON_RATE)
    yield "voice:quotes", _share(sum(map(text.count, "«“„")) + text.count('"') // 2)
    if _BYLINE.search(text[:600]):
        yield "shape:byline", 1.0
    if any(word in folded for word in _OF_COMMENTS) and _COMMENTS.search(folded):
        yield "shape:comments", 1.0
    yield "price:any", _share(text.count("€") + padded.count(" euros ") + padded.count(" kr "))
    yield "price:per-month", float(any(unit in text for unit in _UNITS) and bool(_PER_MONTH.search(text)))
    yield "price:area", _share(text.count("m²") + padded.count(" m2 ") + padded.count(" kvm "))
    yield "says:days", float(days)


def _shape_signals(facts: Facts, others: int, folded: str) -> Iterator[tuple[str, float]]:
    for kind in {_TYPES.get(name, "") for name in facts.types} - {""}:
        yield f"type:{kind}", 1.0
    yield "og:article", float(facts.og_type == "article")
    yield "og:website", float(facts.og_type == "website")
    yield "shape:dated", float(bool(facts.published))
    yield "shape:publisher", float(bool(facts.publisher))
    yield "reach:address", float(any(address.street for address in facts.addresses))
    yield "reach:several-addresses", float(len(facts.addresses) >= _LEAST_SITES)
    yield "reach:mail", float(bool(facts.emails))
    yield "reach:phone", float(bool(facts.phones))
    yield "reach:social", float(bool(facts.socials))
    yield "reach:registered", float(bool(facts.sirens or facts.rnas))
    yield "links:others", float(others >= _LEAST_SITES)
    entries = len(facts.entries)
    yield "list:some", float(_FEW_ENTRIES <= entries < _MANY_ENTRIES)
    yield "list:many", float(entries >= _MANY_ENTRIES)
    rows = max(map(len, facts.rosters), default=0)
    yield "list:roster", float(rows >= _MANY_ROWS)
    yield "shape:many-headings", float(len(facts.headings) >= _MANY_HEADINGS)
    yield "length:short", float(len(folded) < 600)
    yield "length:long", float(len(folded) > 3_000)


def _links(facts: Facts) -> tuple[Iterable[str], int]:
    """The words of the links to the same site, and how many other sites are linked to."""
    start = facts.url[: facts.url.find("/", 8)]
    own: list[str] = []
    others: set[str] = set()
    for link in facts.links[:_MENU_LINKS]:
        if link.url.startswith(start):
            if len(link.text) <= _MENU_LETTERS:
                own.append(link.text)
        elif not _SOCIAL_SITES.search(link.url):
            others.add(urlsplit(link.url).hostname or "")
    return own, len(others)
