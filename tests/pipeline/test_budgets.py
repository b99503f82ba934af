"""What a source may be asked in a day, and for how long it is left alone, from one run and process to the next."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.sources.farm import Farm, farming

from sharitories_crawl.models import Query, Town
from sharitories_crawl.pipeline.crawl import Order, Outcome, crawl
from sharitories_crawl.pipeline.tools import Knowledge, Store, load_knowledge, open_store
from sharitories_crawl.settings import load_settings
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.base import Budget, Source

NIGHT = datetime(2026, 11, 25, 2, tzinfo=UTC)
DAY = timedelta(days=1)
QUESTIONS = 150
A_DAY = 100


class Silent:
    """Progress that tells nobody."""

    def asked(self, asked: object, left: int) -> None: ...

    def fetched(self, url: str, status: str, left: int) -> None: ...


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture
def farm() -> Iterator[Farm]:
    with farming(["youcom"]) as farm:
        yield farm


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "t.db")
    yield store
    store.close()


def towns_of(knowledge: Knowledge) -> tuple[Town, ...]:
    return tuple(knowledge.towns.find(name) for name in ("Lorient", "Laval", "Gap"))


def questions(knowledge: Knowledge) -> tuple[Query, ...]:
    return tuple(
        Query(f"youcom/{town.code}/mot/{number}", "youcom", town.code, (), f"word{number} {town.name}", "fr")
        for town in towns_of(knowledge)
        for number in range(QUESTIONS // 3)
    )


def run_at(
    now: datetime, farm: Farm, store: Store, knowledge: Knowledge, source: Source | None = None, refresh: float = 0
) -> Outcome:
    options = {"refresh_days": refresh, "delay": 0, "max_retry_after": 0}
    settings = load_settings(Path("/nonexistent"), farm.variables(), options)
    chosen = source or SOURCES["youcom"]
    order = Order(towns_of(knowledge), (chosen,), questions(knowledge), follow=False)
    return asyncio.run(crawl(order, settings, knowledge, store, lambda: now, Silent(), lambda: False))


def words_asked(farm: Farm, since: int = 0) -> list[str]:
    # the source adds the department
    return [" ".join(str(asked["query"]).split()[:2]) for asked in farm.searches["youcom"].asked[since:]]


def test_a_run_ends_with_the_day_s_budget_and_the_next_day_begins_with_the_rest(
    farm: Farm, store: Store, knowledge: Knowledge
) -> None:
    assert SOURCES["youcom"].budget.day == A_DAY
    first = run_at(NIGHT, farm, store, knowledge)
    assert first.exit_code == 3
    assert farm.asked("youcom") == A_DAY
    assert first.tally.left_queries == QUESTIONS - A_DAY
    assert "budget of 100 requests a day" in first.tally.refusals["youcom"]

    again = run_at(NIGHT + timedelta(hours=3), farm, store, knowledge)
    assert (again.exit_code, farm.asked("youcom")) == (3, A_DAY)

    run_at(NIGHT + DAY, farm, store, knowledge)
    left = [query.text for query in questions(knowledge)[A_DAY:]]
    assert words_asked(farm, A_DAY)[: len(left)] == left
    # the rest of the second day's budget goes to the oldest answers
    oldest = [query.text for query in questions(knowledge)[: 2 * A_DAY - QUESTIONS]]
    assert words_asked(farm, QUESTIONS) == oldest


def test_within_the_refresh_time_only_the_rest_is_asked(farm: Farm, store: Store, knowledge: Knowledge) -> None:
    run_at(NIGHT, farm, store, knowledge, refresh=30)
    second = run_at(NIGHT + DAY, farm, store, knowledge, refresh=30)
    assert (second.exit_code, second.tally.left_queries) == (0, 0)
    assert len(words_asked(farm)) == len(set(words_asked(farm))) == QUESTIONS


@pytest.mark.parametrize(
    ("budget", "still", "later"),
    [
        (Budget(hour=10), timedelta(minutes=59), timedelta(minutes=61)),
        (Budget(day=10), timedelta(hours=21), timedelta(hours=22)),
        (Budget(month=10), timedelta(days=5), timedelta(days=6)),
        (Budget(hour=500, month=10), timedelta(days=5), timedelta(days=6)),
    ],
    ids=["hour", "day", "month", "the-tighter-of-two"],
)
def test_every_span_of_a_budget_is_kept_and_ends(
    budget: Budget, still: timedelta, later: timedelta, farm: Farm, store: Store, knowledge: Knowledge
) -> None:
    source = replace(SOURCES["youcom"], budget=budget)
    for moment, asked in ((NIGHT, 10), (NIGHT + still, 10), (NIGHT + later, 20)):
        run_at(moment, farm, store, knowledge, source)
        assert farm.asked("youcom") == asked


def test_a_retry_after_is_kept_by_the_next_process_and_no_longer(
    farm: Farm, store: Store, knowledge: Knowledge, tmp_path: Path
) -> None:
    farm.searches["youcom"].allowed = 5
    first = run_at(NIGHT, farm, store, knowledge)
    assert (first.exit_code, farm.asked("youcom")) == (3, 6)
    store.close()

    for seconds, asked in ((119, 6), (121, 7)):
        another = open_store(tmp_path / "t.db")
        run_at(NIGHT + timedelta(seconds=seconds), farm, another, knowledge)
        assert farm.asked("youcom") == asked, seconds
        another.close()


def rests(store: Store) -> list[tuple[object, ...]]:
    return store.ledger.db.execute("SELECT rests_until, rests FROM source WHERE name = 'youcom'").fetchall()


@pytest.mark.parametrize(
    ("fault", "pause"), [("captcha", timedelta(hours=1)), ("403", timedelta(hours=24))], ids=["captcha", "403"]
)
def test_a_block_without_a_word_rests_the_source_twice_as_long_each_time(
    fault: str, pause: timedelta, farm: Farm, store: Store, knowledge: Knowledge
) -> None:
    farm.searches["youcom"].fault = fault
    now = NIGHT
    for repeat in range(3):
        assert run_at(now, farm, store, knowledge).exit_code == 3
        assert farm.asked("youcom") == repeat + 1
        until = now + pause * 2**repeat
        run_at(until - timedelta(seconds=1), farm, store, knowledge)
        assert farm.asked("youcom") == repeat + 1, "still at rest"
        now = until
    farm.searches["youcom"].fault = ""
    run_at(now, farm, store, knowledge)
    assert rests(store) == [(None, 0)]
