"""Bodies within bounds: bytes as they come, decompression that stops in time, and text."""

import zlib
from collections.abc import AsyncIterable, Mapping

from sharitories_crawl.fetch.charset import decode_text
from sharitories_crawl.fetch.outcome import Failure

__all__ = ["BadBody", "decode_text", "inflate", "read_body"]

_NOT_COMPRESSED = frozenset({"", "identity", "none", "utf-8"})  # some servers put their charset here
_COMPRESSED = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
_GZIP_MAGIC = b"\x1f\x8b"
_MOST_LAYERS = 2
"""Twice compressed exists by mistake; more is an attack."""
_MOST_MEMBERS = 64
"""Arbitrary: gzip streams glued together are rare, and thousands of tiny ones would cost quadratic time."""


class BadBody(Exception):
    """A body that goes beyond its bounds or cannot be unpacked."""

    def __init__(self, slug: Failure, detail: str) -> None:
        super().__init__(detail)
        self.slug = slug
        self.detail = detail


async def read_body(chunks: AsyncIterable[bytes], limit: int, *, cut: bool = False) -> tuple[bytes, bool]:
    """All bytes, and whether they were cut at the limit; without `cut`, BadBody is raised there instead."""
    parts: list[bytes] = []
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > limit:
            if not cut:
                raise BadBody(Failure.TOO_LARGE, f"more than {limit:,} bytes")
            parts.append(chunk[: len(chunk) - (size - limit)])
            return b"".join(parts), True
        parts.append(chunk)
    return (parts[0] if len(parts) == 1 else b"".join(parts)), False


def inflate(body: bytes, headers: Mapping[str, str], limit: int, *, cut: bool = False) -> bytes:
    """Undo Content-Encoding within `limit` bytes. With `cut`, what fits is returned and a torn end is forgiven."""
    named = headers.get("content-encoding")
    if not named or not body:
        return body
    layers = [name for part in named.split(",") if (name := part.strip().lower()) not in _NOT_COMPRESSED]
    if len(layers) > _MOST_LAYERS:
        raise BadBody(Failure.BAD_ENCODING, f"compressed {len(layers)} times")
    for name in reversed(layers):
        if name not in _COMPRESSED:
            raise BadBody(Failure.BAD_ENCODING, f"compressed as {name}, which was not asked for")
        body = _unpack(body, name, limit, cut=cut)
    return body


def _unpack(body: bytes, name: str, limit: int, *, cut: bool) -> bytes:
    wbits = _COMPRESSED[name]
    if name == "deflate" and not _has_zlib_header(body):
        wbits = -zlib.MAX_WBITS  # many servers mean the bare stream
    parts: list[bytes] = []
    left = limit
    rest = body
    for _ in range(_MOST_MEMBERS):
        stream = zlib.decompressobj(wbits)
        try:
            part = stream.decompress(rest, left + 1)
        except zlib.error as error:
            raise BadBody(Failure.BAD_ENCODING, f"said to be {name}, but is not ({error})") from None
        if len(part) > left:
            if cut:
                parts.append(part[:left])
                break
            raise BadBody(Failure.DECOMPRESSES_TOO_LARGE, f"{len(body):,} bytes unpack to more than {limit:,}")
        parts.append(part)
        left -= len(part)
        if not stream.eof:
            if cut:
                break
            raise BadBody(Failure.BAD_ENCODING, f"the {name} stream ends too early")
        # gzip may come in several members; other bytes after the end are padding
        rest = stream.unused_data
        if not rest.startswith(_GZIP_MAGIC):
            break
    return b"".join(parts)


def _has_zlib_header(body: bytes) -> bool:
    return len(body) >= 2 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
