"""Marginalia: an index of small, old-fashioned sites, nearly all in English."""

from urllib.parse import urlencode

from sharitories_crawl.models import Answer, AskedBy, Query, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Canary, Source
from sharitories_crawl.sources.json_results import Layout, read_results, with_place
from sharitories_crawl.sources.pages import endpoint

MOST_RESULTS = 20

LAYOUT = Layout(
    label="Marginalia",
    results=("results",),
    snippets=("description",),
    key="MARGINALIA_API_KEY",
)


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """A key of one's own: the trial key `public` has one limit for the whole world."""
    url = endpoint(base_url, "/search", LAYOUT.label)
    parameters = {"query": with_place(query.text, town), "count": str(MOST_RESULTS), "page": "1"}
    return Request(f"{url}?{urlencode(parameters)}", headers={"Accept": "application/json"})


def parse(response: Response, query: Query) -> Answer:
    """Results in the source's order, or why there are none."""
    del query
    return read_results(response, LAYOUT)


SOURCE = Source(
    name="marginalia",
    label=LAYOUT.label,
    kind=SourceKind.WEB,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="https://api2.marginalia-search.com/search",
    delay=5.0,
    licence="CC-BY-NC-SA 4.0",
    terms=(
        "A key is free by e-mail for uses that earn nothing; results are CC-BY-NC-SA 4.0 "
        "(https://about.marginalia-search.com/article/api)."
    ),
    attribution="Results from Marginalia Search, CC-BY-NC-SA 4.0",
    key=LAYOUT.key,
    key_header="API-Key",
    opt_in=True,
    canary=Canary("56121", "marginalia search engine", "marginalia"),
)
