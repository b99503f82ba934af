"""What the one thing is called that a page is about: own site, article, platform page or bare result."""

import re
from collections.abc import Sequence

from sharitories_crawl.classify.candidate import Candidate
from sharitories_crawl.classify.name_weights import HEADLINE, OTHERS, OWN, PUBLIC
from sharitories_crawl.classify.subject import PageWords, candidates, first_candidate
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.places import own_text, without_site_name
from sharitories_crawl.models import Facts, Lead, NameClue, PageKind, SearchResult, Town
from sharitories_crawl.reading.writing import Writer

_PUBLISHED = frozenset([PageKind.PRESS, PageKind.PUBLIC_BODY, PageKind.DIRECTORY, PageKind.PLATFORM, PageKind.OTHER])
_WEIGHTS = {PageKind.PRESS: HEADLINE, PageKind.PUBLIC_BODY: PUBLIC}
_FRONT = re.compile(r"^https?://[^/]+/?$")
_NETWORK = re.compile(
    r"\b(reseau|federation|union|confederation|mouvement national|annuaire|netwerk|rede|riksforbund)\b"
)
"""A network's site has pages of its members."""
_FREE_HOST = re.compile(
    r"\b(?:pages?|sites?|blogs?) (?:web |internet )?gratuite?s?\b|\bhebergement gratuit|"
    r"\bgratis (?:website|webpagina|hemsida|blogg?|sites?)\b|\b(?:sites?|blogues?|paginas?) gratis\b"
)
"""What stands over the pages of many, each by somebody else."""
_MASTHEAD = 200
SURE = 1.6
"""Below this nothing on a page names anybody. Set by hand on labelled pages."""


def page_candidates(
    writer: Writer, facts: Facts, kind: PageKind, town: Town, place: str = "", of_kind: str = ""
) -> list[Candidate]:
    """The possible names of the one that a fetched page is about, the best first."""
    return candidates(
        _words_of(writer, facts, kind, town, place, of_kind), writer.judge, lambda name: writer.is_place(name, town)
    )


def page_name(writer: Writer, facts: Facts, kind: PageKind, town: Town, place: str = "", of_kind: str = "") -> str:
    """The name of the one that a fetched page is about; empty where none stands out as anybody's name."""
    words = _words_of(writer, facts, kind, town, place, of_kind)
    best = first_candidate(words, writer.judge, lambda name: writer.is_place(name, town))
    return best.name if best is not None and best.score >= SURE else ""


def _words_of(writer: Writer, facts: Facts, kind: PageKind, town: Town, place: str, of_kind: str) -> PageWords:
    language = facts.language or town.language
    # a front page speaks of whom it belongs to
    front = _FRONT.search(facts.url) is not None and bool(writer.judge.kinds_in(facts.title, language))
    hosted = _FRONT.search(facts.url) is None and _FREE_HOST.search(_masthead(facts)) is not None
    own = (kind not in _PUBLISHED or front) and not hosted and not _NETWORK.search(fold(facts.name))
    publisher = () if own else tuple(clue.words for clue in facts.clues if clue.origin in ("site", "brand"))
    title = facts.title if own else without_site_name(facts.title, facts.site_name or facts.publisher)
    clues = facts.clues
    if not own:
        site = {fold(words) for words in publisher}
        title = " - ".join(part for part in title.split(" - ") if fold(part) not in site) or title
        clues = tuple(
            NameClue(title, "title") if clue.origin == "title" and clue.words == facts.title else clue for clue in clues
        )
    return PageWords(
        clues, title, facts.description, facts.text if own else own_text(facts), facts.url, language,
        OWN if own else _WEIGHTS.get(kind, OTHERS), publisher, place, kind, of_kind,
    )  # fmt: skip


def _masthead(facts: Facts) -> str:
    """What stands over a page: the names of the site and of its logo, and the first lines."""
    signs = (clue.words for clue in facts.clues if clue.origin in ("site", "brand"))
    return fold("\n".join((*signs, *facts.text[:_MASTHEAD].split("\n")[:2])))


def subject_of(named: Sequence[Candidate]) -> str:
    """The name of the one that is spoken of; empty where none stands out as anybody's name."""
    return named[0].name if named and named[0].score >= SURE else ""


def result_name(
    writer: Writer, result: SearchResult | Lead, town: Town, place: str = "", sort: PageKind | None = None
) -> str:
    """The name in a result's title, helped by its snippet and address; empty where there is none."""
    kinds = writer.judge.kinds_in(result.title, town.language)
    words = PageWords(
        (NameClue(result.title, "title"),), result.title, "", result.snippet, result.url, town.language, OWN,
        place=place, sort=sort, kind=kinds[0][0] if kinds else "",
    )  # fmt: skip
    best = first_candidate(words, writer.judge, lambda name: writer.is_place(name, town))
    return best.name if best is not None and best.score > 0 else ""
