"""What reviewers decided, page by page and pair by pair, to be exported as labels."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlite_utils import Database

from sharitories_crawl.models import Mention
from sharitories_crawl.store.candidates import MENTION_COLUMNS, read_mention

_MENTION = ", ".join(f"m.{name}" for name in MENTION_COLUMNS)
_VERDICT_REASON = """
SELECT v.reason FROM review v WHERE v.id IN (SELECT x.review_id FROM review_mention x WHERE x.mention_id = m.id)
AND v.action = 'verdict' AND NOT EXISTS (SELECT 1 FROM review u WHERE u.undoes = v.id) ORDER BY v.id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class KeptMention:
    """A mention that was kept, and what people say of its initiative."""

    mention: Mention
    status: str
    reason: str
    """Of its latest verdict in force; empty where there is none."""
    name: str
    kind: str
    actor: str


@dataclass(frozen=True, slots=True)
class SaidPair:
    """Two mentions that a person called the same thing, or two."""

    review_id: int
    same: bool
    a: Mention
    b: Mention


class Labels:
    """Reads what people decided; writes nothing."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def pages(self) -> Iterator[tuple[str, str, list[KeptMention]]]:
        """(address, town code, all its kept mentions) of every page or record of which something was decided."""
        rows = self.db.query(
            f"SELECT m.found_in, i.status, i.name AS shown, i.kind AS shown_kind, i.actor AS shown_actor,"
            f" coalesce(({_VERDICT_REASON}), '') AS verdict_reason, {_MENTION}"
            " FROM mention m JOIN membership s ON s.mention_id = m.id JOIN initiative i ON i.id = s.initiative_id"
            " WHERE m.dropped = '' AND EXISTS (SELECT 1 FROM mention n JOIN membership t ON t.mention_id = n.id"
            " JOIN initiative j ON j.id = t.initiative_id"
            " WHERE n.found_in = m.found_in AND n.town_code = m.town_code AND j.status IN ('IN', 'OUT'))"
            " ORDER BY m.town_code, m.found_in, m.id"
        )
        for (town_code, found_in), group in groupby(rows, key=lambda row: (row["town_code"], row["found_in"])):
            kept = [
                KeptMention(
                    read_mention({name: row[name] for name in MENTION_COLUMNS}), row["status"], row["verdict_reason"],
                    row["shown"], row["shown_kind"], row["shown_actor"],
                )
                for row in group
            ]  # fmt: skip
            yield str(found_in), str(town_code), kept

    def pairs(self) -> Iterator[SaidPair]:
        """What was said of pairs and holds, each by the first mention that is still there on either side."""
        first = (
            "(SELECT min(x.mention_id) FROM review_mention x JOIN mention m ON m.id = x.mention_id"
            " WHERE x.review_id = r.id AND x.side = '{}')"
        )
        rows = self.db.execute(
            f"SELECT r.id, r.action, {first.format('a')}, {first.format('b')} FROM review r"
            " WHERE r.action IN ('same', 'not-same') AND NOT EXISTS (SELECT 1 FROM review u WHERE u.undoes = r.id)"
            " ORDER BY r.id"
        ).fetchall()
        for id, action, a, b in rows:
            if a is not None and b is not None:
                yield SaidPair(int(id), action == "same", self._mention(a), self._mention(b))

    def _mention(self, id: str) -> Mention:
        [row] = self.db.query(f"SELECT {_MENTION} FROM mention m WHERE m.id = ?", [id])
        return read_mention(row)
