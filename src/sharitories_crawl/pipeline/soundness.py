"""Is all well with the database, its archive and the machine? What can be mended is mended if asked for."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sharitories_crawl.errors import ForeignDatabase
from sharitories_crawl.lock import holder_of
from sharitories_crawl.pipeline.batch import MB
from sharitories_crawl.pipeline.tools import looking_store, working_store
from sharitories_crawl.settings import Settings
from sharitories_crawl.store import soundness
from sharitories_crawl.store.archive_files import ArchiveFiles
from sharitories_crawl.store.database import is_older
from sharitories_crawl.store.moments import moment, stamp
from sharitories_crawl.store.warc_tail import find_tail

AHEAD = timedelta(minutes=5)
"""Clocks differ by so much without harm. Arbitrary."""
OLD_BACKUP = "restore the last backup (`sharitories restore`), or rescue what can be read with sqlite3's .recover"


class Verdict(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look came to."""

    of: str
    verdict: Verdict
    what: str
    todo: str = ""
    is_mendable: bool = False


def examine(settings: Settings, now: datetime, *, deep: bool) -> list[Finding]:
    """Look at everything; changes nothing."""
    path = settings.db
    found = [*_lock(path), *_disk(settings), *_settings(settings)]
    if not path.exists():
        return [*found, Finding("database", Verdict.OK, f"there is none at {path} yet")]
    try:
        older = is_older(path)
        with looking_store(path) as store:
            db = store.ledger.db
            if wrong := soundness.damage(db):
                return [*found, Finding("database", Verdict.FAILING, "; ".join(wrong), OLD_BACKUP)]
            note = "; it was of an earlier version and is up to date now" if older else ""
            found.append(Finding("database", Verdict.OK, f"whole{note}"))
            latest = soundness.latest_moment(db)
            found += _clock(latest, now)
            _, is_held = holder_of(path)
            for file in ArchiveFiles(db).changed(store.archive):
                tail = find_tail(file, ArchiveFiles(db).latest_offset(file.name))
                if tail.torn and not is_held:
                    what = f"{file.name} ends in half a record, as a killed run leaves it"
                    todo = "the next run cuts it off, or --mend"
                    found.append(Finding("archive", Verdict.WARNING, what, todo, is_mendable=True))
            lost = soundness.lost_records(db, store.archive, deep=deep)
            killed = soundness.unfinished_runs(db)
    except ForeignDatabase as error:
        return [*found, Finding("database", Verdict.FAILING, str(error), OLD_BACKUP)]
    if lost:
        what = f"{len(lost.responses)} answers or pages and {len(lost.lists)} lists have no record in the archive"
        todo = "--mend makes answers and pages due again; import the lists again"
        found.append(Finding("archive", Verdict.FAILING, what, todo, is_mendable=bool(lost.responses)))
    elif not any(one.of == "archive" for one in found):
        told = "every record was read" if deep else "every row has its record (--deep reads them all)"
        found.append(Finding("archive", Verdict.OK, told))
    if killed and not is_held:
        what = f"{killed} runs never came to their end"
        found.append(Finding("runs", Verdict.WARNING, what, "the next run notes it, or --mend", is_mendable=True))
    return found


def mend(settings: Settings, *, deep: bool) -> list[str]:
    """Mend what can be mended; says what was. Raises AlreadyRunning where a run has the database."""
    if not settings.db.exists():
        return []
    with working_store(settings.db) as store:
        done = list(store.left_behind)
        db = store.ledger.db
        for index in soundness.broken_indexes(db):
            soundness.rebuild_index(db, index)
            done.append(f"the full-text index {index} did not fit and was made anew")
        lost = soundness.lost_records(db, store.archive, deep=deep)
        if lost.responses:
            counts = soundness.forget_lost(db, lost)
            done.append(f"{counts['pages']} pages and {counts['answers']} answers without a record are due again")
    return done


def _lock(path: Path) -> Iterator[Finding]:
    holder, is_held = holder_of(path)
    if is_held:
        yield Finding("lock", Verdict.OK, f"process {holder.pid if holder else '?'} is at work ({holder})")
    elif holder is not None:
        what = f"left behind by process {holder.pid}, which was killed ({holder})"
        yield Finding("lock", Verdict.WARNING, what, "the next run takes it over, or --mend", is_mendable=True)
    else:
        yield Finding("lock", Verdict.OK, "free")


def _disk(settings: Settings) -> Iterator[Finding]:
    folder = next(parent for parent in settings.db.absolute().parents if parent.is_dir())
    free = shutil.disk_usage(folder).free
    told = f"{free / MB:,.0f} MB are free at {settings.db.parent}"
    if free < settings.least_free_mb * MB:
        todo = f"make room: a batch ends below {settings.least_free_mb} MB (least_free_mb); `archive compact` may help"
        yield Finding("disk", Verdict.FAILING, told, todo)
    else:
        yield Finding("disk", Verdict.OK, told)


def _clock(latest: str, now: datetime) -> Iterator[Finding]:
    if latest and moment(latest) > now + AHEAD:
        what = f"it is {stamp(now)[:16]}Z by the clock, and the database tells of {latest[:16]}Z as past"
        todo = "set the clock; what was asked 'later' is due again once the clock has passed it by the refresh time"
        yield Finding("clock", Verdict.FAILING, what, todo)
    else:
        yield Finding("clock", Verdict.OK, f"{stamp(now)[:16]}Z")


def _settings(settings: Settings) -> Iterator[Finding]:
    trouble = []
    if not settings.contact and not settings.sandbox:
        trouble.append("no contact is set, so site owners cannot write to you")
    if settings.metrics_file and not settings.metrics_file.parent.is_dir():
        trouble.append(f"metrics_file lies in {settings.metrics_file.parent}, which is no folder")
    if settings.queries and not settings.queries.is_dir():
        trouble.append(f"queries is {settings.queries}, which is no folder")
    if trouble:
        yield Finding("settings", Verdict.WARNING, "; ".join(trouble), "see `sharitories settings`")
    else:
        yield Finding("settings", Verdict.OK, "read without trouble")
