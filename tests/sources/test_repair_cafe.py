"""The Repair Café map: a box, addresses of five countries, and nobody's e-mail."""

import json
from collections.abc import Callable

import pytest
from tests.sources.endings import each_ending, endings, fixture

from sharitories_crawl.models import AnswerStatus, Query, Response, Town
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.repair_cafe import SOURCE, build_request, parse, split_address

HILVERSUM = fixture("repair_cafe/hilversum.json")
CASES = endings(HILVERSUM, fixture("repair_cafe/nothing.json")) | {
    "wordpress-error": (404, '{"code": "rest_no_route", "message": "No route was found"}', "unreadable",
                        "refused-question"),
    "nameless": (200, '[{"link": "https://www.repaircafe.org/cafe/x"}]', "unreadable", "broken-entries"),
    "kml": (200, "<?xml version='1.0'?><kml></kml>", "unreadable", "broken-json"),
}  # fmt: skip


def test_the_request_for_lorient_is_a_box(query: Query, towns: dict[str, Town]) -> None:
    assert build_request(query, towns["FR"], SOURCE.base_url).url == (
        "https://www.repaircafe.org/wp-json/v1/map?northeast=47.82054,-3.25940&southwest=47.67666,-3.47340"
    )


def test_a_cafe_becomes_a_record_without_its_email(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(HILVERSUM), query)
    assert (answer.status, answer.detail) == (AnswerStatus.RESULTS, "")
    first, second = answer.records
    assert (first.source_id, first.name, first.kind) == (
        "repair-cafe-hilversum-noord", "Repair Café Hilversum Noord", "repair-cafe",
    )  # fmt: skip
    assert (first.street, first.postal_code, first.city) == ("Noorderweg 1", "1221 AA", "Hilversum")
    assert (first.latitude, first.longitude) == (52.23, 5.18)
    assert first.url == "https://repaircafe-noord.example"
    assert first.record_url == "https://www.repaircafe.org/cafe/repair-cafe-hilversum-noord/"
    assert (second.latitude, second.url) == (None, "")
    assert "@" not in repr(answer)


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("Thorbeckepark 183, 3437 JT Nieuwegein, Nederland", ("Thorbeckepark 183", "3437 JT", "Nieuwegein")),
        ("12 quai de Rohan, Bât. B, 56100 Lorient, France", ("12 quai de Rohan, Bât. B", "56100", "Lorient")),
        ("Rua X 3, 3810-164 Aveiro, Portugal", ("Rua X 3", "3810-164", "Aveiro")),
        ("Storgatan 1, 291 31 Kristianstad, Sverige", ("Storgatan 1", "291 31", "Kristianstad")),
        ("Markt 5, 3600 Genk, België", ("Markt 5", "3600", "Genk")),
        ("Salle des fêtes", ("Salle des fêtes", "", "")),
        ("", ("", "", "")),
    ],
    ids=lambda value: str(value)[:30],
)
def test_an_address_on_one_line_is_taken_apart(address: str, parts: tuple[str, str, str]) -> None:
    assert split_address(address) == parts


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"coordinate": "0,0"}, "latitude", None),
        ({"coordinate": "52.1"}, "latitude", None),
        ({"coordinate": [52.1, 5.1]}, "latitude", None),
        ({"coordinate": "52.1, 5.1"}, "longitude", 5.1),
        ({"external_link": None}, "url", ""),
        ({"address": None}, "street", ""),
        ({"name": "Fix &amp; Mend"}, "name", "Fix & Mend"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_field_is_read_with_care(
    respond: Callable[..., Response], query: Query, change: dict[str, object], field: str, value: object
) -> None:
    cafe = json.loads(HILVERSUM)[0] | change
    assert getattr(parse(respond(json.dumps([cafe])), query).records[0], field) == value


@each_ending({SOURCE.name: CASES})
def test_every_answer_ends_as_what_it_is(
    respond: Callable[..., Response], query: Query, name: str, status: int, body: str, ending: str, reason: str
) -> None:
    answer = SOURCES[name].parse(respond(body, status), query)
    assert (answer.status.value, answer.reason, answer.records) == (ending, reason, ())
    assert answer.detail
