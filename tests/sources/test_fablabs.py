"""fablabs.io: the world in one answer, in the shapes it had in 2017 and has now."""

import json
from collections.abc import Callable

import pytest
from tests.sources.endings import each_ending, endings, fixture

from sharitories_crawl.models import AnswerStatus, AskedBy, Query, Response, Town
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.fablabs import SOURCE, build_request, parse

WORLD = fixture("fablabs/world.json")
CASES = endings(WORLD) | {
    "empty-list": (200, "[]", "unreadable", "empty-world"),
    "empty-object": (200, '{"labs": []}', "unreadable", "empty-world"),
    "nameless": (200, '[{"id": 3}]', "unreadable", "broken-entries"),
    "all-closed": (200, '[{"id": 3, "name": "X", "activity_status": "closed"}]', "empty", ""),
    "removed": (404, "<h1>Gone</h1>", "unreadable", "http-404"),
}


def test_the_request_is_the_same_for_every_town(query: Query, towns: dict[str, Town]) -> None:
    assert {build_request(query, town, SOURCE.base_url).url for town in towns.values()} == {
        "https://api.fablabs.io/0/labs.json"
    }
    assert SOURCE.asked_by is AskedBy.WORLD


def test_a_lab_becomes_a_record_without_email_and_telephone(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(WORLD), query)
    assert (answer.status, answer.detail) == (AnswerStatus.RESULTS, "1 entries were left out: they are closed.")
    lab, nowhere = answer.records
    assert (lab.source_id, lab.name, lab.kind) == ("fablabdesrives", "Fab Lab des Rives", "fablab")
    assert lab.description == "Un atelier ouvert\nMachines & entraide"
    assert (lab.street, lab.postal_code, lab.city) == ("4 quai Vert, Bâtiment B", "22300", "Lannion")
    assert (lab.country, lab.latitude, lab.longitude) == ("FR", 48.7317, -3.4509)
    assert (lab.url, lab.record_url) == ("http://lab-rives.example", "https://www.fablabs.io/labs/fablabdesrives")
    assert (lab.email, lab.phone) == ("", "")
    assert lab.tags == ("fab_lab", "laser", "cnc_milling")
    assert (nowhere.latitude, nowhere.url, nowhere.tags) == (
        None, "https://twitter.example/nowhere", ("laser", "vinyl_cutting"),
    )  # fmt: skip
    assert nowhere.record_url == "https://www.fablabs.io/labs/nowhere"


def test_an_object_with_the_labs_is_read_alike(respond: Callable[..., Response], query: Query) -> None:
    assert parse(respond(f'{{"labs": {WORLD}}}'), query) == parse(respond(WORLD), query)


@pytest.mark.shared
def test_the_real_french_list_of_2017_comes_out_complete(
    saved: Callable[[str], str], respond: Callable[..., Response], query: Query
) -> None:
    text = saved("directories/fablabs_io_fr_2017.json")
    answer = parse(respond(text), query)
    assert (answer.status, answer.detail, len(answer.records)) == (AnswerStatus.RESULTS, "", 135)
    assert len({record.source_id for record in answer.records}) == 135
    assert sum(record.latitude is not None for record in answer.records) == 129
    assert sum(bool(record.postal_code) for record in answer.records) == 133
    assert all(record.city and record.country == "FR" and record.record_url for record in answer.records)
    lannion = next(record for record in answer.records if record.city == "Lannion")
    assert (lannion.source_id, lannion.name) == ("fablablannion", "Fablab Lannion - KerNEL")
    assert (lannion.url, lannion.street) == ("http://fablab-lannion.org", "14 Rue de Beauchamp")
    assert not any("<" in record.description for record in answer.records)


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"slug": None}, "source_id", "fablabdesrives"),
        ({"slug": None, "url": None}, "source_id", "7"),
        ({"slug": None, "url": None, "id": None}, "source_id", "fab-lab-des-rives"),
        ({"links": None}, "url", ""),
        ({"links": [{"url": None}, 7, "www.b.example"]}, "url", "https://www.b.example"),
        ({"capabilities": {"a": 1}, "kind_name": None}, "tags", ()),
        ({"latitude": 0, "longitude": 0}, "latitude", None),
        ({"postal_code": 22300}, "postal_code", "22300"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_field_is_read_with_care(
    respond: Callable[..., Response], query: Query, change: dict[str, object], field: str, value: object
) -> None:
    lab = json.loads(WORLD)[0] | change
    assert getattr(parse(respond(json.dumps([lab])), query).records[0], field) == value


@each_ending({SOURCE.name: CASES})
def test_every_answer_ends_as_what_it_is(
    respond: Callable[..., Response], query: Query, name: str, status: int, body: str, ending: str, reason: str
) -> None:
    answer = SOURCES[name].parse(respond(body, status), query)
    assert (answer.status.value, answer.reason, answer.records) == (ending, reason, ())
    assert answer.detail
