"""GoGoCarto maps: both shapes of an entry, and a token demanded that is no empty map."""

import json
import math
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.sources.endings import CHALLENGE, each_ending, fixture

from sharitories_crawl.models import AnswerStatus, Query, Response, Town
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.gogocarto import ANY_MAP, SOURCE, build_request, kind_of_category, parse

URL = "https://transiscope.gogocarto.fr/api/elements.json?bounds=1,2,3,4"
LORIENT = fixture("transiscope/lorient.json")
ENTRY = json.loads(LORIENT)["data"][0]


def map_json(entries: object, **more: object) -> str:
    return json.dumps({"ontology": "gogofull", "data": entries} | more)


def test_an_entry_of_today_becomes_a_record(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(LORIENT, url=URL), query)
    assert (answer.status, answer.detail) == (AnswerStatus.RESULTS, "")
    record, amap = answer.records
    assert (record.source_id, record.name, record.kind) == ("5xQ", "La Ressourcerie des Rives", "ressourcerie")
    assert (record.url, record.record_url) == ("https://www.ressourcerie-rives.example", ENTRY["showUrl"])
    assert record.description == "Donner, réparer\nAtelier & boutique\nOuvert à tous"
    assert (record.street, record.postal_code, record.city) == ("3 rue du Port", "56100", "Lorient")
    assert (record.country, record.latitude, record.longitude) == ("FR", 47.75, -3.37)
    assert (record.email, record.phone) == ("contact@ressourcerie-rives.example", "02 97 00 00 00")
    assert record.licence == "varies by partner (sourceKey Réseau des ressourceries)"
    assert record.tags == ("Fabriquer, réparer, zéro déchets", "Ressourcerie / Recyclerie")
    assert (amap.name, amap.kind, amap.street) == ("AMAP du Ter", "amap", "")
    assert amap.licence == "varies by partner (sourceKey Près de chez nous)"


def test_an_entry_of_2018_becomes_a_record_under_the_maps_licence_and_a_double_is_left_out(
    respond: Callable[..., Response], query: Query
) -> None:
    answer = ANY_MAP.parse(respond(fixture("gogocarto/lorient.json"), url=URL), query)
    assert answer.detail == "1 entries were left out: refused, deleted or double on the map."
    (record,) = answer.records
    assert (record.name, record.tags) == ("Le Fournil des Rives", ("Boulangerie", "option=10429", "option=10427"))
    assert record.description == "Pain au levain et café associatif"
    assert record.licence == "https://opendatacommons.org/licenses/odbl/summary/ (sourceKey La carte des Rives)"


@pytest.mark.shared
def test_the_real_answer_of_2018_comes_out_complete(
    saved: Callable[[str], str], respond: Callable[..., Response], query: Query
) -> None:
    answer = parse(respond(saved("directories/gogocarto_gogofull_response_2018.json"), url=URL), query)
    assert (answer.status, answer.detail, len(answer.records)) == (AnswerStatus.RESULTS, "", 12)
    first = answer.records[0]
    assert (first.source_id, first.name) == ("10kw", "La Ruche de Chenay")
    assert first.description == "Tous produits alimentaires locaux"
    assert (first.street, first.postal_code, first.city) == ("5 rue Edmond Proust", "79120", "Chenay")
    assert (first.latitude, first.longitude) == (46.3252, -0.0339)
    assert first.licence == "varies by partner (sourceKey Colibris)"
    assert first.record_url == "https://transiscope.gogocarto.fr/map#/fiche/La%20Ruche%20de%20Chenay/10kw/"
    assert first.tags == ("option=10429", "option=10427")
    assert answer.records[1].description.splitlines() == [
        "Un traiteur.",
        "Préparation de cocktails, repas, plateaux et buffets.",
        "Une entreprise d'insertion par l'activité professionnelle.",
    ]
    assert all(record.latitude and record.city and record.postal_code for record in answer.records)
    assert not any("<" in record.description for record in answer.records)


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"website": ["https://a.example", "https://b.example"]}, "url", "https://a.example"),
        ({"website": "NULL", "url": "http://c.example/x y"}, "url", "http://c.example/x"),
        ({"website": 7}, "url", ""),
        ({"website": "http://[broken"}, "url", ""),
        ({"showUrl": "javascript:x"}, "record_url", "https://transiscope.gogocarto.fr/map#/fiche/La%20Ressourcerie%20des%20Rives/5xQ/"),
        ({"address": "3 rue du Port, 56100 Lorient"}, "street", "3 rue du Port, 56100 Lorient"),
        ({"address": None}, "city", ""),
        ({"geo": [47.75, -3.37]}, "latitude", None),
        ({"geo": {"latitude": "nan", "longitude": 1}}, "latitude", None),
        ({"geo": {"latitude": 10**400, "longitude": 1}}, "latitude", None),
        ({"categories": "AMAP"}, "tags", ()),
        ({"categories": [{"name": "AMAP"}, None, 3]}, "kind", "amap"),
        ({"categories": ["Agriculture et alimentation"]}, "kind", ""),
        ({"sourceKey": None}, "licence", "varies by partner"),
        ({"description": {"fr": "x"}, "abstract": 3}, "description", ""),
        ({"id": 77}, "source_id", "77"),
    ],
)  # fmt: skip
def test_each_field_is_read_with_care(
    respond: Callable[..., Response], query: Query, change: dict[str, object], field: str, value: object
) -> None:
    record = parse(respond(map_json([ENTRY | change]), url=URL), query).records[0]
    assert getattr(record, field) == value


