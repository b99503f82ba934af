"""A database that may only be read is read where that is enough; where it is not, the reason is told."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Crawled, Program

AS_ANYBODY = """
import ctypes, os, sys
for capability in (1, 2):  # those by which root writes where nobody may
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-m", "sharitories_crawl", *sys.argv[1:]])
"""
LOOKING = ("status", "export", "changes --since 1")
WRITING = ("review --port 0", "resolve", "reparse")


@pytest.fixture(params=["file-and-folder", "folder"])
def closed(request: pytest.FixtureRequest, crawled: "Crawled", tmp_path: Path) -> "Iterator[Program]":
    """A whole crawl in a folder in which nothing can be made, nor changed where the file is closed as well."""
    program = crawled.copy_to(tmp_path)
    for name in ("here.db-wal", "here.db-shm"):
        (program.folder / name).unlink(missing_ok=True)
    if request.param == "file-and-folder":
        (program.folder / "here.db").chmod(0o444)
    program.folder.chmod(0o555)
    yield program
    program.folder.chmod(0o755)


def run(program: "Program", command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", AS_ANYBODY, *command.split(), "--db", "here.db"], cwd=program.folder, timeout=60,
        env=program.environment(), text=True, capture_output=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("command", LOOKING)
def test_looking_needs_no_more_than_reading(closed: "Program", command: str) -> None:
    before = closed.files()
    ended = run(closed, command)
    assert ended.returncode == 0, ended.stderr
    assert len(ended.stdout.splitlines()) > 5
    assert closed.files() == before


@pytest.mark.parametrize("command", WRITING)
def test_what_writes_says_that_it_may_not(closed: "Program", command: str) -> None:
    before = closed.files()
    ended = run(closed, command)
    said = " ".join(ended.stderr.split())
    assert ended.returncode == 2, ended
    assert "here.db" in said
    assert "readonly database" not in said
    assert "here.db, which may only be read here" in said or "here.db may only be read here" in said
    assert "Copy it with the folder archive/" in said
    assert closed.files() == before
