"""CSV and TSV: the delimiter is told by the first lines, and a broken quote costs its own row only."""

import csv
import io
from collections.abc import Iterator

from sharitories_crawl.errors import BadInput
from sharitories_crawl.imports.decoding import decode
from sharitories_crawl.imports.table import Reject, Table, build_table

_DELIMITERS = (",", ";", "\t", "|")
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLE_ROWS = 20
_LONGEST_FIELD = 50_000_000
"""The csv module refuses fields of 131,072 letters; we reject their row ourselves, and read on."""


def read_delimited(file: str, content: bytes) -> Table:
    """The table of a text file. Raises BadInput where a quote is never closed: all that follows would be lost."""
    text, encoding = decode(file, content)
    lines = list(io.StringIO(text, newline=""))
    start, delimiter = _declared(lines[0])
    delimiter = delimiter or _tell_delimiter(lines[start:])
    rejects: list[Reject] = []
    rows = _rows(file, lines, start, delimiter, rejects)
    header = next((cells for _, cells in rows if any(cell.strip() for cell in cells)), None)
    if header is None:
        raise BadInput(f"{file} has no line of column names that can be read")
    notes = [f"read as {encoding}, columns apart by {_NAMES.get(delimiter, delimiter)}"]
    held = list(rows)
    return build_table(header, held, rejects, notes)


def _declared(first: str) -> tuple[int, str]:
    """(lines to pass over, delimiter) of Excel's own `sep=;`."""
    word = first.strip().lower()
    return (1, first.strip()[4]) if word.startswith("sep=") and len(word) == 5 else (0, "")


def _tell_delimiter(lines: list[str]) -> str:
    """The one that cuts the first lines into most columns, as many in each as in the first."""

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            rows = [row for row in csv.reader(lines[: _SAMPLE_ROWS * 2], delimiter=delimiter) if row][:_SAMPLE_ROWS]
        except csv.Error:
            return (0, 0)
        width = len(rows[0]) if rows else 0
        alike = sum(1 for row in rows if len(row) == width)
        return (width if width > 1 and alike * 2 > len(rows) else 0, width)

    return max(_DELIMITERS, key=fit)


def _rows(
    file: str, lines: list[str], start: int, delimiter: str, rejects: list[Reject]
) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of each row; those whose quotes are broken go to `rejects`."""
    earlier = csv.field_size_limit(_LONGEST_FIELD)
    try:
        reader = csv.reader(lines[start:], delimiter=delimiter, strict=True)
        while True:
            at = start + reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "end of data" in str(error):
                    raise BadInput(
                        f"{file}, line {at}: a quote opens in this row and is never closed, so nothing after it can "
                        "be read; close it, or write it twice where it belongs to the text"
                    ) from None
                raw = "".join(lines[at - 1 : start + reader.line_num]).strip()
                why = "a quote stands inside a cell: put the cell into quotes, and write the quote twice"
                rejects.append(Reject(at, "broken-quotes", why, (raw,)))
                continue
            if cells:
                yield at, cells
    finally:
        csv.field_size_limit(earlier)
