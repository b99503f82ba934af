"""A small town on the sandbox web that changes from night to night, crawled by a clock that is passed in."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from sharitories_crawl.cli.planning import plan_of
from sharitories_crawl.pipeline.crawl import Order, Outcome, crawl
from sharitories_crawl.pipeline.tools import Knowledge, Store, load_knowledge, working_store
from sharitories_crawl.pipeline.turns import town_by_town
from sharitories_crawl.sandbox.catalogue_world import CatalogueRow, world_of_rows
from sharitories_crawl.sandbox.search_engine import SearchEngine
from sharitories_crawl.sandbox.server import Sandbox
from sharitories_crawl.sandbox.world import World
from sharitories_crawl.settings import Settings, load_settings
from sharitories_crawl.sources import SOURCES

FIRST_NIGHT = datetime(2026, 11, 2, 1, tzinfo=UTC)
SOURCES_ASKED = ("overpass", "transiscope", "searxng")
KINDS = ("coworking", "fablab", "repair-cafe")


class Silent:
    """Progress that tells nobody."""

    def asked(self, asked: object, left: int) -> None: ...

    def fetched(self, url: str, status: str, left: int) -> None: ...


def row(name: str, street: str, kind: str = "coworking", words: str = "", site: str = "") -> CatalogueRow:
    """An initiative of Lorient; all of them lie at the same point, which no rule asks for where a street is told."""
    about = words or f"{name} est un espace de {kind} associatif ouvert à tous à Lorient, avec une équipe de bénévoles."
    return CatalogueRow(name, "Lorient", street, "56100", about, site, kind, "", "FR", 47.7483, -3.3700)


@dataclass
class Town:
    """What there is tonight: rows by their place in the catalogue, and what is closed, broken or out of order."""

    rows: list[CatalogueRow]
    closed: set[int] = field(default_factory=set)
    """Rows of which nothing is left: no site, no record."""
    broken: dict[int, str] = field(default_factory=dict)
    """Row -> the fault of its site."""
    parked: set[int] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    """Sources that hang up."""
    blocking: set[str] = field(default_factory=set)
    """Sources that refuse."""
    records_lost: set[int] = field(default_factory=set)
    """Rows that the map and the directory have no more, though their sites stand."""

    def world(self) -> World:
        """The town as a web."""
        world = world_of_rows(self.rows, "A changing town")
        ids = {f"row-{number}": number - 1 for number in range(1, len(self.rows) + 1)}
        owner = {thing.site.split("/")[2]: ids[thing.id] for thing in world.things}
        sites = {}
        for host, site in world.sites.items():
            number = owner[host]
            if number in self.closed:
                continue
            if number in self.broken:
                site = replace(site, fault=self.broken[number])
            if number in self.parked:
                page = replace(site.pages[0], title=host, h1="", text=f"Ce domaine est à vendre : {host}", shows=())
                site = replace(site, name=host, footer="", pages=(page,))
            sites[host] = site
        gone = self.closed | self.records_lost
        return replace(
            world,
            sites=sites,
            map_elements=tuple(one for one in world.map_elements if ids[one.of] not in gone),
            directory=tuple(one for one in world.directory if ids[one.of] not in gone),
        )


@dataclass
class Nights:
    """A served town, its database, and the night that it is."""

    town: Town
    url: str
    path: Path
    knowledge: Knowledge
    settings: Settings
    _sandbox: Sandbox
    night: int = 0
    cities: tuple[str, ...] = ("Lorient",)
    changes: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    """Night -> what was noted, (change, name)."""

    def now(self) -> datetime:
        return FIRST_NIGHT + timedelta(days=self.night)

    def order(self) -> Order:
        towns = tuple(self.knowledge.towns.find(city) for city in self.cities)
        sources = tuple(SOURCES[name] for name in SOURCES_ASKED)
        plans = [plan_of(town, sources, self.knowledge, KINDS, None, False) for town in towns]
        since = self.now() - timedelta(days=self.settings.refresh_days)
        queries = tuple(query for plan in plans for query in plan.queries)
        return Order(towns, sources, queries, turn=town_by_town(since), command="batch")

    def crawl(self, store: Store) -> Outcome:
        """One night's batch."""
        self._sandbox.world = world = self.town.world()
        self._sandbox.engine = SearchEngine.of_world(world)
        order = self.order()
        outcome = asyncio.run(crawl(order, self.settings, self.knowledge, store, self.now, Silent(), lambda: False))
        rows = store.ledger.db.execute(
            "SELECT change, name FROM change WHERE run_id = ? ORDER BY id", (outcome.run_id,)
        )
        self.changes[self.night] = [(str(change), str(name)) for change, name in rows]
        return outcome

    def go_on(self) -> list[tuple[str, str]]:
        """Another night; what was noted in it."""
        self.night += 1
        with working_store(self.path) as store:
            self.crawl(store)
        return self.changes[self.night]


@contextmanager
def nights(town: Town, folder: Path, **options: object) -> Iterator[Nights]:
    """Serve the town while the block runs."""
    sandbox = Sandbox(town.world(), 0.0)
    ready, over = threading.Event(), asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []
    urls: list[str] = []

    @web.middleware
    async def out_of_order(request: web.Request, handler: Handler) -> web.StreamResponse:
        name = request.host.split(".")[0]
        if name in town.silent:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if name in town.blocking:
            return web.Response(status=403, text="Forbidden")
        return await handler(request)

    async def serve() -> None:
        loops.append(asyncio.get_running_loop())
        application = sandbox.application()
        application.middlewares.append(out_of_order)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, shutdown_timeout=0.1).start()
        urls.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
        ready.set()
        await over.wait()
        await runner.cleanup()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(10), "the town did not come up"
    chosen = {"sandbox": urls[0], "delay": 0, "refresh_days": 0.9, "max_retry_after": 0, **options}
    settings = load_settings(Path("/nonexistent"), {}, {**chosen, "db": str(folder / "nights.db")})
    try:
        yield Nights(town, urls[0], folder / "nights.db", load_knowledge(), settings, sandbox)
    finally:
        loops[0].call_soon_threadsafe(over.set)
        thread.join()


Act = Callable[[Town], None]
