"""Overpass: records with what the tags say, and runtime errors in a 200 that never pass for success."""

import json
import re
import tomllib
from collections.abc import Callable

import pytest
from tests.sources.endings import CHALLENGE, each_ending, fixture

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.models import AnswerStatus, Query, Response, Town
from sharitories_crawl.sources import SOURCES, osm_tags
from sharitories_crawl.sources.gogocarto import KIND_OF_CATEGORY
from sharitories_crawl.sources.overpass import SOURCE, build_request, parse

COUNT = {"type": "count", "id": 0, "tags": {"nodes": "0", "ways": "0", "relations": "0", "areas": "1", "total": "1"}}
LORIENT = fixture("overpass/lorient.json")
NODE = json.loads(LORIENT)["elements"][2]
WAY = {"type": "way", "id": 9, "center": {"lat": 47.75, "lon": -3.37}, "tags": {"name": "X", "landuse": "allotments"}}


def overpass_json(elements: object, **more: object) -> str:
    stamp = {"timestamp_osm_base": "2026-11-22T00:00:00Z"}
    return json.dumps({"version": 0.6, "generator": "Overpass API", "osm3s": stamp, "elements": elements} | more)


def test_a_node_becomes_a_record_with_all_that_its_tags_say(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(LORIENT), query)
    assert (answer.status, answer.detail) == (AnswerStatus.RESULTS, "1 elements without a name were left out.")
    assert [record.source_id for record in answer.records] == ["node/900000007", "node/900000008", "way/900000009"]
    record = answer.records[1]
    assert (record.name, record.kind) == ("Repair Café des Rives", "repair-cafe")
    assert record.url == "https://www.repair-rives.example"
    assert record.record_url == "https://www.openstreetmap.org/node/900000008"
    assert (record.street, record.postal_code, record.city) == ("12 bis rue de l'Église", "56100", "Lorient")
    assert (record.latitude, record.longitude) == (47.7486, -3.3664)
    assert (record.siren, record.rna) == ("900000050", "W561000123")
    assert (record.email, record.phone) == ("contact@repair-rives.example", "+33 2 97 00 00 00")
    assert record.description == "Réparer ensemble"
    assert record.licence == "ODbL 1.0"
    assert "opening_hours=Sa 14:00-17:00" in record.tags


def test_a_way_stands_at_its_centre(respond: Callable[..., Response], query: Query) -> None:
    record = parse(respond(overpass_json([WAY])), query).records[0]
    assert (record.source_id, record.latitude, record.longitude) == ("way/9", 47.75, -3.37)


def test_a_mobile_telephone_is_never_taken(respond: Callable[..., Response], query: Query) -> None:
    element = {**NODE, "tags": {"name": "X", "contact:mobile": "+33 6 00 00 00 00"}}
    assert parse(respond(overpass_json([element])), query).records[0].phone == ""


@pytest.mark.parametrize(
    ("tags", "field", "value"),
    [
        ({"contact:website": "https://a.example/x"}, "url", "https://a.example/x"),
        ({"website": "voir facebook", "url": "http://b.example"}, "url", "http://b.example"),
        ({"website": "javascript:alert(1)"}, "url", ""),
        ({"addr:housenumber": "3"}, "street", ""),
        ({"addr:place": "Le Bourg", "addr:housenumber": "3"}, "street", "3 Le Bourg"),
        ({"ref:FR:SIRET": "unknown"}, "siren", ""),
        ({"ref:FR:RNA": "W2A1000001"}, "rna", "W2A1000001"),
        ({"ref:FR:RNA": "561234567"}, "rna", ""),
        ({"addr:country": "fr"}, "country", "FR"),
        ({"email": "a@b.example;c@d.example"}, "email", "a@b.example"),
        ({"addr:postcode": 56100}, "postal_code", "56100"),
        ({"addr:city": ["Lorient"]}, "city", ""),
    ],
)
def test_each_tag_is_read_with_care(
    respond: Callable[..., Response], query: Query, tags: dict[str, object], field: str, value: str
) -> None:
    element = {"type": "node", "id": 1, "lat": 1, "lon": 1, "tags": {"name": "X", **tags}}
    assert getattr(parse(respond(overpass_json([element])), query).records[0], field) == value


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "coworking_space"}, "coworking"),
        ({"office": "coworking"}, "coworking"),
        ({"leisure": "garden", "garden:type": "community"}, "jardin-partage"),
        ({"leisure": "garden"}, ""),
        ({"office": "company;coworking"}, "coworking"),
        ({"name": "AMAP du Scorff", "office": "association"}, "amap"),
        ({"name": "Le SEL de Lorient", "office": "association"}, "sel"),
        ({"name": "Moselle Sel et Poivre", "shop": "second_hand"}, ""),
        ({"name": "Repair Cafe", "amenity": "community_centre"}, "repair-cafe"),
        ({"name": "La Ressourcerie", "shop": "second_hand"}, "ressourcerie"),
        ({"name": "Atelier", "office": "association"}, ""),
        ({"name": "Jardins familiaux", "landuse": "allotments"}, "jardin-partage"),
        ({"name": "Épicerie solidaire du port", "office": "association"}, "epicerie-solidaire"),
        ({"name": "Système d’Échange Local", "office": "association"}, "sel"),
        ({"name": "Cykelköket", "office": "association"}, "atelier-velo"),
        ({"name": "Salle polyvalente", "amenity": "community_centre"}, ""),
    ],
)
def test_the_kind_is_given_only_where_a_tag_or_the_name_decides_it(tags: dict[str, str], kind: str) -> None:
    assert osm_tags.kind_of(tags) == kind


