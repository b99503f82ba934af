"""What has the words looked for in its name, for one to choose from."""

from dataclasses import dataclass
from typing import Any

from sharitories_crawl.review.pages.dossier_view import kind_labels
from sharitories_crawl.review.pages.queue import Queue
from sharitories_crawl.review.pages.visit import Visit
from sharitories_crawl.review.showing import shown
from sharitories_crawl.store.look import Look
from sharitories_crawl.store.queues import named_length, queue_page

MOST_HITS = 8
"""Named above a candidate; the queue has the rest. Arbitrary."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The first of them, and how many there are."""

    title: str
    rows: list[dict[str, Any]]
    more: int


def hits_of(here: Visit, db: Look, queue: Queue | None, id: str) -> Hits | None:
    """None where no words are looked for, or where the candidate that is shown is the only one."""
    found = named_length(db, queue.filters) if queue else 0
    if queue is None or not found:
        return None
    rows = queue_page(db, queue.filters, limit=min(found, MOST_HITS))
    if [row["id"] for row in rows] == [id]:
        return None
    kinds = kind_labels(here.t, db)
    return Hits(
        here.t.counted("queue.named", found),
        [
            {
                "name": shown(row["name"]), "link": queue.address(here, at=str(row["id"])), "here": row["id"] == id,
                "about": f"{shown(kinds.get(row['kind'], row['kind']))}, {shown(row['town'])}",
            }
            for row in rows
        ],
        found - len(rows),
    )  # fmt: skip
