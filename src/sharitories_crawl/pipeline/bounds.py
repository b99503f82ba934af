"""What ends a run before all is done: time, requests, disk space. What is then left stays due."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

_TICK = 0.2
_LOOKS_AT_DISK = 2.0
"""Seconds between two looks at how much room is left."""


class End(StrEnum):
    """Why a run ended."""

    DONE = "done"
    SIGNAL = "signal"
    TIME = "time"
    REQUESTS = "requests"
    DISK = "disk"


@dataclass(slots=True)
class Bounds:
    """How far one run may go. Time is the monotonic clock's, so that setting the other one changes nothing."""

    seconds: float | None = None
    """After so many no further question or page is begun."""
    requests: int | None = None
    grace: float = 30.0
    """Seconds in which what is in flight may finish once the run shall end; then it is given up."""
    folder: Path | None = None
    least_free: int = 0
    """Bytes that must be left on the disk of `folder`."""
    elapsed: Callable[[], float] = field(default_factory=lambda: stopwatch(time.monotonic))
    _met: End | None = None
    _looked: float = -_LOOKS_AT_DISK

    def met(self, requests: int) -> End | None:
        """The bound that was met, which it stays from then on; `requests` are those sent and those in flight."""
        if self._met is None:
            if self.seconds is not None and self.elapsed() >= self.seconds:
                self._met = End.TIME
            elif self.requests is not None and requests >= self.requests:
                self._met = End.REQUESTS
            elif self._is_disk_full():
                self._met = End.DISK
        return self._met

    def _is_disk_full(self) -> bool:
        if self.folder is None or not self.least_free or self.elapsed() - self._looked < _LOOKS_AT_DISK:
            return False
        self._looked = self.elapsed()
        return shutil.disk_usage(self.folder).free < self.least_free


def stopwatch(clock: Callable[[], float]) -> Callable[[], float]:
    """Seconds since now."""
    begun = clock()
    return lambda: clock() - begun


@asynccontextmanager
async def cut_short(
    bounds: Bounds, is_stopped: Callable[[], bool], abandon: Callable[[], Awaitable[None]]
) -> AsyncIterator[None]:
    """Give up what is in flight in the block when the run was stopped more than `grace` seconds ago."""
    try:
        async with asyncio.timeout(None) as cutter:
            watcher = asyncio.create_task(_watch(bounds, is_stopped, cutter))
            try:
                yield
            finally:
                watcher.cancel()
    except TimeoutError:
        if not cutter.expired():
            raise
        await abandon()


async def _watch(bounds: Bounds, is_stopped: Callable[[], bool], cutter: asyncio.Timeout) -> None:
    while not is_stopped():  # noqa: ASYNC110 - a clock and a disk send no events
        await asyncio.sleep(_TICK)
    await asyncio.sleep(bounds.grace)
    cutter.reschedule(asyncio.get_running_loop().time())
