"""JOAFE: the official notices of associations, by postal code and the words of their purpose or title.

Nothing says better what a small association is for. A notice is an event (creation, change, dissolution): those of one
association become one record, dated in its tags.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Answer, AskedBy, Query, Record, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Canary, Source
from sharitories_crawl.sources.directory import (
    JSON_ONLY,
    count_of,
    no_count,
    parameters_of,
    read_entries,
    rna_of,
    street_of,
    why_no_list,
    with_parameters,
)
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
from sharitories_crawl.sources.pages import endpoint

PATH = "/api/explore/v2.1/catalog/datasets/jo_associations/records"
MOST_PER_PAGE = 100
MOST_PAGES = 3
SEARCHED = ("objet", "titre")
TYPE = ("typeavis", "annonce_type_facette")
DOMAIN = "domaine_activite_libelle_categorise"
PAGE_OF_NOTICE = "https://www.journal-officiel.gouv.fr/pages/associations-detail-annonce/?q.id=id:"
EVENTS = ("dissolution", "creation", "modification")
"""Words in the folded type of a notice, and the tags that date them; a dissolution says most."""
DAYS = "days of events"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """The latest notices first. A town without postal codes is asked for by its name."""
    place = f"commune_actuelle={literal(town.name)}"
    if town.postal_codes:
        place = f"codepostal_actuel in ({', '.join(map(literal, town.postal_codes))})"
    words = literal(" ".join(query.text.replace('"', " ").split()))
    parameters = {
        "where": f"{place} and search({', '.join(SEARCHED)}, {words})",
        "order_by": "dateparution desc",
        "limit": str(MOST_PER_PAGE),
        "offset": "0",
    }
    return Request(f"{endpoint(base_url, PATH, SOURCE.label)}?{urlencode(parameters)}", headers=JSON_ONLY)


def literal(text: str) -> str:
    """A string of ODSQL: double quotes, in which apostrophes are free and doubling a quote is an error."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def next_page(request: Request, response: Response) -> Request | None:
    fields = object_fields(read_json(response.text)) if response.status == 200 else {}
    total = count_of(fields.get("total_count"))
    offset = parameters_of(request.url).get("offset", "0")
    following = (int(offset) if offset.isdigit() else 0) + MOST_PER_PAGE
    if not fields.get("results") or total is None or following >= min(total, MOST_PAGES * MOST_PER_PAGE):
        return None
    return Request(with_parameters(request.url, offset=str(following)), headers=request.headers)


def parse(response: Response, query: Query) -> Answer:
    """One record per association, as its latest notice has it; what that notice leaves out comes from earlier ones.

    Where an association has notices on two pages, each page gives its record; the first page's is the latest.
    """
    del query
    fields = object_fields(read_json(response.text))
    notices = fields.get("results")
    if response.status != 200 or not isinstance(notices, list):
        complaint = first_text(fields, ("message", "error"))
        return why_no_list(response, SOURCE.label, complaint)
    if not notices and count_of(fields.get("total_count")) != 0:
        return no_count(SOURCE.label)
    by_association: dict[str, list[Mapping[str, object]]] = {}
    for notice in map(object_fields, notices):
        by_association.setdefault(_identity(notice), []).append(notice)
    without_id = by_association.pop("", [])
    joined = [_joined(own) for own in by_association.values()]
    return read_entries((*joined, *without_id), _record, "No association of these postal codes has the words.")


def _identity(notice: Mapping[str, object]) -> str:
    return rna_of(notice.get("numero_rna")) or one_line(notice.get("id"))


def _joined(notices: list[Mapping[str, object]]) -> dict[str, object]:
    """The notices of one association as one, the latest first in every field, with the days of its events."""
    latest_first = sorted(notices, key=_day_of, reverse=True)
    joined: dict[str, object] = {}
    days: dict[str, str] = {}
    for notice in latest_first:
        joined |= {field: value for field, value in notice.items() if value and field not in joined}
    for notice in latest_first:
        kind = fold(first_text(notice, TYPE))
        event = next((event for event in EVENTS if event in kind), "")
        if event and (day := _day_of(notice)):
            days.setdefault(event, day)
    return {**joined, DAYS: days}


def _day_of(notice: Mapping[str, object]) -> str:
    """The day of publication: a day of declaration is missing from old notices."""
    day = _DAY.match(first_text(notice, ("dateparution", "datedeclaration")))
    return day.group() if day else ""


def _record(notice: Mapping[str, object]) -> Record | str:
    identity, name = _identity(notice), one_line(notice.get("titre"))
    if not identity or not name:
        return ""
    notice_id = one_line(notice.get("id"))
    point, days = object_fields(notice.get("geo_point")), object_fields(notice.get(DAYS))
    latitude, longitude = position(point.get("lat"), point.get("lon"))
    return Record(
        source_id=identity,
        name=name,
        url=site_url(notice.get("siteweb")),
        record_url=absolute_url(f"{PAGE_OF_NOTICE}{notice_id}") if notice_id else "",
        description=plain_text(notice.get("objet")),
        street=street_of(notice.get("adresse_actuelle")),
        postal_code=one_line(notice.get("codepostal_actuel")),
        city=one_line(notice.get("commune_actuelle")),
        country="FR",
        latitude=latitude,
        longitude=longitude,
        rna=rna_of(identity),
        tags=(*_domains(notice.get(DOMAIN)), *(f"{event}={days[event]}" for event in EVENTS if event in days)),
    )


def _domains(value: object) -> tuple[str, ...]:
    """The fields of activity, from a list or one text."""
    named = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(text for item in named if (text := one_line(item))))


SOURCE = Source(
    name="joafe",
    label="JOAFE (associations' notices)",
    kind=SourceKind.DIRECTORY,
    build_request=build_request,
    parse=parse,
    base_url=f"https://journal-officiel-datadila.opendatasoft.com{PATH}",
    delay=1.0,
    licence="Licence Ouverte 2.0",
    terms=(
        "An open API of the DILA on Opendatasoft, without a key; anonymous users have a daily quota that its answers "
        "state in X-RateLimit headers (https://help.opendatasoft.com/apis/ods-explore-v2/)."
    ),
    attribution="DILA, Journal officiel des associations et fondations d'entreprise, Licence Ouverte 2.0",
    asked_by=AskedBy.WORDS,
    countries=frozenset({"FR"}),
    next_page=next_page,
    max_pages=MOST_PAGES,
    canary=Canary("56121", "football", "football"),
)
