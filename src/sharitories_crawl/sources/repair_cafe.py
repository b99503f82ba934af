"""The map of the Repair Café foundation: the cafés in a box around the town, in every country."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from sharitories_crawl.models import Answer, Query, Record, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Canary, Nothing, Source
from sharitories_crawl.sources.directory import JSON_ONLY, read_entries, why_no_list
from sharitories_crawl.sources.fields import (
    absolute_url,
    object_fields,
    one_line,
    plain_text,
    position,
    read_json,
    site_url,
)
from sharitories_crawl.sources.gogocarto import box_around
from sharitories_crawl.sources.pages import endpoint

PATH = "/wp-json/v1/map"
KIND = "repair-cafe"

# 56100 Lorient, 1211 LM Hilversum, 3810-164 Aveiro, 291 31 Kristianstad
_CODE_AND_CITY = re.compile(r"(?P<code>\d{4}(?: ?[A-Z]{2}\b|-\d{3})|\d{3} \d{2}\b|\d{4,5})\s+(?P<city>\D.*)")


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """A box needs no paging: with one, the map ignores offset and limit and gives all."""
    del query
    west, south, east, north = box_around(town)
    box = urlencode({"northeast": f"{north:.5f},{east:.5f}", "southwest": f"{south:.5f},{west:.5f}"}, safe=",")
    return Request(f"{endpoint(base_url, PATH, SOURCE.label)}?{box}", headers=JSON_ONLY)


def parse(response: Response, query: Query) -> Answer:
    """Records without their e-mail addresses, which are mostly volunteers' own. An empty list is an empty box."""
    del query
    cafes = read_json(response.text)
    if response.status != 200 or not isinstance(cafes, list):
        return why_no_list(response, SOURCE.label, one_line(object_fields(cafes).get("message")))
    return read_entries(cafes, _record, "The map has no Repair Café around the town.")


def _record(cafe: Mapping[str, object]) -> Record | str:
    link, name = absolute_url(cafe.get("link")), one_line(plain_text(cafe.get("name")))
    if not link or not name:
        return ""
    street, code, city = split_address(one_line(plain_text(cafe.get("address"))))
    north, _, east = one_line(cafe.get("coordinate")).partition(",")
    latitude, longitude = position(north.strip(), east.strip())
    return Record(
        source_id=urlsplit(link).path.rstrip("/").rsplit("/", 1)[-1] or link,
        name=name,
        url=site_url(cafe.get("external_link")),
        record_url=link,
        street=street,
        postal_code=code,
        city=city,
        latitude=latitude,
        longitude=longitude,
        kind=KIND,
    )


def split_address(address: str) -> tuple[str, str, str]:
    """`Thorbeckepark 183, 3437 JT Nieuwegein, Nederland` -> (street, postal code, city), each empty if not told."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    for number, part in enumerate(parts):
        if found := _CODE_AND_CITY.fullmatch(part):
            return ", ".join(parts[:number]), found["code"], found["city"]
    return address, "", ""


SOURCE = Source(
    name="repair_cafe",
    label="Repair Café map",
    kind=SourceKind.DIRECTORY,
    build_request=build_request,
    asks_a_box=True,
    parse=parse,
    base_url="https://www.repaircafe.org/wp-json/v1/map",
    delay=2.0,
    licence="no licence stated; offered for reuse by the foundation",
    terms="An API that the foundation documents for all (https://www.repaircafe.org/en/api/); no limit is stated.",
    attribution="Repair Café International (repaircafe.org)",
    canary=Canary("0402", "", "hilversum", Nothing.SEA),
)
