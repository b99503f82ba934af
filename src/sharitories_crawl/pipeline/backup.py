"""A copy of database and archive in one file, made while a crawl runs, and its way back.

The database is copied first, as of one moment. Since a record is on disk before its row, every row of that copy has its
record in the archive's files as they are afterwards.
"""

import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sharitories_crawl import __version__
from sharitories_crawl.errors import BadInput
from sharitories_crawl.lock import hold_archive, hold_lock
from sharitories_crawl.store.database import check_ours, telling_damage
from sharitories_crawl.store.moments import stamp

DATABASE = "database.db"
MANIFEST = "manifest.json"
ARCHIVE = "archive/"


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup holds."""

    made_at: str
    files: int
    """Of the archive."""
    bytes: int
    """Of everything, as it lies in the backup."""


def back_up(database: Path, target: Path, now: datetime) -> Copied:
    """Copy database and archive into one tar file. Raises BadInput where one is there already, or nothing to copy."""
    if not database.exists():
        raise BadInput(f"there is no database {database}; name one with --db")
    if target.exists():
        raise BadInput(f"{target} is there already and was left as it is; give another name")
    check_ours(database)
    if not target.parent.is_dir():
        raise BadInput(f"there is no folder {target.parent}; make it, or give another name")
    beside, copy = target.with_name(f"{target.name}.part"), target.with_name(f"{target.name}.db.part")
    try:
        beside.touch()
    except OSError as error:
        raise BadInput(f"{target} cannot be written: {error.strerror}; give a file in a folder of yours") from None
    try:
        with telling_damage(database), hold_archive(database, alone=False):
            _copy_database(database, copy)
            with beside.open("wb") as file, tarfile.open(fileobj=file, mode="w") as tar:
                digests = {DATABASE: _add(tar, copy, DATABASE, copy.stat().st_size)}
                for path in sorted((database.parent / "archive").glob("*.warc.gz")):
                    name = f"{ARCHIVE}{path.name}"
                    digests[name] = _add(tar, path, name, path.stat().st_size)
                manifest = {"version": __version__, "made_at": stamp(now), "sha256": digests}
                copy.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
                _add(tar, copy, MANIFEST, copy.stat().st_size)
                tar.close()
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
        copy.unlink(missing_ok=True)
    return Copied(stamp(now), len(digests) - 1, target.stat().st_size)


def _copy_database(source: Path, target: Path) -> None:
    """As of one moment, in one step: a writer goes on meanwhile and does not start the copy over."""
    target.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as one,
        closing(sqlite3.connect(target)) as other,
    ):
        one.backup(other)
        other.execute("PRAGMA journal_mode = DELETE")


def _add(tar: tarfile.TarFile, path: Path, name: str, size: int) -> str:
    """Add the first bytes of a file, which may grow meanwhile; gives their digest."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o644
    with path.open("rb") as file:
        reader = _Digesting(file.read)
        tar.addfile(entry, reader)  # type: ignore[arg-type]  # anything that reads
        return reader.digest.hexdigest()


class _Digesting:
    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self.digest = sha256()

    def read(self, size: int) -> bytes:
        block = self._read(size)
        self.digest.update(block)
        return block


def restore(source: Path, database: Path) -> Copied:
    """Bring a backup back to where nothing is yet. Raises BadInput, with nothing written, where it is not whole."""
    archive = database.parent / "archive"
    if database.exists() or (archive.exists() and any(archive.iterdir())):
        raise BadInput(f"{database} or {archive} is there already and was left as it is; restore to another --db")
    database.parent.mkdir(parents=True, exist_ok=True)
    with hold_lock(database), _unpacked(source, database.parent) as (folder, manifest):
        with closing(sqlite3.connect(folder / DATABASE)) as db:
            (verdict,) = db.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise BadInput(f"{source} holds a damaged database: {verdict}")
        check_ours(folder / DATABASE)
        files = sorted((folder / "archive").glob("*.warc.gz"))
        if files:
            archive.mkdir(exist_ok=True)
        for path in files:
            path.replace(archive / path.name)
        # last, so that where the database is, its archive is too
        (folder / DATABASE).replace(database)
    return Copied(str(manifest["made_at"]), len(files), source.stat().st_size)


@contextmanager
def _unpacked(source: Path, beside: Path) -> Iterator[tuple[Path, dict[str, object]]]:
    folder = beside / f".restoring-{os.getpid()}"
    folder.mkdir()
    try:
        try:
            with tarfile.open(source, "r:") as tar:
                tar.extractall(folder, filter="data")
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            digests = dict(manifest["sha256"])
        except (OSError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
            raise BadInput(f"{source} is no backup of ours, or not a whole one: {error}") from None
        for name, digest in digests.items():
            path = folder / name
            if not path.is_file() or _digest(path) != digest:
                raise BadInput(f"{source} is damaged: {name} is not what was backed up")
        yield folder, manifest
    finally:
        shutil.rmtree(folder)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
        return digest.hexdigest()
