"""`status` and `review`: looking at what was found."""

from pathlib import Path
from typing import Annotated

import typer

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli.show import err, out, print_json, print_table, sparkline
from sharitories_crawl.errors import BadInput


def status(db: opt.Db = None, json: opt.Json = False) -> None:
    """Show where a database stands: candidates, questions, pages, what failed and why, whom to credit.

    Example: sharitories status --db data/sharitories.db
    """
    from sharitories_crawl.store.figures import standing
    from sharitories_crawl.store.glance import no_database, reading

    settings = opt.settings_with(db=db)
    with reading(settings.db) as database:
        if database is None:
            raise no_database(settings.db)
        stands = standing(database, opt.now())
    if json:
        print_json({"database": str(settings.db), **stands.as_dict()})
        return
    console = out()
    console.print(f"{settings.db}: {stands.towns} towns asked about, {stands.mentions} mentions kept\n", markup=False)
    print_table("Candidates", ("status", "count"), stands.initiatives.items(), console=console)
    print_table("\nKinds", ("kind", "count"), stands.kinds.items(), console=console)
    rows = [(source, name, count) for source, statuses in stands.queries.items() for name, count in statuses.items()]
    print_table("\nQuestions, latest answer", ("source", "answer", "count"), rows, console=console)
    print_table("\nPages", ("status", "count"), stands.pages.items(), console=console)
    print_table("\nMentions not kept", ("reason", "count"), stands.dropped.items(), console=console)
    if stands.resting:
        print_table("\nSources at rest", ("source", "until"), stands.resting.items(), console=console)
    if stands.alarms:
        print_table("\nUnreadable: has its format changed?", ("source", "what"), stands.alarms.items(), console=console)
        console.print("`sharitories sources doctor NAME` asks such a source two questions and says what is wrong.")
    if stands.checks:
        print_table("\nSources, last check", ("source", "verdict"), stands.checks.items(), console=console)
    runs = [tuple(run.values()) for run in stands.runs]
    columns = ("id", "command", "started", "finished", "exit code", "ended by", "requests", "new")
    print_table("\nLatest runs", columns, runs, console=console)
    if len(stands.trends["requests"]) > 1:
        bars = [(name, sparkline(values), values[-1]) for name, values in stands.trends.items()]
        count = len(stands.trends["requests"])
        console.print(f"\nThe last {count} crawls and batches")
        print_table("", ("of", "trend", "last"), bars, console=console)
    if stands.waiting_pages:
        console.print(
            f"\n{stands.waiting_pages} pages are still to be fetched: the crawl that found them goes on if repeated."
        )
    for attribution in stands.attributions:
        console.print(f"\nCredit: {attribution}", markup=False)


def review(
    db: opt.Db = None,
    port: Annotated[int, typer.Option("--port", help="Port to listen on; 0 takes a free one.")] = 8001,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; one that other machines reach needs --passwords.")
    ] = "127.0.0.1",
    reviewer: Annotated[
        str | None,
        typer.Option("--reviewer", help="Who decides, as verdicts are signed.", show_default="the system user"),
    ] = None,
    passwords: Annotated[
        Path | None,
        typer.Option("--passwords", help="A file with a line name:hash for each reviewer (`datasette hash-password`)."),
    ] = None,
    base_url: Annotated[
        str, typer.Option("--base-url", help="Path under which a proxy shows it, or its whole address.")
    ] = "/",
    tiles: Annotated[
        str | None,
        typer.Option("--tiles", help="Online tiles for the map, with {z}, {x}, {y}.", show_default="none: bundled map"),
    ] = None,
    tiles_credit: Annotated[str | None, typer.Option("--tiles-credit", help="Whom the map credits for them.")] = None,
) -> None:
    """Review the candidates in a browser: with their evidence, full-text search, ready-made questions, a map.

    Stays on this machine and lets in whoever opens the link that it prints; stop it with Ctrl-C. Works while a crawl
    is running. For others on the network, give --host and --passwords.

    Example: sharitories review --db data/demo/demo.db --port 8002 --reviewer anne
    """
    from sharitories_crawl.pipeline.learning import learn_beside
    from sharitories_crawl.review.access import plan_serving
    from sharitories_crawl.review.tiles import read_tiles
    from sharitories_crawl.store.database import HOW_TO_WRITE, may_be_written
    from sharitories_crawl.store.glance import complete_search, no_database, reading

    serving = plan_serving(host, reviewer, passwords, base_url, read_tiles(tiles, tiles_credit))
    settings = opt.settings_with(db=db)
    with reading(settings.db) as database:
        if database is None:
            raise no_database(settings.db)
    if not may_be_written(settings.db):
        raise BadInput(f"review writes what you decide into {settings.db}, which may only be read here. {HOW_TO_WRITE}")
    complete_search(settings.db)
    learn_beside(settings.db, opt.now)
    from sharitories_crawl.review.serve import serve_review

    serve_review(settings.db, host, port, serving, say=lambda line: err().print(line, markup=False, soft_wrap=True))
