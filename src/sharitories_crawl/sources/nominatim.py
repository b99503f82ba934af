"""Nominatim: the point of an address in the towns outside France, each asked for once and kept for ever."""

from collections.abc import Mapping
from urllib.parse import urlencode

from sharitories_crawl.models import Answer, AskedBy, Query, Record, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Budget, Canary, Source
from sharitories_crawl.sources.directory import JSON_ONLY, read_entries, why_no_list
from sharitories_crawl.sources.fields import first_text, object_fields, one_line, position, read_json
from sharitories_crawl.sources.pages import endpoint

PATH = "/search"
TOO_WIDE = ("city", "town", "village", "municipality", "county", "state", "country", "postcode", "suburb")
"""`addresstype` of matches that are no place to go to."""


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """The words of the question are an address on one line."""
    asked = {
        "q": query.text, "format": "jsonv2", "addressdetails": "1", "limit": "1", "countrycodes": town.country.lower(),
    }  # fmt: skip
    return Request(f"{endpoint(base_url, PATH, SOURCE.label)}?{urlencode(asked)}", headers=JSON_ONLY)


def parse(response: Response, query: Query) -> Answer:
    """One record with the point of the best match; empty where the map has no such address."""
    del query
    places = read_json(response.text)
    if response.status != 200 or not isinstance(places, list):
        return why_no_list(response, SOURCE.label, one_line(object_fields(places).get("message")))
    return read_entries(places, _record, "OpenStreetMap has no such address.")


def _record(place: Mapping[str, object]) -> Record | str:
    address = object_fields(place.get("address"))
    latitude, longitude = position(place.get("lat"), place.get("lon"))
    label = one_line(place.get("display_name"))
    if latitude is None or not label:
        return ""
    if one_line(place.get("addresstype")) in TOO_WIDE:
        return f"the best match, {label}, is no street"
    street = " ".join(filter(None, (one_line(address.get("road")), one_line(address.get("house_number")))))
    return Record(
        one_line(place.get("place_id")) or label, label, street=street,
        postal_code=one_line(address.get("postcode")), city=first_text(address, ("city", "town", "municipality")),
        latitude=latitude, longitude=longitude,
    )  # fmt: skip


SOURCE = Source(
    name="nominatim",
    label="Nominatim (OpenStreetMap)",
    kind=SourceKind.GEOCODER,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="https://nominatim.openstreetmap.org/search",
    delay=1.5,
    licence="ODbL 1.0",
    terms="At most one request a second for a whole application, its own User-Agent, answers kept, no bulk "
    "(https://operations.osmfoundation.org/policies/nominatim/).",
    attribution="© OpenStreetMap contributors, ODbL 1.0",
    countries=frozenset({"NL", "PT", "BE", "SE"}),
    budget=Budget(day=200),
    canary=Canary("0402", "Dudokpark 1 1217 JE Hilversum", "hilversum"),
)
