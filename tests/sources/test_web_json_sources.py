"""Web searches that answer in JSON: what is asked, what is read, and what is never taken for an empty town."""

import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.sources.endings import Ending, each_ending
from tests.sources.web_servers import CHALLENGE, PAGE, SERVICES, fixture

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.errors import BadInput
from sharitories_crawl.geo.towns import Towns, load_towns
from sharitories_crawl.models import AnswerStatus, AskedBy, Query, Request, Response, SourceKind, Town
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.json_results import LONGEST_SNIPPET, first_words, with_place

NAMES = tuple(SERVICES)
EACH = pytest.mark.parametrize("name", NAMES)
KEYED = [name for name in NAMES if SOURCES[name].key]
BLANK = Query("q", "", "56121", (), "fablab Lorient", "fr")


@pytest.fixture(scope="module")
def table() -> Towns:
    return Towns(load_towns(bundled_dir("data") / "towns.csv"))


def request_for(name: str, town: Town, words: str = "") -> Request:
    query = Query("q", name, town.code, (), words or f'"repair café" {town.name}', town.language)
    return SOURCES[name].build_request(query, town, SOURCES[name].base_url or "http://localhost:8090")


def asked_by(request: Request) -> dict[str, object]:
    """The parameters of a request, wherever they stand."""
    if request.json is not None:
        return dict(request.json)
    return {key: values[0] for key, values in parse_qs(urlsplit(request.url).query, strict_parsing=True).items()}


EXACTLY: dict[str, tuple[str, dict[str, object]]] = {
    "keenable": (
        "https://api.keenable.ai/v1/search/public",
        {"query": '"repair café" Lorient Morbihan', "mode": "pro", "max_results": 20, "snippet_max_length": 600},
    ),
    "youcom": (
        "https://api.you.com/v1/agents/search",
        {"query": '"repair café" Lorient Morbihan', "count": "20"},
    ),
    "youcom_api": (
        "https://ydc-index.io/v1/search",
        {"query": '"repair café" Lorient', "count": "20", "country": "FR", "language": "FR"},
    ),
    "staan": ("https://api.staan.ai/v2/search/web", {"q": '"repair café" Lorient', "market": "fr-fr"}),
    "brave": (
        "https://api.search.brave.com/res/v1/web/search",
        {
            "q": '"repair café" Lorient',
            "count": "20",
            "result_filter": "web",
            "safesearch": "off",
            "text_decorations": "false",
            "country": "FR",
            "search_lang": "fr",
        },
    ),
    "linkup": (
        "https://api.linkup.so/v1/search",
        {
            "q": '"repair café" Lorient Morbihan',
            "depth": "standard",
            "outputType": "searchResults",
            "includeImages": False,
            "maxResults": 20,
        },
    ),
    "serper": ("https://google.serper.dev/search", {"q": '"repair café" Lorient', "num": 10, "gl": "fr", "hl": "fr"}),
    "exa": (
        "https://api.exa.ai/search",
        {
            "query": '"repair café" Lorient',
            "type": "auto",
            "numResults": 10,
            "contents": {"highlights": {"maxCharacters": 600}},
            "userLocation": "FR",
        },
    ),
    "tavily": (
        "https://api.tavily.com/search",
        {
            "query": '"repair café" Lorient',
            "topic": "general",
            "search_depth": "basic",
            "max_results": 20,
            "country": "france",
        },
    ),
    "marginalia": (
        "https://api2.marginalia-search.com/search",
        {"query": '"repair café" Lorient Morbihan', "count": "20", "page": "1"},
    ),
    "yacy": (
        "http://localhost:8090/yacysearch.json",
        {
            "query": '"repair café" Lorient',
            "startRecord": "0",
            "maximumRecords": "20",
            "contentdom": "text",
            "resource": "global",
            "lr": "lang_fr",
        },
    ),
}


