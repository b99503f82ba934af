"""Nothing is lost: torn records, lost files, copies made in the midst of a crawl, and archives made smaller."""

import json
import os
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.pipeline.nights import Town, nights
from tests.pipeline.test_nights import LAB, ROWS
from warcio.archiveiterator import ArchiveIterator

from sharitories_crawl.fetch import retries

if TYPE_CHECKING:
    from tests.conftest import Crawled, Program, Web


def records_in(folder: Path) -> list[tuple[str, str]]:
    """What another program reads in an archive: file and address of every record."""
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as stream:
            found += [
                (path.name, record.rec_headers.get_header("WARC-Target-URI")) for record in ArchiveIterator(stream)
            ]
    return found


def looks(program: "Program", *more: str) -> dict[str, str]:
    told = json.loads(program.run("doctor", "--db", "here.db", "--json", *more, SHARITORIES_CONTACT="me").out)
    return {one["of"]: one["verdict"] for one in told["found"]}


def stored(program: "Program") -> dict[str, bytes]:
    """Files and contents, but for locks and what SQLite keeps beside a database that is being read."""
    return {name: body for name, body in program.files().items() if not name.endswith((".lock", "-shm", "-wal"))}


def test_half_a_record_is_cut_off_and_told(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    before = records_in(program.folder / "archive")
    (file,) = (program.folder / "archive").iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:60])
    assert looks(program)["archive"] == "warning"
    ended = program.run("doctor", "--db", "here.db", "--mend", SHARITORIES_CONTACT="me")
    assert f"archive/{file.name} ended in half a record" in ended.out
    assert records_in(program.folder / "archive") == before
    assert file.read_bytes().startswith(whole)
    assert set(looks(program, "--deep").values()) == {"ok"}
    assert program.rows("SELECT cut > 0 FROM archive_file") == [(1,)]


