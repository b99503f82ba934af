"""`export`: the initiatives as a file for a spreadsheet, a map or another program."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli.show import err
from sharitories_crawl.errors import BadInput


def export(
    file: Annotated[Path | None, typer.Argument(help="Ends in .csv, .jsonl, .geojson or .xlsx.")] = None,
    db: opt.Db = None,
    city: opt.City = None,
    group: opt.Group = None,
    department: opt.Department = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            help="Only initiatives of this status: IN or retenue, OUT, UNDECIDED, DISCOVERED; may be repeated.",
        ),
    ] = None,
    without_licence: Annotated[
        list[str] | None,
        typer.Option("--without-licence", help="Leave out evidence under this licence, e.g. ODbL; may be repeated."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
) -> None:
    """Write the initiatives with their sources, licences and whom to credit; without FILE as CSV on standard output.

    Example: sharitories export lorient.xlsx --city Lorient --without-licence ODbL
    """
    from sharitories_crawl.bundled import bundled_dir
    from sharitories_crawl.cli.statuses import read_statuses
    from sharitories_crawl.export.formats import FORMATS
    from sharitories_crawl.geo.everywhere import load_everywhere
    from sharitories_crawl.pipeline.exporting import export_rows
    from sharitories_crawl.store.candidates import Candidates
    from sharitories_crawl.store.geocodes import Geocodes
    from sharitories_crawl.store.glance import no_database, reading

    form = file.suffix.removeprefix(".").lower() if file else "csv"
    if form not in FORMATS:
        raise BadInput(f"{file}: the file's ending says its format; it must be one of {', '.join(FORMATS)}")
    if file and file.exists() and not overwrite:
        raise BadInput(f"{file} is there already; give another name, or --overwrite to replace it")
    statuses = read_statuses(status or ())
    settings = opt.settings_with(db=db)
    towns = load_everywhere(bundled_dir("data"))
    with reading(settings.db) as database:
        if database is None:
            raise no_database(settings.db)
        candidates = Candidates(database)
        named = city or group is not None or department is not None
        codes = [t.code for t in opt.choose_towns(towns, city, group, department)] if named else candidates.towns()
        rows = export_rows(
            candidates, Geocodes(database), towns, codes, statuses=statuses, without_licence=without_licence or ()
        )
    written = FORMATS[form](rows)
    if file is None:
        sys.stdout.write(written.decode("utf-8-sig"))
        return
    _replace(file, written)
    err().print(f"{len(rows)} initiatives written to {file}", markup=False)
    for credit in sorted({credit for row in rows for credit in row.attributions}):
        err().print(f"Credit: {credit}", markup=False)


def _replace(file: Path, written: bytes) -> None:
    """All of it or nothing: a full disk leaves the old file as it was."""
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(written)
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise BadInput(f"{file} cannot be written: {error.strerror}; give a file in a folder of yours") from None
