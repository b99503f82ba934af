"""Datasette's side in French: what we say of the database, and what its own templates say around it."""

import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import BaseLoader, Environment

from sharitories_crawl.review.languages import FRENCH, LANGUAGE

FILE = Path(__file__).with_name("french.toml")
OURS = "sharitories_database.html"
_FACET = '(facet_value.label | string()) or "-"'
_FACET_IN_WORDS = f"(labels|default({{}})).get(facet_info.name, {{}}).get(facet_value.value) or {_FACET}"
_DESCRIBED = (
    ("where ", "où "), (" and ", " et "), ("sorted by ", "triées par "), (" descending", ", par ordre décroissant"),
    ("search matches", "recherche de"), (" contains ", " contient "),
)  # fmt: skip
_QUOTED = re.compile(r'("[^"]*")')


@cache
def sentences() -> dict[str, dict[str, str]]:
    """English to French, by part of the file."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def say(english: str) -> str:
    """A sentence of ours in the language of the request being answered; English where it has no French."""
    return sentences()["descriptions"].get(english, english) if LANGUAGE.get() == FRENCH else english


def in_french(described: str) -> str:
    """What Datasette's code says of filters and order; values stand in quotes and stay."""
    parts = _QUOTED.split(described)
    for english, french in _DESCRIBED:
        parts[::2] = [part.replace(english, french) for part in parts[::2]]
    return "".join(parts)


class FrenchTemplates(BaseLoader):
    """Loads templates; Datasette's own say each known piece in French where the variable `french` is set.

    Their text is not copied here: a piece that a later Datasette words otherwise stays English, and a test tells.
    """

    def __init__(self, inner: BaseLoader, folders: tuple[Path, ...]) -> None:
        self._inner = inner
        self._folders = folders
        pages = sentences()["pages"]
        self._pieces = re.compile("|".join(re.escape(piece) for piece in sorted(pages, key=len, reverse=True)))

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source, with both languages in it."""
        source, filename, is_current = self._inner.get_source(environment, template)
        if filename and (Path(filename).parent in self._folders or Path(filename).name == OURS):
            source = self._pieces.sub(_both, source).replace(_FACET, _FACET_IN_WORDS)
        return source, filename, is_current

    def list_templates(self) -> list[str]:
        """As there are."""
        return self._inner.list_templates()


def _both(piece: "re.Match[str]") -> str:
    english = piece.group()
    return f"{{% if french %}}{sentences()['pages'][english]}{{% else %}}{english}{{% endif %}}"
