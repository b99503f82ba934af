"""Answers as a server would give them, five towns, and the real saved pages where they are at hand."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sharitories_crawl.models import Query, Response, Town

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture
def respond() -> Callable[..., Response]:
    def build(
        body: str | bytes,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        url: str = "https://asked.example/search",
    ) -> Response:
        raw = body.encode("utf-8", "replace") if isinstance(body, str) else body
        text = body if isinstance(body, str) else ""
        return Response(url, status, headers or {}, raw, text, datetime(2026, 11, 22, tzinfo=UTC))

    return build


@pytest.fixture
def query() -> Query:
    return Query("mojeek/56121/repair-cafe", "mojeek", "56121", ("repair-cafe",), '"repair café" Lorient', "fr")


def _town(code: str, name: str, country: str, language: str, latitude: float, longitude: float) -> Town:
    place = name.lower()
    return Town(
        code, name, place, (), country, language, "", "", "", (), (), 50_000, latitude, longitude, study=True
    )  # fmt: skip


@pytest.fixture
def towns() -> dict[str, Town]:
    return {
        "FR": _town("56121", "Lorient", "FR", "fr", 47.7486, -3.3664),
        "NL": _town("0402", "Hilversum", "NL", "nl", 52.2242, 5.1758),
        "PT": _town("0105", "Aveiro", "PT", "pt", 40.6443, -8.6455),
        "BE": _town("71016", "Genk", "BE", "nl", 50.9650, 5.5008),
        "SE": _town("1290", "Kristianstad", "SE", "sv", 56.0313, 14.1524),
    }


@pytest.fixture
def saved() -> Callable[[str], str]:
    """The text of a real page saved beside the project; skips where it is absent."""

    def read(path: str) -> str:
        file = SHARED / path
        if not file.is_file():
            pytest.skip(f"real pages are kept beside the project; {file} is absent")
        return file.read_text(encoding="utf-8", errors="replace")

    return read
