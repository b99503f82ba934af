"""A SearXNG (or older searx) instance that the user runs, asked for JSON."""

from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlencode

from sharitories_crawl.errors import BadInput
from sharitories_crawl.models import (
    Answer,
    AnswerStatus,
    AskedBy,
    Query,
    Request,
    Response,
    SearchResult,
    SourceKind,
    Town,
)
from sharitories_crawl.sources.base import Canary, Source
from sharitories_crawl.sources.fields import absolute_url, object_fields, one_line, read_json, unreadable, why_no_text
from sharitories_crawl.sources.pages import endpoint
from sharitories_crawl.sources.walls import wall

RESULTS, URL, TITLE, SNIPPET = "results", "url", "title", "content"
UNRESPONSIVE = "unresponsive_engines"
SILENT = "Engines that did not answer"
LANGUAGES = {"FR": "fr-FR", "NL": "nl-NL", "PT": "pt-PT", "BE": "nl-BE", "SE": "sv-SE"}
REMEDY = "add `json` to `search.formats` in the instance's settings.yml and restart it"

# The instance writes an engine's failure in its interface's language, which follows Accept-Language; we ask in
# English, and know the French words too, for an instance whose language is fixed.
REASONS: tuple[tuple[str, AnswerStatus, str], ...] = (
    ("captcha", AnswerStatus.CAPTCHA, "engines-captcha"),
    ("too many requests", AnswerStatus.RATE_LIMITED, "engines-rate-limited"),
    ("trop de requêtes", AnswerStatus.RATE_LIMITED, "engines-rate-limited"),
    ("access denied", AnswerStatus.BLOCKED, "engines-access-denied"),
    ("accès refusé", AnswerStatus.BLOCKED, "engines-access-denied"),
    ("accès interdit", AnswerStatus.BLOCKED, "engines-access-denied"),
    ("blocked", AnswerStatus.BLOCKED, "engines-access-denied"),  # searx 1.1 says it so
    ("timeout", AnswerStatus.TIMEOUT, "engines-timeout"),
    ("délai", AnswerStatus.TIMEOUT, "engines-timeout"),
)
SUSPENDED = ("suspended", "suspendu")
FAILED = (AnswerStatus.UNREADABLE, "engines-failed")


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """The documented search API (docs/dev/search_api.rst), first page, no filter but the language."""
    if not base_url.strip():
        raise BadInput(
            "SearXNG needs an instance of your own: set SHARITORIES_SEARXNG_URL or `searxng_url` in sharitories.toml, "
            "like http://localhost:8888"
        )
    url = endpoint(base_url, "/search", SOURCE.label)
    if not url.rstrip("/").endswith("/search"):
        url = f"{url.rstrip('/')}/search"
    parameters = {
        "q": query.text,
        "format": "json",
        "language": f"{query.language}-{town.country}",
        "pageno": "1",
        "categories": "general",
        "safesearch": "0",
    }
    return Request(f"{url}?{urlencode(parameters)}", headers={"Accept": "application/json", "Accept-Language": "en"})


def parse(response: Response, query: Query) -> Answer:
    """Results, or the reason why the instance has none: engines that did not answer never look like an empty town."""
    del query
    if response.status == 200:
        fields = object_fields(read_json(response.text))
        entries = fields.get(RESULTS)
        if isinstance(entries, list):
            return _answer(entries, fields, response.headers.get("server-timing", ""))
    found = wall(response)
    if response.status == 403 and found is not None and found.reason == "access-denied":
        return Answer(
            AnswerStatus.BLOCKED,
            reason="json-not-enabled",
            detail=f"The instance refuses to answer in JSON (403): {REMEDY}.",
        )
    if response.status == 429 and found is not None and found.status is AnswerStatus.RATE_LIMITED:
        return Answer(
            AnswerStatus.RATE_LIMITED,
            reason="limiter",
            detail="The instance's limiter refused (429): set `server.limiter: false` on your own instance, or wait.",
        )
    if response.status == 400:
        return unreadable("bad-query", "The instance calls the query bad (400).")
    if (found := found or why_no_text(response)) is not None:
        return found
    if "<html" in response.text[:5000].lower():
        return unreadable("html-instead-of-json", f"The instance answered with a page instead of JSON: {REMEDY}.")
    return unreadable("broken-json", "The answer is not the JSON that a SearXNG instance gives.")


