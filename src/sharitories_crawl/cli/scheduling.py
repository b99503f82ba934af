"""`schedule`: what lets a batch run every night, shown first and written only if asked for."""

import getpass
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli import schedules
from sharitories_crawl.cli.show import err
from sharitories_crawl.errors import BadInput


def schedule(
    at: Annotated[str, typer.Option("--at", help="When, by the machine's clock.")] = "02:15",
    limit: Annotated[str, typer.Option("--for", help="How long a batch may take.")] = "3h",
    group: opt.Group = None,
    db: opt.Db = None,
    systemd: Annotated[bool, typer.Option("--systemd", help="A service and a timer, not a crontab line.")] = False,
    install: Annotated[bool, typer.Option("--install", help="Write it, after showing it.")] = False,
    unit_dir: Annotated[
        Path | None, typer.Option("--unit-dir", help="Where units go; the system's for root, else your own.")
    ] = None,
) -> None:
    """Print what runs a batch every night from this folder: a crontab entry, or a systemd service and timer.

    With --install it is written too: the entry into your crontab, in the place of an earlier one; units into their
    folder. Keys go into sharitories.env, which only you may read.

    Example: sharitories schedule --at 02:15 --for 4h --systemd
    """
    from sharitories_crawl.cli.batching import seconds_of

    seconds_of(limit)
    settings = opt.settings_with(db=db)
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", at)
    if not found:
        raise BadInput(f"--at {at}: expected a time of day such as 02:15")
    folder = Path.cwd()
    more = [*(("--group", group) if group else ()), *(("--db", str(folder / db)) if db else ())]
    is_root = os.geteuid() == 0
    planned = schedules.Schedule(
        program_path(), ("batch", "--for", limit, *more, "--quiet"), folder, (folder / settings.db).parent,
        int(found[1]), int(found[2]), getpass.getuser(), system=is_root or unit_dir is not None,
    )  # fmt: skip
    if systemd:
        where = unit_dir or (Path("/etc/systemd/system") if is_root else Path.home() / ".config/systemd/user")
        units = {schedules.SERVICE: schedules.service(planned), schedules.TIMER: schedules.timer(planned)}
        files = {where / name: text for name, text in units.items()}
        show(files)
        if install:
            write(files)
            write_environment(folder)
            ctl = "systemctl" if planned.system else "systemctl --user"
            err().print(f"Now:  {ctl} daemon-reload && {ctl} enable --now {schedules.TIMER}", markup=False)
        return
    block = schedules.crontab(planned)
    files = {folder / schedules.ROTATION: schedules.rotation(planned)}
    typer.echo(block, nl=False)
    show(files)
    if install:
        write(files)
        write_environment(folder)
        put_crontab(block)


def program_path() -> Path:
    """The program as it was called, so that the same installation runs at night."""
    called = Path(sys.argv[0])
    if called.name == "sharitories" and called.exists():
        return called.absolute()
    beside = Path(sys.executable).with_name("sharitories")
    return beside if beside.exists() else Path(shutil.which("sharitories") or "sharitories")


def show(files: dict[Path, str]) -> None:
    """Each file under its name."""
    for path, text in files.items():
        typer.echo(f"\n# {path}\n{text}", nl=False)


def write(files: dict[Path, str]) -> None:
    """Write the files. Raises BadInput naming the first that cannot be."""
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise BadInput(f"{path} cannot be written: {error.strerror}") from None
        err().print(f"{path} written", markup=False)


def write_environment(folder: Path) -> None:
    """A file for keys that only its owner may read; one that is there is left alone."""
    path = folder / schedules.ENVIRONMENT_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(schedules.ENVIRONMENT)
    err().print(f"{path} written", markup=False)


def put_crontab(block: str) -> None:
    """Put the block into the user's crontab. Raises BadInput where there is no cron."""
    if not shutil.which("crontab"):
        raise BadInput("there is no crontab here: install cron, or use --systemd")
    listed = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)
    existing = listed.stdout if listed.returncode == 0 else ""
    if listed.returncode != 0 and "no crontab" not in listed.stderr:
        raise BadInput(f"your crontab cannot be read: {listed.stderr.strip()}")
    merged = schedules.merged_crontab(existing, block)
    put = subprocess.run(["crontab", "-"], input=merged, capture_output=True, text=True, check=False)
    if put.returncode:
        raise BadInput(f"your crontab cannot be written: {put.stderr.strip()}")
    err().print("your crontab has it now", markup=False)
