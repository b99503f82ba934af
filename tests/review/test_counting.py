"""Slow counts are kept for a while and counted anew behind the page; fast ones, and people's own questions, never."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from datasette.app import Datasette

from sharitories_crawl.review.counting import STALE_SECONDS, CountingDatabase

COUNT = "select count(*) from town"


class Clock:
    """Moves on by `step` whenever it is asked."""

    def __init__(self) -> None:
        self.now, self.step = 0.0, 1.0

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def add_town(path: Path, code: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "INSERT INTO town SELECT ?, name, slug, country, language, department, region, intercommunality,"
            " population, latitude, longitude, 0 FROM town LIMIT 1", (code,),
        )  # fmt: skip


async def count(database: CountingDatabase, truncate: bool = False) -> int:
    (row,) = (await database.execute(COUNT, truncate=truncate)).rows
    return int(row[0])


@pytest.fixture
def path(demo_copy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo_copy, tmp_path / "counted.db"))


def counting(path: Path, clock: Clock, slow: float) -> CountingDatabase:
    datasette = Datasette([])
    database = CountingDatabase(datasette, str(path), clock, slow)
    datasette.add_database(database, name="counted")
    return database


async def test_a_fast_count_is_always_todays(path: Path) -> None:
    database = counting(path, Clock(), slow=2.0)
    before = await count(database)
    add_town(path, "x1")
    assert await count(database) == before + 1


async def test_a_slow_count_is_kept_while_nothing_is_written(path: Path) -> None:
    clock = Clock()
    database = counting(path, clock, slow=0.5)
    first = await database.execute(COUNT)
    clock.now += 10 * STALE_SECONDS
    assert await database.execute(COUNT) is first


async def test_a_slow_count_is_counted_anew_behind_the_page(path: Path) -> None:
    database = counting(path, Clock(), slow=0.5)
    before = await count(database)
    add_town(path, "x1")
    assert await count(database) == before
    await asyncio.gather(*database._running.values())
    assert await count(database) == before + 1


async def test_an_old_count_is_not_shown_after_a_write(path: Path) -> None:
    clock = Clock()
    database = counting(path, clock, slow=0.5)
    before = await count(database)
    add_town(path, "x1")
    clock.now += STALE_SECONDS
    assert await count(database) == before + 1


async def test_a_persons_own_question_is_never_answered_from_memory(path: Path) -> None:
    database = counting(path, Clock(), slow=0.5)
    before = await count(database)
    add_town(path, "x1")
    assert await count(database, truncate=True) == before + 1
