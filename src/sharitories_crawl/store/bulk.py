"""Candidates that nothing but one site, or one list page, speaks for: what may be rejected in one step."""

from sqlite_utils import Database

from sharitories_crawl.store.queues import SHOWN, Row

_AFTER_SLASH = "0"
"""The sign that follows the slash, so that addresses of a host are a range of the index on mention(url)."""


def solely_on(db: Database, *, site: str = "", list_url: str = "") -> list[str]:
    """Ids of open candidates all of whose evidence lies on the site (a host name), or on the list page."""
    return [str(row["id"]) for row in preview(db, site=site, list_url=list_url)]


def preview(db: Database, *, site: str = "", list_url: str = "") -> list[Row]:
    """The same candidates with name, town, kind and score; none where neither a site nor a list is named."""
    if list_url:
        where, values = "list_url = :list_url AND list_url <> ''", {"list_url": list_url}
    elif host := site.strip().lower().removeprefix("www.").rstrip("/"):
        fronts = [f"{scheme}://{www}{host}" for scheme in ("https", "http") for www in ("", "www.")]
        ranges = [f"(url >= :from{n} AND url < :to{n}) OR url = :bare{n}" for n, _ in enumerate(fronts)]
        where, values = " OR ".join(ranges), {}
        for n, front in enumerate(fronts):
            values |= {f"from{n}": f"{front}/", f"to{n}": f"{front}{_AFTER_SLASH}", f"bare{n}": front}
    else:
        return []
    rows = db.query(
        f"WITH there(id) AS MATERIALIZED (SELECT id FROM mention WHERE {where}),"
        " touched(id) AS (SELECT DISTINCT s.initiative_id FROM there JOIN membership s ON s.mention_id = there.id)"
        " SELECT i.id, i.name, i.town_code, t.name AS town, i.kind, i.score FROM touched"
        " CROSS JOIN initiative i ON i.id = touched.id CROSS JOIN town t ON t.code = i.town_code"
        f" WHERE {SHOWN} AND i.status IN ('DISCOVERED', 'UNDECIDED') AND NOT EXISTS (SELECT 1 FROM membership s"
        " WHERE s.initiative_id = i.id AND s.mention_id NOT IN (SELECT id FROM there)) ORDER BY i.score DESC, i.id",
        values,
    )
    return list(rows)
