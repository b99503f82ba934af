"""The sandbox answers by Host header and by path, in the shapes of the services it stands for."""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from selectolax.lexbor import LexborHTMLParser

from sharitories_crawl.sandbox.server import SUSPENDED_WORD, TIMED_OUT_WORD, serve
from sharitories_crawl.sandbox.world_files import load_world

LORIENT = '[out:json];area["ref:INSEE"="56121"]["admin_level"="8"]->.t;.t out count;('
SWEDISH = (
    'area["ISO3166-1"="SE"]["admin_level"="2"]->.c;'
    'rel(area.c)["name"~"^Kristianstads? kommun$"]["admin_level"="7"];map_to_area->.t;'
    'nwr["office"="coworking"](area.t);out center tags;'
)


@pytest.fixture
async def base() -> AsyncIterator[str]:
    async with serve(load_world(), slow_seconds=0.05) as address:
        yield address


@pytest.fixture
async def client(base: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(base) as session:
        yield session


async def get(client: aiohttp.ClientSession, path: str, host: str = "") -> tuple[int, str]:
    headers = {"Host": host} if host else {}
    async with client.get(path, headers=headers, allow_redirects=False) as response:
        assert response.headers["X-Sandbox"] == "fictional"
        return response.status, await response.text()


async def overpass(client: aiohttp.ClientSession, query: str) -> Any:
    async with client.post("/api/interpreter", data={"data": query}) as response:
        assert response.status == 200
        return json.loads(await response.text())


async def test_the_index_says_that_all_is_fictional(client: aiohttp.ClientSession) -> None:
    for host in ("", "searxng.example", "html.duckduckgo.example"):
        status, text = await get(client, "/", host)
        assert status == 200
        assert "fictional" in text
        assert "lacolloc.example" in text


async def test_a_host_gets_its_own_pages_and_no_other(client: aiohttp.ClientSession) -> None:
    status, text = await get(client, "/mentions-legales/", "lacolloc.example")
    assert status == 200
    assert "12 rue de Liège, 56100 Lorient" in text
    assert (await get(client, "/nulle-part", "lacolloc.example"))[0] == 404
    assert (await get(client, "/search?q=x&format=json", "lacolloc.example"))[0] == 404


async def test_www_leads_to_the_bare_host(client: aiohttp.ClientSession) -> None:
    async with client.get("/", headers={"Host": "www.lacolloc.example"}, allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (301, "http://lacolloc.example/")


async def test_an_unknown_host_hangs_up(client: aiohttp.ClientSession) -> None:
    with pytest.raises(aiohttp.ClientError):
        await get(client, "/", "nobody.example")


@pytest.mark.parametrize("host", ["", "searxng.example", "elsewhere.example"], ids=["bare", "searxng", "any"])
async def test_searxng_answers_json_with_its_silent_engines(client: aiohttp.ClientSession, host: str) -> None:
    answer = json.loads((await get(client, "/search?q=coworking+Lorient&format=json&pageno=1", host))[1])
    for key in ("query", "results", "answers", "corrections", "infoboxes", "suggestions", "unresponsive_engines"):
        assert key in answer
    assert len(answer["results"]) == 10
    assert {"url", "title", "content", "engine", "engines", "positions", "score"} <= set(answer["results"][0])
    assert answer["unresponsive_engines"]
    second = json.loads((await get(client, "/search?q=coworking+Lorient&format=json&pageno=2", host))[1])
    assert not {hit["url"] for hit in answer["results"]} & {hit["url"] for hit in second["results"]}


async def test_searxng_can_be_empty_suspended_or_wrongly_asked(client: aiohttp.ClientSession) -> None:
    suspended = json.loads((await get(client, f"/search?q={SUSPENDED_WORD}&format=json"))[1])
    assert suspended["results"] == []
    assert len(suspended["unresponsive_engines"]) >= 4
    empty = json.loads((await get(client, "/search?q=zzzz&format=json"))[1])
    assert (empty["results"], empty["unresponsive_engines"]) == ([], [])
    assert (await get(client, "/search?q="))[0] == 400
    assert (await get(client, "/search?q=x&format=csv"))[0] == 403
    page = LexborHTMLParser((await get(client, "/search?q=coworking+Lorient"))[1])
    assert len(page.css("article.result h3 a[href]")) == 10


async def test_duckduckgo_wraps_results_and_shows_one_advertisement(client: aiohttp.ClientSession) -> None:
    async with client.post("/html/", data={"q": "coworking Lorient", "kl": "fr-fr"}) as response:
        tree = LexborHTMLParser(await response.text())
    assert len(tree.css("#links > div.web-result")) == 10
    assert len(tree.css("#links > div.result--ad")) == 1
    link = tree.css("#links > div.web-result h2 a.result__a")[0].attributes["href"] or ""
    assert link.startswith("//duckduckgo.com/l/?uddg=")
    assert parse_qs(urlsplit(link).query)["uddg"][0].startswith("http://")
    assert tree.css_first("a.result__snippet b") is not None
    assert tree.css_first(".nav-link input[name=vqd]") is not None
    nothing = (await get(client, "/html/?q=zzzz", "html.duckduckgo.example"))[1]
    assert "No results." in nothing


async def test_duckduckgo_challenges_once_and_always_without_its_token(client: aiohttp.ClientSession) -> None:
    question = "/html/?q=système d'échange local Lorient"
    first, page = await get(client, question)
    assert (first, 'id="challenge-form"' in page) == (202, True)
    assert (await get(client, question))[0] == 200
    assert (await get(client, "/html/?q=coworking&s=10"))[0] == 202
    assert (await get(client, "/html/?q=coworking&s=10&vqd=4-1"))[0] == 200
    async with client.post("/__reset") as response:
        assert response.status == 200
    assert (await get(client, question))[0] == 202


@pytest.mark.parametrize(
    ("path", "host"), [("/mojeek/search", ""), ("/search", "www.mojeek.example")], ids=["path", "host"]
)
async def test_mojeek_lists_results_and_refuses_s_0(client: aiohttp.ClientSession, path: str, host: str) -> None:
    tree = LexborHTMLParser((await get(client, f"{path}?q=coworking+Lorient", host))[1])
    for selector in ("ul.results-standard > li > a.ob[href]", "ul.results-standard li h2 a.title", "li p.s"):
        assert len(tree.css(selector)) == 10
    assert "No pages found" in (await get(client, f"{path}?q=zzzz", host))[1]
    assert (await get(client, f"{path}?q=coworking&s=0", host))[0] == 403


async def test_overpass_filters_by_area_and_tags(client: aiohttp.ClientSession) -> None:
    answer = await overpass(client, LORIENT + 'nwr["amenity"="coworking_space"](area.t););out center tags;')
    assert answer["osm3s"]["timestamp_osm_base"]
    assert [element["tags"].get("name", element["type"]) for element in answer["elements"]] == ["count", "La Colloc"]
    assert answer["elements"][0]["tags"]["areas"] == "1"
    ways = await overpass(
        client, LORIENT + 'way["leisure"="garden"]["garden:type"="community"](area.t););out center tags;'
    )
    assert ways["elements"][1]["center"]["lat"] == pytest.approx(47.74, abs=0.1)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (LORIENT + 'nwr["name"~"(^|[^A-Za-z])MJC([^A-Za-z]|$)"][!"highway"](area.t););out;', ["MJC de Lanveur"]),
        (LORIENT + 'nwr["name"~"ressourcerie",i][!"shop"](area.t););out;', []),
        (LORIENT + 'node["amenity"]["amenity"!="childcare"]["name"~"^La D"](area.t););out;', ["La Donnerie Merville"]),
        ('area["ref:INSEE"="99999"]->.t;.t out count;nwr["name"](area.t);out;', []),
        (SWEDISH, ["Garnisonen Cowork"]),
        ('nwr["amenity"="coworking_space"](47.755,-3.36,47.775,-3.335);out;', ["L'Escale Cowork"]),
    ],
    ids=["brackets-in-pattern", "absent-key", "present-and-unequal", "no-such-area", "area-by-name", "box"],
)
async def test_overpass_reads_the_language(client: aiohttp.ClientSession, query: str, names: list[str]) -> None:
    elements = (await overpass(client, query))["elements"]
    assert [element["tags"]["name"] for element in elements if element["type"] != "count"] == names


