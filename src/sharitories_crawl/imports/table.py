"""A list as rows of text under named columns, whatever format it came in; nothing is understood yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONGEST_CELL = 100_000
"""Letters. More in one cell is mostly a quote that swallowed the lines after it. Arbitrary."""
BROKEN_LETTER = "\ufffd"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is what a person looks it up by: the line of a text file, the row of a sheet, else a count."""

    number: int
    cells: tuple[str, ...]
    """As many as there are columns."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that gives no record, and why, in words for a person; `slug` groups them."""

    number: int
    slug: str
    why: str
    cells: tuple[str, ...]
    """What could be read of it; as many as there are columns."""


@dataclass(frozen=True, slots=True)
class Table:
    """A whole list. Rows without any text are counted and left out."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    rejects: tuple[Reject, ...]
    empty_rows: int = 0
    notes: tuple[str, ...] = ()
    """What a person should know about how the file was read."""


def build_table(
    header: Sequence[str],
    lines: Iterable[tuple[int, Sequence[str]]],
    rejects: Iterable[Reject] = (),
    notes: Iterable[str] = (),
) -> Table:
    """The table of a header and numbered lines: short lines are filled up, longer ones and broken ones rejected."""
    columns = unique_names(header)
    width = len(columns)
    rows: list[Row] = []
    refused = [Reject(reject.number, reject.slug, reject.why, fitted(reject.cells, width)) for reject in rejects]
    empty = 0
    for number, line in lines:
        cells = tuple(cell.strip() for cell in line)
        longest = max(map(len, cells), default=0)
        if not longest:
            empty += 1
        elif any(cells[width:]):
            why = f"{len(cells)} cells for {width} columns: is a quote missing around a cell?"
            refused.append(Reject(number, "too-many-cells", why, fitted(cells, width)))
        elif longest > LONGEST_CELL:
            why = f"a cell has {longest:,} letters: is a quote missing?"
            cut = tuple(cell[:LONGEST_CELL] for cell in cells)
            refused.append(Reject(number, "cell-too-long", why, fitted(cut, width)))
        elif any(BROKEN_LETTER in cell for cell in cells):
            why = "a letter cannot be read: it is not in the encoding of the rest of the file"
            refused.append(Reject(number, "broken-letter", why, fitted(cells, width)))
        else:
            rows.append(Row(number, fitted(cells, width)))
    return Table(columns, tuple(rows), tuple(refused), empty, tuple(notes))


def fitted(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """So many cells: filled up with empty ones, or what is too much joined to the last."""
    if len(cells) <= width:
        return (*cells, *("" for _ in range(width - len(cells))))
    return (*cells[: width - 1], " | ".join(cells[width - 1 :]))


def unique_names(header: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns: `column 3` for an empty one, `nom (2)` for a second of that name."""
    names: list[str] = []
    for place, text in enumerate(header, start=1):
        name = " ".join(text.split()) or f"column {place}"
        again = sum(1 for earlier in names if earlier == name or earlier.startswith(f"{name} ("))
        names.append(f"{name} ({again + 1})" if again else name)
    return tuple(names)
