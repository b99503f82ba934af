"""Who may come in, and by which address: what `sharitories review` was told, checked before it listens."""

import getpass
import ipaddress
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sharitories_crawl.errors import BadInput
from sharitories_crawl.review.tiles import Tiles

if TYPE_CHECKING:
    from datasette.app import Datasette

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_HASH = re.compile(r"pbkdf2_sha256\$[1-9]\d{0,8}\$[^$\s:]+\$[A-Za-z0-9+/]+={0,2}")
_NAME = re.compile(r"[^\s:\x00-\x1f\x7f][^:\x00-\x1f\x7f]{0,59}")
_BASE_PATH = re.compile(r"/(?:[\w.~-]+/)*", re.ASCII)
HASHING = "datasette hash-password"


@dataclass(frozen=True, slots=True)
class Serving:
    """How this instance is served. A Datasette that the user started himself has none."""

    reviewer: str
    """Who comes in by the login link."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    """What the link carries; good for as long as the process lives, since a browser may lose its cookies."""
    accounts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Name -> hashed password. Where there are any, the link lets nobody in."""
    hosts: frozenset[str] = frozenset()
    """Names under which it answers; none: any. Against a foreign site whose name was made to lead here."""
    base_path: str = "/"
    origin: str = ""
    """Scheme, host and port under which a proxy shows it, where that was told."""
    tiles: Tiles | None = None


def serving_of(datasette: "Datasette") -> Serving | None:
    """How this instance is served by us; None under a plain Datasette."""
    serving = getattr(datasette, "serving", None)
    return serving if isinstance(serving, Serving) else None


def plan_serving(
    host: str, reviewer: str | None, passwords: Path | None, base_url: str, tiles: Tiles | None = None
) -> Serving:
    """What the options ask for. Raises BadInput, also where everybody on the network would be let in."""
    if not is_loopback(host) and passwords is None:
        raise BadInput(
            f"--host {host} opens the database to other machines, so it needs --passwords FILE: one line name:hash for"
            f" each reviewer, the hash made by `{HASHING}`. Without it, stay on this machine and leave --host out"
        )
    base_path, origin = read_base_url(base_url)
    hosts = LOOPBACK_NAMES | {host.lower().strip("[]")} | ({urlsplit(origin).hostname or ""} if origin else set())
    return Serving(
        reviewer=read_reviewer(reviewer),
        accounts=read_passwords(passwords) if passwords else {},
        hosts=frozenset(hosts) if is_loopback(host) else frozenset(),
        base_path=base_path,
        origin=origin,
        tiles=tiles,
    )


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this machine only."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read_reviewer(name: str | None) -> str:
    """The name that verdicts are signed with, the system user's by default."""
    if name is None:
        try:
            name = getpass.getuser()
        except (KeyError, OSError):  # a container's user need not have a name
            name = "reviewer"
    name = name.strip()
    if not _NAME.fullmatch(name):
        raise BadInput(f"--reviewer {name!r} cannot sign verdicts: give a name of 1 to 60 letters, without a colon")
    return name


def read_base_url(text: str) -> tuple[str, str]:
    """Path, and origin where a whole address is given, of what a proxy shows us under."""
    parts = urlsplit(text)
    path = f"/{parts.path.strip('/')}/".replace("//", "/")
    whole = bool(parts.scheme or parts.netloc)
    if (
        not _BASE_PATH.fullmatch(path)
        or parts.query
        or parts.fragment
        or (whole and (parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc))
    ):
        raise BadInput(
            f"--base-url {text!r}: give a path like /review/, or the whole address https://example.org/review/"
        )
    return path, f"{parts.scheme}://{parts.netloc.lower()}" if whole else ""


def read_passwords(path: Path) -> dict[str, str]:
    """Name -> hash of a password file. Raises BadInput naming the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as trouble:
        reason = trouble.strerror if isinstance(trouble, OSError) else "it is not UTF-8"
        raise BadInput(f"--passwords {path} cannot be read: {reason}") from None
    accounts: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, hashed = (part.strip() for part in line.partition(":"))
        if not _NAME.fullmatch(name) or not _HASH.fullmatch(hashed):
            raise BadInput(f"{path}, line {number}: expected name:hash, the hash made by `{HASHING}`")
        if name in accounts:
            raise BadInput(f"{path}, line {number}: {name} has a password already; keep one line")
        accounts[name] = hashed
    if not accounts:
        raise BadInput(f"{path} names nobody: write one line name:hash for each reviewer, the hash made by `{HASHING}`")
    return accounts
