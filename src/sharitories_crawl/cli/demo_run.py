"""The main job on the embedded sandbox, marked against the sandbox's own truth."""

import asyncio
import signal
from collections.abc import Sequence
from pathlib import Path

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli.planning import plan_of
from sharitories_crawl.cli.progress import Lines, Quiet
from sharitories_crawl.pipeline.crawl import Order, Outcome, crawl
from sharitories_crawl.pipeline.tools import Store, load_knowledge, working_store
from sharitories_crawl.sandbox.server import ENDPOINT_HOSTS, serve
from sharitories_crawl.sandbox.truth import Found, Score, score
from sharitories_crawl.sandbox.world_files import load_world
from sharitories_crawl.settings import load_settings
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.store.database import check_ours, is_blank
from sharitories_crawl.store.worlds import check_world

SLOW_SECONDS = 6.0
"""How slow the sandbox's slow answers are; longer than the demo waits, so that a timeout is seen too."""
WAIT_SECONDS = 5.0


def run_demo(cities: Sequence[str], path: Path, *, quiet: bool) -> tuple[Outcome, dict[str, Score], Path]:
    """Crawl the towns on a sandbox of its own; gives the outcome, each town's score, and the database's path."""
    knowledge = load_knowledge()
    towns = tuple(dict.fromkeys(knowledge.towns.find(city) for city in cities))
    sources = tuple(SOURCES[host.removesuffix(".example")] for host in ENDPOINT_HOSTS)
    plans = [plan_of(town, sources, knowledge, None, None, False) for town in towns]
    order = Order(
        towns=towns,
        sources=sources,
        queries=tuple(query for plan in plans for query in plan.queries),
        by_name=True,
        command="demo",
        options={"cities": [town.name for town in towns]},
    )
    world = load_world()
    stopped = False

    async def work(store: Store) -> Outcome:
        def stop() -> None:
            nonlocal stopped
            stopped = True

        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop)
        async with serve(world, slow_seconds=SLOW_SECONDS) as address:
            settings = load_settings(
                Path("/nonexistent"),
                {},
                {
                    "db": str(path), "sandbox": address, "delay": 0, "refresh_days": 0, "timeout": WAIT_SECONDS,
                    "max_retry_after": 5, "contact": "demo", "max_pages": 2000,
                },
            )  # fmt: skip
            progress = Quiet() if quiet else Lines()
            return await crawl(order, settings, knowledge, store, opt.now, progress, lambda: stopped)

    if not is_blank(path):
        check_ours(path)
    check_world(path, fiction=True)
    with working_store(path) as store:
        outcome = asyncio.run(work(store))
        scores = {
            town.name: score(
                town.code,
                [
                    Found(str(row["name"]), str(row["url"]), str(row["kind"]), str(row["postal_code"]))
                    for row in store.candidates.initiatives(town.code)
                ],
                world,
            )
            for town in towns
        }
    return outcome, scores, path
