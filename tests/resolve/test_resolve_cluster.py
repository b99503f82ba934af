import random
import time
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharitories_crawl.models import Mention, Town
from sharitories_crawl.resolve.cluster import Clustering, cluster
from sharitories_crawl.resolve.constraints import lift

MakeMention = Callable[..., Mention]
MakeTown = Callable[..., Town]

MENTIONS = [
    ("a1", "FabLab Les Fabriqueurs", {"kind": "fablab", "site": "fab.example"}),
    ("a2", "Les Fabriqueurs", {"kind": "fablab", "street": "12 rue du Port"}),
    ("a3", "Fabriqueurs", {"kind": "tiers-lieu", "street": "12 rue du Port"}),
    ("a4", "Accueil", {"site": "fab.example"}),
    ("b1", "Repair Café de Vannes", {"kind": "repair-cafe"}),
    ("b2", "Repair Café | Ville de Vannes", {"kind": "repair-cafe"}),
    ("b3", "Repair Café Vannes Ménimur", {"kind": "repair-cafe"}),
    ("c1", "AMAP du Moulin", {"kind": "amap", "phone": "+33297000000"}),
    ("c2", "AMAP du Moulin Vert", {"kind": "amap", "phone": "+33297000000"}),
    ("c3", "AMAP du Moulin", {"kind": "amap", "list_url": "https://ville.example/assos"}),
    ("c4", "AMAP du Moulin", {"kind": "amap", "list_url": "https://ville.example/assos"}),
    ("d1", "Le Galion", {"kind": "monnaie-locale"}),
    ("d2", "Association Le Galion", {"kind": "monnaie-locale"}),
    ("e1", "", {}),
    ("e2", "Association de Vannes", {}),
]
IDS = [id for id, *_ in MENTIONS]


@pytest.fixture(scope="session")
def sample(mention: MakeMention) -> list[Mention]:
    return [mention(id, name, **fields) for id, name, fields in MENTIONS]


def groups_of(clustering: Clustering) -> dict[str, tuple[str, ...]]:
    return {id: group for group in clustering.groups for id in group}


def test_a_small_town(sample: list[Mention], town: MakeTown) -> None:
    found = cluster(sample, town())
    assert found.groups == (
        ("a1", "a2", "a3", "a4"),
        ("b1", "b2"),
        ("b3",),
        ("c1", "c2", "c3"),
        ("c4",),
        ("d1",),
        ("d2",),
        ("e1",),
        ("e2",),
    )
    assert ("d1", "d2") in {(pair.a, pair.b) for pair in found.suggestions}
    assert len(found.links) == len(sample) - len(found.groups)


@pytest.mark.parametrize("count", [0, 1])
def test_none_and_one(sample: list[Mention], town: MakeTown, count: int) -> None:
    assert cluster(sample[:count], town()).groups == tuple((m.id,) for m in sample[:count])


def test_a_chain_of_likely_pairs_is_not_one_thing(mention: MakeMention, town: MakeTown) -> None:
    """A and B share a telephone, B and C a mailbox; A and C are strangers: connected components would join all."""
    a = mention("a", "Ruche Galion", kind="amap", phone="+33297000000")
    b = mention("b", "Ruche Galion Menimur", kind="amap", phone="+33297000000", email="x@y.example")
    c = mention("c", "Menimur Tohannic", kind="amap", email="x@y.example")
    found = cluster([a, b, c], town())
    assert found.groups == (("a", "b"), ("c",))
    assert [(pair.a, pair.b) for pair in found.suggestions] == [("b", "c")]


def test_a_town_hall_does_not_swallow_those_it_lists(mention: MakeMention, town: MakeTown) -> None:
    names = ["Galion", "Ruche", "Velocipede", "Tohannic", "Menimur", "Fabriqueurs"]
    hosted = [mention(f"m{i}", name, site="ville.example", phone="+33297000000") for i, name in enumerate(names)]
    assert len(cluster(hosted, town()).groups) == len(names)


