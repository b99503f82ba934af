"""`init`: a settings file to begin with, every line of it explained and none of it needed."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sharitories_crawl.cli.show import out
from sharitories_crawl.errors import BadInput

if TYPE_CHECKING:
    from sharitories_crawl.sources.base import Source


def init(
    folder: Annotated[Path, typer.Argument(help="Where to write it; here unless you say otherwise.")] = Path(),
) -> None:
    """Write a commented sharitories.toml; one that is there is left alone.

    Example: sharitories init
    """
    from sharitories_crawl.settings import FILE_NAME
    from sharitories_crawl.sources import SOURCES

    path = folder / FILE_NAME
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(settings_file(SOURCES.values()))
    except FileExistsError:
        raise BadInput(f"{path} is there already and was left as it is; delete it first, or edit it") from None
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}; give a folder of yours") from None
    out().print(
        f"{path} written. Set `contact` in it, then: sharitories crawl --city Lorient", markup=False, soft_wrap=True
    )


def settings_file(sources: "Iterable[Source]") -> str:
    """The text of a settings file in which every setting stands as a comment with what it is by default."""
    from sharitories_crawl.keys import DEFAULT_FILE
    from sharitories_crawl.settings import FIELDS

    listed = list(sources)
    chain = [
        "# Which sources are asked. Left out: every directory that needs no key, then your own SearXNG or YaCy if its",
        "# address is set below, else Keenable; then You.com for the towns with fewest candidates.",
        '# sources = ["overpass", "transiscope", "repair_cafe", "joafe", "searxng"]',
    ]
    own = [
        f'# {source.name}_url = "{source.example_url}"   # {source.label}' for source in listed if not source.base_url
    ]
    keyed = [f"#   {source.key:<20} {source.name}: {source.terms}" for source in listed if source.key]
    general = []
    for name, field in FIELDS.items():
        if name in ("contact", "sources", "sandbox") or name.endswith(("_url", "_permission")):
            continue
        general += [f"# {field.meaning}", f"# {name} = {_written(field.default)}", ""]
    return (
        "\n".join(
            [
                "# Settings of `sharitories`, for this folder. A line that begins with # says nothing.",
                "# Environment variables (SHARITORIES_CONTACT, ...) win over this file, and options over both.",
                "",
                "# An e-mail or web address that site owners can write to; it becomes part of the User-Agent.",
                'contact = ""',
                "",
                *chain,
                "",
                "# Instances of your own, and addresses that a source has not by itself.",
                *own,
                "",
                "# Keys never stand here: set them in the environment, or in a file that only you can read,",
                f"# {DEFAULT_FILE} by default. A source with a key is asked only where you name it in `sources`:",
                *keyed,
                "",
                *general,
            ]
        ).rstrip()
        + "\n"
    )


def _written(value: object) -> str:
    if value is None or value == ():
        return '""' if value is None else "[]"
    return f'"{value}"' if isinstance(value, str | Path) else str(value)
