"""A source is one file, one table line, fixtures, a server, a table test, README rows: what lacks is named here."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from tests.sources.conformance import (
    Surroundings,
    endings_asked,
    missing,
    modules_of_sources,
    strangers,
    undeclared,
)
from tests.sources.endings import FIXTURES, each_ending
from tests.sources.engines import ENGINES
from tests.sources.farm import farming
from tests.sources.readme_rows import COLUMNS, credit_of, row_of, table
from tests.sources.servers import APPS
from tests.sources.web_servers import SERVICES

from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.base import Budget, Source

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@contextmanager
def served(name: str) -> Iterator[str]:
    with farming([name]) as farm:
        yield farm.urls[name]


@pytest.fixture(scope="module")
def where() -> Surroundings:
    tests = [import_module(f"tests.sources.{path.stem}") for path in sorted(HERE.glob("test_*.py"))]
    return Surroundings(SOURCES, FIXTURES, README, endings_asked(tests), served)


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_source_has_all_that_belongs_to_it(source: Source, where: Surroundings) -> None:
    assert missing(source, where) == []


def test_every_source_that_is_declared_stands_in_the_table() -> None:
    assert undeclared(modules_of_sources(), SOURCES) == []


def test_nothing_is_kept_for_a_source_that_is_no_more(where: Surroundings) -> None:
    assert strangers((path.name for path in FIXTURES.iterdir()), SOURCES, "the folder of fixtures") == []
    assert strangers((*APPS, *SERVICES, *ENGINES), SOURCES, "the server") == []
    assert strangers(where.endings, SOURCES, "the table of endings") == []


def test_readme_has_the_table_in_the_order_of_the_sources_and_nobody_else() -> None:
    assert table(SOURCES.values()) in README
    credits = [line for source in SOURCES.values() if (line := credit_of(source))]
    assert "\n".join(credits) in README
    rows = [line for line in README.splitlines() if line.startswith("| `") and line.count(" | ") == len(COLUMNS) - 1]
    assert len(rows) == len(SOURCES)


def test_the_files_that_the_walk_through_names_are_there() -> None:
    walk = (
        (ROOT / "CONTRIBUTING.md")
        .read_text(encoding="utf-8")
        .partition("## Adding a source\n")[2]
        .partition("\n## ")[0]
    )
    named = [words for words in re.findall(r"`([^` ]+)`", walk) if "/" in words]
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists()] == []


MADE_UP = replace(
    SOURCES["repair_cafe"], name="made_up", label="Made up", base_url="https://made-up.example", attribution="Nobody"
)


def test_a_source_with_nothing_but_its_declaration_lacks_everything_and_is_told_what_to_do(where: Surroundings) -> None:
    sentences = missing(MADE_UP, where)
    for told in (
        "made_up is not in SOURCE_TABLE",
        "fixtures/sources/made_up gives entries",
        "made_up/nothing.* ends as empty",
        "made_up has no server: add it to APPS",
        "no table test asks made_up for blocked, captcha, empty, rate-limited, timeout, unreadable",
        "README lacks the row of made_up",
        "README lacks the credit of made_up",
    ):
        assert [sentence for sentence in sentences if told in sentence], told
    assert len(sentences) == 7


def complete(folder: Path) -> Surroundings:
    """Surroundings in which the made-up source has all."""
    fixtures = folder / MADE_UP.name
    fixtures.mkdir()
    for name in ("hilversum.json", "nothing.json"):
        (fixtures / name).write_bytes((FIXTURES / "repair_cafe" / name).read_bytes())

    @contextmanager
    def serve(name: str) -> Iterator[str]:
        yield {MADE_UP.name: "http://127.0.0.1:1"}[name]

    kinds = ("captcha", "blocked", "rate-limited", "unreadable", "timeout", "empty")
    readme = f"# Sources\n\n{row_of(MADE_UP)}\n\n{credit_of(MADE_UP)}\n"
    return Surroundings({MADE_UP.name: MADE_UP}, folder, readme, {MADE_UP.name: frozenset(kinds)}, serve)


def test_a_source_that_has_all_lacks_nothing(tmp_path: Path) -> None:
    assert missing(MADE_UP, complete(tmp_path)) == []


@pytest.mark.parametrize(
    ("file", "body", "told"),
    [
        ("hilversum.json", None, "gives entries"),
        ("hilversum.json", "[]", "gives entries"),
        ("hilversum.json", '{"oops": 1}', "gives entries"),
        ("nothing.json", None, "ends as empty"),
        ("nothing.json", "", "ends as empty"),
        ("nothing.json", '{"oops": 1}', "ends as empty"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_fixture_that_is_missing_or_says_something_else_is_told(
    tmp_path: Path, file: str, body: str | None, told: str
) -> None:
    where = complete(tmp_path)
    path = tmp_path / MADE_UP.name / file
    path.unlink() if body is None else path.write_text(body, encoding="utf-8")
    (sentence,) = missing(MADE_UP, where)
    assert told in sentence


@pytest.mark.parametrize(
    "changed",
    [
        {"base_url": "https://elsewhere.example"},
        {"key": "MADE_UP_API_KEY"},
        {"delay": 9.0},
        {"budget": Budget(day=7)},
        {"max_pages": 3},
        {"licence": "CC0"},
        {"terms": "All is allowed."},
        {"run_live": "run live on 2026-12-01"},
        {"opt_in": True},
        {"label": "Another name"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_row_that_says_otherwise_than_the_declaration_is_told(tmp_path: Path, changed: Mapping[str, object]) -> None:
    where = complete(tmp_path)
    otherwise = replace(MADE_UP, **changed)  # type: ignore[arg-type]
    (sentence,) = missing(otherwise, replace(where, table={MADE_UP.name: otherwise}))
    assert "README lacks the row of made_up" in sentence


def test_a_missing_ending_is_told_by_its_name(tmp_path: Path) -> None:
    where = complete(tmp_path)
    fewer = where.endings[MADE_UP.name] - {"captcha"}
    (sentence,) = missing(MADE_UP, replace(where, endings={MADE_UP.name: fewer}))
    assert "asks made_up for captcha" in sentence


def test_only_what_stands_in_a_table_of_a_test_counts_as_asked() -> None:
    module = ModuleType("made_up_tests")

    @each_ending({"made_up": {"wall": (403, "", "captcha", "x"), "none": (200, "", "empty", "")}})
    def in_table() -> None: ...

    @pytest.mark.parametrize("name", ["another"])
    def beside() -> None: ...

    module.__dict__.update(test_in_table=in_table, test_beside=beside)
    assert endings_asked([module]) == {"made_up": frozenset({"captcha", "empty"})}


def test_a_source_declared_in_a_module_and_forgotten_in_the_table_is_told() -> None:
    module = ModuleType("sharitories_crawl.sources.made_up")
    module.__dict__["SOURCE"] = MADE_UP
    (sentence,) = undeclared([module], SOURCES)
    assert sentence.startswith("sharitories_crawl.sources.made_up:SOURCE is not in SOURCE_TABLE")
    assert strangers(["made_up"], SOURCES, "the server") == ["the server made_up belongs to no source: take it away"]
