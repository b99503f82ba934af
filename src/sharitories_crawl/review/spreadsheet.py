"""Any table, view or question as a spreadsheet: all its rows, not only those of one page."""

import re
import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sharitories_crawl.export.formats import sheet_of
from sharitories_crawl.review.ours import our_databases

if TYPE_CHECKING:
    from datasette.app import Datasette

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 100_000
"""Enough for every candidate of a country; so many rows of evidence take a minute and some hundred megabytes."""
TIME_LIMIT_MS = 30_000
_PAGE = re.compile(r"\s+limit\s+\d+(?:\s+offset\s+\d+)?\s*$", re.IGNORECASE)


def can_render(datasette: "Datasette", database: str, view_name: str) -> bool:
    """Whether a page offers it: those of our databases, but for single rows."""
    return database in our_databases(datasette) and view_name in ("table", "query", "database")


async def render(
    datasette: "Datasette", request: Any, database: str, table: str | None, sql: str, query_name: str | None, data: Any
) -> Any:
    """The question of the page asked again, without the page's limit."""
    from datasette import NotFound, Response
    from datasette.utils import sqlite_timelimit

    if database not in our_databases(datasette):
        raise NotFound("no spreadsheets of this database")
    if "_next" in request.args:  # all rows, from the first
        rest = "&".join(part for part in request.query_string.split("&") if not part.startswith("_next="))
        return Response.redirect(f"{request.path}?{rest}")
    values: Mapping[str, object] = (data.get("query") or {}).get("params") or {}
    whole = _PAGE.sub("", sql) if table else sql
    name = table or query_name or database

    def write(db: sqlite3.Connection) -> bytes:
        with sqlite_timelimit(db, TIME_LIMIT_MS):
            cursor = db.execute(f"SELECT * FROM ({whole.rstrip().rstrip(';')}) LIMIT {MOST_ROWS}", values)
            columns = [str(column[0]) for column in cursor.description]
            return sheet_of(name, columns, (tuple(row) for row in cursor))

    body = await datasette.databases[database].execute_fn(write)
    file = re.sub(r"[^\w.-]", "_", name, flags=re.ASCII)
    return Response(body, headers={"content-disposition": f'attachment; filename="{file}.xlsx"'}, content_type=KIND)
