"""Maps made with GoGoCarto, Transiscope first among them: the entries in a box around the town."""

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Answer, AnswerStatus, Query, Record, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Canary, Nothing, Source
from sharitories_crawl.sources.fields import (
    absolute_url,
    first_text,
    object_fields,
    one_line,
    plain_text,
    position,
    read_json,
    site_url,
    unreadable,
    why_no_text,
)
from sharitories_crawl.sources.pages import endpoint
from sharitories_crawl.sources.walls import wall

PATH = "/api/elements.json"
ENTRIES = "data"
DESCRIPTIONS = ("abstract", "description", "descriptionMore", "commitment")
SITE = ("website", "url", "siteWeb")
EMAIL = ("email",)
PHONE = ("telephone", "phone")
STREET = ("streetAddress", "street")
CITY = ("addressLocality", "city")
CATEGORIES, OPTIONS = "categories", "optionValues"
REACH_KM = 8.0
"""From the centre to each side of the box: a commune of this size lies within; its neighbours are told apart later."""
KM_PER_DEGREE = 111.2
NOT_SHOWN = -2
"""`status` from here down: refused, deleted, duplicate or superseded (GoGoCarto's ElementStatus)."""

# whole words of a folded category name (no accents, hyphens or capitals) that leave no doubt
KIND_OF_CATEGORY = (
    (r"repair cafes?", "repair-cafe"),
    (r"fab ?labs?", "fablab"),
    (r"makerspaces?|hackerspaces?", "makerspace"),
    (r"coworking", "coworking"),
    (r"tiers lieux?", "tiers-lieu"),
    (r"ressourceries?|recycleries?", "ressourcerie"),
    (r"amaps?", "amap"),
    (r"monnaies? locales?", "monnaie-locale"),
    (r"jardins? (?:partages?|familia(?:l|ux))", "jardin-partage"),
    (r"vergers? partages?", "verger-partage"),
    (r"habitats? participatifs?", "habitat-participatif"),
    (r"(?:epiceries?|supermarches?) cooperati(?:f|fs|ve|ves)", "epicerie-cooperative"),
    (r"epiceries? (?:sociales?|solidaires?|sociales? et solidaires?)", "epicerie-solidaire"),
    (r"magasins? de producteurs", "magasin-producteurs"),
    (r"ateliers? velos?", "atelier-velo"),
    (r"autopartage", "autopartage"),
    (r"covoiturage", "covoiturage"),
    (r"cafes? associatifs?", "cafe-associatif"),
    (r"systemes? d echanges? loca(?:l|ux)", "sel"),
    (r"accorderies?", "accorderie"),
    (r"boites? a livres", "boite-a-livres"),
    (r"ludotheques?", "ludotheque"),
    (r"grainotheques?", "grainotheque"),
)
SEL = "sel"
"""A kind where it is the whole name; among other words it is salt."""


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """Always with bounds: the whole of Transiscope is 85 MB."""
    del query
    bounds = ",".join(f"{side:.5f}" for side in box_around(town))
    url = endpoint(base_url, PATH, SOURCE.label)
    if not url.endswith(PATH):
        url = f"{url.rstrip('/')}{PATH}"
    return Request(
        f"{url}?{urlencode({'bounds': bounds, 'ontology': 'gogofull'}, safe=',')}",
        headers={"Accept": "application/json"},
    )


def box_around(town: Town) -> tuple[float, float, float, float]:
    """West, south, east and north of the box around a town, in degrees."""
    north = REACH_KM / KM_PER_DEGREE
    east = north / max(math.cos(math.radians(town.latitude)), 0.01)
    return town.longitude - east, town.latitude - north, town.longitude + east, town.latitude + north


def parse(response: Response, query: Query) -> Answer:
    """Records of the entries; a map that demands a token says so in a plain sentence, which is no empty map."""
    del query
    fields = object_fields(read_json(response.text)) if response.status == 200 else {}
    entries = fields.get(ENTRIES)
    if isinstance(entries, list):
        return _answer(entries, one_line(fields.get("licence")), response.url)
    said = one_line(response.text[:500]) if not response.text.lstrip().startswith(("<", "{", "[")) else ""
    if "token" in said.lower():
        return Answer(AnswerStatus.BLOCKED, reason="token-required", detail=f"The map's owner demands a token: {said}")
    if (found := wall(response) or why_no_text(response)) is not None:
        return found
    if said:
        return unreadable("plain-sentence", f"The map answered with a sentence instead of JSON: {said[:300]}")
    return unreadable("broken-json", "The answer is not the JSON that GoGoCarto gives; it may have broken off.")