def test_elements_without_a_name_are_left_out_and_counted(respond: Callable[..., Response], query: Query) -> None:
    nameless = {"type": "node", "id": 5, "lat": 1, "lon": 1, "tags": {"amenity": "public_bookcase"}}
    answer = parse(respond(overpass_json([COUNT, NODE, nameless, nameless])), query)
    assert len(answer.records) == 1
    assert answer.detail == "2 elements without a name were left out."
    alone = parse(respond(overpass_json([COUNT, nameless])), query)
    assert (alone.status, alone.detail) == (AnswerStatus.EMPTY, "1 elements without a name were left out.")


@pytest.mark.parametrize(
    "broken",
    [None, 7, "x", [], {}, {"type": "node"}, {"type": "area", "id": 3, "tags": {"name": "X"}},
     {"type": "node", "id": "1", "tags": {"name": "X"}}, {"type": "node", "id": True, "tags": {"name": "X"}}],
)  # fmt: skip
def test_a_broken_element_is_dropped_alone_and_all_broken_is_unreadable(
    respond: Callable[..., Response], query: Query, broken: object
) -> None:
    answer = parse(respond(overpass_json([broken, WAY])), query)
    assert [record.source_id for record in answer.records] == ["way/9"]
    assert "1 elements were dropped" in answer.detail
    alone = parse(respond(overpass_json([broken])), query)
    assert (alone.status, alone.reason) == (AnswerStatus.UNREADABLE, "broken-elements")


@pytest.mark.parametrize(
    "place", [{"lat": "n/a", "lon": 1}, {"lat": 91, "lon": 1}, {"lat": 1}, {"lat": 0, "lon": 0}, {}]
)
def test_a_position_is_whole_or_absent(
    respond: Callable[..., Response], query: Query, place: dict[str, object]
) -> None:
    element = {"type": "node", "id": 1, "tags": {"name": "X"}, **place}
    record = parse(respond(overpass_json([element])), query).records[0]
    assert (record.latitude, record.longitude) == (None, None)


