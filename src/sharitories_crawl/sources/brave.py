"""The Brave Search API: an index of its own, with a market for each of the five countries."""

from collections.abc import Mapping
from urllib.parse import urlencode

from sharitories_crawl.models import Answer, AskedBy, Query, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Budget, Canary, Source
from sharitories_crawl.sources.json_results import Layout, first_words, read_results
from sharitories_crawl.sources.pages import endpoint

LANGUAGES = {"FR": "fr", "NL": "nl", "PT": "pt-pt", "BE": "nl", "SE": "sv"}
LONGEST_QUERY, MOST_WORDS = 400, 50
MOST_RESULTS = 20


def _found_nothing(fields: Mapping[str, object]) -> bool:
    """`web` is left out where there is nothing; the answer then still repeats the question."""
    return fields.get("type") == "search" and isinstance(fields.get("query"), dict) and "web" not in fields


LAYOUT = Layout(
    label="Brave Search",
    results=("web", "results"),
    snippets=("description", "extra_snippets"),
    key="BRAVE_API_KEY",
    nothing=_found_nothing,
)


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """Web results only, as they are, without the marks of highlighting."""
    url = endpoint(base_url, "/res/v1/web/search", LAYOUT.label)
    parameters = {
        "q": first_words(query.text, LONGEST_QUERY, MOST_WORDS),
        "count": str(MOST_RESULTS),
        "result_filter": "web",
        "safesearch": "off",
        "text_decorations": "false",
    }
    if town.country in LANGUAGES:
        parameters |= {"country": town.country, "search_lang": LANGUAGES[town.country]}
    return Request(f"{url}?{urlencode(parameters)}", headers={"Accept": "application/json"})


def parse(response: Response, query: Query) -> Answer:
    """Results in the source's order, or why there are none."""
    del query
    return read_results(response, LAYOUT)


SOURCE = Source(
    name="brave",
    label=LAYOUT.label,
    kind=SourceKind.WEB,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="https://api.search.brave.com/res/v1/web/search",
    # one request a second is what the smallest plan allows
    delay=1.1,
    licence="none stated for results; storing them needs a plan with storage rights",
    terms=(
        "5 USD of credit a month, which is 1,000 requests; storing results needs a plan with storage rights "
        "(https://api-dashboard.search.brave.com)."
    ),
    attribution="Results from the Brave Search API",
    key=LAYOUT.key,
    key_header="X-Subscription-Token",
    budget=Budget(month=1_000),
    # https://search.brave.com/help/operators lists OR
    takes_or=True,
    languages=LANGUAGES,
    canary=Canary("56121", "université bretagne sud lorient", "univ-ubs"),
)
