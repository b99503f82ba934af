"""What is told of two looks at one initiative: each thing once, and nothing of what silence may mean."""

from dataclasses import replace

import pytest

from sharitories_crawl.models import Town
from sharitories_crawl.models.changing import Change, Present, Sight, Site, Standing, Witness
from sharitories_crawl.resolve.changes import compare, same_address

TOWN = Town(
    code="56121", name="Lorient", slug="lorient", aliases=(), country="FR", language="fr", department="Morbihan",
    region="Bretagne", intercommunality="", intercommunality_communes=(), postal_codes=("56100",), population=57_000,
    latitude=47.7, longitude=-3.4, study=True,
)  # fmt: skip
SITE = "http://a.example/"
NODE = Witness("overpass:node/1", "overpass:node/1", "overpass/56121/all", "2026-11-01")
PAGE = Witness(SITE, SITE, "searxng/56121/x", "2026-11-01")


def sight(witness: Witness, name: str = "La Ruche Bleue", street: str = "12 rue de Liège") -> Sight:
    return Sight(witness, name, street, "56100")


HERE = Present(
    "i1", "La Ruche Bleue", "12 rue de Liège", "56100", "Lorient", SITE, "", "", sights=(sight(NODE), sight(PAGE))
)
OK = {SITE: Site(SITE, "ok", "2026-11-01")}


def look(
    before: Standing | None,
    now: Present,
    sites: dict[str, Site] | None = None,
    places: dict[str, str] | None = None,
    missed: float = 1,
    at: str = "2026-11-02",
) -> tuple[list[Change], Standing]:
    known = {w.place: before.id for w in before.witnesses} if before and places is None else places or {}

    def misses_of(witness: Witness, is_kept: bool) -> Witness:
        return witness if is_kept else replace(witness, misses=witness.misses + missed)

    return compare(
        before, now, TOWN, OK if sites is None else sites, misses_of=misses_of, known_places=known, gone_after=3, at=at
    )


@pytest.fixture
def standing() -> Standing:
    told, standing = look(None, HERE)
    assert [one.change for one in told] == ["discovered"]
    return standing


def changes(told: list[Change]) -> list[tuple[str, str, str]]:
    return [(one.change, one.before, one.after) for one in told]


def test_the_same_again_is_no_news(standing: Standing) -> None:
    told, again = look(standing, HERE)
    assert (told, again) == ([], standing)


def test_another_spelling_or_a_name_known_before_is_no_renaming(standing: Standing) -> None:
    assert look(standing, replace(HERE, name="La Ruche Bleue - Lorient"))[0] == []
    told, renamed = look(standing, replace(HERE, name="Les Voiles"))
    assert changes(told) == [("renamed", "La Ruche Bleue", "Les Voiles")]
    assert look(renamed, HERE)[0] == [], "names that swing between two sources are told once"


def test_a_move_needs_two_addresses_that_differ(standing: Standing) -> None:
    assert look(standing, replace(HERE, street="", postal_code=""))[0] == []
    assert look(standing, replace(HERE, street="12, r. de Liège"))[0] == []
    told, moved = look(standing, replace(HERE, street="3 quai des Indes"))
    assert changes(told) == [("moved", "12 rue de Liège, 56100", "3 quai des Indes, 56100")]
    assert look(moved, HERE)[0] == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("12 rue de Liège, 56100", "12 Rue de Liege", True),
        ("12 rue de Liège, 56100", "14 rue de Liège, 56100", False),
        ("12 rue de Liège, 56100", "12 rue de Paris, 56100", False),
        ("rue de Liège, 56100", "12 rue de Liège, 56100", True),
    ],
)
def test_addresses(one: str, other: str, same: bool) -> None:
    assert same_address(one, other) is same


def test_a_number_in_a_register_is_news_once(standing: Standing) -> None:
    told, registered = look(standing, replace(HERE, registration="W561000001"))
    assert changes(told) == [("registered", "", "W561000001")]
    assert look(registered, HERE)[0] == look(registered, replace(HERE, registration="W561000001"))[0] == []