def _answer(entries: list[object], fields: Mapping[str, object], timing: str) -> Answer:
    results: list[SearchResult] = []
    for entry in entries:
        result = object_fields(entry)
        url = absolute_url(result.get(URL))
        if url and _is_text(result.get(TITLE)) and _is_text(result.get(SNIPPET)):
            title, snippet = one_line(result.get(TITLE)), one_line(result.get(SNIPPET))
            results.append(SearchResult(len(results) + 1, url, title, snippet))
    silent = _silent_engines(fields.get(UNRESPONSIVE))
    spoken = "; ".join(f"{engine}: {reason}" for engine, reason in silent)
    dropped = len(entries) - len(results)
    notes = [f"{SILENT}: {spoken}."] if silent else []
    notes += [f"{dropped} results were dropped: wrong types or no http address."] if dropped else []
    if results:
        return Answer(AnswerStatus.RESULTS, tuple(results), detail=" ".join(notes))
    if dropped:
        return unreadable("broken-results", " ".join(notes))
    if silent:
        status, slug = _worst([reason for _, reason in silent])
        return Answer(status, reason=slug, detail=notes[0])
    if not isinstance(fields.get(UNRESPONSIVE), list):
        return unreadable("engines-not-reported", f"No results, and the answer does not say ({UNRESPONSIVE}) why.")
    # searx 1.1 skips suspended engines without a word; only this header, absent behind some proxies, lists who answered
    if timing.startswith("total;") and "total_0_" not in timing:
        return unreadable(
            "no-engine-answered", "No engine of the instance was asked: all are suspended or switched off."
        )
    return Answer(AnswerStatus.EMPTY, detail="Every engine of the instance answered, and none had a result.")


def _is_text(value: object) -> bool:
    """Missing counts: searx leaves out the extract where an engine gives none."""
    return value is None or isinstance(value, str)


def _silent_engines(value: object) -> list[tuple[str, str]]:
    """[[engine, reason], ...] as documented; a bare name is an engine that failed without saying why."""
    silent: list[tuple[str, str]] = []
    for item in value if isinstance(value, list) else []:
        engine, reason = (item[0], item[1]) if isinstance(item, list) and len(item) > 1 else (item, "")
        silent.append((one_line(engine) or "an engine", one_line(reason) or "no reason given"))
    return silent


def _worst(reasons: list[str]) -> tuple[AnswerStatus, str]:
    """The commonest way in which the engines failed; among equals the one that rests the source longest."""
    ways = Counter(_way(reason) for reason in reasons)
    order = [(status, slug) for _, status, slug in REASONS] + [FAILED]
    return max(ways, key=lambda way: (ways[way], -order.index(way)))


def _way(reason: str) -> tuple[AnswerStatus, str]:
    folded = reason.lower()
    for words, status, slug in REASONS:
        if words in folded:
            return status, slug
    if any(word in folded for word in SUSPENDED):
        return AnswerStatus.BLOCKED, "engines-access-denied"
    return FAILED


SOURCE = Source(
    name="searxng",
    label="SearXNG (your own instance)",
    kind=SourceKind.WEB,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="",
    example_url="http://localhost:8888",
    delay=1.0,
    licence="none stated for results; links and short extracts only",
    terms=(
        "Your own instance, your rules; public ones leave JSON switched off on purpose "
        "(https://github.com/searxng/searxng/issues/3749), so none is asked."
    ),
    attribution="Results from the engines of a SearXNG instance",
    # Google's and Bing's own pages document OR; an engine that reads it as a word still finds either kind
    takes_or=True,
    run_live="run against Debian's searx 1.1; SearXNG itself not yet run live",
    languages=LANGUAGES,
    canary=Canary("56121", "université bretagne sud lorient", "univ-ubs"),
)
