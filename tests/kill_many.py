"""Kill a batch on the sandbox at many random moments: `python -m tests.kill_many --kills 100 [--seed N]`.

After each kill whatever was committed is still there, and in the end the database is that of one uninterrupted run.
tests/pipeline/test_durability.py does the same with a few kills, and the other ways in which a night ends badly.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.conftest import KINDS, Program, Web, serving
from tests.nursery import start

from sharitories_crawl.sandbox.world_files import load_world

IN_FLIGHT = 16 + 3
"""Hosts at once, and the sources that are asked beside them."""
DONE = (0, 3)
OF_WHOLE = 0.6
"""Of the time of an uninterrupted run: a killed one is killed before, so that most kills meet work. Arbitrary."""


@dataclass
class Night:
    """A batch that is run again and again in one folder until it comes to its end."""

    web: Web
    folder: Path
    kinds: tuple[str, ...] = KINDS[:3]
    committed: dict[str, set[object]] = field(default_factory=dict)

    @property
    def arguments(self) -> tuple[str, ...]:
        kinds = tuple(word for kind in self.kinds for word in ("--kind", kind))
        return ("batch", "--city", "Lorient", "--sandbox", self.web.url, "--db", "here.db", "--quiet", *kinds)

    @property
    def variables(self) -> dict[str, str]:
        return {"SHARITORIES_DELAY": "0", "SHARITORIES_LEAST_FREE_MB": "0", "SHARITORIES_TIMEOUT": "5"}

    def start(self, jumps_after: int | None = None) -> BaseProcess:
        """Start the batch."""
        return start(self.folder, self.arguments, self.variables, jumps_after=jumps_after)

    def finish(self) -> int:
        """Run it to its end."""
        process = self.start()
        process.join()
        return int(process.exitcode or 0)

    def check(self) -> None:
        """Whatever was committed when this was called last is still there."""
        if not (self.folder / "here.db").exists():
            return
        with closing(sqlite3.connect(f"file:{self.folder}/here.db?mode=ro", uri=True)) as db:
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "change" not in tables:
                return
            for name, sql in COMMITTED.items():
                held = set(db.execute(sql).fetchall())
                lost = self.committed.get(name, set()) - held
                assert not lost, f"{name} lost: {lost}"
                self.committed[name] = held

    def outcome(self) -> dict[str, object]:
        """What the database holds in the end, without when and in which run."""
        program = Program(self.folder)
        return {
            "mentions": program.mentions(),
            "initiatives": program.initiatives(),
            "pages": set(program.rows("SELECT url, status, digest FROM page")),
            "answers": set(program.rows("SELECT id, status, reason, results FROM query_status")),
            "changes": sorted(program.rows("SELECT change, initiative_id, name FROM changes")),
            "witnesses": set(program.rows("SELECT initiative_id, place, misses FROM witness")),
            "damage": program.rows("PRAGMA integrity_check"),
        }


COMMITTED = {
    "pages": "SELECT url FROM page",
    "answers": "SELECT id, query_id, status FROM answer",
    "responses": "SELECT id, archive_file, archive_offset FROM response",
    "leads": "SELECT url, town_code, origin FROM lead",
    "changes": "SELECT id, change, initiative_id FROM change",
}


def differences(one: dict[str, object], other: dict[str, object]) -> dict[str, object]:
    """What two outcomes do not share."""
    found: dict[str, object] = {}
    for name, value in one.items():
        if value != other[name]:
            a, b = value, other[name]
            found[name] = (set(a) - set(b), set(b) - set(a)) if isinstance(a, set) and isinstance(b, set) else (a, b)
    return found


def kill_many(
    night: Night, kills: int, longest: float, chance: random.Random, number: int = signal.SIGKILL
) -> tuple[int, int]:
    """Signal the batch at random moments until it comes to its end or had so many.

    Gives how many it had, and how many of them came when that run had asked something already.
    """
    met = 0
    for kill in range(kills):
        before = len(night.web.log)
        process = night.start()
        process.join(chance.uniform(0, longest))
        if process.exitcode is not None:
            assert process.exitcode in DONE, process.exitcode
            return kill, met
        assert process.pid is not None
        os.kill(process.pid, number)
        process.join()
        met += len(night.web.log) > before
        night.check()
    return kills, met


def forget(web: Web) -> None:
    """The sandbox begins anew: faults that come once come again."""
    urllib.request.urlopen(urllib.request.Request(f"{web.url}/__reset", method="POST")).close()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    begun, killed, rounds, again, met = time.monotonic(), 0, 0, 0, 0
    with serving(load_world()) as web, tempfile.TemporaryDirectory() as scratch:
        whole = Night(web, Path(scratch) / "whole")
        whole.folder.mkdir()
        assert whole.finish() in DONE
        longest = OF_WHOLE * (time.monotonic() - begun)
        expected, asked = whole.outcome(), web.pages_asked()
        while killed < options.kills:
            forget(web)
            night = Night(web, Path(scratch) / "killed")
            night.folder.mkdir()
            had, at_work = kill_many(night, options.kills - killed, longest, chance)
            assert night.finish() in DONE
            night.check()
            if wrong := differences(night.outcome(), expected):
                sys.stderr.write(f"round {rounds} differs: {wrong}\n")
                return 1
            assert not set(asked) - set(web.pages_asked()), "something was never asked for"
            repeated = (web.pages_asked() - asked).total()
            assert repeated <= IN_FLIGHT * had, f"{repeated} requests repeated after {had} kills"
            killed, rounds, again, met = killed + had, rounds + 1, again + repeated, met + at_work
            shutil.rmtree(night.folder)
    took = time.monotonic() - begun
    sys.stdout.write(
        f"{killed} kills in {took:.0f} s, {met} of them after requests of their run, until {rounds} batches were done. "
        "Every database is as one uninterrupted run leaves it, nothing committed was lost, "
        f"{again / max(killed, 1):.1f} requests were repeated for each kill.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
