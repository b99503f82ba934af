"""Crawls, resolutions and reviews in any order keep every verdict, link, id and edit; machine-made sequences of them.

The suite runs some; `REVIEW_SEQUENCES=1000 pytest tests/pipeline/test_reviewing_stateful.py` runs as many as one likes.
"""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.pipeline.review_room import Room, check, mention

from sharitories_crawl.errors import BadInput, Stale
from sharitories_crawl.models import Mention
from sharitories_crawl.models.reviewing import EDITABLE, GiveVerdict, RejectAll
from sharitories_crawl.store.bulk import preview

SEQUENCES = int(os.environ.get("REVIEW_SEQUENCES", "60"))
STEPS = 25

POOL = [
    mention("a1", "FabLab Les Fabriqueurs", kind="fablab", site="fab.example", url="https://fab.example/"),
    mention("a2", "Les Fabriqueurs", kind="fablab", street="12 rue du Port", postal_code="56000"),
    mention("a3", "Fabriqueurs", kind="fablab", street="12 rue du Port", phone="+33297000001"),
    mention("a4", "FabLab Les Fabriqueurs", kind="fablab", site="fab.example", url="https://press.example/fab"),
    mention("b1", "Repair Café de Vannes", kind="repair-cafe"),
    mention("b2", "Repair Café Vannes Ménimur", kind="repair-cafe", phone="+33297000000"),
    mention("b3", "Repair café vannetais", kind="repair-cafe", phone="+33297000000"),
    mention("c1", "AMAP du Moulin", kind="amap", siren="123456789"),
    mention("c2", "AMAP du Moulin", kind="amap", list_url="https://ville.example/assos", url="https://ville.example/2"),
    mention(
        "c3", "AMAP du Moulin Vert", kind="amap", list_url="https://ville.example/assos", url="https://ville.example/3"
    ),
    mention("d1", "Le Galion", kind="amap", email="galion@galion.example"),
    mention("d2", "Association Le Galion", kind="amap", site="galion.example", url="https://galion.example/asso"),
]
CHANGES: list[dict[str, object]] = [
    {}, {"phone": "+33297000000"}, {"phone": "+33297000001"}, {"site": "fab.example"}, {"siren": "123456789"},
    {"street": "3 place Gambetta", "postal_code": "56000"}, {"name": "La Fabrique du Golfe"},
    {"name": "AMAP du Moulin"}, {"kind": "fablab"}, {"dropped": "not-here"},
]  # fmt: skip
PEOPLE = ("ann", "bob")
number = st.integers(0, 99)


