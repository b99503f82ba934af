"""The database of one demo, and Datasette serving it as `sharitories review` does."""

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from datasette.utils import tilde_encode
from tests.conftest import Program, serving
from tests.programs import SHARITORIES, Running, clean_environment, running

from sharitories_crawl.sandbox.world import World

_LINK = re.compile(r"Open  (http://127\.0\.0\.1:(\d+)(/\S*)-/review/login\?token=\S+)  in")
ENGLISH = {"accept-language": "en"}


@dataclass(frozen=True)
class Served:
    """A database under review; addresses begin after the database's own."""

    path: Path
    address: str
    link: str
    """Logs in whoever opens it."""
    port: int
    running: Running
    client: httpx.Client
    """Logged in, and reading English."""

    def get(self, path: str = "", **parameters: str) -> httpx.Response:
        return self.client.get(self.address + path, params=parameters or None)

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Ask the file itself, beside Datasette."""
        with closing(sqlite3.connect(self.path)) as db:
            return db.execute(sql, values).fetchall()

    def columns(self, name: str) -> list[str]:
        return [str(row[0]) for row in self.query("SELECT name FROM pragma_table_info(?)", name)]


@contextmanager
def reviewing(path: Path, *options: str) -> Iterator[Served]:
    """`sharitories review` on a free port, from its first line on, with somebody logged in by its link."""
    with running([*SHARITORIES, "review", "--db", str(path), "--port", "0", *options]) as process:
        process.wait_for(lambda: _LINK.search(process.text()) is not None)
        match = _LINK.search(process.text())
        assert match
        link, port, base = match.groups()
        with httpx.Client(timeout=30, trust_env=False, verify=False, headers=ENGLISH) as client:
            assert client.get(link).status_code == 302
            address = f"http://127.0.0.1:{port}{base}{tilde_encode(path.stem)}"
            yield Served(path, address, link, int(port), process, client)


@pytest.fixture(scope="session")
def demo_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a demo leaves behind; copy it before writing to it."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    command = [*SHARITORIES, "demo", "--quiet", "--db", str(path)]
    ended = subprocess.run(command, check=False, timeout=120, capture_output=True, text=True, env=clean_environment())
    assert ended.returncode in (0, 3), ended.stderr
    return path


@pytest.fixture
def demo_copy(demo_db: Path, tmp_path: Path) -> Path:
    """A copy of the demo's database to write to."""
    path = tmp_path / "copy.db"
    copied(demo_db, path)
    return path


@pytest.fixture(scope="session")
def towns_db(world: World, program_in: type[Program], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every town of the sandbox in one database, with its archive; copy it before writing to it."""
    with serving(world) as web:
        program = program_in(tmp_path_factory.mktemp("towns"))
        cities = [word for town in world.towns for word in ("--city", town.name)]
        ended = program.run("crawl", *cities, "--sandbox", web.url, "--db", "here.db", "--quiet")
        assert ended.code in (0, 3), ended.err
    return program.folder / "here.db"


@pytest.fixture
def towns(towns_db: Path, tmp_path: Path) -> Iterator[Served]:
    """A copy of it under review."""
    path = tmp_path / "towns.db"
    copied(towns_db, path)
    (tmp_path / "archive").symlink_to(towns_db.parent / "archive")
    with reviewing(path) as served:
        yield served


def copied(source: Path, target: Path) -> None:
    """A copy of a database, to write to."""
    with closing(sqlite3.connect(source)) as held, closing(sqlite3.connect(target)) as fresh:
        held.backup(fresh)
        fresh.execute("PRAGMA journal_mode = WAL")


@pytest.fixture(scope="session")
def review(demo_db: Path) -> Iterator[Served]:
    """The demo's database under review."""
    with reviewing(demo_db) as served:
        yield served
