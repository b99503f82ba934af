"""Verdicts teach the order of the queue, and leave the program as labels that it can be scored by."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from tests.conftest import Program

from sharitories_crawl.evaluation.labelled_pairs import blank_mention, load_pairs
from sharitories_crawl.evaluation.labels import load_pages
from sharitories_crawl.models import Mention
from sharitories_crawl.models.reviewing import GiveVerdict, SayNotSame, SaySame, Undo
from sharitories_crawl.pipeline.labelling import export_labels
from sharitories_crawl.pipeline.learning import is_time_to_learn, learn
from sharitories_crawl.pipeline.resolving import resolve_towns
from sharitories_crawl.pipeline.reviewing import decide
from sharitories_crawl.pipeline.tools import Store, load_knowledge, open_store
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.store.reviews import Reviews

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LORIENT = "56121"
PRESS, OWN = "press page", "own-site page"


def clock() -> datetime:
    return NOW


def made_up_name(number: int) -> str:
    """Two words like no others."""
    letters = "".join(chr(ord("a") + byte % 26) for byte in sha256(str(number).encode()).digest())
    return f"{letters[:9]} {letters[9:18]}".title()


def mention(number: int, reason: str, relevance: float) -> Mention:
    return replace(
        blank_mention(f"m{number:03}", LORIENT, "searxng", made_up_name(number)),
        source_id="", url=f"https://site{number}.example/", kind="fablab", practice="produire", actor="citizen",
        relevance=relevance, reasons=(reason,), fetched_at="2026-11-20T10:00:00.000000Z",
        query_id="searxng/56121/fablab",        title=f"{made_up_name(number)} - accueil", snippet="un fablab",
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Lorient with 200 candidates: those on own sites have the lower score, every other one is read in the press."""
    held = open_store(tmp_path / "learning.db")
    knowledge = load_knowledge(None)
    held.ledger.save_words([knowledge.towns.find(LORIENT)], knowledge.catalogue.kinds, SOURCES.values())
    run_id = held.ledger.begin_run("test", {}, NOW)
    for number in range(200):
        reason, relevance = (OWN, 0.55) if number % 2 else (PRESS, 0.9)
        held.candidates.put_mentions(run_id, f"p{number}", LORIENT, [mention(number, reason, relevance)], NOW)
    assert resolve_towns(held, knowledge.towns, [LORIENT], run_id, clock) == 200
    yield held
    held.close()


def judge(store: Store, *, most: int = 120) -> None:
    """Accept what stands on an own site, reject what the press tells of."""
    reviews = Reviews(store.candidates.db)
    ids = dict(store.candidates.db.execute("SELECT mention_id, initiative_id FROM membership").fetchall())
    for number in range(most):
        standing = reviews.standing(ids[f"m{number:03}"])
        assert standing is not None
        verdict = ("IN", "") if number % 2 else ("OUT", "topic")
        decide(reviews, GiveVerdict(standing.id, verdict[0], standing.seen, verdict[1]), "anne", NOW)


def waiting(store: Store) -> list[str]:
    """The first mention of each candidate that waits, in the order of the queue."""
    rows = store.candidates.db.execute(
        "SELECT min(s.mention_id) FROM initiative i JOIN membership s ON s.initiative_id = i.id"
        " WHERE i.status = 'DISCOVERED' GROUP BY i.id ORDER BY i.priority DESC, i.id"
    )
    return [str(id) for (id,) in rows]


def is_own(mention_id: str) -> bool:
    return int(mention_id[1:]) % 2 == 1


def test_the_queue_follows_the_verdicts_where_they_know_better_than_the_score(store: Store) -> None:
    before = waiting(store)
    assert not any(is_own(id) for id in before[:100])
    judge(store)
    order = learn(store, clock)
    assert order is not None
    assert order.is_better
    assert order.learned_from + order.held_back == 120
    after = waiting(store)
    assert all(is_own(id) for id in after[:40])
    assert not any(is_own(id) for id in after[40:])


def test_nothing_is_learned_again_before_enough_new_verdicts(store: Store) -> None:
    judge(store)
    assert is_time_to_learn(store)
    assert learn(store, clock) is not None
    assert not is_time_to_learn(store)
    assert learn(store, clock) is None
    [(count,)] = store.candidates.db.execute("SELECT count(*) FROM ranking").fetchall()
    assert count == 1


