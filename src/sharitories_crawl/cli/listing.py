"""`towns`, `sources` and `settings`: what the tool knows, without asking anybody."""

import json as jsonlib
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli.show import out, print_json, print_table
from sharitories_crawl.errors import BadInput

sources_app = typer.Typer(invoke_without_command=True)


def towns(
    name: Annotated[str | None, typer.Argument(help="A town by name, slug or code.")] = None,
    group: opt.Group = None,
    department: opt.Department = None,
    json: opt.Json = False,
) -> None:
    """List the towns, all or those of a group or department.

    Examples:

        sharitories towns --group study

        sharitories towns "st brieuc"
    """
    from sharitories_crawl.bundled import bundled_dir
    from sharitories_crawl.geo.towns import Towns, load_towns

    known = Towns(load_towns(bundled_dir("data") / "towns.csv"))
    chosen = (known.find(name),) if name else known.select(group, department)
    if json:
        print_json([asdict(town) for town in chosen])
        return
    rows = [
        (t.code, t.name, t.country, t.department, t.intercommunality, t.population, "yes" if t.study else "")
        for t in chosen
    ]
    columns = ("code", "name", "country", "department", "intercommunality", "inhabitants", "study")
    print_table(f"{len(rows)} towns", columns, rows, console=out())


@sources_app.callback()
def sources(ctx: typer.Context, db: opt.Db = None, json: opt.Json = False) -> None:
    """List the sources: what they are, what they ask, how they answered last.

    Example: sharitories sources --json
    """
    if ctx.invoked_subcommand:
        return
    from sharitories_crawl.pipeline.chain import when_asked
    from sharitories_crawl.sources import SOURCES
    from sharitories_crawl.store.glance import last_checks, last_statuses

    settings = opt.settings_with(db=db)
    last, checks = last_statuses(settings.db), last_checks(settings.db)
    if json:
        print_json(
            [
                {
                    "name": s.name, "label": s.label, "kind": str(s.kind), "key": s.key, "opt_in": s.opt_in,
                    "address": settings.source_url(s.name) or s.base_url, "delay": s.delay, "licence": s.licence,
                    "attribution": s.attribution, "terms": s.terms, "asked": when_asked(s), "run_live": s.run_live,
                    "last_status": last.get(s.name, ""), "last_check": checks.get(s.name, ""),
                }
                for s in SOURCES.values()
            ]
        )  # fmt: skip
        return
    rows = []
    for s in SOURCES.values():
        has_address = not s.base_url and settings.source_url(s.name)
        asked = "by default, at your address" if has_address else when_asked(s)
        ended = last.get(s.name, "never asked"), checks.get(s.name, "")
        rows.append((s.name, str(s.kind), s.key or "none", asked, s.licence, *ended))
    columns = ("name", "kind", "key", "asked", "licence of the data", "last answer", "last check")
    print_table("Sources", columns, rows, console=out())
    console = out()
    for s in SOURCES.values():
        console.print(f"\n{s.name} ({s.label}), {s.run_live}: {s.terms}", markup=False)


@sources_app.command("parse")
def parse(
    name: Annotated[str, typer.Argument(help="The source whose answer it is.")],
    file: Annotated[Path, typer.Argument(help="A saved answer: HTML or JSON as it came.")],
    json: opt.Json = False,
    http_status: Annotated[int, typer.Option("--http-status", help="The HTTP status it came with.")] = 200,
    city: Annotated[str, typer.Option("--city", help="The town that was asked about.")] = "Lorient",
) -> None:
    """Print what a saved answer holds, or the status that says why it holds nothing.

    Example: sharitories sources parse duckduckgo saved.html --json
    """
    from sharitories_crawl.bundled import bundled_dir
    from sharitories_crawl.fetch.body import decode_text
    from sharitories_crawl.geo.towns import Towns, load_towns
    from sharitories_crawl.models import Query, Response
    from sharitories_crawl.pipeline.chain import find_source

    source = find_source(name, "argument NAME", opt.settings_with(sandbox="http://localhost"))
    town = Towns(load_towns(bundled_dir("data") / "towns.csv")).find(city)
    try:
        body = file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}") from None
    kind = "application/json" if body.lstrip()[:1] in (b"{", b"[") else "text/html"
    headers = {"content-type": kind}
    response = Response(source.base_url, http_status, headers, body, decode_text(body, headers), opt.now())
    query = Query(f"{name}/{town.code}/saved", name, town.code, (), "", town.language)
    answer = source.parse(response, query)
    if json:
        print_json({"source": name, **jsonlib.loads(jsonlib.dumps(asdict(answer)))})
        return
    console = out()
    console.print(f"{answer.status} {answer.reason}  {answer.detail}".strip(), markup=False)
    if answer.results:
        rows = [(r.rank, r.url, r.title, r.snippet) for r in answer.results]
        print_table("", ("rank", "url", "title", "snippet"), rows, console=console)
    if answer.records:
        held = [(r.source_id, r.name, r.kind, f"{r.street} {r.postal_code} {r.city}", r.url) for r in answer.records]
        print_table("", ("id", "name", "kind", "address", "site"), held, console=console)


def settings(db: opt.Db = None, json: opt.Json = False) -> None:
    """Show every setting, its value and where it comes from.

    Example: sharitories settings --json
    """
    from sharitories_crawl.settings import DEFAULT, FIELDS, variable

    chosen = opt.settings_with(db=db)
    held = [(name, chosen.value(name), chosen.origins[name], field.meaning) for name, field in FIELDS.items()]
    if json:
        print_json(
            {name: {"value": value, "from": origin, "variable": variable(name)} for name, value, origin, _ in held}
        )
        return
    rows = [
        (name, ", ".join(value) if isinstance(value, tuple) else value, "" if origin == DEFAULT else origin, meaning)
        for name, value, origin, meaning in held
        if value or not name.endswith(("_url", "_permission"))
    ]
    print_table("Settings", ("setting", "value", "from", "meaning"), rows, console=out())
    out().print(
        f"\nSet them in sharitories.toml here ({Path.cwd()}), as {variable('contact')} and so on, or as options. "
        "Each source also has NAME_url, for another address, and NAME_permission."
    )
