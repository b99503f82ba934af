"""A farm of servers on loopback: each fault is a host with an address of its own, among hosts that are well."""

import asyncio
import json
import ssl
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import trustme
from tests.faults.answers import whole
from tests.faults.table import FAULTS, Fault

ENGINE = "127.1.0.1"


@dataclass
class Seen:
    """What one host of the farm went through."""

    paths: list[str] = field(default_factory=list)
    sent: int = 0
    longest: float = 0.0
    """Seconds that a connection stood open, at most."""
    open: int = 0
    most_open: int = 0


@dataclass
class Farm:
    """The addresses of what is served, and what was seen."""

    ports: dict[str, int] = field(default_factory=dict)
    """How it is served -> port."""
    seen: dict[str, Seen] = field(default_factory=dict)
    trusted: Path = Path()
    """The one authority that the client is to know."""

    @property
    def engine(self) -> str:
        return f"http://{ENGINE}:{self.ports['http']}"

    def addresses(self) -> dict[str, tuple[Fault, str]]:
        """Address of every page -> its fault and path."""
        return {self.address(fault, path): (fault, path) for fault in FAULTS for path in fault.paths}

    def address(self, fault: Fault, path: str) -> str:
        scheme = "https" if fault.served.startswith("tls") else "http"
        return f"{scheme}://{fault.host}:{self.ports[fault.served]}{path}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, of one request."""
        ip = writer.get_extra_info("sockname")[0]
        seen = self.seen.setdefault(ip, Seen())
        seen.open += 1
        seen.most_open = max(seen.most_open, seen.open)
        started = time.monotonic()
        counted = _counting(writer, seen)
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            request = await reader.readuntil(b"\r\n\r\n")
            path = request.split(b" ", 2)[1].decode("ascii")
            seen.paths.append(path)
            if ip == ENGINE:
                counted.write(self._results(path))
            elif (fault := BY_HOST.get(ip)) is not None:
                await _until_gone((fault.robots if path == "/robots.txt" else fault.answer)(counted, path), reader)
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await writer.drain()
        seen.open -= 1
        seen.longest = max(seen.longest, time.monotonic() - started)
        writer.close()

    def _results(self, path: str) -> bytes:
        if path == "/robots.txt":
            return whole("", status="404 Not Found")
        results = [{"url": url, "title": "Fablab de Lorient", "content": "Un fablab"} for url in self.addresses()]
        return whole(json.dumps({"query": "", "results": results, "unresponsive_engines": []}), kind="application/json")


BY_HOST = {fault.host: fault for fault in FAULTS}


def _counting(writer: asyncio.StreamWriter, seen: Seen) -> asyncio.StreamWriter:
    plain = writer.write

    def write(data: bytes) -> None:
        seen.sent += len(data)
        plain(data)

    writer.write = write  # type: ignore[method-assign, assignment]
    return writer


@asynccontextmanager
async def farming(folder: Path) -> AsyncIterator[Farm]:
    """The farm, on every loopback address at once: a port for each way of serving."""
    farm = Farm(trusted=folder / "authority.pem")
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(asyncio.CancelledError):
            await farm.answer(reader, writer)
        tasks.discard(task)

    async with AsyncExitStack() as stack:
        for name, context in (("http", None), *_contexts(farm.trusted)):
            server = await asyncio.start_server(connected, "0.0.0.0", 0, ssl=context)
            stack.callback(server.close)
            farm.ports[name] = server.sockets[0].getsockname()[1]
        plain = await asyncio.start_server(_speak_plainly, "0.0.0.0", 0)
        stack.callback(plain.close)
        farm.ports["tls-plain"] = plain.sockets[0].getsockname()[1]
        closed = await asyncio.start_server(connected, "0.0.0.0", 0)
        farm.ports["closed"] = closed.sockets[0].getsockname()[1]
        closed.close()
        # nobody who speaks TLS is answered here: to this server the request never ends
        farm.ports["tls-silent"] = farm.ports["http"]
        try:
            yield farm
        finally:
            for task in tuple(tasks):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _until_gone(answering: Awaitable[None], reader: asyncio.StreamReader) -> None:
    """Answer to the end, or until the client hangs up."""
    answer, gone = asyncio.ensure_future(answering), asyncio.ensure_future(reader.read())
    try:
        await asyncio.wait((answer, gone), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (answer, gone):
            task.cancel()
        await asyncio.gather(answer, gone, return_exceptions=True)


async def _speak_plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(whole("", status="400 Bad Request"))
    with suppress(ConnectionError):
        await writer.drain()
    writer.close()


def _contexts(trusted: Path) -> list[tuple[str, ssl.SSLContext]]:
    """A way of serving for each certificate: one that is right and those that are wrong."""
    authority, stranger = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(trusted)
    hosts = [fault.host for fault in FAULTS if fault.served.startswith("tls")]
    long_ago = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
    certificates = {
        "tls": authority.issue_cert(*hosts),
        "tls-expired": authority.issue_cert(*hosts, not_before=long_ago[0], not_after=long_ago[1]),
        "tls-not-yet": authority.issue_cert(*hosts, not_before=datetime(2100, 1, 1, tzinfo=UTC)),
        "tls-other-host": authority.issue_cert("other.example"),
        "tls-stranger": stranger.issue_cert(*hosts),
    }
    contexts = []
    for name, certificate in certificates.items():
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        contexts.append((name, context))
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with stranger.private_key_pem.tempfile() as key, stranger.cert_pem.tempfile() as certificate_file:
        own.load_cert_chain(certificate_file, key)
    contexts.append(("tls-self-signed", own))
    return contexts
