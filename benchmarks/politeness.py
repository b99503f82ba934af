"""Politeness costs what it must and no more: 200 hosts with delays and latencies of their own, watched from their side.

`python -m benchmarks.politeness [--hosts 200] [--seconds 90]`. Each host states its Crawl-delay in its robots.txt and
answers after its own latency; how many pages it has is drawn so that the slowest takes about the given seconds. A
batch fetches them all. From the server's log, in a process of its own: the wall time against the lower bound, the
maximum over hosts of pages × delay; and whether any had two requests at once. The smallest pause against a host's delay
is told as the requests left and as they arrived: a server that 200 connections reach in one instant stamps some late.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

from aiohttp import web

from sharitories_crawl.fetch.hosts import HostTurns, Turn
from sharitories_crawl.models import Lead
from sharitories_crawl.pipeline.crawl import Order, crawl
from sharitories_crawl.pipeline.tools import load_knowledge, working_store
from sharitories_crawl.settings import load_settings
from sharitories_crawl.sources import SOURCES

TOLERANCE = 0.03
"""Of the lower bound."""
JITTER = 0.05
"""Seconds by which an arrival may be stamped late by a server that shares its cores with the crawl."""
DELAYS = (1.0, 1.5, 2.0, 3.0, 5.0)


class Silent:
    """Progress that tells nobody."""

    def asked(self, asked: object, left: int) -> None: ...

    def fetched(self, url: str, status: str, left: int) -> None: ...


@dataclass(frozen=True)
class Host:
    """One host: its delay and latency in seconds, and its pages."""

    name: str
    delay: float
    latency: float
    pages: int


def hosts_of(count: int, seconds: float, seed: int) -> list[Host]:
    """The slowest takes `seconds`, the others a fiftieth to a fifth of that: pauses are to count, not work."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        delay = chance.choice(DELAYS)
        share = 1.0 if number == 0 else chance.uniform(0.02, 0.2)
        found.append(Host(f"h{number}.example", delay, chance.uniform(0, 0.4), max(1, int(share * seconds / delay))))
    return found


def serve(hosts: list[Host], log: Path, ready: object, over: object) -> None:
    """Serve all hosts on one port until told that it is over; then write down who came when."""
    by_name = {host.name: host for host in hosts}
    came: list[tuple[str, str, float, float]] = []

    async def answer(request: web.Request) -> web.Response:
        begun = time.monotonic()
        host = by_name[request.host.split(":")[0]]
        await asyncio.sleep(host.latency)
        came.append((host.name, request.path, begun, time.monotonic()))
        if request.path == "/robots.txt":
            return web.Response(text=f"User-agent: *\nCrawl-delay: {host.delay}\n")
        return web.Response(text=f"<title>{request.path}</title><p>Une page.", content_type="text/html")

    async def work() -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ready.put(runner.addresses[0][1])  # type: ignore[attr-defined]
        while not over.is_set():  # type: ignore[attr-defined]  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.2)
        await runner.cleanup()

    asyncio.run(work())
    log.write_text(json.dumps(came))


async def fetch_all(hosts: list[Host], url: str, folder: Path, left: dict[str, list[float]]) -> float:
    """One batch over all pages, noting when each host's requests left; gives its wall time."""
    sent, turn_at = Turn.sent, HostTurns.turn
    names: dict[int, str] = {}

    def turn(turns: HostTurns, host: str, *, delay: float, patience: float = float("inf")) -> Turn:
        given = turn_at(turns, host, delay=delay, patience=patience)
        names[id(given._host)] = host.rpartition(":")[0]
        return given

    def note(given: Turn) -> None:
        sent(given)
        left[names[id(given._host)]].append(time.monotonic())

    setattr(HostTurns, "turn", turn)  # noqa: B010 - watched, not changed
    setattr(Turn, "sent", note)  # noqa: B010
    knowledge = load_knowledge()
    town = knowledge.towns.find("Lorient")
    options = {
        "db": str(folder / "p.db"),
        "sandbox": url,
        "delay": 0.5,
        "hosts_at_once": 256,
        "max_pages": 100_000,
        "max_pages_of_host": 100_000,
    }
    settings = load_settings(Path("/nonexistent"), {}, options)
    leads = [
        Lead(f"http://{host.name}/{page}", town.code, "record", "", None, "", "", "benchmark")
        for host in hosts
        for page in range(host.pages)
    ]
    with working_store(settings.db) as store:
        store.ledger.save_words((town,), (), SOURCES.values())
        store.frontier.save_leads(store.ledger.begin_run("crawl", {}, datetime.now(UTC)), leads)
        begun = time.monotonic()
        order = Order((town,), (), (), command="batch")
        outcome = await crawl(order, settings, knowledge, store, lambda: datetime.now(UTC), Silent(), lambda: False)
        took = time.monotonic() - begun
    assert outcome.tally.pages["ok"] == len(leads), outcome.tally.pages
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=90)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    hosts = hosts_of(options.hosts, options.seconds, options.seed)
    context = get_context("spawn")
    ready, over = context.Queue(), context.Event()
    with tempfile.TemporaryDirectory() as scratch:
        log = Path(scratch) / "log.json"
        server = context.Process(target=serve, args=(hosts, log, ready, over))
        server.start()
        try:
            left: dict[str, list[float]] = defaultdict(list)
            url = f"http://127.0.0.1:{ready.get(timeout=60)}"
            took = asyncio.run(fetch_all(hosts, url, Path(scratch), left))
        finally:
            over.set()
            server.join()
        return report(hosts, json.loads(log.read_text()), left, took)


def report(
    hosts: list[Host], log: list[tuple[str, str, float, float]], left: dict[str, list[float]], took: float
) -> int:
    """Print what the hosts saw; 0 where all is as it must be."""
    by_host = defaultdict(list)
    for name, _, begun, ended in sorted(log, key=lambda one: one[2]):
        by_host[name].append((begun, ended))
    bound = max(host.pages * host.delay for host in hosts)
    arrived = [after[0] - before[0] - one.delay for one in hosts for before, after in pairwise(by_host[one.name])]
    sent = [after - before - one.delay for one in hosts for before, after in pairwise(left[one.name])]
    short = sum(pause < -JITTER for pause in arrived)
    at_once = sum(after[0] < before[1] for host in hosts for before, after in pairwise(by_host[host.name]))
    begun, ended = min(one[2] for one in log), max(one[3] for one in log)
    over = (ended - begun) / bound - 1
    sys.stdout.write(
        f"{len(hosts)} hosts, {len(log):,} requests, delays {min(DELAYS)} to {max(DELAYS)} s, latencies up to "
        f"{max(host.latency for host in hosts):.2f} s.\n"
        f"Lower bound {bound:.1f} s; from the first request to the last answer {ended - begun:.1f} s, {over:+.1%}; the "
        f"whole run {took:.1f} s.\n"
        f"Smallest pause against the host's delay, over {len(sent):,} pauses: {min(sent) * 1000:+.1f} ms as requests "
        f"left, {min(arrived) * 1000:+.1f} ms as they arrived, {short} of them over {JITTER * 1000:.0f} ms shorter.\n"
        f"Two requests at once: {at_once}.\n"
    )
    return 0 if over <= TOLERANCE and min(sent) >= 0 and not at_once else 1


if __name__ == "__main__":
    sys.exit(main())
