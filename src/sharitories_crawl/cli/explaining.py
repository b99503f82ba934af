"""`explain`: what was read from a page for a town, what was concluded, and why."""

import json as jsonlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli.show import out
from sharitories_crawl.errors import BadInput

if TYPE_CHECKING:
    from sharitories_crawl.models import Town
    from sharitories_crawl.pipeline.tools import Knowledge
    from sharitories_crawl.reading.explaining import Explanation

SHOWN = (
    "url", "place", "place_name", "initiative_here", "page_kind", "name", "kind", "practice", "actor", "stage", "names",
    "reasons",
)  # fmt: skip
"""Fields of an explanation in the order in which they are given."""


def explain(
    what: Annotated[
        str | None, typer.Argument(metavar="URL|ID", help="A page's address, or an id of `review`.")
    ] = None,
    city: Annotated[str | None, typer.Option("--city", help="The town that is asked about.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Read this HTML instead of the archive.")] = None,
    jsonl: Annotated[
        Path | None, typer.Option("--jsonl", help="One page a line: url, title, snippet, text or html, town, keyword.")
    ] = None,
    db: opt.Db = None,
    queries: opt.Queries = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line on standard output.")] = False,
) -> None:
    """Say what a page is taken for, seen from a town, and by which clues.

    Examples:

        sharitories explain https://fablab.example/ --city Lorient

        sharitories explain --file saved.html --city Gap https://saved.example/

        sharitories explain --jsonl pages.jsonl --json
    """
    from sharitories_crawl.pipeline.tools import load_knowledge

    if (what is None and file is None) is (jsonl is None):
        raise BadInput("give a URL or id with --city, or --file page.html with --city, or --jsonl FILE alone")
    settings = opt.settings_with(db=db, queries=queries)
    knowledge = load_knowledge(settings.queries)
    if jsonl is not None:
        for told in of_lines(jsonl, knowledge):
            show(told, json=json)
        return
    if what is not None and file is None and "/" not in what:
        for told in of_id(what, settings.db, knowledge):
            show(told, json=json)
        if not json:
            show_related(what, settings.db)
        return
    if city is None:
        raise BadInput("--city is missing: a page is judged seen from a town, for example --city Lorient")
    town = knowledge.towns.find(city)
    if file is not None:
        show(of_file(file, what or "", town, knowledge), json=json)
        return
    show(of_url(what or "", town, settings.db, knowledge), json=json)


def of_lines(path: Path, knowledge: "Knowledge") -> "Iterator[Explanation]":
    """Explanations of a file of pages, in its order."""
    from sharitories_crawl.evaluation.labels import load_texts
    from sharitories_crawl.reading import explaining

    for page in load_texts(path):
        town = knowledge.towns.find(page.town)
        yield explaining.explain(
            knowledge.reader, town, page.url, title=page.title, snippet=page.snippet, html=page.html, text=page.text,
            now=f"{opt.now():%Y-%m-%dT%H:%M:%SZ}",
        )  # fmt: skip


def of_file(file: Path, url: str, town: "Town", knowledge: "Knowledge") -> "Explanation":
    """A saved page; without its address, its host can tell nothing."""
    from sharitories_crawl.fetch.body import decode_text
    from sharitories_crawl.reading import explaining

    try:
        html = decode_text(file.read_bytes(), {"content-type": "text/html"})
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}") from None
    now = f"{opt.now():%Y-%m-%dT%H:%M:%SZ}"
    return explaining.explain(knowledge.reader, town, url or f"file:///{file.name}", html=html, now=now)


def of_url(url: str, town: "Town", db: Path, knowledge: "Knowledge") -> "Explanation":
    """A page from the archive. Raises BadInput where it was never fetched."""
    from sharitories_crawl.pipeline.explaining import explain_stored

    return explain_stored(url, town, db, knowledge.reader)


def of_id(id: str, db: Path, knowledge: "Knowledge") -> "Iterator[Explanation]":
    """The pages that are evidence for an initiative, or that a mention was read from."""
    from sharitories_crawl.pipeline.explaining import explain_evidence

    yield from explain_evidence(id, db, knowledge)


def show_related(id: str, db: Path) -> None:
    """What the initiative belongs together with without being the same, a line for each."""
    from sharitories_crawl.pipeline.explaining import related_to

    for other in related_to(id, db):
        out().print(f"related to {other['name']} ({other['how']}): {other['id']}", markup=False, soft_wrap=True)


def show(told: "Explanation", *, json: bool) -> None:
    """As one JSON object on a line, or as a person would say it."""
    values = asdict(told)
    if json:
        print(jsonlib.dumps({name: values[name] for name in SHOWN}, ensure_ascii=False))  # noqa: T201
        return
    console = out()
    where = {
        "in_town": f"in {told.place_name}, the town asked about",
        "intercommunality": f"in {told.place_name}, a neighbour in its intercommunality",
        "elsewhere": f"elsewhere{f': {told.place_name}' if told.place_name else ''}",
        "unclear": "the page does not say where",
    }[str(told.place)]
    several = len(told.names) > 1 and not told.name
    who = "several initiatives" if several else told.name or "nobody by name"
    sort = f"{told.kind}, {told.practice}"
    about = who + (f" ({f'the likeliest: {sort}' if several else sort})" if told.kind else "")
    lines = [
        told.url,
        f"  {told.page_kind} page about {about}",
        f"  {where}",
        f"  {'initiatives' if several else 'initiative'} of the town, here and now: {told.initiative_here:.0%}"
        + (f"; {told.stage}" if told.stage else "")
        + (f"; carried by: {told.actor}" if told.actor else ""),
        *(f"  - {reason}" for reason in told.reasons),
    ]
    if len(told.names) > 1:
        lines.append(f"  names: {'; '.join(told.names)}")
    console.print("\n".join(lines), markup=False, soft_wrap=True)
