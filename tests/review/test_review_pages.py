"""Every table, view and question that `sharitories review` offers answers, with the rows that the file holds."""

import csv
import html
import io
import json
import re
import unicodedata

import openpyxl
import pytest
from tests.review.conftest import Served

from sharitories_crawl.review.addresses import is_web_address
from sharitories_crawl.review.columns import COLUMNS
from sharitories_crawl.review.descriptions import FACETS, HIDDEN, LIST_FACETS, QUERIES, TABLES, VIEWS

SHADOW = re.compile(r"(initiative|page)_fts(_\w+)?|sqlite_\w+")

OF_PEOPLE = ("reviews", "contradictions", "agreement")
"""Views that stay empty until somebody reviews."""


def sample(review: Served, name: str) -> dict[str, str]:
    """Parameters with which a question has an answer."""
    [(initiative, called)] = review.query("SELECT id, name FROM initiatives WHERE name LIKE '%é%' ORDER BY id LIMIT 1")
    return {
        "evidence_of": {"id": str(initiative)},
        "search_initiatives": {"words": str(called)},
        "search_pages": {"words": "Lorient"},
    }.get(name, {})


def without_accents(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def test_every_table_and_view_of_the_file_is_described(review: Served) -> None:
    kept = review.query("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    names = {str(name) for (name,) in kept if not SHADOW.fullmatch(str(name))}
    assert names == {*TABLES, *VIEWS, *HIDDEN}
    assert all(text.endswith(".") for text in [*TABLES.values(), *VIEWS.values()])


@pytest.mark.parametrize("view", VIEWS)
def test_every_column_of_a_view_is_described(review: Served, view: str) -> None:
    assert set(COLUMNS[view]) == set(review.columns(view))


@pytest.mark.parametrize("name", COLUMNS)
def test_no_description_is_of_a_column_that_is_gone(review: Served, name: str) -> None:
    assert set(COLUMNS[name]) <= set(review.columns(name))


@pytest.mark.parametrize("name", [*TABLES, *VIEWS, *HIDDEN])
def test_a_table_or_view_answers_with_all_its_rows(review: Served, name: str) -> None:
    [(count,)] = review.query(f"SELECT count(*) FROM [{name}]")
    page = review.get(f"/{name}")
    assert page.status_code == 200
    assert page.text.count("<dt>") == len(COLUMNS.get(name, ()))
    assert html.escape({**TABLES, **VIEWS}.get(name, "")) in page.text
    answer = review.get(f"/{name}.json", _shape="objects", _size="max")
    assert answer.status_code == 200
    assert answer.json()["filtered_table_rows_count"] == count
    assert len(answer.json()["rows"]) == min(int(str(count)), 1000)
    table = review.get(f"/{name}.csv", _stream="on") if name in TABLES else review.get(f"/{name}.csv", _size="max")
    assert table.status_code == 200
    rows = list(csv.reader(io.StringIO(table.text)))
    assert rows[0][-1] == review.columns(name)[-1]
    assert len(rows) - 1 == count


@pytest.mark.parametrize("view", VIEWS)
def test_the_demo_fills_every_view_but_those_that_people_fill(review: Served, view: str) -> None:
    [(count,)] = review.query(f"SELECT count(*) FROM [{view}]")
    assert (int(str(count)) > 0) == (view not in OF_PEOPLE)


@pytest.mark.parametrize("name", QUERIES)
def test_a_ready_made_question_answers(review: Served, name: str) -> None:
    parameters = sample(review, name)
    page = review.get(f"/{name}", **parameters)
    assert page.status_code == 200
    assert html.escape(QUERIES[name][0]) in page.text
    answer = review.get(f"/{name}.json", **parameters, _shape="array")
    assert answer.status_code == 200
    assert answer.json()
    table = review.get(f"/{name}.csv", **parameters)
    assert table.status_code == 200
    assert len(list(csv.reader(io.StringIO(table.text)))) == 1 + len(answer.json())


@pytest.mark.parametrize("name", QUERIES)
def test_a_question_without_its_words_finds_nothing_and_is_no_error(review: Served, name: str) -> None:
    answer = review.get(f"/{name}.json", _shape="array")
    assert answer.status_code == 200
    assert bool(answer.json()) == (":" not in QUERIES[name][1].replace("' · '", ""))


@pytest.mark.parametrize("words", ['"', "'", "vélo*", "AND OR", "a-b", "(((", "name:x", "  ", "%", "]"])
@pytest.mark.parametrize("name", ["search_initiatives", "search_pages"])
def test_a_search_takes_any_sign(review: Served, name: str, words: str) -> None:
    assert review.get(f"/{name}.json", words=words).status_code == 200


@pytest.mark.parametrize("change", [str, without_accents, str.upper], ids=["as written", "no accents", "capitals"])
@pytest.mark.parametrize("path", ["/search_initiatives.json", "/initiative.json"])
def test_an_initiative_is_found_by_its_name(review: Served, path: str, change: "type[str]") -> None:
    named = sample(review, "search_initiatives")["words"]
    words = {"words" if "search" in path else "_search": change(named)}
    found = review.get(path, **words, _shape="array").json()
    assert named in [row["name"] for row in found]


@pytest.mark.parametrize("words", ["vélo", "velo"])
def test_pages_are_searched_in_full(review: Served, words: str) -> None:
    urls = {row["url"] for row in review.get("/page.json", _search=words, _shape="array").json()}
    assert urls
    assert urls == {row["url"] for row in review.get("/search_pages.json", words=words, _shape="array").json()}


@pytest.mark.parametrize("name", FACETS)
def test_facets_count_every_row(review: Served, name: str) -> None:
    answer = review.get(f"/{name}.json").json()
    listed = {column for facet in LIST_FACETS.get(name, ()) for column in facet.values()}
    assert set(answer["facet_results"]) == {*FACETS[name], *listed}
    for facet in answer["facet_results"].values():
        counted = sum(value["count"] for value in facet["results"])
        assert facet["truncated"] or facet["type"] == "listed" or counted <= answer["filtered_table_rows_count"]
        assert bool(counted) == (name not in OF_PEOPLE)


@pytest.mark.parametrize("view", ["initiatives", "review_queue"])
def test_an_initiative_leads_to_all_its_evidence_in_one_click(review: Served, view: str) -> None:
    [(initiative, mentions)] = review.query(f"SELECT id, mentions FROM {view} ORDER BY mentions DESC, id LIMIT 1")
    page = review.get(f"/{view}", id__exact=str(initiative)).text
    [link] = re.findall(r'<td class="col-id[^"]*"><a href="([^"]+)">', page)
    evidence = review.client.get(f"http://127.0.0.1:{review.port}{html.unescape(link)}")
    assert evidence.status_code == 200
    assert evidence.text.count('<li class="evidence"') == mentions


def test_a_piece_of_evidence_leads_to_its_question(review: Served) -> None:
    page = review.get("/evidence", _size="1", source__exact="overpass").text
    [link] = re.findall(r'<td class="col-query_id[^"]*"><a href="([^"]+)">', page)
    [asked] = review.get(html.unescape(link).removeprefix("/demo").replace("?", ".json?") + "&_shape=array").json()
    assert asked["source"] == "overpass"


@pytest.mark.parametrize("name", ["kinds_by_town", "practices_by_town", "actors_by_practice", "why_dropped"])
def test_a_count_leads_to_the_rows_it_counts(review: Served, name: str) -> None:
    counts = re.findall(
        r'<td class="col-(?:candidates|not_kept|times)[^"]*"><a href="([^"]+)">(\d+)</a>', review.get(f"/{name}").text
    )
    assert counts
    for link, count in counts[:5]:
        path = html.unescape(link).removeprefix("/demo").replace("?", ".json?")
        assert review.get(path).json()["filtered_table_rows_count"] == int(count)


def test_whom_to_credit_stands_on_the_first_page(review: Served) -> None:
    page = review.get().text
    assert "© OpenStreetMap contributors, ODbL 1.0" in page
    assert "Transiscope and its partners" in page
    for text in [*VIEWS.values(), *TABLES.values(), *(title for title, _ in QUERIES.values())]:
        assert html.escape(text, quote=False) in html.unescape(page)


def test_lists_are_shown_without_their_brackets(review: Served) -> None:
    for path in ("/initiatives", "/evidence", "/review_queue", "/query_status"):
        assert "[&#34;" not in review.get(path).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://asso.fr", True),
        ("HTTPS://asso.fr/a?b=c", True),
        ("javascript:alert(1)", False),
        ("javascript://asso.fr/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("//asso.fr/", False),
        ("http://", False),
        ("http://asso.fr and more", False),
        ("http://[broken", False),
        ("see http://asso.fr", False),
    ],
)
def test_only_a_web_address_becomes_a_link(text: str, expected: bool) -> None:
    assert is_web_address(text) is expected


def test_json_keeps_what_html_dresses_up(review: Served) -> None:
    row = review.get("/initiatives.json", _shape="array", _size="1").json()[0]
    assert isinstance(json.loads(row["sources"]), list)
    assert row["first_seen"].endswith("Z")


def test_a_facet_of_sources_counts_those_whose_evidence_each_gave(review: Served) -> None:
    answer = review.get("/initiatives.json").json()
    counts = {item["value"]: item["count"] for item in answer["facet_results"]["sources"]["results"]}
    rows = review.query("SELECT j.value, count(*) FROM initiatives, json_each(sources) j GROUP BY 1")
    kept = {str(source): count for source, count in rows}
    assert counts == {name: kept[name] for name in counts}
    source, count = next(iter(counts.items()))
    assert review.get("/initiatives.json", sources__arraycontains=source).json()["filtered_table_rows_count"] == count


@pytest.mark.parametrize(
    "path", ["/initiatives", "/initiatives?status__exact=DISCOVERED&_sort_desc=score", "/mention", "/kinds_by_town",
             "/evidence?_next=50&_size=10", "/search_initiatives?words=atelier"],
)  # fmt: skip
def test_a_spreadsheet_has_all_rows_of_a_page(review: Served, path: str) -> None:
    name, _, query = path.partition("?")
    rows = review.client.get(f"{review.address}{name}.json?{query}&_shape=array&_size=max".replace("_next=50&", ""))
    answer = review.client.get(f"{review.address}{name}.xlsx?{query}", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True).active
    assert sheet
    held = list(sheet.iter_rows(values_only=True))
    if "_size=10" not in path:
        assert len(held) - 1 == len(rows.json())
        assert list(held[0]) == list(rows.json()[0])
    else:
        [(count,)] = review.query("SELECT count(*) FROM evidence")
        assert len(held) - 1 == count


def test_slugs_are_shown_in_words_and_kept_in_what_is_downloaded(review: Served) -> None:
    [(kind, label)] = review.query(
        "SELECT k.id, k.label_fr FROM initiatives i JOIN kind k ON k.id = i.kind WHERE k.label_fr LIKE '%é%' LIMIT 1"
    )
    page = review.client.get(f"{review.address}/initiatives?kind__exact={kind}", headers={"accept-language": "fr"})
    assert f'<span title="{kind}">{html.escape(str(label))}</span>' in page.text
    assert '<span title="DISCOVERED">à relire</span>' in page.text
    assert {row["kind"] for row in review.get("/initiatives.json", kind__exact=str(kind), _shape="array").json()} == {
        kind
    }
