"""What a run would meet, and what comes after it: pages that are due, how many an answer leads to, when the next is."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlite_utils import Database

from sharitories_crawl.store.moments import moment, stamp


def due_pages(db: Database, codes: Iterable[str], fresh_since: datetime, now: datetime) -> Counter[str]:
    """Host -> pages that are known, lead somewhere for one of the towns, and are due."""
    rows = db.execute(
        """
        SELECT DISTINCT l.url FROM lead l LEFT JOIN page p ON p.url = l.url
        WHERE l.town_code IN (SELECT value FROM json_each(:codes))
          AND (p.url IS NULL OR (coalesce(p.retry_at, '') <= :now AND (p.fetched_at < :since OR p.retry_at <> '')))
        """,
        {"codes": json.dumps(list(codes)), "since": stamp(fresh_since), "now": stamp(now)},
    )
    return Counter(urlsplit(url).netloc for (url,) in rows)


def pages_per_answer(db: Database) -> float | None:
    """Pages that an answer led to so far; None where nothing was ever asked."""
    (answers,) = db.execute("SELECT count(DISTINCT query_id) FROM answer").fetchone()
    (pages,) = db.execute("SELECT count(DISTINCT url) FROM lead").fetchone()
    return pages / answers if answers else None


def seen_towns(db: Database) -> dict[str, str]:
    """Town code -> when a source last answered about it."""
    return dict(
        db.execute(
            "SELECT q.town_code, max(a.asked_at) FROM answer a JOIN query q ON q.id = a.query_id GROUP BY 1"
        ).fetchall()
    )


def unseen_towns(db: Database, codes: Iterable[str], since: datetime) -> int:
    """How many towns no source answered about since a moment."""
    seen = seen_towns(db)
    return sum(seen.get(code, "") < stamp(since) for code in codes)


def next_due(db: Database, ids: Iterable[str], refresh_days: float, now: datetime) -> datetime | None:
    """When the next of the given questions becomes due that is not due now; None where there is none."""
    (retry, asked) = db.execute(
        """
        WITH latest AS (
          SELECT a.asked_at, coalesce(a.retry_at, '') AS retry_at FROM json_each(:ids) e
          JOIN answer a ON a.id = (SELECT max(b.id) FROM answer b WHERE b.query_id = e.value)
        )
        SELECT min(retry_at) FILTER (WHERE retry_at > :now),
          min(asked_at) FILTER (WHERE retry_at <= :now AND asked_at >= :since) FROM latest
        """,
        {"ids": json.dumps(list(ids)), "now": stamp(now), "since": stamp(now - timedelta(days=refresh_days))},
    ).fetchone()
    moments = [moment(retry)] if retry else []
    moments += [moment(asked) + timedelta(days=refresh_days)] if asked else []
    return min(moments, default=None)


def last_finishing(db: Database) -> float:
    """Seconds that the last runs took to finish once nothing more was asked, at most."""
    (seconds,) = db.execute(
        "SELECT max(json_extract(counts, '$.finishing_seconds')) FROM"
        " (SELECT counts FROM run WHERE command IN ('crawl', 'batch') ORDER BY id DESC LIMIT 3)"
    ).fetchone()
    return float(seconds or 0.0)
