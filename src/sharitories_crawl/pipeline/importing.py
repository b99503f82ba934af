"""A list of the user's becomes mentions, a row each, by the road of a directory's records; and its towns are resolved.

The rows are archived first. Every version of a list can so be read again, in its order, by later rules.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from sharitories_crawl.catalogue import Catalogue
from sharitories_crawl.classify.judge import OTHER_KIND
from sharitories_crawl.errors import BadInput
from sharitories_crawl.geo.everywhere import NOWHERE
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.stated import Placing, french_postal_code
from sharitories_crawl.imports.cells import Cells
from sharitories_crawl.imports.lists import OwnList, from_lines, to_lines
from sharitories_crawl.imports.records import read_cells
from sharitories_crawl.models import Locality, Record, SourceKind, Town
from sharitories_crawl.pipeline.noting import note_changes
from sharitories_crawl.pipeline.resolving import resolve_towns
from sharitories_crawl.pipeline.tools import Clock, Knowledge, Store
from sharitories_crawl.reading import Found
from sharitories_crawl.source_table import SOURCE_TABLE
from sharitories_crawl.sources.gogocarto import kind_of_category
from sharitories_crawl.store.moments import moment, stamp
from sharitories_crawl.store.own_lists import OwnLists, Version

NOT_STATED = "not stated"
"""Licence of a list of which nobody says it."""
_LONGEST_NAME = 60
_NAME = re.compile(r"\w[\w .&'+-]*")


@dataclass(frozen=True, slots=True)
class Card:
    """What the table of sources says of a list."""

    name: str
    label: str
    licence: str
    attribution: str
    kind: SourceKind = SourceKind.DIRECTORY
    terms: str = "A list of your own, imported from a file."


@dataclass(frozen=True, slots=True)
class Placed:
    """A row on its way to a mention."""

    record: Record
    source: str
    """The list's name, with `/` and the list that the row itself names, where it does."""
    key: str
    """Its place in the list: the source, its id there, and a count where several rows share one."""
    town: Town
    locality: Locality


@dataclass(slots=True)
class Imported:
    """What a version of a list came to."""

    run_id: int = 0
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    towns: int = 0
    unplaced: int = 0
    """Rows whose place could not be told."""
    new_initiatives: int = 0
    known_since: str = ""
    """When the very same list was imported, where it was the last; nothing was then to be done."""


def check_source(name: str) -> str:
    """The name of a list, trimmed. Raises BadInput where it is empty, odd, or that of a source of ours."""
    name = " ".join(name.split())
    if name.casefold() in SOURCE_TABLE:
        raise BadInput(f"--source {name}: that is a source which `crawl` asks; give your list a name of its own")
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise BadInput(
            f"--source {name!r}: a list's name begins with a letter or digit, has at most {_LONGEST_NAME} letters and "
            "no slash, for example annuaire-2024"
        )
    return name


def import_list(own: OwnList, source: str, licence: str, store: Store, knowledge: Knowledge, clock: Clock) -> Imported:
    """Store a list as the newest version of its source: all of it or, where it is interrupted, nothing."""
    lists = OwnLists(store.ledger.db)
    body = to_lines(own.rows)
    digest = sha256(body).hexdigest()
    now = clock()
    told = {"file": own.file, "source": source, "licence": licence, "columns": own.columns}
    run_id = store.ledger.begin_run("import", told, now)
    done = Imported(run_id, len(own.rows))
    latest = next(reversed(lists.versions(source)), None)
    if latest is not None and (latest.digest, latest.licence) == (digest, licence):
        done.known_since, done.same = latest.imported_at, len(own.rows)
    else:
        place = store.archive.append_list(source, body, now)
        version = Version(
            source, own.file, own.columns, licence, len(own.rows), len(own.rejects), digest, stamp(now), place
        )
        with store.ledger.together():
            touched = put_version(version, own.rows, store, knowledge, run_id, done)
            lists.add(version, run_id)
            done.new_initiatives = resolve_towns(store, knowledge.everywhere, sorted(touched), run_id, clock)
            note_changes(store, knowledge.everywhere, sorted(touched), run_id, clock)
    counts = {**asdict(done), "rejected": own.reasons(), "empty_rows": own.table.empty_rows}
    store.ledger.finish_run(run_id, 0, counts, clock())
    return done


