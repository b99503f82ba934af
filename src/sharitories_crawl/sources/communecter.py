"""Communecter: the organisations that a commune's people entered; people themselves are never asked for."""

from collections.abc import Mapping
from urllib.parse import urlencode, urljoin, urlsplit

from sharitories_crawl.models import Answer, AnswerStatus, Query, Record, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Canary, Nothing, Source
from sharitories_crawl.sources.directory import JSON_ONLY, read_entries, why_no_list
from sharitories_crawl.sources.fields import (
    absolute_url,
    first_text,
    object_fields,
    one_line,
    plain_text,
    position,
    read_json,
    site_url,
)
from sharitories_crawl.sources.gogocarto import kind_of_category
from sharitories_crawl.sources.pages import endpoint

PATH = "/api/organization/get"
MOST_PAGES = 4
DESCRIPTIONS = ("shortDescription", "description")
ID = "its key among the entities"


def build_request(query: Query, town: Town, base_url: str) -> Request:
    del query
    url = endpoint(base_url, PATH, SOURCE.label)
    return Request(f"{url}?{urlencode({'insee': town.code})}", headers=JSON_ONLY)


def next_page(request: Request, response: Response) -> Request | None:
    """The page that `meta.next` names, only if it is the same list on the same server: elsewhere there are people."""
    fields = object_fields(read_json(response.text)) if response.status == 200 else {}
    following = one_line(object_fields(fields.get("meta")).get("next"))
    if not following or not fields.get("entities"):
        return None
    try:
        url = absolute_url(urljoin(request.url, following))
    except ValueError:
        return None
    asked, named = urlsplit(request.url), urlsplit(url)
    if named.netloc != asked.netloc or not named.path.startswith(asked.path) or url == request.url:
        return None
    return Request(url, headers=request.headers)


def parse(response: Response, query: Query) -> Answer:
    """Records without e-mail, telephone and members. No entities beside a `meta` is its word for nothing."""
    del query
    fields = object_fields(read_json(response.text))
    entities = fields.get("entities")
    if response.status != 200 or not isinstance(entities, dict | list) or not isinstance(fields.get("meta"), dict):
        return why_no_list(response, SOURCE.label, first_text(fields, ("msg", "error")))
    # PHP writes an object without members as a list
    keyed = entities if isinstance(entities, dict) else {}
    if isinstance(entities, list) and entities:
        keyed = {one_line(object_fields(entity).get("id")): entity for entity in entities}
    if not keyed:
        return Answer(AnswerStatus.EMPTY, detail="Communecter has no organisation in the commune.")
    listed = [{**object_fields(entity), ID: str(key)} for key, entity in keyed.items()]
    return read_entries(listed, _record, "")


def _record(entity: Mapping[str, object]) -> Record | str:
    source_id, name = one_line(entity.get(ID)), one_line(entity.get("name"))
    if not source_id or not name:
        return ""
    address, place = object_fields(entity.get("address")), object_fields(entity.get("geo"))
    latitude, longitude = position(place.get("latitude"), place.get("longitude"))
    texts = dict.fromkeys(text for field in DESCRIPTIONS if (text := plain_text(entity.get(field))))
    named, site = entity.get("tags"), entity.get("url")
    tags = tuple(dict.fromkeys(tag for item in (named if isinstance(named, list) else []) if (tag := one_line(item))))
    return Record(
        source_id=source_id,
        name=name,
        url=site_url(object_fields(site).get("website")) or site_url(site),
        record_url=absolute_url(entity.get("urlCommunecter")),
        description="\n".join(texts),
        street=one_line(address.get("streetAddress")),
        postal_code=one_line(address.get("postalCode")),
        city=one_line(address.get("addressLocality")),
        country=one_line(address.get("addressCountry")).upper(),
        latitude=latitude,
        longitude=longitude,
        kind=next((kind for tag in tags if (kind := kind_of_category(tag))), ""),
        tags=tags,
    )


SOURCE = Source(
    name="communecter",
    label="Communecter",
    kind=SourceKind.DIRECTORY,
    build_request=build_request,
    parse=parse,
    base_url="https://www.communecter.org/api/organization/get",
    delay=3.0,
    licence="not verified",
    terms=(
        "An API that Communecter documents (https://github.com/pixelhumain/wiki), last described in 2018; no limit is "
        "stated, and its list of persons is never asked for."
    ),
    attribution="Communecter (Open Atlas) and its contributors",
    opt_in=True,
    countries=frozenset({"FR"}),
    next_page=next_page,
    max_pages=MOST_PAGES,
    canary=Canary("56121", "", "lorient", Nothing.SEA),
)
