"""The pages of review: address (a regular expression) and view of each."""

from collections.abc import Callable
from typing import Any

ROUTES: list[tuple[str, Callable[..., Any]]] = []


def has_page(path: str) -> bool:
    """Whether there is a page of review whose address begins so, after `/-/review`."""
    return any(pattern.startswith(f"^/-/review{path}") for pattern, _ in ROUTES)
