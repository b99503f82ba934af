"""Exa: a search by meaning, good at `places like this one`."""

from sharitories_crawl.models import Answer, AskedBy, Query, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Budget, Canary, Source
from sharitories_crawl.sources.json_results import LONGEST_SNIPPET, Layout, read_results
from sharitories_crawl.sources.pages import endpoint

COUNTRIES = {country: country for country in ("FR", "NL", "PT", "BE", "SE")}
MOST_RESULTS = 10

LAYOUT = Layout(
    label="Exa",
    results=("results",),
    snippets=("highlights", "summary", "text"),
    key="EXA_API_KEY",
)


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """Ten results with highlights, which is what the price of one search covers."""
    url = endpoint(base_url, "/search", LAYOUT.label)
    body: dict[str, object] = {
        "query": query.text,
        "type": "auto",
        "numResults": MOST_RESULTS,
        "contents": {"highlights": {"maxCharacters": LONGEST_SNIPPET}},
    }
    if town.country in COUNTRIES:
        body["userLocation"] = COUNTRIES[town.country]
    return Request(url, "POST", {"Accept": "application/json"}, json=body)


def parse(response: Response, query: Query) -> Answer:
    """Results in the source's order, or why there are none."""
    del query
    return read_results(response, LAYOUT)


SOURCE = Source(
    name="exa",
    label=LAYOUT.label,
    kind=SourceKind.WEB,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="https://api.exa.ai/search",
    delay=1.0,
    licence="none stated for results; links and short extracts only",
    terms="10 USD of credit a month at 7 USD for 1,000 searches, 10 a second (https://exa.ai/docs).",
    attribution="Results from Exa",
    key=LAYOUT.key,
    key_header="x-api-key",
    budget=Budget(month=1_400),
    languages=COUNTRIES,
    canary=Canary("56121", "université bretagne sud lorient", "univ-ubs"),
)
