"""SearXNG: silent engines never look like an empty town."""

import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.sources.endings import each_ending, fixture

from sharitories_crawl.errors import BadInput
from sharitories_crawl.models import AnswerStatus, Query, Response, Town
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.searxng import SOURCE, build_request, parse

FOUND = fixture("searxng/results.json")
HIT = json.loads(FOUND)["results"][0]


def answer_json(results: object, unresponsive: object = (), **more: object) -> str:
    return json.dumps(
        {"query": "x", "number_of_results": 0, "results": results, "answers": [], "corrections": [], "infoboxes": []}
        | {"suggestions": [], "unresponsive_engines": unresponsive}
        | more
    )


def test_results_come_in_the_instances_order(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(FOUND), query)
    assert (answer.status, answer.detail) == (AnswerStatus.RESULTS, "")
    assert [(r.rank, r.url, r.title, r.snippet) for r in answer.results] == [
        (1, "https://fablab-lorient.example/", "Le FabLab de Lorient & alentours", "Atelier partagé, ouvert à tous"),
        (2, "https://tiers-lieu.example/agenda?page=2", "Tiers-lieu : l'agenda", "Repair café le samedi"),
    ]


def test_a_result_without_extract_is_a_result(respond: Callable[..., Response], query: Query) -> None:
    bare = {"url": "http://amap.example/", "title": "AMAP", "content": None, "publishedDate": None}
    (result,) = parse(respond(answer_json([bare])), query).results
    assert (result.url, result.title, result.snippet) == ("http://amap.example/", "AMAP", "")


def test_results_beside_silent_engines_are_results_and_name_them(
    respond: Callable[..., Response], query: Query
) -> None:
    answer = parse(respond(answer_json([HIT], [["google", "CAPTCHA"], ["brave", "timeout"]])), query)
    assert answer.status is AnswerStatus.RESULTS
    assert answer.detail == "Engines that did not answer: google: CAPTCHA; brave: timeout."


SILENT = {
    "captcha": ([["google", "CAPTCHA"]], "captcha", "engines-captcha"),
    "suspended-captcha": ([["startpage", "Suspended: CAPTCHA"]], "captcha", "engines-captcha"),
    "too-many": ([["brave", "too many requests"]], "rate-limited", "engines-rate-limited"),
    "suspended-too-many": ([["brave", "Suspended: too many requests"]], "rate-limited", "engines-rate-limited"),
    "french-too-many": ([["brave", "Suspendu : trop de requêtes"]], "rate-limited", "engines-rate-limited"),
    "denied": ([["qwant", "access denied"]], "blocked", "engines-access-denied"),
    "french-denied": ([["qwant", "accès refusé"]], "blocked", "engines-access-denied"),
    "suspended-without-reason": ([["qwant", "Suspended"]], "blocked", "engines-access-denied"),
    "searx-1.1-blocked": ([["qwant", "blocked"]], "blocked", "engines-access-denied"),
    "searx-1.1-captcha": ([["google", "CAPTCHA required"]], "captcha", "engines-captcha"),
    "searx-1.1-timeout": ([["google", "HTTP timeout"]], "timeout", "engines-timeout"),
    "timeout": ([["duckduckgo", "timeout"]], "timeout", "engines-timeout"),
    "crash": ([["bing", "unexpected crash"]], "unreadable", "engines-failed"),
    "http-error": ([["bing", "HTTP error"], ["mojeek", "network error"]], "unreadable", "engines-failed"),
    "majority": ([["a", "timeout"], ["b", "too many requests"], ["c", "timeout"]], "timeout", "engines-timeout"),
    "tie": ([["a", "timeout"], ["b", "CAPTCHA"], ["c", "no"]], "captcha", "engines-captcha"),
    "bare-name": (["bing"], "unreadable", "engines-failed"),
    "wrong-types": ([7, None, ["x"], {"engine": "bing"}], "unreadable", "engines-failed"),
}