def test_the_doctor_finds_what_is_wrong_and_changes_nothing(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    files = stored(program)
    assert set(looks(program, "--deep").values()) == {"ok"}
    assert stored(program) == files
    assert looks(program, "--deep") | {"disk": ""} == looks(program) | {"disk": ""}
    full = json.loads(program.run("doctor", "--db", "here.db", "--json", SHARITORIES_LEAST_FREE_MB="1000000").out)
    assert {one["of"]: one["verdict"] for one in full["found"]} == {
        "lock": "ok", "disk": "failing", "settings": "warning", "database": "ok", "clock": "ok", "archive": "ok",
    }  # fmt: skip
    with closing(sqlite3.connect(program.folder / "here.db")) as db:
        db.execute("UPDATE run SET started_at = '2999-01-01T00:00:00Z'")
        db.commit()
    assert looks(program)["clock"] == "failing"
    (program.folder / "here.db").write_bytes(files["here.db"][:40_000] + b"\x00" * 40_000 + files["here.db"][80_000:])
    assert looks(program)["database"] == "failing"
    assert program.run("doctor", "--db", "here.db").code == 3
    assert program.run("doctor", "--db", "nowhere.db").code == 0


def test_what_lost_its_record_is_asked_for_again(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    (file,) = (program.folder / "archive").iterdir()
    os.truncate(file, file.stat().st_size // 2)
    assert looks(program)["archive"] == "failing"
    ended = program.run("doctor", "--db", "here.db", "--mend", "--deep", SHARITORIES_CONTACT="me")
    assert "without a record are due again" in ended.out
    assert ended.code == 0
    before = len(crawled.web.log)
    assert program.run(*crawled.web.crawl()).code in (0, 3)
    assert len(crawled.web.log) > before
    assert set(looks(program, "--deep").values()) == {"ok"}
    assert {row[:3] for row in program.initiatives().values()} == {
        row[:3] for row in crawled.program.initiatives().values()
    }


def test_a_full_text_index_that_does_not_fit_is_made_anew(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    search = "SELECT count(*) FROM page_fts WHERE page_fts MATCH 'lorient'"
    found = program.rows(search)
    with closing(sqlite3.connect(program.folder / "here.db")) as db:
        db.execute("INSERT INTO page_fts(page_fts) VALUES ('delete-all')")
        db.commit()
    assert program.rows(search) != found
    assert "page_fts did not fit" in program.run("doctor", "--db", "here.db", "--mend").out
    assert program.rows(search) == found


def test_a_backup_in_the_midst_of_a_crawl_goes_on_like_the_crawl(
    program: "Program", sandbox: "Web", crawled: "Crawled", tmp_path: Path
) -> None:
    made: list[int] = []

    def copy() -> None:
        made.append(program.start("backup", "copy.tar", "--db", "here.db").wait())

    sandbox.when_asked(60, copy)
    assert program.start(*sandbox.crawl()).wait() in (0, 3)
    assert made == [0]
    assert sorted(path.name for path in program.folder.glob("copy*")) == ["copy.tar"]

    other = type(program)(tmp_path / "other")
    other.folder.mkdir()
    ended = other.run("restore", str(program.folder / "copy.tar"), "--db", "here.db")
    assert ended.code == 0, ended.err
    ((copied,), (all_of_them,)) = (one.rows("SELECT count(*) FROM response")[0] for one in (other, crawled.program))
    assert 0 < int(str(copied)) < int(str(all_of_them))
    assert looks(other, "--deep")["archive"] in ("ok", "warning"), "a record in the midst of being written may be torn"
    assert other.run(*sandbox.crawl()).code in (0, 3)
    assert other.mentions() == crawled.program.mentions()
    assert other.initiatives() == crawled.program.initiatives()
    assert set(looks(other, "--deep").values()) == {"ok"}
    records_in(other.folder / "archive")


def test_a_backup_replaces_nothing_and_a_damaged_one_is_refused(crawled: "Crawled", tmp_path: Path) -> None:
    program = crawled.copy_to(tmp_path)
    copy = program.folder / "copy.tar"
    assert program.run("backup", "copy.tar", "--db", "here.db").code == 0
    assert program.run("backup", "copy.tar", "--db", "here.db").code == 2
    assert program.run("restore", "copy.tar", "--db", "here.db").code == 2, "a database is there"
    with tarfile.open(copy) as tar:
        assert tar.getnames()[0] == "database.db"
    whole = copy.read_bytes()
    bits = bytearray(whole)
    bits[len(bits) // 3] ^= 1
    for broken in (bytes(bits), whole[: len(whole) // 2], b"", b"no tar at all"):
        copy.write_bytes(broken)
        before = stored(program)
        ended = program.run("restore", "copy.tar", "--db", "elsewhere/there.db")
        assert ended.code == 2, ended.err
        assert "Traceback" not in ended.err
        assert stored(program) == before
    copy.write_bytes(whole)
    assert program.run("restore", "copy.tar", "--db", "elsewhere/there.db").code == 0
    assert program.run("status", "--db", "elsewhere/there.db").code == 0


def test_compacting_drops_copies_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: "Program") -> None:
    monkeypatch.setattr(retries, "_backoff", lambda state: 0.0)
    with nights(Town(list(ROWS)), program.folder) as served:
        for night in range(1, 5):
            if night == 3:
                served.town.records_lost.add(LAB)  # what only an old answer holds is to stay
            served.go_on()
    (program.folder / "nights.db").rename(program.folder / "here.db")
    mentions, initiatives = program.mentions(), program.initiatives()
    before = records_in(program.folder / "archive")
    compact = ("archive", "compact", "--keep-days", "0", "--db", "here.db")
    dry = json.loads(program.run(*compact, "--dry-run", "--json").out)
    assert records_in(program.folder / "archive") == before

    unlink = Path.unlink
    with monkeypatch.context() as killed:
        killed.setattr(Path, "unlink", lambda path, **more: None if path.suffix == ".gz" else unlink(path, **more))
        assert program.run(*compact).code == 0
    assert set(looks(program, "--deep").values()) <= {"ok"} | {"failing"} & {looks(program)["clock"]}
    done = json.loads(program.run(*compact, "--json").out)
    assert done["records"] == 0, "the second one finds only what the killed one left"
    after = records_in(program.folder / "archive")
    assert len(before) - len(after) >= dry["records"] > 20
    assert {url for _, url in after} <= {url for _, url in before}
    assert looks(program, "--deep")["archive"] == "ok"

    assert program.run("reparse", "--db", "here.db").code == 0
    assert program.initiatives() == initiatives
    assert program.mentions() == mentions