def _answer(entries: list[object], licence: str, url: str) -> Answer:
    records: list[Record] = []
    hidden = broken = 0
    for entry in entries:
        fields = object_fields(entry)
        status = fields.get("status")
        if isinstance(status, int) and status <= NOT_SHOWN:
            hidden += 1
        elif not one_line(fields.get("id")) or not one_line(fields.get("name")):
            broken += 1
        else:
            records.append(_record(fields, licence, url))
    notes = [f"{broken} entries were dropped: no id or no name."] if broken else []
    notes += [f"{hidden} entries were left out: refused, deleted or double on the map."] if hidden else []
    if records:
        return Answer(AnswerStatus.RESULTS, records=tuple(records), detail=" ".join(notes))
    if broken:
        return unreadable("broken-entries", " ".join(notes))
    return Answer(AnswerStatus.EMPTY, detail=" ".join(notes) or "The map has no entry around the town.")


def _record(fields: Mapping[str, object], licence: str, url: str) -> Record:
    source_id, name = one_line(fields.get("id")), one_line(fields.get("name"))
    place, address = object_fields(fields.get("geo")), object_fields(fields.get("address"))
    latitude, longitude = position(place.get("latitude"), place.get("longitude"))
    texts = dict.fromkeys(text for key in DESCRIPTIONS if (text := plain_text(fields.get(key))))
    categories = _names(fields.get(CATEGORIES)) + _names(fields.get(OPTIONS))
    source_key = one_line(fields.get("sourceKey"))
    return Record(
        source_id=source_id,
        name=name,
        url=next((site for key in SITE if (site := site_url(fields.get(key)))), ""),
        record_url=absolute_url(fields.get("showUrl")) or _page_of(source_id, name, url),
        description="\n".join(texts),
        street=first_text(address, STREET) or one_line(fields.get("address")),
        postal_code=first_text(address, ("postalCode",)),
        city=first_text(address, CITY),
        country=first_text(address, ("addressCountry",)).upper(),
        latitude=latitude,
        longitude=longitude,
        email=first_text(fields, EMAIL),
        phone=first_text(fields, PHONE),
        kind=next((kind for category in categories if (kind := kind_of_category(category))), ""),
        tags=(*categories, *(f"option={number}" for number in _numbers(fields.get(OPTIONS)))),
        licence=_licence(licence, source_key),
    )


def _licence(licence: str, source_key: str) -> str:
    partner = f" (sourceKey {source_key})" if source_key else ""
    return f"{licence or 'varies by partner'}{partner}"


def _page_of(source_id: str, name: str, url: str) -> str:
    """The map's own address of an entry, for those without `showUrl`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return absolute_url(
        f"{parts.scheme}://{parts.netloc}/map#/fiche/{quote(name, safe='')}/{quote(source_id, safe='')}/"
    )


def _names(value: object) -> tuple[str, ...]:
    """Names of categories: a list of strings, or of objects with a name."""
    items = value if isinstance(value, list) else []
    named = (item if isinstance(item, str) else object_fields(item).get("name") for item in items)
    return tuple(name for item in named if (name := one_line(item)))


def _numbers(value: object) -> tuple[int, ...]:
    """Bare numbers of options, as maps gave them in 2018; their names stand in the map's taxonomy."""
    items = value if isinstance(value, list) else []
    return tuple(item for item in items if isinstance(item, int) and not isinstance(item, bool))


@lru_cache(maxsize=4096)
def kind_of_category(category: str) -> str:
    """The kind that a category's name decides, by whole words; empty for broad ones (Agriculture et alimentation)."""
    folded = fold(category)
    if folded == SEL:
        return SEL
    return next((kind for words, kind in KIND_OF_CATEGORY if re.search(rf"\b(?:{words})\b", folded)), "")


SOURCE = Source(
    name="transiscope",
    label="Transiscope (GoGoCarto)",
    kind=SourceKind.DIRECTORY,
    build_request=build_request,
    asks_a_box=True,
    parse=parse,
    base_url="https://transiscope.gogocarto.fr",
    delay=2.0,
    licence="varies by partner (sourceKey)",
    terms=(
        "An open API of a shared map (https://transiscope.org); each of its about thirty partners keeps its own "
        "licence, which was not verified one by one."
    ),
    attribution="Transiscope and its partners",
    canary=Canary("56121", "", "lorient", Nothing.SEA),
)

ANY_MAP = replace(
    SOURCE,
    name="gogocarto",
    label="a GoGoCarto map of your choice",
    base_url="",
    example_url="https://presdecheznous.gogocarto.fr",
    licence="as the map states in each answer",
    terms="Each map has its own owner, who may demand a token; set gogocarto_url to the map's address.",
    attribution="the map's owner and contributors",
    opt_in=True,
    canary=None,
)
"""Any other map made with GoGoCarto, by its address: presdecheznous.gogocarto.fr, a region's own."""
