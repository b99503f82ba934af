"""Two hundred decisions by keyboard in a real browser; then another process opens the file and finds exactly those."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from tests.conftest import serving
from tests.programs import SHARITORIES, clean_environment
from tests.review.browser import Desk, browsing, chromium
from tests.review.conftest import Served

from sharitories_crawl.sandbox.world import World

REASONS = ("other-town", "not-collaborative", "closed", "duplicate", "topic", "other")
VERDICTS, SAME, NOT_SAME, EDITS, UNDOS = 160, 10, 10, 20, 30

READER = """
import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
rows = db.execute("SELECT id, step, reviewer, action, initiative_id, other_id, status, reason, field, value, undoes"
                  " FROM review ORDER BY id").fetchall()
sides = {}
for review, mention, side in db.execute("SELECT review_id, mention_id, side FROM review_mention"):
    sides.setdefault(str(review), {}).setdefault(side, []).append(mention)
print(json.dumps({
    "rows": rows, "sides": sides, "whole": db.execute("PRAGMA integrity_check").fetchone()[0],
    "initiatives": {row[0]: row[1:] for row in db.execute("SELECT id, name, status, merged_into FROM initiative")},
    "contradictions": db.execute("SELECT mention_a, mention_b FROM contradiction").fetchall(),
    "members": dict(db.execute("SELECT mention_id, initiative_id FROM membership")),
}))
"""


@dataclass
class Book:
    """What the reviewer did, kept beside what the program keeps."""

    rows: list[tuple[object, ...]] = field(default_factory=list)
    """Action, initiative, status, reason, field, value; of those undone too."""
    undone: list[int] = field(default_factory=list)
    """Places in `rows`, in the order in which they were taken back."""
    log: list[int | None] = field(default_factory=list)
    """Each act in order: a place in `rows`, or None for an undo."""
    taken: list[float] = field(default_factory=list)

    def note(self, *row: object) -> None:
        self.log.append(len(self.rows))
        self.rows.append(row)

    def take_back(self) -> None:
        last = next(place for place in reversed(range(len(self.rows))) if place not in self.undone)
        self.undone.append(last)
        self.log.append(None)


def test_two_hundred_decisions_by_keyboard_are_found_by_another_process(towns: Served) -> None:
    _decide_and_compare(towns)


def test_none_of_two_hundred_decisions_is_lost_while_crawls_of_eight_towns_run(towns: Served, world: World) -> None:
    with serving(world) as web, _crawling(towns, world, web.url) as ended:
        _decide_and_compare(towns)
    assert ended, "a crawl came to its end beside the reviewer"
    assert set(ended) <= {0, 3}


@contextmanager
def _crawling(towns: Served, world: World, sandbox: str) -> Iterator[list[int]]:
    """Eight towns crawled anew, one crawl after another, while the block runs; gives how each ended."""
    cities = [word for town in world.towns[:8] for word in ("--city", town.name)]
    command = [
        *SHARITORIES,
        "crawl",
        *cities,
        "--sandbox",
        sandbox,
        "--db",
        str(towns.path),
        "--refresh",
        "0",
        "--quiet",
    ]
    ended: list[int] = []
    done = Event()

    def crawl() -> None:
        while not done.is_set():
            environment = clean_environment() | {"SHARITORIES_DELAY": "0"}
            crawled = subprocess.run(command, check=False, timeout=300, capture_output=True, env=environment)
            ended.append(crawled.returncode)

    crawler = Thread(target=crawl)
    crawler.start()
    try:
        yield ended
    finally:
        done.set()
        crawler.join()


def _decide_and_compare(towns: Served) -> None:
    book = Book()
    with chromium() as browser, browsing(browser, towns) as desk:
        desk.open("candidates?status=all")
        _join_and_part(desk, book)
        _edit(desk, book)
        desk.open("candidates?status=all")
        _judge(desk, book)
        assert desk.troubles == []
        assert desk.outside == set()
    assert len(book.rows) == VERDICTS + SAME + NOT_SAME + EDITS
    assert len(book.undone) == UNDOS
    _tell(book.taken)
    _compare(book, towns)


def _timed(desk: Desk, book: Book, *keys: str) -> None:
    begun = time.perf_counter()
    desk.press(*keys)
    book.taken.append(time.perf_counter() - begun)


def _join_and_part(desk: Desk, book: Book) -> None:
    for number in range(SAME + NOT_SAME):
        key, act = ("s", "same") if number % 2 else ("n", "not-same")
        book.note(act, desk.here, "", "", "", "")
        _timed(desk, book, key, str(1 + number % 3))  # a small town may offer no more
        if number in (3, 4):  # one of each is taken back, and done again elsewhere
            desk.press("u")
            book.take_back()
        desk.press("j")


def _edit(desk: Desk, book: Book) -> None:
    desk.open("candidates?status=all")
    for number in range(EDITS):
        id = desk.here
        name = f"Corrigée n° {number} « {id} »"
        book.note("edit", id, "", "", "name", name)
        desk.page.keyboard.press("e")
        desk.page.keyboard.type(name)
        _timed(desk, book, "Enter")
        assert desk.here == id, "an edit leaves one where one is"
        if number % 10 == 0:
            desk.press("u")
            book.take_back()
        desk.press("j")


def _judge(desk: Desk, book: Book) -> None:
    for number in range(VERDICTS):
        if not desk.here:  # round again: a verdict may be given anew
            desk.open("candidates?status=all")
        id, key = desk.here, "arm"[number % 3]
        if key == "r":
            reason = number // 3 % len(REASONS)
            book.note("verdict", id, "OUT", REASONS[reason], "", "")
            _timed(desk, book, "r", str(reason + 1))
        else:
            book.note("verdict", id, "IN" if key == "a" else "UNDECIDED", "", "", "")
            _timed(desk, book, key)
        if number % 6 == 0 and len(book.undone) < UNDOS:
            desk.press("u")
            book.take_back()
            assert desk.here == id, "an undo leads back to what it was about"
            desk.press("j")


def _tell(taken: list[float]) -> None:
    cuts = statistics.quantiles((each * 1000 for each in taken), n=20)
    sys.stdout.write(f"\n{len(taken)} decisions in a browser: p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms\n")


def _compare(book: Book, towns: Served) -> None:
    command = [sys.executable, "-c", READER, str(towns.path)]
    ended = subprocess.run(command, check=True, timeout=60, capture_output=True, text=True, env=clean_environment())
    found = json.loads(ended.stdout)
    assert found["whole"] == "ok"
    decisions = [row for row in found["rows"] if row[3] != "undo"]
    said = [
        (action, id, status, reason, name, value)
        for _, _, _, action, id, _, status, reason, name, value, _ in decisions
    ]
    assert said == book.rows
    assert len({row[2] for row in found["rows"]}) == 1
    undone = [row[10] for row in found["rows"] if row[3] == "undo"]
    assert undone == [decisions[place][0] for place in book.undone]
    assert ["undo" if row[3] == "undo" else "act" for row in found["rows"]] == [
        "undo" if each is None else "act" for each in book.log
    ]
    in_force = [row for row in decisions if row[0] not in undone]
    _compare_verdicts(in_force, found)
    _compare_links(in_force, found)
    for _, _, _, action, id, _, _, _, _, value, _ in in_force:
        if action == "edit":
            assert found["initiatives"][id][0] == value


def _compare_verdicts(in_force: list[list[object]], found: dict[str, Any]) -> None:
    """The latest verdict in force on each; nothing else has one."""
    latest = {str(row[4]): row[6] for row in in_force if row[3] == "verdict"}
    held = {id: status for id, (_, status, merged) in found["initiatives"].items() if merged is None}
    assert {id: status for id, status in held.items() if status != "DISCOVERED"} == latest
    assert set(latest.values()) == {"IN", "OUT", "UNDECIDED"}


def _compare_links(in_force: list[list[object]], found: dict[str, Any]) -> None:
    """What is the same is one and what is not is two, but where the reviewer said both: that is told."""
    members, told = found["members"], [set(pair) for pair in found["contradictions"]]
    counted, both = {"same": 0, "not-same": 0}, 0
    for row in in_force:
        if row[3] not in counted:
            continue
        counted[str(row[3])] += 1
        sides = found["sides"][str(row[0])]
        a, b = ({members[mention] for mention in sides[side]} for side in "ab")
        if row[3] == "same":
            assert a == b, row
            assert len(a) == 1, row
        else:
            contradicted = any(pair & set(sides["a"]) and pair & set(sides["b"]) for pair in told)
            assert a.isdisjoint(b) is not contradicted, row
            both += contradicted
    assert counted == {"same": SAME - 1, "not-same": NOT_SAME - 1}
    assert both < NOT_SAME / 2