@pytest.mark.parametrize(("name", "url", "said"), [(name, *case) for name, case in EXACTLY.items()], ids=EXACTLY)
def test_a_question_about_lorient_is_asked_as_documented(
    table: Towns, name: str, url: str, said: dict[str, object]
) -> None:
    request = request_for(name, table.find("Lorient"))
    assert request.url.partition("?")[0] == url
    assert asked_by(request) == said
    assert request.method == SERVICES[name].method
    assert request.headers["Accept"] == "application/json"


MARKETS: dict[str, tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]] = {
    # parameters; Hilversum, Aveiro, Genk, Kristianstad
    "youcom_api": (("country", "language"), (("NL", "NL"), ("PT", "PT-PT"), ("BE", "NL"), ("SE", "SV"))),
    "brave": (("country", "search_lang"), (("NL", "nl"), ("PT", "pt-pt"), ("BE", "nl"), ("SE", "sv"))),
    "serper": (("gl", "hl"), (("nl", "nl"), ("pt", "pt-pt"), ("be", "nl"), ("se", "sv"))),
    "exa": (("userLocation",), (("NL",), ("PT",), ("BE",), ("SE",))),
    "tavily": (("country",), (("netherlands",), ("portugal",), ("belgium",), ("sweden",))),
    "yacy": (("lr",), (("lang_nl",), ("lang_pt",), ("lang_nl",), ("lang_sv",))),
    "keenable": (("query",), (("fablab Hilversum Noord-Holland",), ("fablab Aveiro",), ("fablab Genk Limburg",),
                              ("fablab Kristianstad Skåne län",))),
    "youcom": (("query",), (("fablab Hilversum Noord-Holland",), ("fablab Aveiro",), ("fablab Genk Limburg",),
                            ("fablab Kristianstad Skåne län",))),
    "linkup": (("q",), (("fablab Hilversum Noord-Holland",), ("fablab Aveiro",), ("fablab Genk Limburg",),
                        ("fablab Kristianstad Skåne län",))),
}  # fmt: skip


@pytest.mark.parametrize(("name", "fields", "markets"), [(n, *m) for n, m in MARKETS.items()], ids=MARKETS)
def test_a_town_abroad_is_asked_in_its_own_market_or_with_its_province(
    table: Towns, name: str, fields: tuple[str, ...], markets: tuple[tuple[object, ...], ...]
) -> None:
    for town, market in zip(("Hilversum", "Aveiro", "Genk", "Kristianstad"), markets, strict=True):
        said = asked_by(request_for(name, table.find(town), f"fablab {town}"))
        assert tuple(said[field] for field in fields) == market


def test_staan_knows_france_alone() -> None:
    assert SOURCES["staan"].countries == frozenset({"FR"})
    assert all(SOURCES[name].countries is None for name in NAMES if name != "staan")


def test_keenable_says_who_asks(table: Towns) -> None:
    assert request_for("keenable", table.find("Lorient")).headers["X-Keenable-Title"] == "sharitories"


def test_yacy_without_a_peer_says_what_to_set(table: Towns) -> None:
    with pytest.raises(BadInput, match="SHARITORIES_YACY_URL"):
        SOURCES["yacy"].build_request(BLANK, table.find("Lorient"), "")


@EACH
def test_manners_are_declared_for_a_web_search_of_one_page(name: str) -> None:
    source = SOURCES[name]
    assert (source.kind, source.asked_by, source.html) == (SourceKind.WEB, AskedBy.WORDS, False)
    assert (source.next_page, source.max_pages) == (None, 1)
    header, _, prefix = SERVICES[name].header.partition(": ")
    assert (source.key_header, source.key_format) == (header, f"{prefix}{{key}}")
    assert (source.canary is None) is (name == "yacy")
    assert source.canary is None or source.canary.expected == source.canary.expected.lower()


def test_budgets_are_those_that_the_services_state() -> None:
    budgets = {name: SOURCES[name].budget for name in NAMES}
    assert (budgets["keenable"].hour, budgets["youcom"].day) == (1_000, 100)
    assert {name: budget.month for name, budget in budgets.items() if budget.month} == {
        "staan": 1_000, "brave": 1_000, "linkup": 4_000, "serper": 800, "exa": 1_400, "tavily": 1_000,
    }  # fmt: skip
    assert SOURCES["marginalia"].licence == "CC-BY-NC-SA 4.0"


