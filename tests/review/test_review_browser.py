"""A real browser finds every page of `sharitories review` in order, and is sent nowhere else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright
from tests.programs import need_program, program
from tests.review.conftest import Served

from sharitories_crawl.review.descriptions import QUERIES, TABLES, VIEWS

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser_page(review: Served) -> Iterator[Page]:
    need_program(program(CHROMIUM), "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, headless=True)
        page = browser.new_page(viewport={"width": 1500, "height": 1000}, locale="en-GB")
        page.goto(review.link)
        yield page
        browser.close()


def test_every_page_is_whole_in_a_real_browser(browser_page: Page, review: Served, tmp_path: Path) -> None:
    troubles: list[str] = []
    browser_page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    browser_page.on("pageerror", lambda error: troubles.append(str(error)))
    browser_page.on("requestfailed", lambda request: troubles.append(f"{request.url} {request.failure}"))
    asked: set[str] = set()
    browser_page.on("request", lambda request: asked.add(request.url))
    own = f"http://127.0.0.1:{review.port}/"
    for path in ["", *(f"/{name}" for name in [*VIEWS, *QUERIES, *TABLES])]:
        answer = browser_page.goto(review.address + path)
        assert answer is not None
        assert answer.status == 200, path
        assert browser_page.locator("h1").inner_text(), path
        if path.strip("/") not in TABLES:
            browser_page.screenshot(path=tmp_path / f"{path.strip('/') or 'database'}.png")
    assert troubles == []
    assert {url for url in asked if not url.startswith(own)} == set()


def test_a_person_comes_from_the_first_page_to_the_evidence(browser_page: Page, review: Served, tmp_path: Path) -> None:
    browser_page.goto(f"http://127.0.0.1:{review.port}/")
    browser_page.get_by_role("link", name=review.path.stem, exact=True).first.click()
    browser_page.get_by_role("link", name="Search candidates by words").click()
    browser_page.get_by_role("textbox", name="words").fill("grainotheque")
    browser_page.get_by_role("button", name="Run SQL").click()
    browser_page.locator("tr", has_text="Grainothèque").locator("td.col-id a").click()
    browser_page.locator(".evidence summary").first.click()
    reasons = browser_page.locator(".evidence .reasons li").all_inner_texts()
    browser_page.screenshot(path=tmp_path / "evidence.png")
    assert any("Lorient" in reason for reason in reasons), reasons
