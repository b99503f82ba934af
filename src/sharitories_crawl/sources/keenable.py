"""Keenable's search API without a key: pages by meaning, and no word for country or language."""

from sharitories_crawl.models import Answer, AskedBy, Query, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Budget, Canary, Source
from sharitories_crawl.sources.json_results import LONGEST_SNIPPET, Layout, read_results, with_place
from sharitories_crawl.sources.pages import endpoint

MOST_RESULTS = 20

LAYOUT = Layout(
    label="Keenable",
    results=("results",),
    # the description is often empty, and the snippet the text of the page
    snippets=("description", "snippet"),
)


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """The public endpoint, which demands a title of the caller; it takes a key at another address only."""
    url = endpoint(base_url, "/v1/search/public", LAYOUT.label)
    body = {
        "query": with_place(query.text, town),
        "mode": "pro",
        "max_results": MOST_RESULTS,
        "snippet_max_length": LONGEST_SNIPPET,
    }
    return Request(url, "POST", {"Accept": "application/json", "X-Keenable-Title": "sharitories"}, json=body)


def parse(response: Response, query: Query) -> Answer:
    """Results in the source's order, or why there are none."""
    del query
    return read_results(response, LAYOUT)


SOURCE = Source(
    name="keenable",
    label=LAYOUT.label,
    kind=SourceKind.WEB,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="https://api.keenable.ai/v1/search/public",
    delay=1.0,
    licence="none stated for results; links and short extracts only",
    terms=(
        "Keyless use allows 10 requests a second and 1,000 an hour for one address, by its staff "
        "(https://github.com/PrimeIntellect-ai/prime-agent/discussions/4067); no terms on storing results were found."
    ),
    attribution="Results from Keenable",
    budget=Budget(hour=1_000),
    canary=Canary("56121", "université bretagne sud lorient", "univ-ubs"),
)
