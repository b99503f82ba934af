"""The Géoplateforme's geocoder: the point of a French address. It follows api-adresse.data.gouv.fr, closed in 2026."""

from collections.abc import Mapping
from functools import partial
from urllib.parse import urlencode

from sharitories_crawl.models import Answer, AskedBy, Query, Record, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Canary, Source
from sharitories_crawl.sources.directory import JSON_ONLY, code_and_city, read_entries, why_no_list
from sharitories_crawl.sources.fields import first_text, object_fields, one_line, position, read_json
from sharitories_crawl.sources.pages import endpoint

PATH = "/geocodage/search"
ENOUGH = 0.6
"""Its score, 0 to 1, below which the address it found is likely another. Arbitrary, to be measured."""
PRECISE = ("housenumber", "street", "locality")
"""A match of type `municipality` is the town's centre, which tells nothing."""
MOST_LETTERS = 200


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """The words of the question are an address on one line."""
    del town
    asked = {"q": query.text[:MOST_LETTERS], "limit": "1", "index": "address"}
    return Request(f"{endpoint(base_url, PATH, SOURCE.label)}?{urlencode(asked)}", headers=JSON_ONLY)


def parse(response: Response, query: Query) -> Answer:
    """One record with the point of the best match; empty where there is none good enough."""
    fields = object_fields(read_json(response.text))
    features = fields.get("features")
    if response.status != 200 or not isinstance(features, list):
        return why_no_list(response, SOURCE.label, first_text(fields, ("message", "detail")))
    return read_entries(features, partial(_record, asked=query.text), "The geocoder knows no such address.")


def _record(feature: Mapping[str, object], asked: str) -> Record | str:
    found = object_fields(feature.get("properties"))
    coordinates = object_fields(feature.get("geometry")).get("coordinates")
    east, north = coordinates[:2] if isinstance(coordinates, list) and len(coordinates) >= 2 else (None, None)
    latitude, longitude = position(north, east)
    label, score = one_line(found.get("label")), found.get("score")
    if latitude is None or not label or isinstance(score, bool) or not isinstance(score, int | float):
        return ""
    if score < ENOUGH or one_line(found.get("type")) not in PRECISE:
        return f"the best match, {label} ({one_line(found.get('type'))}), is not sure enough: {score:.2f}"
    code = one_line(found.get("postcode"))
    asked_code = code_and_city(asked)[0]
    if asked_code and code != asked_code:
        return f"the best match, {label}, has another postal code"
    return Record(
        one_line(found.get("id")) or label, label, street=one_line(found.get("name")), postal_code=code,
        city=one_line(found.get("city")), latitude=latitude, longitude=longitude,
    )  # fmt: skip


SOURCE = Source(
    name="geoplateforme",
    label="Géoplateforme geocoder",
    kind=SourceKind.GEOCODER,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="https://data.geopf.fr/geocodage/search",
    delay=0.5,
    licence="Licence Ouverte 2.0 (Etalab)",
    terms="Open to all; 50 requests a second for each address, then 5 s of 429 "
    "(https://geoservices.ign.fr/documentation/services/services-geoplateforme/geocodage).",
    attribution="Addresses: Base Adresse Nationale through the Géoplateforme (IGN), Licence Ouverte 2.0",
    countries=frozenset({"FR"}),
    canary=Canary("56121", "2 boulevard Général Leclerc 56100 Lorient", "lorient"),
)