@pytest.mark.parametrize(("engines", "ending", "reason"), SILENT.values(), ids=SILENT)
def test_no_results_with_silent_engines_is_never_empty(
    respond: Callable[..., Response], query: Query, engines: object, ending: str, reason: str
) -> None:
    answer = parse(respond(answer_json([], engines)), query)
    assert (answer.status.value, answer.reason) == (ending, reason)
    assert answer.detail.startswith("Engines that did not answer: ")


def test_no_results_while_every_engine_answered_is_empty(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(answer_json([], [])), query)
    assert (answer.status, answer.reason) == (AnswerStatus.EMPTY, "")


@pytest.mark.parametrize(
    ("timing", "ending"),
    [
        pytest.param("total;dur=3.1, total_0_ddg;dur=2.9, load_0_ddg;dur=2.5", "empty", id="searx-1.1-one-answered"),
        pytest.param("total;dur=9.1, render;dur=0, total_0_bing;dur=8.2", "empty", id="searxng-one-answered"),
        pytest.param("total;dur=0.9", "unreadable", id="searx-1.1-all-suspended"),
        pytest.param("total;dur=0.9, render;dur=0", "unreadable", id="searxng-all-switched-off"),
        pytest.param("", "empty", id="header-lost"),
        pytest.param("cdn;dur=3", "empty", id="header-of-a-proxy"),
    ],
)
def test_an_instance_whose_engines_were_never_asked_is_not_empty(
    respond: Callable[..., Response], query: Query, timing: str, ending: str
) -> None:
    answer = parse(respond(answer_json([], []), headers={"server-timing": timing} if timing else {}), query)
    assert answer.status.value == ending


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({**HIT, "url": "/relative"}, id="relative-url"),
        pytest.param({**HIT, "url": "ftp://fab.example/"}, id="ftp"),
        pytest.param({**HIT, "url": 7}, id="url-a-number"),
        pytest.param({**HIT, "url": "https://[broken"}, id="url-broken"),
        pytest.param({**HIT, "title": ["FabLab"]}, id="title-a-list"),
        pytest.param({**HIT, "content": {"text": "x"}}, id="content-an-object"),
        pytest.param({"title": "no url"}, id="no-url"),
        pytest.param("https://fab.example/", id="a-string"),
        pytest.param(None, id="null"),
    ],
)
def test_a_broken_result_is_dropped_alone_and_all_broken_is_unreadable(
    respond: Callable[..., Response], query: Query, broken: object
) -> None:
    answer = parse(respond(answer_json([broken, HIT])), query)
    assert [(result.rank, result.url) for result in answer.results] == [(1, HIT["url"])]
    assert "1 results were dropped" in answer.detail
    alone = parse(respond(answer_json([broken])), query)
    assert (alone.status, alone.reason) == (AnswerStatus.UNREADABLE, "broken-results")


def test_text_that_no_database_takes_is_made_storable(respond: Callable[..., Response], query: Query) -> None:
    body = '{"results": [{"url": "https://a.example/", "title": "a\\ud800b\\u0000c", "content": "d\\n e"}]}'
    result = parse(respond(body), query).results[0]
    assert result.title.encode("utf-8") == b"a?b c"
    assert result.snippet == "d e"


