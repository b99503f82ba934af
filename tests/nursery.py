"""Runs of the program in processes that know everything at birth, so that many are started and killed in short time."""

import io
import os
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from sharitories_crawl.cli import main, options
from sharitories_crawl.fetch import retries
from sharitories_crawl.pipeline import crawl
from sharitories_crawl.pipeline.tools import load_knowledge

load_knowledge()
_context = get_context("forkserver")
_context.set_forkserver_preload(["tests.nursery"])
SAID = "said.txt"


def start(
    folder: Path, arguments: tuple[str, ...], variables: Mapping[str, str], *, jumps_after: int | None = None
) -> BaseProcess:
    """Start the program; where `jumps_after` is given, its clock is a day back from that look at it on."""
    process = _context.Process(target=_run, args=(folder, arguments, dict(variables), jumps_after))
    process.start()
    return process


def _run(folder: Path, arguments: tuple[str, ...], variables: dict[str, str], jumps_after: int | None) -> None:
    os.chdir(folder)
    os.environ.update(variables)
    sys.argv = ["sharitories", *arguments]
    retries._backoff = lambda state: 0.0  # type: ignore[assignment]
    crawl.policy_of.__globals__["seldom_collected"] = _as_it_is
    if jumps_after is not None:
        looks = 0

        def now() -> datetime:
            nonlocal looks
            looks += 1
            return datetime.now(UTC) - (timedelta(days=1) if looks > jumps_after else timedelta())

        options.now = now
    said = io.StringIO()
    code: object = 0
    try:
        with redirect_stdout(said), redirect_stderr(said):
            main()
    except SystemExit as end:
        code = end.code
    Path(f"{SAID}.{os.getpid()}").write_text(said.getvalue())
    os._exit(code if isinstance(code, int) else 1)


class _as_it_is:  # noqa: N801 - stands for a function
    """The garbage collector is left alone."""

    def __enter__(self) -> None: ...

    def __exit__(self, *why: object) -> None: ...
