"""YaCy: a peer that the user runs, asked for what it and its network have crawled."""

from urllib.parse import urlencode

from sharitories_crawl.errors import BadInput
from sharitories_crawl.models import Answer, AskedBy, Query, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Source
from sharitories_crawl.sources.json_results import Layout, read_results
from sharitories_crawl.sources.pages import endpoint

LANGUAGES = {"FR": "lang_fr", "NL": "lang_nl", "PT": "lang_pt", "BE": "lang_nl", "SE": "lang_sv"}
MOST_RESULTS = 20

LAYOUT = Layout(
    label="YaCy (your own peer)",
    results=("channels", "items"),
    url="link",
    snippets=("description",),
)


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """The documented search API (wiki.yacy.net, Dev:APIyacysearch), the whole network of peers."""
    if not base_url.strip():
        raise BadInput(
            "YaCy needs a peer of your own: set SHARITORIES_YACY_URL or `yacy_url` in sharitories.toml, "
            "like http://localhost:8090"
        )
    url = endpoint(base_url, "/yacysearch.json", LAYOUT.label)
    parameters = {
        "query": query.text,
        "startRecord": "0",
        "maximumRecords": str(MOST_RESULTS),
        "contentdom": "text",
        "resource": "global",
    }
    if town.country in LANGUAGES:
        parameters["lr"] = LANGUAGES[town.country]
    return Request(f"{url}?{urlencode(parameters)}", headers={"Accept": "application/json"})


def parse(response: Response, query: Query) -> Answer:
    """Results in the source's order, or why there are none."""
    del query
    return read_results(response, LAYOUT)


SOURCE = Source(
    name="yacy",
    label=LAYOUT.label,
    kind=SourceKind.WEB,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="",
    example_url="http://localhost:8090",
    delay=1.0,
    licence="none stated for results; links and short extracts only",
    terms="Your own peer, your rules; public ones are not asked.",
    attribution="Results from a YaCy peer",
    opt_in=True,
    languages=LANGUAGES,
)
