"""However a batch ends, running it again comes to what one uninterrupted run comes to, and what was committed stays."""

import os
import random
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from tests.conftest import Program, Web
from tests.kill_many import DONE, IN_FLIGHT, Night, differences
from tests.nursery import SAID

KINDS = ("coworking", "fablab")
BUSY_SECONDS = float(os.environ.get("BUSY", "4"))
"""Longer than the silence that a stall is told by; BUSY=20 in the environment waits as long as a person might."""


@dataclass(frozen=True)
class Whole:
    """What one uninterrupted batch came to."""

    outcome: dict[str, object]
    asked: Counter[tuple[str, str]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    from tests.conftest import serving

    from sharitories_crawl.sandbox.world_files import load_world

    with serving(load_world()) as web:
        night = Night(web, tmp_path_factory.mktemp("whole"), KINDS)
        assert night.finish() in DONE
        return Whole(night.outcome(), web.pages_asked())


@pytest.fixture
def night(sandbox: Web, tmp_path: Path) -> Night:
    return Night(sandbox, tmp_path, KINDS)


def said(night: Night) -> str:
    """What the runs said so far."""
    return "".join(path.read_text() for path in sorted(night.folder.glob(f"{SAID}.*")))


def same(night: Night, whole: Whole) -> None:
    """It ends as the uninterrupted one did."""
    assert night.finish() in DONE, said(night)
    assert not differences(night.outcome(), whole.outcome)
    assert not set(whole.asked) - set(night.web.pages_asked())


def interrupt(night: Night, *numbers: int) -> None:
    """Start it and signal it, once for each number, at moments that chance gives."""
    chance = random.Random(7)
    for number in numbers:
        process = night.start()
        assert process.pid is not None
        night.web.when_asked(chance.randrange(3, 22), partial(os.kill, process.pid, number))
        process.join()
        assert process.exitcode == (-number if number == signal.SIGKILL else 130), said(night)
        night.check()


def test_killed_at_random_moments(night: Night, whole: Whole) -> None:
    interrupt(night, *[signal.SIGKILL] * 4)
    same(night, whole)
    night.check()
    assert (night.web.pages_asked() - whole.asked).total() <= 4 * IN_FLIGHT


def test_asked_to_stop_at_random_moments(night: Night, whole: Whole) -> None:
    interrupt(night, signal.SIGTERM, signal.SIGINT)
    assert night.finish() in DONE, said(night)
    outcome = night.outcome()
    # joined before all was known, an initiative has the id of what was known of it then
    for name in ("mentions", "pages", "answers", "damage"):
        assert outcome[name] == whole.outcome[name]
    assert known(outcome) == known(whole.outcome)
    assert not night.web.pages_asked() - whole.asked, "what was in flight was finished, so nothing is asked twice"


def known(outcome: dict[str, object]) -> list[object]:
    """Initiatives by all but their ids."""
    initiatives = outcome["initiatives"]
    assert isinstance(initiatives, dict)
    return sorted(initiatives.values())


def test_a_database_that_another_writes_to_costs_time_and_nothing_else(night: Night, whole: Whole) -> None:
    process = night.start()

    def write() -> None:
        other = sqlite3.connect(night.folder / "here.db", isolation_level=None, timeout=60)
        with closing(other):
            other.execute("BEGIN IMMEDIATE")
            time.sleep(BUSY_SECONDS)
            other.execute("COMMIT")

    # in the sandbox's own thread: nothing is answered meanwhile, and what was asked stands unanswered for long
    night.web.when_asked(25, write)
    process.join()
    assert process.exitcode in DONE, said(night)
    assert not differences(night.outcome(), whole.outcome)


def test_two_batches_started_together_do_the_work_of_one(night: Night, whole: Whole) -> None:
    both = [night.start(), night.start()]
    for process in both:
        process.join()
    codes = sorted(int(process.exitcode or 0) for process in both)
    assert codes[1] == 75, said(night)
    assert codes[0] in DONE
    assert not differences(night.outcome(), whole.outcome)
    assert night.web.pages_asked() == whole.asked


def test_a_clock_that_jumps_a_day_back_changes_nothing(night: Night, whole: Whole) -> None:
    process = night.start(jumps_after=60)
    process.join()
    assert process.exitcode in DONE, said(night)
    assert not differences(night.outcome(), whole.outcome)
    before = night.web.pages_asked()
    assert night.finish() in DONE
    failed = {str(url) for (url,) in Program(night.folder).rows("SELECT url FROM page WHERE status <> 'ok'")}
    again = {f"http://{host}{path}" for host, path in night.web.pages_asked() - before}
    assert again <= failed, "a day has passed by the clock, after which only what failed is tried again"


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[None]:
    """A disk of so many kilobytes at `folder`; skips where one may not mount."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("kilobytes", [600, 1_400])
def test_a_full_disk_ends_it_and_room_lets_it_go_on(night: Night, whole: Whole, kilobytes: int) -> None:
    with small_disk(night.folder, kilobytes):
        process = night.start()
        process.join()
        # what was said went to the disk that is full
        assert process.exitcode in (74, 1), process.exitcode
        night.check()
        subprocess.run(["mount", "-o", "remount,size=50m", str(night.folder)], check=True)
        same(night, whole)
        night.check()
