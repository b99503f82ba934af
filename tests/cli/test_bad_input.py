"""What is wrong in what a person gave is told with its place and its remedy, and nothing is touched."""

import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.store.database import open_database

if TYPE_CHECKING:
    from tests.conftest import Ended, Program

CRAWL = ("crawl", "--city", "Lorient", "--source", "overpass")


def nothing(folder: Path) -> None:
    """An empty folder."""


def file_of(name: str, text: str) -> Callable[[Path], None]:
    """Puts a file into the folder."""

    def write(folder: Path) -> None:
        (folder / name).write_text(text, encoding="utf-8")

    return write


def foreign_database(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "here.db")) as db, db:
        db.execute("CREATE TABLE recipe (name TEXT)")


def newer_database(folder: Path) -> None:
    open_database(folder / "here.db").close()
    with closing(sqlite3.connect(folder / "here.db")) as db, db:
        db.execute(
            "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('sharitories_crawl', 'm999', '')"
        )


def damaged_database(folder: Path) -> None:
    open_database(folder / "here.db").close()
    with (folder / "here.db").open("r+b") as file:
        file.seek(100)  # where SQLite's first page, the list of tables, begins
        file.write(b"\xff" * 3000)


def half_database(folder: Path) -> None:
    open_database(folder / "here.db").close()
    whole = (folder / "here.db").read_bytes()
    (folder / "here.db").write_bytes(whole[: len(whole) // 2])


FRENCH = (bundled_dir("queries") / "fr.toml").read_text(encoding="utf-8").splitlines()
COWORKING = FRENCH.index("[keywords.coworking]")
"""Lines before the one after which the kind's words stand."""


def broken_queries(folder: Path) -> None:
    shutil.copytree(bundled_dir("queries"), folder / "own")
    path = folder / "own" / "fr.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[COWORKING + 1] = lines[COWORKING + 1].replace("words", "wrods")
    path.write_text("\n".join(lines), encoding="utf-8")


def folder_in_the_way(folder: Path) -> None:
    (folder / "here.db").mkdir()


def file_in_the_way(folder: Path) -> None:
    (folder / "taken").write_text("a file where a folder should be", encoding="utf-8")


@dataclass(frozen=True)
class Mistake:
    """What is given, what lies in the folder, and the words that the message must hold."""

    command: tuple[str, ...]
    told: tuple[str, ...]
    before: Callable[[Path], None] = nothing


MISTAKES = {
    "unknown-town": Mistake(("crawl", "--city", "Loriant"), ("Loriant", "Lorient (Morbihan, 56121)")),
    "unknown-town-in-queries": Mistake(("queries", "--city", "Epinel"), ("Epinel", "Épinal")),
    "unknown-town-in-towns": Mistake(("towns", "Loriant"), ("Loriant", "Lorient")),
    "unknown-town-in-demo": Mistake(("demo", "--city", "Loriant"), ("Loriant", "Lorient")),
    "no-town": Mistake(("crawl",), ("no town is named", "--city Lorient", "sharitories towns")),
    "empty-town": Mistake(("crawl", "--city", ""), ("No town ''", "sharitories towns")),
    "unknown-group": Mistake(("crawl", "--group", "grandes-villes"), ("grandes-villes", "villes-moyennes", "study")),
    "unknown-department": Mistake(("crawl", "--department", "Morbian"), ("Morbian", "Morbihan")),
    "department-without-town": Mistake(("crawl", "--department", "75"), ("75",)),
    "unknown-kind": Mistake((*CRAWL, "--kind", "cowoking"), ("cowoking", "coworking")),
    "unknown-source": Mistake(("crawl", "--city", "Lorient", "--source", "overpas"), ("overpas", "overpass")),
    "searxng-without-address": Mistake(
        ("crawl", "--city", "Lorient", "--source", "searxng"), ("searxng", "SHARITORIES_SEARXNG_URL", "searxng_url")
    ),
    "settings-no-toml": Mistake(
        CRAWL, ("sharitories.toml", "line 2"), file_of("sharitories.toml", 'contact = "a"\ndelay = = 3\n')
    ),
    "settings-unknown-name": Mistake(
        CRAWL, ("sharitories.toml", "line 2", "contact"), file_of("sharitories.toml", '\ncontakt = "a@b.example"\n')
    ),
    "settings-wrong-value": Mistake(
        CRAWL, ("sharitories.toml", "line 1", "from 0 to 3600"), file_of("sharitories.toml", 'delay = "soon"\n')
    ),
    "settings-of-settings": Mistake(
        ("settings",),
        ("sharitories.toml", "line 1", "hosts_at_once"),
        file_of("sharitories.toml", "host_at_once = 3\n"),
    ),
    "queries-key": Mistake(
        (*CRAWL, "--queries", "own"), (f"own/fr.toml, line {COWORKING + 2}", "wrods", "words"), broken_queries
    ),
    "queries-missing": Mistake((*CRAWL, "--queries", "own"), ("own",)),
    "db-is-a-folder": Mistake((*CRAWL, "--db", "here.db"), ("here.db", "--db"), folder_in_the_way),
    "db-under-a-file": Mistake((*CRAWL, "--db", "taken/here.db"), ("taken", "--db"), file_in_the_way),
    "db-in-system": Mistake((*CRAWL, "--db", "/proc/here.db"), ("/proc", "--db")),
    "demo-db-under-a-file": Mistake(("demo", "--db", "taken/here.db"), ("taken", "--db"), file_in_the_way),
    "refresh-negative": Mistake((*CRAWL, "--refresh", "-1"), ("--refresh", "0 to 3650")),
    "refresh-word": Mistake((*CRAWL, "--refresh", "weekly"), ("--refresh", "a number")),
    "max-pages-word": Mistake((*CRAWL, "--max-pages", "x"), ("--max-pages", "an integer")),
    "max-pages-negative": Mistake((*CRAWL, "--max-pages", "-3"), ("--max-pages", "0 to 100000")),
    "sandbox-no-address": Mistake((*CRAWL, "--sandbox", "8100"), ("--sandbox", "http://localhost:8080")),
    "unknown-option": Mistake((*CRAWL, "--citi", "Vannes"), ("--citi", "--city")),
    "unknown-command": Mistake(("crwal",), ("crwal", "crawl")),
    "port-of-no-machine": Mistake(("sandbox", "serve", "--port", "99999"), ("--port", "65535")),
    "catalogue-missing": Mistake(("sandbox", "serve", "--catalogue", "list.csv"), ("list.csv",)),
    "catalogue-no-json": Mistake(
        ("sandbox", "serve", "--catalogue", "list.json"), ("list.json", "line 1"), file_of("list.json", "[{]")
    ),
    "catalogue-without-names": Mistake(
        ("sandbox", "serve", "--catalogue", "list.csv"), ("list.csv", "name"), file_of("list.csv", "a,b\n1,2\n")
    ),
    "parse-missing-file": Mistake(("sources", "parse", "mojeek", "page.html"), ("page.html", "No such file")),
    "parse-unknown-source": Mistake(("sources", "parse", "mojek", "page.html"), ("mojek", "mojeek")),
    "status-without-database": Mistake(
        ("status", "--db", "here.db"), ("here.db", "crawl --city Lorient --db here.db`")
    ),
    "reparse-without-database": Mistake(
        ("reparse", "--db", "here.db"), ("here.db", "crawl --city Lorient --db here.db`")
    ),
    "resolve-without-database": Mistake(
        ("resolve", "--db", "here.db"), ("here.db", "crawl --city Lorient --db here.db`")
    ),
    "review-without-database": Mistake(
        ("review", "--db", "here.db"), ("here.db", "crawl --city Lorient --db here.db`")
    ),
    "review-without-database-of-the-default-name": Mistake(
        ("review",), ("data/sharitories.db", "`sharitories crawl --city Lorient`")
    ),
    "export-without-database": Mistake(
        ("export", "--db", "no such.db"), ("`sharitories crawl --city Lorient --db 'no such.db'`",)
    ),
    "backup-to-where-nothing-can-be-written": Mistake(
        ("backup", "/proc/b.tar", "--db", "here.db"),
        ("/proc/b.tar cannot be written", "give a file in a folder of yours"),
        lambda folder: open_database(folder / "here.db").close(),
    ),
}
COMMANDS = ("crawl --city Lorient --source overpass", "queries --city Lorient", "status", "reparse", "resolve")
DATABASES: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "foreign": (foreign_database, ("here.db", "another program", "--db")),
    "newer": (newer_database, ("here.db", "newer version", "m999")),
    "damaged": (damaged_database, ("here.db", "damaged", "--db")),
    "text": (file_of("here.db", "Dear diary, this is no database at all. " * 20), ("here.db", "no SQLite database")),
}
for _command in COMMANDS:
    for _name, (_make, _told) in DATABASES.items():
        _words = (*_command.split(), "--db", "here.db")
        MISTAKES[f"{_name}-database-for-{_words[0]}"] = Mistake(_words, _told, _make)


def assert_told(ended: "Ended", told: tuple[str, ...], code: int = 2) -> None:
    said = " ".join(ended.err.replace("│", " ").split())
    assert ended.code == code, ended
    assert "Traceback" not in said
    for words in told:
        assert words in said
    assert not ended.out


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_mistake_is_told_and_nothing_is_touched(program: "Program", mistake: Mistake) -> None:
    mistake.before(program.folder)
    before = program.files()
    ended = program.run(*mistake.command)
    assert_told(ended, mistake.told)
    assert program.files() == before


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SHARITORIES_DELAY", "fast", "from 0 to 3600"),
        ("SHARITORIES_ALLOW_NETWORKS", "10.0.0.0/8,intranet", "'intranet' is no network"),
        ("SHARITORIES_SEARXNG_URL", "localhost:8888", "http://localhost:8080"),
        ("SHARITORIES_SOURCES", "overpas", "overpass"),
    ],
)
def test_mistake_in_a_variable_is_told(program: "Program", name: str, value: str, told: str) -> None:
    ended = program.run("crawl", "--city", "Lorient", **{name: value})
    assert_told(ended, (name, value, told))
    assert not program.files()


@pytest.mark.parametrize("command", COMMANDS, ids=[command.split()[0] for command in COMMANDS])
def test_database_cut_in_half_is_told(program: "Program", command: str) -> None:
    half_database(program.folder)
    ended = program.run(*command.split(), "--db", "here.db")
    assert_told(ended, ("here.db", "damaged", "--db"))


def test_review_refuses_a_foreign_database(program: "Program") -> None:
    foreign_database(program.folder)
    process = program.start("review", "--db", "here.db", "--port", "0")
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (2, "")
    assert "another program" in err
    assert "Traceback" not in err


def test_without_a_network_the_demo_is_named(program: "Program") -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound but not listening: connections are refused
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
        ended = program.run(*CRAWL, "--db", "here.db", "--quiet", SHARITORIES_OVERPASS_URL=address)
    assert ended.code == 4, ended
    assert "nothing could be reached" in ended.err
    assert "`sharitories demo`" in ended.err
    assert "Traceback" not in ended.err
    assert program.rows("SELECT exit_code FROM run") == [(4,)]
    assert program.rows("SELECT status, reason FROM answer") == [("timeout", "connection-refused")]
