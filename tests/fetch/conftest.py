"""A real server on loopback that answers what a test scripts, and a fetcher whose clock nobody waits for."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from sharitories_crawl.fetch.fetcher import Fetcher
from sharitories_crawl.fetch.judgement import WallFinder
from sharitories_crawl.fetch.kept_turns import KeptTurns
from sharitories_crawl.fetch.outcome import RawExchange
from sharitories_crawl.fetch.policy import FetchPolicy

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Asked:
    """One request as the server received it; header names lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Site:
    """Answers each path with its scripted answers in turn, the last one for ever; 404 for any other path."""

    port: int = 0
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, robots files left out."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def script(self, path: str, *answers: Answer) -> str:
        """Set what a path answers; gives its address."""
        self.answers[path] = list(answers)
        return self.url + path

    @staticmethod
    def page(body: bytes | str = "<html>bonjour", kind: str = HTML, status: str = "200 OK", **headers: str) -> bytes:
        """A whole answer with its length; header names are written with _ for -."""
        raw = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(raw)}"]
        lines += [f"Content-Type: {kind}"] if kind else []
        lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw

    @classmethod
    def redirect(cls, location: str, status: str = "302 Found") -> bytes:
        return cls.page("", status=status, Location=location)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                method, path, _ = head[0].split(" ")
                headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in head[1:-2])}
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                self.asked.append(Asked(method, path, headers, body))
                queue = self.answers.get(path, [self.page("", status="404 Not Found")])
                answer = queue.pop(0) if len(queue) > 1 else queue[0]
                self.at_once += 1
                self.most_at_once = max(self.most_at_once, self.at_once)
                try:
                    if isinstance(answer, bytes):
                        await asyncio.sleep(0)
                        writer.write(answer)
                        await writer.drain()
                    else:
                        await answer(writer)
                finally:
                    self.at_once -= 1
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """One server on every loopback address, so that 127.0.0.1, 127.0.0.2, ... are several hosts."""
    served = Site()
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        await served.serve(reader, writer)
        tasks.discard(task)

    server = await asyncio.start_server(connected, "0.0.0.0", 0)
    served.port = server.sockets[0].getsockname()[1]
    yield served
    server.close()
    for task in tuple(tasks):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@dataclass
class Clock:
    """Time that passes only when somebody sleeps."""

    seconds: float = 1_000.0
    naps: list[float] = field(default_factory=list)

    def read(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return datetime(2026, 3, 2, 8, 0, tzinfo=UTC) + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def exchanges() -> list[RawExchange]:
    """What was handed to the archive, in order."""
    return []


OpenFetcher = Callable[..., Awaitable[Fetcher]]


@pytest.fixture
async def open_fetcher(clock: Clock, exchanges: list[RawExchange]) -> AsyncIterator[OpenFetcher]:
    """Makes a fetcher that may enter 127.0.0.1 only, waits on the test's clock, and differs as the test says."""
    policy = FetchPolicy(
        "sharitories-crawl/0.1 (+https://example.org/contact)",
        delay=0,
        timeout_connect=0.3,
        timeout_read=0.3,
        timeout_total=5,
        max_same_pages=1000,
        allow_networks=("127.0.0.1/32",),
    )
    async with AsyncExitStack() as stack:

        async def open_one(
            find_wall: WallFinder | None = None,
            kept_turns: KeptTurns | None = None,
            most_requests: int | None = None,
            **changes: object,
        ) -> Fetcher:
            fetcher = Fetcher(
                replace(policy, **changes),  # type: ignore[arg-type]
                exchanges.append,
                find_wall=find_wall,
                kept_turns=kept_turns,
                most_requests=most_requests,
                clock=clock.read,
                sleep=clock.sleep,
                now=clock.now,
            )
            return await stack.enter_async_context(fetcher)

        yield open_one
