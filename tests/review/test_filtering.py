"""Views are searched in full text, and filtered by an index behind the name that people see."""

import pytest
from tests.review.conftest import Served


@pytest.mark.parametrize("change", [str, str.upper], ids=["as written", "capitals"])
@pytest.mark.parametrize(("view", "column"), [("initiatives", "name"), ("review_queue", "name"), ("changes", "name")])
def test_a_view_is_searched_by_the_words_of_a_name(review: Served, view: str, column: str, change: "type[str]") -> None:
    [(name,)] = review.query("SELECT name FROM initiatives WHERE name LIKE '%é%' ORDER BY id LIMIT 1")
    found = review.get(f"/{view}.json", _search=change(str(name)), _shape="array").json()
    assert name in [row[column] for row in found]
    assert len(found) < len(review.get(f"/{view}.json", _shape="array", _size="max").json())
    page = review.get(f"/{view}", _search=str(name))
    assert 'name="_search"' in page.text


@pytest.mark.parametrize("words", ['"', "'", "AND OR", "(((", "name:x", "  ", "%", "nobodyhasthisword"])
def test_a_search_that_finds_nothing_is_no_error(review: Served, words: str) -> None:
    assert review.get("/initiatives.json", _search=words).status_code == 200


def test_a_town_is_filtered_by_name(review: Served) -> None:
    [(town, rows)] = review.query("SELECT town, count(*) FROM initiatives GROUP BY 1 ORDER BY 2 DESC LIMIT 1")
    answer = review.get("/initiatives.json", town__exact=str(town)).json()
    assert answer["filtered_table_rows_count"] == rows
    assert review.get("/initiatives.json", town__exact="Nowhere").json()["filtered_table_rows_count"] == 0


def test_the_evidence_of_one_initiative_is_found_by_its_id(review: Served) -> None:
    [(initiative, rows)] = review.query(
        "SELECT initiative_id, count(*) FROM membership GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    )
    answer = review.get("/evidence.json", initiative_id__exact=str(initiative)).json()
    assert answer["filtered_table_rows_count"] == rows
    plan = review.query(
        "EXPLAIN QUERY PLAN SELECT * FROM evidence WHERE initiative_id = 'x' AND mention_id IN"
        " (SELECT mention_id FROM membership WHERE initiative_id = 'x')"
    )
    assert any("membership_initiative" in str(row[3]) for row in plan)


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("SELECT count(*) FROM initiatives", "initiative_"),
        ("SELECT kind, count(*) FROM (SELECT * FROM initiatives) GROUP BY kind", "initiative_"),
        ("SELECT status, count(*) FROM (SELECT * FROM initiatives) GROUP BY status", "initiative_"),
        ("SELECT count(*) FROM evidence", "mention_facets"),
        ("SELECT source, count(*) FROM (SELECT * FROM evidence) GROUP BY source", "mention_facets"),
        ("SELECT locality_reason, count(*) FROM (SELECT * FROM evidence) GROUP BY 1", "mention_facets"),
    ],
)
def test_what_is_counted_is_read_from_an_index_alone(review: Served, sql: str, index: str) -> None:
    plan = [str(row[3]) for row in review.query(f"EXPLAIN QUERY PLAN {sql}")]
    assert any(f"USING COVERING INDEX {index}" in step for step in plan), plan
    assert not any(step.startswith("SEARCH") and index not in step for step in plan), plan
