"""geo.api.gouv.fr: the French commune that a point lies in, for records that give a point and no address."""

from collections.abc import Mapping
from urllib.parse import urlencode

from sharitories_crawl.models import Answer, AskedBy, Query, Record, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Canary, Nothing, Source
from sharitories_crawl.sources.directory import JSON_ONLY, read_entries, why_no_list
from sharitories_crawl.sources.fields import one_line, read_json
from sharitories_crawl.sources.pages import endpoint

PATH = "/communes"


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """The words of the question are a point, `47.74860,-3.36640`: degrees north, then east."""
    del town
    latitude, _, longitude = query.text.partition(",")
    asked = {"lat": latitude, "lon": longitude, "fields": "nom,code,codesPostaux", "format": "json"}
    return Request(f"{endpoint(base_url, PATH, SOURCE.label)}?{urlencode(asked)}", headers=JSON_ONLY)


def parse(response: Response, query: Query) -> Answer:
    """One record, whose id and city are the commune's. An empty list is a point outside France."""
    del query
    communes = read_json(response.text)
    if response.status != 200 or not isinstance(communes, list):
        return why_no_list(response, SOURCE.label)
    return read_entries(communes, _record, "The point lies in no French commune.")


def _record(commune: Mapping[str, object]) -> Record | str:
    code, name = one_line(commune.get("code")), one_line(commune.get("nom"))
    codes = commune.get("codesPostaux")
    postal = [one_line(code) for code in codes] if isinstance(codes, list) else []
    # a commune of several postal codes has none that could be told from a point
    return Record(code, name, city=name, postal_code=postal[0] if len(postal) == 1 else "") if code and name else ""


SOURCE = Source(
    name="geo_api",
    label="geo.api.gouv.fr",
    kind=SourceKind.GEOCODER,
    asked_by=AskedBy.WORDS,
    build_request=build_request,
    parse=parse,
    base_url="https://geo.api.gouv.fr/communes",
    delay=0.5,
    licence="Licence Ouverte 2.0 (Etalab)",
    terms="Open to all; 50 requests a second for each address, shared with other api.gouv.fr services "
    "(https://geo.api.gouv.fr).",
    attribution="Communes: IGN and INSEE through geo.api.gouv.fr, Licence Ouverte 2.0",
    countries=frozenset({"FR"}),
    canary=Canary("56121", "47.74860,-3.36640", "lorient", Nothing.UNASKED),
)
