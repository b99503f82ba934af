"""Notices of associations: those of one become one record, dated, as the latest has it."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.sources.endings import each_ending, endings, fixture

from sharitories_crawl.models import AnswerStatus, Query, Request, Response, Town
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.directory import parameters_of
from sharitories_crawl.sources.joafe import SOURCE, build_request, literal, next_page, parse

LORIENT = fixture("joafe/lorient.json")
NOTHING = fixture("joafe/nothing.json")
CASES = endings(LORIENT, NOTHING) | {
    "no-count": (200, '{"results": []}', "unreadable", "no-count"),
    "offset-past-the-end": (200, '{"total_count": 5, "results": []}', "unreadable", "no-count"),
    "bad-query": (400, '{"message": "ODSQL query is malformed", "error_code": "ODSQLError"}', "unreadable",
                  "refused-question"),
    "no-id-and-no-title": (200, '{"total_count": 2, "results": [{"titre": "X"}, {"id": "1"}]}', "unreadable",
                           "broken-entries"),
}  # fmt: skip


def asked(words: str, town: Town) -> Request:
    return build_request(Query("q", SOURCE.name, town.code, (), words, "fr"), town, SOURCE.base_url)


def test_the_request_for_lorient_names_its_postal_codes_and_the_words(towns: dict[str, Town]) -> None:
    request = asked("repair café", replace(towns["FR"], postal_codes=("56100", "56109")))
    assert request.url.split("?")[0] == (
        "https://journal-officiel-datadila.opendatasoft.com/api/explore/v2.1/catalog/datasets/jo_associations/records"
    )
    assert parameters_of(request.url) == {
        "where": 'codepostal_actuel in ("56100", "56109") and search(objet, titre, "repair café")',
        "order_by": "dateparution desc",
        "limit": "100",
        "offset": "0",
    }


def test_a_town_without_postal_codes_is_asked_for_by_name(towns: dict[str, Town]) -> None:
    where = parameters_of(asked("sel", replace(towns["FR"], name="L'Île-d'Yeu", postal_codes=())).url)["where"]
    assert where == 'commune_actuelle="L\'Île-d\'Yeu" and search(objet, titre, "sel")'


@pytest.mark.parametrize(
    ("text", "written"),
    [("l'amap", '"l\'amap"'), ('a"b', '"a\\"b"'), ("a\\", '"a\\\\"'), ('x") or ("1"="1', '"x\\") or (\\"1\\"=\\"1"')],
)
def test_words_cannot_leave_their_quotes(text: str, written: str) -> None:
    assert literal(text) == written


def test_the_notices_of_an_association_become_one_record_as_the_latest_has_it(
    respond: Callable[..., Response], query: Query
) -> None:
    answer = parse(respond(LORIENT), query)
    assert (answer.status, answer.detail) == (AnswerStatus.RESULTS, "")
    assert [record.source_id for record in answer.records] == ["W561000999", "W561000123", "200900110044"]
    record = answer.records[1]
    assert (record.name, record.rna) == ("REPAIR CAFÉ DES DEUX RIVES", "W561000123")
    assert record.description == "réparer ensemble des objets ; partager des savoir-faire"
    assert (record.street, record.postal_code, record.city) == ("12 quai de Rohan", "56100", "Lorient")
    assert (record.latitude, record.longitude, record.url) == (47.7486, -3.3664, "https://www.rives.example")
    assert record.record_url == (
        "https://www.journal-officiel.gouv.fr/pages/associations-detail-annonce/?q.id=id:202100270403"
    )
    assert record.tags == (
        "ENVIRONNEMENT, CADRE DE VIE/RECYCLAGE", "creation=2019-03-02", "modification=2021-07-06",
    )  # fmt: skip


def test_a_dissolved_association_keeps_its_purpose_and_both_days(
    respond: Callable[..., Response], query: Query
) -> None:
    record = parse(respond(LORIENT), query).records[0]
    assert record.tags == ("dissolution=2024-03-12", "creation=2018-03-02")
    assert record.description == "tenir un atelier de réparation ouvert à tous"
    assert record.street == "3 rue du Port"


def test_a_number_from_before_the_register_joins_nothing(respond: Callable[..., Response], query: Query) -> None:
    notices = [
        {"id": str(number), "numero_rna": "ASS01469", "titre": f"ASSOCIATION {number}", "typeavis": "Création"}
        for number in range(3)
    ]
    records = parse(respond(json.dumps({"total_count": 3, "results": notices})), query).records
    assert [(record.source_id, record.rna) for record in records] == [("0", ""), ("1", ""), ("2", "")]


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"objet": "<p>réparer &amp; partager</p>"}, "description", "réparer & partager"),
        ({"objet": ["x"], "siteweb": 3, "geo_point": "1,2"}, "description", ""),
        ({"domaine_activite_libelle_categorise": "SPORTS"}, "tags", ("SPORTS", "creation=2019-03-02")),
        ({"dateparution": "2 mars 2019"}, "tags", ()),
        ({"typeavis": None, "annonce_type_facette": "Association/Création"}, "tags", ("creation=2019-03-02",)),
        ({"typeavis": "Comptes annuels"}, "tags", ()),
        ({"numero_rna": "w2a1000123"}, "rna", "W2A1000123"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_field_is_read_with_care(
    respond: Callable[..., Response], query: Query, change: dict[str, object], field: str, value: object
) -> None:
    notice = {"id": "1", "titre": "X", "typeavis": "Création", "dateparution": "2019-03-02"} | change
    record = parse(respond(json.dumps({"total_count": 1, "results": [notice]})), query).records[0]
    assert getattr(record, field) == value


@each_ending({SOURCE.name: CASES})
def test_every_answer_ends_as_what_it_is(
    respond: Callable[..., Response], query: Query, name: str, status: int, body: str, ending: str, reason: str
) -> None:
    answer = SOURCES[name].parse(respond(body, status), query)
    assert (answer.status.value, answer.reason, answer.records) == (ending, reason, ())
    assert answer.detail


@pytest.mark.parametrize(("total", "offsets"), [(5, [0]), (100, [0]), (101, [0, 100]), (9_000, [0, 100, 200])], ids=str)
def test_pages_follow_until_the_end_or_the_third(
    respond: Callable[..., Response], towns: dict[str, Town], total: int, offsets: list[int]
) -> None:
    response = respond(json.dumps({"total_count": total, "results": [{"id": "1"}]}))
    request: Request | None = asked("sel", towns["FR"])
    seen = []
    while request is not None:
        seen.append(int(parameters_of(request.url)["offset"]))
        assert "search(objet, titre," in parameters_of(request.url)["where"]
        request = next_page(request, response)
    assert seen == offsets
    assert len(seen) <= SOURCE.max_pages


def test_nothing_follows_an_answer_that_could_not_be_read(
    respond: Callable[..., Response], towns: dict[str, Town]
) -> None:
    for status, body in ((429, ""), (200, LORIENT[:100]), (200, NOTHING)):
        assert next_page(asked("sel", towns["FR"]), respond(body, status)) is None
