"""The doctor against servers that are well, and against each way in which one is not."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from tests.loopback import saying
from tests.pipeline.doctors_office import NOW, Office
from tests.programs import free_port
from tests.sources import engines, servers, web_servers
from tests.sources.endings import CHALLENGE, PAGE, fixture

from sharitories_crawl.models import AnswerStatus
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.base import Nothing
from sharitories_crawl.sources.canary import canary_of
from sharitories_crawl.sources.diagnosis import Health
from sharitories_crawl.store.checks import Checks
from sharitories_crawl.store.spending import Spending

KEYED = [name for name in web_servers.SERVICES if SOURCES[name].key]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, key=web_servers.KEY)


@pytest.mark.parametrize("name", engines.WEB_SEARCHES)
async def test_a_web_search_that_works_is_well(name: str, office: Office) -> None:
    async with engines.serving(name) as service:
        examined = await office.examine(name, service.url)
    assert examined.diagnosis.verdict is Health.OK, examined.diagnosis
    assert [probe.answer.status for probe in examined.probes] == [AnswerStatus.RESULTS, AnswerStatus.EMPTY]
    assert len(service.asked) == 2


@pytest.mark.parametrize("name", servers.APPS)
async def test_a_directory_that_works_is_well(name: str, office: Office) -> None:
    behaviour = servers.Behaviour()
    async with servers.serving(name, behaviour) as address:
        examined = await office.examine(name, address)
    assert examined.diagnosis.verdict is Health.OK, examined.diagnosis
    asked_twice = canary_of(SOURCES[name]).nothing is not Nothing.UNASKED
    assert len(behaviour.asked) == 1 + asked_twice, "one page each, whatever follows"


@pytest.mark.parametrize("key", ["", "wr0ng-k3y"], ids=["without", "wrong"])
@pytest.mark.parametrize("name", KEYED)
async def test_a_key_that_is_missing_or_refused_is_told_by_its_variable(name: str, key: str, office: Office) -> None:
    office.key = key
    async with web_servers.serving(name) as service:
        told = (await office.examine(name, service.url)).diagnosis
        assert told.verdict is Health.FAILING
        assert SOURCES[name].key in told.todo
        assert (told.what == "no key is set") is (key == "")
        assert len(service.asked) == (1 if key else 0), "without a key nothing is asked"
        office.key = web_servers.KEY
        assert (await office.examine(name, service.url)).diagnosis.verdict is Health.OK, "mended, it need not rest"


async def test_a_key_stands_in_nothing_that_is_kept_or_told(office: Office) -> None:
    def repeat_all(request: web.Request) -> web.Response:
        return web.json_response({"message": f"no {dict(request.headers)}"}, status=401)

    async with saying(repeat_all) as address:
        examined = await office.examine("brave", address)
    assert web_servers.KEY not in repr(examined)
    kept = [path.read_bytes() for path in office.folder.rglob("*") if path.is_file()]
    assert kept
    assert not any(web_servers.KEY.encode() in content for content in kept)


FAULTS = {
    "captcha": ("prove that a human", "it is left alone until 2026-11-22T13:00Z"),
    "html": ("something else answers at its address", "SHARITORIES_"),
    "empty": ("its format has changed", "archive"),
    "half": ("its format has changed", "archive"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ["keenable", "brave", "exa", "serper"])
async def test_a_web_search_that_is_not_well_is_asked_once(name: str, fault: str, office: Office) -> None:
    async with web_servers.serving(name) as service:
        service.fault = fault
        told = (await office.examine(name, service.url)).diagnosis
    assert told.verdict is Health.FAILING
    what, todo = FAULTS[fault]
    assert what in told.what
    assert todo in told.todo
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        ("captcha", "prove that a human"),
        ("403", "keeps this tool out"),
        ("html", "its format has changed"),
        ("empty-body", "its format has changed"),
        ("half-a-body", "its format has changed"),
    ],
)
@pytest.mark.parametrize("name", ["joafe", "recherche_entreprises", "transiscope", "repair_cafe", "wikidata"])
async def test_a_directory_that_is_not_well_is_told_as_what_it_is(
    name: str, fault: str, what: str, office: Office
) -> None:
    behaviour = servers.Behaviour(fault=fault)
    async with servers.serving(name, behaviour) as address:
        told = (await office.examine(name, address)).diagnosis
    assert told.verdict is Health.FAILING
    assert what in told.what
    assert told.todo
    assert len(behaviour.asked) == 1


HIT = {"url": "https://www.univ-ubs.fr/", "title": "UBS", "content": "Université"}
JUNK = {"url": "https://junk.example/", "title": "Win", "content": "now"}
SULKING = ["google", "CAPTCHA"]


def searxng(known: list[object], nothing: list[object], silent: list[object]) -> Callable[[web.Request], web.Response]:
    """An instance with these results for a known question and for nonsense, and these silent engines."""

    def answer(request: web.Request) -> web.Response:
        found = nothing if web_servers.NONSENSE in request.query["q"] else known
        return web.json_response({"query": "x", "results": found, "unresponsive_engines": silent})

    return answer


def fixed(status: int, text: str, **headers: str) -> Callable[[web.Request], web.Response]:
    return lambda request: web.Response(status=status, text=text, content_type="text/html", headers=headers)


INSTANCES = {
    "well": (searxng([HIT, JUNK], [], []), Health.OK, "as it should", ""),
    "semantic": (searxng([HIT], [JUNK], []), Health.OK, "as it should", ""),
    "one-engine-sulks": (searxng([HIT], [], [SULKING]), Health.WARNING, "google: CAPTCHA", "settings.yml"),
    "every-engine-sulks": (searxng([], [], [SULKING]), Health.FAILING, "google: CAPTCHA", "settings.yml"),
    "known-one-missing": (searxng([JUNK], [], []), Health.WARNING, "not the one that is known", "changed"),
    "junk-for-everything": (searxng([JUNK], [JUNK], []), Health.FAILING, "the same whatever", "do not trust"),
    "junk-and-not-the-known": (
        searxng([{**JUNK, "url": "https://other.example"}], [JUNK], []), Health.FAILING, "answers anything", "trust"
    ),
    "known-one-for-nonsense": (
        searxng([HIT, JUNK], [{**HIT, "url": "https://www.univ-ubs.fr/x"}], []), Health.FAILING, "the same", "trust"
    ),
    "silent-emptiness": (searxng([], [], []), Health.FAILING, "says that it has nothing", "do not trust"),
    "json-off": (fixed(403, "<h1>Forbidden</h1>"), Health.FAILING, "JSON is off", "add json to search.formats"),
    "limiter": (fixed(429, "Too Many Requests"), Health.FAILING, "its limiter", "limiter.toml"),
    "page-instead": (fixed(200, PAGE), Health.FAILING, "something else answers", "SHARITORIES_SEARXNG_URL"),
    "captcha": (fixed(403, CHALLENGE), Health.FAILING, "prove that a human", "until 2026-11-22T13:00Z"),
    "empty-body": (fixed(200, ""), Health.FAILING, "its format has changed", "archive"),
    "not-there": (fixed(404, "<p>no"), Health.FAILING, "something else answers", "SHARITORIES_SEARXNG_URL"),
    "out-of-order": (fixed(501, "<p>oops"), Health.FAILING, "an error of its own", "later"),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "verdict", "what", "todo"), INSTANCES.values(), ids=INSTANCES)
async def test_an_instance_is_told_what_ails_it(
    answer: Callable[[web.Request], web.Response], verdict: Health, what: str, todo: str, office: Office
) -> None:
    office.more["SHARITORIES_MAX_RETRY_AFTER"] = "0"
    async with saying(answer) as address:
        told = (await office.examine("searxng", address)).diagnosis
    assert told.verdict is verdict, told
    assert what in told.what
    assert todo in told.todo


async def test_json_that_was_switched_on_is_seen_at_once(office: Office) -> None:
    async with saying(fixed(403, "<h1>Forbidden</h1>")) as address:
        assert (await office.examine("searxng", address)).diagnosis.verdict is Health.FAILING
    async with saying(searxng([HIT], [], [])) as address:
        assert (await office.examine("searxng", address)).diagnosis.verdict is Health.OK


async def test_an_address_where_nothing_listens_is_the_first_thing_to_check(office: Office) -> None:
    office.more["SHARITORIES_TIMEOUT"] = "1"
    office.addresses["searxng"] = f"http://127.0.0.1:{free_port()}"
    checkup = await office.check_up("searxng")
    told = checkup.examined[0].diagnosis
    assert "nothing answers at its address" in told.what
    assert "SHARITORIES_SEARXNG_URL" in told.todo
    assert checkup.exit_code == 4


async def test_an_address_that_is_never_asked_is_no_missing_network(office: Office) -> None:
    office.addresses["searxng"] = "http://127.0.0.1:9"
    checkup = await office.check_up("searxng")
    assert "its address cannot be used" in checkup.examined[0].diagnosis.what
    assert checkup.exit_code == 3


@pytest.mark.parametrize("name", ["searxng", "yacy", "gogocarto", "tiers_lieux"])
async def test_a_source_without_an_address_says_which_setting_it_needs(name: str, office: Office) -> None:
    examined = await office.examine(name)
    assert examined.diagnosis.verdict is Health.FAILING
    assert f"SHARITORIES_{name.upper()}_URL" in examined.diagnosis.todo
    assert not examined.probes


async def test_a_directory_that_ignores_the_place_or_the_words_is_not_trusted(office: Office) -> None:
    for name, what in (("communecter", "the same whatever"), ("joafe", "the same whatever")):
        body = fixture(f"{name}/lorient.json").replace("RIVES", "FOOTBALL")
        async with saying(lambda request, body=body: web.json_response(text=body)) as address:  # type: ignore[misc]
            told = (await office.examine(name, address)).diagnosis
        assert (told.verdict, what in told.what) == (Health.FAILING, True), told


async def test_another_place_for_the_ocean_is_seen_too(office: Office) -> None:
    def entries(request: web.Request) -> web.Response:
        name = "Lorient" if "-3.4" in request.query["bounds"] else "Ailleurs"
        return web.json_response({"data": [{"id": name, "name": name}]})

    async with saying(entries) as address:
        told = (await office.examine("transiscope", address)).diagnosis
    assert (told.verdict, "middle of the ocean" in told.what) == (Health.FAILING, True), told


async def test_a_changed_way_to_say_nothing_is_a_warning(office: Office) -> None:
    def answer(request: web.Request) -> web.Response:
        if web_servers.NONSENSE in request.query["q"]:
            return web.json_response({"nothing": True})
        return web.json_response({"web": {"results": [{**HIT, "description": ""}]}})

    async with saying(answer) as address:
        told = (await office.examine("staan", address)).diagnosis
    assert told.verdict is Health.WARNING
    assert "not where there is nothing" in told.what


async def test_robots_are_obeyed_and_the_permission_is_named(office: Office) -> None:
    asked = []

    def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(text="User-agent: *\nDisallow: /\n")

    async with saying(answer) as address:
        told = (await office.examine("mojeek", address)).diagnosis
    assert "robots.txt" in told.what
    assert "SHARITORIES_MOJEEK_PERMISSION" in told.todo
    assert asked == ["/robots.txt"]


async def test_who_blocks_rests_and_is_told_so_without_being_asked(office: Office) -> None:
    async with web_servers.serving("keenable") as service:
        service.fault = "captcha"
        await office.examine("keenable", service.url)
        office.now = NOW + timedelta(minutes=59)
        again = await office.check_up("keenable")
        assert "rests until 2026-11-22T13:00Z" in again.examined[0].diagnosis.what
        assert again.exit_code == 3
        assert len(service.asked) == 1
        office.now, service.fault = NOW + timedelta(minutes=61), ""
        assert (await office.examine("keenable")).diagnosis.verdict is Health.OK


async def test_no_budget_is_exceeded(office: Office) -> None:
    async with web_servers.serving("youcom") as service:
        with office.store() as store:
            for _ in range(99):
                Spending(store.ledger.db).spend("youcom", NOW)
        one_left = await office.examine("youcom", service.url)
        assert (one_left.diagnosis.verdict, len(service.asked)) == (Health.OK, 1)
        none_left = await office.examine("youcom")
    assert len(service.asked) == 1
    assert none_left.diagnosis.verdict is Health.WARNING
    assert "100 requests a day" in none_left.diagnosis.what
    with office.store() as store:
        assert Spending(store.ledger.db).spent("youcom", NOW - timedelta(days=1), NOW) == 100


async def test_a_run_of_the_doctor_leaves_its_verdict_and_no_answer_of_a_town(office: Office) -> None:
    async with web_servers.serving("keenable") as well, web_servers.serving("youcom") as ill:
        ill.fault = "half"
        office.addresses |= {"keenable": well.url, "youcom": ill.url}
        checkup = await office.check_up("keenable", "youcom")
    assert checkup.exit_code == 3
    with office.store() as store:
        db = store.ledger.db
        latest = Checks(db).latest()
        assert {name: check.verdict for name, check in latest.items()} == {"keenable": "ok", "youcom": "failing"}
        assert latest["youcom"].at == NOW
        [(command, exit_code, counts)] = db.execute("SELECT command, exit_code, counts FROM run").fetchall()
        assert (command, exit_code) == ("doctor", 3)
        assert json.loads(counts) == {"checked": {"ok": 1, "failing": 1}, "requests": 3}
        assert db.execute("SELECT count(*) FROM response").fetchone() == (3,), "what was answered is archived"
        for table in ("query", "answer", "lead", "mention"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
