from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharitories_crawl.models import Mention, Town, Verdict
from sharitories_crawl.resolve.identity import assign_ids
from sharitories_crawl.resolve.initiatives import resolve

MakeMention = Callable[..., Mention]
MakeTown = Callable[..., Town]


@pytest.fixture(scope="session")
def fabriqueurs(mention: MakeMention) -> list[Mention]:
    kind = {"kind": "fablab", "practice": "produire"}
    return [
        mention(
            "m1",
            "LES FABRIQUEURS - ACCUEIL",
            url="https://fab.example/contact",
            site="fab.example",
            street="12 rue du Port",
            postal_code="56000",
            city="Vannes",
            email="bonjour@fab.example",
            relevance=0.9,
            locality_reason="address",
            actor="citizen",
            **kind,
        ),
        mention("m2", "Les Fabriqueurs", url="https://fab.example/", site="fab.example", relevance=0.8, **kind),
        mention(
            "m3",
            "Fabriqueurs (association)",
            source="transiscope",
            source_id="gogo-17",
            url="https://carte.example/17",
            site="fab.example",
            street="rue du Port",
            latitude=47.6601,
            longitude=-2.7502,
            siren="123 456 789",
            kind="tiers-lieu",
            practice="travailler",
            relevance=0.7,
        ),
        mention("m4", "Les Fabriqueurs ouvrent leurs portes", url="https://presse.example/9", relevance=0.4, **kind),
    ]


def test_the_fields_of_one_initiative(fabriqueurs: list[Mention], town: MakeTown) -> None:
    found = resolve(fabriqueurs[:3], town(), {})
    (one,) = found.initiatives
    assert one.name == "Les Fabriqueurs"
    assert (one.kind, one.practice, one.actor) == ("fablab", "produire", "citizen")
    assert one.url == "https://fab.example/"
    assert (one.street, one.postal_code, one.city) == ("12 rue du Port", "56000", "Vannes")
    assert (one.latitude, one.longitude) == (47.6601, -2.7502)
    assert (one.email, one.siren) == ("bonjour@fab.example", "123456789")
    assert one.sources == ("searxng", "transiscope")
    assert one.members == ("m1", "m2", "m3")
    assert any("same site fab.example" in reason for reason in one.reasons)
    # 0.9 x (0.5 + 0.25 x 0.5 + 0.25 x 1): two origins, an address in the town
    assert one.score == pytest.approx(0.7875)


def test_a_title_that_only_contains_the_name_is_asked_about(fabriqueurs: list[Mention], town: MakeTown) -> None:
    found = resolve(fabriqueurs, town(), {})
    assert [one.members for one in found.initiatives if "m4" in one.members] == [("m4",)]
    assert any("m4" in (pair.a, pair.b) for pair in found.suggestions)


def test_no_mention_no_initiative(town: MakeTown) -> None:
    found = resolve([], town(), {"gone": "56260-0000000000"})
    assert (found.initiatives, dict(found.redirects)) == ((), {})


def test_resolving_again_gives_the_same(fabriqueurs: list[Mention], town: MakeTown) -> None:
    first = resolve(fabriqueurs, town(), {})
    previous = {member: one.id for one in first.initiatives for member in one.members}
    assert resolve(fabriqueurs[::-1], town(), previous) == first


def test_more_voices_and_a_sure_place_raise_the_score(mention: MakeMention, town: MakeTown) -> None:
    alone = mention("a", "Le Galion", url="https://a.example/1", locality=Verdict.INTERCOMMUNALITY)
    same_host = replace(alone, id="b", url="https://a.example/2")
    other_host = replace(alone, id="c", url="https://c.example/")
    sure = replace(other_host, id="d", locality=Verdict.IN_TOWN, locality_reason="address")
    scores = [
        resolve([alone, *more], town(), {}).initiatives[0].score for more in ([], [same_host], [other_host], [sure])
    ]
    assert scores[0] == scores[1] < scores[2] < scores[3]


@pytest.mark.parametrize(("field", "value"), [("dropped", "elsewhere"), ("town_code", "47001")])
def test_what_does_not_belong_is_refused(mention: MakeMention, town: MakeTown, field: str, value: str) -> None:
    with pytest.raises(ValueError, match="mention odd"):
        resolve([mention("odd", "Le Galion", **{field: value})], town(), {})


IDENTITIES = {
    "kept": ([["a", "b"]], {"a": "T-1", "b": "T-1"}, ["T-1"], {}),
    "merged, larger overlap stays": ([["a", "b", "c"]], {"a": "T-1", "b": "T-2", "c": "T-2"}, ["T-2"], {"T-1": "T-2"}),
    "merged, tie to the smaller id": ([["a", "b"]], {"a": "T-2", "b": "T-1"}, ["T-1"], {"T-2": "T-1"}),
    "split, the larger part keeps it": ([["a"], ["b", "c"]], dict.fromkeys("abc", "T-1"), [None, "T-1"], {}),
    "all mentions gone": ([["z"]], {"a": "T-1"}, [None], {}),
    "split and merged": (
        [["a", "b", "d"], ["c"]],
        {"a": "T-1", "b": "T-1", "c": "T-1", "d": "T-2"},
        ["T-1", None],
        {"T-2": "T-1"},
    ),
    "second choice rather than a new id": (
        [["a", "b"], ["c", "d"]],
        {"a": "T-1", "b": "T-1", "c": "T-1", "d": "T-2"},
        ["T-1", "T-2"],
        {},
    ),
}


@pytest.mark.parametrize(("groups", "previous", "ids", "redirects"), IDENTITIES.values(), ids=IDENTITIES)
def test_ids_last(
    groups: list[list[str]], previous: dict[str, str], ids: list[str | None], redirects: dict[str, str]
) -> None:
    found = assign_ids(groups, "T", previous)
    new = [id for id, expected in zip(found.ids, ids, strict=True) if expected is None]
    assert [id if expected else None for id, expected in zip(found.ids, ids, strict=True)] == ids
    assert not set(new) & set(previous.values())
    assert found.redirects == redirects


def test_what_a_person_decided_on_outlives_a_merge() -> None:
    previous = {"a": "T-1", "b": "T-2", "c": "T-2"}
    assert assign_ids([["a", "b", "c"]], "T", previous, settled=[{"T-1"}]).redirects == {"T-2": "T-1"}


def test_a_new_id_is_never_one_in_use() -> None:
    (first,) = assign_ids([["a", "b"]], "T", {}).ids
    split = assign_ids([["a"], ["b", "c"]], "T", {"a": first, "b": first, "c": first})
    assert split.ids[1] == first
    assert split.ids[0].startswith(first)
    assert split.ids[0] != first
    assert assign_ids([["a"]], "T", {}, taken={first}).ids[0] != first


MENTION_IDS = st.sampled_from("abcdefghij")
GROUPING = st.dictionaries(MENTION_IDS, st.integers(0, 4), min_size=1)


@given(GROUPING, st.dictionaries(MENTION_IDS, st.sampled_from(["T-1", "T-2", "T-3"])))
def test_every_id_is_used_once_and_no_redirect_points_nowhere(
    grouping: dict[str, int], previous: dict[str, str]
) -> None:
    groups = [sorted(m for m in grouping if grouping[m] == at) for at in sorted(set(grouping.values()))]
    found = assign_ids(groups, "T", previous)
    assert len(set(found.ids)) == len(groups)
    assert set(found.redirects.values()) <= set(found.ids)
    present = {previous[m] for m in grouping if m in previous}
    assert present == (set(found.ids) & set(previous.values())) | set(found.redirects)
    assert not set(found.redirects) & set(found.ids)
