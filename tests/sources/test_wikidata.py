"""Wikidata: organisations of a commune by its INSEE code; a query out of time is no empty commune."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.sources.endings import each_ending, endings, fixture

from sharitories_crawl.models import AnswerStatus, Query, Response, Town
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.directory import parameters_of
from sharitories_crawl.sources.wikidata import SOURCE, build_request, parse

LORIENT = fixture("wikidata/lorient.json")
NOTHING = fixture("wikidata/nothing.json")
TRACE = "SPARQL-QUERY: queryStr=SELECT...\njava.util.concurrent.TimeoutException\n\tat java.util.concurrent"
CASES = endings(LORIENT, NOTHING) | {
    "no-head": (200, '{"results": {"bindings": []}}', "unreadable", "broken-json"),
    "out-of-time": (500, TRACE, "timeout", "query-timeout"),
    "out-of-time-in-the-midst": (200, f"{LORIENT[:900]}\n{TRACE}", "timeout", "query-timeout"),
    "not-an-item": (200, '{"head": {}, "results": {"bindings": [{"item": {"value": "x"}}]}}', "unreadable",
                    "broken-entries"),
}  # fmt: skip


def test_the_request_for_lorient_asks_by_insee_code(query: Query, towns: dict[str, Town]) -> None:
    request = build_request(query, towns["FR"], SOURCE.base_url)
    assert request.url.startswith("https://query.wikidata.org/sparql?query=SELECT+DISTINCT+%3Fitem")
    parameters = parameters_of(request.url)
    assert parameters["format"] == "json"
    assert '?town wdt:P374 "56121" .' in parameters["query"]
    assert parameters["query"].count("{") == parameters["query"].count("}")
    assert parameters["query"].endswith("LIMIT 2000")
    assert SOURCE.opt_in


def test_a_code_cannot_leave_its_quotes(query: Query, towns: dict[str, Town]) -> None:
    town = replace(towns["FR"], code='5"6\\')
    assert 'wdt:P374 "5\\"6\\\\" .' in parameters_of(build_request(query, town, SOURCE.base_url).url)["query"]


def test_an_item_becomes_one_record_from_its_first_row(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(LORIENT), query)
    assert answer.status is AnswerStatus.RESULTS
    assert answer.detail == "1 entries were left out: no name in French or English."
    house, shop = answer.records
    assert (house.source_id, house.name, house.siren) == ("Q900001", "Maison des Rives", "900000068")
    assert (house.description, house.street, house.postal_code) == ("tiers-lieu à Lorient", "5 rue du Canal", "56100")
    assert (house.latitude, house.longitude) == (47.7486, -3.3664)
    assert (house.url, house.record_url) == ("https://maison-rives.example/", "https://www.wikidata.org/wiki/Q900001")
    assert house.tags == ("creation=2014-01-01",)
    assert (shop.name, shop.tags, shop.latitude) == ("Librairie disparue", ("dissolution=2019-06-30",), None)


@pytest.mark.parametrize("point", ["Point(x y)", "Point(-3.3)", "", "Point(300 95)", 7])
def test_a_broken_point_is_no_position(respond: Callable[..., Response], query: Query, point: object) -> None:
    row = json.loads(LORIENT)["results"]["bindings"][0] | {"point": {"value": point}}
    record = parse(respond(json.dumps({"head": {}, "results": {"bindings": [row]}})), query).records[0]
    assert (record.latitude, record.longitude) == (None, None)


@each_ending({SOURCE.name: CASES})
def test_every_answer_ends_as_what_it_is(
    respond: Callable[..., Response], query: Query, name: str, status: int, body: str, ending: str, reason: str
) -> None:
    answer = SOURCES[name].parse(respond(body, status), query)
    assert (answer.status.value, answer.reason, answer.records) == (ending, reason, ())
    assert answer.detail
