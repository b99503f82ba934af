"""After a review of everything no command changes a status or an edited field; crawler and reviewer write at once."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.pipeline.review_room import VANNES, Room, Vannes, empty_database, mention

from sharitories_crawl.errors import Busy
from sharitories_crawl.models import Mention
from sharitories_crawl.models.reviewing import GiveVerdict, SayEdit, SayNotSame, SaySame
from sharitories_crawl.pipeline.resolving import resolve_town
from sharitories_crawl.pipeline.reviewing import decide
from sharitories_crawl.store.candidates import Candidates
from sharitories_crawl.store.queues import pairs
from sharitories_crawl.store.reviews import Reviews, open_reviews

if TYPE_CHECKING:
    from tests.conftest import Crawled, Program

LIST = "name;city;website\nUn nouvel atelier;Lorient;https://atelier-neuf.example/\nLa Manivelle;Lorient;\n"
EDITS = {"name": "Comme il faut", "street": "1 rue du Nouveau Nom", "actor": "public"}


def review_all(path: Path) -> None:
    """A verdict on every candidate, an edit of every third, one pair the same and one not."""
    with open_reviews(path) as reviews:
        now = datetime.now(UTC)
        for pair, are_same in zip(pairs(reviews.db, limit=2), (True, False), strict=True):
            one, other = reviews.standing(pair["id_a"]), reviews.standing(pair["id_b"])
            assert one
            assert other
            sides = (one.id, other.id, one.seen, other.seen)
            decide(reviews, SaySame(*sides) if are_same else SayNotSame(*sides), "ann", now)
        ids = [str(id) for (id,) in reviews.db.execute("SELECT id FROM initiatives ORDER BY id").fetchall()]
        for number, id in enumerate(ids):
            standing = reviews.standing(id)
            assert standing
            status = ("IN", "OUT", "UNDECIDED")[number % 3]
            reason = "topic" if status == "OUT" else ""
            decide(reviews, GiveVerdict(id, status, standing.seen, reason), "ann", now)
            if number % 3 == 0:
                standing = reviews.standing(id)
                assert standing
                decide(reviews, SayEdit(id, EDITS, standing.seen), "bob", now)


def decided(program: "Program") -> dict[str, tuple[object, ...]]:
    """Id -> status and the fields that were edited; by the id that it has now."""
    rows = program.rows(
        "SELECT id, status, name, street, actor, crawled <> '{}' FROM initiative WHERE merged_into IS NULL"
        " AND reviewed > 0"
    )
    return {str(id): (status, *(fields if is_edited else ())) for id, status, *fields, is_edited in rows}


def memberships(program: "Program") -> dict[str, str]:
    """Mention -> initiative."""
    rows = program.rows("SELECT mention_id, initiative_id FROM membership")
    return {str(mention_id): str(id) for mention_id, id in rows}


def run(program: "Program", *command: str) -> None:
    """As a process of its own."""
    process = program.start(*command)
    out, err = process.communicate(timeout=120)
    assert process.returncode in (0, 3), out + err


def test_no_command_changes_what_was_decided(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    review_all(program.folder / "here.db")
    before = decided(program)
    where = memberships(program)
    assert {row[0] for row in before.values()} == {"IN", "OUT", "UNDECIDED"}
    assert ("IN", *EDITS.values()) in before.values()
    (program.folder / "own.csv").write_text(LIST, encoding="utf-8")
    for command in (
        crawled.web.crawl("--refresh", "0"),
        ("reparse", "--db", "here.db"),
        ("resolve", "--db", "here.db"),
        ("import", "own.csv", "--source", "own", "--db", "here.db"),
        ("resolve", "--db", "here.db"),
    ):
        run(program, *command)
        after = decided(program)
        assert {id: after.get(id) for id in before} == before, command[0]
        now = memberships(program)
        assert {id: now.get(id) for id in where} == where, command[0]
    assert program.rows("SELECT * FROM contradictions") == []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with one candidate."""
    path = tmp_path / "here.db"
    room = Room(empty_database(path))
    room.crawl(mention("a", "FabLab Les Fabriqueurs", kind="fablab"))
    room.db.close()
    return path


def test_a_review_that_comes_while_a_town_is_computed_is_in_what_is_written(path: Path) -> None:
    class Interrupted(Candidates):
        """A reviewer decides, by a connection of her own, while the mentions are being read."""

        times = 0

        def kept_mentions(self, town_code: str) -> list[Mention]:
            mentions = super().kept_mentions(town_code)
            self.times += 1
            if self.times == 1:
                with open_reviews(path) as reviews:
                    standing = reviews.standing(self.memberships(town_code)["a"])
                    assert standing
                    decide(reviews, GiveVerdict(standing.id, "IN", standing.seen), "ann", datetime.now(UTC), Vannes)
            return mentions

    with open_reviews(path) as reviews:
        crawler = Interrupted(reviews.db)
        resolve_town(crawler, VANNES, 1, datetime.now(UTC))
        assert crawler.times == 2
        assert reviews.db.execute("SELECT status FROM initiative").fetchall() == [("IN",)]


def test_a_database_that_is_held_is_told_and_nothing_is_written(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as writer, open_reviews(path, seconds=0.05) as reviews:
        standing = reviews.standing(Candidates(reviews.db).memberships(VANNES.code)["a"])
        assert standing
        verdict = GiveVerdict(standing.id, "IN", standing.seen)
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy):
            decide(reviews, verdict, "ann", datetime.now(UTC), Vannes)
        writer.execute("ROLLBACK")
        assert Reviews(reviews.db).of_town(VANNES.code) == []
        assert decide(reviews, verdict, "ann", datetime.now(UTC), Vannes).status == "IN"


def test_a_decision_is_there_for_every_other_connection(path: Path) -> None:
    with open_reviews(path) as reviews:
        standing = reviews.standing(Candidates(reviews.db).memberships(VANNES.code)["a"])
        assert standing
        decide(reviews, GiveVerdict(standing.id, "OUT", standing.seen, "closed"), "ann", datetime.now(UTC), Vannes)
        with closing(sqlite3.connect(path)) as other:
            assert other.execute("SELECT status, reviewer FROM initiatives").fetchall() == [("OUT", "ann")]


def test_a_resolution_that_finds_the_same_writes_nothing(path: Path) -> None:
    with open_reviews(path) as reviews:
        candidates = Candidates(reviews.db)
        resolve_town(candidates, VANNES, 1, datetime.now(UTC))
        before = reviews.db.conn.total_changes
        resolve_town(candidates, VANNES, 1, datetime.now(UTC))
        assert reviews.db.conn.total_changes == before
