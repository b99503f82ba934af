"""fablabs.io: every fab lab of the world in one answer; whichever stand in the town is told afterwards.

The answer has about 5 MB (5.3 MB in 2026, for 2,851 labs), which is why `max_bytes` allows for twice that.
"""

from collections.abc import Mapping

from sharitories_crawl.geo.names import slugify
from sharitories_crawl.models import Answer, AskedBy, Query, Record, Request, Response, SourceKind, Town
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
    unreadable,
)
from sharitories_crawl.sources.pages import endpoint

PATH = "/0/labs.json"
KIND = "fablab"
PAGE_OF_LAB = "https://www.fablabs.io/labs/"
NOT_THERE = ("closed", "planned")
"""`activity_status` of labs where nobody can make anything."""


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """The same for every town: the directory ignores all parameters."""
    del query, town
    return Request(endpoint(base_url, PATH, SOURCE.label), headers=JSON_ONLY)


def parse(response: Response, query: Query) -> Answer:
    """Records of the labs, from a list or an object with one. The world is never without labs."""
    del query
    decoded = read_json(response.text)
    labs = decoded if isinstance(decoded, list) else object_fields(decoded).get("labs")
    if response.status != 200 or not isinstance(labs, list):
        return why_no_list(response, SOURCE.label)
    if not labs:
        return unreadable("empty-world", "fablabs.io lists no lab in the whole world; its service may have ended.")
    return read_entries(labs, _record, "")


def _record(lab: Mapping[str, object]) -> Record | str:
    """Without e-mail and telephone, which are often a person's own."""
    name = one_line(lab.get("name"))
    page = absolute_url(lab.get("url"))
    slug = one_line(lab.get("slug")) or (page.rsplit("/", 1)[-1] if page.startswith(PAGE_OF_LAB) else "")
    source_id = slug or one_line(lab.get("id")) or slugify(name)
    if not name or not source_id:
        return ""
    status = one_line(lab.get("activity_status"))
    if status in NOT_THERE:
        return f"they are {status}"
    latitude, longitude = position(lab.get("latitude"), lab.get("longitude"))
    texts = dict.fromkeys(text for field in ("blurb", "description") if (text := plain_text(lab.get(field))))
    return Record(
        source_id=source_id,
        name=name,
        url=_site(lab.get("links")),
        record_url=page or (f"{PAGE_OF_LAB}{slug}" if slug else ""),
        description="\n".join(texts),
        street=", ".join(text for field in ("address_1", "address_2") if (text := one_line(lab.get(field)))),
        postal_code=one_line(lab.get("postal_code")),
        city=one_line(lab.get("city")),
        country=one_line(lab.get("country_code")).upper(),
        latitude=latitude,
        longitude=longitude,
        kind=KIND,
        tags=_tags(lab),
    )


def _site(links: object) -> str:
    """The first link to a site; links are addresses, or objects with one."""
    for link in links if isinstance(links, list) else [links]:
        if url := site_url(link if isinstance(link, str) else first_text(object_fields(link), ("url", "href"))):
            return url
    return ""


def _tags(lab: Mapping[str, object]) -> tuple[str, ...]:
    """The sort of lab and its machines, in the directory's words."""
    machines = lab.get("capabilities")
    named = machines if isinstance(machines, list) else one_line(machines).split(";")
    words = (one_line(lab.get("kind_name")), *(one_line(item) for item in named))
    return tuple(dict.fromkeys(word for word in words if word))


SOURCE = Source(
    name="fablabs",
    label="fablabs.io",
    kind=SourceKind.DIRECTORY,
    build_request=build_request,
    parse=parse,
    base_url="https://api.fablabs.io/0/labs.json",
    delay=5.0,
    licence="no licence stated; each lab keeps the rights in its entry",
    terms=(
        "One request for the whole world, so at most one in each refresh; its terms of use are said to restrict bulk "
        "collection and commercial use (https://www.fablabs.io/terms, not verified)."
    ),
    attribution="fablabs.io (Fab Foundation)",
    asked_by=AskedBy.WORLD,
    # the answer is the same whatever is asked
    canary=Canary("22113", "", "lannion", Nothing.UNASKED),
)
