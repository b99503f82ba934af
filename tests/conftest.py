"""The real program in a clean folder, and a sandbox web on loopback that remembers what it was asked."""

import asyncio
import io
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.typedefs import Handler

from sharitories_crawl.cli import main
from sharitories_crawl.sandbox.server import LoggedRequest, Sandbox
from sharitories_crawl.sandbox.world import World
from sharitories_crawl.sandbox.world_files import load_world

SLOW_SECONDS = 0.2
"""The sandbox's slow answers come within every timeout, so that a crawl's outcome does not hang on the machine."""


KINDS = ("coworking", "fablab", "amap", "repair-cafe", "ressourcerie", "jardin-partage", "monnaie-locale", "sel")
"""Enough of the plan for every turn that a crawl can take, in half the time of the whole."""

MENTION_COLUMNS = (
    "id, found_in, source, query_id, rank, url, title, snippet, name, kind, relevance, locality, locality_reason,"
    " reasons, dropped, site, street, postal_code, city, email, phone, socials, siren, rna, list_url"
)


@dataclass
class Web:
    """A sandbox being served; `log` is every request it had."""

    url: str
    world: World
    log: list[LoggedRequest]
    _alarms: dict[int, Callable[[], None]] = field(default_factory=dict)

    def when_asked(self, requests: int, act: Callable[[], None]) -> None:
        """Act as soon as so many more requests have arrived, before the last of them is answered."""
        self._alarms[len(self.log) + requests] = act

    def crawl(self, *more: str) -> tuple[str, ...]:
        """The command that crawls Lorient here into here.db, for KINDS unless `more` names others."""
        kinds = () if "--kind" in more else tuple(word for kind in KINDS for word in ("--kind", kind))
        return ("crawl", "--city", "Lorient", "--sandbox", self.url, "--db", "here.db", "--quiet", *kinds, *more)

    def pages_asked(self) -> Counter[tuple[str, str]]:
        """(host, path) -> requests, robots files left out."""
        return Counter((asked.host, asked.path) for asked in self.log if asked.path != "/robots.txt")


@contextmanager
def serving(world: World) -> Iterator[Web]:
    """Serve a world from a thread of its own while the block runs."""
    sandbox = Sandbox(world, SLOW_SECONDS)
    served = Web("", world, sandbox.log)
    ready, over = threading.Event(), asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    @web.middleware
    async def alarm(request: web.Request, handler: Handler) -> web.StreamResponse:
        if act := served._alarms.pop(len(sandbox.log), None):
            act()
        return await handler(request)

    async def work() -> None:
        loops.append(asyncio.get_running_loop())
        application = sandbox.application()
        application.middlewares.append(alarm)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, shutdown_timeout=0.1).start()
        served.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        ready.set()
        await over.wait()
        await runner.cleanup()

    thread = threading.Thread(target=asyncio.run, args=(work(),))
    thread.start()
    assert ready.wait(10), "the sandbox did not come up"
    try:
        yield served
    finally:
        loops[0].call_soon_threadsafe(over.set)
        thread.join()


@pytest.fixture(scope="session")
def world() -> World:
    """The fictional web, loaded once."""
    return load_world()


@pytest.fixture
def sandbox(world: World) -> Iterator[Web]:
    """A sandbox that has not been asked anything yet."""
    with serving(world) as served:
        yield served


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Program:
    """`sharitories` with a folder of its own and an environment without settings of this machine."""

    folder: Path

    @staticmethod
    def environment(**variables: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SHARITORIES_")}
        return kept | {"SHARITORIES_DELAY": "0"} | variables

    def run(self, *arguments: str, **variables: str) -> Ended:
        """Run in this process: exactly what the console script does."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["sharitories", *arguments])
            patch.setattr(os, "environ", self.environment(**variables))
            code: object = 0
            try:
                main()
            except SystemExit as end:
                code = end.code
        return Ended(code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())

    def start(self, *arguments: str, **variables: str) -> "subprocess.Popen[str]":
        """Start as a process of its own, for what needs one: signals."""
        command = [sys.executable, "-m", "sharitories_crawl", *arguments]
        return subprocess.Popen(
            command, cwd=self.folder, env=self.environment(**variables), text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What a question to here.db gives."""
        with closing(sqlite3.connect(self.folder / "here.db")) as db:
            return db.execute(sql).fetchall()

    def initiatives(self) -> dict[str, tuple[str, str, str, str]]:
        """Id -> what an initiative is known by: name, kind, address, the ids of its mentions in order."""
        rows = self.rows(
            "SELECT i.id, i.name, i.kind, i.url, (SELECT group_concat(mention_id, ' ') FROM"
            " (SELECT mention_id FROM membership WHERE initiative_id = i.id ORDER BY 1)) FROM initiatives i"
        )
        return {str(id): (str(name), str(kind), str(url), str(members)) for id, name, kind, url, members in rows}

    def mentions(self) -> set[tuple[object, ...]]:
        """Every mention with all that was read, but not when and in which run."""
        return set(self.rows(f"SELECT {MENTION_COLUMNS} FROM mention"))

    def files(self) -> dict[str, bytes]:
        """Every file of the folder with its content, to see that nothing was created or changed."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }


@pytest.fixture(scope="session")
def program_in() -> type[Program]:
    """Makes the program for a folder, for fixtures of a wider scope."""
    return Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program in an empty folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    return Program(folder)


@dataclass(frozen=True)
class Crawled:
    """One whole crawl of Lorient with the default sources, and the web it crawled. Copy before writing to it."""

    program: Program
    web: Web
    ended: Ended
    seconds: float
    asked: Counter[tuple[str, str]]

    def copy_to(self, folder: Path) -> Program:
        """Database and archive in another folder, as `here.db`."""
        shutil.copytree(self.program.folder, folder / "copy")
        return Program(folder / "copy")


@pytest.fixture(scope="session")
def crawled(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """The uninterrupted crawl that others are compared with."""
    with serving(world) as served:
        program = Program(tmp_path_factory.mktemp("whole"))
        start = time.monotonic()
        ended = program.run(*served.crawl())
        yield Crawled(program, served, ended, time.monotonic() - start, served.pages_asked())
