"""A crontab entry as `schedule` prints it, run by a real cron: `python -m tests.cron_night`, as root, in two minutes.

Not a test of the suite, since cron looks at its tables once a minute. It puts one file into /etc/cron.d, which is taken
away in the end, and starts cron only where none is running.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.conftest import serving

from sharitories_crawl.cli.schedules import LOG, Schedule, crontab
from sharitories_crawl.sandbox.world_files import load_world

WAIT_SECONDS = 150
TABLE = Path("/etc/cron.d/sharitories-cron-night")


def main() -> int:
    """Exit code 0 where the batch ran by itself, wrote its log and closed its row."""
    if os.geteuid() != 0 or not shutil.which("cron"):
        sys.stderr.write("This needs root and cron: apt-get install cron\n")
        return 2
    running = subprocess.run(["pidof", "cron"], capture_output=True, check=False).returncode == 0
    with tempfile.TemporaryDirectory() as scratch, serving(load_world()) as web:
        folder = Path(scratch)
        arguments = ("batch", "--city", "Lorient", "--kind", "fablab", "--sandbox", web.url, "--db", "here.db")
        program = Path(sys.executable).with_name("sharitories")
        entry = crontab(Schedule(program, arguments, folder, folder, 2, 15, "root")).splitlines()[1]
        command = entry.split(maxsplit=5)[5]
        # a table of the system's names the user; the rest is the entry as printed, at every minute
        TABLE.write_text(f"* * * * * root {command}\n")
        cron = None if running else subprocess.Popen(["cron", "-f"])
        try:
            return report(folder, wait_for(folder))
        finally:
            TABLE.unlink()
            if cron is not None:
                cron.terminate()
                cron.wait()


def wait_for(folder: Path) -> str:
    """The log once it tells of an end, or what there is of it when time is up."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        text = (folder / LOG).read_text() if (folder / LOG).exists() else ""
        if "batch-ended" in text:
            TABLE.write_text("")  # not once more
            return text
        time.sleep(0.5)
    return text


def report(folder: Path, log: str) -> int:
    """Say what cron's batch came to."""
    ended = re.search(r"batch-ended .*exit_code=(\d+)", log)
    if not ended:
        sys.stderr.write(f"cron ran nothing to its end within {WAIT_SECONDS} s:\n{log}\n")
        return 1
    with closing(sqlite3.connect(folder / "here.db")) as db:
        code, counts = db.execute("SELECT exit_code, counts FROM run WHERE command = 'batch'").fetchone()
    asked = {one["source"]: one["asked"] for one in json.loads(counts)["batch"]["sources"]}
    sys.stdout.write(f"cron ran a batch: exit code {code}, asked {asked}\n")
    return 0 if code in (0, 3) and code == int(ended[1]) and sum(asked.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