def test_what_a_later_run_finds_takes_its_learned_place(store: Store) -> None:
    judge(store)
    assert learn(store, clock) is not None
    run_id = store.ledger.begin_run("test", {}, NOW + timedelta(days=1))
    for number, reason in ((200, PRESS), (201, OWN)):
        found = mention(number, reason, 0.7)
        store.candidates.put_mentions(run_id, f"p{number}", LORIENT, [found], NOW)
    resolve_towns(store, load_knowledge(None).towns, [LORIENT], run_id, clock)
    queue = waiting(store)
    assert queue.index("m201") < 41 <= queue.index("m200")


def test_too_few_verdicts_leave_the_score_in_charge(store: Store) -> None:
    before = waiting(store)
    judge(store, most=20)
    assert learn(store, clock) is None
    assert waiting(store) == [id for id in before if int(id[1:]) >= 20]


def test_verdicts_become_labels_that_evaluate_reads(store: Store, tmp_path: Path) -> None:
    judge(store, most=30)
    knowledge = load_knowledge(None)
    reviews = Reviews(store.candidates.db)
    ids = dict(store.candidates.db.execute("SELECT mention_id, initiative_id FROM membership").fetchall())
    seen = {id: standing.seen for id in ids.values() if (standing := reviews.standing(id))}
    one, two, three, four = (ids[f"m{number:03}"] for number in (100, 101, 102, 103))
    decide(reviews, SayNotSame(one, two, seen[one], seen[two]), "anne", NOW)
    decide(reviews, SaySame(three, four, seen[three], seen[four]), "anne", NOW)
    done = export_labels(store, knowledge.everywhere, tmp_path / "labels")
    assert (done.pages, done.pairs) == (30, 2)
    pages = load_pages(tmp_path / "labels" / "pages" / "verdicts")
    assert sum(page.label.initiative_here for page in pages) == 15
    assert {page.label.kind for page in pages if page.label.initiative_here} == {"fablab"}
    assert {page.label.name for page in pages if page.label.initiative_here} == {
        made_up_name(number) for number in range(1, 30, 2)
    }
    towns = {LORIENT: knowledge.towns.find(LORIENT)}
    pairs = load_pairs(tmp_path / "labels" / "pairs" / "verdicts.jsonl", towns)
    assert [pair.same for pair in pairs] == [False, True]


def test_an_undone_verdict_is_no_label(store: Store, tmp_path: Path) -> None:
    judge(store, most=2)
    decide(Reviews(store.candidates.db), Undo(), "anne", NOW)
    done = export_labels(store, load_knowledge(None).everywhere, tmp_path / "labels")
    assert done.pages == 1


def test_a_page_is_no_label_while_one_of_its_candidates_waits(store: Store, tmp_path: Path) -> None:
    run_id = store.ledger.begin_run("test", {}, NOW)
    listed = [replace(mention(number, PRESS, 0.8), list_url="https://list.example/") for number in (300, 301)]
    store.candidates.put_mentions(run_id, "https://list.example/", LORIENT, listed, NOW)
    knowledge = load_knowledge(None)
    resolve_towns(store, knowledge.towns, [LORIENT], run_id, clock)
    reviews = Reviews(store.candidates.db)
    ids = dict(store.candidates.db.execute("SELECT mention_id, initiative_id FROM membership").fetchall())
    folder = tmp_path / "labels"
    for turn, name in enumerate(("m300", "m301")):
        standing = reviews.standing(ids[name])
        assert standing is not None
        decide(reviews, GiveVerdict(standing.id, "IN", standing.seen), "anne", NOW)
        assert export_labels(store, knowledge.everywhere, folder).pages == turn
    [page] = load_pages(folder / "pages" / "verdicts")
    assert set(page.label.names) == {made_up_name(300), made_up_name(301)}


def test_evaluate_exports_and_scores_verdicts(program: Program, store: Store, tmp_path: Path) -> None:
    judge(store, most=10)
    folder = tmp_path / "labels"
    done = program.run("evaluate", "--export", str(folder), "--db", str(store.path), "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["pages"] == 10
    scored = program.run("evaluate", str(folder), "--json")
    assert scored.code == 0, scored.err
    assert json.loads(scored.out)["verdicts"]["pages"] == 10
