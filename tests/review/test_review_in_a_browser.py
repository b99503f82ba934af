"""A reviewer's day in a real browser: keys, a lost line, a crawl that writes, a second reviewer, a telephone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, ViewportSize
from tests.review.asking import Asker
from tests.review.browser import DESKTOP, TELEPHONE, Desk, browsing, chromium, serious_faults
from tests.review.conftest import Served, copied, reviewing


@pytest.fixture(scope="module")
def served(demo_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all of these tests."""
    path = tmp_path_factory.mktemp("browser") / "demo.db"
    copied(demo_db, path)
    (path.parent / "archive").symlink_to(demo_db.parent / "archive")
    with reviewing(path, "--reviewer", "Ana") as served:
        yield served


@pytest.fixture
def asker(served: Served) -> Asker:
    [(last,)] = served.query("SELECT coalesce(max(id), 0) FROM review")
    return Asker(served, int(str(last)))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def _desk(browser: Browser, served: Served) -> Iterator[Desk]:
    with browsing(browser, served) as desk:
        yield desk


@pytest.fixture
def desk(_desk: Desk) -> Iterator[Desk]:
    """On the queue of candidates; what the browser complained of is looked at in the end."""
    _desk.troubles.clear()
    _desk.open("candidates")
    yield _desk
    assert _desk.troubles == []
    assert _desk.outside == set()


def test_keys_that_are_meant_for_others_decide_nothing(desk: Desk, asker: Asker) -> None:
    for keys in ("Control+a", "Alt+a", "Meta+m", "Shift+a", "x", "1", "Enter"):
        desk.page.keyboard.press(keys)
    desk.press("/")
    desk.page.keyboard.type("armu")
    assert desk.page.locator("input[name=q]").input_value() == "armu"
    desk.press("Escape", "e")
    desk.page.keyboard.type("armusn 123")
    desk.press("Escape", "?")
    assert desk.page.locator("#help").is_visible()
    desk.press("a", "r", "1", "Escape")
    assert not desk.page.locator("#help").is_visible()
    desk.press("r", "Escape", "1", "s", "Escape", "2")
    desk.page.evaluate(
        "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', code: 'KeyA', repeat: true, bubbles: true}))"
    )
    desk.settled()
    assert asker.log() == []


def test_digits_work_by_their_place_as_on_a_french_keyboard(desk: Desk, asker: Asker) -> None:
    id = desk.here
    desk.press("r")
    desk.page.evaluate(
        "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'é', code: 'Digit2', bubbles: true}))"
    )
    desk.settled()
    assert asker.log() == [("verdict", id, "OUT", "not-collaborative", "", "")]


def test_one_moves_without_deciding_and_back_with_the_browser(desk: Desk, asker: Asker) -> None:
    first = desk.here
    desk.press("j")
    second = desk.here
    desk.press("j", "k")
    assert (desk.here, first != second) == (second, True)
    name = desk.seen()
    desk.press("j")
    desk.page.go_back()
    desk.page.locator("#work h1", has_text=name).wait_for()
    assert desk.here == second
    assert asker.log() == []


def test_the_site_opens_in_a_tab_that_does_not_know_us(desk: Desk) -> None:
    desk.page.context.route("**/*.example/**", lambda route: route.fulfill(body="hello", content_type="text/html"))
    with desk.page.expect_popup() as opened:
        desk.page.keyboard.press("o")
    popup = opened.value
    assert ".example/" in popup.url
    assert popup.evaluate("window.opener") is None
    assert popup.evaluate("document.referrer") == ""
    popup.close()
    desk.page.context.unroute("**/*.example/**")
    desk.asked[:] = [url for url in desk.asked if ".example/" not in url]


def test_a_lost_line_keeps_the_decision_and_sends_it_once(desk: Desk, asker: Asker) -> None:
    id = desk.here
    tries: list[Route] = []

    def lose(route: Route) -> None:
        tries.append(route)
        if len(tries) == 1:  # the first never arrives; of the second only the answer is lost
            route.abort("internetdisconnected")
        elif len(tries) == 2:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    desk.page.route("**/decide", lose)
    desk.page.keyboard.press("a")
    desk.page.get_by_text("Connection lost").wait_for()
    desk.page.get_by_text("In: ").first.wait_for()
    desk.settled()
    desk.page.unroute("**/decide")
    assert len(tries) == 3
    assert asker.log() == [("verdict", id, "IN", "", "", "")]
    desk.troubles[:] = [each for each in desk.troubles if "Failed to load resource" not in each]


