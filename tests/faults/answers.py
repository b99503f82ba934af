"""What a server may do to whoever asks it, each as a way of answering one request."""

import asyncio
import gzip
import os
import struct
from collections.abc import Awaitable, Callable
from socket import SO_LINGER, SOL_SOCKET

Answer = Callable[[asyncio.StreamWriter, str], Awaitable[None]]
"""(where to write, path asked for). The connection is closed afterwards."""

_MEGABYTE = 1_000_000
_LONG = 30.0
"""Seconds; longer than any bound of the tests."""


def head(*headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *([f"Content-Type: {kind}"] if kind else []), *headers, "", ""]).encode()


def whole(body: bytes | str, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """An answer as it should be."""
    raw = body.encode() if isinstance(body, str) else body
    return head(f"Content-Length: {len(raw)}", *headers, status=status, kind=kind) + raw


def page_about(path: str) -> str:
    return (
        f"<html><head><title>Fablab de Lorient, {path}</title></head><body><p>Un fablab à Lorient, {path}.</p></body>"
    )


def says(answer: bytes) -> Answer:
    """These bytes, whatever is asked."""

    async def say(writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(answer)
        await writer.drain()

    return say


async def well(writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(whole(page_about(path)))


async def silent(writer: asyncio.StreamWriter, path: str) -> None:
    await asyncio.sleep(_LONG)


def reset_after(answer: bytes) -> Answer:
    """These bytes, then a reset."""

    async def reset(writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(answer)
        await writer.drain()
        await asyncio.sleep(0.02)  # so that the bytes arrive, which a reset would overtake
        writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    return reset


def silent_after(answer: bytes) -> Answer:
    async def stop(writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(answer)
        await asyncio.sleep(_LONG)

    return stop


def drips(first: bytes, drop: bytes) -> Answer:
    """The first bytes at once, the rest a drop at a time without end."""

    async def drip(writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(first)
        while True:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(0.05)

    return drip


def pours(first: bytes, chunk: bytes, most: float = float("inf")) -> Answer:
    """The first bytes, then as fast as they are taken the same chunk over and over."""

    async def pour(writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(first)
        sent = 0
        while sent < most:
            writer.write(chunk)
            sent += len(chunk)
            await writer.drain()
            await asyncio.sleep(0)  # draining alone lets nobody else go

    return pour


def redirect(location: str, status: str = "302 Found") -> bytes:
    return whole("", f"Location: {location}", status=status)


async def grows(writer: asyncio.StreamWriter, path: str) -> None:
    """A redirect to an address that is longer by one segment."""
    writer.write(redirect(f"{path}/x{len(path)}"))


def loops(*paths: str) -> Answer:
    async def turn(writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(redirect(paths[(paths.index(path) + 1) % len(paths)]))

    return turn


def zipped(body: bytes) -> bytes:
    return whole(gzip.compress(body, 9), "Content-Encoding: gzip")


def bomb() -> bytes:
    """40 kB that unpack to 40 MB."""
    return zipped(bytes(40 * _MEGABYTE))


def bomb_in_a_bomb() -> bytes:
    """A few kB that unpack to 300 kB, which unpack to 300 MB."""
    packed = gzip.compress(gzip.compress(bytes(_MEGABYTE), 9) * 300, 9)
    return whole(packed, "Content-Encoding: gzip, gzip")


def noise(size: int) -> bytes:
    return os.urandom(size)


def groups_without_end() -> bytes:
    """As many groups for other crawlers as fit into 500 KiB."""
    names = "".join(f"User-agent: {number}\n" for number in range(16_000))
    return whole(names + "".join(f"Disallow: /{number}\n" for number in range(14_000)), kind="text/plain")