class Town(RuleBasedStateMachine):
    """A small town, its crawl and two reviewers."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room()
        self.fresh = False

    def pick(self, which: int) -> str | None:
        """A mention that belongs to an initiative."""
        kept = sorted(self.room.candidates.memberships("56260"))
        return kept[which % len(kept)] if kept else None

    def two(self, one: int, other: int) -> tuple[str, str] | None:
        """Mentions of two initiatives."""
        where = self.room.candidates.memberships("56260")
        a = self.pick(one)
        others = sorted(each for each, id in where.items() if a and id != where[a])
        return (a, others[other % len(others)]) if a and others else None

    def try_to(self, act: Callable[[], object], *, resolves: bool = False) -> None:
        """Unless it is refused."""
        try:
            act()
        except (Stale, BadInput):
            return
        self.fresh = resolves

    @initialize(which=st.sets(st.integers(0, len(POOL) - 1), min_size=5))
    def first_crawl(self, which: set[int]) -> None:
        self.room.crawl(*[POOL[index] for index in sorted(which)])
        self.fresh = True

    @rule(
        which=st.lists(st.integers(0, len(POOL) - 1), min_size=1, max_size=4),
        change=st.integers(0, len(CHANGES) - 1),
        at_once=st.booleans(),
    )
    def read(self, which: list[int], change: int, at_once: bool) -> None:
        for index in which:
            self.room.read(replace(POOL[index], **CHANGES[change]))  # type: ignore[arg-type]
        self.fresh = False
        if at_once:
            self.resolve_twice()

    @rule(which=st.integers(0, len(POOL) - 1))
    def rename_page(self, which: int) -> None:
        """Its page calls itself otherwise, which is a mention of another id."""
        one: Mention = POOL[which]
        self.room.read(replace(one, id=f"{one.id}-renamed", name=f"Nouveau {one.name}"))
        self.fresh = False

    @precondition(lambda self: self.room.present)
    @rule(which=number)
    def lose(self, which: int) -> None:
        ids = sorted(self.room.present)
        self.room.lose(ids[which % len(ids)])
        self.fresh = False

    @rule()
    def resolve(self) -> None:
        self.resolve_twice()

    def resolve_twice(self) -> None:
        self.room.resolve()
        check(self.room)
        before = self.room.everything()
        self.room.resolve()
        assert self.room.everything() == before, "the same came to something else"
        self.fresh = True

    @rule(which=number, status=st.sampled_from(("IN", "OUT", "UNDECIDED")), by=st.sampled_from(PEOPLE))
    def verdict(self, which: int, status: str, by: str) -> None:
        if one := self.pick(which):
            self.room.verdict(one, status, "other" if status == "OUT" else "", reviewer=by)

    @rule(which=number, by=st.sampled_from(PEOPLE))
    def verdict_without_evidence(self, which: int, by: str) -> None:
        """On a decided one whose evidence is gone."""
        rows = [r["id"] for r in self.room.db.query("SELECT id FROM initiatives WHERE mentions = 0 ORDER BY id")]
        if rows and (standing := self.room.reviews.standing(rows[which % len(rows)])):
            self.room.decide(GiveVerdict(standing.id, "OUT", standing.seen, "closed"), by)

    @rule(
        which=number,
        field=st.sampled_from(EDITABLE),
        value=st.sampled_from(("amap", "fablab")),
        by=st.sampled_from(PEOPLE),
    )
    def edit(self, which: int, field: str, value: str, by: str) -> None:
        values = {"practice": "produire", "actor": "public", "postal_code": "56100"}
        if one := self.pick(which):
            self.room.edit(one, by, **{field: values.get(field, value)})

    @rule(one=number, other=number, by=st.sampled_from(PEOPLE), verdicts=st.sampled_from((("IN", "OUT"), ("IN", "IN"))))
    def look_alike(self, one: int, other: int, by: str, verdicts: tuple[str, str]) -> None:
        """Two that were judged come to say the same of themselves, which the crawl alone would join."""
        if pair := self.two(one, other):
            for each, status in zip(pair, verdicts, strict=True):
                self.room.verdict(each, status, "other" if status == "OUT" else "", reviewer=by)
            self.fresh = False
            if set(pair) <= self.room.present.keys():
                for each in pair:
                    before = self.room.present[each]
                    alike = replace(
                        before, name="Le Même Lieu", site="meme.example", kind="fablab", siren="", list_url=""
                    )
                    self.room.read(alike)
                self.resolve_twice()

    @rule(one=number, other=number, by=st.sampled_from(PEOPLE))
    def same(self, one: int, other: int, by: str) -> None:
        if pair := self.two(one, other):
            self.try_to(lambda: self.room.same(*pair, by), resolves=True)

    @rule(one=number, other=number, by=st.sampled_from(PEOPLE))
    def not_same(self, one: int, other: int, by: str) -> None:
        if pair := self.two(one, other):
            self.try_to(lambda: self.room.not_same(*pair, by), resolves=True)

    @rule(which=number, by=st.sampled_from(PEOPLE))
    def split(self, which: int, by: str) -> None:
        where = self.room.candidates.memberships("56260")
        several = {id for id, count in Counter(where.values()).items() if count > 1}
        if kept := sorted(one for one, id in where.items() if id in several):
            self.try_to(lambda: self.room.split(kept[which % len(kept)], reviewer=by), resolves=True)

    @rule(by=st.sampled_from(PEOPLE))
    def undo(self, by: str) -> None:
        self.try_to(lambda: self.room.undo(reviewer=by))

    @rule(which=number, by=st.sampled_from(PEOPLE))
    def undo_any(self, which: int, by: str) -> None:
        steps = sorted({review.step for review in self.room.log().in_force})
        if steps:
            self.try_to(lambda: self.room.undo(steps[which % len(steps)], by))

    @rule(by=st.sampled_from(PEOPLE))
    def reject_list(self, by: str) -> None:
        there = len(preview(self.room.db, list_url="https://ville.example/assos"))
        self.try_to(lambda: self.room.decide(RejectAll("topic", there, list_url="https://ville.example/assos"), by))

    @invariant()
    def everything_holds(self) -> None:
        check(self.room)

    @invariant()
    def no_crawl_joins_in_with_out(self) -> None:
        if not self.fresh:
            return
        log, where = self.room.log(), self.room.candidates.memberships("56260")
        judged: dict[str, dict[str, str]] = {}
        for one, status in log.judged.items():
            if one in where and status != "UNDECIDED":
                judged.setdefault(where[one], {})[one] = status
        for members in judged.values():
            if len(set(members.values())) == 2:
                assert len({log.linked.get(one, one) for one in members}) == 1, "nobody said that these are the same"

    def teardown(self) -> None:
        self.room.db.close()


def test_whatever_happens_nothing_decided_is_lost() -> None:
    run_state_machine_as_test(
        Town,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
