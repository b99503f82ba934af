"""Keys of sources: from the environment, or from a file that only the user can read; shown and stored nowhere."""

import os
import stat
from collections.abc import Collection, Mapping
from pathlib import Path

from sharitories_crawl.errors import BadInput

DEFAULT_FILE = Path("~/.config/sharitories/keys.env")


class Key:
    """A secret that says nothing of itself when printed, logged or formatted."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def reveal(self) -> str:
        """The secret itself, for the header of a request and nothing else."""
        return self._secret

    def __repr__(self) -> str:
        return "Key(hidden)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a key is not written down")


def load_keys(names: Collection[str], environment: Mapping[str, str], file: Path | None = None) -> dict[str, Key]:
    """The keys of the given names that are set; the environment goes before the file.

    `file` must be there if it is given; else DEFAULT_FILE is read where it exists. Raises BadInput where others can
    read the file, or naming the line that is no NAME=value; never with a secret in the message.
    """
    path = file or DEFAULT_FILE.expanduser()
    filed = _read(path) if file is not None or path.exists() else {}
    found = {name: environment.get(name, "").strip() or filed.get(name, "") for name in names}
    for name, secret in found.items():
        if not secret.isascii() or not secret.isprintable():
            raise BadInput(f"the key {name} holds letters that no key has; copy it again, on one line")
    return {name: Key(secret) for name, secret in found.items() if secret}


def _read(path: Path) -> dict[str, str]:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadInput(f"the keys file {path} cannot be read: {reason}") from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadInput(f"the keys file {path} can be read by others; run: chmod 600 {path}")
    if any((folder / ".git").exists() for folder in path.resolve().parents):
        raise BadInput(f"the keys file {path} lies in a git repository; move it to {DEFAULT_FILE}")
    keys: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        name, equals, secret = stripped.removeprefix("export ").partition("=")
        if not equals or not name.strip().isidentifier():
            raise BadInput(f"{path}, line {number} is no NAME=value, such as BRAVE_API_KEY=...")
        keys[name.strip()] = secret.strip().strip("\"'")
    return keys
