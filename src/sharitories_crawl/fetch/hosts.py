"""Politeness: one request at a time to a host, with its delay between starts, hosts side by side."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from sharitories_crawl.fetch.kept_turns import KeptTurn, KeptTurns

SLACK = 0.02
"""Seconds more than a host's delay: one request may be longer on its way than the next. Arbitrary."""


def _pause(delay: float) -> float:
    return delay + SLACK if delay else 0.0


class StillResting(Exception):
    """The host asked for quiet longer than the caller will wait; `seconds` are left."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} s of rest left")
        self.seconds = seconds


class _Host:
    __slots__ = ("delay", "free_at", "lock", "name", "rest_until", "started_at")

    def __init__(self, name: str) -> None:
        self.name = name
        self.lock = asyncio.Lock()
        self.started_at = float("-inf")
        self.delay = 0.0
        self.rest_until = float("-inf")
        self.free_at = float("-inf")
        """When the delay is over that an earlier process owes."""


class HostTurns:
    """Hands out turns; a host is `name:port`. Clock and sleep are passed in, both in seconds."""

    def __init__(
        self,
        hosts_at_once: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        kept: KeptTurns | None = None,
    ) -> None:
        """`kept` holds the turns of earlier processes, and gets those of this one."""
        self._slots = asyncio.Semaphore(hosts_at_once)
        self._hosts: dict[str, _Host] = {}
        self._clock = clock
        self._sleep = sleep
        self._kept = kept

    def turn(self, host: str, *, delay: float, patience: float = float("inf")) -> "Turn":
        """An exclusive turn for `async with`: starts `delay` and SLACK after the host's last, and not while it rests.

        Entering raises StillResting where the rest still to come is longer than `patience`.
        """
        return Turn(self, self._host(host), delay, patience)

    def rest(self, host: str, seconds: float) -> None:
        """Ask nothing of a host for so long; a rest already longer stands."""
        state = self._host(host)
        state.rest_until = max(state.rest_until, self._clock() + seconds)
        self._keep(state)

    def _host(self, host: str) -> _Host:
        state = self._hosts.get(host)
        if state is None:
            state = self._hosts[host] = _Host(host)
            if self._kept is not None and (turn := self._kept.of(host)) is not None:
                clock, now = self._clock(), self._kept.now()
                passed = max(0.0, now - turn.started)  # the clock may have been put back
                state.free_at = clock + _pause(turn.delay) - passed
                state.rest_until = clock + turn.rest_until - now
        return state

    def _keep(self, host: _Host) -> None:
        if self._kept is None:
            return
        clock, now = self._clock(), self._kept.now()
        started = now - (clock - host.started_at) if host.delay else now
        rest = max(0.0, host.rest_until - clock)
        self._kept.note(host.name, KeptTurn(started, host.delay, now + rest if rest else 0.0))

    async def _enter(self, host: _Host, delay: float, patience: float) -> None:
        await host.lock.acquire()
        pause = _pause(delay)
        try:
            while True:
                now = self._clock()
                rest = host.rest_until - now
                if rest > patience:
                    raise StillResting(rest)
                wait = max(rest, host.started_at + pause - now, host.free_at - now)
                if wait <= 0:
                    break
                await self._sleep(wait)
            await self._slots.acquire()  # last, so that a waiting host keeps nobody else from going
        except BaseException:
            host.lock.release()
            raise
        host.started_at, host.delay = self._clock(), delay
        self._keep(host)

    def _leave(self, host: _Host) -> None:
        self._slots.release()
        host.lock.release()


class Turn:
    """One turn at one host, released on leaving, also when cancelled."""

    __slots__ = ("_delay", "_host", "_patience", "_turns")

    def __init__(self, turns: HostTurns, host: _Host, delay: float, patience: float) -> None:
        self._turns = turns
        self._host = host
        self._delay = delay
        self._patience = patience

    def sent(self) -> None:
        """The request leaves now: the next one's delay counts from here."""
        self._host.started_at = self._turns._clock()

    async def __aenter__(self) -> Self:
        await self._turns._enter(self._host, self._delay, self._patience)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._turns._leave(self._host)
