"""Whatever a site writes is text on the review pages: nothing in it acts, hides, or leads where it should not."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.review.asking import Asker
from tests.review.browser import browsing, chromium
from tests.review.conftest import Served, copied, reviewing

PAYLOADS = {
    "script": "<script>document.title='owned'</script>",
    "script end": "</script><script>document.title='owned'</script>",
    "image": "<img src=x onerror=\"document.title='owned'\">",
    "svg": "<svg/onload=document.title='owned'>",
    "out of an attribute": "\"><script>document.title='owned'</script>",
    "handler in an attribute": "x\" autofocus onfocus=\"document.title='owned'",
    "out of a text area": "</textarea></title></style><script>document.title='owned'</script>",
    "template": "{{ 7 * 7 }}{% for x in range(3) %}x{% endfor %}${7*7}#{7*7}",
    "format": "{name}%s%(id)s{0.__class__}",
    "mark": "<mark>not ours</mark>",
    "entities": "&lt;script&gt;&#60;script&#62;&amp;",
    "comment": "<!-- --><base href='https://evil.example/'><meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "form": "<form action=https://evil.example/><input name=csrftoken><button>Retenir</button></form>",
    "sql": "'; DROP TABLE review; --",
    "sql list": "') OR 1=1; UPDATE initiative SET status='IN' --",
    "json": '"]}, {"status": "IN", "x": ["',
    "bidi": "AMAP \u202etxt.exe\u202c \u2066du\u2069 port",
    "zero width": "A\u200bM\u200cA\u200dP \ufeffdu\u2060 port",
    "controls": "AMAP\x07\x1b[31m du \x9bport\x00",
    "line ends": "AMAP\r\nSet-Cookie: a=b\r\n\r\n<b>x</b>",
    "combining": "A" + "\u0301" * 500,
    "surrogate look": "\ufffe\uffff \U000e0041",
    "long": "x" * 1_000_000,
}
"""What is put into every field that comes from the web."""
LINKS = (
    "javascript:document.title='owned'", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "file:///etc/passwd", "//evil.example/",
    "http://h.example/\"onmouseover=\"alert(5)", "https://", "http://a b/", "\u202ehttp://h.example/", "http://[::1",
)  # fmt: skip
ELEMENTS = {
    "html", "head", "meta", "title", "link", "script", "body", "a", "header", "nav", "ul", "li", "ol", "button", "kbd",
    "div", "main", "section", "article", "aside", "h1", "h2", "h3", "p", "span", "strong", "small", "bdi", "dl", "dt",
    "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "form", "input", "select",
    "option", "label", "fieldset", "legend", "meter", "progress", "figure", "figcaption", "svg", "circle", "path",
    "text", "q", "blockquote", "mark", "pre", "footer", "dialog", "template",
}  # fmt: skip
"""All that our templates are made of."""


class Elements(HTMLParser):
    """Elements of a page as a browser would see them, each with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def check(self) -> None:
        for tag, attributes in self.found:
            assert tag in ELEMENTS
            assert not [
                name for name in attributes if name.startswith("on") or name in ("style", "srcdoc", "formaction")
            ]
            assert tag != "script" or attributes["src"].startswith("/-/static-plugins/")
            assert tag != "meta" or "http-equiv" not in attributes
            assert tag != "form" or not attributes.get("action", "/-/review").partition("/-/review")[0]
        assert sum(tag in ("script", "base") for tag, _ in self.found) == 1


