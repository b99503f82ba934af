"""What was noted of initiatives, what they are now, and the changes in between, which are only ever appended."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlite_utils import Database

from sharitories_crawl.classify.parked import says_parked
from sharitories_crawl.models.changing import DISSOLVED, Change, Present, Sight, Site, Standing, Witness
from sharitories_crawl.resolve.changes import HEARD, place_of, weight
from sharitories_crawl.store.moments import stamp
from sharitories_crawl.store.transaction import together

_STANDING = (
    "id", "name", "names", "address", "addresses", "registration", "site", "site_state", "site_misses",
    "site_checked", "is_dissolved", "gone_at", "merged_into", "is_new",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NotedChange:
    """A row of the view `changes`."""

    id: int
    run_id: int
    at: str
    change: str
    initiative_id: str
    name: str
    town: str
    kind: str
    url: str
    before: str
    after: str
    detail: str


class Changes:
    """Reads and writes changes and what they are told from; each call is one short transaction."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def standings(self, town_code: str) -> dict[str, Standing]:
        """Id -> an initiative of the town as noted last."""
        witnesses: defaultdict[str, list[Witness]] = defaultdict(list)
        for id, *fields in self.db.execute(
            "SELECT initiative_id, place, found_in, query_id, seen_at, misses, checked_at FROM witness"
            " WHERE town_code = ? ORDER BY place",
            (town_code,),
        ):
            witnesses[id].append(Witness(*fields))
        rows = self.db.execute(f"SELECT {', '.join(_STANDING)} FROM standing WHERE town_code = ?", (town_code,))
        found = {}
        for row in rows:
            values = dict(zip(_STANDING, row, strict=True))
            for name in ("names", "addresses"):
                values[name] = tuple(json.loads(values[name]))
            for name in ("is_dissolved", "is_new"):
                values[name] = bool(values[name])
            found[values["id"]] = Standing(**values, witnesses=tuple(witnesses[values["id"]]))
        return found

    def present(self, town_code: str) -> list[Present]:
        """Every initiative of the town as it is now, with what its kept mentions say."""
        sights = self._sights(town_code)
        dissolved = {
            str(value)
            for row in self.db.execute(
                "SELECT found_in, nullif(rna, '') FROM mention WHERE town_code = ? AND dropped = ?",
                (town_code, DISSOLVED),
            )
            for value in row
            if value
        }
        known: defaultdict[str, set[str]] = defaultdict(set)
        for id, found_in in self.db.execute(
            "SELECT initiative_id, found_in FROM witness WHERE town_code = ?", (town_code,)
        ):
            known[id].add(found_in)
        found = []
        for id, name, street, postal_code, city, url, siren, rna, merged_into, crawled in self.db.execute(
            "SELECT id, name, street, postal_code, city, url, siren, rna, coalesce(merged_into, ''), crawled"
            " FROM initiative WHERE town_code = ? ORDER BY id",
            (town_code,),
        ):
            plain = {"name": name, "street": street, "postal_code": postal_code, "city": city, "url": url}
            plain |= json.loads(crawled)
            found.append(
                Present(
                    id=id, **{key: str(plain[key]) for key in ("name", "street", "postal_code", "city", "url")},
                    registration=" ".join(filter(None, (rna, siren))), merged_into=merged_into,
                    is_dissolved=bool(dissolved & ({rna} | known[id])), sights=tuple(sights[id]),
                )
            )  # fmt: skip
        return found

    def _sights(self, town_code: str) -> defaultdict[str, list[Sight]]:
        """Initiative -> what its mentions say; a record's misses are the good answers since that lacked it."""
        rows = self.db.execute(
            f"""
            SELECT s.initiative_id, m.source, m.source_id, m.url, m.site, m.list_url, m.found_in, m.query_id,
              m.fetched_at, m.name, m.street, m.postal_code,
              CASE WHEN m.source_id = '' OR m.query_id = '' THEN 0 ELSE ({
                _MISSES.format(query="m.query_id", since="m.fetched_at")
            }) END,
              CASE WHEN m.gone_at IS NULL OR m.query_id <> '' THEN 0 ELSE (SELECT count(*) FROM own_list o
              WHERE (m.source = o.source OR m.source LIKE o.source || '/%') AND o.imported_at >= m.gone_at) END
            FROM mention m JOIN membership s ON s.mention_id = m.id
            WHERE m.town_code = ? AND m.dropped = '' ORDER BY m.id
            """,
            (town_code,),
        )
        found: defaultdict[str, list[Sight]] = defaultdict(list)
        for (
            id, source, source_id, url, site, list_url, found_in, query_id, seen_at, name, street, postal_code,
            misses, versions,
        ) in rows:  # fmt: skip
            place = place_of(source, source_id, url, site, list_url, name)
            witness = Witness(place, found_in, query_id, seen_at, misses + versions)
            found[id].append(Sight(witness, name, street, postal_code))
        return found

    def misses_of(self, witness: Witness, is_kept: bool, sites: Mapping[str, Site]) -> Witness:
        """A witness that says nothing new: was it looked for since, and not there?"""
        misses, checked_at = witness.misses, witness.checked_at
        if witness.place.startswith("http"):
            page = sites.get(witness.found_in)
            silent = page is not None and (not is_kept or page.status not in HEARD)
            if page is not None and silent and page.fetched_at > max(checked_at, witness.seen_at):
                misses, checked_at = misses + weight(page), page.fetched_at
        elif witness.query_id and not is_kept:
            (misses,) = self.db.execute(
                f"SELECT ({_MISSES.format(query=':query', since=':since')})",
                {"query": witness.query_id, "since": witness.seen_at},
            ).fetchone()
        return replace(witness, misses=misses, checked_at=checked_at)

    def sites(self, urls: Iterable[str]) -> dict[str, Site]:
        """Address -> its page as last fetched; those never fetched are left out."""
        rows = self.db.execute(
            """
            SELECT p.url, p.status, p.fetched_at, p.title, substr(p.text, 1, 2000),
              NOT EXISTS (SELECT 1 FROM response r WHERE r.run_id = p.run_id AND r.http_status < 500 LIMIT 1)
            FROM page p WHERE p.url IN (SELECT value FROM json_each(?))
            """,
            (json.dumps(sorted(set(urls))),),
        )
        return {
            url: Site(url, status, at, status == "ok" and says_parked(title, text), bool(alone))
            for url, status, at, title, text, alone in rows
        }

    def note(
        self,
        run_id: int,
        town_code: str,
        changes: Sequence[tuple[str, Change]],
        standings: Sequence[Standing],
        before: dict[str, Standing],
        now: datetime,
        gone_after: int,
    ) -> None:
        """Append the changes of a town's initiatives, (id, change), and write down what stands where it is other."""
        with together(self.db):
            self.db.conn.executemany(
                "INSERT INTO change(run_id, at, change, initiative_id, town_code, name, kind, url, before, after,"
                " detail) SELECT ?, ?, ?, id, town_code, name, kind, url, ?, ?, ? FROM initiative WHERE id = ?",
                [(run_id, stamp(now), one.change, one.before, one.after, one.detail, id) for id, one in changes],
            )
            for standing in standings:
                self._put(town_code, standing, before.get(standing.id))
            self.db.execute(
                f"""
                UPDATE mention SET gone_at = :now WHERE town_code = :town AND gone_at IS NULL AND dropped = ''
                  AND source_id <> '' AND query_id <> ''
                  AND id IN (SELECT mention_id FROM membership)
                  AND ({_MISSES.format(query="mention.query_id", since="mention.fetched_at")}) >= :most
                """,
                {"now": stamp(now), "town": town_code, "most": gone_after},
            )

    def _put(self, town_code: str, standing: Standing, before: Standing | None) -> None:
        earlier = {witness.place: witness for witness in (before.witnesses if before else ())}
        changed = [witness for witness in standing.witnesses if earlier.get(witness.place) != witness]
        self.db.conn.executemany(
            "INSERT OR REPLACE INTO witness(initiative_id, place, town_code, found_in, query_id, seen_at, misses,"
            " checked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (standing.id, w.place, town_code, w.found_in, w.query_id, w.seen_at, w.misses, w.checked_at)
                for w in changed
            ],
        )
        row, was = _row(standing), _row(before) if before else None
        if row != was:
            self.db.execute(
                f"INSERT OR REPLACE INTO standing({', '.join(_STANDING)}, town_code)"
                f" VALUES ({', '.join('?' for _ in _STANDING)}, ?)",
                (*row, town_code),
            )

    def counts(self, run_id: int) -> dict[str, int]:
        """Change -> how many were noted in a run, without whom they were merged into or split from."""
        rows = self.db.execute(
            f"SELECT {_SORT} AS sort, count(*) FROM change WHERE run_id = ? GROUP BY 1 ORDER BY 1", (run_id,)
        )
        return dict(rows.fetchall())

    def since(self, moment: str, run_id: int, codes: Sequence[str] | None) -> list[NotedChange]:
        """Changes after a moment or a run, the latest last; of some towns, or of all."""
        rows = self.db.execute(
            "SELECT c.id, c.run_id, c.at, c.change, c.initiative_id, c.name, t.name, c.kind, c.url, c.before, c.after,"
            " c.detail FROM change c JOIN town t ON t.code = c.town_code WHERE c.at >= :moment AND c.run_id >= :run"
            " AND (:codes IS NULL OR c.town_code IN (SELECT value FROM json_each(:codes))) ORDER BY c.id",
            {"moment": moment, "run": run_id, "codes": None if codes is None else json.dumps(list(codes))},
        )
        return [NotedChange(*row) for row in rows]

    def places(self, town_code: str) -> dict[str, str]:
        """Place -> the initiative that it last spoke for."""
        return dict(
            self.db.execute(
                "SELECT place, initiative_id FROM witness WHERE town_code = ? ORDER BY seen_at", (town_code,)
            ).fetchall()
        )


_MISSES = (
    "SELECT count(DISTINCT a.run_id) FROM answer a WHERE a.query_id = {query} AND a.asked_at > {since}"
    " AND a.status IN ('results', 'empty') AND a.detail NOT LIKE '%further page was%'"
)
"""Good and whole answers to a question since a moment, one for each run."""
_SORT = (
    "CASE WHEN change LIKE 'merged into %' THEN 'merged' WHEN change LIKE 'split from %' THEN 'split' ELSE change END"
)


def _row(standing: Standing) -> tuple[object, ...]:
    values = (getattr(standing, name) for name in _STANDING)
    return tuple(json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value for value in values)
