"""What every step of a run works with: the town list, the store, the reader, a clock, a tally."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.catalogue import Catalogue, load_catalogue
from sharitories_crawl.geo.everywhere import Everywhere, load_everywhere
from sharitories_crawl.geo.gazetteer import Gazetteer
from sharitories_crawl.geo.towns import Towns
from sharitories_crawl.lock import Holder, hold_lock
from sharitories_crawl.reading import Reader
from sharitories_crawl.store.archive import Archive
from sharitories_crawl.store.archive_files import ArchiveFiles
from sharitories_crawl.store.candidates import Candidates
from sharitories_crawl.store.changes import Changes
from sharitories_crawl.store.database import check_ours, is_blank, open_database, telling_damage
from sharitories_crawl.store.frontier import Frontier
from sharitories_crawl.store.geocodes import Geocodes
from sharitories_crawl.store.glance import no_database, reading
from sharitories_crawl.store.ledger import Ledger
from sharitories_crawl.store.rankings import Rankings

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known before anything is asked: towns, communes, kinds and their words."""

    towns: Towns
    everywhere: Everywhere
    """These towns, and every commune that a row of the user's own may stand in."""
    gazetteer: Gazetteer
    catalogue: Catalogue
    reader: Reader


def load_knowledge(queries: Path | None = None) -> Knowledge:
    """Load the bundled data, with the user's own queries folder where one is given; what is bundled, once a process."""
    return _bundled_knowledge() if queries is None else _knowledge_of(queries)


@lru_cache(maxsize=1)
def _bundled_knowledge() -> Knowledge:
    return _knowledge_of(bundled_dir("queries"))


def _knowledge_of(queries: Path) -> Knowledge:
    catalogue = load_catalogue(queries)
    places = everywhere()
    gazetteer = places.gazetteer
    return Knowledge(places.towns, places, gazetteer, catalogue, Reader(catalogue, gazetteer))


@lru_cache(maxsize=1)
def everywhere() -> Everywhere:
    """Every place that a database may hold; loaded once a process."""
    return load_everywhere(bundled_dir("data"))


@dataclass(frozen=True, slots=True)
class Store:
    """The database's parts and the archive beside it."""

    path: Path
    ledger: Ledger
    frontier: Frontier
    candidates: Candidates
    geocodes: Geocodes
    rankings: Rankings
    changes: Changes
    archive: Archive
    left_behind: tuple[str, ...] = ()
    """What killed runs left and was mended when this was opened, in sentences."""

    def close(self) -> None:
        """Close the archive first: what a row tells of is then on disk."""
        self.archive.close()
        self.ledger.db.close()


def open_store(path: Path) -> Store:
    """Open database and archive. Raises BadInput or ForeignDatabase with both untouched."""
    return _store_around(Ledger(open_database(path)), path)


def _store_around(ledger: Ledger, path: Path) -> Store:
    db = ledger.db
    return Store(
        path,
        ledger,
        Frontier(db),
        Candidates(db),
        Geocodes(db),
        Rankings(db),
        Changes(db),
        Archive(path.parent / "archive"),
    )


@contextmanager
def looking_store(path: Path) -> Iterator[Store]:
    """Database and archive for reading only, beside a run or without one. Raises BadInput where there is none."""
    with reading(path) as db:
        if db is None:
            raise no_database(path)
        yield _store_around(Ledger(db), path)


@contextmanager
def working_store(path: Path, *, existing: bool = False) -> Iterator[Store]:
    """Database and archive for one run, locked against a second; `existing` where a crawl must have left something.

    Raises BadInput, ForeignDatabase or AlreadyRunning with the folder as it was, without even a lock file.
    """
    if existing and not path.exists():
        raise no_database(path)
    if path.exists() and not is_blank(path):
        check_ours(path)
    with hold_lock(path) as killed, telling_damage(path):
        store = open_store(path)
        try:
            yield replace(store, left_behind=mend_after_kill(store, killed))
        finally:
            close(store)


def mend_after_kill(store: Store, killed: Holder | None) -> tuple[str, ...]:
    """Close the runs that were killed and cut off the records they were writing; says what there was, in sentences."""
    runs = store.ledger.close_killed()
    cuts = ArchiveFiles(store.ledger.db).make_whole(store.archive, datetime.now(UTC))
    told = [f"process {killed.pid} was killed and left its lock behind ({killed})"] if killed else []
    told += [f"run {run} was killed; what it committed is kept" for run in runs]
    return (*told, *map(str, cuts))


def close(store: Store) -> None:
    """Close both halves, and note how long the archive's files are now that they are whole."""
    store.archive.close()
    try:
        ArchiveFiles(store.ledger.db).make_whole(store.archive, datetime.now(UTC))
    finally:
        store.close()


@dataclass(slots=True)
class Tally:
    """Counts by reason, as a run's closing table and its row give them."""

    answers: dict[str, Counter[str]] = field(default_factory=dict)
    """Source -> status -> queries."""
    refusals: dict[str, str] = field(default_factory=dict)
    """Source -> why it was left alone for the rest of the run."""
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    """Source and status -> what was seen the last time, in words."""
    pages: Counter[str] = field(default_factory=Counter)
    """Page status -> pages."""
    requests: int = 0
    """HTTP exchanges of any sort."""
    mentions: int = 0
    """What stands in the database of all that this run read; a page read twice counts once."""
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    """Reason -> mentions of those that were not kept."""
    without_mention: Counter[str] = field(default_factory=Counter)
    """Reason -> pages that were read and gave no mention."""
    checked: Counter[str] = field(default_factory=Counter)
    """Verdict -> sources that were asked whether they are well."""
    new_initiatives: int = 0
    left_queries: int = 0
    left_pages: int = 0
    bounds: Counter[str] = field(default_factory=Counter)
    """Bound that was met -> addresses that it kept from being fetched: `pages-of-town`, `steps`, ..."""
    interrupted: bool = False
    ended_by: str = ""
    """done, signal, time, requests or disk."""
    finishing_seconds: float = 0.0
    """What joining took once nothing more was asked."""

    def answered(self, source: str, status: str, detail: str = "") -> None:
        """Count one answer of a source, with what was seen where it gave nothing, or lacks something."""
        if detail and status != "empty":
            self.notes[source, status] = detail
        self.answers.setdefault(source, Counter())[status] += 1

    def count_mentions(self, by_reason: Mapping[str, int]) -> None:
        """Take in how many mentions were not kept, by reason, and with the empty reason how many were."""
        self.mentions, self.kept = sum(by_reason.values()), by_reason.get("", 0)
        self.dropped = Counter({reason: count for reason, count in by_reason.items() if reason})

    def as_counts(self) -> dict[str, object]:
        """The same as plain values for JSON."""
        return {
            "answers": {source: dict(counts) for source, counts in self.answers.items()},
            "refusals": self.refusals,
            "pages": dict(self.pages),
            "checked": dict(self.checked),
            "requests": self.requests,
            "mentions": self.mentions,
            "kept": self.kept,
            "dropped": dict(self.dropped),
            "without_mention": dict(self.without_mention),
            "new_initiatives": self.new_initiatives,
            "left": {"queries": self.left_queries, "pages": self.left_pages},
            "bounds": dict(self.bounds),
            "interrupted": self.interrupted,
            "ended_by": self.ended_by,
            "finishing_seconds": self.finishing_seconds,
        }
