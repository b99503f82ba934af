"""France Tiers-Lieux's census of 2023, read row by row through data.gouv.fr's tabular API, by commune.

The address names the file: set tiers_lieux_url to https://tabular-api.data.gouv.fr/api/resources/ID/data/, where ID is
the resource of bdftl-2023-01-fiche-identite.csv ("Recensement des tiers-lieux en France - 2023", tab Métadonnées).
There is no default, because that ID changes when the file is published anew. What it holds was so in 2023.
"""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from sharitories_crawl.errors import BadInput
from sharitories_crawl.models import Answer, Query, Record, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Canary, Nothing, Source
from sharitories_crawl.sources.directory import JSON_ONLY, count_of, no_count, read_entries, siren_of, why_no_list
from sharitories_crawl.sources.fields import first_text, object_fields, one_line, read_json, site_url
from sharitories_crawl.sources.pages import endpoint

COMMUNE = "Insee"
MOST_PER_PAGE = 50
MOST_PAGES = 4
KIND = "tiers-lieu"
DATASET = "https://www.data.gouv.fr/datasets/recensement-des-tiers-lieux-en-france-2023/"


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """Raises BadInput for an address that names no resource."""
    del query
    url = endpoint(base_url, "", SOURCE.label).rstrip("/")
    if "/resources/" not in urlsplit(url).path:
        raise BadInput(
            f"The address of {SOURCE.label} is {base_url!r} and names no resource; write "
            f"https://tabular-api.data.gouv.fr/api/resources/ID/data/ with the ID that {DATASET} shows"
        )
    url = f"{url}/" if url.endswith("/data") else f"{url}/data/"
    parameters = {f"{COMMUNE}__exact": town.code, "page": "1", "page_size": str(MOST_PER_PAGE)}
    return Request(f"{url}?{urlencode(parameters)}", headers=JSON_ONLY)


def next_page(request: Request, response: Response) -> Request | None:
    """The page that the answer names, on the server that was asked: the API writes its own host, whatever the road."""
    fields = object_fields(read_json(response.text)) if response.status == 200 else {}
    following = one_line(object_fields(fields.get("links")).get("next"))
    if not following or not isinstance(fields.get("data"), list):
        return None
    query = following.partition("?")[2].partition("#")[0]
    return Request(urlsplit(request.url)._replace(query=query).geturl(), headers=request.headers) if query else None


def parse(response: Response, query: Query) -> Answer:
    """Records of the rows; a file whose columns have other names is unreadable, not empty."""
    del query
    fields = object_fields(read_json(response.text))
    rows = fields.get("data")
    if response.status != 200 or not isinstance(rows, list):
        return why_no_list(response, SOURCE.label, _complaint(fields))
    if not rows and count_of(object_fields(fields.get("meta")).get("total")) != 0:
        return no_count(SOURCE.label)
    return read_entries(rows, _record, "The census has no tiers-lieu in the commune.")


def _complaint(fields: Mapping[str, object]) -> str:
    """The API's own words: {"errors": [{"title": ..., "detail": ...}]}."""
    errors = fields.get("errors")
    listed = errors if isinstance(errors, list) else []
    said = [first_text(object_fields(error), ("detail", "title")) for error in listed]
    return "; ".join(text for text in said if text)


def _record(row: Mapping[str, object]) -> Record | str:
    columns = {name.casefold(): value for name, value in row.items()}
    source_id, name = one_line(columns.get("id_unique")), one_line(columns.get("nom"))
    if not source_id or not name:
        return ""
    carrier = one_line(columns.get("nom_strc_port"))
    postal_code = one_line(columns.get("codpost"))
    return Record(
        source_id=source_id,
        name=name,
        url=site_url(columns.get("internet")),
        record_url=DATASET,
        description=f"Porté par {carrier}" if carrier and carrier.casefold() != name.casefold() else "",
        street=one_line(columns.get("adresse")),
        # a column of numbers loses the 0 of 01000
        postal_code=postal_code.zfill(5) if postal_code.isdigit() else postal_code,
        city=one_line(columns.get("ville")),
        country="FR",
        siren=siren_of(columns.get("siret")) or siren_of(columns.get("siren")),
        kind=KIND,
        tags=("recensement=2023",),
    )


SOURCE = Source(
    name="tiers_lieux",
    label="France Tiers-Lieux 2023",
    kind=SourceKind.DIRECTORY,
    build_request=build_request,
    parse=parse,
    base_url="",
    example_url="https://tabular-api.data.gouv.fr/api/resources/ID/data/",
    delay=1.0,
    licence="as data.gouv.fr states for the dataset (Licence Ouverte expected, not verified)",
    terms=(
        "The tabular API of data.gouv.fr is in beta and asks for no key "
        "(https://www.data.gouv.fr/dataservices/api-tabulaire-data-gouv-fr-beta/); the census dates from 2023."
    ),
    attribution="France Tiers-Lieux, recensement 2023, data.gouv.fr",
    countries=frozenset({"FR"}),
    next_page=next_page,
    max_pages=MOST_PAGES,
    canary=Canary("56121", "", "lorient", Nothing.SEA),
)
