"""A whole list of the user's: its rows as cells by meaning, and those that were rejected, each with the reason."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sharitories_crawl.imports.cells import Cells, cells_of
from sharitories_crawl.imports.columns import Columns, understand
from sharitories_crawl.imports.formats import read_table
from sharitories_crawl.imports.records import why_nameless
from sharitories_crawl.imports.table import Reject, Table


@dataclass(frozen=True, slots=True)
class OwnList:
    """What was understood of a file."""

    file: str
    table: Table
    columns: Columns
    rows: tuple[tuple[int, Cells], ...]
    """(row number, cells) of every row that names something."""
    rejects: tuple[Reject, ...]
    """In the order of their numbers."""

    def reasons(self) -> dict[str, int]:
        """Slug -> rejected rows, the most frequent first."""
        return dict(Counter(reject.slug for reject in self.rejects).most_common())


def read_list(file: str, content: bytes, said: Sequence[str] = ()) -> OwnList:
    """Read a file by its ending. `said` are the user's own `target=column`. Raises BadInput."""
    table = read_table(file, content)
    columns = understand(file, table.columns, said)
    rows: list[tuple[int, Cells]] = []
    rejects = list(table.rejects)
    for row in table.rows:
        cells = cells_of(row, table.columns, columns)
        if nameless := why_nameless(cells):
            rejects.append(Reject(row.number, *nameless, row.cells))
        else:
            rows.append((row.number, cells))
    rejects.sort(key=lambda reject: reject.number)
    return OwnList(file, table, columns, tuple(rows), tuple(rejects))


def to_lines(rows: Sequence[tuple[int, Cells]]) -> bytes:
    """Rows as the archive keeps them: an object on each line, always the same bytes for the same rows."""
    return "".join(
        json.dumps({"row": number, "cells": dict(sorted(cells.items()))}, ensure_ascii=False) + "\n"
        for number, cells in rows
    ).encode()


def from_lines(lines: bytes) -> Iterator[tuple[int, Cells]]:
    """The rows that `to_lines` wrote."""
    for line in lines.splitlines():
        held = json.loads(line)
        yield int(held["row"]), {str(target): str(text) for target, text in held["cells"].items()}


def rejects_csv(own: OwnList) -> bytes:
    """The rejected rows with number, reason and their columns as they came, to be mended and imported in their turn."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["row", "reason", *own.table.columns])
    writer.writerows([reject.number, f"{reject.slug}: {reject.why}", *reject.cells] for reject in own.rejects)
    return text.getvalue().encode("utf-8-sig")
