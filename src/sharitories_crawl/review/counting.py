"""Counts of many rows are kept for a while: on large databases they cost more than everything else on a page."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted

SLOW_SECONDS = 0.1
"""What is counted faster is counted each time, so small databases never show an old count."""
STALE_SECONDS = 60.0
"""So long a slow count may be shown after something was written; meanwhile it is counted anew."""
MOST_KEPT = 500

Version = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Count:
    results: Any
    version: Version
    at: float


class CountingDatabase(Database):  # type: ignore[misc]
    """A database whose rows are counted, for totals and facets, no oftener than needed."""

    def __init__(
        self, datasette: Datasette, path: str, clock: Callable[[], float] = time.monotonic, slow: float = SLOW_SECONDS
    ) -> None:
        super().__init__(datasette, path, is_mutable=True)
        self._clock = clock
        self._slow = slow
        self._kept: OrderedDict[tuple[str, str], _Count] = OrderedDict()
        self._running: dict[tuple[str, str], asyncio.Task[None]] = {}

    async def execute(
        self,
        sql: str,
        params: Mapping[str, object] | None = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Any:
        """As Datasette's, but for counts; questions that people write themselves always read the file."""
        rest = (truncate, custom_time_limit, page_size, log_sql_errors)
        if truncate or "count(*)" not in sql:
            return await super().execute(sql, params, *rest)
        key = (sql, repr(params))
        kept = self._kept.get(key)
        if kept and kept.version == self._version():
            return kept.results
        if kept and self._clock() - kept.at < STALE_SECONDS:
            self._count_behind(key, sql, params)
            return kept.results
        try:
            return await self._count(key, sql, params, custom_time_limit)
        except QueryInterrupted:
            self._count_behind(key, sql, params)
            if kept:
                return kept.results
            raise

    async def _count(
        self, key: tuple[str, str], sql: str, params: Mapping[str, object] | None, limit: int | None = None
    ) -> Any:
        version, started = self._version(), self._clock()
        results = await super().execute(sql, params, False, limit)
        ended = self._clock()
        self._kept.pop(key, None)
        if ended - started > self._slow:
            self._kept[key] = _Count(results, version, ended)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return results

    def _count_behind(self, key: tuple[str, str], sql: str, params: Mapping[str, object] | None) -> None:
        """Count without anybody waiting, once at a time."""

        async def count() -> None:
            try:
                await self._count(key, sql, params)
            except QueryInterrupted:  # too slow even so: the page says that there is no count
                pass
            finally:
                del self._running[key]

        if key not in self._running:
            self._running[key] = asyncio.get_running_loop().create_task(count())

    def _version(self) -> Version:
        """Another one after every write: of the file, and of the log that writes go to first."""
        marks: list[int] = []
        for name in (self.path, f"{self.path}-wal"):
            try:
                state = Path(name).stat()
            except FileNotFoundError:
                marks += [0, 0]
            else:  # a reader makes an empty log
                marks += [state.st_mtime_ns, state.st_size] if state.st_size else [0, 0]
        return tuple(marks)
