"""The pages of review: address (a regular expression) and view of each."""

from collections.abc import Callable
from typing import Any

ROUTES: list[tuple[str, Callable[..., Any]]] = []
