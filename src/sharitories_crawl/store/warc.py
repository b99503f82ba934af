"""One WARC response record as bytes (ISO 28500:2009, WARC/1.0)."""

from base64 import b32encode
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha1
from uuid import uuid4


def response_record(
    url: str,
    status: int,
    reason: str,
    headers: Iterable[tuple[str, str]],
    body: bytes,
    fetched_at: datetime,
    method: str,
) -> tuple[bytes, bytes, bytes]:
    """The record in three parts, of which the middle one is the body as it came: it need not be copied.

    Header texts are Latin-1's, as the wire gave them, and so are written byte for byte as they were received.
    """
    answered = "".join(f"{name}: {text}\r\n" for name, text in headers)
    status_line = f"HTTP/1.1 {status} {reason}".rstrip()
    http = f"{status_line}\r\n{answered}\r\n".encode("latin-1", "replace")
    payload = sha1(body, usedforsecurity=False)
    block = sha1(http, usedforsecurity=False)
    block.update(body)
    named = (
        "WARC/1.0\r\n"
        f"WARC-Date: {fetched_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}\r\n"
        f"X-Request-Method: {method}\r\n"
        "WARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid4()}>\r\n"
        f"WARC-Target-URI: {url}\r\n"
        f"WARC-Payload-Digest: sha1:{b32encode(payload.digest()).decode()}\r\n"
        f"WARC-Block-Digest: sha1:{b32encode(block.digest()).decode()}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http) + len(body)}\r\n"
        "\r\n"
    )
    return named.encode() + http, body, b"\r\n\r\n"
