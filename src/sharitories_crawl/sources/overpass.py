"""OpenStreetMap through Overpass: one question per town, inside its administrative boundary."""

import re
from collections.abc import Mapping

from sharitories_crawl.models import Answer, AnswerStatus, Query, Record, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Canary, Nothing, Source
from sharitories_crawl.sources.fields import (
    absolute_url,
    first_text,
    object_fields,
    one_line,
    position,
    read_json,
    site_url,
    unreadable,
    why_no_text,
)
from sharitories_crawl.sources.osm_tags import kind_of, selectors_for
from sharitories_crawl.sources.pages import endpoint
from sharitories_crawl.sources.walls import wall

SERVER_SECONDS = 90
TOWN_LEVELS = {"FR": "8", "NL": "8", "BE": "8", "PT": "7", "SE": "7"}
SITE = ("website", "contact:website", "url")
PHONE = ("phone", "contact:phone")  # contact:mobile is often a person's own
EMAIL = ("email", "contact:email")
HOUSE_NUMBER = ("addr:housenumber", "contact:housenumber")
STREET = ("addr:street", "contact:street", "addr:place")
POSTAL_CODE = ("addr:postcode", "contact:postcode")
CITY = ("addr:city", "contact:city")
COUNTRY = ("addr:country", "contact:country")
DESCRIPTION = ("description", "description:fr")
SIREN = ("ref:FR:SIREN", "ref:FR:SIRET")
RNA = ("ref:FR:RNA",)
KEPT_TAGS = (
    *("amenity", "office", "leisure", "shop", "craft", "club", "landuse", "social_facility", "garden:type", "repair"),
    *("service:bicycle:diy", "recycling_type", "organic", "operator", "network", "brand", "opening_hours"),
    *("check_date", "end_date", "wikidata"),
)
LICENCE = "ODbL 1.0"
PAGE_OF_ELEMENT = "https://www.openstreetmap.org/"
ELEMENT_TYPES = ("node", "way", "relation")

_SIREN_DIGITS = re.compile(r"\d{9}(?:\d{5})?")
_RNA_NUMBER = re.compile(r"W\d[0-9AB]\d{7}")


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """The question in Overpass QL. `out count` tells a town without places from a boundary that was not found."""
    del query
    places = "\n".join(f"  nwr{selector}(area.town);" for selector in selectors_for(town.country))
    question = (
        f"[out:json][timeout:{SERVER_SECONDS}];\n{_boundary(town)}\n.town out count;\n(\n{places}\n);\nout center tags;"
    )
    return Request(endpoint(base_url, "/api/interpreter", SOURCE.label), "POST", form={"data": question})


def parse(response: Response, query: Query) -> Answer:
    """Records of the named elements. A runtime error comes as HTTP 200 with some of them: that is no success."""
    del query
    fields = object_fields(read_json(response.text)) if response.status == 200 else {}
    elements = fields.get("elements")
    if not isinstance(elements, list):
        return _failure(response, one_line(fields.get("remark")))
    remark = one_line(fields.get("remark"))
    if "error" in remark.lower() or (remark and not elements):
        return _remark(remark)
    return _answer(elements, remark)