def test_a_decision_outlives_a_page_that_was_closed(desk: Desk, asker: Asker) -> None:
    id = desk.here
    desk.page.route("**/decide", lambda route: route.abort("internetdisconnected"))
    desk.page.keyboard.press("m")
    desk.page.get_by_text("Connection lost").wait_for()
    desk.page.unroute("**/decide")
    desk.page.reload()
    desk.page.get_by_text("Undecided: ").first.wait_for()
    desk.settled()
    assert asker.log() == [("verdict", id, "UNDECIDED", "", "", "")]
    desk.troubles[:] = [each for each in desk.troubles if "Failed to load resource" not in each]


def test_a_session_that_ended_keeps_the_decision_for_the_next(desk: Desk, asker: Asker) -> None:
    id = desk.here
    desk.page.context.clear_cookies(name="ds_actor")
    desk.press("a")
    assert "Log in again: your decision is kept" in desk.said
    assert asker.log() == []
    desk.page.goto(asker.served.link)
    desk.page.goto(f"{desk.root}/candidates")
    desk.page.get_by_text("In: ").first.wait_for()
    desk.settled()
    assert asker.log() == [("verdict", id, "IN", "", "", "")]
    desk.troubles[:] = [each for each in desk.troubles if "403" not in each]


def test_a_crawl_that_writes_is_a_short_wait(desk: Desk, asker: Asker) -> None:
    id = desk.here
    with closing(sqlite3.connect(asker.served.path, isolation_level=None)) as crawl:
        crawl.execute("BEGIN IMMEDIATE")
        desk.page.keyboard.press("a")
        desk.page.get_by_text("Trying again").wait_for()
        assert asker.log() == []
        desk.page.keyboard.press("m")  # while it waits, nothing else is taken
        crawl.execute("ROLLBACK")
    desk.page.get_by_text("In: ").first.wait_for()
    desk.settled()
    assert asker.log() == [("verdict", id, "IN", "", "", "")]
    desk.troubles[:] = [each for each in desk.troubles if "503" not in each]


def test_what_a_second_reviewer_decided_meanwhile_is_shown_before_one_decides(desk: Desk, asker: Asker) -> None:
    id = desk.here
    assert asker.decide("verdict", f"candidate/{id}", verdict="OUT:closed").status_code == 200
    desk.press("a")
    assert "your decision was not taken" in desk.seen("#stale")
    assert "To review" in desk.seen("#stale")
    assert desk.here == id
    desk.press("a")
    assert asker.log() == [("verdict", id, "OUT", "closed", "", ""), ("verdict", id, "IN", "", "", "")]
    desk.troubles[:] = [each for each in desk.troubles if "409" not in each]


def test_pairs_are_decided_by_key_and_taken_back(desk: Desk, asker: Asker) -> None:
    desk.open("pairs")
    place = desk.here
    assert desk.page.locator(".pair tr.differs").count() > 0
    desk.press("n")
    assert desk.here != place
    assert asker.log()[0][0] == "not-same"
    desk.press("u")
    assert desk.here == place, "an undo leads back to the pair"
    desk.press("s", "u")
    assert [row[0] for row in asker.log()] == ["not-same", "undo", "same", "undo"]


def test_what_is_undone_is_said_and_what_can_be_undone_is_named(desk: Desk, asker: Asker) -> None:
    name = desk.seen()
    desk.press("a")
    assert f"In: {name}" in desk.said
    assert f"In: {name}" in desk.seen("form.undo")
    desk.page.locator("#said button").click()
    desk.settled()
    assert f"Undone: In: {name}" in desk.said
    assert desk.page.locator("#said button").count() == 0, "it would take back another decision"
    assert desk.seen() == name
    assert asker.log()[-1][0] == "undo"


@pytest.mark.parametrize("width", [1280, 800])
def test_what_is_said_covers_neither_menu_nor_decision(
    browser: Browser, served: Served, asker: Asker, width: int
) -> None:
    name = f"Association pour la promotion des initiatives collectives et solidaires {width} " * 2
    with browsing(browser, served, ViewportSize(width=width, height=800), "fr-FR") as desk:
        desk.open("candidates")
        assert asker.decide("edit", f"candidate/{desk.here}", name=name).status_code == 200
        desk.page.reload()
        desk.press("a")
        assert name.strip() in desk.said
        said, button = desk.page.locator("#said p").bounding_box(), desk.page.locator("#said button")
        assert said
        for place in (".top", "aside.decide") if width > 960 else (".top",):
            other = desk.page.locator(place).bounding_box()
            assert other
            across = said["x"] < other["x"] + other["width"] and other["x"] < said["x"] + said["width"]
            down = said["y"] < other["y"] + other["height"] and other["y"] < said["y"] + said["height"]
            assert not (across and down), place
        assert button.evaluate("button => button.getClientRects().length === 1 && button.offsetHeight < 45")
        assert button.evaluate("button => button.scrollWidth <= button.clientWidth")


