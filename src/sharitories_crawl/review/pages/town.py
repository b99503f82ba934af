"""One town: how far it is, its candidates by kind and status, and what could be rejected at once."""

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sharitories_crawl.geo.names import fold
from sharitories_crawl.review.pages.candidates import shared
from sharitories_crawl.review.pages.dossier_view import address_of
from sharitories_crawl.review.pages.queue import ALL, WAITING, statuses
from sharitories_crawl.review.pages.visit import Visit, visit
from sharitories_crawl.review.showing import host_of, link_to, shown
from sharitories_crawl.store.look import Look
from sharitories_crawl.store.queues import Filters, Row, queue_page

if TYPE_CHECKING:
    from datasette.app import Datasette

MOST_ROWS = 500
"""Candidates listed on one page; the queue has the rest."""
LEAST_IN_BULK = 3
MOST_PLACES = 12


async def town(datasette: "Datasette", request: Any) -> Any:
    """The town of that code."""
    here = await visit(datasette, request)
    code = request.url_vars["code"]

    def look(db: Look) -> dict[str, Any] | None:
        found = db.execute("SELECT name FROM town WHERE code = ?", [code]).fetchone()
        return _context(here, db, code, shown(found[0])) if found else None

    context = await here.read(look)
    if context is None:
        return await here.not_found("trouble.gone_town")
    return await here.page("review_town.html", here=f"town/{code}", **context)


def _context(here: Visit, db: Look, code: str, name: str) -> dict[str, Any]:
    labels = dict(db.execute(f"SELECT id, label_{here.t.language} FROM kind").fetchall())
    counted = db.execute(
        "SELECT kind, status, count(*) FROM initiative i WHERE town_code = ? AND merged_into IS NULL"
        " AND (mentions > 0 OR status <> 'DISCOVERED') GROUP BY kind, status",
        [code],
    ).fetchall()
    of_kind: dict[str, Counter[str]] = {}
    for kind, status, count in counted:
        of_kind.setdefault(kind, Counter())[status] = count
    by_status = sum(of_kind.values(), Counter[str]())
    kinds = [
        {
            "label": shown(labels.get(kind, kind)), "counts": [count[status] for status in statuses()],
            "total": count.total(), "link": here.at("candidates", town=code, kind=kind, status=ALL),
        }
        for kind, count in sorted(of_kind.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    ]  # fmt: skip
    rows = queue_page(db, Filters(town=code, status=""), limit=MOST_ROWS)
    return {
        "town": {
            "name": name, "all": by_status.total(), "decided": by_status.total() - by_status[WAITING],
            "review": here.at("candidates", town=code), "map": here.at("map", town=code),
            "pairs": here.at("pairs", town=code),
        },
        "statuses": statuses(), "kinds": kinds, "groups": _groups(here, rows, labels),
        "more": here.at("candidates", town=code, status=ALL) if by_status.total() > len(rows) else "",
        "places": _places(here, db, code), **shared(here, db),
    }  # fmt: skip


def _groups(here: Visit, rows: list[Row], labels: dict[str, str]) -> list[dict[str, Any]]:
    def label(row: Row) -> str:
        return shown(labels.get(row["kind"], row["kind"]))

    return [
        {
            "label": kind,
            "rows": [
                {
                    "name": shown(row["name"]), "status": row["status"], "score": row["score"],
                    "address": address_of(row), "link": here.at(f"candidate/{row['id']}"),
                }
                for row in of_kind
            ],
        }
        for kind, of_kind in groupby(sorted(rows, key=lambda row: (fold(label(row)), label(row))), label)
    ]  # fmt: skip


def _places(here: Visit, db: Look, code: str) -> list[dict[str, Any]]:
    """Sites and lists that several waiting candidates of the town come from."""
    rows = db.execute(
        "SELECT i.id, m.url, m.list_url FROM initiative i JOIN membership s ON s.initiative_id = i.id"
        " JOIN mention m ON m.id = s.mention_id WHERE i.town_code = ? AND i.status = ? AND i.merged_into IS NULL"
        " LIMIT 20000",
        [code, WAITING],
    ).fetchall()
    sites, lists = dict[str, set[str]](), dict[str, set[str]]()
    for id, url, list_url in rows:
        sites.setdefault(id, set()).add(host_of(url).partition("/")[0] if link_to(url) else "")
        lists.setdefault(id, set()).add(list_url if link_to(list_url) else "")
    found = [
        *((count, host_of(url), here.at("reject", list=url)) for url, count in _alone(lists).items()),
        *((count, host, here.at("reject", site=host)) for host, count in _alone(sites).items()),
    ]
    many = sorted((each for each in found if each[0] >= LEAST_IN_BULK), reverse=True)[:MOST_PLACES]
    return [{"count": count, "what": what, "link": link} for count, what, link in many]


def _alone(places: dict[str, set[str]]) -> Counter[str]:
    """How many candidates each place alone tells of."""
    return Counter(place for where in places.values() if len(where) == 1 for place in where if place)
