"""Tavily, a search API that prefers the pages of one country."""

from sharitories_crawl.models import Answer, AskedBy, Query, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Budget, Canary, Source
from sharitories_crawl.sources.json_results import Layout, first_words, read_results
from sharitories_crawl.sources.pages import endpoint

COUNTRIES = {"FR": "france", "NL": "netherlands", "PT": "portugal", "BE": "belgium", "SE": "sweden"}
LONGEST_QUERY = 400
MOST_RESULTS = 20

LAYOUT = Layout(
    label="Tavily",
    results=("results",),
    snippets=("content",),
    key="TAVILY_API_KEY",
)


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """The basic depth, which costs one credit."""
    url = endpoint(base_url, "/search", LAYOUT.label)
    body: dict[str, object] = {
        "query": first_words(query.text, LONGEST_QUERY),
        "topic": "general",
        "search_depth": "basic",
        "max_results": MOST_RESULTS,
    }
    if town.country in COUNTRIES:
        body["country"] = COUNTRIES[town.country]
    return Request(url, "POST", {"Accept": "application/json"}, json=body)


def parse(response: Response, query: Query) -> Answer:
    """Results in the source's order, or why there are none."""
    del query
    return read_results(response, LAYOUT)


SOURCE = Source(
    name="tavily",
    label=LAYOUT.label,
    kind=SourceKind.WEB,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="https://api.tavily.com/search",
    delay=1.0,
    licence="none stated for results; links and short extracts only",
    terms="1,000 credits a month are free, 100 requests a minute for a development key (https://docs.tavily.com).",
    attribution="Results from Tavily",
    key=LAYOUT.key,
    key_header="Authorization",
    key_format="Bearer {key}",
    budget=Budget(month=1_000),
    languages=COUNTRIES,
    canary=Canary("56121", "université bretagne sud lorient", "univ-ubs"),
)
