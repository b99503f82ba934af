"""Every source of a chain on loopback at once, from a thread of its own, each with a fault to be switched on."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.sources import engines, servers, web_servers

WEB_FAULTS = {"empty-body": "empty", "half-a-body": "half"}
"""How the web searches call what the directories call otherwise."""


@dataclass
class Farm:
    """Addresses by source, what each was asked, and what each is made to do."""

    urls: dict[str, str] = field(default_factory=dict)
    directories: dict[str, servers.Behaviour] = field(default_factory=dict)
    searches: dict[str, web_servers.Service] = field(default_factory=dict)
    _stacks: dict[str, AsyncExitStack] = field(default_factory=dict)
    _loop: asyncio.AbstractEventLoop | None = None

    def variables(self, **more: str) -> dict[str, str]:
        """The environment that points every source at its server."""
        return {f"SHARITORIES_{name.upper()}_URL": url for name, url in self.urls.items()} | more

    def asked(self, name: str) -> int:
        """Requests that a source has had."""
        return len(self.directories[name].asked if name in self.directories else self.searches[name].asked)

    def break_with(self, name: str, fault: str) -> None:
        """Make a source answer with a fault, `429` or `down` among them, until the farm is closed."""
        if fault == "down":
            self._run(self._stacks.pop(name).aclose)
        elif fault == "429":
            if name in self.directories:
                self.directories[name].most_requests = 0
            else:
                self.searches[name].allowed = 0
        elif name in self.directories:
            self.directories[name].fault = fault
        else:
            self.searches[name].fault = WEB_FAULTS.get(fault, fault)

    def start(self, name: str) -> None:
        """Serve one source."""
        self._run(lambda: self._start(name))

    async def _start(self, name: str) -> None:
        stack = self._stacks[name] = AsyncExitStack()
        if name in servers.APPS:
            behaviour = self.directories[name] = servers.Behaviour()
            self.urls[name] = await stack.enter_async_context(servers.serving(name, behaviour))
        else:
            service = self.searches[name] = await stack.enter_async_context(engines.serving(name))
            self.urls[name] = service.url

    def _run(self, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(work(), self._loop).result(timeout=20)

    def close(self) -> None:
        """End every server that is still up."""
        for stack in self._stacks.values():
            self._run(stack.aclose)


@contextmanager
def farming(names: Iterable[str]) -> Iterator[Farm]:
    """Serve the named sources while the block runs."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    farm = Farm(_loop=loop)
    try:
        for name in names:
            farm.start(name)
        yield farm
        farm.close()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def statuses(rows: Iterable[tuple[object, ...]]) -> dict[str, set[str]]:
    """Source -> the statuses its queries ended with."""
    found: dict[str, set[str]] = {}
    for source, status in rows:
        found.setdefault(str(source), set()).add(str(status))
    return found