def read_lists_again(store: Store, knowledge: Knowledge, run_id: int) -> int:
    """Every version of every list from the archive, the oldest first; gives how many rows were read."""
    rows = 0
    for version in OwnLists(store.ledger.db).versions():
        done = Imported(run_id)
        with store.ledger.together():
            put_version(version, from_lines(store.archive.read_list(version.place)), store, knowledge, run_id, done)
        rows += version.rows
    return rows


def put_version(
    version: Version, rows: Iterable[tuple[int, Cells]], store: Store, knowledge: Knowledge, run_id: int, done: Imported
) -> set[str]:
    """Write the mentions of a version and mark what it no longer holds; gives the codes of their towns."""
    lists = OwnLists(store.ledger.db)
    placed = place_rows(rows, version.source, knowledge)
    cards = {version.source: Card(version.source, version.source, version.licence, version.source)}
    for row in placed:
        of_list = row.source.partition("/")[2]
        credit = f"{of_list} (in {version.source})" if of_list else version.source
        cards.setdefault(row.source, Card(row.source, of_list, version.licence, credit))
    towns = {row.town.code: row.town for row in placed}
    store.ledger.save_words(towns.values(), knowledge.catalogue.kinds, cards.values())
    present: list[str] = []
    read_at = moment(version.imported_at)
    for row in placed:
        record = row.record
        found = Found(
            row.town, row.source, "", None, record.record_url or record.url, record.name, record.description[:300],
            record.licence or version.licence, version.imported_at,
        )  # fmt: skip
        mention = knowledge.reader.read_listed(record, found, row.locality, row.key)
        before = lists.standing(mention.id)
        if before is None:
            done.new += 1
        elif replace(before, fetched_at=mention.fetched_at) == mention:
            done.same += 1
        else:
            done.changed += 1
        store.candidates.put_mentions(run_id, row.key, row.town.code, (mention,), read_at)
        present.append(mention.id)
    done.gone = lists.mark_gone(version.source, present, version.imported_at)
    done.towns = len(towns.keys() - {NOWHERE.code})
    done.unplaced = sum(1 for row in placed if row.town is NOWHERE)
    return set(towns)


def place_rows(rows: Iterable[tuple[int, Cells]], source: str, knowledge: Knowledge) -> list[Placed]:
    """Each row as a record in its town, under a key that no other row of the list has."""
    placing = Placing(knowledge.everywhere)
    kind_of = kinds_by_words(knowledge.catalogue)
    keys: Counter[str] = Counter()
    placed = []
    for _, cells in rows:
        listed = read_cells(cells, kind_of)
        town, locality = placing.place(listed.record)
        record = listed.record
        if town.country == "FR":
            record = replace(record, postal_code=french_postal_code(record))
        of_list = f"{source}/{listed.list_name}" if listed.list_name else source
        key = f"{of_list}:{record.source_id}"
        keys[key] += 1
        if keys[key] > 1 and not cells.get("id"):
            # a shared id means one thing only where the list itself gives it
            record = replace(record, source_id=f"{record.source_id}#{keys[key]}")
        placed.append(Placed(record, of_list, f"{key}#{keys[key]}" if keys[key] > 1 else key, town, locality))
    return placed


def kinds_by_words(catalogue: Catalogue) -> Callable[[str], str]:
    """Category as a list writes it -> the kind that it decides: by a kind's own id or label, else by whole words."""
    known = {kind.id for kind in catalogue.kinds}
    told = [kind for kind in catalogue.kinds if kind.id != OTHER_KIND]
    labels = {fold(label): kind.id for kind in told for label in (kind.id, kind.label_fr, kind.label_en)}

    def kind_of(category: str) -> str:
        kind = labels.get(fold(category)) or kind_of_category(category)
        return kind if kind in known else ""

    return kind_of
