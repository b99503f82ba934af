"""What `schedule` prints runs: under a shell as cron's, past systemd's own checks, beside what a crontab held."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.programs import need_program

from sharitories_crawl.cli.schedules import BEGIN, END, LOG, SERVICE, TIMER, Schedule, crontab, merged_crontab, rotation

if TYPE_CHECKING:
    from tests.conftest import Program, Web

PROGRAM = Path(sys.executable).with_name("sharitories")
MOST_EXPOSED = 2.5
"""Of 10, by systemd's own count; it says OK up to 5 and SAFE up to 2."""


def schedule_in(folder: Path, *arguments: str) -> Schedule:
    return Schedule(PROGRAM, arguments or ("batch",), folder, folder / "data", 2, 15, "nobody")


def test_a_crontab_entry_runs_as_cron_runs_it(program: "Program", sandbox: "Web", tmp_path: Path) -> None:
    folder = tmp_path / "it's 100% here"
    folder.mkdir()
    (folder / "sharitories.env").write_text("SHARITORIES_DELAY=0\nSHARITORIES_CONTACT=from-the-file\n")
    arguments = ("batch", "--city", "Lorient", "--sandbox", sandbox.url, "--requests", "2", "--db", "here.db")
    lines = crontab(schedule_in(folder, *arguments)).splitlines()
    assert (lines[0], lines[-1]) == (BEGIN, END)
    minute, hour, *every, command = lines[1].split(maxsplit=5)
    assert (minute, hour, every) == ("15", "2", ["*"] * 3)
    # as cron(5): a percent sign with a backslash is one, without it is the end of the line
    assert "%" not in command.replace("\\%", "")
    shell = {"SHELL": "/bin/sh", "HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LOGNAME": "me"}
    ended = subprocess.run(["/bin/sh", "-c", command.replace("\\%", "%")], env=shell, capture_output=True, check=False)
    log = (folder / LOG).read_text()
    assert ended.returncode in (0, 3), log
    assert not ended.stdout + ended.stderr, "cron sends mail about every word"
    assert "batch-ended" in log
    assert "No contact is set" not in log, "the file of variables was read"
    assert (folder / "here.db").exists()


def test_another_schedule_takes_the_place_of_the_first_and_of_nothing_else(tmp_path: Path) -> None:
    first, second = (crontab(schedule_in(tmp_path, "batch", "--for", hours)) for hours in ("1h", "2h"))
    theirs = "MAILTO=me\n0 5 * * *  true\n"
    both = merged_crontab(theirs, first)
    assert both == theirs + first
    more = both + "1 1 * * *  false\n"
    assert merged_crontab(more, second) == theirs + second + "1 1 * * *  false\n"
    assert merged_crontab("", first) == first


def test_the_log_s_rotation_is_what_logrotate_takes(tmp_path: Path) -> None:
    need_program(shutil.which("logrotate"), "logrotate")
    (tmp_path / LOG).write_text("a line\n")
    (tmp_path / "logrotate.conf").write_text(rotation(schedule_in(tmp_path)))
    command = ["logrotate", "--force", "--state", str(tmp_path / "state"), str(tmp_path / "logrotate.conf")]
    tmp_path.chmod(0o755)
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / LOG).read_text() == ""
    assert (tmp_path / f"{LOG}.1").read_text() == "a line\n"


def test_systemd_finds_nothing_wrong_with_the_units_and_little_exposed(program: "Program", tmp_path: Path) -> None:
    need_program(shutil.which("systemd-analyze"), "systemd")
    units = tmp_path / "units"
    ended = program.run("schedule", "--systemd", "--unit-dir", str(units), "--install", "--for", "90m", "--at", "3:05")
    assert ended.code == 0, ended.err
    assert "systemctl daemon-reload" in ended.err
    assert "OnCalendar=*-*-* 03:05:00" in ended.out
    assert (program.folder / "sharitories.env").stat().st_mode & 0o777 == 0o600
    for name in (SERVICE, TIMER):
        assert (units / name).read_text() in ended.out, "what is written was shown"
    command = ["systemd-analyze", "verify", str(units / SERVICE), str(units / TIMER)]
    verified = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in verified.stderr.splitlines() if "sharitories" in line]
    assert (verified.returncode, ours) == (0, []), verified.stderr
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(units / SERVICE)]
    judged = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    last = next(line for line in judged.splitlines() if "Overall exposure level" in line)
    assert float(last.split(":")[1].split()[0]) <= MOST_EXPOSED, judged


@pytest.mark.parametrize(
    "wrong",
    [("--at", "25:00"), ("--at", "noon"), ("--for", "never"), ("--at", "2:5")],
    ids=" ".join,
)
def test_a_wrong_time_is_refused(program: "Program", wrong: tuple[str, str]) -> None:
    ended = program.run("schedule", *wrong, "--install")
    assert ended.code == 2
    assert not program.files()


def test_nothing_is_written_unless_asked_for(program: "Program") -> None:
    assert program.run("schedule").code == program.run("schedule", "--systemd").code == 0
    assert not program.files()
