"""DuckDuckGo and Mojeek: their pages come out complete, and nothing else comes out as an empty town."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.sources.endings import CHALLENGE, Ending, each_ending, fixture

from sharitories_crawl.models import AnswerStatus, Query, Response, Town
from sharitories_crawl.sources import SOURCES, duckduckgo, mojeek
from sharitories_crawl.sources.base import Source

HTML_SOURCES = [source for source in SOURCES.values() if source.html]
HTML_IDS = [source.name for source in HTML_SOURCES]

DDG = """<!DOCTYPE html><html><head><title>fablab Lorient at DuckDuckGo</title></head><body>
<form action="/html/" method="post"><input name="q" value="fablab Lorient"></form>
<div id="links" class="results">{}</div>
</body></html>"""
DDG_RESULT = """<div class="result results_links results_links_deep {kind}"><div class="links_main result__body">
<h2 class="result__title"><a rel="nofollow" class="result__a" href="{href}">{title}</a></h2>
<a class="result__url" href="{href}"> elsewhere </a>
<a class="result__snippet" href="{href}">{snippet}</a></div></div>"""
MOJEEK = """<!doctype html><html><head><title>fablab Lorient - Mojeek Search</title></head><body><!-- status="OK" -->
<form method="get" action="/search"><input type="text" name="q" value="fablab Lorient"></form>{}</body></html>"""
MOJEEK_RESULT = """<li class="r1"><a title="{url}" href="{url}" class="ob">
<p class="i"><span class="url">{url}</span></p></a>
<h2><a class="title" href="{url}">{title}</a></h2>{snippet}</li>"""


def ddg(href: str, title: str = "Titre", snippet: str = "Extrait", kind: str = "web-result ") -> str:
    return DDG_RESULT.format(href=href, title=title, snippet=snippet, kind=kind)


def found(url: str, title: str = "Titre", snippet: str = "<p class='s'>Extrait</p>") -> str:
    return MOJEEK_RESULT.format(url=url, title=title, snippet=snippet)


@pytest.mark.parametrize("name", HTML_IDS)
def test_a_page_gives_its_results_once_each_unwrapped_and_no_advertisement(
    respond: Callable[..., Response], query: Query, name: str
) -> None:
    page = fixture(f"{name}/results.html")
    assert "Imprimantes 3D en solde" in page
    answer = SOURCES[name].parse(respond(page), query)
    assert (answer.status, answer.detail) == (AnswerStatus.RESULTS, "")
    assert [(r.rank, r.url, r.title, r.snippet) for r in answer.results] == [
        (1, "https://fablab-lorient.example/", "Le FabLab de Lorient & alentours", "Atelier partagé, ouvert à tous"),
        (2, "https://tiers-lieu.example/agenda?page=2", "Tiers-lieu : l'agenda", ""),
    ]


@pytest.mark.shared
def test_the_real_duckduckgo_page_comes_out_complete(
    saved: Callable[[str], str], respond: Callable[..., Response], query: Query
) -> None:
    answer = duckduckgo.parse(respond(saved("serps/duckduckgo_ddg_html.html")), query)
    assert (answer.status, answer.detail) == (AnswerStatus.RESULTS, "")
    assert [result.rank for result in answer.results] == list(range(1, 10))
    first = answer.results[0]
    assert first.url == "https://www.sleepfoundation.org/nutrition/caffeine-and-sleep"
    assert first.title == "Caffeine and Sleep Problems"
    assert first.snippet.startswith("Drinking caffeine too close to bedtime can keep you awake.")
    assert answer.results[3].url == "https://pmc.ncbi.nlm.nih.gov/articles/PMC6292246/"
    assert all(result.title and result.snippet for result in answer.results)
    assert not any("duckduckgo.com" in result.url for result in answer.results)


@pytest.mark.shared
def test_the_real_mojeek_page_comes_out_complete(
    saved: Callable[[str], str], respond: Callable[..., Response], query: Query
) -> None:
    answer = mojeek.parse(respond(saved("serps/mojeek.html")), query)
    assert (answer.status, answer.detail) == (AnswerStatus.RESULTS, "")
    assert [result.rank for result in answer.results] == list(range(1, 11))
    first, second = answer.results[:2]
    assert (first.url, first.title) == ("https://javascript.info/", "The Modern JavaScript Tutorial")
    assert first.snippet.startswith("The Modern JavaScript Tutorial ... Main course contains 2 parts which cover")
    # this one really has no extract
    assert (second.url, second.title, second.snippet) == ("https://www.w3schools.com/js/", "w3schools.com/js", "")
    assert sum(bool(result.snippet) for result in answer.results) == 9


REAL_WALLS = {
    "wall_bing.html": {AnswerStatus.CAPTCHA},
    "wall_http-qwant.html": {AnswerStatus.BLOCKED},
    "wall_qwant.html": {AnswerStatus.BLOCKED},
    "wall_searx.html": {AnswerStatus.CAPTCHA},
    "wall_swisscows.html": {AnswerStatus.BLOCKED, AnswerStatus.CAPTCHA, AnswerStatus.UNREADABLE},
    "duckduckgo_ddg_lite.html": {AnswerStatus.CAPTCHA},
    "startpage.html": {AnswerStatus.UNREADABLE},
    "brave.html": {AnswerStatus.UNREADABLE},
}


@pytest.mark.shared
@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@pytest.mark.parametrize("name", REAL_WALLS)
def test_a_real_page_of_somebody_else_is_never_empty(
    saved: Callable[[str], str], respond: Callable[..., Response], query: Query, name: str, source: Source
) -> None:
    answer = source.parse(respond(saved(f"serps/{name}")), query)
    assert answer.status in REAL_WALLS[name]
    assert not answer.results
    assert not answer.records
    assert answer.reason
    assert answer.detail.endswith((".", ")"))


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("//duckduckgo.com/l/?uddg=https%3A%2F%2Ffab.example%2Fa%3Fb%3D1%26c&rut=9f", "https://fab.example/a?b=1&c"),
        ("https://duckduckgo.com/l/?uddg=http%3A%2F%2Ffab.example%2F", "http://fab.example/"),
        ("https://fab.example/direct", "https://fab.example/direct"),
        ("//fab.example/path", "https://fab.example/path"),
        ("https://duckduckgo.com/y.js?ad_domain=shop.example&u3=x", None),
        ("//duckduckgo.com/l/?uddg=https%3A%2F%2Fduckduckgo.com%2Fy.js%3Fad_domain%3Dshop.example", None),
        ("//duckduckgo.com/l/?kh=-1", None),
        ("javascript:void(0)", None),
        ("mailto:contact@fab.example", None),
        ("https://[broken/", None),
        ("", None),
    ],
)
def test_duckduckgo_redirects_are_undone_and_advertisements_dropped(
    respond: Callable[..., Response], query: Query, href: str, url: str | None
) -> None:
    page = DDG.format(ddg(href) + ddg("https://second.example/"))
    answer = duckduckgo.parse(respond(page), query)
    urls = [url, "https://second.example/"] if url else ["https://second.example/"]
    assert [(result.rank, result.url) for result in answer.results] == list(enumerate(urls, 1))


def test_duckduckgo_blocks_marked_as_advertisement_are_dropped(respond: Callable[..., Response], query: Query) -> None:
    page = DDG.format(ddg("https://shop.example/", kind="web-result result--ad ") + ddg("https://fab.example/"))
    assert [result.url for result in duckduckgo.parse(respond(page), query).results] == ["https://fab.example/"]


def test_highlighted_words_stay_whole(respond: Callable[..., Response], query: Query) -> None:
    page = DDG.format(ddg("https://a.example/", "Le <b>Fab</b>Lab", "ouvert à <b>Lorient</b>.\n   Gratuit &amp; libre"))
    result = duckduckgo.parse(respond(page), query).results[0]
    assert (result.title, result.snippet) == ("Le FabLab", "ouvert à Lorient. Gratuit & libre")


def test_mojeek_lines_without_address_are_dropped(respond: Callable[..., Response], query: Query) -> None:
    items = "<li><h2>Infobox</h2></li>" + found("javascript:alert(1)") + found("https://fab.example/", snippet="")
    answer = mojeek.parse(respond(MOJEEK.format(f'<ul class="results-standard">{items}</ul>')), query)
    assert [(result.rank, result.url, result.snippet) for result in answer.results] == [(1, "https://fab.example/", "")]


ENDINGS: dict[str, dict[str, Ending]] = {
    "duckduckgo": {
        "none": (200, fixture("duckduckgo/nothing.html"), "empty", ""),
        "none-in-place-of-results": (200, DDG.format('<div class="no-results">No results.</div>'), "empty", ""),
        "303": (303, "", "empty", ""),
        "without-mark": (200, DDG.format(""), "unreadable", "no-known-mark"),
        "only-advertisements": (200, DDG.format(ddg("//duckduckgo.com/y.js?ad=1")), "unreadable", "no-known-mark"),
        "mark-on-another-page": (
            200, "<html><body><p class='no-results'>Rien</p></body></html>", "unreadable", "not-a-results-page",
        ),
        "error-page": (
            200, "<html><body>If this persists, please email us.</body></html>", "unreadable", "not-a-results-page",
        ),
        "challenge": (200, fixture("duckduckgo/challenge.html"), "captcha", "duckduckgo-challenge"),
        "202-challenge": (202, fixture("duckduckgo/challenge.html"), "captcha", "duckduckgo-challenge"),
        "bare-challenge": (200, "<form id='challenge-form'></form>", "captcha", "duckduckgo-challenge"),
        "202": (202, "<html><body></body></html>", "rate-limited", "too-many-requests"),
        "429": (429, "", "rate-limited", "too-many-requests"),
        "403": (403, "<h1>403</h1>", "blocked", "access-denied"),
        "504": (504, "", "timeout", "gateway-timeout"),
    },
    "mojeek": {
        "none": (200, fixture("mojeek/nothing.html"), "empty", ""),
        "without-mark": (200, MOJEEK.format("<ul class=results-standard></ul>"), "unreadable", "no-known-mark"),
        "mark-on-another-page": (
            200, "<html><title>Wiki</title><body>No pages found matching</body></html>", "unreadable",
            "not-a-results-page",
        ),
        "challenge": (403, CHALLENGE, "captcha", "cloudflare-challenge"),
        "403": (403, fixture("mojeek/refused.html"), "blocked", "access-denied"),
        "429": (429, "", "rate-limited", "too-many-requests"),
        "504": (504, "", "timeout", "gateway-timeout"),
        "redirect": (302, "", "unreadable", "http-302"),
    },
}  # fmt: skip


@each_ending(ENDINGS)
def test_an_answer_without_results_ends_as_what_it_is(
    respond: Callable[..., Response], query: Query, name: str, status: int, body: str, ending: str, reason: str
) -> None:
    answer = SOURCES[name].parse(respond(body, status), query)
    assert (answer.status.value, answer.reason) == (ending, reason)
    assert answer.detail


@pytest.mark.parametrize("source", HTML_SOURCES, ids=HTML_IDS)
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param("", "empty-body", id="empty"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "not-text", id="binary"),
        pytest.param("<html><head><title>dropped conn", "not-a-results-page", id="truncated"),
        pytest.param('{"results": []}', "not-a-results-page", id="json"),
        pytest.param("\ud800\x00<div <<< ]]>", "not-a-results-page", id="garbage"),
    ],
)
def test_what_cannot_be_read_is_unreadable(
    respond: Callable[..., Response], query: Query, source: Source, body: str | bytes, reason: str
) -> None:
    answer = source.parse(respond(body), query)
    assert (answer.status, answer.reason) == (AnswerStatus.UNREADABLE, reason)


def test_a_page_cut_short_gives_what_arrived_and_says_so(respond: Callable[..., Response], query: Query) -> None:
    whole = DDG.format(ddg("https://a.example/") + ddg("https://b.example/"))
    answer = duckduckgo.parse(respond(whole[: whole.index("https://b.example/") + 5]), query)
    assert [result.url for result in answer.results] == ["https://a.example/"]
    assert "breaks off" in answer.detail


@pytest.mark.parametrize(
    ("country", "language", "market"),
    [("FR", "fr", "fr-fr"), ("NL", "nl", "nl-nl"), ("PT", "pt", "pt-pt"), ("BE", "nl", "be-nl"), ("BE", "fr", "be-fr"),
     ("SE", "sv", "se-sv")],
)  # fmt: skip
def test_duckduckgo_is_asked_in_the_towns_market(
    towns: dict[str, Town], country: str, language: str, market: str
) -> None:
    query = Query("q", "duckduckgo", "x", (), "repair café", language)
    request = duckduckgo.build_request(query, towns[country], duckduckgo.SOURCE.base_url)
    assert (request.method, request.url) == ("POST", "https://html.duckduckgo.com/html/")
    assert request.form == {"q": "repair café", "b": "", "kl": market}
    assert request.headers["Accept-Language"].startswith(f"{language}-{country},{language};")
    assert not any(name.lower().startswith("sec-") or name.lower() == "user-agent" for name in request.headers)


def test_a_duckduckgo_query_is_never_longer_than_it_takes(towns: dict[str, Town]) -> None:
    query = Query("q", "duckduckgo", "x", (), "é" * 900, "fr")
    form = duckduckgo.build_request(query, towns["FR"], duckduckgo.SOURCE.base_url).form
    assert form is not None
    assert len(form["q"]) == 499


@pytest.mark.parametrize(
    ("country", "language"), [("FR", "fr"), ("NL", "nl"), ("PT", "pt"), ("BE", "nl"), ("SE", "sv")]
)
def test_mojeek_is_told_language_and_country_by_cookie_and_never_s_zero(
    towns: dict[str, Town], country: str, language: str
) -> None:
    query = Query("q", "mojeek", "x", (), "jardin & café", language)
    request = mojeek.build_request(query, towns[country], mojeek.SOURCE.base_url)
    assert (request.method, request.form) == ("GET", None)
    assert request.url.startswith("https://www.mojeek.com/search?")
    assert parse_qsl(urlsplit(request.url).query) == [("q", "jardin & café"), ("safe", "0")]
    assert request.headers["Cookie"] == f"lb={language}; arc={country.lower()}"


@pytest.mark.parametrize("source", HTML_SOURCES, ids=HTML_IDS)
def test_pages_made_for_people_are_asked_slowly_and_only_when_named(source: Source) -> None:
    assert source.opt_in
    assert source.delay >= 5
