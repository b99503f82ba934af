"""Staan, the search API on the index of Qwant and Ecosia: France's market, and none of the four others."""

from urllib.parse import urlencode

from sharitories_crawl.models import Answer, AskedBy, Query, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Budget, Canary, Source
from sharitories_crawl.sources.json_results import Layout, first_words, read_results
from sharitories_crawl.sources.pages import endpoint

MARKETS = {"FR": "fr-fr"}
LONGEST_QUERY = 400

LAYOUT = Layout(
    label="Staan",
    results=("web", "results"),
    key="STAAN_API_KEY",
)


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """Ten results, neither more nor fewer: any other `count` is refused (open-webui pull request 30303, 2026-09)."""
    url = endpoint(base_url, "/v2/search/web", LAYOUT.label)
    parameters = {"q": first_words(query.text, LONGEST_QUERY), "market": MARKETS.get(town.country, MARKETS["FR"])}
    return Request(f"{url}?{urlencode(parameters)}", headers={"Accept": "application/json"})


def parse(response: Response, query: Query) -> Answer:
    """Results in the source's order, or why there are none."""
    del query
    return read_results(response, LAYOUT)


SOURCE = Source(
    name="staan",
    label=LAYOUT.label,
    kind=SourceKind.WEB,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="https://api.staan.ai/v2/search/web",
    delay=1.0,
    licence="none stated for results; links and short extracts only",
    terms="1,000 requests a month are free; 20 a second at most (https://docs.staan.ai).",
    attribution="Results from Staan (European Search Perspective: Qwant and Ecosia)",
    key=LAYOUT.key,
    key_header="Authorization",
    key_format="Bearer {key}",
    budget=Budget(month=1_000),
    countries=frozenset(MARKETS),
    languages=MARKETS,
    canary=Canary("56121", "université bretagne sud lorient", "univ-ubs"),
)