def _boundary(town: Town) -> str:
    """The set `town` of areas: by INSEE code in France, elsewhere by name within the country."""
    level = TOWN_LEVELS.get(town.country, "8")
    administrative = f'["boundary"="administrative"]["admin_level"="{level}"]'
    if town.country == "FR":
        return f'area["ref:INSEE"="{_quoted(town.code)}"]{administrative}->.town;'
    # a Swedish municipality is called "Kristianstads kommun", a Portuguese one like its town
    name = f'~"^{_quoted(re.escape(town.name))}s? kommun$"' if town.country == "SE" else f'="{_quoted(town.name)}"'
    return (
        f'area["ISO3166-1"="{_quoted(town.country)}"]["admin_level"="2"]->.country;\n'
        f'rel(area.country)["name"{name}]{administrative};\nmap_to_area->.town;'
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _failure(response: Response, remark: str) -> Answer:
    said = response.text.lower()
    if remark:
        return _remark(remark)
    if response.status == 406:
        return Answer(
            AnswerStatus.BLOCKED,
            reason="user-agent-refused",
            detail="Overpass refuses the User-Agent (406): it wants one that identifies the caller; set a contact.",
        )
    if response.status == 429 or "rate_limited" in said:
        return Answer(
            AnswerStatus.RATE_LIMITED,
            reason="too-many-requests",
            detail="Overpass has no slot free for this address; its operator asks to wait at least 30 seconds.",
        )
    if response.status == 504 or "server is probably too busy" in said or "query timed out" in said:
        return Answer(AnswerStatus.TIMEOUT, reason="server-busy", detail="Overpass was too busy to answer in time.")
    if response.status == 400:
        return unreadable("bad-query", "Overpass calls the question bad (400).")
    if (found := wall(response) or why_no_text(response)) is not None:
        return found
    return unreadable("broken-json", "The answer is not the JSON that Overpass gives; it may have broken off.")


def _remark(remark: str) -> Answer:
    folded = remark.lower()
    status = AnswerStatus.UNREADABLE
    if "timed out" in folded or "timeout" in folded:
        status = AnswerStatus.TIMEOUT
    elif "out of memory" in folded or "of ram" in folded or "rate_limited" in folded:
        status = AnswerStatus.QUOTA
    return Answer(status, reason="overpass-remark", detail=f"Overpass gave up on the way: {remark[:300]}")


def _answer(elements: list[object], remark: str) -> Answer:
    records: list[Record] = []
    unnamed = broken = 0
    for element in elements:
        fields = object_fields(element)
        if fields.get("type") == "count":
            if one_line(object_fields(fields.get("tags")).get("areas")) == "0":
                return unreadable("overpass-no-area", "OpenStreetMap has no boundary under the town's code or name.")
            continue
        tags = {key: text for key, value in object_fields(fields.get("tags")).items() if (text := one_line(value))}
        identity = fields.get("id")
        if fields.get("type") not in ELEMENT_TYPES or isinstance(identity, bool) or not isinstance(identity, int):
            broken += 1
        elif not tags.get("name"):
            unnamed += 1
        else:
            records.append(_record(f"{fields['type']}/{identity}", fields, tags))
    notes = [f"{unnamed} elements without a name were left out."] if unnamed else []
    notes += [f"{broken} elements were dropped: no type or id."] if broken else []
    notes += [f"Overpass remarks: {remark[:300]}"] if remark else []
    if records:
        return Answer(AnswerStatus.RESULTS, records=tuple(records), detail=" ".join(notes))
    if broken:
        return unreadable("broken-elements", " ".join(notes))
    return Answer(AnswerStatus.EMPTY, detail=" ".join(notes) or "OpenStreetMap has none of the places asked for here.")


def _record(source_id: str, fields: Mapping[str, object], tags: Mapping[str, str]) -> Record:
    centre = object_fields(fields.get("center")) or fields
    latitude, longitude = position(centre.get("lat"), centre.get("lon"))
    street = f"{first_text(tags, HOUSE_NUMBER)} {first_text(tags, STREET)}" if first_text(tags, STREET) else ""
    siren = _SIREN_DIGITS.match(first_text(tags, SIREN).replace(" ", ""))
    rna = _RNA_NUMBER.match(first_text(tags, RNA))
    return Record(
        source_id=source_id,
        name=tags["name"],
        url=next((url for key in SITE if (url := site_url(tags.get(key)))), ""),
        record_url=absolute_url(f"{PAGE_OF_ELEMENT}{source_id}"),
        description=first_text(tags, DESCRIPTION),
        street=street.strip(),
        postal_code=first_text(tags, POSTAL_CODE),
        city=first_text(tags, CITY),
        country=first_text(tags, COUNTRY).upper(),
        latitude=latitude,
        longitude=longitude,
        email=first_text(tags, EMAIL).split(";")[0].strip(),
        phone=first_text(tags, PHONE).split(";")[0].strip(),
        siren=siren.group()[:9] if siren else "",
        rna=rna.group() if rna else "",
        kind=kind_of(tags),
        tags=tuple(f"{key}={tags[key]}" for key in KEPT_TAGS if key in tags),
        licence=LICENCE,
    )


SOURCE = Source(
    name="overpass",
    label="OpenStreetMap (Overpass)",
    kind=SourceKind.DIRECTORY,
    build_request=build_request,
    parse=parse,
    base_url="https://overpass-api.de/api/interpreter",
    # one at a time; 30 s so that the wait asked for after a 429 is always kept
    delay=30.0,
    licence=LICENCE,
    terms=(
        "An identifying User-Agent, no parallel requests, no spreading over servers, 30 seconds after a 429 "
        "(https://github.com/drolbr/Overpass-API/issues/791); under 10,000 requests and 1 GB a day."
    ),
    attribution="© OpenStreetMap contributors, ODbL 1.0",
    fallbacks=(
        "https://overpass.private.coffee/api/interpreter",
        "https://overpass.openstreetmap.fr/api/interpreter",
    ),
    # a boundary that is not there is told by `out count` in every answer; asking for one would cost half a minute
    canary=Canary("56121", "", "lorient", Nothing.UNASKED),
)
