"""XLSX: the first sheet with something in it, its first row with something in it as names of the columns."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

from sharitories_crawl.errors import BadInput
from sharitories_crawl.imports.table import Table, build_table

_MOST_UNPACKED = 500_000_000
"""Bytes of the XML inside; a small file that unpacks to more is no list."""
_FAULTS = ("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!")
"""What a formula shows that failed."""


def read_xlsx(file: str, content: bytes) -> Table:
    """The table of a workbook, formulas by the value that was saved with them. Raises BadInput on anything else."""
    from openpyxl import load_workbook

    _check(file, content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        read, others = "", []
        rows: list[tuple[int, list[str]]] = []
        for sheet in book.worksheets:
            found = _rows(sheet.iter_rows(values_only=True))
            if not rows:
                read, rows = sheet.title, list(found)
            elif next(found, None):
                others.append(f"“{sheet.title}”")
    except Exception as error:  # the library ends in whatever its many readers stumble over
        raise BadInput(f"{file} is no workbook that can be read ({error}); save it anew as XLSX, or as CSV") from None
    if not rows:
        raise BadInput(f"{file} has no sheet with a text in it")
    header = rows[0][1]
    while not header[-1]:
        header.pop()
    notes = [f"sheet “{read}” was read"]
    if others:
        notes.append(f"not read: {', '.join(others)}; save each as a file of its own")
    return build_table(header, rows[1:], (), notes)


def _check(file: str, content: bytes) -> None:
    if not content:
        raise BadInput(f"{file} is empty")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(f"{file} is an old or encrypted workbook; save it as XLSX without a password, or as CSV")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError):  # the latter for a version of the format that no program writes
        raise BadInput(f"{file} is no XLSX workbook; a text file is to be named .csv or .tsv") from None
    if not any(name.startswith("xl/") for name in names):
        raise BadInput(f"{file} is a zip file of something else than a workbook")
    if unpacked > _MOST_UNPACKED:
        raise BadInput(f"{file} unpacks to {unpacked:,} bytes, more than {_MOST_UNPACKED:,}; save the list alone")


def _rows(rows: Iterator[tuple[object, ...]]) -> Iterator[tuple[int, list[str]]]:
    """(row number, texts) of rows with something in them."""
    for number, values in enumerate(rows, start=1):
        if any(value is not None for value in values):
            texts = [_text(value) for value in values]
            if any(texts):
                yield number, texts


def _text(value: object) -> str:
    if value is None or value in _FAULTS:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value).strip()
