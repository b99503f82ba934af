"""Linkup, a search API from Paris, asked in plain language for pages and not for an answer."""

from sharitories_crawl.models import Answer, AskedBy, Query, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Budget, Canary, Source
from sharitories_crawl.sources.json_results import Layout, read_results, with_place
from sharitories_crawl.sources.pages import endpoint

MOST_RESULTS = 20

LAYOUT = Layout(
    label="Linkup",
    results=("results",),
    title="name",
    snippets=("content",),
    key="LINKUP_API_KEY",
    # https://docs.linkup.so/pages/documentation/platform/errors: a search without result is an error (400)
    nothing_code="SEARCH_QUERY_NO_RESULT",
)


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """The standard depth: one search, no agent behind it."""
    url = endpoint(base_url, "/v1/search", LAYOUT.label)
    body = {
        "q": with_place(query.text, town),
        "depth": "standard",
        "outputType": "searchResults",
        "includeImages": False,
        "maxResults": MOST_RESULTS,
    }
    return Request(url, "POST", {"Accept": "application/json"}, json=body)


def parse(response: Response, query: Query) -> Answer:
    """Results in the source's order, or why there are none."""
    del query
    return read_results(response, LAYOUT)


SOURCE = Source(
    name="linkup",
    label=LAYOUT.label,
    kind=SourceKind.WEB,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="https://api.linkup.so/v1/search",
    delay=1.0,
    licence="none stated for results; links and short extracts only",
    terms="0.005 USD a search; eligible accounts get 20 USD, which is 4,000, each month (https://docs.linkup.so).",
    attribution="Results from Linkup",
    key=LAYOUT.key,
    key_header="Authorization",
    key_format="Bearer {key}",
    budget=Budget(month=4_000),
    canary=Canary("56121", "université bretagne sud lorient", "univ-ubs"),
)