def test_an_edit_that_is_refused_stays_as_it_was_filled_in(desk: Desk, asker: Asker) -> None:
    desk.press("e")
    desk.page.locator("input[name=street]").fill("3 rue de la Soif")
    field = desk.page.locator("input[name=postal_code]")
    field.fill("8800")
    desk.press("Enter")
    assert "“8800” is no postal code" in desk.said
    assert field.evaluate("field => field === document.activeElement")
    assert field.get_attribute("aria-invalid") == "true"
    assert desk.page.locator("input[name=street]").input_value() == "3 rue de la Soif"
    assert asker.log() == []
    field.fill("56100")
    desk.press("Enter")
    assert {row[4:] for row in asker.log()} >= {("street", "3 rue de la Soif")}
    desk.troubles[:] = [each for each in desk.troubles if "400" not in each]


def test_filters_narrow_the_queue(desk: Desk) -> None:
    desk.press("/")
    desk.page.keyboard.type("fablab")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**q=fablab**")
    assert desk.page.locator("#work").is_visible()
    desk.open("candidates?kind=amap&status=all")
    assert "Community-supported agriculture" in desk.seen(".where")
    desk.open("candidates?q=nothingofthekind")
    assert "No candidate fits" in desk.seen("h1")


def test_french_is_spoken_to_whoever_reads_it(browser: Browser, served: Served) -> None:
    with browsing(browser, served, language="fr-FR") as desk:
        desk.open("candidates")
        assert desk.page.locator("html").get_attribute("lang") == "fr"
        assert "Retenir" in desk.seen(".verdicts")
        desk.press("a")
        assert desk.said.startswith("Retenue\u00a0: ")


def test_without_scripts_one_reads_and_decides_all_the_same(browser: Browser, served: Served, asker: Asker) -> None:
    with browsing(browser, served, scripts=False) as desk:
        desk.open("candidates")
        id = desk.here
        desk.page.locator("button[value=IN]").click()
        assert "In: " in desk.said
        desk.page.locator("summary", has_text="Out").first.click()
        second = desk.here
        desk.page.get_by_role("button", name="a page about the topic").click()
        desk.page.get_by_role("button", name="Undo my latest decision").click()
        assert "Undone: Out (a page about the topic)" in desk.said
        desk.page.get_by_role("link", name="Next").click()
        assert desk.here
        assert [row[:3] for row in asker.log()] == [
            ("verdict", id, "IN"), ("verdict", second, "OUT"), ("undo", second, ""),
        ]  # fmt: skip


def test_on_a_telephone_everything_is_within_reach_of_the_thumb(browser: Browser, served: Served, asker: Asker) -> None:
    with browsing(browser, served, TELEPHONE) as desk:
        for place in ("", "candidates", "pairs", "second", "town/56121"):
            desk.open(place)
            assert desk.page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"], place
        desk.open("candidates")
        for button in desk.page.locator(".verdicts > button, .verdicts > details > summary").all():
            box = button.bounding_box()
            assert box
            assert box["height"] >= 44
            assert box["y"] + box["height"] <= TELEPHONE["height"]
        desk.page.locator(".verdicts summary").tap()
        desk.page.get_by_role("button", name="other town").tap()
        desk.settled()
        assert asker.log()[0][2:4] == ("OUT", "other-town")
        assert desk.troubles == []


@pytest.mark.parametrize("viewport", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_axe_finds_nothing_serious(browser: Browser, served: Served, asker: Asker, viewport: ViewportSize) -> None:
    [(id,)] = served.query("SELECT id FROM initiative ORDER BY mentions DESC, id LIMIT 1")
    [(mention,)] = served.query("SELECT mention_id FROM membership WHERE initiative_id = ? LIMIT 1", id)
    assert asker.decide("edit", f"candidate/{id}", name=f"Corrigée {viewport['width']}").status_code == 200
    with browsing(browser, served, viewport, "fr-FR") as desk:
        places = ["candidates", "pairs", "town/56121", "second"]
        if viewport == DESKTOP:
            places += ["", f"candidate/{id}", "changed", "contradictions", f"copy/{mention}", "candidates?q=nothing"]
            places += ["reject?site=ville-lorient.example"]
        for place in places:
            desk.open(place)
            assert serious_faults(desk.page) == [], place
        desk.open("candidates")
        for keys in ("r", "s", "e", "/", "?"):
            desk.press(keys)
            assert serious_faults(desk.page) == [], keys
            desk.press("Escape")
        desk.press("a")
        assert serious_faults(desk.page) == []
