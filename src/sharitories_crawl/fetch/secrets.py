"""Keys in headers: sent, and kept out of everything that is written down, also where a server repeats them."""

from collections.abc import Iterable

HIDDEN = "(key hidden)"
_OF_THE_OLD_BODY = frozenset({"content-encoding", "content-length", "transfer-encoding"})

Headers = tuple[tuple[str, str], ...]


def repeats_any(secrets: Iterable[str], headers: Headers, body: bytes) -> bool:
    """Whether an answer holds one of the secrets; `body` is decompressed."""
    return any(secret.encode() in body or any(secret in text for _, text in headers) for secret in secrets)


def hide(secrets: Iterable[str], headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    """The answer without the secrets; its body is then plain, and its headers say so."""
    for secret in secrets:
        body = body.replace(secret.encode(), HIDDEN.encode())
        headers = tuple((key, text.replace(secret, HIDDEN)) for key, text in headers)
    return tuple(pair for pair in headers if pair[0].lower() not in _OF_THE_OLD_BODY), body
