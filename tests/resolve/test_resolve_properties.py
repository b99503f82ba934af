"""What must hold whatever comes, in whatever order, and whatever people say of it; on the labelled records too."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.evaluation.labelled_pairs import load_pairs, mentions_of
from sharitories_crawl.evaluation.pair_scores import b_cubed
from sharitories_crawl.geo.towns import load_towns
from sharitories_crawl.models import Mention, Resolution, Town
from sharitories_crawl.resolve.initiatives import resolve

MakeMention = Callable[..., Mention]
MakeTown = Callable[..., Town]
Verdict = tuple[str, str]

DEV = Path(__file__).parents[1] / "labelled" / "pairs" / "dev.jsonl"
A_POINT = 0.01
HISTORIES = 10_000


@dataclass(frozen=True)
class OneTown:
    town: Town
    mentions: list[Mention]


@pytest.fixture(scope="module")
def labelled() -> list[OneTown]:
    """The records of the labelled dev pairs, town by town."""
    towns = {town.code: town for town in load_towns(bundled_dir("data") / "towns.csv")}
    by_town: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions_of(load_pairs(DEV, towns)):
        by_town[mention.town_code].append(mention)
    return [OneTown(towns[code], mentions) for code, mentions in sorted(by_town.items())]


def entities(resolution: Resolution) -> dict[str, str]:
    """Mention id -> id of its initiative."""
    return {member: one.id for one in resolution.initiatives for member in one.members}


def in_batches(town: Town, mentions: Sequence[Mention], batches: int) -> dict[str, str]:
    """The memberships after the mentions came batch by batch, each time with yesterday's ids."""
    known: dict[str, str] = {}
    for number in range(1, batches + 1):
        known = entities(resolve(mentions[: len(mentions) * number // batches], town, known))
    return known


def likeness(one: dict[str, str], other: dict[str, str]) -> float:
    """B-cubed F1 of one grouping against another."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for member, id in one.items():
        groups[id].append(member)
    return b_cubed(list(groups.values()), other)[2]


def test_the_order_of_arrival_changes_no_more_than_a_point(labelled: list[OneTown]) -> None:
    chance = random.Random(1)
    together: dict[str, str] = {}
    whole: dict[str, str] = {}
    for here in labelled:
        shuffled = chance.sample(here.mentions, len(here.mentions))
        whole |= entities(resolve(here.mentions, here.town, {}))
        together |= entities(resolve(shuffled, here.town, {}))
    assert likeness(together, whole) >= 1 - A_POINT


@pytest.mark.parametrize("batches", [2, 5, 12])
def test_coming_in_batches_changes_no_more_than_a_point(labelled: list[OneTown], batches: int) -> None:
    chance = random.Random(batches)
    grown: dict[str, str] = {}
    whole: dict[str, str] = {}
    for here in labelled:
        shuffled = chance.sample(here.mentions, len(here.mentions))
        grown |= in_batches(here.town, shuffled, batches)
        whole |= entities(resolve(here.mentions, here.town, {}))
    assert likeness(grown, whole) >= 1 - A_POINT


def test_resolving_again_keeps_every_id(labelled: list[OneTown]) -> None:
    for here in labelled:
        first = entities(resolve(here.mentions, here.town, {}))
        again = resolve(here.mentions[::-1], here.town, first)
        assert entities(again) == first
        assert not again.redirects


SYLLABLES = [
    "bra", "cor", "dul", "fen", "gri", "hos", "jul", "kem", "lor", "mip", "nar", "pol", "quin", "rus", "tav", "vig",
    "wes",
    "xan", "yor", "zub",
]  # fmt: skip


def irrelevant(chance: random.Random, town: Town, pattern: Mention, count: int) -> list[Mention]:
    """Mentions of things with names of their own, on pages and sites of their own."""
    found = []
    for number in range(count):
        name = " ".join("".join(chance.sample(SYLLABLES, 3)).title() for _ in range(2))
        found.append(
            replace(
                pattern, id=f"irrelevant-{number}", source_id=f"irrelevant-{number}", town_code=town.code, name=name,
                kind="", site=f"irrelevant{number}.example", street="", city=town.name, postal_code="", email="",
                phone="", socials=(), siren="", rna="", latitude=None, longitude=None,
            )
        )  # fmt: skip
    return found


def test_adding_irrelevant_pages_changes_no_entity(labelled: list[OneTown]) -> None:
    chance = random.Random(3)
    for here in labelled:
        before = entities(resolve(here.mentions, here.town, {}))
        more = irrelevant(chance, here.town, here.mentions[0], 40)
        mixed = chance.sample([*here.mentions, *more], len(here.mentions) + len(more))
        after = entities(resolve(mixed, here.town, before))
        assert {member: after[member] for member in before} == before


POOL = [
    ("a1", "FabLab Les Fabriqueurs", {"kind": "fablab", "site": "fab.example"}),
    ("a2", "Les Fabriqueurs", {"kind": "fablab", "street": "12 rue du Port"}),
    ("a3", "Fabriqueurs", {"kind": "tiers-lieu", "street": "12 rue du Port"}),
    ("b1", "Repair Café de Vannes", {"kind": "repair-cafe"}),
    ("b2", "Repair Café Vannes Ménimur", {"kind": "repair-cafe", "phone": "+33297000000"}),
    ("b3", "Repair café vannetais", {"kind": "repair-cafe", "phone": "+33297000000"}),
    ("c1", "AMAP du Moulin", {"kind": "amap", "siren": "123456789"}),
    ("c2", "AMAP du Moulin", {"kind": "amap", "list_url": "https://ville.example/assos"}),
    ("c3", "AMAP du Moulin Vert", {"kind": "amap", "list_url": "https://ville.example/assos"}),
    ("d1", "CCAS de Vannes", {"street": "2 place de la Mairie"}),
    ("d2", "Mairie de Vannes", {"street": "2 place de la Mairie"}),
    ("d3", "Centre communal d'action sociale", {"street": "2 place de la Mairie"}),
    ("e1", "Le Galion", {"kind": "monnaie-locale"}),
    ("e2", "Association Le Galion", {"kind": "monnaie-locale"}),
    ("f1", "Accueil", {"site": "fab.example"}),
]


@dataclass
class History:
    """What came and what people said, one event at a time, each followed by a resolution."""

    town: Town
    pool: list[Mention]
    chance: random.Random
    present: list[Mention] = field(default_factory=list)
    must: list[Verdict] = field(default_factory=list)
    cannot: list[Verdict] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def happen(self) -> None:
        event = self.chance.random()
        if event < 0.4 or len(self.present) < 2:
            here = {mention.id for mention in self.present}
            absent = [mention for mention in self.pool if mention.id not in here]
            self.present += self.chance.sample(absent, min(len(absent), self.chance.randint(1, 4)))
        elif event < 0.5:
            self.present.remove(self.chance.choice(self.present))
        else:
            pair = tuple(mention.id for mention in self.chance.sample(self.present, 2))
            (self.must if event < 0.75 else self.cannot).append((pair[0], pair[1]))
        self.chance.shuffle(self.present)

    def settle(self) -> Resolution:
        return resolve(
            self.present, self.town, self.known, must_link=self.must, cannot_link=self.cannot, taken=self.taken
        )

    def check(self, found: Resolution) -> None:
        where = entities(found)
        assert where.keys() == {mention.id for mention in self.present}
        for a, b in self.must:
            if a in where and b in where:
                assert where[a] == where[b], "people joined them"
        against = {frozenset((chain[0], chain[-1])) for chain in found.contradictions}
        for a, b in self.cannot:
            if a in where and b in where and frozenset((a, b)) not in against:
                assert where[a] != where[b], "people keep them apart"
        ids = set(where.values())
        assert not ids & self.taken, "an id that went into another came back"
        for old in {id for mention, id in self.known.items() if mention in where}:
            assert old in ids or found.redirects[old] in ids, "an id was lost"
        assert not found.redirects.keys() & ids


def test_constraints_hold_and_ids_last_in_ten_thousand_histories(mention: MakeMention, town: MakeTown) -> None:
    here = town()
    pool = [mention(id, name, **fields) for id, name, fields in POOL]
    for number in range(HISTORIES):
        chance = random.Random(number)
        history = History(here, chance.sample(pool, 5), chance)
        for _ in range(chance.randint(2, 3)):
            history.happen()
            found = history.settle()
            history.check(found)
            history.taken |= found.redirects.keys()
            history.known = entities(found)
