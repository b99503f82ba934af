"""Pictures of the review pages: `python -m tests.review.take_screenshots` writes docs/review/*.png."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from tests.conftest import Program, serving
from tests.review.browser import DESKTOP, TELEPHONE, Desk, browsing, chromium
from tests.review.conftest import reviewing

from sharitories_crawl.sandbox.world_files import load_world

FOLDER = Path(__file__).parents[2] / "docs" / "review"
PLACES = {"candidate": "candidates?town=56121", "pair": "pairs", "town": "town/56121", "home": ""}


def main() -> None:
    """Crawl the sandbox's towns, decide on some candidates, and take every page at both widths."""
    FOLDER.mkdir(exist_ok=True)
    world = load_world()
    with tempfile.TemporaryDirectory() as scratch:
        with serving(world) as web:
            cities = [word for town in world.towns for word in ("--city", town.name)]
            Program(Path(scratch)).run("crawl", *cities, "--sandbox", web.url, "--db", "here.db", "--quiet")
        path = Path(scratch) / "here.db"
        with closing(sqlite3.connect(path)) as db:  # a served file must have no log of its own left over
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with reviewing(path, "--reviewer", "Ana") as served, chromium() as browser:
            with browsing(browser, served, DESKTOP, "fr-FR") as desk:
                _decide(desk)
                _take(desk, "desktop")
            with browsing(browser, served, TELEPHONE, "fr-FR") as desk:
                _take(desk, "telephone")


def _decide(desk: Desk) -> None:
    desk.open("candidates?town=56121")
    for keys in ("a", "a", "r2", "a", "m", "a", "a", "r5", "a", "a", "a"):
        desk.press(*keys)
    desk.press("e")
    desk.page.keyboard.press("End")
    desk.page.keyboard.type(" (Kersabiec)")
    desk.press("Enter")


def _take(desk: Desk, width: str) -> None:
    for name, place in PLACES.items():
        desk.open(place)
        desk.page.screenshot(path=FOLDER / f"{name}-{width}.png")
    desk.page.goto(f"{desk.root}/map?town=56121")
    desk.page.wait_for_load_state("networkidle")
    desk.page.screenshot(path=FOLDER / f"map-{width}.png")


if __name__ == "__main__":
    main()
