"""Mentions and the initiatives they were joined into."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from types import MappingProxyType

from sqlite_utils import Database

from sharitories_crawl.models import Mention, Resolution, Verdict
from sharitories_crawl.models.reviewing import Ruling
from sharitories_crawl.store.moments import stamp
from sharitories_crawl.store.resolutions import put_resolution
from sharitories_crawl.store.transaction import together

MENTION_COLUMNS = tuple(field.name for field in fields(Mention))
_IN_ORDER = attrgetter(*MENTION_COLUMNS)
_NOT_PLAIN = tuple(MENTION_COLUMNS.index(name) for name in ("locality", "reasons", "socials"))
_ROW = (*MENTION_COLUMNS, "found_in", "first_run_id", "run_id")
_NEWER = ", ".join(f"{name} = excluded.{name}" for name in _ROW if name not in ("id", "first_run_id"))
_PUT_MENTION = (
    f"INSERT INTO mention({', '.join(_ROW)}) VALUES ({', '.join('?' for _ in _ROW)})"
    f" ON CONFLICT(id) DO UPDATE SET {_NEWER}, gone_at = NULL"
    " WHERE (excluded.found_in <> excluded.url, excluded.found_in)"
    " <= (mention.found_in <> mention.url, mention.found_in) OR NOT EXISTS"
    " (SELECT 1 FROM reading r WHERE r.url = mention.found_in AND r.town_code = mention.town_code)"
)


class Candidates:
    """Reads and writes the half of the database that people judge; each call is one short transaction."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.read: set[str] = set()
        """Codes of the towns that something was read for since this was made."""

    def put_mentions(
        self, run_id: int, found_in: str, town_code: str, mentions: Sequence[Mention], now: datetime, reason: str = ""
    ) -> None:
        """Replace what one page or record says about a town by what it says now; `reason` tells why nothing.

        A mention that stays keeps its first run and its place in an initiative. Where two addresses lead to one page,
        both give the same mention: the page's own address has it, whichever was read first.
        """
        with together(self.db):
            self.db.execute(
                "DELETE FROM mention WHERE found_in = ? AND town_code = ?"
                " AND id NOT IN (SELECT value FROM json_each(?))",
                (found_in, town_code, json.dumps([mention.id for mention in mentions])),
            )
            self.db.conn.executemany(
                _PUT_MENTION,
                [(*_mention_row(mention), found_in, run_id, run_id) for mention in mentions],
            )
            self.put_reading(found_in, town_code, now, reason)
            self.read.add(town_code)

    def put_reading(self, found_in: str, town_code: str, now: datetime, reason: str) -> None:
        """Note that a page was read for a town, with its mentions as they are."""
        self.db.execute(
            "INSERT INTO reading(url, town_code, read_at, reason) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET read_at = excluded.read_at, reason = excluded.reason",
            (found_in, town_code, stamp(now), reason),
        )

    def mentions_of_run(self, run_id: int) -> Counter[str]:
        """Reason for not being kept, empty for those kept -> mentions that a run was the last to read."""
        rows = self.db.execute("SELECT dropped, count(*) FROM mention WHERE run_id = ? GROUP BY 1", (run_id,))
        return Counter({str(reason): int(count) for reason, count in rows.fetchall()})

    def read_without_mention(self, since: datetime) -> Counter[str]:
        """Reason -> pages and records read since a moment that gave no mention of the town they were read for."""
        rows = self.db.execute(
            "SELECT reason, count(*) FROM reading r WHERE read_at >= ? AND reason > '' AND NOT EXISTS"
            " (SELECT 1 FROM mention m WHERE m.found_in = r.url AND m.town_code = r.town_code) GROUP BY 1",
            (stamp(since),),
        )
        return Counter({str(reason): int(count) for reason, count in rows.fetchall()})

    def has_earlier(self, found_in: str, town_code: str, fetched_at: str) -> bool:
        """Whether an earlier copy of a page gave a candidate of the town."""
        row = self.db.execute(
            "SELECT 1 FROM mention WHERE found_in = ? AND town_code = ? AND dropped = '' AND fetched_at < ?",
            (found_in, town_code, fetched_at),
        ).fetchone()
        return row is not None

    def drop_unread_mentions(self) -> None:
        """Drop the mentions that nothing gave when everything was read again."""
        self.db.execute(
            "DELETE FROM mention WHERE NOT EXISTS"
            " (SELECT 1 FROM reading r WHERE r.url = mention.found_in AND r.town_code = mention.town_code)"
            # what an answer gave whose record was compacted away since cannot be read again
            " AND NOT EXISTS (SELECT 1 FROM answer a WHERE a.query_id = mention.query_id"
            " AND a.compacted_at IS NOT NULL AND a.asked_at = mention.fetched_at)"
        )

    def kept_mentions(self, town_code: str) -> list[Mention]:
        """The mentions of a town that are candidates, in the order of their ids."""
        rows = self.db.query(
            f"SELECT {', '.join(MENTION_COLUMNS)} FROM mention WHERE town_code = ? AND dropped = '' ORDER BY id",
            [town_code],
        )
        return [read_mention(row) for row in rows]

    def evidence_pages(self, id: str) -> list[tuple[str, str]]:
        """(address, town code) of the pages behind an initiative, or of the one that a mention was read from."""
        rows = self.db.execute(
            "SELECT DISTINCT m.found_in, m.town_code FROM mention m LEFT JOIN membership s ON s.mention_id = m.id"
            " WHERE m.id = :id OR s.initiative_id = :id ORDER BY m.found_in",
            {"id": id},
        )
        return [(str(url), str(code)) for url, code in rows]

    def memberships(self, town_code: str) -> dict[str, str]:
        """Mention id -> initiative id, as resolved last."""
        rows = self.db.query(
            "SELECT s.mention_id, s.initiative_id FROM membership s JOIN mention m ON m.id = s.mention_id"
            " WHERE m.town_code = ?",
            [town_code],
        )
        return {str(row["mention_id"]): str(row["initiative_id"]) for row in rows}

    def statuses(self, town_code: str) -> dict[str, str]:
        """Initiative id -> status, without those that went into another."""
        rows = self.db.query("SELECT id, status FROM initiatives WHERE town_code = ?", [town_code])
        return {str(row["id"]): str(row["status"]) for row in rows}

    def attributions(self) -> dict[str, str]:
        """Source -> whom to credit for what it gives."""
        return {str(row["name"]): str(row["attribution"]) for row in self.db.query("SELECT * FROM source")}

    def merged_away(self, town_code: str) -> set[str]:
        """Ids that went into another initiative."""
        rows = self.db.query("SELECT id FROM initiative WHERE town_code = ? AND merged_into IS NOT NULL", [town_code])
        return {str(row["id"]) for row in rows}

    def put_resolution(
        self,
        run_id: int,
        town_code: str,
        resolution: Resolution,
        now: datetime,
        rulings: Mapping[str, Ruling] = MappingProxyType({}),
    ) -> None:
        """Make the initiatives of a town what was resolved; see `store.resolutions`."""
        put_resolution(self.db, run_id, town_code, resolution, now, rulings)

    def latest_run(self) -> int:
        """Id of the run that everything there is comes from."""
        (id,) = self.db.execute("SELECT max(id) FROM run").fetchone()
        return int(id)

    def towns(self) -> list[str]:
        """Codes of the towns that have mentions or initiatives."""
        rows = self.db.query("SELECT town_code FROM mention UNION SELECT town_code FROM initiative ORDER BY 1")
        return [str(row["town_code"]) for row in rows]

    def unjoined_towns(self) -> set[str]:
        """Codes of the towns that a run read for and did not come to join: it was killed."""
        rows = self.db.execute(
            "SELECT DISTINCT m.town_code FROM mention m LEFT JOIN membership s ON s.mention_id = m.id"
            " WHERE m.dropped = '' AND s.mention_id IS NULL"
            " UNION SELECT i.town_code FROM initiative i WHERE i.mentions <>"
            " (SELECT count(*) FROM membership s WHERE s.initiative_id = i.id)"
        ).fetchall()
        return {str(code) for (code,) in rows}

    def initiatives(self, town_code: str) -> list[dict[str, object]]:
        """The rows of the view `initiatives` for a town, best score first."""
        return list(self.db.query("SELECT * FROM initiatives WHERE town_code = ? ORDER BY score DESC, id", [town_code]))


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return str(value) if isinstance(value, Verdict) else value


def _mention_row(mention: Mention) -> list[object]:
    row = list(_IN_ORDER(mention))
    for place in _NOT_PLAIN:
        row[place] = _plain(row[place])
    return row


def read_mention(row: Mapping[str, object]) -> Mention:
    """The mention that a row with MENTION_COLUMNS holds."""
    values = dict(row)
    for name in ("reasons", "socials"):
        values[name] = tuple(json.loads(str(values[name])))
    values["locality"] = Verdict(str(values["locality"]))
    return Mention(**values)  # type: ignore[arg-type]
