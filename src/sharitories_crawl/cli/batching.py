"""`batch`: what is due of many towns, within a time, and a report of what came of it."""

import re
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli.events import Events
from sharitories_crawl.cli.show import duration, err, out, print_json, print_table
from sharitories_crawl.errors import BadInput

if TYPE_CHECKING:
    from sharitories_crawl.pipeline.batch import Forecast
    from sharitories_crawl.pipeline.batch_report import BatchReport
    from sharitories_crawl.settings import Settings

_TIME = re.compile(r"(?:(\d+)h)?(?:(\d+)m(?:in)?)?(?:(\d+)s)?")

BATCH_EXAMPLES = """
Examples:

    sharitories batch --for 2h

    sharitories batch --group study --requests 500 --dry-run
"""


def seconds_of(text: str) -> float:
    """`2h`, `90m`, `1h30m`, `45s` -> seconds. Raises BadInput."""
    match = _TIME.fullmatch(text.replace(" ", "").lower())
    if not match or not any(match.groups()):
        raise BadInput(f"--for {text}: expected a time such as 2h, 90m, 1h30m or 45s")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    total = 3600 * hours + 60 * minutes + seconds
    if not total:
        raise BadInput(f"--for {text}: no time at all; expected a time such as 2h, 90m, 1h30m or 45s")
    return float(total)


def batch(
    group: opt.Group = None,
    city: opt.City = None,
    department: opt.Department = None,
    limit: Annotated[str | None, typer.Option("--for", help="Be over after so long: 2h, 90m, 1h30m.")] = None,
    requests: Annotated[int | None, typer.Option("--requests", min=1, help="Send so many requests, at most.")] = None,
    source: opt.SourceOption = None,
    kind: opt.KindOption = None,
    db: opt.Db = None,
    queries: opt.Queries = None,
    refresh: Annotated[
        float | None, typer.Option("--refresh", help="Ask again what is older than so many days.")
    ] = None,
    sandbox: opt.Sandbox = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    json: opt.Json = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Log as one JSON object a line.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Log nothing but beginning, report and trouble.")] = False,
) -> None:
    """Spend a night on what is due: never asked first, then the oldest, every town in its turn.

    Ends within its limits and says what it did; what is left stays due for the next. Without a group, all 140 towns.
    """
    from sharitories_crawl.cli.planning import make_order
    from sharitories_crawl.pipeline.batch import bounds_of, expect, order_batch
    from sharitories_crawl.pipeline.chain import choose_chain
    from sharitories_crawl.pipeline.tools import load_knowledge
    from sharitories_crawl.pipeline.worlds import check_database, check_sandbox

    begun = monotonic()
    seconds = seconds_of(limit) if limit else None
    settings = opt.settings_with(db=db, queries=queries, refresh_days=refresh, sandbox=sandbox)
    knowledge = load_knowledge(settings.queries)
    towns = opt.choose_towns(knowledge.towns, city, group or (None if city or department else "all"), department)
    chain = choose_chain(settings, source)
    order, _ = make_order(towns, chain, knowledge, settings, kind, None, thorough=False)
    # the sandbox is a fiction, in which no known answer is to be found
    order = replace(order, check_sources=not settings.sandbox)
    if dry_run:
        check_database(settings)
        forecast = expect(order, settings, settings.db, opt.now(), seconds)
        if json:
            print_json(forecast.as_dict())
        else:
            print_forecast(forecast, requests)
        return
    opt.say_where_no_contact(settings)
    keys = opt.keys_of(chain.sources, settings)
    events = Events(as_json=log_json, quiet=quiet)

    def work() -> "BatchReport":
        from sharitories_crawl.cli.crawling import run
        from sharitories_crawl.pipeline.batch_report import report_of
        from sharitories_crawl.pipeline.tools import working_store

        check_database(settings)
        check_sandbox(settings)
        with working_store(settings.db) as store:
            started = opt.now()
            batched = order_batch(order, settings, settings.db, started)
            forecast = expect(batched, settings, settings.db, started, seconds)
            for sentence in store.left_behind:
                events.tell("mended", what=sentence)
            events.tell(
                "batch-started", towns=forecast.towns, due=sum(s.due for s in forecast.sources), pages=forecast.pages,
                expected=duration(forecast.seconds), database=str(settings.db),
            )  # fmt: skip
            bounds = bounds_of(settings, seconds, requests, settings.db)
            outcome = run(
                batched, settings, knowledge, store, keys, quiet=quiet, progress=events, bounds=bounds,
                say=lambda line: events.tell("stopping", what=line),
            )  # fmt: skip
            report = report_of(outcome, batched, settings, store, started, opt.now(), monotonic() - begun)
            store.ledger.add_counts(outcome.run_id, {"batch": report.as_dict()})
            return report

    report = watched(settings, events, work)
    if json:
        print_json(report.as_dict())
    events.tell(
        "batch-ended", run=report.run, exit_code=report.exit_code, ended_by=report.ended_by, seconds=report.seconds,
        requests=report.requests, new=report.new, changed=report.changed, gone=report.gone,
    )  # fmt: skip
    if not log_json:
        print_report(report)
    raise typer.Exit(report.exit_code)


