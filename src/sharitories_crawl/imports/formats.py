"""Which ending means which format."""

from collections.abc import Callable, Mapping

from sharitories_crawl.errors import BadInput
from sharitories_crawl.imports.delimited import read_delimited
from sharitories_crawl.imports.json_lists import read_json, read_json_lines
from sharitories_crawl.imports.spreadsheet import read_xlsx
from sharitories_crawl.imports.table import Table

MOST_BYTES = 200_000_000
"""A list is read as a whole; this bounds the memory it takes. Arbitrary."""

FORMATS: Mapping[str, Callable[[str, bytes], Table]] = {
    "csv": read_delimited,
    "tsv": read_delimited,
    "txt": read_delimited,
    "json": read_json,
    "geojson": read_json,
    "jsonl": read_json_lines,
    "ndjson": read_json_lines,
    "xlsx": read_xlsx,
}
"""Ending of the file -> how it is read."""


def read_table(file: str, content: bytes) -> Table:
    """The table of a file, by its ending. Raises BadInput naming the file, and the line where one is to blame."""
    ending = file.rpartition(".")[2].lower() if "." in file else ""
    if ending not in FORMATS:
        raise BadInput(f"{file}: the file's ending says its format; it must be one of {', '.join(FORMATS)}")
    if len(content) > MOST_BYTES:
        raise BadInput(f"{file} has {len(content):,} bytes; lists of up to {MOST_BYTES:,} are read, so cut it in parts")
    if ending != "xlsx" and content.startswith(b"PK\x03\x04"):
        raise BadInput(f"{file} is no text but a zip file; a workbook is to be named .xlsx")
    return FORMATS[ending](file, content)
