"""Files of words: rows of four cells below a line of headings, each checked."""

import csv
from collections.abc import Callable
from pathlib import Path

from sharitories_crawl.errors import BadInput

Cells = tuple[str, str, str, str]


def read_word_file(path: Path, columns: Cells, is_sound: Callable[[Cells], bool]) -> list[Cells]:
    """The rows of a file like data/clues.csv; BadInput names file and line of a mistake."""
    rows: list[Cells] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, cells in enumerate(csv.reader(file, strict=True), start=1):
                if number == 1 and tuple(cells) == columns:
                    continue
                row = (cells[0], cells[1], cells[2], cells[3]) if len(cells) == len(columns) else None
                if number == 1 or row is None or not is_sound(row):
                    raise BadInput(f"{path}, line {number}: {cells!r} is no {','.join(columns)}")
                rows.append(row)
    except OSError as trouble:
        raise BadInput(f"{path} cannot be read: {trouble.strerror or trouble}") from trouble
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise BadInput(f"{path} is no well-formed UTF-8 CSV: {trouble}") from trouble
    return rows