async def test_overpass_out_of_time_is_status_200_with_a_remark(client: aiohttp.ClientSession) -> None:
    answer = await overpass(client, f"/* {TIMED_OUT_WORD} */ " + LORIENT)
    assert "runtime error" in answer["remark"]
    async with client.post("/api/interpreter", data={"data": "nonsense"}) as response:
        assert response.status == 400


async def test_gogocarto_keeps_to_the_bounds(client: aiohttp.ClientSession) -> None:
    answer = json.loads(
        (await get(client, "/api/elements.json?bounds=-3.40,47.72,-3.34,47.77", "transiscope.example"))[1]
    )
    names = {element["name"] for element in answer["data"]}
    assert answer["ontology"] == "gogofull"
    assert "AMAP La Carotte Iodée" in names
    assert "Repair Café de Ploemeur" not in names
    assert {"id", "geo", "address", "website", "abstract", "categories", "sourceKey"} <= set(answer["data"][0])
    everything = json.loads((await get(client, "/api/elements.json"))[1])["data"]
    assert len(everything) > len(names)
    one = json.loads((await get(client, f"/api/elements/{everything[0]['id']}.json"))[1])
    assert one["data"] == everything[0]
    assert (await get(client, "/api/elements.json?bounds=nonsense"))[0] == 400
    assert (await get(client, "/api/elements/none.json"))[0] == 404


async def test_the_log_tells_who_was_asked_when(client: aiohttp.ClientSession) -> None:
    await get(client, "/", "lacolloc.example")
    await get(client, "/le-lieu/?x=1", "lacolloc.example")
    entries = json.loads((await get(client, "/__log"))[1])["requests"]
    assert [(entry["host"], entry["path"], entry["status"]) for entry in entries] == [
        ("lacolloc.example", "/", 200),
        ("lacolloc.example", "/le-lieu/?x=1", 200),
    ]
    assert entries[0]["started"] <= entries[0]["ended"] <= entries[1]["started"]


async def test_as_a_proxy_it_serves_the_same_pages(base: str) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get("http://les3quais.example/", proxy=base) as response,
    ):
        assert "2 quai du Péristyle" in await response.text()