@pytest.fixture(scope="module")
def hostile(demo_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One candidate for each payload, and one for each link."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    copied(demo_db, path)
    with closing(sqlite3.connect(path)) as db, db:
        ids = [str(id) for (id,) in db.execute("SELECT id FROM initiative WHERE merged_into IS NULL ORDER BY id")]
        assert len(ids) >= len(PAYLOADS) + len(LINKS)
        for id, text in zip(ids, PAYLOADS.values(), strict=False):
            db.execute(
                "UPDATE initiative SET name = ?1, street = ?1, city = ?1, reasons = ?2, crawled = ?3 WHERE id = ?4",
                (text, json.dumps([text, f"for: {text} (+1.0)"]), json.dumps({"name": text, "street": text}), id),
            )
            db.execute(
                "UPDATE mention SET name = ?1, title = ?1, snippet = ?1, place_name = ?1, reasons = ?2, street = ?1"
                " WHERE id IN (SELECT mention_id FROM membership WHERE initiative_id = ?3)",
                (text, json.dumps([f"name says “{text}” (amap)", text]), id),
            )
        for id, link in zip(ids[len(PAYLOADS) :], LINKS, strict=False):
            db.execute("UPDATE initiative SET url = ?1, email = ?1 WHERE id = ?2", (link, id))
            db.execute(
                "UPDATE mention SET url = ?1, list_url = ?1 WHERE id IN"
                " (SELECT mention_id FROM membership WHERE initiative_id = ?2)",
                (link, id),
            )
        db.execute("UPDATE page SET text = ?", ("\n".join(PAYLOADS.values()),))
        db.execute("UPDATE town SET name = ? WHERE code = '56121'", (PAYLOADS["script"],))
        pair = [
            db.execute("SELECT mention_id FROM membership WHERE initiative_id = ?", (id,)).fetchone()[0]
            for id in ids[:2]
        ]
        db.execute(
            "INSERT INTO suggestion VALUES (?, ?, '56121', 0.99, ?)", (*sorted(pair), json.dumps([PAYLOADS["image"]]))
        )
    with reviewing(path, "--reviewer", "<b>Ana</b>") as served:
        yield served


@pytest.fixture
def asker(hostile: Served) -> Asker:
    return Asker(hostile)


def ids_of(served: Served) -> list[str]:
    return [str(id) for (id,) in served.query("SELECT id FROM initiative WHERE merged_into IS NULL ORDER BY id")]


@pytest.mark.parametrize("number", range(len(PAYLOADS)), ids=list(PAYLOADS))
def test_a_payload_is_text_on_its_page_and_the_page_stays_small(asker: Asker, number: int) -> None:
    id = ids_of(asker.served)[number]
    answer = asker.get(f"candidate/{id}")
    assert answer.status_code == 200
    Elements(answer.text).check()
    visible = re.sub(r"<input[^>]*>", "", answer.text)
    assert len(visible) < 200_000
    for sign in "\u202e\u2066\u200b\u200c\ufeff\u2060\x07\x1b\x9b\x00":
        assert sign not in visible
    mentions = asker.served.query("SELECT mention_id FROM membership WHERE initiative_id = ?", id)
    copy = asker.get(f"copy/{mentions[0][0]}")
    assert copy.status_code == 200
    Elements(copy.text).check()


def test_what_cannot_be_seen_is_named(asker: Asker) -> None:
    ids = dict(zip(PAYLOADS, ids_of(asker.served), strict=False))
    assert "AMAP [U+202E]txt.exe[U+202C]" in asker.get(f"candidate/{ids['bidi']}").text
    assert "A[U+200B]M[U+200C]A[U+200D]P" in asker.get(f"candidate/{ids['zero width']}").text


@pytest.mark.parametrize("number", range(len(LINKS)), ids=[repr(link) for link in LINKS])
def test_a_link_that_is_no_web_address_is_text(asker: Asker, number: int) -> None:
    text = asker.get(f"candidate/{ids_of(asker.served)[len(PAYLOADS) + number]}").text
    links = re.findall(r'<a [^>]*?href="([^"]*)"([^>]*)', text)
    outward = [(href, rest) for href, rest in links if not href.startswith(("/", "#"))]
    assert all('rel="noreferrer noopener nofollow"' in rest for _, rest in outward)
    assert all(re.match(r"https?://[\w.-]+/?", href) for href, _ in outward), outward
    assert not any("onmouseover" in rest for _, rest in links)


def test_a_hostile_field_can_be_decided_on_edited_and_searched(asker: Asker) -> None:
    for name in ("sql", "sql list", "json", "line ends", "bidi", "script", "combining"):
        id = dict(zip(PAYLOADS, ids_of(asker.served), strict=False))[name]
        place = f"candidate/{id}"
        assert asker.decide("verdict", place, verdict="IN").status_code == 200, name
        assert asker.decide("edit", place, name=f"corrigé {PAYLOADS['sql']}").status_code == 200, name
        assert asker.get("candidates", q=PAYLOADS[name], status="all").status_code == 200
    for value in (*PAYLOADS.values(), *LINKS):
        if len(value) < 2000:
            names = ("town", "kind", "actor", "status", "source", "q", "at", "past", "done", "site", "list", "before")
            for place in ("candidates", "pairs", "second", "reject"):
                assert asker.get(place, **dict.fromkeys(names, value)).status_code == 200
            assert asker.get("candidates", q=value).status_code == 200
    assert asker.served.query("SELECT count(*) FROM review")[0][0] == 14


def test_a_browser_runs_none_of_it_and_asks_nobody_else(hostile: Served) -> None:
    with chromium() as browser, browsing(browser, hostile) as desk:
        ids = ids_of(hostile)
        places = ["", "town/56121", "pairs", "candidates?status=all", "reject?site=ville-lorient.example"]
        for place in [*places, *(f"candidate/{id}" for id in ids[: len(PAYLOADS) - 1])]:
            desk.open(place)
            assert desk.page.title() != "owned"
            assert (
                desk.page.evaluate("document.querySelectorAll('base, #work img, #work script, main iframe').length")
                == 0
            )
        assert desk.outside == set()
        assert [trouble for trouble in desk.troubles if "404" not in trouble] == []
