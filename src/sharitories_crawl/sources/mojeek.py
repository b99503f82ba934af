"""Mojeek's results page: an independent index, asked slowly and for page one only."""

from urllib.parse import urlencode

from selectolax.lexbor import LexborHTMLParser

from sharitories_crawl.models import (
    Answer,
    AnswerStatus,
    AskedBy,
    Query,
    Request,
    Response,
    SearchResult,
    SourceKind,
    Town,
)
from sharitories_crawl.sources.base import Canary, Source
from sharitories_crawl.sources.fields import absolute_url, read_html, unreadable, why_no_text, words
from sharitories_crawl.sources.pages import accept_language, cut_note, endpoint
from sharitories_crawl.sources.walls import wall

RESULT = "ul.results-standard > li"
LINK = "a.ob[href], h2 a[href]"
TITLE = "h2 a"
SNIPPET = "p.s"
OWN_PAGE = "form[action='/search'] input[name=q]"
OWN_TITLE = "mojeek"
NO_RESULTS = "no pages found matching"
LONGEST_QUERY = 256
"""The `maxlength` of its search field."""
COUNTRIES = {"FR": "fr", "NL": "nl", "PT": "pt", "BE": "be", "SE": "se"}


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """Language and country go as the cookies that its preferences page sets."""
    # never s=0 on page one: it triggers the rate limit (SearXNG, 2025-12 and 2026-05)
    url = endpoint(base_url, "/search", SOURCE.label)
    country = COUNTRIES.get(town.country, "none")
    headers = {
        "Cookie": f"lb={query.language}; arc={country}",
        "Accept-Language": accept_language(query.language, town.country),
    }
    return Request(f"{url}?{urlencode({'q': query.text[:LONGEST_QUERY], 'safe': '0'})}", headers=headers)


def parse(response: Response, query: Query) -> Answer:
    """Results in the page's order; a page with neither results nor the sentence that there are none is never empty."""
    del query
    tree = read_html(response.text)
    if 200 <= response.status < 300 and (results := _results(tree)):
        return Answer(AnswerStatus.RESULTS, results, detail=cut_note(response.text))
    if (found := wall(response) or why_no_text(response)) is not None:
        return found
    if tree.css_first(OWN_PAGE) is None or OWN_TITLE not in words(tree.css_first("title")).lower():
        return unreadable("not-a-results-page", "The page is none of Mojeek's results pages.")
    if tree.css_first(RESULT) is None and NO_RESULTS in words(tree.body).lower():
        return Answer(AnswerStatus.EMPTY, detail="Mojeek says that it found no pages.")
    return unreadable("no-known-mark", "The page shows neither results nor Mojeek's notice that there are none.")


def _results(tree: LexborHTMLParser) -> tuple[SearchResult, ...]:
    results: list[SearchResult] = []
    for block in tree.css(RESULT):
        link = block.css_first(LINK)
        url = absolute_url(link.attributes.get("href")) if link is not None else ""
        if url:
            title, snippet = words(block.css_first(TITLE)), words(block.css_first(SNIPPET))
            results.append(SearchResult(len(results) + 1, url, title, snippet))
    return tuple(results)


SOURCE = Source(
    name="mojeek",
    label="Mojeek",
    kind=SourceKind.WEB,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="https://www.mojeek.com/search",
    delay=5.0,
    licence="none stated for results; links and short extracts only",
    terms=(
        "Its blog (blog.mojeek.com, July 2022) says that automated queries are fought, and its paid API is for them; "
        "https://www.mojeek.com/about/terms.html has the terms."
    ),
    attribution="Results from Mojeek",
    opt_in=True,
    html=True,
    # no documentation of an OR operator was found
    takes_or=False,
    languages=COUNTRIES,
    canary=Canary("56121", "université bretagne sud lorient", "univ-ubs"),
)
