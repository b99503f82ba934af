"""Orders of the queue that were learned, and the verdicts to learn from."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from sqlite_utils import Database

from sharitories_crawl.models import Mention
from sharitories_crawl.ranking.order import Order
from sharitories_crawl.store.candidates import MENTION_COLUMNS, read_mention
from sharitories_crawl.store.moments import stamp
from sharitories_crawl.store.transaction import together

Candidate = tuple[dict[str, object], list[Mention]]
"""A row of the table initiative as the crawl made it, without edits, and its mentions."""


class Rankings:
    """Reads and writes what the order of the queue needs; each call is one short transaction."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def decided(self) -> Iterator[Candidate]:
        """Every candidate that a person accepted or rejected and that still has evidence, town after town."""
        towns = self.db.execute("SELECT DISTINCT town_code FROM initiative WHERE status IN ('IN', 'OUT')").fetchall()
        for (town_code,) in sorted(towns):
            yield from self._of_town(town_code, "i.status IN ('IN', 'OUT')")

    def waiting(self, town_code: str) -> Iterator[Candidate]:
        """Every candidate of a town that waits for a verdict."""
        return self._of_town(town_code, "i.status NOT IN ('IN', 'OUT')")

    def verdicts(self) -> int:
        """How many candidates are accepted or rejected."""
        [(count,)] = self.db.execute("SELECT count(*) FROM initiative WHERE status IN ('IN', 'OUT')").fetchall()
        return int(count)

    def latest(self) -> Order | None:
        """The order that was learned last, whether it is used or not."""
        row = next(iter(self.db.query("SELECT * FROM ranking ORDER BY id DESC LIMIT 1")), None)
        if row is None:
            return None
        return Order(
            weights=json.loads(row["weights"]), intercept=row["intercept"], learned_from=row["learned_from"],
            held_back=row["held_back"], average_precision=row["average_precision"],
            score_average_precision=row["score_average_precision"],
        )  # fmt: skip

    def save(self, order: Order, now: datetime) -> None:
        """Keep an order beside the earlier ones."""
        self.db.table("ranking").insert(
            {
                "learned_at": stamp(now), "learned_from": order.learned_from, "held_back": order.held_back,
                "average_precision": order.average_precision,
                "score_average_precision": order.score_average_precision, "used": int(order.is_better),
                "intercept": order.intercept, "weights": json.dumps(order.weights, ensure_ascii=False),
            }
        )  # fmt: skip

    def put_priorities(self, priorities: dict[str, float]) -> None:
        """Initiative id -> its place in the queue, the highest first; what stays as it is, is not written."""
        with together(self.db):
            self.db.conn.executemany(
                "UPDATE initiative SET priority = ? WHERE id = ? AND priority <> ?",
                [(priority, id, priority) for id, priority in priorities.items()],
            )

    def _of_town(self, town_code: str, where: str) -> Iterator[Candidate]:
        mentions: defaultdict[str, list[Mention]] = defaultdict(list)
        rows = self.db.query(
            f"SELECT s.initiative_id, {', '.join(f'm.{name}' for name in MENTION_COLUMNS)} FROM initiative i"
            " JOIN membership s ON s.initiative_id = i.id JOIN mention m ON m.id = s.mention_id"
            f" WHERE i.town_code = ? AND {where} ORDER BY m.id",
            [town_code],
        )
        for row in rows:
            mentions[str(row.pop("initiative_id"))].append(read_mention(row))
        candidates = self.db.query(
            f"SELECT i.* FROM initiative i WHERE i.town_code = ? AND {where} AND i.merged_into IS NULL ORDER BY i.id",
            [town_code],
        )
        for candidate in list(candidates):
            if held := mentions.get(str(candidate["id"])):
                yield {**candidate, **json.loads(str(candidate["crawled"]))}, held
