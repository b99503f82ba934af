"""Rows as CSV, JSON Lines, GeoJSON or a spreadsheet."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict

from sharitories_crawl.export.row import COLUMNS, Row

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection)."""
_NUMBER = re.compile(r"[+-]?[\d\s().]+")
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Letters that XML, and so a spreadsheet file, cannot hold."""
_LONGEST_CELL = 32_767
"""Letters in one cell of a spreadsheet."""


def to_csv(rows: Sequence[Row]) -> bytes:
    """UTF-8 with a byte-order mark, without which Excel reads accents wrongly; lists are joined by ` | `."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(_cell(getattr(row, name))) for name in COLUMNS] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def to_jsonl(rows: Sequence[Row]) -> bytes:
    """One object a line."""
    return "".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows).encode()


def to_geojson(rows: Sequence[Row]) -> bytes:
    """A FeatureCollection (RFC 7946); rows without a point have a null geometry, which it allows."""
    features = [
        {"type": "Feature", "id": row.id, "geometry": _point(row), "properties": _properties(row)} for row in rows
    ]
    return (json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n").encode()


def to_xlsx(rows: Sequence[Row]) -> bytes:
    """One sheet of candidates."""
    return sheet_of("initiatives", COLUMNS, ([_cell(getattr(row, name)) for name in COLUMNS] for row in rows), "C2")


def sheet_of(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]], frozen: str = "A2") -> bytes:
    """A spreadsheet of one sheet; every text is stored as text, never as a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
    sheet.freeze_panes = frozen
    sheet.append(list(columns))
    for row in rows:
        cells = []
        for value in row:
            fit = value if value is None or isinstance(value, int | float) else _UNFIT.sub("", str(value))
            cell = WriteOnlyCell(sheet, fit[:_LONGEST_CELL] if isinstance(fit, str) else fit)
            if isinstance(fit, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


FORMATS: Mapping[str, Callable[[Sequence[Row]], bytes]] = {
    "csv": to_csv,
    "jsonl": to_jsonl,
    "geojson": to_geojson,
    "xlsx": to_xlsx,
}
"""Name, which is also the file's ending -> how it is written."""


def _cell(value: str | float | tuple[str, ...] | None) -> str | float | None:
    return " | ".join(value) if isinstance(value, tuple) else value


def _harmless(value: str | float | None) -> str | float | None:
    if isinstance(value, str) and value.startswith(_FORMULA) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def _point(row: Row) -> dict[str, object] | None:
    if row.latitude is None or row.longitude is None:
        return None
    return {"type": "Point", "coordinates": [row.longitude, row.latitude]}


def _properties(row: Row) -> dict[str, object]:
    return {name: value for name, value in asdict(row).items() if name not in ("id", "latitude", "longitude")}
