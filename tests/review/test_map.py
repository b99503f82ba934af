"""The map: marks of near candidates together, the same candidates as a list, moved by mouse, touch and keys."""

import math
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright
from tests.programs import need_program, program
from tests.review.conftest import Served, reviewing
from tests.review.test_review_browser import ARGUMENTS, CHROMIUM

from sharitories_crawl.errors import BadInput
from sharitories_crawl.review.languages import preferred_language
from sharitories_crawl.review.map_points import read_box
from sharitories_crawl.review.map_texts import TEXTS
from sharitories_crawl.review.tiles import OSM_CREDIT, read_tiles

EVERYWHERE = "-180,-90,180,90"
OSM = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"


def root(served: Served) -> str:
    return f"http://127.0.0.1:{served.port}"


def ask(served: Served, **parameters: str) -> dict[str, Any]:
    answer = served.client.get(f"{root(served)}/-/review/map.json", params=parameters)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def until(page: Page, condition: str) -> None:
    """Poll: the page's policy forbids what `wait_for_function` does."""
    for _ in range(500):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"never came true: {condition}")


@pytest.fixture(scope="module")
def browser_page(review: Served) -> Iterator[Page]:
    need_program(program(CHROMIUM), "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, headless=True)
        page = browser.new_page(viewport={"width": 1300, "height": 900}, locale="fr-FR")
        page.goto(review.link)
        yield page
        browser.close()


@pytest.mark.parametrize(
    "filters", [{}, {"status": "DISCOVERED"}, {"practice": "consommer"}, {"kind": "fablab"}], ids=str
)
def test_marks_count_every_candidate_with_a_point(review: Served, filters: dict[str, str]) -> None:
    where = "".join(f" AND {name} = '{value}'" for name, value in filters.items())
    [(count,)] = review.query(f"SELECT count(*) FROM initiatives WHERE latitude IS NOT NULL{where}")
    found = ask(review, box=EVERYWHERE, **filters)
    assert found["count"] == count
    assert sum(mark[2] for mark in found["marks"]) == count


def test_from_near_each_candidate_has_its_own_mark_at_its_point(review: Served) -> None:
    rows = review.query(
        "SELECT id, name, latitude, longitude, status FROM initiatives WHERE latitude IS NOT NULL LIMIT 5"
    )
    for initiative, name, north, east, status in rows:
        at = float(str(north)), float(str(east))
        found = ask(review, box=f"{at[1] - 1e-5},{at[0] - 1e-5},{at[1] + 1e-5},{at[0] + 1e-5}")
        assert [round(at[0], 5), round(at[1], 5)] == found["marks"][0][:2]
        if found["count"] == 1:
            assert found["marks"][0][3:] == [initiative, name, status]
        assert initiative in [row["id"] for row in found["listed"]]


def test_without_a_part_the_map_shows_where_the_candidates_are(review: Served) -> None:
    [(town,)] = review.query("SELECT town_code FROM initiatives WHERE latitude IS NOT NULL LIMIT 1")
    found = ask(review, town=str(town))
    [bounds] = review.query(
        "SELECT min(longitude), min(latitude), max(longitude), max(latitude) FROM initiatives WHERE town_code = ?", town
    )
    assert found["extent"] == list(bounds)
    assert ask(review, town="nowhere")["count"] == 0


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "5,5,1,1", "nan,0,1,1", "inf,0,1,1", "1;DROP TABLE town"])
def test_a_part_that_is_none_is_told(review: Served, box: str) -> None:
    assert read_box(box) is None
    assert review.client.get(f"{root(review)}/-/review/map.json", params={"box": box}).status_code == 400


def test_nobody_sees_the_map_without_having_come_in(review: Served) -> None:
    for path in ("/-/review/map", "/-/review/map.json"):
        assert review.client.get(root(review) + path, cookies={"ds_actor": ""}).status_code == 403
        assert review.client.post(root(review) + path, headers={"origin": root(review)}).status_code in (403, 404)


def test_the_page_is_a_list_where_scripts_are_off(review: Served) -> None:
    page = review.client.get(f"{root(review)}/-/review/map", params={"practice": "consommer"}).text
    [(count,)] = review.query("SELECT min(100, count(*)) FROM initiatives WHERE practice = 'consommer'")
    assert len(re.findall(r'<li><a href="/-/review/candidate/', page)) == count
    assert "Map of the candidates" in page
    assert 'value="consommer" selected' in page


def test_the_town_that_is_chosen_is_named_where_it_lies(review: Served) -> None:
    [(code, *town)] = review.query(
        "SELECT code, latitude, longitude, name FROM town WHERE code IN (SELECT town_code FROM initiatives"
        " WHERE latitude IS NOT NULL) LIMIT 1"
    )
    assert ask(review, town=str(code))["town"] == town
    assert ask(review)["town"] is None


