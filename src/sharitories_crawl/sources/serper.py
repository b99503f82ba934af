"""Serper: Google's results, for the country and language asked for."""

from sharitories_crawl.models import Answer, AskedBy, Query, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Budget, Canary, Source
from sharitories_crawl.sources.json_results import Layout, read_results
from sharitories_crawl.sources.pages import endpoint

LANGUAGES = {"FR": "fr", "NL": "nl", "PT": "pt-pt", "BE": "nl", "SE": "sv"}

LAYOUT = Layout(
    label="Serper",
    results=("organic",),
    url="link",
    key="SERPER_API_KEY",
)


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """Ten results: more are billed as two requests."""
    url = endpoint(base_url, "/search", LAYOUT.label)
    body: dict[str, object] = {"q": query.text, "num": 10}
    if town.country in LANGUAGES:
        body |= {"gl": town.country.lower(), "hl": LANGUAGES[town.country]}
    return Request(url, "POST", {"Accept": "application/json"}, json=body)


def parse(response: Response, query: Query) -> Answer:
    """Results in the source's order, or why there are none."""
    del query
    return read_results(response, LAYOUT)


SOURCE = Source(
    name="serper",
    label=LAYOUT.label,
    kind=SourceKind.WEB,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="https://google.serper.dev/search",
    delay=1.0,
    licence="none stated for results; links and short extracts only",
    terms="2,500 requests are free once, later ones are bought; Google's own terms are the vendor's affair (https://serper.dev).",
    attribution="Results from Google by Serper",
    key=LAYOUT.key,
    key_header="X-API-KEY",
    # 2,500 are free, but only once: an arbitrary share of them
    budget=Budget(month=800),
    # Google's own help documents OR
    takes_or=True,
    languages=LANGUAGES,
    canary=Canary("56121", "université bretagne sud lorient", "univ-ubs"),
)
