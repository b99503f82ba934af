"""Telling a watcher of the user's own that something began, ended or failed; no answer of it ever stops a run."""

import httpx

SECONDS = 10.0
MOST_CHARACTERS = 10_000


def ping(address: str, text: str) -> str:
    """Post a few words to an address; empty where it took them, else what went wrong."""
    try:
        answer = httpx.post(address, content=text[:MOST_CHARACTERS].encode(), timeout=SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"{type(error).__name__}: {error}"
    return "" if answer.is_success else f"it answered {answer.status_code}"
