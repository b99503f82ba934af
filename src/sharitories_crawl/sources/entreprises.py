"""Recherche d'entreprises: the State's register, asked for the associations and ESS bodies of a commune by words.

The register knows names, signs and addresses but no purpose, so the words must stand in one of them. Its filters are
joined by AND, and its ESS flag (Insee's own, or ESS France's list) misses many associations: associations are asked for
first, ESS bodies on the pages that follow.
"""

from collections.abc import Mapping
from functools import partial
from urllib.parse import urlencode

from sharitories_crawl.models import Answer, AskedBy, Query, Record, Request, Response, SourceKind, Town
from sharitories_crawl.sources.base import Canary, Source
from sharitories_crawl.sources.directory import (
    JSON_ONLY,
    code_and_city,
    count_of,
    no_count,
    parameters_of,
    read_entries,
    rna_of,
    siren_of,
    street_of,
    why_no_list,
    with_parameters,
)
from sharitories_crawl.sources.fields import first_text, object_fields, one_line, position, read_json
from sharitories_crawl.sources.pages import endpoint

PATH = "/search"
ASSOCIATION, ESS = "est_association", "est_ess"
MOST_PER_PAGE = 25
PAGES_OF_EACH = 2
"""Of associations, then of ESS bodies: fifty of each for one word in one commune is more than a study reads."""
PAGE_OF_RECORD = "https://annuaire-entreprises.data.gouv.fr/entreprise/"
SIGNS = ("liste_enseignes", "nom_commercial")
CLOSED = ("F", "C")
"""`etat_administratif` of an establishment that has closed, and of a body that has ceased."""
HIDDEN = ("[ND]", "[NON-DIFFUSIBLE]")
"""Stands in fields whose owner objects to their publication."""


def build_request(query: Query, town: Town, base_url: str) -> Request:
    """Without `dirigeants`, which are people."""
    parameters = {
        "q": query.text.replace('"', " ").strip(),
        "code_commune": town.code,
        ASSOCIATION: "true",
        "etat_administratif": "A",
        "minimal": "true",
        "include": "siege,complements,matching_etablissements",
        "page": "1",
        "per_page": str(MOST_PER_PAGE),
    }
    url = endpoint(base_url, PATH, SOURCE.label)
    return Request(f"{url}?{urlencode(parameters, safe=',')}", headers=JSON_ONLY)


def next_page(request: Request, response: Response) -> Request | None:
    """The next page of associations, then the first of ESS bodies, and so on; a body on both lists comes twice."""
    parameters = parameters_of(request.url)
    fields = object_fields(read_json(response.text)) if response.status == 200 else {}
    pages = count_of(fields.get("total_pages"))
    if not isinstance(fields.get("results"), list) or pages is None:
        return None
    page = int(parameters["page"]) if parameters.get("page", "").isdigit() else 1
    if page < min(pages, PAGES_OF_EACH):
        return Request(with_parameters(request.url, page=str(page + 1)), headers=request.headers)
    if ASSOCIATION in parameters:
        url = with_parameters(request.url, **{ASSOCIATION: "", ESS: "true", "page": "1"})
        return Request(url, headers=request.headers)
    return None


def parse(response: Response, query: Query) -> Answer:
    """One record per body, at its establishment in the commune: the head office may be at the other end of France."""
    fields = object_fields(read_json(response.text))
    results = fields.get("results")
    if response.status != 200 or not isinstance(results, list):
        return why_no_list(response, SOURCE.label, one_line(fields.get("erreur")))
    if not results and count_of(fields.get("total_results")) != 0:
        return no_count(SOURCE.label)
    return read_entries(
        results, partial(_record, town_code=query.town_code), "The register has no such body in the commune."
    )


def _record(body: Mapping[str, object], town_code: str) -> Record | str:
    siren = siren_of(body.get("siren"))
    name = _shown(first_text(body, ("nom_raison_sociale", "nom_complet")))
    if not siren or not (name or first_text(body, ("nom_raison_sociale", "nom_complet"))):
        return ""
    complements = object_fields(body.get("complements"))
    if not name or complements.get("est_entrepreneur_individuel") is True:
        return "they are, or may be, private persons"
    places = body.get("matching_etablissements")
    listed = [object_fields(place) for place in places] if isinstance(places, list) else []
    here = [
        place for place in (*listed, object_fields(body.get("siege"))) if one_line(place.get("commune")) == town_code
    ]
    open_here = [place for place in here if one_line(place.get("etat_administratif")) not in CLOSED]
    if not open_here:
        return "closed in the commune" if here else "no establishment in the commune"
    place = next((place for place in open_here if place.get("est_siege") is True), open_here[0])
    address = _shown(one_line(place.get("adresse")))
    code, city = code_and_city(address)
    latitude, longitude = position(place.get("latitude"), place.get("longitude"))
    signs = [sign for sign in _signs(place) if sign.casefold() != name.casefold()]
    return Record(
        source_id=siren,
        name=name,
        record_url=f"{PAGE_OF_RECORD}{siren}",
        description=f"Enseigne : {', '.join(signs)}" if signs else "",
        street=street_of(address),
        postal_code=_shown(one_line(place.get("code_postal"))) or code,
        city=_shown(one_line(place.get("libelle_commune"))) or city,
        country="FR",
        latitude=latitude,
        longitude=longitude,
        siren=siren,
        rna=rna_of(complements.get("identifiant_association")),
        tags=_tags(body, complements),
    )


def _tags(body: Mapping[str, object], complements: Mapping[str, object]) -> tuple[str, ...]:
    flags = [flag for flag in (ASSOCIATION, ESS, "est_siae", "est_societe_mission") if complements.get(flag) is True]
    stated = {"sigle": "sigle", "nature_juridique": "nature_juridique", "activite_principale": "naf"}
    dates = {"date_creation": "creation", "date_fermeture": "dissolution"}
    known = ((tag, _shown(one_line(body.get(field)))) for field, tag in (stated | dates).items())
    return (*flags, *(f"{tag}={value}" for tag, value in known if value))


def _signs(place: Mapping[str, object]) -> list[str]:
    """The names over the door: a list in one field, a text in the other."""
    found: list[str] = []
    for field in SIGNS:
        value = place.get(field)
        found += [_shown(one_line(sign)) for sign in (value if isinstance(value, list) else [value])]
    return list(dict.fromkeys(sign for sign in found if sign))


def _shown(text: str) -> str:
    return "" if any(mark in text for mark in HIDDEN) else text


SOURCE = Source(
    name="recherche_entreprises",
    label="Recherche d'entreprises",
    kind=SourceKind.DIRECTORY,
    build_request=build_request,
    parse=parse,
    base_url="https://recherche-entreprises.api.gouv.fr/search",
    # 7 a second are allowed, 30 for all of one cloud; who insists is shut out of every api.gouv.fr
    delay=0.5,
    licence="Licence Ouverte 2.0",
    terms=(
        "At most 7 requests a second from one address and an identifying User-Agent "
        "(https://recherche-entreprises.api.gouv.fr/docs); insisting after a 429 shuts an address out."
    ),
    attribution="Annuaire des Entreprises (DINUM), from Insee and Inpi, Licence Ouverte 2.0",
    asked_by=AskedBy.WORDS,
    countries=frozenset({"FR"}),
    next_page=next_page,
    max_pages=2 * PAGES_OF_EACH,
    canary=Canary("56121", "festival interceltique", "interceltique"),
)
