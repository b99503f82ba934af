"""What is due: never asked, too old, or failed and waited long enough; a resting source is not asked."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.geo.towns import Towns, load_towns
from sharitories_crawl.models import Answer, AnswerStatus, Lead, Query, Town
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.store.database import open_database
from sharitories_crawl.store.frontier import Frontier
from sharitories_crawl.store.ledger import Ledger

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SINCE = NOW - 30 * DAY
ASKED = Query("mojeek/56121/fablab", "mojeek", "56121", ("fablab",), "fablab Lorient", "fr")
OTHER = Query("overpass/56121/all", "overpass", "56121", (), "", "fr")


@pytest.fixture
def town() -> Town:
    return Towns(load_towns(bundled_dir("data") / "towns.csv")).find("Lorient")


@pytest.fixture
def ledger(tmp_path: Path, town: Town) -> Iterator[Ledger]:
    db = open_database(tmp_path / "t.db")
    ledger = Ledger(db)
    ledger.save_words([town], [], SOURCES.values())
    ledger.save_queries([ASKED, OTHER])
    yield ledger
    db.close()


@pytest.fixture
def frontier(ledger: Ledger) -> Frontier:
    return Frontier(ledger.db)


def due(ledger: Ledger, *, since: datetime = SINCE, now: datetime = NOW) -> set[str]:
    return ledger.due_queries([ASKED.id, OTHER.id], since, now)


def answer(ledger: Ledger, status: AnswerStatus, at: datetime, retry_at: datetime | None = None) -> None:
    run = ledger.begin_run("crawl", {}, at)
    ledger.save_answer(run, ASKED.id, Answer(status, reason="x"), (), at, retry_at, [])


def test_what_was_never_asked_is_due(ledger: Ledger) -> None:
    assert due(ledger) == {ASKED.id, OTHER.id}


@pytest.mark.parametrize("status", [AnswerStatus.RESULTS, AnswerStatus.EMPTY])
def test_an_answer_within_the_refresh_time_is_not_due(ledger: Ledger, status: AnswerStatus) -> None:
    answer(ledger, status, NOW - 29 * DAY)
    assert due(ledger) == {OTHER.id}


def test_an_answer_older_than_the_refresh_time_is_due(ledger: Ledger) -> None:
    answer(ledger, AnswerStatus.RESULTS, NOW - 31 * DAY)
    assert ASKED.id in due(ledger)


def test_a_failure_is_due_when_its_time_to_try_again_has_come_and_not_before(ledger: Ledger) -> None:
    answer(ledger, AnswerStatus.TIMEOUT, NOW - DAY, NOW + DAY)
    assert ASKED.id not in due(ledger)
    assert ASKED.id in due(ledger, now=NOW + 2 * DAY)


def test_a_block_holds_even_where_everything_shall_be_asked_anew(ledger: Ledger) -> None:
    answer(ledger, AnswerStatus.CAPTCHA, NOW - DAY / 48, NOW + DAY / 48)
    assert ASKED.id not in due(ledger, since=NOW)


def test_a_resting_source_is_not_asked_and_wakes_with_its_first_answer(ledger: Ledger) -> None:
    ledger.rest("mojeek", NOW + DAY, "captcha")
    ledger.rest("mojeek", NOW + DAY, "captcha")
    assert due(ledger) == {OTHER.id}
    assert ledger.rests("mojeek") == 2
    assert due(ledger, now=NOW + 2 * DAY) == {ASKED.id, OTHER.id}
    ledger.wake("mojeek")
    assert ledger.rests("mojeek") == 0
    assert ASKED.id in due(ledger)


def test_a_new_plan_keeps_old_answers(ledger: Ledger) -> None:
    answer(ledger, AnswerStatus.RESULTS, NOW - DAY)
    ledger.save_queries([ASKED])
    assert ASKED.id not in due(ledger)


def test_a_lead_is_due_until_its_page_is_there(ledger: Ledger, frontier: Frontier) -> None:
    run = ledger.begin_run("crawl", {}, NOW)
    lead = Lead("http://a.example/", "56121", "result", ASKED.id, 3, "A", "", ASKED.id)
    frontier.save_leads(run, [lead])
    assert frontier.due_leads("56121", SINCE, NOW) == [lead.url]
    frontier.save_failed_page(run, lead.url, "timeout", "", NOW, NOW + DAY, None)
    assert frontier.due_leads("56121", SINCE, NOW) == []
    assert frontier.due_leads("56121", SINCE, NOW + 2 * DAY) == [lead.url]
    assert frontier.due_leads("56121", NOW + DAY / 2, NOW + 2 * DAY) == [lead.url]


def test_a_page_that_is_gone_is_left_alone_until_the_refresh_time(ledger: Ledger, frontier: Frontier) -> None:
    run = ledger.begin_run("crawl", {}, NOW)
    frontier.save_leads(run, [Lead("http://a.example/", "56121", "result", ASKED.id, 3, "A", "", ASKED.id)])
    frontier.save_failed_page(run, "http://a.example/", "http-410", "", NOW, None, None)
    assert frontier.due_leads("56121", SINCE, NOW + 2 * DAY) == []
    assert frontier.due_leads("56121", NOW + DAY, NOW + 31 * DAY) == ["http://a.example/"]


def test_the_same_lead_twice_keeps_one_row_with_the_newest_rank(ledger: Ledger, frontier: Frontier) -> None:
    run = ledger.begin_run("crawl", {}, NOW)
    for rank in (7, 2):
        frontier.save_leads(run, [Lead("http://a.example/", "56121", "result", ASKED.id, rank, "A", "", ASKED.id)])
    assert [lead.rank for lead in frontier.leads_to("http://a.example/")] == [2]
