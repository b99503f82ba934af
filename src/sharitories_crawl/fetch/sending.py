"""When a request really leaves: on a busy machine that is later than its turn begins, and it is what its host sees."""

from collections.abc import Callable
from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp

WHEN_SENT: ContextVar[Callable[[], None] | None] = ContextVar("when_sent", default=None)
"""Called as soon as the head of the request that is being made is written."""


def telling_when_sent() -> aiohttp.TraceConfig:
    """What lets a session call WHEN_SENT."""
    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(_sent)
    return trace


async def _sent(
    session: aiohttp.ClientSession, context: SimpleNamespace, sent: aiohttp.TraceRequestHeadersSentParams
) -> None:
    tell = WHEN_SENT.get()
    if tell is not None:
        tell()
