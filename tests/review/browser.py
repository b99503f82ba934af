"""A real browser on the review pages: what it is sent for, what it complains of, what a reviewer does with it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from tests.programs import need_program, program
from tests.review.conftest import Served

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
AXE = Path(__file__).parents[2] / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP = ViewportSize(width=1400, height=900)
TELEPHONE = ViewportSize(width=390, height=844)


@dataclass
class Desk:
    """A page that a reviewer works on, logged in."""

    page: Page
    root: str
    troubles: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, place: str = "") -> None:
        """A page of review."""
        answer = self.page.goto(f"{self.root}/{place}" if place else self.root)
        assert answer
        assert answer.status == 200, place

    def press(self, *keys: str) -> None:
        """Keys, one after another, each as soon as the page takes the next."""
        for key in keys:
            self.page.keyboard.press(key)
            self.settled()

    def settled(self) -> None:
        """Wait until the page is through with what it was told."""
        self.page.wait_for_selector('#work:not([aria-busy="true"])', state="attached")

    @property
    def here(self) -> str:
        """Id of the candidate that is shown, or the place of the pair; empty at the end of a queue."""
        told = self.page.locator("#work").get_attribute("data-here") or ""
        parts = urlsplit(told)
        if parts.path.startswith("candidate/"):
            return parts.path.removeprefix("candidate/")
        return parse_qs(parts.query).get("at", [""])[0]

    @property
    def said(self) -> str:
        """What the page says of the last decision."""
        return self.page.locator("#said").inner_text()

    def seen(self, name: str = "") -> str:
        """Text of the first element that fits."""
        return self.page.locator(name or "#work h1").first.inner_text()

    @property
    def outside(self) -> set[str]:
        """What was asked of others than the server under test."""
        own = re.compile(rf"{re.escape(self.root.removesuffix('/-/review'))}/|data:")
        return {url for url in self.asked if not own.match(url)}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; one at a time."""
    need_program(program(CHROMIUM), "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, headless=True)
        yield browser
        browser.close()


@contextmanager
def browsing(
    browser: Browser,
    served: Served,
    viewport: ViewportSize = DESKTOP,
    language: str = "en-GB",
    *,
    scripts: bool = True,
) -> Iterator[Desk]:
    """A page of its own, logged in, whose every complaint and request is noted."""
    touch = viewport["width"] < 500
    context = browser.new_context(
        viewport=viewport, locale=language, has_touch=touch, is_mobile=touch, java_script_enabled=scripts
    )
    desk = Desk(context.new_page(), f"http://127.0.0.1:{served.port}/-/review")
    _listen(context, desk)
    desk.page.goto(served.link)
    yield desk
    context.close()


def _listen(context: BrowserContext, desk: Desk) -> None:
    context.on("console", lambda said: desk.troubles.append(said.text) if said.type in ("error", "warning") else None)
    context.on("request", lambda request: desk.asked.append(request.url))
    desk.page.on("pageerror", lambda error: desk.troubles.append(str(error)))


def serious_faults(page: Page) -> list[str]:
    """What axe-core finds serious or critical on a page."""
    need_program(AXE.is_file(), "npm, then make .venv/axe.stamp")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary']}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"][:3]
    ]
