"""Markup that would cost the parser minutes or gigabytes is cut where it becomes costly; ordinary pages stay whole."""

import time
from collections.abc import Callable

import pytest
from selectolax.lexbor import LexborHTMLParser

from sharitories_crawl.extract.nesting import cut_deep_nesting
from sharitories_crawl.extract.page import read_page
from sharitories_crawl.sources.walls import find_wall

LETTERS = 250_000
SECONDS = 8.0
"""For the guard and the parser, three times each; they take 1 to 3. Without the guard most take minutes."""
ELEMENTS = 400_000


def _fill(piece: Callable[[int], str]) -> str:
    parts, size = [], 0
    for number in range(LETTERS):
        parts.append(piece(number))
        size += len(parts[-1])
        if size > LETTERS:
            break
    return "".join(parts)


def _twice(opening: Callable[[int], str], then: Callable[[int], str]) -> str:
    return _fill(opening) + _fill(then)


COSTLY: dict[str, str] = {
    "formatting left open in paragraphs": "<p>" + _twice(lambda n: f"<font color={n}>", lambda n: "</p><p>x"),
    "the same in tables": "<p>" + _twice(lambda n: f"<b id={n}>", lambda n: "</p><table><td><p>x</table>"),
    "formatting compared": _fill(lambda n: f"<b id={n}>"),
    "formatting closed that is not open": _twice(lambda n: f"<b id={n}>", lambda n: "</i>"),
    "elements closed that are not open": _twice(lambda n: "<xx>", lambda n: "</yy>"),
    "paragraphs closed that are not open": _twice(lambda n: "<span>", lambda n: "</p>"),
    "list items in open elements": _twice(lambda n: "<span>", lambda n: "<li>x"),
    "options": "<select>" + _fill(lambda n: "<option>x"),
    "attributes": "<p " + _fill(lambda n: f"a{n}=1 ") + ">",
    "attributes with marks in them": "<p " + _fill(lambda n: f"a{n}='<>' ") + ">",
    "attributes of html": _fill(lambda n: f"<html a{n}=1>"),
    "blocks": _fill(lambda n: "<div>"),
    "tables": _fill(lambda n: "<table><tr><td>"),
    "drawings closed where they are not": "<svg><desc>" + _twice(lambda n: "<path/>", lambda n: "</x>"),
    "an attribute never closed": "<p a='" + _fill(lambda n: "<b>"),
}


@pytest.mark.parametrize("name", COSTLY)
def test_costly_markup_is_cut_in_time(name: str) -> None:
    started = time.process_time()
    bounded = cut_deep_nesting(COSTLY[name])
    tree = LexborHTMLParser(bounded or "<html>")
    elements = len(tree.css("*"))
    read_page("https://a.example/", COSTLY[name])
    find_wall(200, {}, COSTLY[name])
    assert time.process_time() - started < SECONDS
    assert elements < ELEMENTS


@pytest.mark.parametrize(
    "html",
    [
        "<p>x</p>" * 50_000,
        "<div><b>x</b></div>" * 50_000,
        "<svg>" + "<path d='M0'/>" * 50_000 + "</svg><p>x",
        "<ul>" + "<li><a href='/x'>x</a>" * 50_000 + "</ul>",
        "<a href=/x>x" * 3_000,
        "<script>" + "var a = '<b><i><u>';" * 50_000 + "</script><p>x",
        "<p title='" + "<b>" * 9_000 + "'>x",
        "<textarea>" + "<div>" * 9_000 + "</textarea><p>x",
        "<!-- " + "<div>" * 9_000 + " --><p>x",
        "<p data-x='{" + '"a": 1, ' * 9_000 + "}'>x",
        "<table>" + "<tr><td>x<td>y" * 20_000 + "</table>",
    ],
)
def test_long_pages_of_ordinary_markup_stay_whole(html: str) -> None:
    assert cut_deep_nesting(html) == html
