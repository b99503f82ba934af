"""DuckDuckGo's page without JavaScript: one form, about ten results, page one only."""

from urllib.parse import parse_qs, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

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
from sharitories_crawl.sources.fields import absolute_url, read_html, unreadable, why_no_text, words
from sharitories_crawl.sources.pages import accept_language, cut_note, endpoint
from sharitories_crawl.sources.walls import wall

RESULT = "#links div.web-result"
AD_CLASS = "result--ad"
LINK = "h2 a[href]"
SNIPPET = ".result__snippet"
OWN_PAGE = "#links, form[action='/html/']"
NO_RESULTS = ".no-results, .result--no-result"
CHALLENGE = "form#challenge-form"
WRAPPER_PATH, WRAPPED_URL = "/l/", "uddg"
AD_PATH = "/y.js"
LONGEST_QUERY = 499
"""SearXNG's limit; a longer one is refused."""
MARKETS = {"FR": "fr-fr", "NL": "nl-nl", "PT": "pt-pt", "BE": "be-nl", "SE": "se-sv"}
MARKETS_BY_LANGUAGE = {("BE", "fr"): "be-fr", ("BE", "nl"): "be-nl"}
EVERYWHERE = "wt-wt"


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """The form's own fields. Later pages need a token of the first and draw challenges, so they are not asked for."""
    url = endpoint(base_url, "/html/", SOURCE.label)
    market = MARKETS_BY_LANGUAGE.get((town.country, query.language)) or MARKETS.get(town.country, EVERYWHERE)
    # Sec-Fetch-* would claim that a browser is navigating, which is not so: left out, though SearXNG sends them
    headers = {"Referer": url, "Accept-Language": accept_language(query.language, town.country)}
    return Request(url, "POST", headers, {"q": query.text[:LONGEST_QUERY], "b": "", "kl": market})


def parse(response: Response, query: Query) -> Answer:
    """Results without advertisements; a page with neither results nor the mark of none is never empty."""
    del query
    tree = read_html(response.text)
    if 200 <= response.status < 300 and (results := _results(tree)):
        return Answer(AnswerStatus.RESULTS, results, detail=cut_note(response.text))
    if tree.css_first(CHALLENGE) is not None:
        return Answer(
            AnswerStatus.CAPTCHA,
            reason="duckduckgo-challenge",
            detail="DuckDuckGo asks to prove that a human is searching.",
        )
    if response.status == 202:
        return Answer(
            AnswerStatus.RATE_LIMITED,
            reason="too-many-requests",
            detail="DuckDuckGo answered 202, its way of saying that there were too many requests.",
        )
    if response.status == 303:
        return Answer(AnswerStatus.EMPTY, detail="DuckDuckGo answered 303, as it does where it has no page of results.")
    if (found := wall(response) or why_no_text(response)) is not None:
        return found
    if tree.css_first(OWN_PAGE) is None:
        return unreadable("not-a-results-page", "The page is none of DuckDuckGo's results pages.")
    if tree.css_first(RESULT) is None and tree.css_first(NO_RESULTS) is not None:
        return Answer(AnswerStatus.EMPTY, detail="DuckDuckGo says that it has no results.")
    return unreadable("no-known-mark", "The page shows neither results nor DuckDuckGo's notice that there are none.")


def _results(tree: LexborHTMLParser) -> tuple[SearchResult, ...]:
    results: list[SearchResult] = []
    for block in tree.css(RESULT):
        link = block.css_first(LINK)
        url = _target(link)
        if link is None or not url or AD_CLASS in (block.attributes.get("class") or "").split():
            continue
        results.append(SearchResult(len(results) + 1, url, words(link), words(block.css_first(SNIPPET))))
    return tuple(results)


def _target(link: LexborNode | None) -> str:
    """Where a result leads: its redirect undone; empty for an advertisement or an address of no use."""
    href = link.attributes.get("href") if link is not None else None
    if not href:
        return ""
    try:
        url = urljoin("https://duckduckgo.com/", href)
        parts = urlsplit(url)
        if parts.path == WRAPPER_PATH:
            url = parse_qs(parts.query).get(WRAPPED_URL, [""])[0]
            parts = urlsplit(url)
    except ValueError:
        return ""
    is_ad = (parts.hostname or "").endswith("duckduckgo.com") and parts.path == AD_PATH
    return "" if is_ad else absolute_url(url)


SOURCE = Source(
    name="duckduckgo",
    label="DuckDuckGo (html)",
    kind=SourceKind.WEB,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="https://html.duckduckgo.com/html/",
    delay=5.0,
    licence="none stated for results; links and short extracts only",
    terms=(
        "No permission for automated queries was found in https://duckduckgo.com/terms, "
        "so it is asked only where you name it, slowly and for page one."
    ),
    attribution="Results from DuckDuckGo",
    opt_in=True,
    html=True,
    # its own help page of search operators lists no OR: `cats dogs` is already "results about cats or dogs"
    takes_or=False,
    languages=MARKETS,
    canary=Canary("56121", "université bretagne sud lorient", "univ-ubs"),
)
