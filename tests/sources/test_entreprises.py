"""The register of bodies: the establishment in the commune, associations first and ESS bodies after, and no person."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.sources.endings import each_ending, endings, fixture

from sharitories_crawl.models import AnswerStatus, Query, Request, Response, Town
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.directory import parameters_of
from sharitories_crawl.sources.entreprises import PAGES_OF_EACH, SOURCE, build_request, next_page, parse

LORIENT = fixture("recherche_entreprises/lorient.json")
NOTHING = fixture("recherche_entreprises/nothing.json")
CASES = endings(LORIENT, NOTHING) | {
    "no-count": (200, '{"results": []}', "unreadable", "no-count"),
    "page-past-the-end": (200, '{"results": [], "total_results": 4}', "unreadable", "no-count"),
    "bad-parameter": (400, '{"erreur": "Au moins une valeur est non valide."}', "unreadable", "refused-question"),
    "no-siren": (200, '{"results": [{"nom_complet": "X"}], "total_results": 1}', "unreadable", "broken-entries"),
    "results-an-object": (200, '{"results": {}}', "unreadable", "broken-json"),
}


def asked(words: str, towns: dict[str, Town]) -> Request:
    query = Query("q", SOURCE.name, "56121", ("amap",), words, "fr")
    return build_request(query, towns["FR"], SOURCE.base_url)


def test_the_request_for_lorient_asks_for_no_person(towns: dict[str, Town]) -> None:
    assert asked("épicerie solidaire", towns).url == (
        "https://recherche-entreprises.api.gouv.fr/search?q=%C3%A9picerie+solidaire&code_commune=56121"
        "&est_association=true&etat_administratif=A&minimal=true&include=siege,complements,matching_etablissements"
        "&page=1&per_page=25"
    )


def test_a_bare_host_is_asked_at_the_usual_path(query: Query, towns: dict[str, Town]) -> None:
    url = build_request(query, towns["FR"], "http://127.0.0.1:8000").url
    assert url.startswith("http://127.0.0.1:8000/search?q=repair+caf%C3%A9++Lorient&")


def test_a_body_stands_at_its_open_establishment_in_the_commune(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(LORIENT), query)
    assert answer.status is AnswerStatus.RESULTS
    record = answer.records[0]
    assert (record.source_id, record.siren, record.rna) == ("900000019", "900000019", "W561000123")
    assert (record.name, record.description) == ("AMAP DES DEUX RIVES", "Enseigne : LE PANIER DU QUAI")
    assert (record.street, record.postal_code, record.city) == ("12 BIS QUAI DE ROHAN", "56100", "LORIENT")
    assert (record.latitude, record.longitude, record.country) == (47.7486, -3.3664, "FR")
    assert record.record_url == "https://annuaire-entreprises.data.gouv.fr/entreprise/900000019"
    assert record.tags == (
        *("est_association", "est_ess", "sigle=ADR", "nature_juridique=9220", "naf=94.99Z", "creation=2012-05-01"),
    )


def test_what_is_hidden_closed_or_a_person_is_told_apart(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(LORIENT), query)
    assert [record.name for record in answer.records] == ["AMAP DES DEUX RIVES", "LES AMIS DE L'AMAP"]
    hidden = answer.records[1]
    assert (hidden.street, hidden.postal_code, hidden.city, hidden.rna) == ("", "", "", "")
    assert answer.detail == (
        "1 entries were left out: closed in the commune. 1 entries were left out: they are, or may be, private persons."
    )


def test_a_body_of_another_commune_is_left_out(respond: Callable[..., Response], query: Query) -> None:
    answer = parse(respond(LORIENT), replace(query, town_code="56185"))
    assert [record.street for record in answer.records] == ["1 RUE DE LA MAIRIE"]
    assert "2 entries were left out: no establishment in the commune" in answer.detail


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"siren": "900 000 019"}, "siren", "900000019"),
        ({"nom_raison_sociale": None}, "name", "AMAP DES DEUX RIVES (ADR)"),
        ({"complements": None}, "rna", ""),
        ({"complements": {"identifiant_association": "W9R1000123"}}, "rna", "W9R1000123"),
        ({"sigle": ["x"], "date_creation": 3, "activite_principale": None}, "siren", "900000019"),
        ({"matching_etablissements": [{"commune": "56121", "adresse": 7}]}, "street", "7"),
        ({"matching_etablissements": [{"commune": "56121", "liste_enseignes": "X"}]}, "description", "Enseigne : X"),
        ({"matching_etablissements": [{"commune": "56121", "latitude": "nan"}]}, "latitude", None),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_field_is_read_with_care(
    respond: Callable[..., Response], query: Query, change: dict[str, object], field: str, value: object
) -> None:
    body = json.loads(LORIENT)["results"][0] | change
    answer = parse(respond(json.dumps({"results": [body], "total_results": 1})), query)
    assert getattr(answer.records[0], field) == value


@each_ending({SOURCE.name: CASES})
def test_every_answer_ends_as_what_it_is(
    respond: Callable[..., Response], query: Query, name: str, status: int, body: str, ending: str, reason: str
) -> None:
    answer = SOURCES[name].parse(respond(body, status), query)
    assert (answer.status.value, answer.reason, answer.records) == (ending, reason, ())
    assert answer.detail


def test_associations_come_first_and_ess_bodies_on_the_pages_that_follow(
    respond: Callable[..., Response], towns: dict[str, Town]
) -> None:
    many = respond('{"results": [{}], "total_results": 400, "total_pages": 16}')
    request: Request | None = asked("amap", towns)
    pages = []
    while request is not None:
        parameters = parameters_of(request.url)
        assert ("est_association" in parameters) is not ("est_ess" in parameters)
        assert {name: parameters[name] for name in ("q", "code_commune", "etat_administratif")} == {
            "q": "amap",
            "code_commune": "56121",
            "etat_administratif": "A",
        }
        pages.append(("est_ess" if "est_ess" in parameters else "est_association", parameters["page"]))
        request = next_page(request, many)
    assert pages == [("est_association", "1"), ("est_association", "2"), ("est_ess", "1"), ("est_ess", "2")]
    assert len(pages) == SOURCE.max_pages == 2 * PAGES_OF_EACH


def test_no_association_still_leads_to_the_ess_bodies(respond: Callable[..., Response], towns: dict[str, Town]) -> None:
    onward = next_page(asked("amap", towns), respond(NOTHING))
    assert onward is not None
    assert parameters_of(onward.url)["est_ess"] == "true"
    assert next_page(onward, respond(NOTHING)) is None


@pytest.mark.parametrize(("status", "body"), [(429, ""), (200, LORIENT[:300]), (200, "<html>"), (500, LORIENT)])
def test_nothing_follows_an_answer_that_could_not_be_read(
    respond: Callable[..., Response], towns: dict[str, Town], status: int, body: str
) -> None:
    assert next_page(asked("amap", towns), respond(body, status)) is None
