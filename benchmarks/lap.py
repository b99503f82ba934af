"""What a contestant is told and what it tells: one run over the pages."""

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.french_pages import build_pages
from benchmarks.machine import peak_memory, pin_to

HOSTS_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Course:
    """The pages to fetch, and a folder to leave results in."""

    urls: tuple[str, ...]
    towns: tuple[str, ...]
    """Code of the town of each page."""
    folder: Path


@dataclass(frozen=True, slots=True)
class Lap:
    """One contestant's own account; seconds run from the start of the crawl to the last page kept."""

    pages: int
    seconds: float
    kept: int
    """Pages found in what was written; for the bare loop those counted."""
    mentions: int = 0
    initiatives: int = 0
    resolving: float = 0.0
    reading: float = 0.0
    """Of the seconds, those spent on telling places, kinds and names: what neither of the others does."""
    page_ms: float = 0.0
    """Median milliseconds of processor time in which a page is extracted, placed and classified."""
    archive_bytes: int = 0
    peak_memory: float = 0.0
    """MB."""


def run_lap(contest: Callable[[Course], Lap]) -> None:
    """Read the command line, run on the given core, print the lap as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--core", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    pin_to(given.core)
    course = json.loads((given.folder / "course.json").read_text())
    lap = contest(Course(tuple(course["urls"]), tuple(course["towns"]), given.folder))
    print(json.dumps(asdict(lap) | {"peak_memory": peak_memory()}), flush=True)


def lay_course(folder: Path, port: int, per_site: int) -> int:
    """Write the addresses for the contestants; gives how many."""
    chosen = build_pages(port, per_site)
    urls = [f"http://{page.host}{page.path}" for page in chosen]
    (folder / "course.json").write_text(json.dumps({"urls": urls, "towns": [page.town_code for page in chosen]}))
    return len(urls)