def test_the_maps_own_licence_is_kept_with_the_partner(respond: Callable[..., Response], query: Query) -> None:
    licence = "https://opendatacommons.org/licenses/odbl/summary/"
    record = parse(respond(map_json([ENTRY], licence=licence), url=URL), query).records[0]
    assert record.licence == f"{licence} (sourceKey Réseau des ressourceries)"


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("Repair Cafés", "repair-cafe"),
        ("FabLab", "fablab"),
        ("Tiers-lieux", "tiers-lieu"),
        ("Espaces de coworking", "coworking"),
        ("SEL", "sel"),
        ("Sels et condiments de Guérande", ""),
        ("Conseil", ""),
        ("Jardins partagés", "jardin-partage"),
        ("Éducation et formation", ""),
    ],
)
def test_a_categorys_name_gives_a_kind_only_where_it_is_plain(category: str, kind: str) -> None:
    assert kind_of_category(category) == kind


@pytest.mark.parametrize("broken", [None, 7, "x", [], {}, {"id": "a"}, {"name": "b"}, {"id": {}, "name": "c"}])
def test_a_broken_entry_is_dropped_alone_and_all_broken_is_unreadable(
    respond: Callable[..., Response], query: Query, broken: object
) -> None:
    answer = parse(respond(map_json([broken, ENTRY]), url=URL), query)
    assert len(answer.records) == 1
    assert "1 entries were dropped" in answer.detail
    alone = parse(respond(map_json([broken]), url=URL), query)
    assert (alone.status, alone.reason) == (AnswerStatus.UNREADABLE, "broken-entries")


def test_entries_that_the_map_refused_or_deleted_are_left_out(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(map_json([ENTRY | {"status": -4}, ENTRY | {"status": -1}]), url=URL), query)
    assert len(answer.records) == 1
    assert "1 entries were left out" in answer.detail


CASES = {
    "nothing-there": (200, fixture("transiscope/nothing.json"), "empty", ""),
    "block-page": (403, CHALLENGE, "captcha", "cloudflare-challenge"),
    "token": (200, "You need to provide a token to access this api.", "blocked", "token-required"),
    "token-403": (403, "Please provide a valid token.", "blocked", "token-required"),
    "another-sentence": (200, "Sorry, this map is closed.", "unreadable", "plain-sentence"),
    "no-data": (200, '{"ontology": "gogofull"}', "unreadable", "broken-json"),
    "data-an-object": (200, map_json({}), "unreadable", "broken-json"),
    "cut": (200, LORIENT[:-30], "unreadable", "broken-json"),
    "html": (200, "<html><body>Transiscope</body></html>", "unreadable", "broken-json"),
    "empty-body": (200, "", "unreadable", "empty-body"),
    "429": (429, "", "rate-limited", "too-many-requests"),
    "403": (403, "<h1>Forbidden</h1>", "blocked", "access-denied"),
    "504": (504, "", "timeout", "gateway-timeout"),
    "500": (500, "<h1>Oops</h1>", "unreadable", "http-500"),
}


@each_ending({SOURCE.name: CASES, ANY_MAP.name: CASES})
def test_every_answer_ends_as_what_it_is(
    respond: Callable[..., Response], query: Query, name: str, status: int, body: str, ending: str, reason: str
) -> None:
    answer = SOURCES[name].parse(respond(body, status, url=URL), query)
    assert (answer.status.value, answer.reason) == (ending, reason)
    assert not answer.records
    assert answer.detail


@pytest.mark.parametrize("country", ["FR", "NL", "PT", "BE", "SE"])
def test_the_box_reaches_eight_kilometres_from_the_centre_to_each_side(
    query: Query, towns: dict[str, Town], country: str
) -> None:
    town = towns[country]
    request = build_request(query, town, SOURCE.base_url)
    address = urlsplit(request.url)
    assert f"{address.scheme}://{address.netloc}{address.path}" == "https://transiscope.gogocarto.fr/api/elements.json"
    parameters = parse_qs(address.query)
    assert parameters["ontology"] == ["gogofull"]
    west, south, east, north = (float(side) for side in parameters["bounds"][0].split(","))
    for side in (west, east):
        assert _kilometres(town.latitude, town.longitude, town.latitude, side) == pytest.approx(8, abs=0.05)
    for side in (south, north):
        assert _kilometres(town.latitude, town.longitude, side, town.longitude) == pytest.approx(8, abs=0.05)


@pytest.mark.parametrize(
    "base", ["https://presdecheznous.gogocarto.fr", "https://presdecheznous.gogocarto.fr/api/elements.json"]
)
def test_any_gogocarto_map_may_be_asked(query: Query, towns: dict[str, Town], base: str) -> None:
    url = build_request(query, towns["FR"], base).url
    assert url.startswith("https://presdecheznous.gogocarto.fr/api/elements.json?bounds=")


def test_a_map_of_ones_own_choice_is_a_source_of_its_own(
    query: Query, towns: dict[str, Town], respond: Callable[..., Response]
) -> None:
    assert (ANY_MAP.name, ANY_MAP.base_url, ANY_MAP.opt_in) == ("gogocarto", "", True)
    url = ANY_MAP.build_request(query, towns["FR"], "https://presdecheznous.gogocarto.fr").url
    assert url == build_request(query, towns["FR"], SOURCE.base_url).url.replace("transiscope", "presdecheznous")
    record = ANY_MAP.parse(respond(map_json([ENTRY], licence="ODbL"), url=url), query).records[0]
    assert record.licence.startswith("ODbL")


def _kilometres(south: float, west: float, north: float, east: float) -> float:
    """Great-circle distance on a sphere of 6,371 km."""
    a, b = math.radians(south), math.radians(north)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(east - west) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))
