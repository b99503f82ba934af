"""Where one begins: what waits, how far each town is, how well reviewers agree."""

from typing import TYPE_CHECKING, Any

from sharitories_crawl.evaluation.agreement import kappa
from sharitories_crawl.geo.names import fold
from sharitories_crawl.review.pages.candidates import shared
from sharitories_crawl.review.pages.contradictions import disagreements
from sharitories_crawl.review.pages.log import Entry, entries
from sharitories_crawl.review.pages.visit import Visit, visit
from sharitories_crawl.review.showing import shown
from sharitories_crawl.store.look import Look
from sharitories_crawl.store.queues import NOT_UNDONE, counts, progress

if TYPE_CHECKING:
    from datasette.app import Datasette

MOST_ENTRIES = 8
QUEUES: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("pairs", "pairs", "pairs", {}), ("candidates", "discovered", "candidates", {}),
    ("changed", "changed", "changed", {}), ("undecided", "undecided", "candidates", {"status": "UNDECIDED"}),
    ("second", "second", "second", {}), ("contradictions", "contradictions", "contradictions", {}),
)  # fmt: skip
"""Word, count, page and filters of each, in the order in which to work."""
_WORDS = {"undecided": "home.undecided"}


async def home(datasette: "Datasette", request: Any) -> Any:
    """The first page of review."""
    here = await visit(datasette, request)

    def look(db: Look) -> dict[str, Any]:
        progressed = progress(db)
        waiting = counts(db, here.reviewer, progressed)
        if waiting["contradictions"]:
            waiting["contradictions"] = len(disagreements(db))
        waiting["discovered"] = waiting["open"] - waiting["undecided"]
        t = here.t
        queues = [
            {
                "title": t(_WORDS.get(word, f"common.{word}")), "about": t(f"home.{word}_about"),
                "count": waiting[count], "link": here.at(page, **query),
            }
            for word, count, page, query in QUEUES
        ]  # fmt: skip
        towns = [
            {
                "name": shown(row["town"]), "link": here.at(f"town/{row['town_code']}"), "all": row["candidates"],
                "decided": row["candidates"] - row["discovered"],
            }
            for row in sorted(progressed, key=lambda row: fold(row["town"]))
        ]  # fmt: skip
        return {
            "queues": queues, "towns": towns, "agreement": _agreement(here, db), "latest": _latest(here, db),
            **shared(here, db),
        }  # fmt: skip

    return await here.page("review_home.html", **await here.read(look))


def _latest(here: Visit, db: Look) -> list[Entry]:
    rows = list(
        db.query(
            f"SELECT r.*, {NOT_UNDONE} AS in_force FROM review r WHERE r.action <> 'second-look' ORDER BY r.id DESC"
            " LIMIT ?",
            [MOST_ENTRIES],
        )
    )
    return entries(db, here.t, rows)


def _agreement(here: Visit, db: Look) -> dict[str, Any]:
    """From first and second looks: how many there are, how many agree, kappa."""
    opinions = db.execute("SELECT first_status, second_status FROM agreement").fetchall()
    if not opinions:
        return {"pairs": 0}
    agreed = sum(first == second for first, second in opinions)
    value = kappa((str(first), str(second)) for first, second in opinions)
    return {
        "pairs": len(opinions), "percent": round(100 * agreed / len(opinions)),
        "kappa": here.t("home.kappa_none") if value is None else here.t.number(value),
    }  # fmt: skip
