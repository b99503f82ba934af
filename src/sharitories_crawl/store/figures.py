"""Figures about a database for a person: where it stands, what failed and why, who is to be credited."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlite_utils import Database

from sharitories_crawl.store.checks import Checks
from sharitories_crawl.store.ledger import KILLED
from sharitories_crawl.store.moments import said, stamp

TREND_RUNS = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a database stands at a moment."""

    towns: int
    initiatives: dict[str, int]
    """Status -> initiatives."""
    kinds: dict[str, int]
    mentions: int
    dropped: dict[str, int]
    """Reason -> mentions that were not kept."""
    queries: dict[str, dict[str, int]]
    """Source -> status of the latest answer (`not asked` where there is none) -> queries."""
    pages: dict[str, int]
    """Status -> pages."""
    waiting_pages: int
    resting: dict[str, str]
    """Source -> until when and why it is left alone."""
    alarms: dict[str, str]
    """Source -> what it sent that could not be read: its format may have changed."""
    checks: dict[str, str]
    """Source -> what its last check said, when, and what to do."""
    runs: list[dict[str, object]]
    """The latest first."""
    trends: dict[str, list[float]]
    """Of the crawls and batches of late, the oldest first: requests, pages that came, share of questions answered, new
    initiatives, changes noted."""
    attributions: list[str]

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        return asdict(self)


def standing(db: Database, now: datetime) -> Standing:
    """Count everything; reads only."""

    def counts(sql: str, values: tuple[object, ...] = ()) -> dict[str, int]:
        return {str(name): int(count) for name, count in db.execute(sql, values).fetchall()}

    queries: dict[str, dict[str, int]] = {}
    for source, status, count in db.execute(
        "SELECT source, coalesce(status, 'not asked'), count(*) FROM query_status GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall():
        queries.setdefault(source, {})[status] = count
    (towns,) = db.execute("SELECT count(DISTINCT town_code) FROM query").fetchone()
    (mentions,) = db.execute("SELECT count(*) FROM mention WHERE dropped = ''").fetchone()
    (waiting,) = db.execute(
        "SELECT count(DISTINCT l.url) FROM lead l LEFT JOIN page p ON p.url = l.url WHERE p.url IS NULL AND l.follow"
    ).fetchone()
    return Standing(
        towns=towns,
        initiatives=counts("SELECT status, count(*) FROM initiatives GROUP BY 1 ORDER BY 2 DESC"),
        kinds=counts("SELECT kind, count(*) FROM initiatives GROUP BY 1 ORDER BY 2 DESC, 1"),
        mentions=mentions,
        dropped=counts("SELECT reason, count(*) FROM dropped GROUP BY 1 ORDER BY 2 DESC"),
        queries=queries,
        pages=counts("SELECT status, count(*) FROM page GROUP BY 1 ORDER BY 2 DESC"),
        waiting_pages=waiting,
        resting={
            name: f"{said(until)}: {reason}"
            for name, until, reason in db.execute(
                "SELECT name, rests_until, rest_reason FROM source WHERE rests_until > ?", (stamp(now),)
            ).fetchall()
        },
        alarms=alarms(db),
        checks={
            source: f"{last.verdict} at {said(stamp(last.at))}: {last.detail}"
            for source, last in Checks(db).latest().items()
        },
        runs=latest_runs(db),
        trends=trends(db),
        attributions=attributions(db),
    )


def latest_runs(db: Database) -> list[dict[str, object]]:
    """The last runs, with why each ended."""
    columns = ("id", "command", "started_at", "finished_at", "exit_code", "ended_by", "requests", "new")
    rows = db.execute(
        "SELECT id, command, started_at, finished_at, exit_code, coalesce(json_extract(counts, '$.ended_by'),"
        f" iif(exit_code = {KILLED}, 'killed', '')), json_extract(counts, '$.requests'),"
        " json_extract(counts, '$.new_initiatives') FROM run ORDER BY id DESC LIMIT 5"
    )
    return [dict(zip(columns, row, strict=True)) for row in rows.fetchall()]


def trends(db: Database) -> dict[str, list[float]]:
    """Figures of the last crawls and batches that came to their end, the oldest first."""
    rows = db.execute(
        "SELECT r.counts, (SELECT count(*) FROM change c WHERE c.run_id = r.id) FROM run r"
        " WHERE r.command IN ('crawl', 'batch') AND r.finished_at IS NOT NULL ORDER BY r.id DESC LIMIT ?",
        (TREND_RUNS,),
    ).fetchall()
    found: dict[str, list[float]] = {name: [] for name in ("requests", "pages", "answered", "new", "changes")}
    for text, changes in reversed(rows):
        counts = json.loads(text)
        answers = [(status, n) for told in counts.get("answers", {}).values() for status, n in told.items()]
        asked = sum(n for _, n in answers)
        good = sum(n for status, n in answers if status in ("results", "empty"))
        found["requests"].append(counts.get("requests", 0))
        found["pages"].append(counts.get("pages", {}).get("ok", 0))
        found["answered"].append(round(good / asked, 3) if asked else 0.0)
        found["new"].append(counts.get("new_initiatives", 0))
        found["changes"].append(changes)
    return found


def alarms(db: Database) -> dict[str, str]:
    """Source -> how many of its latest answers could not be read, why, and where the last of them lies."""
    rows = db.execute(
        "SELECT q.source, sum(q.status = 'unreadable'), count(*), max(q.reason) FILTER (WHERE q.status = 'unreadable'),"
        " max(q.asked_at) FILTER (WHERE q.status = 'unreadable'), (SELECT r.archive_file FROM answer a"
        " JOIN query b ON b.id = a.query_id JOIN response r ON r.id = a.response_id"
        " WHERE b.source = q.source AND a.status = 'unreadable' ORDER BY a.id DESC LIMIT 1)"
        " FROM query_status q WHERE q.status IS NOT NULL GROUP BY q.source HAVING sum(q.status = 'unreadable') > 0"
    ).fetchall()
    return {
        source: f"{unread} of {asked} answers could not be read ({reason}), the last at {said(at)}"
        + (f", kept in archive/{file}" if file else "")
        for source, unread, asked, reason, at, file in rows
    }


def attributions(db: Database) -> list[str]:
    """Whom to credit for what the database holds."""
    return [
        str(text)
        for (text,) in db.execute(
            "SELECT DISTINCT attribution FROM source WHERE attribution <> ''"
            " AND (name IN (SELECT source FROM mention) OR name IN (SELECT source FROM geocode)) ORDER BY 1"
        ).fetchall()
    ]