def test_a_nameless_mention_does_not_bridge_two_things(mention: MakeMention, town: MakeTown) -> None:
    a = mention("a", "Galion", phone="+33297000000")
    bridge = mention("b", "Contact", phone="+33297000000", email="x@y.example")
    c = mention("c", "Velocipede", email="x@y.example")
    assert len(cluster([a, bridge, c], town()).groups) == 2


@given(st.permutations(range(len(MENTIONS))))
@settings(deadline=None, max_examples=60)
def test_the_order_of_arrival_changes_nothing(sample: list[Mention], town: MakeTown, order: list[int]) -> None:
    assert cluster([sample[i] for i in order], town()) == cluster(sample, town())


PAIRS = st.lists(st.sampled_from(list(combinations([*IDS, "gone"], 2))), max_size=8)


@given(PAIRS, PAIRS)
@settings(deadline=None, max_examples=200)
def test_what_people_said_holds(
    sample: list[Mention], town: MakeTown, must: list[tuple[str, str]], cannot: list[tuple[str, str]]
) -> None:
    found = cluster(sample, town(), must_link=must, cannot_link=cannot)
    where = groups_of(found)
    assert sorted(where) == sorted(IDS)
    assert all(where[a] == where[b] for a, b in must if "gone" not in (a, b))
    contradicted = {(said.a, said.b) for said in found.contradictions}
    for a, b in cannot:
        if (a, b) not in contradicted and "gone" not in (a, b):
            assert where[a] != where[b]
    assert not {(pair.a, pair.b) for pair in found.suggestions} & set(cannot)
    for said in found.contradictions:
        assert (said.chain[0], said.chain[-1]) == (said.a, said.b)
        assert all((a, b) in must or (b, a) in must for a, b in zip(said.chain, said.chain[1:], strict=False))


def test_a_mention_that_is_gone_still_carries_verdicts(sample: list[Mention], town: MakeTown) -> None:
    found = groups_of(cluster(sample, town(), must_link=[("b1", "gone"), ("gone", "b3")], cannot_link=[("gone", "b2")]))
    assert found["b1"] == ("b1", "b3")


def test_people_may_join_what_the_rules_keep_apart(sample: list[Mention], town: MakeTown) -> None:
    found = groups_of(cluster(sample, town(), must_link=[("c3", "c4"), ("d1", "d2")]))
    assert {"c3", "c4"} <= set(found["c3"])
    assert found["d1"] == ("d1", "d2")


def test_a_contradiction_names_the_chain_against_it() -> None:
    lifted = lift([("a", "b"), ("b", "c"), ("x", "y")], [("c", "a")])
    assert [(said.a, said.b, said.chain) for said in lifted.contradictions] == [("a", "c", ("a", "b", "c"))]
    assert lifted.apart == {}


def test_five_thousand_mentions_take_seconds_not_minutes(mention: MakeMention, town: MakeTown) -> None:
    """About 2 s here; the bound is wide because the machine may be busy, and still far below anything quadratic."""
    chance = random.Random(7)
    syllables = ["ka", "ber", "vel", "lo", "ti", "mar", "kan", "do", "ru", "pel", "sa", "gin", "ter", "bo", "lan", "fi"]
    mentions = []
    for index in range(1000):
        name = " ".join("".join(chance.choices(syllables, k=3)).title() for _ in range(2))
        for copy, shown in enumerate((name, f"FabLab {name}", f"{name} Vannes", name[:-1], "FabLab de Vannes")):
            site = f"site{index}.example" if copy < 2 else ""
            mentions.append(
                mention(f"m{index}-{copy}", shown, kind="fablab", site=site, url=f"https://p{index}.example/{copy}")
            )
    began = time.process_time()
    found = cluster(mentions, town())
    assert time.process_time() - began < 12
    where = groups_of(found)
    assert sum(where[f"m{i}-0"] == where[f"m{i}-1"] == where[f"m{i}-2"] for i in range(1000)) > 950
