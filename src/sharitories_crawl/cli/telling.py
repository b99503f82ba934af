"""`changes`: what happened since a day or a run, as a table, JSON, an Atom feed or a Markdown digest."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli.show import err, out, print_json, print_table
from sharitories_crawl.errors import BadInput

if TYPE_CHECKING:
    from sharitories_crawl.export.news import News

CHANGES_EXAMPLES = """
Examples:

    sharitories changes --since 2026-11-01 --city Lorient

    sharitories changes --since 120 --group study --markdown > digest.md
"""


def changes(
    since: Annotated[str, typer.Option("--since", help="A day (2026-11-01), a moment, or the number of a run.")],
    city: opt.City = None,
    town: Annotated[list[str] | None, typer.Option("--town", help="The same as --city.")] = None,
    group: opt.Group = None,
    department: opt.Department = None,
    db: opt.Db = None,
    json: opt.Json = False,
    atom: Annotated[Path | None, typer.Option("--atom", help="Write an Atom feed to this file.")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print a digest in Markdown.")] = False,
) -> None:
    """Tell what happened to initiatives: found, moved, renamed, registered, dissolved, gone, back again.

    With a run, what was noted in it and after it. Nothing is gone because a source was silent.
    """
    from sharitories_crawl.export.news import atom as feed_of
    from sharitories_crawl.export.news import digest
    from sharitories_crawl.pipeline.tools import everywhere, looking_store

    settings = opt.settings_with(db=db)
    moment, run_id = read_since(since)
    named = [*(city or ()), *(town or ())]
    towns = opt.choose_towns(everywhere().towns, named, group, department) if named or group or department else None
    with looking_store(settings.db) as store:
        rows = store.changes.since(moment, run_id, None if towns is None else [one.code for one in towns])
    news = [_news(row) for row in rows]
    title = f"Initiatives: {', '.join(one.name for one in towns[:3]) if towns else 'all towns'}"
    title += f" and {len(towns) - 3} more" if towns and len(towns) > 3 else ""
    if atom is not None:
        updated = news[-1].at if news else opt.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            atom.write_bytes(feed_of(news, title, f"urn:sharitories:{settings.db.stem}", updated))
        except OSError as error:
            raise BadInput(f"--atom {atom} cannot be written: {error.strerror}") from None
        err().print(f"{len(news)} changes written to {atom}", markup=False)
    if json:
        print_json({"since": since, "changes": [{"id": row.id, "run_id": row.run_id, **_fields(row)} for row in rows]})
    elif markdown:
        typer.echo(digest(news, title, since), nl=False)
    elif atom is None:
        table = [(one.at[:16], one.change, one.name, one.town, one.sentence) for one in news]
        print_table("Changes", ("at", "change", "name", "town", "what"), table, console=out())
        counts = ", ".join(f"{sort} {count}" for sort, count in Counter(one.sort for one in news).most_common())
        out().print(f"\n{len(news)} changes since {since}. {counts}", markup=False)


changes.__doc__ = f"{changes.__doc__}\n{CHANGES_EXAMPLES}"


def read_since(text: str) -> tuple[str, int]:
    """A day, a moment or a run -> (stamp of the moment, first run). Raises BadInput."""
    from sharitories_crawl.store.moments import stamp

    if text.isdigit() and len(text) < 8:
        return "", int(text)
    try:
        if len(text) == len("2026-11-01"):
            day = date.fromisoformat(text)
            return stamp(datetime(day.year, day.month, day.day, tzinfo=UTC)), 0
        moment = datetime.fromisoformat(text)
        return stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC)), 0
    except ValueError:
        raise BadInput(f"--since {text}: expected a day such as 2026-11-01, or the number of a run") from None


def _fields(row: object) -> dict[str, str]:
    names = ("at", "change", "initiative_id", "name", "town", "kind", "url", "before", "after", "detail")
    return {name: str(getattr(row, name)) for name in names}


def _news(row: object) -> "News":
    from sharitories_crawl.export.news import News

    return News(id=int(getattr(row, "id")), **_fields(row))  # noqa: B009 - a row of the store, by its names
