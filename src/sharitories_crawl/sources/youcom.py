"""You.com twice: without a key, a hundred questions a day, and with one, by country and language."""

from collections.abc import Mapping
from urllib.parse import urlencode

from sharitories_crawl.models import Answer, AskedBy, Query, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Budget, Canary, Source
from sharitories_crawl.sources.json_results import Layout, read_results, with_place
from sharitories_crawl.sources.pages import endpoint

LANGUAGES = {"FR": "FR", "NL": "NL", "PT": "PT-PT", "BE": "NL", "SE": "SV"}
MOST_RESULTS = 20
CANARY = Canary("56121", "université bretagne sud lorient", "univ-ubs")
LICENCE = "none stated for results; links and short extracts only"


def _found_nothing(fields: Mapping[str, object]) -> bool:
    """`results` without pages beside the `metadata` of a search that was made."""
    results, metadata = fields.get("results"), fields.get("metadata")
    return isinstance(results, dict) and isinstance(metadata, dict) and bool(metadata.get("search_uuid"))


LAYOUT = Layout(
    label="You.com",
    results=("results", "web"),
    snippets=("description", "snippets"),
    nothing=_found_nothing,
)
KEYED = Layout(
    label="You.com (with a key)",
    results=LAYOUT.results,
    snippets=LAYOUT.snippets,
    nothing=_found_nothing,
    key="YOUCOM_API_KEY",
)


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """No key may go along: this endpoint refuses one. It knows no countries, so the place stands in the words."""
    url = endpoint(base_url, "/v1/agents/search", LAYOUT.label)
    parameters = {"query": with_place(query.text, town), "count": str(MOST_RESULTS)}
    return Request(f"{url}?{urlencode(parameters)}", headers={"Accept": "application/json"})


def build_keyed_request(query: Query, town: Town, base_url: str) -> Request:
    """The paid endpoint, with the country's market."""
    url = endpoint(base_url, "/v1/search", KEYED.label)
    parameters = {"query": query.text, "count": str(MOST_RESULTS)}
    if town.country in LANGUAGES:
        parameters |= {"country": town.country, "language": LANGUAGES[town.country]}
    return Request(f"{url}?{urlencode(parameters)}", headers={"Accept": "application/json"})


def parse(response: Response, query: Query) -> Answer:
    """Results in the source's order, or why there are none."""
    del query
    return read_results(response, LAYOUT)


def parse_keyed(response: Response, query: Query) -> Answer:
    """The same fields; a refusal names the key."""
    del query
    return read_results(response, KEYED)


SOURCE = Source(
    name="youcom",
    label=LAYOUT.label,
    kind=SourceKind.WEB,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="https://api.you.com/v1/agents/search",
    delay=2.0,
    licence=LICENCE,
    terms="About 100 questions a day for one address without a key (https://docs.litellm.ai/docs/search/you_com).",
    attribution="Results from You.com",
    budget=Budget(day=100),
    canary=CANARY,
)

API = Source(
    name="youcom_api",
    label=KEYED.label,
    kind=SourceKind.WEB,
    asked_by=AskedBy.WORDS,
    build_request=build_keyed_request,
    parse=parse_keyed,
    base_url="https://ydc-index.io/v1/search",
    delay=1.0,
    licence=LICENCE,
    terms="5 USD for 1,000 questions, 100 USD of credit for a new account, 10 a second (https://you.com/docs).",
    attribution="Results from You.com",
    key=KEYED.key,
    key_header="X-API-Key",
    languages=LANGUAGES,
    canary=CANARY,
)
