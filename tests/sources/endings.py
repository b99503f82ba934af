"""Answers that are no list of entries, how each must end, and the table test that asks every source so."""

from collections.abc import Mapping
from pathlib import Path

import pytest

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "sources"
NOTHING = "nothing"
"""Stem of the fixture in which a source says that it has nothing; every other one of its files may hold entries."""

CHALLENGE = (
    "<!doctype html><html><head><title>Just a moment...</title></head><body><form id='challenge-form'></form>"
    "<script>window._cf_chl_opt={}</script><p>Verifying you are human.</p></body></html>"
)
PAGE = "<!doctype html><html><head><title>Annuaire</title></head><body><h1>Bienvenue</h1></body></html>"

Ending = tuple[int, str, str, str]
"""(HTTP status, body, status of the answer, reason)."""

TABLE_COLUMNS = ("name", "status", "body", "ending", "reason")
"""Arguments of a table test of endings, by which the conformance test knows it."""


def each_ending(tables: Mapping[str, Mapping[str, Ending]]) -> pytest.MarkDecorator:
    """Let a test run for every case of every source: source -> name of the case -> ending."""
    cases = [
        pytest.param(source, *ending, id=f"{source}-{case}")
        for source, table in tables.items()
        for case, ending in table.items()
    ]
    return pytest.mark.parametrize(TABLE_COLUMNS, cases)


def endings(full: str, nothing: str = "") -> dict[str, Ending]:
    """Cases by name, from an answer with entries and the directory's own way to say that there are none."""
    cases = {
        "block-page": (403, CHALLENGE, "captcha", "cloudflare-challenge"),
        "block-page-200": (200, CHALLENGE, "captcha", "cloudflare-challenge"),
        "403": (403, "<h1>Forbidden</h1>", "blocked", "access-denied"),
        "429": (429, "", "rate-limited", "too-many-requests"),
        "429-json": (429, '{"message": "Too many requests"}', "rate-limited", "too-many-requests"),
        "html": (200, PAGE, "unreadable", "broken-json"),
        "empty-body": (200, "", "unreadable", "empty-body"),
        "half-a-body": (200, full[: len(full) // 2], "unreadable", "broken-json"),
        "other-json": (200, '{"ok": true}', "unreadable", "broken-json"),
        "500": (500, "<h1>Oops</h1>", "unreadable", "http-500"),
        "500-with-entries": (500, full, "unreadable", "http-500"),
        "504": (504, "", "timeout", "gateway-timeout"),
    }
    return cases | ({"nothing-there": (200, nothing, "empty", "")} if nothing else {})


def fixture(path: str) -> str:
    return (FIXTURES / path).read_text(encoding="utf-8")
