"""Tables and lines for a terminal: results on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

_FILE_WIDTH = 180
"""Columns of a table that goes into a file or a pipe."""


def out() -> Console:
    """Standard output; plain text where it is no terminal."""
    return Console(width=None if sys.stdout.isatty() else _FILE_WIDTH, highlight=False)


def err() -> Console:
    """Standard error, for progress and messages."""
    return Console(stderr=True, width=None if sys.stderr.isatty() else _FILE_WIDTH, highlight=False)


def print_json(value: object) -> None:
    """One JSON object on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, console: Console) -> None:
    """A table with a title; numbers stand right, and what comes from outside is never read as markup."""
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    held = [tuple(row) for row in rows]
    for index, column in enumerate(columns):
        numeric = bool(held) and all(isinstance(row[index], int | float) for row in held)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in held:
        table.add_row(*(Text(_cell(value)) for value in row))
    console.print(table)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def duration(seconds: float) -> str:
    """`45 s`, `12 min`, `3 h 20 min`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"


_BARS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float]) -> str:
    """One bar for each value, from nothing to the greatest; a space where all are nothing."""
    most = max(values, default=0)
    if most <= 0:
        return " " * len(values)
    return "".join(_BARS[round(max(value, 0) / most * (len(_BARS) - 1))] for value in values)
