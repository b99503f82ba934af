"""The race: this project's crawl, Scrapy and a bare loop on the same pages, in turn, each on one core.

Run as `python -m benchmarks.crawl_speed`; it writes the table into benchmarks/README.md.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from benchmarks.french_pages import PAGES_PER_SITE, SITES
from benchmarks.lap import Lap, lay_course
from benchmarks.machine import cores
from benchmarks.table import CONTESTANTS, Run, write_readme

_LONGEST_LAP = 900
"""Seconds after which a contestant is ended: it hangs."""


@dataclass(frozen=True, slots=True)
class Served:
    """What the server gave since it was last asked."""

    pages: int
    pages_once: int
    robots: int
    missing: int


class RaceFailed(Exception):
    """A contestant did not do the whole work, so its time means nothing."""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def ask_served(port: int) -> Served:
    """Ask the server for its counts, which it then forgets."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/served", timeout=30) as answer:
        return Served(**json.load(answer))


def run_contestant(module: str, folder: Path, port: int, core: int) -> tuple[Lap, float, float]:
    """One lap in a process of its own: (lap, CPU seconds, seconds with start-up)."""
    command = [sys.executable, "-m", f"benchmarks.{module}", "--port", str(port), "--core", str(core)]
    with (folder / "out").open("w+") as out, (folder / "err").open("w+") as err:
        started = os.times().elapsed
        process = subprocess.Popen([*command, "--folder", str(folder)], stdout=out, stderr=err, text=True)
        previous = signal.signal(signal.SIGALRM, lambda *_: process.kill())
        signal.alarm(_LONGEST_LAP)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, previous)
        process.returncode = os.waitstatus_to_exitcode(status)
        whole = os.times().elapsed - started
        out.seek(0)
        err.seek(0)
        told, said = out.read(), err.read()
    if process.returncode:
        raise RaceFailed(f"{module} ended with {process.returncode}: {said[-2_000:]}")
    lap = Lap(**json.loads(told.strip().splitlines()[-1]))
    return lap, usage.ru_utime + usage.ru_stime, whole


def check(module: str, lap: Lap, served: Served, pages: int) -> None:
    """Raise RaceFailed unless every page was fetched exactly once, and kept, and robots files were asked for."""
    got = {"pages": lap.pages, "kept": lap.kept, "served": served.pages, "served once": served.pages_once}
    wrong = {name: count for name, count in got.items() if count != pages}
    if served.missing:
        wrong["asked for in vain"] = served.missing
    if module != "with_bare_loop" and served.robots != SITES:
        wrong["robots.txt"] = served.robots
    if module == "with_sharitories" and not lap.mentions:
        wrong["mentions"] = 0
    if wrong:
        raise RaceFailed(f"{module}: {pages} pages expected, but {wrong}")


def race(rounds: int, per_site: int) -> list[Run]:
    """Serve on one core, let each contestant run on another, in turn, round after round."""
    available = cores()
    serving, running = available[-1], available[0]
    port = free_port()
    runs: list[Run] = []
    command = [sys.executable, "-m", "benchmarks.page_server"]
    server = subprocess.Popen(
        [*command, "--port", str(port), "--per-site", str(per_site), "--core", str(serving)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        if server.stdout.readline().strip() != "ready":
            raise RaceFailed("the page server did not start")
        for number in range(1, rounds + 1):
            for module, label in CONTESTANTS.items():
                with tempfile.TemporaryDirectory() as name:
                    expected = lay_course(Path(name), port, per_site)
                    ask_served(port)
                    lap, cpu, whole = run_contestant(module, Path(name), port, running)
                check(module, lap, ask_served(port), expected)
                runs.append(Run(number, module, lap, cpu, whole))
                told = f"{lap.pages / lap.seconds:.0f} pages/s, CPU {cpu:.1f} s, {lap.peak_memory:.0f} MB"
                print(f"round {number}: {label}: {told}", flush=True)
    finally:
        server.terminate()
        server.wait(timeout=30)
    return runs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--per-site", type=int, default=PAGES_PER_SITE, help=f"pages of each of {SITES} sites")
    parser.add_argument("--no-write", action="store_true", help="leave benchmarks/README.md as it is")
    given = parser.parse_args()
    runs = race(given.rounds, given.per_site)
    write_readme(runs, sys.argv[1:], write=not given.no_write)


if __name__ == "__main__":
    main()
