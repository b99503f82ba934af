"""Several sources, one ranking: which page of a town is fetched first, and what the limit cuts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.geo.towns import Towns, load_towns
from sharitories_crawl.models import Lead
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.store.database import open_database
from sharitories_crawl.store.frontier import Frontier
from sharitories_crawl.store.ledger import Ledger

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SINCE = NOW - timedelta(days=30)
LORIENT = "56121"


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    db = open_database(tmp_path / "t.db")
    ledger = Ledger(db)
    ledger.save_words([Towns(load_towns(bundled_dir("data") / "towns.csv")).find("Lorient")], [], SOURCES.values())
    ledger.begin_run("crawl", {}, NOW)
    yield Frontier(db)
    db.close()


def result(page: str, source: str, rank: int, question: str = "fablab") -> Lead:
    query = f"{source}/{LORIENT}/{question}"
    return Lead(f"http://{page}.example/", LORIENT, "result", query, rank, page, "", query)


def named(page: str, origin: str) -> Lead:
    return Lead(f"http://{page}.example/", LORIENT, origin, f"overpass/{LORIENT}/all", None, page, "", "x")


RANKINGS: dict[str, tuple[list[Lead], str]] = {
    "one-source-in-its-order": (
        [result("a", "brave", 3), result("b", "brave", 1), result("c", "brave", 2)],
        "b c a",
    ),
    # 1/62 + 1/62 = 0.0323 against 1/61 = 0.0164
    "found-by-two-before-first-of-one": (
        [result("a", "brave", 1), result("b", "brave", 2), result("b", "searxng", 2)],
        "b a",
    ),
    # 1/70 + 1/70 = 0.0286 against 1/61 + 1/200 = 0.0214
    "twice-tenth-before-first-and-hundred-fortieth": (
        [result("a", "brave", 1), result("a", "searxng", 140), result("b", "brave", 10), result("b", "searxng", 10)],
        "b a",
    ),
    # 1/61 + 1/63 = 0.03227 against 2/62 = 0.03226: the constant is 60, and the sum no mean of ranks
    "first-and-third-before-twice-second": (
        [result("b", "brave", 2), result("b", "searxng", 2), result("a", "brave", 1), result("a", "searxng", 3)],
        "a b",
    ),
    # 1/61 + 1/85 = 0.0282 against 2/72 = 0.0278; a constant of 600 would turn them round
    "a-first-place-weighs-as-the-constant-says": (
        [result("b", "brave", 12), result("b", "searxng", 12), result("a", "brave", 1), result("a", "searxng", 25)],
        "a b",
    ),
    "one-source-counts-once-for-all-its-questions": (
        [result("a", "brave", 2, "amap"), result("a", "brave", 2, "sel"), result("b", "brave", 1)],
        "b a",
    ),
    "the-best-rank-in-a-source-counts": (
        [result("a", "brave", 9, "amap"), result("a", "brave", 1, "sel"), result("b", "brave", 2)],
        "a b",
    ),
    "equals-by-address": ([result("b", "brave", 1), result("a", "searxng", 1)], "a b"),
    "what-directories-and-lists-name-comes-first": (
        [result("a", "brave", 1), result("a", "searxng", 1), named("z", "record"), named("y", "entry")],
        "y z a",
    ),
    "among-the-named-those-found-too": ([named("a", "record"), named("b", "record"), result("b", "brave", 40)], "b a"),
}


@pytest.mark.parametrize(("leads", "order"), RANKINGS.values(), ids=RANKINGS)
def test_rankings_of_several_sources_become_one(frontier: Frontier, leads: list[Lead], order: str) -> None:
    frontier.save_leads(1, leads)
    due = frontier.due_leads(LORIENT, SINCE, NOW)
    assert due == [f"http://{page}.example/" for page in order.split()]


@pytest.mark.parametrize("turn", [1, -1], ids=["as-told", "told-backwards"])
def test_the_order_does_not_hang_on_who_answered_first(frontier: Frontier, turn: int) -> None:
    sources = ("brave", "searxng", "youcom")
    leads = [
        result(page, source, (3 * number + shift) % 20 + 1)
        for number, page in enumerate("abcdefgh")
        for shift, source in enumerate(sources)
    ]
    frontier.save_leads(1, leads[::turn])
    due = [url[7] for url in frontier.due_leads(LORIENT, SINCE, NOW)]
    scores: dict[str, float] = {}
    for lead in leads:
        scores[lead.title] = scores.get(lead.title, 0.0) + 1 / (60 + (lead.rank or 0))
    assert due == sorted(scores, key=lambda page: (-round(scores[page], 12), page))


def test_a_page_of_several_sources_counts_once_and_keeps_all_its_ranks(frontier: Frontier) -> None:
    leads = [result("a", "brave", 4), result("a", "searxng", 2), result("a", "youcom", 7)]
    frontier.save_leads(1, leads)
    assert frontier.due_leads(LORIENT, SINCE, NOW) == ["http://a.example/"]
    assert {(lead.query_id.split("/")[0], lead.rank) for lead in frontier.leads_to("http://a.example/")} == {
        ("brave", 4), ("searxng", 2), ("youcom", 7),
    }  # fmt: skip


def test_another_town_s_ranks_do_not_count(frontier: Frontier) -> None:
    Ledger(frontier.db).save_words([Towns(load_towns(bundled_dir("data") / "towns.csv")).find("Valence")], [], [])
    elsewhere = Lead("http://b.example/", "26362", "result", "searxng/26362/fablab", 1, "b", "", "x")
    frontier.save_leads(1, [result("a", "brave", 1), result("b", "brave", 2), elsewhere])
    assert frontier.due_leads(LORIENT, SINCE, NOW) == ["http://a.example/", "http://b.example/"]
