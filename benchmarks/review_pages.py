"""How quick the pages of review answer on a large database, through Datasette and a real connection.

Run as `python -m benchmarks.review_pages [file.db]`; a file that is there is used again, else it is generated as for
`benchmarks.review_speed`. It starts `sharitories review`, logs in by its link and asks each page 40 times for what a
chance picks. It exits with 1 where a review page or queue takes over 100 ms by the clock at the 95th percentile, or a
table, facet or town page over 500 ms. It prints, and writes nothing into the tree.
"""

import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
from benchmarks.machine import describe
from benchmarks.review_speed import TIMES, generate

QUEUE_MILLISECONDS, TABLE_MILLISECONDS = 100.0, 500.0
_LINK = re.compile(r"(http://[^/\s]+)(/\S*login\?token=\S+)")
Ask = Callable[[], str]


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()) / "large.db"
    if not path.exists():
        generate(path)
    print(f"Machine: {describe()}; {TIMES} times each, by the clock")
    slow = []
    with _reviewing(path) as client:
        for most, pages in ((QUEUE_MILLISECONDS, _queues(path)), (TABLE_MILLISECONDS, _tables(path))):
            slow += [name for name, ask in pages.items() if _measure(client, name, ask) > most]
    print(f"NOT WITHIN ITS BOUND: {', '.join(slow)}" if slow else "every page within its bound")
    sys.exit(1 if slow else 0)


@contextmanager
def _reviewing(path: Path) -> Iterator[httpx.Client]:
    with tempfile.TemporaryFile("w+") as said:
        command = [sys.executable, "-m", "sharitories_crawl", "review", "--db", str(path), "--port", "0"]
        process = subprocess.Popen(command, stderr=said)
        try:
            while True:
                said.seek(0)
                text = said.read()
                if link := _LINK.search(text):
                    break
                if process.poll() is not None:
                    sys.exit(text)
                time.sleep(0.05)
            with httpx.Client(base_url=link[1], timeout=60, trust_env=False) as client:
                client.get(link[2])
                yield client
        finally:
            process.terminate()
            process.wait()


def _measure(client: httpx.Client, name: str, ask: Ask) -> float:
    """Print median and 95th percentile in milliseconds; gives the latter."""
    taken = []
    for _ in range(TIMES):
        page = ask()
        started = time.perf_counter()
        client.get(page).raise_for_status()
        taken.append((time.perf_counter() - started) * 1_000)
    taken.sort()
    p95 = taken[int(TIMES * 0.95) - 1]
    print(f"{name:32} median {taken[TIMES // 2]:6.0f} ms   p95 {p95:6.0f} ms", flush=True)
    return p95


def _queues(path: Path) -> dict[str, Ask]:
    pick = _picking(path)
    at = "/-/review/"
    return {
        "candidates": lambda: f"{at}candidates",
        "candidates of a town": lambda: f"{at}candidates?town={pick('town_code')}",
        "candidates of a kind": lambda: f"{at}candidates?kind={pick('kind')}",
        "candidates of a town and kind": lambda: f"{at}candidates?town={pick('town_code')}&kind={pick('kind')}",
        "one candidate": lambda: f"{at}candidate/{pick('id')}",
        "pairs": lambda: f"{at}pairs",
        "pairs of a town": lambda: f"{at}pairs?town={pick('town_code')}",
        "changed since the verdict": lambda: f"{at}changed",
        "second look": lambda: f"{at}second",
        "contradictions": lambda: f"{at}contradictions",
        "home, with progress of each town": lambda: at.rstrip("/"),
    }


def _tables(path: Path) -> dict[str, Ask]:
    pick = _picking(path)
    at = f"/{path.stem}/"
    return {
        "town page": lambda: f"/-/review/town/{pick('town_code')}",
        "candidates by words": lambda: f"/-/review/candidates?q={pick('name').split()[0]}",
        "initiatives with facets": lambda: f"{at}initiatives",
        "initiatives of a town": lambda: f"{at}initiatives?town__exact={pick('town')}",
        "initiatives of a kind": lambda: f"{at}initiatives?kind__exact={pick('kind')}",
        "review queue": lambda: f"{at}review_queue",
        "evidence": lambda: f"{at}evidence",
        "coverage": lambda: f"{at}coverage",
    }


def _picking(path: Path) -> Callable[[str], str]:
    """By column, a value of a random initiative."""
    chance = random.Random(3)
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute(
            "SELECT i.id, i.town_code, t.name, i.kind, i.name FROM initiative i JOIN town t ON t.code = i.town_code"
            " WHERE i.merged_into IS NULL ORDER BY random() LIMIT 500"
        ).fetchall()
    at = {"id": 0, "town_code": 1, "town": 2, "kind": 3, "name": 4}
    return lambda column: str(chance.choice(rows)[at[column]])


if __name__ == "__main__":
    main()