@EACH
def test_results_come_once_each_in_the_sources_order_without_html(
    respond: Callable[..., Response], query: Query, name: str
) -> None:
    answer = SOURCES[name].parse(respond(fixture(name)), query)
    assert answer.status is AnswerStatus.RESULTS
    assert [(r.rank, r.url, r.title, r.snippet) for r in answer.results] == [
        (1, "https://fablab-lorient.example/", "Le FabLab de Lorient & alentours", "Atelier partagé, ouvert à tous"),
        (2, "https://tiers-lieu.example/agenda?page=2", "Tiers-lieu : l'agenda", "Repair café le samedi"),
    ]
    assert answer.detail == "1 results were dropped: wrong types or no http address."


@EACH
def test_the_source_s_own_word_that_there_is_nothing_is_empty(
    respond: Callable[..., Response], query: Query, name: str
) -> None:
    status = 400 if name == "linkup" else 200
    answer = SOURCES[name].parse(respond(fixture(name, "nothing"), status), query)
    assert (answer.status, answer.reason) == (AnswerStatus.EMPTY, "")
    assert SOURCES[name].label in answer.detail


FAULTS: dict[str, Ending] = {
    "challenge": (403, CHALLENGE, "captcha", "cloudflare-challenge"),
    "challenge-200": (200, CHALLENGE, "captcha", "cloudflare-challenge"),
    "challenge-in-json": (403, '{"url":"https://geo.captcha-delivery.com/c/?x=1"}', "captcha", "datadome-challenge"),
    "html": (200, PAGE, "unreadable", "html-instead-of-json"),
    "firewall": (403, f"<html>{PAGE}", "blocked", "access-denied"),
    "empty-body": (200, "", "unreadable", "empty-body"),
    "other-object": (200, '{"ok": true}', "unreadable", "no-list"),
    "empty-object": (200, "{}", "unreadable", "broken-json"),
    "a-list": (200, "[]", "unreadable", "broken-json"),
    "429": (429, "", "rate-limited", "too-many-requests"),
    "429-json": (429, '{"message":"slow down"}', "rate-limited", "too-many-requests"),
    "402": (402, "", "quota", "quota"),
    "402-json": (402, '{"detail":"top up"}', "quota", "quota"),
    "429-no-credits": (429, '{"error":{"code":"INSUFFICIENT_FUNDS_CREDITS","message":"x"}}', "quota", "quota"),
    "400-no-credits": (400, '{"message":"Not enough credits","statusCode":400}', "quota", "quota"),
    "200-limit-as-text": (200, "ERROR: Daily Limit Reached", "quota", "quota"),
    "200-limit-in-status": (200, '{"response":{"status":"ERROR: Daily Limit Reached"}}', "quota", "quota"),
    "200-error": (200, '{"error":"upstream failed"}', "unreadable", "error-in-answer"),
    "400": (400, '{"message":["market must be one of"],"statusCode":400}', "unreadable", "bad-request"),
    "400-silent": (400, "{}", "unreadable", "http-400"),
    "404": (404, '{"detail":"Not Found"}', "unreadable", "bad-request"),
    "500": (500, '{"error":"oops"}', "unreadable", "http-500"),
    "503-come-back": (503, '{"error":"busy"}', "unreadable", "http-503"),
    "504": (504, "", "timeout", "gateway-timeout"),
}


def table_of(name: str) -> dict[str, Ending]:
    """The faults end in one way whoever sends them; each has its own word for nothing, with 400 in Linkup's case."""
    return FAULTS | {"nothing-there": (400 if name == "linkup" else 200, fixture(name, "nothing"), "empty", "")}


@each_ending({name: table_of(name) for name in NAMES})
def test_what_is_no_answer_is_never_an_empty_town(
    respond: Callable[..., Response], query: Query, name: str, status: int, body: str, ending: str, reason: str
) -> None:
    answer = SOURCES[name].parse(respond(body, status), query)
    assert (answer.status.value, answer.reason) == (ending, reason)
    assert answer.detail


