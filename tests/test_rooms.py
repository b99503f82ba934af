"""The rooms of the source: who may import what, how long a module may be."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "sharitories_crawl"
PACKAGE = "sharitories_crawl"
MODULES = {str(path.relative_to(SOURCE)): path for path in sorted(SOURCE.rglob("*.py"))}
MOST_LINES = 300

ONLY_IN = {
    "httpx": {"fetch"}, "tenacity": {"fetch"}, "protego": {"fetch"}, "httpx_aiohttp": {"fetch"},
    "aiohttp": {"fetch", "sandbox"}, "selectolax": {"sources", "extract"}, "sqlite_utils": {"store"},
    "typer": {"cli"}, "openpyxl": {"export", "imports"}, "datasette": {"review"}, "uvicorn": {"review"},
    "sklearn": {"ranking"}, "warcio": {"store"}, "fastwarc": {"store"}, "ahocorasick_rs": {"phrases"},
    "isal": {"store"},
}  # fmt: skip
"""Library -> the rooms that may import it."""

PURE = {
    "ranking",
    "evaluation",
    "export",
    "imports",
    "sources",
    "extract",
    "geo",
    "classify",
    "resolve",
    "reading",
    "models",
}
IMPURE_LIBRARIES = {
    "httpx", "aiohttp", "requests", "socket", "urllib.request", "sqlite3", "sqlite_utils", "random", "time", "asyncio",
    "subprocess", "logging", "os",
}  # fmt: skip
CLOCK = re.compile(r"\b(?:datetime|date)\.(?:now|today|utcnow)\(")

LEVELS = (
    {"models", "errors", "bundled", "phrases", "toml_file", "settings", "lock", "source_table", "keys", "__init__"},
    {
        "catalogue",
        "sources",
        "fetch",
        "extract",
        "geo",
        "classify",
        "resolve",
        "ranking",
        "store",
        "queries",
        "export",
        "imports",
    },
    {"reading"},
    {"evaluation"},
    {"pipeline", "sandbox", "review"},
    {"cli"},
    {"__main__"},
)
"""From the bottom up; a room imports from its own level and below."""


def room_of(name: str) -> str:
    """`store/ledger.py` -> store; `lock.py` -> lock."""
    return name.split("/", maxsplit=1)[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    """Every module imported anywhere in a file, those for type checking too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def level_of(room: str) -> int:
    (level,) = (number for number, rooms in enumerate(LEVELS) if room in rooms)
    return level


@pytest.mark.parametrize("name", MODULES)
def test_module_keeps_to_its_room(name: str) -> None:
    room = room_of(name)
    for imported in imports_of(MODULES[name]):
        library = imported.split(".")[0]
        assert room in ONLY_IN.get(library, {room}), f"{library} is not for {room}/"
        if library == PACKAGE and "." in imported:
            other = imported.split(".")[1]
            assert level_of(other) <= level_of(room), f"{room}/ must not know {other}/"
        if room in PURE:
            assert imported not in IMPURE_LIBRARIES, f"{room}/ is pure; {imported} is not"
            assert library not in IMPURE_LIBRARIES, f"{room}/ is pure; {library} is not"


@pytest.mark.parametrize("name", [name for name in MODULES if room_of(name) in PURE])
def test_pure_module_asks_no_clock(name: str) -> None:
    assert not CLOCK.search(MODULES[name].read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", MODULES)
def test_module_is_short_and_says_what_it_is(name: str) -> None:
    text = MODULES[name].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "no opening docstring"


def test_no_path_of_a_person_or_a_machine_is_in_the_tree() -> None:
    home = re.compile(r"(?<![\w.])(?:/home/\w+|/Users/\w+|/root/|C:\\\\Users)")
    kept = {".py", ".md", ".toml", ".txt", ".csv", ".html", ".js", ".css", ".yml", ".yaml", ""}
    skipped = {".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "node_modules", "dist"}
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in ROOT.rglob("*")
        if path.is_file() and path.suffix in kept and not skipped & set(path.relative_to(ROOT).parts)
        and path != Path(__file__)
        for match in home.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]  # fmt: skip
    assert not found
