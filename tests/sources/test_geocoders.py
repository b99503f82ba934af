"""What geocoders say: a point only where it is sure, a commune only where there is one."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.sources.endings import each_ending, endings, fixture

from sharitories_crawl.models import Query, Response, Town
from sharitories_crawl.sources import SOURCES

ADDRESS = Query("geoplateforme/56121/x", "geoplateforme", "56121", (), "12 rue du Port 56100 Lorient", "fr")
FILES = {"geo_api": "lorient", "geoplateforme": "lorient", "nominatim": "hilversum"}
TABLES = {
    name: endings(fixture(f"{name}/{file}.json"), fixture(f"{name}/nothing.json")) for name, file in FILES.items()
}


@each_ending(TABLES)
def test_every_ending_is_told_apart(
    respond: Callable[..., Response], name: str, status: int, body: str, ending: str, reason: str
) -> None:
    answer = SOURCES[name].parse(respond(body, status), replace(ADDRESS, source=name))
    assert (answer.status.value, answer.reason) == (ending, reason)


def test_an_address_becomes_a_point(respond: Callable[..., Response]) -> None:
    (record,) = SOURCES["geoplateforme"].parse(respond(fixture("geoplateforme/lorient.json")), ADDRESS).records
    assert (record.latitude, record.longitude) == (47.748612, -3.366402)
    assert (record.street, record.postal_code, record.city) == ("12 Rue du Port", "56100", "Lorient")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"score": 0.41}, "is not sure enough: 0.41"),
        ({"type": "municipality"}, "is not sure enough"),
        ({"postcode": "56270"}, "has another postal code"),
    ],
    ids=["low-score", "the-town-itself", "another-town"],
)
def test_a_doubtful_match_is_no_point(changed: dict[str, object], why: str, respond: Callable[..., Response]) -> None:
    body = json.loads(fixture("geoplateforme/lorient.json"))
    body["features"][0]["properties"] |= changed
    answer = SOURCES["geoplateforme"].parse(respond(json.dumps(body)), ADDRESS)
    assert str(answer.status) == "empty"
    assert why in answer.detail


def test_nominatim_is_asked_in_one_country_and_a_whole_town_is_no_address(
    respond: Callable[..., Response], towns: dict[str, Town]
) -> None:
    source = SOURCES["nominatim"]
    request = source.build_request(replace(ADDRESS, text="Havenstraat 1"), towns["NL"], source.base_url)
    assert "countrycodes=nl" in request.url
    assert source.countries == frozenset({"NL", "PT", "BE", "SE"})
    body = json.loads(fixture("nominatim/hilversum.json"))
    body[0]["addresstype"] = "city"
    assert str(source.parse(respond(json.dumps(body)), ADDRESS).status) == "empty"


def test_a_commune_of_several_postal_codes_gives_none(respond: Callable[..., Response]) -> None:
    body = '[{"nom": "Laval", "code": "53130", "codesPostaux": ["53000", "53060"]}]'
    (record,) = SOURCES["geo_api"].parse(respond(body), ADDRESS).records
    assert (record.city, record.postal_code) == ("Laval", "")
