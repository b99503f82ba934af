"""`import`: a list of the user's own as evidence beside what was crawled."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli.show import err, out, print_json, print_table
from sharitories_crawl.errors import BadInput

if TYPE_CHECKING:
    from sharitories_crawl.imports.lists import OwnList
    from sharitories_crawl.pipeline.importing import Imported
    from sharitories_crawl.pipeline.tools import Knowledge

_SHOWN = 5
IMPORT_EXAMPLES = """
Examples:

    sharitories import lieux.csv --source lieux --dry-run

    sharitories import lieux.xlsx --source lieux --licence "Licence Ouverte 2.0" --map name="Nom de la structure"
"""


def import_file(
    file: Annotated[Path, typer.Argument(help="Ends in .csv, .tsv, .json, .jsonl, .geojson or .xlsx.")],
    source: Annotated[
        str, typer.Option("--source", help="What your list is called; the same name for a later version.")
    ],
    licence: Annotated[
        str, typer.Option("--licence", help="The licence of the list, for whoever gets an export.")
    ] = "",
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help="Which column means what, e.g. name=Intitulé; city= for none. May be repeated."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show how the list is understood, and store nothing.")
    ] = False,
    rejects: Annotated[
        Path | None, typer.Option("--rejects", help="Where rejected rows go; default: beside the database.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file of rejects that is there.")] = False,
    db: opt.Db = None,
    queries: opt.Queries = None,
    json: opt.Json = False,
) -> None:
    """Take in a list of your own: every row that names something is kept as evidence, in its own town.

    A list of the same --source is its later version: rows are updated, and those that are gone are marked so.
    """
    from sharitories_crawl.imports.lists import read_list
    from sharitories_crawl.pipeline.importing import NOT_STATED, check_source, import_list
    from sharitories_crawl.pipeline.tools import load_knowledge, working_store

    settings = opt.settings_with(db=db, queries=queries)
    name = check_source(source)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}; give a file that is there") from None
    own = read_list(file.name, content, map_ or ())
    knowledge = load_knowledge(settings.queries)
    if dry_run:
        _print_dry(own, name, knowledge, json=json)
        return
    if not own.rows:
        raise BadInput(
            f"{file}: not one of {len(own.rejects)} rows can be kept, so nothing was stored; the first: "
            + "; ".join(f"row {reject.number}: {reject.why}" for reject in own.rejects[:3])
        )
    if rejects is not None and rejects.resolve() == file.resolve():
        raise BadInput(f"--rejects {rejects} is the list itself; give another name")
    with working_store(settings.db) as store:
        kept_in = _write_rejects(own, rejects, overwrite, store.path.parent) if own.rejects else None
        done = import_list(own, name, " ".join(licence.split()) or NOT_STATED, store, knowledge, opt.now)
    if json:
        print_json(_as_json(own, name, done, kept_in))
    else:
        _print_done(own, name, done, kept_in, settings.db)


import_file.__doc__ = f"{import_file.__doc__}\n{IMPORT_EXAMPLES}"


def _write_rejects(own: "OwnList", named: Path | None, overwrite: bool, folder: Path) -> Path:
    """Write the rejected rows. A file that is there and says something else stays, unless --overwrite is given."""
    from sharitories_crawl.imports.lists import rejects_csv

    written = rejects_csv(own)
    path = named or folder / f"{own.file}.rejects.csv"
    number = 2
    while path.exists() and not overwrite and not _says(path, written):
        if named is not None:
            raise BadInput(
                f"--rejects {path}: the file is there already; give another name, or --overwrite to replace it"
            )
        path = folder / f"{own.file}.rejects-{number}.csv"
        number += 1
    try:
        path.write_bytes(written)
    except OSError as error:
        raise BadInput(
            f"the rejected rows cannot be written to {path}: {error.strerror}; name a file with --rejects"
        ) from None
    return path


def _says(path: Path, written: bytes) -> bool:
    return path.is_file() and path.read_bytes() == written


def _as_json(own: "OwnList", source: str, done: "Imported", rejects: Path | None) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "source": source, "file": own.file, **asdict(done), "rejected": own.reasons(),
        "rejects_file": str(rejects) if rejects else "", "empty_rows": own.table.empty_rows,
        "columns": {target: list(names) for target, names in own.columns.items()}, "notes": list(own.table.notes),
    }  # fmt: skip


def _print_done(own: "OwnList", source: str, done: "Imported", rejects: Path | None, db: Path) -> None:
    console = out()
    _print_reading(own)
    if done.known_since:
        told = f"This very list is in the database since {done.known_since[:16]}Z: nothing changed."
    else:
        told = (
            f"{done.rows} rows kept as {source}: {done.new} new, {done.changed} changed, {done.same} as before; "
            f"{done.gone} of earlier versions are gone and marked so."
        )
        told += f"\nThey stand in {done.towns} communes; the place of {done.unplaced} cannot be told (“lieu inconnu”)."
        told += f"\nNew initiatives: {done.new_initiatives}."
    console.print(told, markup=False, soft_wrap=True)
    if own.rejects:
        reasons = ", ".join(f"{slug} {count}" for slug, count in own.reasons().items())
        console.print(f"{len(own.rejects)} rows rejected ({reasons}): see {rejects}", markup=False, soft_wrap=True)
    console.print(f"Look at it:  {opt.called()} review --db {db}", markup=False, soft_wrap=True)


def _print_reading(own: "OwnList") -> None:
    """On standard error: how the file was read, and which columns nothing is read from."""
    from sharitories_crawl.imports.columns import unused

    for note in own.table.notes:
        err().print(f"{own.file}: {note}", markup=False)
    if own.table.empty_rows:
        err().print(f"{own.file}: {own.table.empty_rows} empty rows passed over", markup=False)
    if left := unused(own.table.columns, own.columns):
        err().print(f"{own.file}: not read: {', '.join(left)} (--map says otherwise)", markup=False, soft_wrap=True)


def _print_dry(own: "OwnList", source: str, knowledge: "Knowledge", *, json: bool) -> None:
    from dataclasses import asdict

    from sharitories_crawl.pipeline.importing import place_rows

    placed = place_rows(own.rows[:_SHOWN], source, knowledge)
    if json:
        first = [
            {"source": row.source, "town_code": row.town.code, "town": row.town.name, **asdict(row.record)}
            for row in placed
        ]
        counts = {"rows": len(own.rows), "rejected": own.reasons(), "empty_rows": own.table.empty_rows}
        columns = {target: list(names) for target, names in own.columns.items()}
        print_json({"source": source, "columns": columns, **counts, "first": first, "notes": list(own.table.notes)})
        return
    _print_reading(own)
    console = out()
    print_table(
        "Columns", ("meaning", "column"), ((to, ", ".join(of)) for to, of in own.columns.items()), console=console
    )
    rows = [
        (row.record.source_id, row.record.name, row.town.name, row.locality.reason, row.record.kind, row.record.street,
         f"{row.record.postal_code} {row.record.city}".strip(), row.record.url, row.source)
        for row in placed
    ]  # fmt: skip
    names = ("id", "name", "town", "told by", "kind", "street", "city", "site", "source")
    print_table("\nThe first rows, as understood", names, rows, console=console)
    if own.rejects:
        refused = [(reject.number, reject.slug, reject.why) for reject in own.rejects[:_SHOWN]]
        print_table("\nThe first rejected rows", ("row", "reason", "in words"), refused, console=console)
    console.print(f"\n{len(own.rows)} rows would be kept, {len(own.rejects)} rejected; nothing was stored.")
