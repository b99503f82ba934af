"""Options that several commands share, and the values they select."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sharitories_crawl.cli.show import err
from sharitories_crawl.errors import BadInput

if TYPE_CHECKING:
    from sharitories_crawl.geo.everywhere import Everywhere
    from sharitories_crawl.geo.towns import Towns
    from sharitories_crawl.keys import Key
    from sharitories_crawl.models import Town
    from sharitories_crawl.settings import Settings
    from sharitories_crawl.sources.base import Source

Db = Annotated[Path | None, typer.Option("--db", help="The database file.", show_default="data/sharitories.db")]
City = Annotated[list[str] | None, typer.Option("--city", help="A town by name, slug or code; may be repeated.")]
Group = Annotated[str | None, typer.Option("--group", help="villes-moyennes (the 136), study (the eight) or all.")]
Department = Annotated[str | None, typer.Option("--department", help="Towns of a department: 56 or Morbihan.")]
KindOption = Annotated[
    list[str] | None,
    typer.Option("--kind", help="What is asked in words, only for this kind; maps tell of all. May be repeated."),
]
Keyword = Annotated[list[str] | None, typer.Option("--keyword", help="Ask for your own word; may be repeated.")]
SourceOption = Annotated[list[str] | None, typer.Option("--source", help="Ask only this source; may be repeated.")]
Queries = Annotated[Path | None, typer.Option("--queries", help="A folder of your own kinds.toml, fr.toml, ...")]
Thorough = Annotated[bool, typer.Option("--thorough", help="Every keyword and template instead of the best word.")]
Sandbox = Annotated[
    str | None,
    typer.Option(
        "--sandbox",
        help="Address of a running sandbox; nothing else is asked. What it answers comes into data/sandbox/sandbox.db "
        "unless you name a database.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]


def called() -> str:
    """How this program was called, so that a command shown can be typed as it is."""
    name = Path(sys.argv[0])
    return str(name) if name.name == "sharitories" else "sharitories"


def now() -> datetime:
    """The clock of every command."""
    return datetime.now(UTC)


def settings_with(**options: object) -> "Settings":
    """Settings of the working directory, the environment and the given options."""
    from sharitories_crawl.settings import load_settings

    return load_settings(Path.cwd(), os.environ, options)


def choose_towns(
    towns: "Towns | Everywhere", cities: Sequence[str] | None, group: str | None, department: str | None
) -> tuple["Town", ...]:
    """The towns that the options name, each once. Raises BadInput where they name none."""
    named = [towns.find(city) for city in cities or ()]
    if group is not None or department is not None:
        named += towns.select(group, department)
    if not named:
        raise BadInput(
            "no town is named: give --city Lorient, --department 56 or --group villes-moyennes (`sharitories towns` "
            "lists them)"
        )
    return tuple(dict.fromkeys(named))


def keys_of(sources: Sequence["Source"], settings: "Settings") -> "dict[str, Key]":
    """The keys of the given sources. Raises BadInput naming the variable of one that is missing."""
    from sharitories_crawl.keys import DEFAULT_FILE, load_keys

    wanted = {source.key: source.name for source in sources if source.key}
    keys = load_keys(wanted, os.environ, settings.keys_file) if wanted else {}
    for variable, name in wanted.items():
        if variable not in keys:
            raise BadInput(
                f"--source {name} needs a key: set the environment variable {variable}, or write {variable}=... into "
                f"{settings.keys_file or DEFAULT_FILE}, a file that only you can read"
            )
    return keys


def say_where_no_contact(settings: "Settings") -> None:
    """Tell on standard error that nobody can be written to, where that is so."""
    if not (settings.contact or settings.sandbox):
        err().print(
            "No contact is set, so site owners cannot write to you. "
            "Set SHARITORIES_CONTACT, or `contact` in sharitories.toml."
        )
