"""A command imports only what it needs."""

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program

HEAVY = (
    "httpx",
    "aiohttp",
    "datasette",
    "selectolax",
    "sqlite_utils",
    "fastwarc",
    "warcio",
    "tldextract",
    "phonenumbers",
)
RUN = """
import sys
from sharitories_crawl.cli import main
sys.argv = ["sharitories", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
print("\\nLOADED", *sorted(name for name in sys.modules if "." not in name))
"""


@pytest.mark.parametrize(
    ("command", "allowed"),
    [
        ("--version", ()),
        ("--help", ()),
        ("crawl --help", ()),
        ("towns --group study", ()),
        ("settings", ()),
        ("towns Loriant", ()),
        ("status --db none.db", ("sqlite_utils",)),
    ],
)
def test_command_imports_only_what_it_needs(program: "Program", command: str, allowed: tuple[str, ...]) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", RUN, *command.split()], cwd=program.folder, env=program.environment(), text=True,
        capture_output=True, check=True,
    )  # fmt: skip
    loaded = set(ended.stdout.rpartition("LOADED ")[2].split())
    assert "sharitories_crawl" in loaded
    assert loaded & set(HEAVY) <= set(allowed)
