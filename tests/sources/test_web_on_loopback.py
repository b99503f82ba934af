"""Every web search, asked through the real fetcher at a server that demands its key and keeps its limits."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

import pytest
from tests.sources.engines import ENGINES, FOUND_FIRST, WEB_SEARCHES, Engine, serving
from tests.sources.web_servers import KEY, NONSENSE, SERVICES, Service

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.fetch.fetcher import Fetcher
from sharitories_crawl.fetch.outcome import FetchFailure, RawExchange
from sharitories_crawl.fetch.policy import FetchPolicy
from sharitories_crawl.geo.towns import Towns, load_towns
from sharitories_crawl.models import Answer, AnswerStatus, Query, Request, Response
from sharitories_crawl.pipeline.asking import answer_of
from sharitories_crawl.sources import SOURCES

EACH = pytest.mark.parametrize("name", WEB_SEARCHES)
PAGES = [name for name in ENGINES if SOURCES[name].html]
"""Those that answer with a page for people, of which half is still something."""
KEYED = [name for name in SERVICES if SERVICES[name].header]
TOWNS = Towns(load_towns(bundled_dir("data") / "towns.csv"))


@dataclass
class Session:
    """One source, its service, and the fetcher that a run would ask it with."""

    service: Service
    fetcher: Fetcher
    exchanges: list[RawExchange]
    responses: list[Response | FetchFailure] = field(default_factory=list)

    async def ask(self, city: str = "Lorient", words: str = "fablab", key: str = KEY) -> Answer:
        source, town = SOURCES[self.service.source], TOWNS.find(city)
        query = Query(f"{source.name}/{town.code}/x", source.name, town.code, (), f"{words} {town.name}", town.language)
        request = source.build_request(query, town, self.service.url)
        return await self.send(request, query, key)

    async def send(self, request: Request, query: Query, key: str) -> Answer:
        source = SOURCES[self.service.source]
        secret = (source.key_header, source.key_format.format(key=key), key) if source.key and key else None
        fetched = await self.fetcher.ask(request, delay=0, obey_robots=source.html, key=secret)
        self.responses.append(fetched)
        return source.parse(fetched, query) if isinstance(fetched, Response) else answer_of(fetched)


@pytest.fixture
async def session(name: str) -> AsyncIterator[Session]:
    """The source and its service; only loopback may be entered."""
    exchanges: list[RawExchange] = []
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(serving(name))
        policy = FetchPolicy("sharitories-crawl/0 (contact: test)", delay=0, allow_networks=("127.0.0.1/32",))
        fetcher = await stack.enter_async_context(Fetcher(policy, exchanges.append))
        yield Session(service, fetcher, exchanges)


@EACH
async def test_a_question_is_answered_in_its_market_and_once(name: str, session: Session) -> None:
    cities = ["Lorient"] if name == "staan" else ["Lorient", "Hilversum", "Aveiro", "Genk", "Kristianstad"]
    for city in cities:
        answer = await session.ask(city)
        assert (answer.status, len(answer.results)) == (AnswerStatus.RESULTS, 2), city
        assert answer.results[0].url == FOUND_FIRST, "what is found elsewhere in the world is another's"
    assert len(session.service.asked) == len(cities)
    assert session.service.headers[0]["user-agent"] == "sharitories-crawl/0 (contact: test)"


@EACH
async def test_nonsense_is_found_nowhere(name: str, session: Session) -> None:
    assert (await session.ask(words=NONSENSE)).status is AnswerStatus.EMPTY


@pytest.mark.parametrize("name", KEYED)
@pytest.mark.parametrize("key", ["", "wr0ng-k3y"], ids=["without", "wrong"])
async def test_without_the_right_key_the_answer_names_its_variable(name: str, session: Session, key: str) -> None:
    answer = await session.ask(key=key)
    assert (answer.status, answer.reason) == (AnswerStatus.BLOCKED, "wrong-key")
    assert SOURCES[name].key in answer.detail
    assert len(session.service.asked) == 1


@pytest.mark.parametrize("name", KEYED)
async def test_the_key_is_sent_and_stands_in_nothing_that_is_kept(name: str, session: Session) -> None:
    await session.ask()
    header = SOURCES[name].key_header.lower()
    assert KEY in session.service.headers[0][header]
    assert KEY not in repr(session.exchanges) + repr(session.responses) + repr(session.service.asked)


@pytest.mark.parametrize("name", SERVICES)
async def test_a_limit_is_told_with_the_time_to_wait_and_kept_without_asking_again(name: str, session: Session) -> None:
    session.service.allowed = 2
    endings = [(await session.ask()).status for _ in range(4)]
    assert endings == [AnswerStatus.RESULTS, AnswerStatus.RESULTS, AnswerStatus.RATE_LIMITED, AnswerStatus.RATE_LIMITED]
    first, second = session.responses[2:]
    assert isinstance(first, Response)
    assert {"retry-after", "x-ratelimit-reset", "x-ratelimit-remaining"} <= set(first.headers)
    assert isinstance(second, FetchFailure)
    assert second.retry_after is not None
    assert 0 < second.retry_after <= 120
    assert len(session.service.asked) == 3, "a host that asks to wait is left alone"


TOO_MANY = {
    "searxng": (429, "rate-limited", "limiter"),
    "duckduckgo": (202, "rate-limited", "too-many-requests"),
    "mojeek": (403, "blocked", "access-denied"),
}


@pytest.mark.parametrize("name", ENGINES)
async def test_an_engine_without_quota_headers_says_in_its_own_way_that_it_was_too_much(
    name: str, session: Session
) -> None:
    session.service.allowed = 1
    assert (await session.ask()).status is AnswerStatus.RESULTS
    answer, again = await session.ask(), await session.ask()
    response = session.responses[1]
    assert isinstance(response, Response)
    assert (response.status, answer.status.value, answer.reason) == TOO_MANY[name]
    assert not {"retry-after", "x-ratelimit-remaining"} & set(response.headers)
    assert again == answer
    assert len(session.service.asked) == 3, "nobody asks twice of himself; to rest is the crawl's decision"


@pytest.mark.parametrize("name", ["youcom_api", "staan", "brave", "serper", "exa", "tavily", "keenable"])
async def test_a_bad_market_is_the_question_s_fault_and_no_empty_town(name: str, session: Session) -> None:
    source, town = SOURCES[name], TOWNS.find("Lorient")
    query = Query("q", name, town.code, (), "fablab Lorient", "fr")
    good = source.build_request(query, town, session.service.url)
    if name == "keenable":  # it has no market; its title is what it insists on
        bad = Request(good.url, good.method, {"Accept": "application/json"}, json=good.json)
    elif good.json is not None:
        market = {"serper": "gl", "exa": "userLocation", "tavily": "country"}[name]
        bad = Request(good.url, good.method, good.headers, json={**good.json, market: "zz"})
    else:
        bad = Request(good.url.replace("country=FR", "country=ZZ").replace("fr-fr", "fr-xx"), headers=good.headers)
    assert bad != good
    answer = await session.send(bad, query, KEY)
    assert (answer.status, answer.reason) == (AnswerStatus.UNREADABLE, "bad-request")


@EACH
@pytest.mark.parametrize(
    ("fault", "ending"),
    [
        ("captcha", "captcha"),
        ("html", "unreadable"),
        ("empty", "unreadable"),
        ("403", "blocked"),
        ("half", "unreadable"),
    ],
)
async def test_a_fault_leaves_the_right_status_and_the_next_answer_whole(
    name: str, session: Session, fault: str, ending: str
) -> None:
    session.service.fault = fault
    if name in PAGES and fault == "half":
        half = await session.ask()
        assert [result.url for result in half.results] == [FOUND_FIRST]
        assert "breaks off" in half.detail
        return
    assert (await session.ask()).status.value == ending
    session.service.fault = ""
    assert (await session.ask()).status is AnswerStatus.RESULTS


@pytest.mark.parametrize("name", ["youcom"])
async def test_the_keyless_endpoint_gets_no_key_even_where_one_is_set(name: str, session: Session) -> None:
    assert SOURCES[name].key == SOURCES[name].key_header == ""
    assert (await session.ask()).status is AnswerStatus.RESULTS
    assert not {"x-api-key", "authorization"} & set(session.service.headers[0])


@pytest.mark.parametrize(
    ("fault", "status", "reason"),
    [("json-off", AnswerStatus.BLOCKED, "json-not-enabled"), ("silent", AnswerStatus.CAPTCHA, "engines-captcha")],
)
@pytest.mark.parametrize("name", ["searxng"])
async def test_an_instance_says_why_it_has_nothing(
    name: str, session: Session, fault: str, status: AnswerStatus, reason: str
) -> None:
    session.service.fault = fault
    answer = await session.ask()
    assert (answer.status, answer.reason) == (status, reason)


def _asked_otherwise(good: Request) -> dict[str, Request]:
    """The same question as it must not be put."""
    later_page = {**(good.form or {}), "s": "10", "dc": "11"}
    return {
        "format": replace(good, url=good.url.replace("format=json", "format=html")),
        "language": replace(good, url=good.url.replace("fr-FR", "xx-XX")),
        "page-two": replace(good, form=later_page),
        "no-referer": replace(good, headers={}),
        "no-market": replace(good, form={**(good.form or {}), "kl": "wt-wt"}),
        "s-zero": replace(good, url=f"{good.url}&s=0"),
        "no-cookies": replace(good, headers={}),
    }


@pytest.mark.parametrize(
    ("name", "how", "ending", "reason"),
    [
        ("searxng", "format", "unreadable", "html-instead-of-json"),
        ("searxng", "language", "unreadable", "bad-query"),
        ("duckduckgo", "page-two", "captcha", "duckduckgo-challenge"),
        ("duckduckgo", "no-referer", "captcha", "duckduckgo-challenge"),
        ("duckduckgo", "no-market", "results", ""),
        ("mojeek", "s-zero", "blocked", "access-denied"),
        ("mojeek", "no-cookies", "results", ""),
    ],
    ids=str,
)
async def test_an_engine_asked_otherwise_than_documented_shows_it(
    name: str, session: Session, how: str, ending: str, reason: str
) -> None:
    source, town = SOURCES[name], TOWNS.find("Lorient")
    query = Query("q", name, town.code, (), "fablab Lorient", "fr")
    good = source.build_request(query, town, session.service.url)
    answer = await session.send(_asked_otherwise(good)[how], query, "")
    assert (answer.status.value, answer.reason) == (ending, reason)
    assert FOUND_FIRST not in [result.url for result in answer.results], "the whole world is not the town's market"


@pytest.mark.parametrize("name", ENGINES)
async def test_a_robots_file_is_obeyed_where_pages_are_made_for_people_and_no_instance_of_ones_own(
    name: str, session: Session
) -> None:
    assert isinstance(session.service, Engine)
    session.service.robots = "User-agent: *\nDisallow: /\n"
    answer = await session.ask()
    if name in PAGES:
        assert (answer.status, answer.reason) == (AnswerStatus.BLOCKED, "robots-disallowed")
        assert session.service.asked == []
    else:
        assert answer.status is AnswerStatus.RESULTS