@EACH
def test_half_an_answer_is_unreadable_wherever_it_breaks_off(
    respond: Callable[..., Response], query: Query, name: str
) -> None:
    full = fixture(name).rstrip()
    for cut in range(1, len(full), 37):
        answer = SOURCES[name].parse(respond(full[:cut]), query)
        assert answer.status is AnswerStatus.UNREADABLE, full[:cut]


REFUSALS = [pytest.param(name, *SERVICES[name].no_key, id=name) for name in KEYED]


@pytest.mark.parametrize(
    ("name", "status", "body"),
    [*REFUSALS, *(pytest.param(name, 401, "", id=f"{name}-silent") for name in KEYED),
     *(pytest.param(name, 403, "Forbidden", id=f"{name}-403") for name in KEYED),
     *(pytest.param(name, 401, PAGE, id=f"{name}-page") for name in KEYED)],
)  # fmt: skip
def test_a_key_that_is_not_taken_is_named_by_its_variable(
    respond: Callable[..., Response], query: Query, name: str, status: int, body: str
) -> None:
    answer = SOURCES[name].parse(respond(body, status), query)
    assert (answer.status, answer.reason) == (AnswerStatus.BLOCKED, "wrong-key")
    assert SOURCES[name].key in answer.detail


@pytest.mark.parametrize("name", [name for name in NAMES if name not in KEYED])
@pytest.mark.parametrize("status", [401, 403])
def test_a_keyless_source_that_refuses_speaks_of_no_key(
    respond: Callable[..., Response], query: Query, name: str, status: int
) -> None:
    answer = SOURCES[name].parse(respond('{"message":"Forbidden"}', status), query)
    assert (answer.status, answer.reason) == (AnswerStatus.BLOCKED, "access-denied")
    assert "_API_KEY" not in answer.detail


@pytest.mark.parametrize(
    ("remaining", "ending"),
    [("1, 0", "quota"), ("0, 1400", "rate-limited"), ("0", "rate-limited"), ("", "rate-limited")],
    ids=["month-spent", "second-spent", "one-term", "no-header"],
)
@pytest.mark.parametrize("body", ['{"error":{"code":"RATE_LIMITED","detail":"Request rate limit exceeded"}}', ""])
def test_brave_s_headers_tell_a_spent_month_from_a_spent_second(
    respond: Callable[..., Response], query: Query, body: str, remaining: str, ending: str
) -> None:
    headers = {"x-ratelimit-remaining": remaining, "x-ratelimit-reset": "1, 864000"} if remaining else {}
    assert SOURCES["brave"].parse(respond(body, 429, headers), query).status.value == ending


@pytest.mark.parametrize("status", [432, 433], ids=["plan", "key"])
def test_tavily_s_own_codes_are_its_quota(respond: Callable[..., Response], query: Query, status: int) -> None:
    body = '{"detail":{"error":"This request exceeds your plan\'s set usage limit."}}'
    answer = SOURCES["tavily"].parse(respond(body, status), query)
    assert (answer.status, answer.reason) == (AnswerStatus.QUOTA, "quota")
    assert "set usage limit" in answer.detail
    assert SOURCES["tavily"].parse(respond('{"detail":"no"}', status), query).status is AnswerStatus.QUOTA


@pytest.mark.parametrize(
    ("name", "body", "ending"),
    [
        pytest.param("brave", {"type": "search", "query": {"original": "x"}}, "empty", id="brave-leaves-web-out"),
        pytest.param("brave", {"type": "search"}, "unreadable", id="brave-without-the-question"),
        pytest.param(
            "brave", {"type": "search", "query": {}, "web": {"items": []}}, "unreadable", id="brave-renamed-its-list"
        ),
        pytest.param(
            "youcom", {"results": {"news": []}, "metadata": {"search_uuid": "u"}}, "empty", id="you-leaves-web-out"
        ),
        pytest.param("youcom", {"results": {}}, "unreadable", id="you-without-its-metadata"),
        pytest.param(
            "youcom",
            {"results": {"web": "x"}, "metadata": {"search_uuid": "u"}},
            "unreadable",
            id="you-with-another-type",
        ),
        pytest.param("yacy", {"channels": []}, "unreadable", id="yacy-without-a-channel"),
        pytest.param("serper", {"searchParameters": {}}, "unreadable", id="serper-without-its-list"),
    ],
)
def test_a_missing_list_is_empty_only_where_the_source_is_known_to_leave_it_out(
    respond: Callable[..., Response], query: Query, name: str, body: object, ending: str
) -> None:
    assert SOURCES[name].parse(respond(json.dumps(body)), query).status.value == ending