CASES = {
    "nothing-there": (200, fixture("searxng/nothing.json"), "empty", ""),
    "every-engine-silent": (200, fixture("searxng/silent.json"), "captcha", "engines-captcha"),
    "json-not-enabled": (403, "<h1>403 Forbidden</h1>", "blocked", "json-not-enabled"),
    "cloudflare-in-front": (403, "<script>window._cf_chl_opt={}</script>", "captcha", "cloudflare-challenge"),
    "limiter": (429, "Too Many Requests", "rate-limited", "limiter"),
    "bad-query": (400, "{}", "unreadable", "bad-query"),
    "page-instead-of-json": (200, "<!DOCTYPE html><html><body>" + "x " * 900, "unreadable", "html-instead-of-json"),
    "bot-check": (200, "<html><title>s | Verifying your request</title></html>", "captcha", "bot-check"),
    "cut-json": (200, FOUND[: len(FOUND) // 2], "unreadable", "broken-json"),
    "another-json": (200, '{"error": "no"}', "unreadable", "broken-json"),
    "results-an-object": (200, '{"results": {}, "unresponsive_engines": []}', "unreadable", "broken-json"),
    "a-list": (200, "[]", "unreadable", "broken-json"),
    "too-deep": (200, "[" * 100_000, "unreadable", "broken-json"),
    "engines-not-reported": (200, '{"results": []}', "unreadable", "engines-not-reported"),
    "empty-body": (200, "", "unreadable", "empty-body"),
    "504": (504, "", "timeout", "gateway-timeout"),
    "500": (500, "Internal Server Error", "unreadable", "http-500"),
}


@each_ending({SOURCE.name: CASES})
def test_an_answer_that_is_no_result_list_ends_as_what_it_is(
    respond: Callable[..., Response], query: Query, name: str, status: int, body: str, ending: str, reason: str
) -> None:
    answer = SOURCES[name].parse(respond(body, status), query)
    assert (answer.status.value, answer.reason) == (ending, reason)
    assert answer.detail.endswith(".")


def test_a_refusal_names_the_remedy(respond: Callable[..., Response], query: Query) -> None:
    assert "search.formats" in parse(respond("", 403), query).detail


def test_bytes_that_are_no_text_are_unreadable(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(b"\x1f\x8b\x08\x00"), query)
    assert (answer.status, answer.reason) == (AnswerStatus.UNREADABLE, "not-text")


@pytest.mark.parametrize(
    ("country", "language", "market"),
    [("FR", "fr", "fr-FR"), ("NL", "nl", "nl-NL"), ("PT", "pt", "pt-PT"), ("BE", "nl", "nl-BE"), ("SE", "sv", "sv-SE")],
)
def test_the_question_is_put_in_the_towns_language(
    towns: dict[str, Town], country: str, language: str, market: str
) -> None:
    query = Query("q", "searxng", "x", (), "repair café & co", language)
    request = build_request(query, towns[country], "http://localhost:8888")
    assert request.url.startswith("http://localhost:8888/search?")
    assert parse_qs(urlsplit(request.url).query) == {
        "q": ["repair café & co"],
        "format": ["json"],
        "language": [market],
        "pageno": ["1"],
        "categories": ["general"],
        "safesearch": ["0"],
    }
    # engines' reasons are written in the language of the interface
    assert request.headers["Accept-Language"] == "en"


@pytest.mark.parametrize(
    "base",
    ["http://h.example", "http://h.example/", "http://h.example/search", "http://h.example/search/"],
)
def test_an_instance_may_be_named_with_or_without_its_path(query: Query, towns: dict[str, Town], base: str) -> None:
    assert urlsplit(build_request(query, towns["FR"], base).url).path.rstrip("/") == "/search"


def test_an_instance_below_a_path_is_asked_there(query: Query, towns: dict[str, Town]) -> None:
    assert build_request(query, towns["FR"], "https://h.example/searxng/").url.startswith(
        "https://h.example/searxng/search?"
    )


@pytest.mark.parametrize("base", ["", "localhost:8888", "h.example", "ftp://h.example", "http://[broken"])
def test_no_usable_instance_is_bad_input_that_names_the_setting(
    query: Query, towns: dict[str, Town], base: str
) -> None:
    with pytest.raises(BadInput, match=r"SearXNG.*settings|SHARITORIES_SEARXNG_URL"):
        build_request(query, towns["FR"], base)


def test_no_instance_is_shipped() -> None:
    assert SOURCE.base_url == ""
    assert SOURCE.fallbacks == ()
