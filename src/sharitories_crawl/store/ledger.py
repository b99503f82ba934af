"""What was asked and answered: runs, queries, answers, sources at rest. *Due* is always computed, never a flag."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from sqlite_utils import Database

from sharitories_crawl.models import Answer, Kind, Lead, Query, SourceKind, Town
from sharitories_crawl.store.frontier import Frontier
from sharitories_crawl.store.moments import stamp
from sharitories_crawl.store.place import Place
from sharitories_crawl.store.search import index_pages
from sharitories_crawl.store.transaction import together

KILLED = 137
"""Exit code of a process that was killed, as shells give it."""


class SourceCard(Protocol):
    """What the database keeps of a source, so that every row can be attributed."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def kind(self) -> SourceKind: ...
    @property
    def licence(self) -> str: ...
    @property
    def attribution(self) -> str: ...
    @property
    def terms(self) -> str: ...


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer to a query that came with a response in the archive."""

    query: Query
    answer_id: int
    asked_at: str
    places: tuple[Place, ...]
    """Of its pages, in their order."""


class Ledger:
    """Reads and writes runs, questions and answers; each call is one short transaction."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def together(self) -> AbstractContextManager[object]:
        """One transaction around several calls, of the other half too: all of it is written, or nothing."""
        return together(self.db)

    def begin_run(self, command: str, options: Mapping[str, object], now: datetime) -> int:
        """Open a run and give its id."""
        row = self.db.table("run").insert(
            {"command": command, "options": json.dumps(options, default=str), "started_at": stamp(now)}
        )
        return int(row.last_pk or 0)

    def finish_run(self, run_id: int, exit_code: int, counts: Mapping[str, object], now: datetime) -> None:
        """Close a run with its exit code and its counts by reason; every page can be searched from now on."""
        index_pages(self.db)
        self.db.table("run").update(
            run_id, {"finished_at": stamp(now), "exit_code": exit_code, "counts": json.dumps(counts)}
        )

    def add_counts(self, run_id: int, counts: Mapping[str, object]) -> None:
        """Put further counts beside those that a run was closed with."""
        self.db.execute(
            "UPDATE run SET counts = json_patch(counts, ?) WHERE id = ?", (json.dumps(counts, default=str), run_id)
        )

    def close_killed(self) -> list[int]:
        """Runs that never came to their end get the exit code of a killed process. Only under the lock."""
        rows = self.db.execute("SELECT id FROM run WHERE finished_at IS NULL AND exit_code IS NULL").fetchall()
        self.db.conn.executemany("UPDATE run SET exit_code = ? WHERE id = ?", [(KILLED, id) for (id,) in rows])
        return [int(id) for (id,) in rows]

    def save_words(self, towns: Iterable[Town], kinds: Iterable[Kind], sources: Iterable[SourceCard]) -> None:
        """Bring the reference tables to what this run knows."""
        with self.together():
            self.db.table("town").upsert_all(
                [
                    {
                        "code": town.code, "name": town.name, "slug": town.slug, "country": town.country,
                        "language": town.language, "department": town.department, "region": town.region,
                        "intercommunality": town.intercommunality, "population": town.population,
                        "latitude": town.latitude, "longitude": town.longitude, "study": int(town.study),
                    }
                    for town in towns
                ],
                pk="code",
            )  # fmt: skip
            self.db.table("kind").upsert_all(
                [
                    {
                        "id": kind.id, "practice": str(kind.practice),
                        "label_fr": kind.label_fr, "label_en": kind.label_en,
                    }
                    for kind in kinds
                ],
                pk="id",
            )  # fmt: skip
            self.db.table("source").upsert_all(
                [
                    {
                        "name": source.name, "label": source.label, "kind": str(source.kind),
                        "licence": source.licence, "attribution": source.attribution, "terms": source.terms,
                    }
                    for source in sources
                ],
                pk="name",
            )  # fmt: skip

    def save_queries(self, queries: Iterable[Query]) -> None:
        """Note the questions of a plan; known ones stay as they are, with their answers."""
        with self.together():
            self.db.table("query").upsert_all(
                [
                    {
                        "id": query.id, "source": query.source, "town_code": query.town_code,
                        "kinds": json.dumps(query.kinds), "text": query.text, "language": query.language,
                    }
                    for query in queries
                ],
                pk="id",
            )  # fmt: skip

    def due_queries(
        self, ids: Iterable[str], fresh_since: datetime, now: datetime, *, of_resting: bool = False
    ) -> set[str]:
        """Those of the given queries that have no answer since `fresh_since`, or whose time to try again has come.

        A query whose source rests is not due, unless `of_resting`; nor is one whose own `retry_at` lies ahead.
        """
        rows = self.db.query(
            """
            WITH asked(id) AS (SELECT value FROM json_each(:ids))
            SELECT asked.id FROM asked
            LEFT JOIN query q ON q.id = asked.id
            LEFT JOIN source s ON s.name = q.source
            LEFT JOIN answer a ON a.id = (SELECT max(b.id) FROM answer b WHERE b.query_id = asked.id)
            WHERE (:of_resting OR s.rests_until IS NULL OR s.rests_until <= :now)
              AND (a.id IS NULL OR (coalesce(a.retry_at, '') <= :now AND (a.asked_at < :since OR a.retry_at <> '')))
            """,
            {"ids": json.dumps(list(ids)), "now": stamp(now), "since": stamp(fresh_since), "of_resting": of_resting},
        )
        return {str(row["id"]) for row in rows}

    def answered_towns(self, run_id: int) -> set[str]:
        """Codes of the towns that a source answered about in a run."""
        rows = self.db.execute(
            "SELECT DISTINCT q.town_code FROM answer a JOIN query q ON q.id = a.query_id WHERE a.run_id = ?", (run_id,)
        ).fetchall()
        return {str(code) for (code,) in rows}

    def asked_towns(self) -> list[str]:
        """Codes of the towns that were ever asked about."""
        return [str(row["town_code"]) for row in self.db.query("SELECT DISTINCT town_code FROM query ORDER BY 1")]

    def save_response(
        self, run_id: int, place: Place, url: str, method: str, http_status: int, body: bytes, now: datetime
    ) -> int:
        """Note an archived response and give its id."""
        cursor = self.db.execute(
            "INSERT INTO response(url, method, http_status, bytes, digest, fetched_at, archive_file, archive_offset,"
            " run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                url, method, http_status, len(body), sha256(body).hexdigest()[:32], stamp(now), place.file,
                place.offset, run_id,
            ),
        )  # fmt: skip
        return int(cursor.lastrowid or 0)

    def save_answer(
        self,
        run_id: int,
        query_id: str,
        answer: Answer,
        response_ids: Sequence[int],
        now: datetime,
        retry_at: datetime | None,
        leads: Sequence[Lead],
    ) -> None:
        """Store how asking ended, with its pages and the leads it gave: all or nothing."""
        with self.together():
            cursor = self.db.execute(
                "INSERT INTO answer(query_id, run_id, asked_at, status, reason, detail, results, retry_at, response_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    query_id, run_id, stamp(now), str(answer.status), answer.reason, answer.detail,
                    len(answer.results) + len(answer.records), stamp(retry_at) if retry_at else None,
                    next(iter(response_ids), None),
                ),
            )  # fmt: skip
            self.db.conn.executemany(
                "INSERT INTO answer_page(answer_id, number, response_id) VALUES (?, ?, ?)",
                [(cursor.lastrowid, number, id) for number, id in enumerate(response_ids, start=1) if number > 1],
            )
            Frontier(self.db).save_leads(run_id, leads)

    def shared_answer(self, source: str, fresh_since: datetime) -> list[tuple[int, Place]]:
        """Rows and places of the newest good answer of a source that has one for all towns; none where it is old."""
        rows = self.db.execute(
            "SELECT a.id FROM answer a JOIN query q ON q.id = a.query_id JOIN response r ON r.id = a.response_id"
            " WHERE q.source = ? AND a.status IN ('results', 'empty') AND r.fetched_at >= ? ORDER BY a.id DESC LIMIT 1",
            (source, stamp(fresh_since)),
        ).fetchall()
        return [page for (answer_id,) in rows for page in self._pages_of(answer_id)]

    def _pages_of(self, answer_id: int) -> list[tuple[int, Place]]:
        rows = self.db.execute(
            "WITH pages(number, response_id) AS (SELECT 1, response_id FROM answer WHERE id = :id"
            " UNION ALL SELECT number, response_id FROM answer_page WHERE answer_id = :id)"
            " SELECT r.id, r.archive_file, r.archive_offset FROM pages p JOIN response r ON r.id = p.response_id"
            " ORDER BY p.number",
            {"id": answer_id},
        ).fetchall()
        return [(int(id), Place(file, offset)) for id, file, offset in rows]

    def asked_at(self, ids: Iterable[str]) -> dict[str, str]:
        """When each of the given queries was asked last; those never asked are left out."""
        rows = self.db.query(
            "SELECT query_id, max(asked_at) AS asked_at FROM answer"
            " WHERE query_id IN (SELECT value FROM json_each(?)) GROUP BY query_id",
            [json.dumps(list(ids))],
        )
        return {str(row["query_id"]): str(row["asked_at"]) for row in rows}

    def seen_at(self) -> dict[tuple[str, str], str]:
        """(source, town code) -> when that source last answered a question about that town, whatever it said."""
        rows = self.db.execute(
            "SELECT q.source, q.town_code, max(a.asked_at) FROM answer a JOIN query q ON q.id = a.query_id"
            " GROUP BY 1, 2"
        ).fetchall()
        return {(source, code): at for source, code, at in rows}

    def archived_answers(self) -> list[StoredAnswer]:
        """Every archived answer, in the order in which they came."""
        rows = self.db.query(
            "SELECT q.*, a.id AS answer_id, a.asked_at FROM answer a JOIN query q ON q.id = a.query_id"
            " WHERE a.response_id IS NOT NULL ORDER BY a.id"
        )
        return [
            StoredAnswer(
                query=Query(
                    row["id"], row["source"], row["town_code"], tuple(json.loads(row["kinds"])), row["text"],
                    row["language"],
                ),
                answer_id=row["answer_id"],
                asked_at=row["asked_at"],
                places=tuple(place for _, place in self._pages_of(row["answer_id"])),
            )
            for row in list(rows)
        ]  # fmt: skip

    def correct_answer(self, answer_id: int, answer: Answer) -> None:
        """Store what today's parser reads in an archived answer."""
        self.db.table("answer").update(
            answer_id,
            {
                "status": str(answer.status), "reason": answer.reason, "detail": answer.detail,
                "results": len(answer.results) + len(answer.records),
            },
        )  # fmt: skip

    def rest(self, source: str, until: datetime, reason: str) -> None:
        """Let a source rest after a block; repeated blocks are counted until it answers again."""
        self.db.execute(
            "UPDATE source SET rests_until = ?, rest_reason = ?, rests = rests + 1 WHERE name = ?",
            (stamp(until), reason, source),
        )

    def wake(self, source: str) -> None:
        """A source answered: its count of repeated blocks starts anew."""
        self.db.execute(
            "UPDATE source SET rests_until = NULL, rest_reason = '', rests = 0 WHERE name = ? AND rests > 0", (source,)
        )

    def resting(self, now: datetime) -> dict[str, str]:
        """Source -> until when and why it is left alone."""
        rows = self.db.query("SELECT name, rests_until, rest_reason FROM source WHERE rests_until > ?", [stamp(now)])
        return {str(row["name"]): f"rests until {row['rests_until'][:16]}Z: {row['rest_reason']}" for row in rows}

    def rests(self, source: str) -> int:
        """How often a source has blocked us since it last answered."""
        rows = self.db.query("SELECT rests FROM source WHERE name = ?", [source])
        return next((int(row["rests"]) for row in rows), 0)