def test_a_dissolved_association_is_told_as_such_and_not_as_gone_too(standing: Standing) -> None:
    ended = replace(HERE, is_dissolved=True, sights=())
    told, dissolved = look(standing, ended)
    assert [one.change for one in told] == ["dissolved"]
    for _ in range(4):
        told, dissolved = look(dissolved, ended)
        assert told == []


def test_new_evidence_is_what_the_town_never_had(standing: Standing) -> None:
    other = Witness("transiscope:7", "transiscope:7", "transiscope/56121/all", "2026-11-02")
    more = replace(HERE, sights=(*HERE.sights, sight(other)))
    told, _ = look(standing, more)
    assert [(one.change, one.detail) for one in told] == [("new evidence", "transiscope:7")]
    places = {NODE.place: "i1", PAGE.place: "i1", other.place: "i2"}
    assert look(standing, more, places=places)[0] == [], "it spoke for another candidate before"


def test_it_is_gone_only_when_every_witness_was_missed_often_enough_and_back_with_the_first(standing: Standing) -> None:
    half = replace(HERE, sights=(sight(PAGE),))
    nothing = replace(HERE, sights=())
    for _ in range(5):
        told, standing = look(standing, half)
        assert told == [], "its site still says so"
    for misses in (1, 2, 3):
        told, standing = look(standing, nothing, at="2026-11-09")
        assert [one.change for one in told] == (["gone"] if misses == 3 else [])
    assert look(standing, nothing)[0] == []
    assert look(standing, half)[0] == [], "what was fetched before it went says nothing"
    told, back = look(standing, replace(HERE, sights=(sight(replace(PAGE, seen_at="2026-11-20")),)))
    assert [one.change for one in told] == ["back again"]
    assert not back.gone_at


def test_silence_of_the_sources_is_no_miss(standing: Standing) -> None:
    for _ in range(20):
        told, standing = look(standing, replace(HERE, sights=()), missed=0)
        assert told == []


@pytest.mark.parametrize(
    ("status", "alone", "fetches"),
    [("http-404", False, 1), ("http-410", True, 1), ("dns", False, 3), ("dns", True, None), ("http-5xx", False, 9),
     ("rate-limited", False, None), ("robots-disallowed", False, None)],
)  # fmt: skip
def test_a_site_is_dead_when_its_server_says_so_or_nobody_answers_for_long(
    standing: Standing, status: str, alone: bool, fetches: int | None
) -> None:
    told_at = None
    for fetch in range(1, 13):
        at = f"2026-12-{fetch:02}"
        told, standing = look(standing, HERE, {SITE: Site(SITE, status, at, alone=alone)})
        assert len(told) <= 1
        if told:
            assert (told_at, told[0].change) == (None, "site dead")
            told_at = fetch
        assert look(standing, HERE, {SITE: Site(SITE, status, at, alone=alone)})[0] == [], "one fetch counts once"
    assert told_at == fetches
    told, _ = look(standing, HERE, {SITE: Site(SITE, "ok", "2027-01-01")})
    assert [one.change for one in told] == (["site back"] if fetches else [])


def test_a_parked_site_is_told(standing: Standing) -> None:
    told, parked = look(standing, HERE, {SITE: Site(SITE, "ok", "2026-12-01", is_parked=True)})
    assert [one.change for one in told] == ["site parked"]
    assert look(parked, HERE, {SITE: Site(SITE, "ok", "2026-12-02", is_parked=True)})[0] == []


def test_what_was_joined_or_told_apart_is_no_discovery(standing: Standing) -> None:
    told, merged = look(standing, replace(HERE, merged_into="i9", sights=()))
    assert [one.change for one in told] == ["merged into i9"]
    assert look(merged, replace(HERE, merged_into="i9", sights=()))[0] == []
    told, _ = look(None, replace(HERE, id="i2", sights=(sight(NODE),)), places={NODE.place: "i1"})
    assert [one.change for one in told] == ["split from i1"]


def test_what_was_there_before_changes_were_noted_is_taken_over_in_silence() -> None:
    told, standing = look(Standing("i1", "An older name", is_new=True), HERE)
    assert told == []
    assert (standing.name, standing.is_new, len(standing.witnesses)) == ("La Ruche Bleue", False, 2)
