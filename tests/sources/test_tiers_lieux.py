"""The census of tiers-lieux: an address that names its file, rows by commune, columns under their own names."""

import json
from collections.abc import Callable

import pytest
from tests.sources.endings import each_ending, endings, fixture

from sharitories_crawl.errors import BadInput
from sharitories_crawl.models import AnswerStatus, Query, Response, Town
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.tiers_lieux import DATASET, build_request, next_page, parse

RESOURCE = "https://tabular-api.data.gouv.fr/api/resources/5c2c7a57-0000-4000-8000-3d7e2b1f0a11"
LORIENT = fixture("tiers_lieux/lorient.json")
NOTHING = fixture("tiers_lieux/nothing.json")
CASES = endings(LORIENT, NOTHING) | {
    "no-count": (200, '{"data": []}', "unreadable", "no-count"),
    "no-such-column": (400, '{"errors": [{"title": "Invalid query", "detail": "column Insee does not exist"}]}',
                       "unreadable", "refused-question"),
    "no-such-resource": (404, "404: Not Found", "unreadable", "http-404"),
    "other-columns": (200, '{"data": [{"nom_du_lieu": "X"}], "meta": {"total": 1}}', "unreadable", "broken-entries"),
}  # fmt: skip


@pytest.mark.parametrize("base", [RESOURCE, f"{RESOURCE}/", f"{RESOURCE}/data", f"{RESOURCE}/data/"])
def test_the_request_for_lorient_names_the_commune(query: Query, towns: dict[str, Town], base: str) -> None:
    assert build_request(query, towns["FR"], base).url == f"{RESOURCE}/data/?Insee__exact=56121&page=1&page_size=50"


@pytest.mark.parametrize("base", ["", "tabular-api", "https://tabular-api.data.gouv.fr", DATASET])
def test_an_address_that_names_no_resource_is_refused(query: Query, towns: dict[str, Town], base: str) -> None:
    with pytest.raises(BadInput, match="France Tiers-Lieux 2023"):
        build_request(query, towns["FR"], base)


def test_a_row_becomes_a_record(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(LORIENT), query)
    assert (answer.status, answer.detail) == (AnswerStatus.RESULTS, "")
    hall, corner = answer.records
    assert (hall.source_id, hall.name, hall.kind) == ("TL000012", "La Halle des Rives", "tiers-lieu")
    assert (hall.description, hall.siren) == ("Porté par Association Les Rives", "900000050")
    assert (hall.street, hall.postal_code, hall.city) == ("9 quai des Indes", "56100", "Lorient")
    assert (hall.url, hall.tags) == ("https://www.halle-rives.example", ("recensement=2023",))
    assert (corner.description, corner.street, corner.url) == ("", "", "")


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"CODPOST": 1000}, "postal_code", "01000"),
        ({"CODPOST": None}, "postal_code", ""),
        ({"SIRET": "non"}, "siren", ""),
        ({"NOM_STRC_PORT": 3}, "description", "Porté par 3"),
        ({"INTERNET": ["x"]}, "url", ""),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_field_is_read_with_care(
    respond: Callable[..., Response], query: Query, change: dict[str, object], field: str, value: object
) -> None:
    row = json.loads(LORIENT)["data"][0] | change
    assert getattr(parse(respond(json.dumps({"data": [row]})), query).records[0], field) == value


@each_ending({"tiers_lieux": CASES})
def test_every_answer_ends_as_what_it_is(
    respond: Callable[..., Response], query: Query, name: str, status: int, body: str, ending: str, reason: str
) -> None:
    answer = SOURCES[name].parse(respond(body, status), query)
    assert (answer.status.value, answer.reason, answer.records) == (ending, reason, ())
    assert answer.detail


def test_the_next_page_is_asked_of_the_same_server(
    respond: Callable[..., Response], query: Query, towns: dict[str, Town]
) -> None:
    request = build_request(query, towns["FR"], "http://127.0.0.1:8000/api/resources/x/data/")
    links = {"next": f"{RESOURCE}/data/?Insee__exact=56121&page=2&page_size=50"}
    onward = next_page(request, respond(json.dumps({"data": [{}], "links": links})))
    assert onward is not None
    assert onward.url == "http://127.0.0.1:8000/api/resources/x/data/?Insee__exact=56121&page=2&page_size=50"
    ends = ('{"data": [], "links": []}', '{"data": [{}], "links": {"next": 3}}')
    for end in (LORIENT, LORIENT[:200], *ends, '{"data": [{}], "links": {"next": "http://[x"}}'):
        assert next_page(request, respond(end)) is None
    assert next_page(request, respond(json.dumps({"data": [{}], "links": links}), 429)) is None
