"""Communecter: organisations of a commune, none of its people."""

import json
from collections.abc import Callable

import pytest
from tests.sources.endings import each_ending, endings, fixture

from sharitories_crawl.models import AnswerStatus, Query, Response, Town
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.communecter import SOURCE, build_request, next_page, parse

LORIENT = fixture("communecter/lorient.json")
NOTHING = fixture("communecter/nothing.json")
CASES = endings(LORIENT, NOTHING) | {
    "entities-without-meta": (200, '{"entities": []}', "unreadable", "broken-json"),
    "php-says-no": (200, '{"result": false, "msg": "Cette page n\'existe plus"}', "unreadable", "refused-question"),
    "nameless": (200, '{"meta": {}, "entities": {"a": {"tags": []}}}', "unreadable", "broken-entries"),
}


def test_the_request_for_lorient_names_its_insee_code(query: Query, towns: dict[str, Town]) -> None:
    url = build_request(query, towns["FR"], SOURCE.base_url).url
    assert url == "https://www.communecter.org/api/organization/get?insee=56121"
    assert SOURCE.opt_in


def test_an_organisation_becomes_a_record_without_its_people(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(LORIENT), query)
    assert (answer.status, answer.detail) == (AnswerStatus.RESULTS, "")
    garden, radio = answer.records
    assert (garden.source_id, garden.name) == ("57186ed894ef47210d7b0001", "Le Jardin des Rives")
    assert (garden.kind, garden.tags) == ("jardin-partage", ("écologie", "Jardins partagés"))
    assert garden.description == "Un jardin ouvert\nCultiver ensemble"
    assert (garden.street, garden.postal_code, garden.city) == ("2 rue du Verger", "56100", "Lorient")
    assert (garden.country, garden.latitude, garden.longitude) == ("FR", 47.75, -3.37)
    assert garden.url == "https://jardin-rives.example"
    assert garden.record_url.endswith("#page.type.organizations.id.57186ed894ef47210d7b0001")
    assert (garden.email, garden.phone) == ("", "")
    assert "Camille" not in repr(answer)
    assert (radio.name, radio.city, radio.latitude) == ("Radio des Rives", "", None)


def test_a_list_of_entities_is_read_by_its_ids(respond: Callable[..., Response], query: Query) -> None:
    body = {"meta": {}, "entities": [{"id": "x", "name": "Radio", "url": "www.radio.example"}]}
    record = parse(respond(json.dumps(body)), query).records[0]
    assert (record.source_id, record.url) == ("x", "https://www.radio.example")


@each_ending({SOURCE.name: CASES})
def test_every_answer_ends_as_what_it_is(
    respond: Callable[..., Response], query: Query, name: str, status: int, body: str, ending: str, reason: str
) -> None:
    answer = SOURCES[name].parse(respond(body, status), query)
    assert (answer.status.value, answer.reason, answer.records) == (ending, reason, ())
    assert answer.detail


@pytest.mark.parametrize(
    ("following", "asked"),
    [
        (
            "https://www.communecter.org/api/organization/get?insee=56121&index=50",
            "https://www.communecter.org/api/organization/get?insee=56121&index=50",
        ),
        ("?insee=56121&index=50", "https://www.communecter.org/api/organization/get?insee=56121&index=50"),
        ("https://www.communecter.org/api/person/get?insee=56121", None),
        ("https://elsewhere.example/api/organization/get?insee=56121&index=50", None),
        ("https://www.communecter.org/api/organization/get?insee=56121", None),
        ("", None),
        (None, None),
        ("http://[broken", None),
    ],
)
def test_only_the_same_list_is_read_on(
    respond: Callable[..., Response], query: Query, towns: dict[str, Town], following: object, asked: str | None
) -> None:
    request = build_request(query, towns["FR"], SOURCE.base_url)
    onward = next_page(request, respond(json.dumps({"meta": {"next": following}, "entities": {"a": {}}})))
    assert (onward and onward.url) == asked