def test_marks_stand_clear_of_the_buttons_with_the_numbers_of_the_list_and_a_scale(
    browser_page: Page, review: Served
) -> None:
    [(code, name)] = review.query(
        "SELECT code, name FROM town WHERE code IN (SELECT town_code FROM initiatives) LIMIT 1"
    )
    browser_page.goto(f"{root(review)}/-/review/map?town={code}")
    until(browser_page, "document.querySelector('#said').textContent.includes('sur')")
    browser_page.wait_for_timeout(400)
    buttons = browser_page.locator(".buttons").bounding_box()
    assert buttons
    for circle in browser_page.locator(".marks circle").all():
        box = circle.bounding_box()
        assert box
        assert box["x"] > buttons["x"] + buttons["width"]
    listed = browser_page.locator("#list li a").all_inner_texts()
    single = browser_page.locator(".marks a:not(.several)")
    assert single.count() > 3
    for mark in single.all():
        number = int(mark.locator("text").text_content() or 0)
        assert mark.locator("title").text_content() == listed[number - 1]
    several = browser_page.locator(".marks .several text").all_text_contents()
    assert all(re.fullmatch(r"×\d+", text) for text in several)
    assert browser_page.locator(".names text").all_text_contents() == [name]
    height = "text => text.getBBox().height * text.getScreenCTM().d"
    assert 12 < browser_page.locator(".names text").evaluate(height) < 32
    said = re.fullmatch(r"(\d+) (k?m)", browser_page.locator(".scale span").inner_text())
    assert said
    metres = int(said[1]) * (1000 if said[2] == "km" else 1)
    shown = browser_page.evaluate(
        "(() => { const [left, top, w, h] = document.querySelector('#map svg').getAttribute('viewBox').split(' ')"
        ".map(Number); return [w / document.querySelector('#map').clientWidth,"
        " document.querySelector('.scale i').getBoundingClientRect().width]; })()"
    )
    [(north,)] = review.query("SELECT latitude FROM town WHERE code = ?", code)
    across = shown[0] * shown[1] / 1_000_000 * 40_075_017 * math.cos(math.radians(float(str(north))))
    assert across == pytest.approx(metres, rel=0.02)


def test_hostile_names_stay_words(demo_copy: Path) -> None:
    with closing(sqlite3.connect(demo_copy)) as db, db:
        db.execute(
            """UPDATE initiative SET name = '</script><img src=x onerror=alert(1)>' WHERE latitude IS NOT NULL"""
        )
    with reviewing(demo_copy) as served:
        assert "<img src=x" not in served.client.get(f"{root(served)}/-/review/map").text
        answer = served.client.get(f"{root(served)}/-/review/map.json")
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_both_languages_have_the_same_words() -> None:
    assert set(TEXTS["fr"]) == set(TEXTS["en"])


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "fr"), ("en", "en"), ("fr-FR,fr;q=0.9,en;q=0.8", "fr"), ("en-GB,en;q=0.9,fr;q=0.5", "en"), ("de,nl", "fr"),
     ("de, en;q=0.1", "en"), ("*", "fr"), ("en;q=x", "fr"), ("en;q=0", "fr")],
)  # fmt: skip
def test_the_language_is_french_unless_english_is_preferred(header: str, language: str) -> None:
    assert preferred_language(header) == language


def test_tiles_name_whom_to_credit() -> None:
    assert read_tiles(None, None) is None
    tiles = read_tiles(OSM, None)
    assert tiles
    assert (tiles.origin, tiles.credit) == ("https://tile.openstreetmap.org", OSM_CREDIT)


@pytest.mark.parametrize(
    ("template", "credit"),
    [("https://t.example/{z}/{x}/{y}.png", None), ("https://t.example/{z}/{x}.png", "Us"), (None, "Us"),
     ("ftp://t.example/{z}/{x}/{y}", "Us"), ("https://t.example; script-src */{z}/{x}/{y}", "Us"),
     ("https://{z}.example/{x}/{y}", "Us"), ("https://t.example/ '/{z}/{x}/{y}", "Us"), ("{z}{x}{y}", "Us")],
)  # fmt: skip
def test_tiles_that_are_none_are_told(template: str | None, credit: str | None) -> None:
    with pytest.raises(BadInput, match="--tiles"):
        read_tiles(template, credit)


def test_the_map_is_moved_by_keys_and_mouse_and_leads_to_a_candidate(
    browser_page: Page, review: Served, tmp_path: Path
) -> None:
    troubles: list[str] = []
    asked: set[str] = set()
    browser_page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    browser_page.on("pageerror", lambda error: troubles.append(str(error)))
    browser_page.on("request", lambda request: asked.add(request.url))
    browser_page.goto(f"{root(review)}/-/review/map")
    browser_page.locator(".marks a").first.wait_for()
    browser_page.locator("svg path.land").wait_for(state="attached")
    until(browser_page, "document.querySelector('#said').textContent.includes('sur')")
    area = "document.querySelector('#map svg').getAttribute('viewBox').split(' ').map(Number)"
    before = browser_page.evaluate(area)
    browser_page.locator("#map").focus()
    browser_page.keyboard.press("+")
    until(browser_page, f"{area}[2] < {before[2] * 0.6}")
    browser_page.keyboard.press("ArrowRight")
    until(browser_page, f"{area}[0] > {before[0] + before[2] * 0.3}")
    browser_page.keyboard.press("0")
    until(browser_page, f"Math.abs({area}[2] - {before[2]}) < 1")
    box = browser_page.locator("#map").bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    browser_page.mouse.move(box["x"] + 100, box["y"] + box["height"] - 100)
    browser_page.mouse.down()
    browser_page.mouse.move(box["x"] + 200, box["y"] + box["height"] - 150, steps=4)
    browser_page.mouse.up()
    until(browser_page, f"{area}[0] < {before[0]}")
    browser_page.mouse.move(*middle)
    browser_page.mouse.wheel(0, -200)
    until(browser_page, f"{area}[2] < {before[2]}")
    browser_page.select_option("select[name=practice]", "produire")
    until(browser_page, "location.search === '?practice=produire'")
    browser_page.screenshot(path=tmp_path / "map.png")
    [(expected,)] = review.query(
        "SELECT count(*) FROM initiatives WHERE practice = 'produire' AND latitude IS NOT NULL"
    )
    until(browser_page, f"document.querySelector('#said').textContent.includes('sur {expected} ')")
    assert {url for url in asked if not url.startswith(root(review))} == set()
    assert troubles == []
    with browser_page.expect_navigation(url=re.compile("/-/review/candidate/")):
        browser_page.locator("#list a").first.click()
