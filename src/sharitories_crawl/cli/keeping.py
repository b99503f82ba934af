"""`doctor`, `backup`, `restore`, `archive compact`: that nothing is lost."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli.show import out, print_json, print_table

archive_app = typer.Typer(no_args_is_help=True, help="The archive beside the database.")
_MB = 1_000_000


def doctor(
    db: opt.Db = None,
    mend: Annotated[bool, typer.Option("--mend", help="Mend what can be mended.")] = False,
    deep: Annotated[bool, typer.Option("--deep", help="Read every record of the archive.")] = False,
    json: opt.Json = False,
) -> None:
    """Check database, archive, disk, lock, clock and settings; say what is wrong and what to do.

    `sources doctor` does the same for the sources. Exit code 3 where something fails.

    Example: sharitories doctor --mend
    """
    from sharitories_crawl.pipeline import soundness

    settings = opt.settings_with(db=db)
    mended = soundness.mend(settings, deep=deep) if mend else []
    found = soundness.examine(settings, opt.now(), deep=deep)
    failing = any(one.verdict is soundness.Verdict.FAILING for one in found)
    if json:
        looks = [
            {"of": f.of, "verdict": str(f.verdict), "what": f.what, "todo": f.todo, "mendable": f.is_mendable}
            for f in found
        ]
        print_json({"database": str(settings.db), "mended": mended, "found": looks})
    else:
        rows = [(one.of, str(one.verdict), one.what, one.todo) for one in found]
        print_table("", ("of", "verdict", "found", "what to do"), rows, console=out())
        for sentence in mended:
            out().print(f"Mended: {sentence}", markup=False)
    raise typer.Exit(3 if failing else 0)


def backup(
    file: Annotated[Path, typer.Argument(help="The backup to write: a tar file that is not there yet.")],
    db: opt.Db = None,
    json: opt.Json = False,
) -> None:
    """Copy database and archive into one file, as of one moment, also while a crawl runs.

    Example: sharitories backup /media/usb/sharitories-2026-11-25.tar
    """
    from sharitories_crawl.pipeline.backup import back_up

    settings = opt.settings_with(db=db)
    copied = back_up(settings.db, file, opt.now())
    if json:
        print_json({"file": str(file), "made_at": copied.made_at, "files": copied.files, "bytes": copied.bytes})
    else:
        out().print(
            f"{file}: the database and {copied.files} files of the archive, {copied.bytes / _MB:,.1f} MB", markup=False
        )


def restore(
    file: Annotated[Path, typer.Argument(help="A backup that `backup` wrote.")],
    db: opt.Db = None,
    json: opt.Json = False,
) -> None:
    """Bring a backup back, to where there is no database yet; checks all of it first.

    Example: sharitories restore sharitories-2026-11-25.tar --db data/sharitories.db
    """
    from sharitories_crawl.pipeline.backup import restore as bring_back

    settings = opt.settings_with(db=db)
    copied = bring_back(file, settings.db)
    if json:
        print_json({"database": str(settings.db), "made_at": copied.made_at, "files": copied.files})
    else:
        out().print(
            f"{settings.db} is as it was at {copied.made_at[:16]}Z, with {copied.files} files of its archive",
            markup=False,
        )


@archive_app.command()
def compact(
    keep_days: Annotated[
        float, typer.Option("--keep-days", min=0, help="Superseded copies younger than this stay.")
    ] = 90.0,
    db: opt.Db = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be dropped, and drop nothing.")] = False,
    json: opt.Json = False,
) -> None:
    """Drop copies of pages and answers that newer ones superseded; what rows point to stays, and stays readable.

    `reparse` comes to the same candidates afterwards.

    Example: sharitories archive compact --keep-days 60
    """
    from sharitories_crawl.lock import hold_archive
    from sharitories_crawl.pipeline.tools import looking_store, working_store
    from sharitories_crawl.store.compacting import compact as rewrite
    from sharitories_crawl.store.compacting import superseded

    settings = opt.settings_with(db=db)
    since = opt.now() - timedelta(days=keep_days)
    if dry_run:
        with looking_store(settings.db) as store:
            records, size = superseded(store.ledger.db, since)
        if json:
            print_json({"records": records, "bytes_as_received": size})
        else:
            out().print(f"{records:,} records would go, {size / _MB:,.1f} MB as they were received")
        return
    with working_store(settings.db, existing=True) as store, hold_archive(settings.db, alone=True):
        done = rewrite(store.ledger.db, store.archive, since, opt.now())
    if json:
        print_json({"files": done.files, "records": done.records, "before": done.before, "after": done.after})
    else:
        out().print(
            f"{done.records:,} records dropped from {done.files} files: {done.before / _MB:,.1f} MB before, "
            f"{done.after / _MB:,.1f} MB now"
        )