TIMED_OUT = 'runtime error: Query timed out in "query" at line 5 after 91 seconds.'
NO_MEMORY = 'runtime error: Query run out of memory in "recurse" at line 5 using about 1025 MB of RAM.'
CASES = {
    "timed-out": (200, overpass_json([], remark=TIMED_OUT), "timeout", "overpass-remark"),
    "timed-out-with-part": (200, overpass_json([NODE], remark=TIMED_OUT), "timeout", "overpass-remark"),
    "out-of-memory": (200, overpass_json([NODE], remark=NO_MEMORY), "quota", "overpass-remark"),
    "other-error": (200, overpass_json([NODE], remark="runtime error: open64: 2"), "unreadable", "overpass-remark"),
    "remark-without-elements": (200, overpass_json([], remark="Please be patient"), "unreadable", "overpass-remark"),
    "remark-and-no-list": (200, json.dumps({"remark": TIMED_OUT}), "timeout", "overpass-remark"),
    "no-such-area": (200, overpass_json([{**COUNT, "tags": {"areas": "0"}}]), "unreadable", "overpass-no-area"),
    "nothing-there": (200, fixture("overpass/nothing.json"), "empty", ""),
    "nothing-there-without-count": (200, overpass_json([]), "empty", ""),
    "429": (429, "<p>rate_limited. Please check /api/status</p>", "rate-limited", "too-many-requests"),
    "rate-limited-in-200": (
        200,
        "<p>Dispatcher_Client::request_read_and_idx::rate_limited. Please check</p>",
        "rate-limited",
        "too-many-requests",
    ),
    "504": (504, "The server is probably too busy to handle your request.", "timeout", "server-busy"),
    "406": (406, "Not Acceptable", "blocked", "user-agent-refused"),
    "403": (403, "Forbidden", "blocked", "access-denied"),
    "400": (400, "<p>parse error: Unknown type</p>", "unreadable", "bad-query"),
    "500": (500, "x", "unreadable", "http-500"),
    "block-page": (403, CHALLENGE, "captcha", "cloudflare-challenge"),
    "cut": (200, LORIENT[:-40], "unreadable", "broken-json"),
    "elements-an-object": (200, overpass_json({}), "unreadable", "broken-json"),
    "html": (200, "<html><body>Bonjour</body></html>", "unreadable", "broken-json"),
    "empty-body": (200, "", "unreadable", "empty-body"),
}


@each_ending({SOURCE.name: CASES})
def test_every_answer_ends_as_what_it_is(
    respond: Callable[..., Response], query: Query, name: str, status: int, body: str, ending: str, reason: str
) -> None:
    answer = SOURCES[name].parse(respond(body, status), query)
    assert (answer.status.value, answer.reason) == (ending, reason)
    assert not answer.records
    assert answer.detail


def test_a_remark_that_is_no_error_goes_with_the_records(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(overpass_json([WAY], remark="data is two hours old")), query)
    assert answer.status is AnswerStatus.RESULTS
    assert "two hours old" in answer.detail


BOUNDARIES = {
    "FR": 'area["ref:INSEE"="56121"]["boundary"="administrative"]["admin_level"="8"]->.town;',
    "NL": 'rel(area.country)["name"="Hilversum"]["boundary"="administrative"]["admin_level"="8"];\nmap_to_area->.town;',
    "PT": 'rel(area.country)["name"="Aveiro"]["boundary"="administrative"]["admin_level"="7"];\nmap_to_area->.town;',
    "BE": 'rel(area.country)["name"="Genk"]["boundary"="administrative"]["admin_level"="8"];\nmap_to_area->.town;',
    "SE": 'rel(area.country)["name"~"^Kristianstads? kommun$"]["boundary"="administrative"]["admin_level"="7"];',
}


@pytest.mark.parametrize("country", BOUNDARIES)
def test_the_question_stays_within_the_towns_boundary(query: Query, towns: dict[str, Town], country: str) -> None:
    request = build_request(query, towns[country], SOURCE.base_url)
    assert (request.method, request.url) == ("POST", "https://overpass-api.de/api/interpreter")
    assert request.form is not None
    question = request.form["data"]
    assert question.startswith("[out:json][timeout:90];\n")
    assert question.endswith("\nout center tags;")
    assert BOUNDARIES[country] in question
    assert ('area["ISO3166-1"' in question) is (country != "FR")
    body = question[question.index("\n(\n") + 3 : question.index("\n);\n")]
    assert all(re.fullmatch(r"  nwr\[.+\]\(area\.town\);", line) for line in body.splitlines())
    assert '  nwr["amenity"="coworking_space"](area.town);' in body


def test_names_are_sought_in_the_words_of_the_country(query: Query, towns: dict[str, Town]) -> None:
    def question(country: str) -> str:
        form = build_request(query, towns[country], SOURCE.base_url).form
        assert form is not None
        return form["data"]

    assert "fritidsbank" in question("SE")
    assert "fritidsbank" not in question("FR")
    assert "AMAP" in question("FR")
    assert "AMAP" not in question("NL")


def test_every_kind_that_a_directory_maps_to_is_in_the_catalogue() -> None:
    file = bundled_dir("queries") / "kinds.toml"
    declared = tomllib.loads(file.read_text(encoding="utf-8"))
    known = set(declared["kinds"])
    mapped = {rule.kind for rule in osm_tags.TAG_RULES}
    mapped |= {rule.kind for rule in osm_tags.NAME_RULES}
    mapped |= {kind for _, kind in KIND_OF_CATEGORY}
    assert mapped - {""} - known == set()
