"""A town in memory with a crawl and reviewers, and what must hold of it at every moment."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlite_utils import Database

from sharitories_crawl.models import Mention, Town, Verdict
from sharitories_crawl.models.reviewing import (
    Decision,
    Done,
    GiveVerdict,
    SayEdit,
    SayNotSame,
    SaySame,
    Seen,
    SplitOff,
    Undo,
)
from sharitories_crawl.pipeline.resolving import resolve_town
from sharitories_crawl.pipeline.reviewing import decide
from sharitories_crawl.resolve.review_log import ReviewLog
from sharitories_crawl.store.candidates import Candidates
from sharitories_crawl.store.database import open_database
from sharitories_crawl.store.review_rows import Standing, followed
from sharitories_crawl.store.reviews import Reviews

VANNES = Town(
    code="56260", name="Vannes", slug="vannes", aliases=(), country="FR", language="fr", department="Morbihan",
    region="Bretagne", intercommunality="", intercommunality_communes=(), postal_codes=("56000",), population=54_000,
    latitude=47.6587, longitude=-2.7599, study=False,
)  # fmt: skip
_BLANK = Mention(
    id="", town_code="56260", source="searxng", source_id="", query_id="searxng/56260/fablab", rank=1, url="", title="",
    snippet="", name="", kind="", practice="", actor="", relevance=0.5, locality=Verdict.IN_TOWN,
    locality_reason="title-names-town", place_name="Vannes", reasons=(), dropped="", site="", street="", postal_code="",
    city="", latitude=None, longitude=None, email="", phone="", socials=(), siren="", rna="", licence="",
    fetched_at="2026-11-22T10:00:00Z",
)  # fmt: skip
START = datetime(2026, 11, 22, 10, tzinfo=UTC)


def mention(id: str, name: str, **fields: object) -> Mention:
    """One piece of evidence; its page has its id for an address unless `fields` say otherwise."""
    return replace(_BLANK, **{"id": id, "name": name, "url": f"https://{id}.example/", **fields})  # type: ignore[arg-type]


class Vannes:
    """The only town there is."""

    def find(self, text: str, /) -> Town:
        assert text == VANNES.code
        return VANNES


@lru_cache(maxsize=1)
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        db = open_database(path)
        db.execute(
            "INSERT INTO town(code, name, slug, country, language) VALUES (?, 'Vannes', 'vannes', 'FR', 'fr')",
            [VANNES.code],
        )
        for kind, practice in (("fablab", "produire"), ("amap", "consommer"), ("repair-cafe", "consommer")):
            db.execute("INSERT INTO kind VALUES (?, ?, ?, ?)", [kind, practice, kind, kind])
        db.execute("INSERT INTO run(command, options, started_at) VALUES ('crawl', '{}', '')")
        db.execute("PRAGMA journal_mode = DELETE")
        db.close()
        return path.read_bytes()


def empty_database(path: Path | None = None) -> Database:
    """In memory, or a file; with one town, three kinds and one run."""
    if path is not None:
        path.write_bytes(_empty())
        return open_database(path)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(_empty())
    connection.execute("PRAGMA foreign_keys = ON")
    return Database(connection)


@dataclass
class Room:
    """What there is, and who does what with it."""

    db: Database = field(default_factory=empty_database)
    now: datetime = START
    present: dict[str, Mention] = field(default_factory=dict)
    ids_given: set[str] = field(default_factory=set)
    pending: bool = False
    """Pages were read since the town was resolved; until it is, rulings are those of before."""
    last_where: dict[str, str] = field(default_factory=dict)
    """Mention -> initiative, as `check` saw it last."""

    @property
    def candidates(self) -> Candidates:
        return Candidates(self.db)

    @property
    def reviews(self) -> Reviews:
        return Reviews(self.db)

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def read(self, *mentions: Mention) -> None:
        """A crawl reads these from their pages, which say nothing else any more."""
        self.pending = True
        for one in mentions:
            at = f"{self.tick():%Y-%m-%dT%H:%M:%SZ}"
            for known in [old for old in self.present.values() if old.url == one.url]:
                del self.present[known.id]
            self.present[one.id] = one
            self.candidates.put_mentions(1, one.url, VANNES.code, [replace(one, fetched_at=at)], self.now)

    def lose(self, *ids: str) -> None:
        """Their pages do not say it any more."""
        self.pending = True
        for id in ids:
            lost = self.present.pop(id)
            self.candidates.put_mentions(1, lost.url, VANNES.code, [], self.tick(), "nothing")

    def resolve(self) -> None:
        resolve_town(self.candidates, VANNES, 1, self.tick())
        self.pending = False
        self.note_ids()

    def crawl(self, *mentions: Mention) -> None:
        self.read(*mentions)
        self.resolve()

    def note_ids(self) -> None:
        self.ids_given.update(id for (id,) in self.db.execute("SELECT id FROM initiative"))

    def of(self, mention_id: str) -> str:
        """The initiative of a mention."""
        return self.candidates.memberships(VANNES.code)[mention_id]

    def standing(self, mention_id: str) -> Standing:
        standing = self.reviews.standing(self.of(mention_id))
        assert standing is not None
        return standing

    def status(self, mention_id: str) -> str:
        return self.standing(mention_id).seen.status

    def row(self, id: str) -> dict[str, Any]:
        return next(self.db.query("SELECT * FROM initiative WHERE id = ?", [id]))

    def changed(self, mention_id: str) -> list[str]:
        return list(json.loads(self.row(self.of(mention_id))["changed"]))

    def decide(self, decision: Decision, reviewer: str = "ann") -> Done:
        done = decide(self.reviews, decision, reviewer, self.tick(), Vannes)
        if isinstance(decision, SaySame | SayNotSame | SplitOff):
            self.pending = False
        self.note_ids()
        return done

    def verdict(self, mention_id: str, status: str, reason: str = "", reviewer: str = "ann") -> Done:
        standing = self.standing(mention_id)
        return self.decide(GiveVerdict(standing.id, status, standing.seen, reason), reviewer)

    def edit(self, mention_id: str, reviewer: str = "ann", **fields: str) -> Done:
        standing = self.standing(mention_id)
        return self.decide(SayEdit(standing.id, fields, standing.seen), reviewer)

    def same(self, a: str, b: str, reviewer: str = "ann") -> Done:
        one, other = self.standing(a), self.standing(b)
        return self.decide(SaySame(one.id, other.id, one.seen, other.seen), reviewer)

    def not_same(self, a: str, b: str, reviewer: str = "ann") -> Done:
        one, other = self.standing(a), self.standing(b)
        return self.decide(SayNotSame(one.id, other.id, one.seen, other.seen), reviewer)

    def split(self, *ids: str, reviewer: str = "ann") -> Done:
        standing = self.standing(ids[0])
        return self.decide(SplitOff(standing.id, ids, standing.seen), reviewer)

    def undo(self, step: int | None = None, reviewer: str = "ann") -> Done:
        return self.decide(Undo(step), reviewer)

    def log(self) -> ReviewLog:
        return ReviewLog(tuple(self.reviews.of_town(VANNES.code)))

    def everything(self) -> list[tuple[object, ...]]:
        """All that a resolution writes."""
        tables = ("initiative", "membership", "suggestion", "contradiction")
        return [row for table in tables for row in self.db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()]


def check(room: Room) -> None:
    """What holds at every moment, whatever came in whatever order."""
    log, where = room.log(), room.candidates.memberships(VANNES.code)
    rows = {row["id"]: row for row in room.db.query("SELECT * FROM initiative")}
    assert where.keys() <= room.present.keys()
    check_ids(room.ids_given, rows)
    for one, id in room.last_where.items():
        assert one not in where or id in where.values() or rows[id]["merged_into"], f"{id} leads nowhere"
    room.last_where = where
    check_links(log, where, room.db.execute("SELECT mention_a, mention_b FROM contradiction").fetchall())
    if not room.pending:
        check_verdicts(log, where, rows)
        check_edits(log, where, rows)


def check_ids(given: Iterable[str], rows: dict[str, dict[str, Any]]) -> None:
    """Every id ever given stands, or leads to one that does."""
    merged = {id: row["merged_into"] for id, row in rows.items() if row["merged_into"]}
    for id in given:
        assert id in rows, f"{id} was lost"
        steps = 0
        while id in merged:
            id = merged[id]
            steps += 1
            assert steps <= len(rows), "redirects run in a circle"
        assert id in rows, f"{id} was lost"


def check_links(log: ReviewLog, where: dict[str, str], contradictions: Iterable[tuple[str, str]]) -> None:
    told = {frozenset(pair) for pair in contradictions}
    for a, b in log.must_link:
        assert where.get(a, "") == where.get(b, "") or not {a, b} <= where.keys(), (
            f"{a} and {b} were joined by a person"
        )
    for a, b in log.cannot_link:
        if {a, b} <= where.keys() and where[a] == where[b]:
            assert frozenset((a, b)) in told, f"{a} and {b} were kept apart by a person"
            assert log.linked[a] == log.linked[b], "must-links contradict it"


def check_verdicts(log: ReviewLog, where: dict[str, str], rows: dict[str, dict[str, Any]]) -> None:
    """Every verdict in force is respected where its mentions are; where none is left, by what is called so now."""
    judged: dict[str, set[str]] = {}
    for mention_id, verdict in log.verdicts.items():
        if mention_id in where:
            judged.setdefault(where[mention_id], set()).add(verdict.status)
    for id, given in judged.items():
        status = "IN" if "IN" in given else "OUT" if "OUT" in given else "UNDECIDED"
        assert rows[id]["status"] == status, f"{id} was judged {given}"
        assert ("in-with-out" in json.loads(rows[id]["changed"])) == ({"IN", "OUT"} <= given)
    current = followed({id: row["merged_into"] for id, row in rows.items() if row["merged_into"]})
    for id, reviews in log.by_id(current).items():
        verdicts = [r for r in reviews if r.action == "verdict" and not any(m in where for m in r.side_a)]
        if verdicts and id not in judged:
            assert rows[id]["status"] == verdicts[-1].status, f"{id} lost its verdict with its evidence"
            assert "evidence-gone" in json.loads(rows[id]["changed"])
    for id, row in rows.items():
        if row["status"] != "DISCOVERED" and not row["merged_into"]:
            assert id in judged or log.by_id(current).get(id), f"{id} has a verdict that nobody gave"


def check_edits(log: ReviewLog, where: dict[str, str], rows: dict[str, dict[str, Any]]) -> None:
    """Every field that somebody edited shows what was said of it last."""
    latest: dict[tuple[str, str], tuple[int, str]] = {}
    for mention_id, edits in log.edits.items():
        for name, review in edits.items() if mention_id in where else ():
            key = (where[mention_id], name)
            latest[key] = max(latest.get(key, (0, "")), (review.id, review.value))
    for (id, name), (_, value) in latest.items():
        assert rows[id][name] == value, f"{name} of {id} was edited"
        assert name in json.loads(rows[id]["crawled"])
    current = followed({id: row["merged_into"] for id, row in rows.items() if row["merged_into"]})
    for id, reviews in log.by_id(current).items():
        for review in reviews:
            gone = not any(m in where for m in review.side_a)
            if review.action == "edit" and gone and (id, review.field) not in latest:
                last = [r for r in reviews if r.field == review.field and not any(m in where for m in r.side_a)][-1]
                assert rows[id][review.field] == last.value


__all__ = ["START", "VANNES", "Room", "Seen", "Vannes", "check", "empty_database", "mention"]
