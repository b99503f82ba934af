"""What was asked and fetched: runs, queries, answers, leads, pages. *Due* is always computed, never a flag."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from sqlite_utils import Database

from sharitories_crawl.models import Answer, Facts, Kind, Lead, Query, SourceKind, Town
from sharitories_crawl.store.archive import Place
from sharitories_crawl.store.moments import stamp
from sharitories_crawl.store.transaction import together

OK = "ok"
"""Status of a page that was fetched and read; every other status is the slug of a failure."""

FOLLOW = "follow"
"""Among a run's options: whether it fetched what the sources led to."""

_LEAD_COLUMNS = ("url", "town_code", "origin", "query_id", "rank", "title", "snippet", "found_on")


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
class StoredPage:
    """A page as last fetched; `place` is None where nothing came to be archived."""

    url: str
    status: str
    detail: str
    fetched_at: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer to a query that came with a response in the archive."""

    query: Query
    answer_id: int
    asked_at: str
    place: Place


class Ledger:
    """Reads and writes the fetching half of the database; each call is one short transaction."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def together(self) -> AbstractContextManager[object]:
        """One transaction around several calls, of the other half too: all of it is written, or nothing."""
        return together(self.db)

    # runs

    def begin_run(self, command: str, options: Mapping[str, object], now: datetime) -> int:
        """Open a run and give its id."""
        row = self.db.table("run").insert(
            {"command": command, "options": json.dumps(options, default=str), "started_at": stamp(now)}
        )
        return int(row.last_pk or 0)

    def finish_run(self, run_id: int, exit_code: int, counts: Mapping[str, object], now: datetime) -> None:
        """Close a run with its exit code and its counts by reason."""
        self.db.table("run").update(
            run_id, {"finished_at": stamp(now), "exit_code": exit_code, "counts": json.dumps(counts)}
        )

    # what is asked about

    def save_words(self, towns: Iterable[Town], kinds: Iterable[Kind], sources: Iterable[SourceCard]) -> None:
        """Bring the reference tables to what this run knows."""
        with self.db.atomic():
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
        with self.db.atomic():
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

    # due

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

    def due_leads(self, town_code: str, fresh_since: datetime, now: datetime) -> list[str]:
        """Addresses that lead somewhere for this town and are not fetched yet, or not since `fresh_since`."""
        rows = self.db.query(
            """
            SELECT l.url FROM lead l LEFT JOIN page p ON p.url = l.url
            WHERE l.town_code = :town
              AND (p.url IS NULL OR (coalesce(p.retry_at, '') <= :now AND (p.fetched_at < :since OR p.retry_at <> '')))
            GROUP BY l.url ORDER BY min(coalesce(l.rank, 0)), l.url
            """,
            {"town": town_code, "now": stamp(now), "since": stamp(fresh_since)},
        )
        return [str(row["url"]) for row in rows]

    def unread_pages(self, town_code: str) -> list[str]:
        """Pages fetched but not read for this town, or not with all that leads to them: see `save_leads`."""
        rows = self.db.query(
            """
            SELECT DISTINCT l.url FROM lead l JOIN page p ON p.url = l.url
            LEFT JOIN reading r ON r.url = l.url AND r.town_code = l.town_code
            WHERE l.town_code = ? AND r.url IS NULL ORDER BY l.url
            """,
            [town_code],
        )
        return [str(row["url"]) for row in rows]

    def asked_towns(self) -> list[str]:
        """Codes of the towns that were ever asked about."""
        return [str(row["town_code"]) for row in self.db.query("SELECT DISTINCT town_code FROM query ORDER BY 1")]

    def unread_results(self, town_code: str) -> list[tuple[str, str]]:
        """Addresses that runs without following were told and nobody fetched, unread; and when they were told last."""
        rows = self.db.query(
            f"""
            SELECT l.url, max(a.asked_at) AS told_at FROM lead l
            JOIN answer a ON a.query_id = l.query_id JOIN run ON run.id = a.run_id
            LEFT JOIN page p ON p.url = l.url
            LEFT JOIN reading r ON r.url = l.url AND r.town_code = l.town_code
            WHERE l.town_code = ? AND l.origin = 'result' AND p.url IS NULL AND r.url IS NULL
              AND json_extract(run.options, '$.{FOLLOW}') = 0
            GROUP BY l.url ORDER BY l.url
            """,
            [town_code],
        )
        return [(str(row["url"]), str(row["told_at"])) for row in rows]

    def forget_readings(self) -> None:
        """Make everything unread; what was read stays until it is read again."""
        self.db.execute("DELETE FROM reading")

    def is_page_due(self, url: str, fresh_since: datetime, now: datetime) -> bool:
        """Whether a page was never fetched, not since `fresh_since`, or may be tried again after a failure."""
        rows = self.db.query("SELECT fetched_at, coalesce(retry_at, '') AS retry_at FROM page WHERE url = ?", [url])
        page = next(iter(rows), None)
        if page is None:
            return True
        return bool(page["retry_at"] <= stamp(now) and (page["fetched_at"] < stamp(fresh_since) or page["retry_at"]))

    def contact_pages(self, url: str, town_code: str) -> list[str]:
        """Addresses of the contact pages that were looked up for a page."""
        rows = self.db.execute(
            "SELECT url FROM lead WHERE origin = 'contact' AND found_on = ? AND town_code = ? ORDER BY url",
            [url, town_code],
        )
        return [str(found) for (found,) in rows]

    # what came back

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
        response_id: int | None,
        now: datetime,
        retry_at: datetime | None,
        leads: Sequence[Lead],
    ) -> None:
        """Store how asking ended, together with the leads it gave: both or neither."""
        with self.together():
            self.db.execute(
                "INSERT INTO answer(query_id, run_id, asked_at, status, reason, detail, results, retry_at, response_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    query_id, run_id, stamp(now), str(answer.status), answer.reason, answer.detail,
                    len(answer.results) + len(answer.records), stamp(retry_at) if retry_at else None, response_id,
                ),
            )  # fmt: skip
            self.save_leads(run_id, leads)

    def save_leads(self, run_id: int, leads: Iterable[Lead]) -> None:
        """Note what to fetch for a town; a lead already known keeps its first run and takes the newest rank.

        Where that changes what a page is read with (its best lead, or the sorts of lead), the page becomes unread.
        """
        with self.together():
            for lead in leads:
                before = self._led_by(lead.url, lead.town_code)
                self._put_lead(run_id, lead)
                if self._led_by(lead.url, lead.town_code) != before:
                    self.db.execute("DELETE FROM reading WHERE url = ? AND town_code = ?", (lead.url, lead.town_code))

    def _led_by(self, url: str, town_code: str) -> tuple[list[Lead], set[str]]:
        leads = self.leads_to(url, town_code)
        return leads[:1], {lead.origin for lead in leads}

    def _put_lead(self, run_id: int, lead: Lead) -> None:
        columns = ", ".join(_LEAD_COLUMNS)
        marks = ", ".join("?" for _ in _LEAD_COLUMNS)
        self.db.execute(
            f"INSERT INTO lead({columns}, run_id) VALUES ({marks}, ?)"
            " ON CONFLICT DO UPDATE SET rank = excluded.rank, title = excluded.title, snippet = excluded.snippet",
            (*(getattr(lead, column) for column in _LEAD_COLUMNS), run_id),
        )

    def save_page(self, run_id: int, url: str, facts: Facts, response_id: int | None, now: datetime) -> None:
        """Store what a fetched page holds; an earlier copy's row is replaced, its bytes stay in the archive."""
        self._put_page(
            (url, OK, "", facts.title, facts.language, facts.text, _digest(facts.text), stamp(now), None, response_id,
             run_id)
        )  # fmt: skip

    def correct_page(self, url: str, facts: Facts) -> None:
        """Store what today's code reads in an archived page; when it was fetched stays."""
        self.db.execute(
            "UPDATE page SET title = ?, language = ?, text = ?, digest = ? WHERE url = ?",
            (facts.title, facts.language, facts.text, _digest(facts.text), url),
        )

    def save_failed_page(
        self,
        run_id: int,
        url: str,
        slug: str,
        detail: str,
        now: datetime,
        retry_at: datetime | None,
        response_id: int | None,
    ) -> None:
        """Store why a page could not be had."""
        self._put_page(
            (url, slug, detail, "", "", "", "", stamp(now), stamp(retry_at) if retry_at else None, response_id, run_id)
        )

    def _put_page(self, row: tuple[object, ...]) -> None:
        with self.together():
            self.db.execute(
                "INSERT INTO page(url, status, detail, title, language, text, digest, fetched_at, retry_at,"
                " response_id, run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(url) DO UPDATE SET"
                " status = excluded.status, detail = excluded.detail, title = excluded.title,"
                " language = excluded.language, text = excluded.text, digest = excluded.digest,"
                " fetched_at = excluded.fetched_at, retry_at = excluded.retry_at,"
                " response_id = excluded.response_id, run_id = excluded.run_id",
                row,
            )
            self.db.execute("DELETE FROM reading WHERE url = ?", (row[0],))

    # reading back

    def leads_to(self, url: str, town_code: str | None = None) -> list[Lead]:
        """Everything that led to a page, best rank first."""
        rows = self.db.execute(
            f"SELECT {', '.join(_LEAD_COLUMNS)} FROM lead WHERE url = :url AND (:town IS NULL OR town_code = :town)"
            " ORDER BY origin <> 'result', origin = 'related', coalesce(rank, 1000), query_id, found_on",
            {"url": url, "town": town_code},
        )
        return [Lead(*row) for row in rows]

    def towns_led_to(self, url: str) -> list[str]:
        """Codes of the towns that something leads to a page for."""
        rows = self.db.execute("SELECT DISTINCT town_code FROM lead WHERE url = ? ORDER BY town_code", (url,))
        return [str(code) for (code,) in rows]

    def page(self, url: str) -> StoredPage | None:
        """A page as last fetched, or None where it never was."""
        row = self.db.execute(
            "SELECT p.url, p.status, p.detail, p.fetched_at, r.archive_file, r.archive_offset"
            " FROM page p LEFT JOIN response r ON r.id = p.response_id WHERE p.url = ?",
            [url],
        ).fetchone()
        return None if row is None else _stored_page(row)

    def pages(self) -> list[StoredPage]:
        """Every page ever fetched, in the order of their addresses."""
        rows = self.db.execute(
            "SELECT p.url, p.status, p.detail, p.fetched_at, r.archive_file, r.archive_offset"
            " FROM page p LEFT JOIN response r ON r.id = p.response_id ORDER BY p.url"
        )
        return [_stored_page(row) for row in rows]

    def archived_answers(self) -> list[StoredAnswer]:
        """Every archived answer, in the order in which they came."""
        rows = self.db.query(
            "SELECT q.*, a.id AS answer_id, a.asked_at, r.archive_file, r.archive_offset FROM answer a"
            " JOIN query q ON q.id = a.query_id JOIN response r ON r.id = a.response_id ORDER BY a.id"
        )
        return [
            StoredAnswer(
                query=Query(
                    row["id"], row["source"], row["town_code"], tuple(json.loads(row["kinds"])), row["text"],
                    row["language"],
                ),
                answer_id=row["answer_id"],
                asked_at=row["asked_at"],
                place=Place(row["archive_file"], row["archive_offset"]),
            )
            for row in rows
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

    # rests

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


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


def _stored_page(row: tuple[str, str, str, str, str | None, int | None]) -> StoredPage:
    url, status, detail, fetched_at, file, offset = row
    return StoredPage(url, status, detail, fetched_at, None if file is None or offset is None else Place(file, offset))
