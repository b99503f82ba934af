"""Every command by name. The modules below import what they need only when their command runs."""

import typer

from sharitories_crawl import __version__
from sharitories_crawl.cli import (
    batching,
    crawling,
    doctoring,
    evaluating,
    explaining,
    exporting,
    importing,
    keeping,
    listing,
    looking,
    planning,
    sandboxing,
    scheduling,
    starting,
    telling,
)

app = typer.Typer(
    name="sharitories",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Find the collaborative initiatives of middle-sized towns, with the evidence for each.\n\n"
    "Start with `sharitories demo`, then `sharitories crawl --city Lorient`.",
    epilog="Exit codes: 0 done, 2 bad input, 3 partial, 4 nothing reached, 74 disk full, 75 already running, "
    "130 interrupted.",
)


def _version(shown: bool) -> None:
    if shown:
        typer.echo(f"sharitories-crawl {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    pass


app.command("crawl")(crawling.crawl)
app.command("batch")(batching.batch)
app.command("changes")(telling.changes)
app.command("schedule")(scheduling.schedule)
app.command("doctor")(keeping.doctor)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
app.command("init")(starting.init)
app.command("demo")(sandboxing.demo)
app.command("review")(looking.review)
app.command("explain")(explaining.explain)
app.command("evaluate")(evaluating.evaluate)
app.command("export")(exporting.export)
app.command("import")(importing.import_file)
app.command("status")(looking.status)
app.command("resolve")(crawling.resolve)
app.command("reparse")(crawling.reparse)
app.command("towns")(listing.towns)
app.command("queries")(planning.queries)
app.command("settings")(listing.settings)
listing.sources_app.command("doctor")(doctoring.doctor)
app.add_typer(listing.sources_app, name="sources")
app.add_typer(keeping.archive_app, name="archive")
app.add_typer(sandboxing.sandbox_app, name="sandbox")
