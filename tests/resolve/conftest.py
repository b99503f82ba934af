"""Towns and mentions to resolve: what a test does not name is filled with what says nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sharitories_crawl.models import Mention, Town, Verdict

MakeMention = Callable[..., Mention]
MakeTown = Callable[..., Town]

_BLANK = Mention(
    id="",
    town_code="56260",
    source="searxng",
    source_id="",
    query_id="searxng/56260/fablab",
    rank=1,
    url="",
    title="",
    snippet="",
    name="",
    kind="",
    practice="",
    actor="",
    relevance=0.5,
    locality=Verdict.IN_TOWN,
    locality_reason="title-names-town",
    place_name="Vannes",
    reasons=(),
    dropped="",
    site="",
    street="",
    postal_code="",
    city="",
    latitude=None,
    longitude=None,
    email="",
    phone="",
    socials=(),
    siren="",
    rna="",
    licence="",
    fetched_at="2026-11-22T10:00:00Z",
)


@pytest.fixture(scope="session")
def mention() -> MakeMention:
    def make(id: str, name: str = "", **fields: object) -> Mention:
        return replace(_BLANK, **{"id": id, "name": name, **fields})  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def town() -> MakeTown:
    def make(name: str = "Vannes", code: str = "56260") -> Town:
        return Town(
            code=code,
            name=name,
            slug=name.lower(),
            aliases=(),
            country="FR",
            language="fr",
            department="Morbihan",
            region="Bretagne",
            intercommunality="",
            intercommunality_communes=(),
            postal_codes=("56000",),
            population=54_000,
            latitude=47.6587,
            longitude=-2.7599,
            study=False,
        )

    return make
