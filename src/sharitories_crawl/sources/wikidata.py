"""Wikidata: organisations whose commune or seat is the town, found by its INSEE code; few initiatives, well linked."""

from collections.abc import Mapping
from urllib.parse import urlencode

from sharitories_crawl.models import Answer, AnswerStatus, Query, Record, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Canary, Nothing, Source
from sharitories_crawl.sources.directory import read_entries, siren_of, why_no_list
from sharitories_crawl.sources.fields import absolute_url, object_fields, one_line, position, read_json, site_url
from sharitories_crawl.sources.pages import endpoint

PATH = "/sparql"
MOST_ROWS = 2000
ENTITY = "http://www.wikidata.org/entity/"
PAGE_OF_ITEM = "https://www.wikidata.org/wiki/"
OUT_OF_TIME = "TimeoutException"
"""Stands in the Java trace of a query that took longer than a minute, be it after a 500 or in the midst of a 200."""

# P374 INSEE code, P131 located in, P159 seat, P31/P279 instance of a subclass of Q43229, organisation; Q484170 commune
QUESTION = """SELECT DISTINCT ?item ?itemLabel ?itemDescription ?site ?siren ?street ?code ?point ?begun ?ended WHERE {{
  ?town wdt:P374 {code} .
  {{ ?item wdt:P131 ?town }} UNION {{ ?item wdt:P159 ?town }}
  ?item wdt:P31/wdt:P279* wd:Q43229 .
  FILTER NOT EXISTS {{ ?item wdt:P31 wd:Q484170 }}
  OPTIONAL {{ ?item wdt:P856 ?site }}
  OPTIONAL {{ ?item wdt:P1616 ?siren }}
  OPTIONAL {{ ?item wdt:P6375 ?street }}
  OPTIONAL {{ ?item wdt:P281 ?code }}
  OPTIONAL {{ ?item wdt:P625 ?point }}
  OPTIONAL {{ ?item wdt:P571 ?begun }}
  OPTIONAL {{ ?item wdt:P576 ?ended }}
  SERVICE wikibase:label {{ bd:serviceParam wikibase:language "fr,en" }}
}} ORDER BY ?item LIMIT {rows}"""


def build_request(query: Query, town: Town, base_url: str) -> Request:
    del query
    code = '"' + town.code.replace("\\", "\\\\").replace('"', '\\"') + '"'
    asked = urlencode({"query": QUESTION.format(code=code, rows=MOST_ROWS), "format": "json"})
    url = f"{endpoint(base_url, PATH, SOURCE.label)}?{asked}"
    return Request(url, headers={"Accept": "application/sparql-results+json"})


def parse(response: Response, query: Query) -> Answer:
    """One record per item, from its first row: two sites make two rows. A head without rows is nothing there."""
    del query
    fields = object_fields(read_json(response.text))
    rows = object_fields(fields.get("results")).get("bindings")
    if response.status == 200 and isinstance(rows, list) and isinstance(fields.get("head"), dict):
        return read_entries(rows, _record, "Wikidata has no organisation in the commune.")
    if OUT_OF_TIME in response.text:
        return Answer(AnswerStatus.TIMEOUT, reason="query-timeout", detail="Wikidata gave the query up after a minute.")
    return why_no_list(response, SOURCE.label)


def _record(row: Mapping[str, object]) -> Record | str:
    values = {name: one_line(object_fields(cell).get("value")) for name, cell in row.items()}
    item, name = values.get("item", ""), values.get("itemLabel", "")
    if not item.startswith(ENTITY) or not name:
        return ""
    number = item.removeprefix(ENTITY)
    if name == number:
        return "no name in French or English"
    latitude, longitude = _position(values.get("point", ""))
    dates = (("creation", values.get("begun", "")), ("dissolution", values.get("ended", "")))
    return Record(
        source_id=number,
        name=name,
        url=site_url(values.get("site")),
        record_url=absolute_url(f"{PAGE_OF_ITEM}{number}"),
        description=values.get("itemDescription", ""),
        street=values.get("street", ""),
        postal_code=values.get("code", ""),
        country="FR",
        latitude=latitude,
        longitude=longitude,
        siren=siren_of(values.get("siren", "")),
        tags=tuple(f"{tag}={day[:10]}" for tag, day in dates if day[:4].isdigit()),
    )


def _position(point: str) -> tuple[float | None, float | None]:
    """`Point(-3.37 47.75)`, the longitude first."""
    east, _, north = point.removeprefix("Point(").removesuffix(")").partition(" ")
    return position(north, east)


SOURCE = Source(
    name="wikidata",
    label="Wikidata",
    kind=SourceKind.DIRECTORY,
    build_request=build_request,
    parse=parse,
    base_url="https://query.wikidata.org/sparql",
    delay=5.0,
    licence="CC0 1.0",
    terms=(
        "An identifying User-Agent, one minute of computing in each minute, and a pause as long as a 429 asks, else a "
        "ban of a day (https://www.mediawiki.org/wiki/Wikidata_Query_Service/User_Manual)."
    ),
    attribution="Wikidata contributors",
    opt_in=True,
    countries=frozenset({"FR"}),
    canary=Canary("56121", "", "lorient", Nothing.SEA),
)