BROKEN: dict[str, object] = {
    "url-a-number": {"url": 7, "title": "a", "content": "b"},
    "url-relative": {"url": "/a", "title": "a", "content": "b"},
    "url-script": {"url": "javascript:alert(1)", "title": "a", "content": "b"},
    "title-a-number": {"url": "https://a.example/", "title": 7, "content": "b"},
    "title-an-object": {"url": "https://a.example/", "title": {"t": 1}, "content": "b"},
    "snippet-an-object": {"url": "https://a.example/", "title": "a", "content": {"x": 1}},
    "snippet-a-list-of-numbers": {"url": "https://a.example/", "title": "a", "content": [1]},
    "snippet-nested": {"url": "https://a.example/", "title": "a", "content": [["x"]]},
    "a-text": "https://a.example/",
    "null": None,
}


@pytest.mark.parametrize("entry", BROKEN.values(), ids=BROKEN)
def test_each_field_of_a_result_is_validated(respond: Callable[..., Response], query: Query, entry: object) -> None:
    good = {"url": "https://b.example/", "title": None, "content": ["un <i>mot</i>", "deux"]}
    alone = SOURCES["tavily"].parse(respond(json.dumps({"results": [entry]})), query)
    assert (alone.status, alone.reason) == (AnswerStatus.UNREADABLE, "broken-results")
    beside = SOURCES["tavily"].parse(respond(json.dumps({"results": [entry, good]})), query)
    assert [(r.rank, r.url, r.title, r.snippet) for r in beside.results] == [
        (1, "https://b.example/", "", "un mot … deux")
    ]
    assert "1 results were dropped" in beside.detail


def test_a_whole_page_in_place_of_an_extract_is_cut(respond: Callable[..., Response], query: Query) -> None:
    page = {"name": "a", "url": "https://a.example/", "content": "mot " * 50_000, "type": "text"}
    (result,) = SOURCES["linkup"].parse(respond(json.dumps({"results": [page]})), query).results
    assert result.snippet.startswith("mot mot")
    assert len(result.snippet) <= LONGEST_SNIPPET


def test_what_a_source_says_of_an_error_is_told_in_one_short_line(
    respond: Callable[..., Response], query: Query
) -> None:
    body = json.dumps({"message": "Le <b>marché</b>\n est faux \u0000" + "x" * 5_000, "statusCode": 400})
    detail = SOURCES["staan"].parse(respond(body, 400), query).detail
    assert detail.startswith("Staan calls the question bad (400). It says: Le marché est faux")
    assert len(detail) < 260
    assert "\n" not in detail


@pytest.mark.parametrize(
    ("words", "most", "words_at_most", "cut"),
    [
        ("un deux trois", 400, 50, "un deux trois"),
        ("un deux trois", 8, 50, "un deux"),
        ("un deux trois", 400, 2, "un deux"),
        ("x" * 500, 400, 50, "x" * 400),
        ("", 400, 50, ""),
    ],
    ids=["fits", "characters", "words", "one-long-word", "nothing"],
)
def test_a_question_is_cut_between_words(words: str, most: int, words_at_most: int, cut: str) -> None:
    assert first_words(words, most, words_at_most) == cut


def test_the_department_is_said_once(table: Towns) -> None:
    assert with_place("fablab Lorient", table.find("Lorient")) == "fablab Lorient Morbihan"
    assert with_place("fablab Lorient (morbihan)", table.find("Lorient")) == "fablab Lorient (morbihan)"
