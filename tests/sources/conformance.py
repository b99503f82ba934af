"""What a source must have beside its file, and what is missing, in words that say what to do."""

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType

from tests.sources.endings import NOTHING, TABLE_COLUMNS
from tests.sources.readme_rows import credit_of, row_of

from sharitories_crawl import sources as room
from sharitories_crawl.models import AnswerStatus, AskedBy, Query, Response
from sharitories_crawl.sources.base import Source

STATUSES_OF_NOTHING = (200, 400, 404)
"""Some services say that there is nothing with an error's number."""
REQUIRED_ENDINGS = frozenset({"captcha", "blocked", "rate-limited", "unreadable", "timeout"})

Endings = Mapping[str, frozenset[str]]
"""Source -> the endings that it is asked for in table tests."""
Serve = Callable[[str], AbstractContextManager[str]]
"""Starts the server of a source; gives its address. KeyError where there is none."""


@dataclass(frozen=True)
class Surroundings:
    """Where to look for what belongs to a source."""

    table: Mapping[str, Source]
    fixtures: Path
    readme: str
    endings: Endings
    serve: Serve


def missing(source: Source, where: Surroundings) -> list[str]:
    """One sentence for each thing that a source lacks; empty for one that is complete."""
    return [
        *_in_table(source, where.table),
        *_of_fixtures(source, where.fixtures / source.name),
        *_of_server(source, where.serve),
        *_of_endings(source, where.endings),
        *_in_readme(source, where.readme),
    ]


def _in_table(source: Source, table: Mapping[str, Source]) -> Iterator[str]:
    if table.get(source.name) is not source:
        yield f"{source.name} is not in SOURCE_TABLE: add its line to src/sharitories_crawl/source_table.py"


def _of_fixtures(source: Source, folder: Path) -> Iterator[str]:
    files = sorted(folder.glob("*.*"))
    full = [file for file in files if file.stem != NOTHING]
    if not any(_ends(source, file, 200) is AnswerStatus.RESULTS for file in full):
        yield f"no file in {folder} gives entries: put a documented answer there, with made-up content"
    # what is asked about the whole world has no way to say that there is nothing
    if source.asked_by is AskedBy.WORLD:
        return
    empty = [file for file in files if file.stem == NOTHING]
    if not any(_ends(source, file, code) is AnswerStatus.EMPTY for file in empty for code in STATUSES_OF_NOTHING):
        yield f"no {folder}/{NOTHING}.* ends as empty: put there how {source.name} says that there is nothing"


def _ends(source: Source, file: Path, code: int) -> AnswerStatus:
    body = file.read_bytes()
    text = body.decode("utf-8")
    query = Query(f"{source.name}/56121/x", source.name, "56121", (), "12 rue du Port 56100 Lorient", "fr")
    return source.parse(Response("https://asked.example/", code, {}, body, text, datetime.now(UTC)), query).status


def _of_server(source: Source, serve: Serve) -> Iterator[str]:
    try:
        with serve(source.name) as address:
            if not address.startswith("http://127.0.0.1:"):
                yield f"the server of {source.name} is not on loopback: {address}"
    except KeyError:
        yield (
            f"{source.name} has no server: add it to APPS in tests/sources/servers.py, "
            "or to SERVICES in web_servers.py, or to ENGINES in engines.py"
        )


def _of_endings(source: Source, endings: Endings) -> Iterator[str]:
    required = REQUIRED_ENDINGS | (set() if source.asked_by is AskedBy.WORLD else {"empty"})
    if lacking := required - endings.get(source.name, frozenset()):
        yield (
            f"no table test asks {source.name} for {', '.join(sorted(lacking))}: "
            f"write one with each_ending() of tests/sources/endings.py"
        )


def _in_readme(source: Source, readme: str) -> Iterator[str]:
    lines = readme.splitlines()
    for what, line in (("row", row_of(source)), ("credit", credit_of(source))):
        if line and line not in lines:
            yield (
                f"README lacks the {what} of {source.name}, or has another than the source declares: "
                f"paste what `python -m tests.sources.readme_rows` prints"
            )


def modules_of_sources() -> list[ModuleType]:
    """Every module of the room `sources`."""
    return [import_module(f"{room.__name__}.{found.name}") for found in pkgutil.iter_modules(room.__path__)]


def undeclared(modules: Iterable[ModuleType], table: Mapping[str, Source]) -> list[str]:
    """A sentence for every Source that stands in a module and not in the table."""
    return [
        f"{module.__name__}:{name} is not in SOURCE_TABLE: add its line to src/sharitories_crawl/source_table.py"
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, Source) and table.get(value.name) is not value
    ]


def strangers(names: Iterable[str], table: Mapping[str, Source], what: str) -> list[str]:
    """A sentence for everything that is kept for a source that is no more."""
    return [f"{what} {name} belongs to no source: take it away" for name in names if name not in table]


def endings_asked(modules: Iterable[ModuleType]) -> dict[str, frozenset[str]]:
    """The endings in the tables of all tests that `each_ending` made, by source."""
    asked: dict[str, set[str]] = {}
    for module in modules:
        for test in vars(module).values():
            for mark in getattr(test, "pytestmark", ()) if callable(test) else ():
                if mark.name == "parametrize" and mark.args[0] == TABLE_COLUMNS:
                    for case in mark.args[1]:
                        name, _, _, ending, _ = case.values
                        asked.setdefault(name, set()).add(ending)
    return {name: frozenset(endings) for name, endings in asked.items()}
