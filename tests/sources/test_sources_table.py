"""What holds for every source in the table."""

import json
import string
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharitories_crawl.models import AnswerStatus, Query, Response, SourceKind, Town
from sharitories_crawl.source_table import SOURCE_TABLE
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.base import Source

EACH = pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)


def test_every_source_is_called_in_the_table_what_it_calls_itself() -> None:
    assert [source.name for source in SOURCES.values()] == list(SOURCE_TABLE)
    assert {name for name, source in SOURCES.items() if source.kind is SourceKind.DIRECTORY} == {
        *("overpass", "transiscope", "gogocarto", "repair_cafe", "fablabs", "recherche_entreprises", "joafe"),
        *("tiers_lieux", "communecter", "wikidata"),
    }


@EACH
def test_a_source_states_its_manners(source: Source) -> None:
    assert set(source.name) <= set(string.ascii_lowercase + string.digits + "_"), "its settings are named after it"
    assert source.delay >= 0.5
    assert source.label
    assert source.licence
    assert source.attribution
    assert source.terms.endswith(".")
    assert bool(source.base_url) is not bool(source.example_url)
    assert source.base_url.startswith("https://") or source.example_url.startswith("http")
    assert source.key == (f"{source.name.upper().removesuffix('_API')}_API_KEY" if source.key_header else "")
    assert "{key}" in source.key_format


@EACH
def test_no_request_claims_to_be_a_browser(source: Source, towns: dict[str, Town]) -> None:
    for town in towns.values():
        query = Query("q", source.name, town.code, (), "fablab", town.language)
        request = source.build_request(query, town, source.base_url or source.example_url)
        names = {name.lower() for name in request.headers}
        assert not names & {"user-agent", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "sec-fetch-user"}
        assert (request.method == "POST") is (request.form is not None or request.json is not None)


@EACH
def test_a_cut_answer_never_passes_for_an_empty_town(
    source: Source, query: Query, respond: Callable[..., Response]
) -> None:
    for body in (
        "{",
        '{"results": [',
        '{"elements": [',
        '{"data": [',
        "<html><body><div id='links'>",
        "<!doctype html>",
    ):
        answer = source.parse(respond(body), query)
        assert answer.status is AnswerStatus.UNREADABLE, body


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = (
    "url",
    "title",
    "content",
    "type",
    "id",
    "tags",
    "lat",
    "lon",
    "center",
    "name",
    "geo",
    "address",
    "categories",
    *("siren", "nom_complet", "complements", "matching_etablissements", "siege", "numero_rna", "titre", "typeavis"),
    *("link", "coordinate", "links", "ID_UNIQUE", "NOM", "CODPOST", "item", "itemLabel"),
)
entries = st.lists(st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=6) | json_values, max_size=3)
TOP = (
    *("results", "unresponsive_engines", "elements", "remark", "data", "licence", "labs", "entities", "meta", "head"),
    *("total_count", "total_results", "features"),
)
bodies = st.one_of(
    st.text(max_size=60),
    entries.map(json.dumps),
    st.dictionaries(st.sampled_from(TOP), entries | json_values, max_size=4).map(json.dumps),
    st.text(alphabet="<>/='\" divhra#linksh2.web-result", max_size=120),
)


@EACH
@given(body=bodies, status=st.sampled_from([200, 202, 303, 400, 403, 404, 429, 500, 503, 504]))
def test_no_content_makes_a_source_raise(source: Source, body: str, status: int) -> None:
    response = Response("https://asked.example/", status, {}, body.encode("utf-8", "replace"), body, datetime.now(UTC))
    query = Query("q", source.name, "56121", (), "fablab", "fr")
    answer = source.parse(response, query)
    assert bool(answer.results or answer.records) is (answer.status is AnswerStatus.RESULTS)
    assert bool(answer.reason) is (answer.status not in (AnswerStatus.RESULTS, AnswerStatus.EMPTY))
    for part in (answer.detail, *(result.title for result in answer.results), *(r.name for r in answer.records)):
        part.encode("utf-8")
