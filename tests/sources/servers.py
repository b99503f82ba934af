"""Directories on loopback that behave as theirs are documented to: filters, paging, bounds, errors, and a limit."""

import json
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.typedefs import Handler
from tests.sources.endings import CHALLENGE, PAGE, fixture

Entry = Mapping[str, object]

RETRY_AFTER = 120
RESOURCE_PATH = "/api/resources/5c2c7a57-0000-4000-8000-3d7e2b1f0a11/data/"


@dataclass
class Behaviour:
    """What a server is made to do, and what it was asked; both may be read and changed while it runs."""

    most_requests: int | None = None
    """Then 429 with Retry-After, for ever."""
    fault: str = ""
    """captcha, 403, html, empty-body or half-a-body in the place of every answer; empty for none.

    Of Overpass also remark, of a GoGoCarto map bare-points, of JOAFE no-points.
    """
    copies: int = 1
    """How many of each entry there are, so that there is something to page through."""
    asked: list[str] = field(default_factory=list)
    """Path and query of each request."""


@web.middleware
async def misbehave(request: web.Request, handler: Handler) -> web.StreamResponse:
    behaviour = request.app[BEHAVIOUR]
    behaviour.asked.append(request.path_qs)
    if behaviour.most_requests is not None and len(behaviour.asked) > behaviour.most_requests:
        return web.json_response(
            {"message": "Too many requests"}, status=429, headers={"Retry-After": str(RETRY_AFTER)}
        )
    match behaviour.fault:
        case "captcha":
            return web.Response(status=403, text=CHALLENGE, content_type="text/html")
        case "403":
            return web.Response(status=403, text="<h1>Forbidden</h1>", content_type="text/html")
        case "html":
            return web.Response(text=PAGE, content_type="text/html")
        case "empty-body":
            return web.Response(content_type="application/json")
    answer = await handler(request)
    if behaviour.fault == "half-a-body" and isinstance(answer, web.Response) and answer.text:
        return web.Response(text=answer.text[: len(answer.text) // 2], content_type="application/json")
    return answer


BEHAVIOUR = web.AppKey("behaviour", Behaviour)


def an_app(behaviour: Behaviour, path: str, handler: Handler) -> web.Application:
    app = web.Application(middlewares=[misbehave])
    app[BEHAVIOUR] = behaviour
    app.router.add_get(path, handler)
    return app


def copied(entries: Sequence[Entry], copies: int, *ids: str) -> list[Entry]:
    """The entries so many times, each copy with ids of its own; what shares an id shares it in every copy."""
    return [
        {**entry, **{name: _counted_up(str(entry[name]), number) for name in ids}}
        for number in range(copies)
        for entry in entries
    ]


def _counted_up(text: str, number: int) -> str:
    """`TL000012`, 3 -> `TL003012`."""
    digits = re.search(r"\d{1,6}$", text)
    return f"{text[: digits.start()]}{int(digits[0]) + 1000 * number:0{len(digits[0])}}" if digits else text


def whole(text: str | None, standard: int, low: int, high: int) -> int | None:
    """A number within bounds; None for a wrong one."""
    if text is None:
        return standard
    return int(text) if text.isdigit() and low <= int(text) <= high else None


def entreprises_app(behaviour: Behaviour) -> web.Application:
    """recherche-entreprises: filters joined by AND, 25 a page, 400 {"erreur": ...} for what it does not understand."""
    bodies = json.loads(fixture("recherche_entreprises/lorient.json"))["results"]
    bodies += [{**bodies[1], "siren": "900000050", "nom_complet": "", "nom_raison_sociale": "FESTIVAL INTERCELTIQUE"}]

    def refused(sentence: str) -> web.Response:
        return web.json_response({"erreur": sentence}, status=400)

    def matches(body: dict[str, object], query: Mapping[str, str]) -> bool:
        complements = body["complements"]
        assert isinstance(complements, dict)
        flags = [flag for flag in ("est_association", "est_ess") if query.get(flag) == "true"]
        words = query.get("q", "").upper().split()
        named = json.dumps(body, ensure_ascii=False).upper()
        here = f'"COMMUNE": "{query.get("code_commune", "")}"' in named
        return here and all(complements.get(flag) is True for flag in flags) and all(word in named for word in words)

    async def search(request: web.Request) -> web.Response:
        query = request.query
        page, size = whole(query.get("page"), 1, 1, 1000), whole(query.get("per_page"), 10, 1, 25)
        if page is None or size is None:
            return refused("Veuillez indiquer un paramètre `per_page` entre `1` et `25`, par défaut `10`.")
        if "include" in query and query.get("minimal") != "true":
            return refused("Veuillez indiquer si vous souhaitez une réponse minimale")
        if not set(query.get("include", "siege").split(",")) <= {"siege", "complements", "matching_etablissements"}:
            return refused("Au moins un champ à inclure est non valide.")
        if not re.fullmatch(r"([013-9]\d|2[AB1-9])\d{3}", query.get("code_commune", "")):
            return refused("Au moins une valeur du paramètre commune est non valide.")
        found = [body for body in copied(bodies, behaviour.copies, "siren") if matches(dict(body), query)]
        pages = -(-len(found) // size)
        shown = found[(page - 1) * size : page * size]
        counts = {"total_results": len(found), "page": page, "per_page": size, "total_pages": pages}
        return web.json_response({"results": shown, **counts})

    return an_app(behaviour, "/search", search)


def joafe_app(behaviour: Behaviour) -> web.Application:
    """Opendatasoft's records: ODSQL of the forms this project writes, at most 100 at once, 10,000 in all."""
    notices = json.loads(fixture("joafe/lorient.json"))["results"]
    notices += [{**notices[-1], "id": "200900110045", "numero_rna": "W561000777", "titre": "FOOTBALL DES RIVES"}]
    codes = re.compile(
        r'codepostal_actuel in \((?P<codes>"\d{5}"(?:, "\d{5}")*)\) and search\(objet, titre, "(?P<q>.*)"\)'
    )

    async def records(request: web.Request) -> web.Response:
        query = request.query
        asked = codes.fullmatch(query.get("where", ""))
        limit, offset = whole(query.get("limit"), 10, 0, 100), whole(query.get("offset"), 0, 0, 9_900)
        if asked is None or limit is None or offset is None or query.get("order_by") != "dateparution desc":
            message = "ODSQL query is malformed"
            return web.json_response({"message": message, "error_code": "ODSQLError"}, status=400)
        words = asked["q"].casefold().split()
        found = [
            notice
            for notice in copied(notices, behaviour.copies, "id", "numero_rna")
            if str(notice.get("codepostal_actuel")) in re.findall(r"\d{5}", asked["codes"])
            and all(word in f"{notice.get('titre')} {notice.get('objet')}".casefold() for word in words)
        ]
        if behaviour.fault == "no-points":
            found = [{**notice, "geo_point": None} for notice in found]
        return web.json_response({"total_count": len(found), "results": found[offset : offset + limit]})

    return an_app(behaviour, "/api/explore/v2.1/catalog/datasets/jo_associations/records", records)


def repair_cafe_app(behaviour: Behaviour) -> web.Application:
    """The foundation's map: a box of two corners; a bare list, empty where the box is."""
    cafes = json.loads(fixture("repair_cafe/hilversum.json"))
    corner = re.compile(r"(-?\d+\.\d+),(-?\d+\.\d+)")

    async def lookup(request: web.Request) -> web.Response:
        corners = [corner.fullmatch(request.query.get(name, "")) for name in ("northeast", "southwest")]
        if corners[0] is None or corners[1] is None:
            return web.json_response({"code": "rest_invalid_param", "message": "Invalid parameter(s)"}, status=400)
        (north, east), (south, west) = (map(float, found.groups()) for found in corners if found)
        places = [(cafe, corner.fullmatch(cafe["coordinate"])) for cafe in cafes]
        inside = [
            cafe
            for cafe, place in places
            if place and south <= float(place[1]) <= north and west <= float(place[2]) <= east
        ]
        return web.json_response(inside)

    return an_app(behaviour, "/wp-json/v1/map", lookup)


def fablabs_app(behaviour: Behaviour) -> web.Application:
    """fablabs.io: all labs, whatever the parameters."""

    async def labs(request: web.Request) -> web.Response:
        return web.Response(text=fixture("fablabs/world.json"), content_type="application/json")

    return an_app(behaviour, "/0/labs.json", labs)


def tiers_lieux_app(behaviour: Behaviour) -> web.Application:
    """The tabular API: filters by column, at most 50 a page, links that name its own public host."""
    rows = json.loads(fixture("tiers_lieux/lorient.json"))["data"]

    async def read(request: web.Request) -> web.Response:
        query = dict(request.query)
        page, size = whole(query.pop("page", None), 1, 1, 10_000), whole(query.pop("page_size", None), 20, 1, 50)
        column, _, operator = next(iter(query), "__").partition("__")
        if page is None or size is None or len(query) != 1 or column not in rows[0] or operator != "exact":
            errors = [{"code": "x", "title": "Invalid query string", "detail": f"Malformed query: {sorted(query)}"}]
            return web.json_response({"errors": errors}, status=400)
        found = [
            row for row in copied(rows, behaviour.copies, "ID_UNIQUE") if str(row[column]) == query[f"{column}__exact"]
        ]
        more = page * size < len(found)
        onward = f"https://tabular-api.data.gouv.fr{RESOURCE_PATH}?{column}__exact={query[f'{column}__exact']}"
        links = {"next": f"{onward}&page={page + 1}&page_size={size}" if more else None, "prev": None}
        meta = {"page": page, "page_size": size, "total": len(found)}
        return web.json_response({"data": found[(page - 1) * size : page * size], "links": links, "meta": meta})

    return an_app(behaviour, RESOURCE_PATH, read)


def communecter_app(behaviour: Behaviour) -> web.Application:
    """Communecter: organisations by INSEE code; persons too, which nobody here may ask for."""
    known = json.loads(fixture("communecter/lorient.json"))["entities"]

    async def get(request: web.Request) -> web.Response:
        insee = request.query.get("insee", "")
        entities = known if insee == "56121" else []
        return web.json_response({"meta": {"limit": 50, "next": "", "previous": ""}, "entities": entities})

    return an_app(behaviour, "/api/{what:organization|person}/get", get)


def wikidata_app(behaviour: Behaviour) -> web.Application:
    """The query service: a User-Agent that identifies, SPARQL with its braces closed, rows of the named commune."""
    known = json.loads(fixture("wikidata/lorient.json"))

    async def sparql(request: web.Request) -> web.Response:
        question = request.query.get("query", "")
        if "contact" not in request.headers.get("User-Agent", ""):
            return web.Response(status=403, text="Please set a user-agent that identifies you")
        code = re.search(r'wdt:P374 "(\w+)"', question)
        if code is None or question.count("{") != question.count("}"):
            return web.Response(status=400, text="java.util.concurrent.ExecutionException: MalformedQueryException")
        rows = known["results"]["bindings"] if code[1] == "56121" else []
        club = {"item": {"value": "http://www.wikidata.org/entity/Q900004"}, "itemLabel": {"value": "FC Lorient"}}
        rows = [*rows, club] if rows else []
        body = json.dumps({"head": known["head"], "results": {"bindings": rows}})
        return web.Response(text=body, content_type="application/sparql-results+json")

    return an_app(behaviour, "/sparql", sparql)


def map_app(source: str) -> Callable[[Behaviour], web.Application]:
    """A GoGoCarto map of that name: entries within bounds, without which it would send all of them."""

    def app(behaviour: Behaviour) -> web.Application:
        known = json.loads(fixture(f"{source}/lorient.json"))

        async def elements(request: web.Request) -> web.Response:
            west, south, east, north = (float(side) for side in request.query["bounds"].split(","))
            inside = [
                entry
                for entry in known["data"]
                if south <= float(entry["geo"]["latitude"]) <= north and west <= entry["geo"]["longitude"] <= east
            ]
            if behaviour.fault == "bare-points":
                bare = {"geo": {"latitude": 47.69, "longitude": -3.31}, "categories": ["Ressourcerie"], "status": 1}
                inside = [{**entry, "address": {}} for entry in inside if entry.get("status", 1) > 0]
                inside.append({"id": "7bZ", "name": "La Ressourcerie d'en face", **bare})
            return web.json_response({**known, "data": inside})

        return an_app(behaviour, "/api/elements.json", elements)

    return app


def geo_api_app(behaviour: Behaviour) -> web.Application:
    """geo.api.gouv.fr: the commune of a point, an empty list at sea, 400 for what is no number."""
    known = json.loads(fixture("geo_api/lorient.json"))

    async def communes(request: web.Request) -> web.Response:
        try:
            latitude, longitude = float(request.query["lat"]), float(request.query["lon"])
        except (KeyError, ValueError):
            return web.Response(status=400, text="lat and lon must be numbers")
        near = abs(latitude - 47.7486) < 0.05 and abs(longitude + 3.3664) < 0.05
        return web.json_response(known if near else [])

    return an_app(behaviour, "/communes", communes)


def geoplateforme_app(behaviour: Behaviour) -> web.Application:
    """The State's geocoder: always its best match, with a score that says how good; 400 without words."""
    known = json.loads(fixture("geoplateforme/lorient.json"))

    async def search(request: web.Request) -> web.Response:
        words = request.query.get("q", "")
        if len(words) < 3 or request.query.get("index") not in (None, "address", "poi", "parcel"):
            return web.json_response({"code": 400, "message": "Parameter q is required", "detail": []}, status=400)
        good = "nulle part" not in words.lower() and "56100" in words
        feature = dict(known["features"][0])
        feature["properties"] = {**feature["properties"], "score": 0.97 if good else 0.31}
        return web.json_response({**known, "features": [feature], "query": words})

    return an_app(behaviour, "/geocodage/search", search)


def nominatim_app(behaviour: Behaviour) -> web.Application:
    """Nominatim: an own User-Agent or 403; one country at a time here."""
    known = json.loads(fixture("nominatim/hilversum.json"))

    async def search(request: web.Request) -> web.Response:
        query = request.query
        if "sharitories" not in request.headers.get("User-Agent", ""):
            return web.Response(status=403, text="Access blocked")
        if query.get("format") != "jsonv2":
            return web.json_response({"error": {"code": 400, "message": "format"}}, status=400)
        street = query.get("q", "").lower()
        found = query.get("countrycodes") == "nl" and ("havenstraat" in street or "dudokpark" in street)
        return web.json_response(known if found else [])

    return an_app(behaviour, "/search", search)


def overpass_app(behaviour: Behaviour) -> web.Application:
    """Overpass: what lies in the area of a commune's code; out of time it says so in a remark, with status 200."""
    here, nothing = (json.loads(fixture(f"overpass/{name}.json")) for name in ("lorient", "nothing"))

    async def interpreter(request: web.Request) -> web.Response:
        asked = str((await request.post()).get("data", ""))
        if "[out:json]" not in asked:
            return web.Response(status=400, text="<html><body>Error: line 1: parse error</body></html>")
        body = here if "56121" in asked else nothing
        if behaviour.fault == "remark":
            said = 'runtime error: Query timed out in "query" at line 3 after 91 seconds.'
            return web.json_response({**body, "elements": [], "remark": said})
        return web.json_response(body)

    application = an_app(behaviour, "/unused", interpreter)
    application.router.add_post("/api/interpreter", interpreter)
    return application


APPS: Mapping[str, Callable[[Behaviour], web.Application]] = {
    "recherche_entreprises": entreprises_app,
    "joafe": joafe_app,
    "repair_cafe": repair_cafe_app,
    "fablabs": fablabs_app,
    "tiers_lieux": tiers_lieux_app,
    "communecter": communecter_app,
    "wikidata": wikidata_app,
    "gogocarto": map_app("gogocarto"),
    "transiscope": map_app("transiscope"),
    "overpass": overpass_app,
    "geo_api": geo_api_app,
    "geoplateforme": geoplateforme_app,
    "nominatim": nominatim_app,
}
"""By the name of the source."""


@asynccontextmanager
async def serving(source: str, behaviour: Behaviour) -> AsyncIterator[str]:
    """Serve a directory on loopback while the block runs; gives the address to write into the settings."""
    runner = web.AppRunner(APPS[source](behaviour))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}{RESOURCE_PATH if source == 'tiers_lieux' else ''}"
    finally:
        await runner.cleanup()
