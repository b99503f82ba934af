"""What belongs together is stored by mentions, shown by initiatives, and goes when either goes."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from sharitories_crawl.models import Initiative, Mention, Pair, Resolution, Town, Verdict
from sharitories_crawl.store.candidates import Candidates
from sharitories_crawl.store.database import open_database
from sharitories_crawl.store.ledger import Ledger
from sharitories_crawl.store.relations import relations_of

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TOWN = Town(
    code="56121", name="Lorient", slug="lorient", aliases=(), country="FR", language="fr", department="Morbihan",
    region="Bretagne", intercommunality="", intercommunality_communes=(), postal_codes=("56100",), population=57_000,
    latitude=47.7, longitude=-3.4, study=True,
)  # fmt: skip
MENTION = Mention(
    id="", town_code="56121", source="searxng", source_id="", query_id="searxng/56121/amap", rank=1, url="", title="",
    snippet="", name="", kind="", practice="", actor="", relevance=0.9, locality=Verdict.IN_TOWN, locality_reason="",
    place_name="Lorient", reasons=(), dropped="", site="", street="", postal_code="", city="", latitude=None,
    longitude=None, email="", phone="", socials=(), siren="", rna="", licence="", fetched_at="2026-11-25T12:00:00Z",
)  # fmt: skip
CURRENCY = Pair("m1", "m2", 0.5, ("currency-and-association", "same site", "a currency and who runs it are two"))


def initiative(id: str, *members: str) -> Initiative:
    return Initiative(
        id=id, town_code="56121", name=id.title(), practice="", kind="", actor="", score=0.9, url="", street="",
        postal_code="", city="", latitude=None, longitude=None, email="", phone="", siren="", rna="", sources=(),
        reasons=(), members=members,
    )  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Database:
    db = open_database(tmp_path / "new.db")
    ledger = Ledger(db)
    ledger.save_words([TOWN], (), ())
    run_id = ledger.begin_run("crawl", {}, NOW)
    for id in ("m1", "m2", "m3"):
        Candidates(db).put_mentions(run_id, id, "56121", [replace(MENTION, id=id, url=id)], NOW)
    return db


def resolve(db: Database, initiatives: Sequence[Initiative], related: Sequence[Pair]) -> None:
    Candidates(db).put_resolution(1, "56121", Resolution(tuple(initiatives), {}, (), (), tuple(related)), NOW)


def shown(db: Database) -> list[tuple[object, ...]]:
    return list(db.execute("SELECT id_a, name_a, id_b, name_b, town, how, score, reasons FROM related"))


def test_related_initiatives_are_shown_with_how_and_why(db: Database) -> None:
    resolve(db, [initiative("galloche", "m1", "m3"), initiative("sabots", "m2")], [CURRENCY])
    why = '["same site", "a currency and who runs it are two"]'
    assert shown(db) == [("galloche", "Galloche", "sabots", "Sabots", "Lorient", "currency-and-association", 0.5, why)]


def test_each_of_the_two_and_every_mention_lead_to_the_other(db: Database) -> None:
    resolve(db, [initiative("galloche", "m1", "m3"), initiative("sabots", "m2")], [CURRENCY])
    sabots = [{"id": "sabots", "name": "Sabots", "how": "currency-and-association"}]
    galloche = [{"id": "galloche", "name": "Galloche", "how": "currency-and-association"}]
    assert relations_of(db, "galloche") == relations_of(db, "m3") == sabots
    assert relations_of(db, "sabots") == relations_of(db, "m2") == galloche
    assert relations_of(db, "nobody") == []


def test_the_next_resolution_replaces_what_the_last_said(db: Database) -> None:
    resolve(db, [initiative("galloche", "m1"), initiative("sabots", "m2")], [CURRENCY])
    resolve(db, [initiative("galloche", "m1"), initiative("sabots", "m2")], [])
    assert shown(db) == []


def test_what_became_one_is_not_related_to_itself(db: Database) -> None:
    resolve(db, [initiative("galloche", "m1", "m2")], [CURRENCY])
    assert shown(db) == []


def test_a_relation_goes_with_its_mention(db: Database) -> None:
    resolve(db, [initiative("galloche", "m1"), initiative("sabots", "m2")], [CURRENCY])
    db.execute("DELETE FROM mention WHERE id = 'm2'")
    assert db.execute("SELECT count(*) FROM relation").fetchone() == (0,)


def test_a_database_from_before_relations_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    db = open_database(path)
    db.execute("DROP VIEW related")
    db.execute("DROP TABLE relation")
    db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm008_relations'")
    db.close()
    open_database(path).close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM related").fetchone() == (0,)