batch.__doc__ = f"{batch.__doc__}\n{BATCH_EXAMPLES}"


def watched(settings: "Settings", events: Events, work: "Callable[[], BatchReport]") -> "BatchReport":
    """Do the work, and tell whoever watches: a pinged address of begin and end, a metrics file of the figures."""
    from sharitories_crawl.fetch.ping import ping
    from sharitories_crawl.pipeline.figures_file import write_metrics

    def tell(suffix: str, text: str) -> None:
        if settings.ping and (trouble := ping(settings.ping.rstrip("/") + suffix, text)):
            events.tell("ping-failed", what=trouble)

    tell("/start", "")
    try:
        report = work()
    except BaseException as error:
        tell("/fail", f"{type(error).__name__}: {error}")
        raise
    summary = f"ended by {report.ended_by}, exit code {report.exit_code}, {report.requests} requests, {report.new} new"
    tell("" if report.exit_code in (0, 3) else "/fail", summary)
    if settings.metrics_file and (trouble := write_metrics(settings.metrics_file, report, settings.db, opt.now())):
        events.tell("metrics-failed", what=trouble)
    return report


def _or_none(number: int | None) -> object:
    return "" if number is None else number


def print_forecast(forecast: "Forecast", requests: int | None) -> None:
    """What a batch expects to do."""
    console = out()
    rows = [
        (
            s.source,
            s.due,
            s.never_asked,
            s.requests,
            "" if s.budget_left is None else s.budget_left,
            duration(s.seconds),
        )
        for s in forecast.sources
    ]
    columns = ("source", "due", "never asked", "requests", "budget left", "politely")
    print_table("Questions", columns, rows, console=console)
    more = (
        "How many pages the answers lead to is not known before the first batch."
        if forecast.more_pages is None
        else f"The answers will lead to about {forecast.more_pages:,} more, by what answers led to so far."
    )
    limit = f" or {requests:,} requests, whichever is first" if requests else ""
    what = "until the limit ends it" if forecast.limited else "for what is known now"
    console.print(
        f"\nPages: {forecast.pages:,} are known and due, on {forecast.hosts:,} hosts; the busiest takes "
        f"{duration(forecast.page_seconds)}. {more}\nTowns: {forecast.towns}, of which {forecast.towns_never_seen} "
        f"were never asked about and {forecast.towns_overdue} not within the refresh time.\n"
        f"Time: about {duration(forecast.seconds)} {what}{limit}."
    )


def print_report(report: "BatchReport") -> None:
    """The closing report on standard error."""
    from sharitories_crawl.cli.summary import partial_line
    from sharitories_crawl.store.moments import said

    console = err()
    rows = [
        (
            s.source, s.asked, s.answered, s.empty, s.blocked,
            ", ".join(f"{status} {count}" for status, count in s.failed.items()),
            _or_none(s.budget_left), s.due, said(s.next_due) if s.next_due else "",
        )
        for s in report.sources
    ]  # fmt: skip
    columns = ("source", "asked", "answered", "empty", "blocked", "failed", "budget left", "due", "next due")
    print_table(f"Batch, run {report.run}: ended by {report.ended_by}", columns, rows, console=console)
    for source in report.sources:
        if source.refused:
            console.print(f"{source.source}: {source.refused}", markup=False)
    pages = ", ".join(f"{status} {count}" for status, count in report.pages.items()) or "none"
    changes = ", ".join(f"{change} {count}" for change, count in report.changes.items()) or "none"
    console.print(
        f"Pages: {pages}; {report.pages_left} left.\nChanges: {changes}.\n"
        f"{report.requests} requests in {duration(report.seconds)}. "
        f"{report.towns_unseen} of {report.towns} towns were not seen within the refresh time.",
        markup=False,
    )
    if report.partial:
        console.print(partial_line(report.partial), markup=False, soft_wrap=True)
