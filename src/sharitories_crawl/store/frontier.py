"""What is to be fetched and what came: leads, pages, and which of them were read. *Due* is computed, never a flag."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlite_utils import Database

from sharitories_crawl.models import Facts, Lead
from sharitories_crawl.store.moments import stamp
from sharitories_crawl.store.place import Place
from sharitories_crawl.store.search import index_pages
from sharitories_crawl.store.transaction import together

OK = "ok"
"""Status of a page that was fetched and read; every other status is the slug of a failure."""

FOLLOW = "follow"
"""Among a run's options: whether it fetched what the sources led to."""

FUSION_CONSTANT = 60
"""The k of reciprocal rank fusion, 1 / (k + rank), as Cormack, Clarke and Büttcher fixed it (SIGIR 2009)."""

_LEAD_COLUMNS = ("url", "town_code", "origin", "query_id", "rank", "title", "snippet", "found_on", "follow")


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as last fetched; `place` is None where nothing came to be archived."""

    url: str
    status: str
    detail: str
    fetched_at: str
    place: Place | None


class Frontier:
    """Reads and writes leads and pages; each call is one short transaction."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def due_leads(self, town_code: str, fresh_since: datetime, now: datetime) -> list[str]:
        """Addresses that lead somewhere for this town and are not fetched yet, or not since `fresh_since`.

        What a directory or a page names comes first. Results follow, the rankings of all sources fused: every source
        counts once with the page's best rank in it, whatever its questions were, so that no page gains by fitting all.
        Partners that own sites name come last.
        """
        rows = self.db.query(
            """
            WITH ranked(url, source, rank) AS (
              SELECT url, substr(query_id, 1, instr(query_id, '/') - 1), min(rank) FROM lead
              WHERE town_code = :town AND rank IS NOT NULL GROUP BY 1, 2
            ), fused(url, score) AS (SELECT url, sum(1.0 / (:constant + rank)) FROM ranked GROUP BY url)
            SELECT l.url FROM lead l LEFT JOIN page p ON p.url = l.url LEFT JOIN fused f ON f.url = l.url
            WHERE l.town_code = :town AND l.follow
              AND (p.url IS NULL OR (coalesce(p.retry_at, '') <= :now AND (p.fetched_at < :since OR p.retry_at <> '')))
            GROUP BY l.url ORDER BY min(l.origin = 'partner'), max(l.rank IS NULL) DESC, round(f.score, 12) DESC, l.url
            """,
            {"town": town_code, "now": stamp(now), "since": stamp(fresh_since), "constant": FUSION_CONSTANT},
        )
        return [str(row["url"]) for row in rows]

    def is_page_due(self, url: str, fresh_since: datetime, now: datetime) -> bool:
        """Whether a page was never fetched, not since `fresh_since`, or may be tried again after a failure."""
        rows = self.db.query("SELECT fetched_at, coalesce(retry_at, '') AS retry_at FROM page WHERE url = ?", [url])
        page = next(iter(rows), None)
        if page is None:
            return True
        return bool(page["retry_at"] <= stamp(now) and (page["fetched_at"] < stamp(fresh_since) or page["retry_at"]))

    def unread_pages(self, town_code: str) -> list[str]:
        """Pages fetched but not read for this town, or not with all that leads to them: see `save_leads`."""
        rows = self.db.query(
            """
            SELECT DISTINCT l.url FROM lead l JOIN page p ON p.url = l.url
            LEFT JOIN reading r ON r.url = l.url AND r.town_code = l.town_code
            WHERE l.town_code = ? AND l.follow AND r.url IS NULL ORDER BY l.url
            """,
            [town_code],
        )
        return [str(row["url"]) for row in rows]

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

    def save_leads(self, run_id: int, leads: Iterable[Lead]) -> None:
        """Note what to fetch for a town; a lead already known keeps its first run and takes the newest rank.

        A page that leads to another does so on account of the one query that is its best now. Where a lead changes what
        its page is read with (the best lead, or the sorts of lead), the page becomes unread.
        """
        with together(self.db):
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
            "DELETE FROM lead WHERE town_code = ? AND url = ? AND origin = ? AND found_on = ? AND query_id <> ?",
            (lead.town_code, lead.url, lead.origin, lead.found_on, lead.query_id),
        )
        self.db.execute(
            f"INSERT INTO lead({columns}, run_id) VALUES ({marks}, ?)"
            " ON CONFLICT DO UPDATE SET rank = excluded.rank, title = excluded.title, snippet = excluded.snippet,"
            " follow = excluded.follow",
            (*(getattr(lead, column) for column in _LEAD_COLUMNS), run_id),
        )

    def pages_that_failed(self, run_id: int, statuses: Sequence[str]) -> list[tuple[str, str, str]]:
        """(address, status, when it may be had, or empty) of a run's pages of these statuses."""
        rows = self.db.execute(
            "SELECT url, status, coalesce(retry_at, '') FROM page WHERE run_id = ?"
            " AND status IN (SELECT value FROM json_each(?)) ORDER BY url",
            (run_id, json.dumps(statuses)),
        )
        return [(str(url), str(status), str(retry_at)) for url, status, retry_at in rows.fetchall()]

    def leads_to(self, url: str, town_code: str | None = None) -> list[Lead]:
        """Everything that led to a page and is to be followed, best rank first."""
        rows = self.db.execute(
            f"SELECT {', '.join(_LEAD_COLUMNS)} FROM lead WHERE url = :url AND (:town IS NULL OR town_code = :town)"
            " AND follow ORDER BY origin <> 'result', origin IN ('related', 'partner'), coalesce(rank, 1000), query_id,"
            " found_on",
            {"url": url, "town": town_code},
        )
        return [_read_lead(row) for row in rows]

    def towns_led_to(self, url: str) -> list[str]:
        """Codes of the towns that something leads to a page for."""
        rows = self.db.execute("SELECT DISTINCT town_code FROM lead WHERE url = ? AND follow ORDER BY 1", (url,))
        return [str(code) for (code,) in rows]

    def contact_pages(self, url: str, town_code: str) -> list[str]:
        """Addresses of the contact pages that were looked up for a page."""
        rows = self.db.execute(
            "SELECT url FROM lead WHERE origin = 'contact' AND found_on = ? AND town_code = ? ORDER BY url",
            [url, town_code],
        )
        return [str(found) for (found,) in rows]

    def save_page(self, run_id: int, url: str, facts: Facts, response_id: int | None, now: datetime) -> None:
        """Store what a fetched page holds; an earlier copy's row is replaced, its bytes stay in the archive."""
        self._put_page(
            (url, OK, "", facts.title, facts.language, facts.text, _digest(facts.text), stamp(now), None, response_id,
             run_id)
        )  # fmt: skip

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
        with together(self.db):
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

    def index_pages(self) -> None:
        """Let searches find what was stored since the last time."""
        index_pages(self.db)

    def correct_page(self, url: str, facts: Facts) -> None:
        """Store what today's code reads in an archived page; when it was fetched stays."""
        self.db.execute(
            "UPDATE page SET title = ?, language = ?, text = ?, digest = ? WHERE url = ?",
            (facts.title, facts.language, facts.text, _digest(facts.text), url),
        )

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


def _read_lead(row: tuple[Any, ...]) -> Lead:
    values = dict(zip(_LEAD_COLUMNS, row, strict=True))
    return Lead(**values | {"follow": bool(values["follow"])})


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


def _stored_page(row: tuple[str, str, str, str, str | None, int | None]) -> StoredPage:
    url, status, detail, fetched_at, file, offset = row
    return StoredPage(url, status, detail, fetched_at, None if file is None or offset is None else Place(file, offset))
