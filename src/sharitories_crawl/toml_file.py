"""A TOML file that remembers its text, so that a mistake in it is told with its file and line."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from sharitories_crawl.errors import BadInput

# tomllib tells the place only inside its message (Python 3.11 to 3.13)
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)$")
_AT_END = re.compile(r"\s*\(at end of document\)$")
_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w-]+|\"[^\"]*\"|'[^']*')\s*=")


def nearest(word: str, valid: Iterable[str], otherwise: str = "") -> str:
    """The end of a message about a mistyped word: the valid word nearest to it, else all of them or `otherwise`."""
    words = list(valid)
    near = get_close_matches(word[:80], words, n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else otherwise or f"; there are: {', '.join(words)}"


@dataclass(frozen=True, slots=True)
class TomlFile:
    """What a file says, and the words it says it in."""

    path: Path
    text: str
    content: Mapping[str, object]

    def mistake(self, table: tuple[str, ...], key: str, remedy: str, value: str = "") -> BadInput:
        """The error to raise about a key of a table, or about one string in its list."""
        return BadInput(f"{self.path}, line {self.line_of(table, key, value)}: {remedy}")

    def line_of(self, table: tuple[str, ...], key: str = "", value: str = "") -> int:
        """Line of a table's header, of a key in it, or of a string from that key on: the nearest that can be found.

        A table written inline or with dotted keys is found at the header above it, at worst on line 1.
        """
        lines = self.text.splitlines()
        start = _header_line(lines, table)
        end = next((n for n in range(start + 1, len(lines)) if _TABLE.match(lines[n])), len(lines))
        if table and start < 0:
            return self.line_of(table[:-1], table[-1])
        found = start
        if key:
            found = next((n for n in range(start + 1, end) if _key_of(lines[n]) == key), start)
        if value:
            quoted = (f'"{value}"', f"'{value}'")
            found = next((n for n in range(max(found, 0), end) if any(q in lines[n] for q in quoted)), found)
        return max(found, 0) + 1


def load_toml(path: Path) -> TomlFile:
    """Read a TOML file. Raises BadInput, with file and line, where it is missing, no UTF-8 or no TOML."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}") from error
    try:
        # Windows' Notepad may put a byte order mark first, which TOML does not know
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInput(f"{path}, line {line}: a letter is not written in UTF-8; save the file as UTF-8") from error
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits and deep nesting have their own
        raise _syntax_mistake(path, text, str(error)) from error
    return TomlFile(path, text, content)


def _syntax_mistake(path: Path, text: str, message: str) -> BadInput:
    lines = text.splitlines() or [""]
    at_line = _AT_LINE.search(message)
    number = min(int(at_line.group(1)), len(lines)) if at_line else len(lines)
    told = _AT_END.sub("", _AT_LINE.sub("", message))
    return BadInput(
        f"{path}, line {number}: this is not valid TOML ({told}): {lines[number - 1].strip()[:80]!r}. "
        "Look there, or just above, for a missing quote, comma, bracket or equals sign, or for a name given twice"
    )


def _header_line(lines: list[str], table: tuple[str, ...]) -> int:
    """Index of the line `[a.b]`, else of the first one inside it, `[a.b.c]`; -1 for the top of a file or for none."""
    inside = -1
    for number, line in enumerate(lines if table else ()):
        header = _TABLE.match(line)
        names = tuple(part.strip().strip("\"'") for part in header.group(1).split(".")) if header else ()
        if names == table:
            return number
        if inside < 0 and names[: len(table)] == table:
            inside = number
    return inside


def _key_of(line: str) -> str:
    key = _KEY.match(line)
    return key.group(1).strip("\"'") if key else ""
