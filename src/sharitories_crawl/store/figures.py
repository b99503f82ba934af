"""Figures about a database for a person: where it stands, what failed and why, who is to be credited."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlite_utils import Database

from sharitories_crawl.store.checks import Checks
from sharitories_crawl.store.moments import stamp


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
            name: f"{until[:16]}: {reason}"
            for name, until, reason in db.execute(
                "SELECT name, rests_until, rest_reason FROM source WHERE rests_until > ?", (stamp(now),)
            ).fetchall()
        },
        alarms=alarms(db),
        checks={
            source: f"{last.verdict} at {stamp(last.at)[:16]}: {last.detail}"
            for source, last in Checks(db).latest().items()
        },
        runs=[
            dict(zip(("id", "command", "started_at", "finished_at", "exit_code"), row, strict=True))
            for row in db.execute(
                "SELECT id, command, started_at, finished_at, exit_code FROM run ORDER BY id DESC LIMIT 5"
            ).fetchall()
        ],
        attributions=attributions(db),
    )


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
        source: f"{unread} of {asked} answers could not be read ({reason}), the last at {at[:16]}Z"
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
