"""The log of what people decided: only ever appended to, read for a town or an initiative."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from sharitories_crawl.models.reviewing import Review, Ruling
from sharitories_crawl.resolve.joining import is_on_site
from sharitories_crawl.store.moments import stamp
from sharitories_crawl.store.review_rows import Entry, Standing, followed, read_review, read_standing, ruled
from sharitories_crawl.store.transaction import together

_SIDE = "(SELECT json_group_array(m.mention_id) FROM review_mention m WHERE m.review_id = r.id AND m.side = '{0}')"
_REVIEW = (
    "SELECT r.*, EXISTS (SELECT 1 FROM review u WHERE u.undoes = r.id) AS is_undone,"
    f" {_SIDE.format('a')} AS side_a, {_SIDE.format('b')} AS side_b FROM review r"
)


CACHE_KIB = 32_000
"""Sixteen times SQLite's own: a search by a common word looks up thousands of rows."""


@contextmanager
def open_reviews(path: Path, seconds: float = 5.0) -> Iterator["Reviews"]:
    """A connection of its own to an existing database at today's schema; whoever writes is waited for so long."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=seconds, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        yield Reviews(Database(connection), seconds)
    finally:
        connection.close()


class Reviews:
    """Reads and appends reviews; who writes has a transaction open."""

    def __init__(self, db: Database, wait_seconds: float | None = None) -> None:
        self.db = db
        self._wait_seconds = wait_seconds

    def alone(self) -> AbstractContextManager[None]:
        """One transaction during which nobody else writes; part of the one that is open already."""
        return together(self.db, self._wait_seconds)

    def is_writing(self) -> bool:
        """Whether a transaction is open."""
        return bool(self.db.conn.in_transaction)

    def append(self, entries: Iterable[Entry], reviewer: str, now: datetime) -> list[int]:
        """Append the rows of one step, which is called by the id of its first row; gives their ids."""
        (last,) = self.db.execute("SELECT coalesce(max(id), 0) FROM review").fetchone()
        step = last + 1
        ids = []
        for id, entry in enumerate(entries, start=step):
            self.db.execute(
                "INSERT INTO review(id, step, at, reviewer, action, initiative_id, other_id, town_code, status, reason,"
                " note, field, value, seen, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    id, step, stamp(now), reviewer, entry.action, entry.initiative_id, entry.other_id, entry.town_code,
                    entry.status, entry.reason, entry.note, entry.field, entry.value,
                    json.dumps(entry.seen or {}, ensure_ascii=False), entry.undoes,
                ),
            )  # fmt: skip
            self.db.conn.executemany(
                "INSERT INTO review_mention(review_id, mention_id, side) VALUES (?, ?, ?)",
                [(id, m, side) for side, ids in (("a", entry.side_a), ("b", entry.side_b)) for m in dict.fromkeys(ids)],
            )
            ids.append(id)
        return ids

    def latest(self, town_code: str) -> int:
        """Id of the latest review of a town, 0 for none: whoever computes from the log sees by it what came since."""
        (id,) = self.db.execute("SELECT coalesce(max(id), 0) FROM review WHERE town_code = ?", (town_code,)).fetchone()
        return int(id)

    def of_town(self, town_code: str) -> list[Review]:
        """All reviews of a town, those undone too, in their order."""
        return self._read("WHERE r.town_code = ? ORDER BY r.id", [town_code])

    def of_ids(self, ids: Iterable[int]) -> list[Review]:
        """Single rows."""
        return self._read("WHERE r.id IN (SELECT value FROM json_each(?)) ORDER BY r.id", [json.dumps(list(ids))])

    def of_step(self, step: int) -> list[Review]:
        """The rows of one step."""
        return self._read("WHERE r.step = ? ORDER BY r.id", [step])

    def last_step_of(self, reviewer: str) -> int | None:
        """A reviewer's latest step that is not undone; None where there is none."""
        rows = self.db.execute(
            "SELECT r.step FROM review r WHERE r.reviewer = ? AND r.action <> 'undo'"
            " AND NOT EXISTS (SELECT 1 FROM review u WHERE u.undoes = r.id) ORDER BY r.id DESC LIMIT 1",
            (reviewer,),
        ).fetchall()
        return next((int(step) for (step,) in rows), None)

    def later_by_others(self, step: int, reviewer: str) -> Review | None:
        """A review in force that somebody else gave after a step, on something that the step was about."""
        found = self._read(
            "WHERE r.id IN ("
            "  WITH of_step(id, initiative_id) AS (SELECT id, initiative_id FROM review WHERE step = :step)"
            "  SELECT m.review_id FROM of_step JOIN review_mention o ON o.review_id = of_step.id"
            "  JOIN review_mention m ON m.mention_id = o.mention_id"
            "  UNION SELECT n.id FROM of_step JOIN review n ON n.initiative_id = of_step.initiative_id)"
            " AND r.id > (SELECT max(id) FROM review WHERE step = :step) AND r.reviewer <> :reviewer"
            " AND r.action NOT IN ('undo', 'second-look') AND NOT EXISTS (SELECT 1 FROM review u WHERE u.undoes = r.id)"
            " ORDER BY r.id LIMIT 1",
            {"step": step, "reviewer": reviewer},
        )
        return next(iter(found), None)

    def contradict(self, step: int) -> bool:
        """Whether some review of a step is part of a contradiction, which only an undo can settle."""
        rows = self.db.execute(
            "SELECT 1 FROM contradiction c WHERE c.town_code IN (SELECT town_code FROM review WHERE step = :step)"
            " AND 1 < (SELECT count(DISTINCT m.mention_id) FROM review s JOIN review_mention m ON m.review_id = s.id"
            "  WHERE s.step = :step AND m.mention_id IN (SELECT value FROM json_each(c.chain))) LIMIT 1",
            {"step": step},
        )
        return bool(rows.fetchall())

    def standing(self, id: str) -> Standing | None:
        """An initiative with its members; None for an id that was never given."""
        return next(iter(self.standings([id])), None)

    def standings(self, ids: Iterable[str]) -> list[Standing]:
        """The same for several; ids never given are left out."""
        rows = self.db.query(
            "SELECT i.*, (SELECT json_group_array(s.mention_id) FROM membership s WHERE s.initiative_id = i.id)"
            " AS members FROM initiative i WHERE i.id IN (SELECT value FROM json_each(?)) ORDER BY i.id",
            [json.dumps(list(ids))],
        )
        return [read_standing(row) for row in rows]

    def decided(self, town_code: str) -> list[str]:
        """Ids of a town's initiatives that people decided on or edited, without those that went into another."""
        rows = self.db.execute(
            "SELECT id FROM initiative WHERE town_code = ? AND merged_into IS NULL"
            " AND (status <> 'DISCOVERED' OR reviewed > 0)",
            (town_code,),
        )
        return [str(id) for (id,) in rows]

    def redirects(self, town_code: str) -> dict[str, str]:
        """Id that went into another -> the one that has it now."""
        return followed(self.merged(town_code))

    def merged(self, town_code: str) -> dict[str, str]:
        """Id that went into another -> that one, which may have gone into a third since."""
        rows = self.db.execute(
            "SELECT id, merged_into FROM initiative WHERE town_code = ? AND merged_into IS NOT NULL", (town_code,)
        )
        return {str(id): str(into) for id, into in rows}

    def initiatives_of(self, mentions: Iterable[str]) -> dict[str, str]:
        """Mention -> the initiative that it belongs to now; those that are gone are left out."""
        rows = self.db.execute(
            "SELECT mention_id, initiative_id FROM membership WHERE mention_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(mentions)),),
        )
        return {str(mention): str(id) for mention, id in rows}

    def own_pages(self, mentions: Iterable[str]) -> list[str]:
        """Those of the given mentions' pages that lie on their initiative's own site."""
        rows = self.db.query(
            "SELECT DISTINCT url, site, list_url FROM mention WHERE site <> '' AND id IN"
            " (SELECT value FROM json_each(?)) ORDER BY url",
            [json.dumps(list(mentions))],
        )
        return [str(row["url"]) for row in rows if is_on_site(row["url"], row["site"], row["list_url"])]

    def gone_pages(self, urls: Iterable[str], statuses: Iterable[str]) -> dict[str, str]:
        """Those of the given pages that are gone, by their status -> when that was seen."""
        rows = self.db.execute(
            "SELECT url, fetched_at FROM page WHERE url IN (SELECT value FROM json_each(?))"
            " AND status IN (SELECT value FROM json_each(?))",
            (json.dumps(list(urls)), json.dumps(list(statuses))),
        )
        return {str(url): str(at) for url, at in rows}

    def gone_mentions(self, town_code: str) -> dict[str, str]:
        """Mention that an own list does not hold any more -> since when."""
        rows = self.db.execute(
            "SELECT id, gone_at FROM mention WHERE town_code = ? AND gone_at IS NOT NULL", [town_code]
        )
        return {str(id): str(at) for id, at in rows}

    def put_rulings(self, rulings: Mapping[str, Ruling], as_crawled: Mapping[str, Mapping[str, str]]) -> None:
        """Write what reviews come to; `as_crawled` are the fields of each without edits."""
        for id, ruling in rulings.items():
            values = ruled(ruling, as_crawled[id])
            self.db.execute(
                f"UPDATE initiative SET {', '.join(f'{name} = ?' for name in values)} WHERE id = ?",
                (*values.values(), id),
            )

    def contradictions(self, town_code: str) -> int:
        """How many there are in a town."""
        (count,) = self.db.execute("SELECT count(*) FROM contradiction WHERE town_code = ?", (town_code,)).fetchone()
        return int(count)

    def practice_of(self, kind: str) -> str | None:
        """The practice that a kind belongs to; None for no kind of ours."""
        rows = self.db.execute("SELECT practice FROM kind WHERE id = ?", (kind,)).fetchall()
        return next((str(practice) for (practice,) in rows), None)

    def _read(self, where: str, values: Sequence[object] | dict[str, object]) -> list[Review]:
        return [read_review(row) for row in self.db.query(f"{_REVIEW} {where}", values)]
