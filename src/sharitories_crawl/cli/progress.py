"""What a run tells while it goes: one line a question on standard error, pages as a running count."""

from time import monotonic
from typing import TYPE_CHECKING

from rich.text import Text

from sharitories_crawl.cli.show import err

if TYPE_CHECKING:
    from sharitories_crawl.pipeline.asking import Asked

PAGE_SECONDS = 2.0
"""Between two lines about pages."""


class Lines:
    """Progress as lines that also read well in a log file."""

    def __init__(self) -> None:
        self._console = err()
        self._pages = 0
        self._failed = 0
        self._told = monotonic()

    def asked(self, asked: "Asked", left: int) -> None:
        """`searxng  Lorient  coworking Lorient: results 10 (12 left)`."""
        answer = asked.answer
        found = len(answer.results) + len(answer.records)
        told = f"{answer.status}" + (f" {found}" if found else "") + (f": {answer.detail}" if not found else "")
        what = asked.query.text or "everything in the town"
        self._console.print(Text(f"{asked.query.source:<12} {asked.town.name:<16} {what}: {told} ({left} left)"))

    def fetched(self, url: str, status: str, left: int) -> None:
        """Every two seconds: how many pages came, how many wait."""
        self._pages += 1
        self._failed += status != "ok"
        if monotonic() - self._told >= PAGE_SECONDS or not left:
            self._told = monotonic()
            self._console.print(Text(f"{'pages':<12} {self._pages} fetched, {self._failed} failed, {left} waiting"))


class Quiet:
    """No progress at all."""

    def asked(self, asked: "Asked", left: int) -> None:
        """Say nothing."""

    def fetched(self, url: str, status: str, left: int) -> None:
        """Say nothing."""
