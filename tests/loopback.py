"""Servers on loopback: in a thread, for programs that have an event loop of their own, and one of fixed words."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import TypeVar

from aiohttp import web

Served = TypeVar("Served")


@contextmanager
def in_thread(serving: AbstractAsyncContextManager[Served]) -> Iterator[Served]:
    """What an asynchronous server gives, served from a thread of its own while the block runs."""
    given: list[Served] = []
    ready, over, loops = threading.Event(), asyncio.Event(), list[asyncio.AbstractEventLoop]()

    async def work() -> None:
        loops.append(asyncio.get_running_loop())
        async with serving as served:
            given.append(served)
            ready.set()
            await over.wait()

    thread = threading.Thread(target=asyncio.run, args=(work(),))
    thread.start()
    assert ready.wait(10), "the server did not come up"
    try:
        yield given[0]
    finally:
        loops[0].call_soon_threadsafe(over.set)
        thread.join()


@asynccontextmanager
async def saying(answer: Callable[[web.Request], web.Response]) -> AsyncIterator[str]:
    """The address of a server that answers every path and method as told."""

    async def handle(request: web.Request) -> web.Response:
        return answer(request)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()
