"""One frozen Settings, from sharitories.toml, then environment variables, then options: the later wins."""

import difflib
import ipaddress
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sharitories_crawl.errors import BadInput
from sharitories_crawl.source_table import SOURCE_TABLE

FILE_NAME = "sharitories.toml"
DEFAULT = "default"
SANDBOX_DB = Path("data/sandbox/sandbox.db")
"""The database of a sandbox's answers unless one is named: in a folder of its own, since an archive lies beside it."""
_LONGEST_NAME = 80
"""Letters. Nothing near is looked for beyond them, which would take seconds for a name of a megabyte."""


_OPTIONS = {"refresh_days": "refresh"}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("expected text in quotes")
    return value.strip()


def _names(value: object) -> tuple[str, ...]:
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        raise ValueError('expected a list such as ["a", "b"]')
    return tuple(name for item in items if (name := _text(item)))


def _number(low: float, high: float) -> Callable[[object], float]:
    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError(f"expected a number from {low:g} to {high:g}")
        try:
            number = float(value)
        except ValueError:
            raise ValueError(f"expected a number from {low:g} to {high:g}") from None
        if not low <= number <= high:
            raise ValueError(f"expected a number from {low:g} to {high:g}")
        return number

    return read


def _whole(low: int, high: int) -> Callable[[object], int]:
    read_number = _number(low, high)

    def read(value: object) -> int:
        number = read_number(value)
        if number != int(number):
            raise ValueError(f"expected a whole number from {low} to {high}")
        return int(number)

    return read


def _path(value: object) -> Path:
    if isinstance(value, Path):
        return value
    text = _text(value)
    if not text:
        raise ValueError("expected a path")
    return Path(text).expanduser()


def _optional_path(value: object) -> Path | None:
    return _path(value) if value not in ("", None) else None


def _url(value: object) -> str:
    text = _text(value).rstrip("/")
    if text:
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("expected an address such as http://localhost:8080")
    return text


def _networks(value: object) -> tuple[str, ...]:
    networks = _names(value)
    for network in networks:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            raise ValueError(f"{network!r} is no network; expected for example 10.0.0.0/8") from None
    return networks


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: how it is read, what it is without being set, what it means."""

    read: Callable[[object], object]
    default: object
    meaning: str


FIELDS: dict[str, Field] = {
    "db": Field(_path, Path("data/sharitories.db"), "the database; its archive lies in archive/ beside it"),
    "contact": Field(_text, "", "an e-mail or web address that site owners can write to; part of the User-Agent"),
    "sources": Field(_names, (), "the sources to ask; empty for the default chain"),
    "queries": Field(_optional_path, None, "a folder of your own kinds.toml, fr.toml, ..."),
    "refresh_days": Field(_number(0, 3650), 30.0, "days before an answer or a page is asked for again"),
    "top_up_below": Field(
        _whole(0, 10_000), 20, "towns with fewer candidates than this are asked about at one more web search"
    ),
    "max_names": Field(
        _whole(0, 1_000), 10, "initiatives of one town known by name alone that a web search is asked about, at most"
    ),
    "max_pages": Field(_whole(0, 100_000), 300, "pages fetched for one town in one run, at most"),
    "max_pages_of_host": Field(
        _whole(1, 100_000),
        60,
        "pages of one host fetched for one town in one run, at most; the rest waits",
    ),
    "max_hosts": Field(_whole(1, 1_000_000), 5_000, "hosts that pages are fetched from in one run, at most"),
    "delay": Field(_number(0, 3600), 2.0, "seconds between two requests to one host"),
    "hosts_at_once": Field(_whole(1, 256), 16, "hosts asked side by side"),
    "timeout": Field(
        _number(0.1, 600), 30.0, "seconds one answer may take; a page with its redirects and retries, three times that"
    ),
    "max_redirects": Field(_whole(0, 20), 8, "redirects followed to one page, at most"),
    "max_bytes": Field(_whole(1_000, 500_000_000), 10_000_000, "bytes of one answer, before and after decompression"),
    "max_retry_after": Field(_number(0, 3600), 60.0, "longest Retry-After waited for within a run, in seconds"),
    "max_crawl_delay": Field(
        _number(0, 3600), 60.0, "longest Crawl-delay honoured; a host asking for more is left out"
    ),
    "allow_networks": Field(_networks, (), "private networks that may be fetched from: an intranet, a test"),
    "sandbox": Field(_url, "", "address of a running sandbox; every host name then leads there"),
    "least_free_mb": Field(
        _whole(0, 1_000_000), 200, "megabytes of disk below which a batch ends, and the doctor warns"
    ),
    "gone_after": Field(
        _whole(1, 100), 3, "complete misses after which evidence counts as gone; unanswered questions are none"
    ),
    "ping": Field(
        _url, "", "address told of each batch's start (/start), end and failure (/fail), as healthchecks.io takes it"
    ),
    "metrics_file": Field(
        _optional_path, None, "file that each batch leaves its figures in, for Prometheus' textfile collector: ....prom"
    ),
    "keys_file": Field(_optional_path, None, "a file of NAME=value lines with keys, which only you can read"),
    **{f"{name}_url": Field(_url, "", f"another address of {name}, or that of your own") for name in SOURCE_TABLE},
    **{
        f"{name}_permission": Field(_text, "", f"who allowed asking {name} where its robots.txt forbids it, and when")
        for name in SOURCE_TABLE
    },
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Validated settings; the meaning of each stands in FIELDS. `origins` says where each value comes from."""

    db: Path
    contact: str
    sources: tuple[str, ...]
    queries: Path | None
    refresh_days: float
    top_up_below: int
    max_names: int
    max_pages: int
    max_pages_of_host: int
    max_hosts: int
    delay: float
    hosts_at_once: int
    timeout: float
    max_redirects: int
    max_bytes: int
    max_retry_after: float
    max_crawl_delay: float
    allow_networks: tuple[str, ...]
    sandbox: str
    least_free_mb: int
    gone_after: int
    ping: str
    metrics_file: Path | None
    keys_file: Path | None
    of_sources: Mapping[str, str]
    """Settings of single sources that were set: `searxng_url` -> its value."""
    origins: Mapping[str, str]

    def source_url(self, source: str) -> str:
        """The address the user set for a source, or empty."""
        return self.of_sources.get(f"{source}_url", "")

    def permission(self, source: str) -> str:
        """What the user states as permission to read a source against its robots file, or empty."""
        return self.of_sources.get(f"{source}_permission", "")

    def value(self, name: str) -> object:
        """The value of any setting by its name in FIELDS."""
        return self.of_sources.get(name, "") if _is_of_source(name) else getattr(self, name)


def variable(name: str) -> str:
    """The environment variable of a setting: `searxng_url` -> SHARITORIES_SEARXNG_URL."""
    return f"SHARITORIES_{name.upper()}"


def load_settings(
    folder: Path, environment: Mapping[str, str], options: Mapping[str, object] | None = None
) -> Settings:
    """Read `folder`/sharitories.toml if it is there, then the variables, then the options that are not None.

    Raises BadInput naming the file and line, the variable or the option, and what would be right.
    """
    values: dict[str, object] = {name: field.default for name, field in FIELDS.items()}
    origins = dict.fromkeys(FIELDS, DEFAULT)

    def take(name: str, raw: object, place: str) -> None:
        try:
            values[name] = FIELDS[name].read(raw)
        except ValueError as error:
            raise BadInput(f"{place}: {name} = {raw!r} is wrong: {error}") from None
        origins[name] = place

    path = folder / FILE_NAME
    for name, (raw, line) in _read_file(path).items():
        take(name, raw, f"{path}, line {line}")
    for name in FIELDS:
        if variable(name) in environment:
            take(name, environment[variable(name)], f"environment variable {variable(name)}")
    for name, raw in (options or {}).items():
        if raw is not None:
            take(name, raw, f"option --{_OPTIONS.get(name, name.replace('_', '-'))}")
    if values["sandbox"] and origins["db"] == DEFAULT:
        values["db"], origins["db"] = SANDBOX_DB, "that of a sandbox"
    of_sources = {name: str(value) for name, value in values.items() if _is_of_source(name) and value}
    general = {name: value for name, value in values.items() if not _is_of_source(name)}
    return Settings(of_sources=of_sources, origins=origins, **general)  # type: ignore[arg-type]


def _is_of_source(name: str) -> bool:
    source, _, what = name.rpartition("_")
    return what in ("url", "permission") and source in SOURCE_TABLE


def _read_file(path: Path) -> dict[str, tuple[object, int]]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}") from None
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits and deep nesting have their own
        raise BadInput(f"{path} is not valid TOML: {error}") from None
    found: dict[str, tuple[object, int]] = {}
    for name, value in table.items():
        line = _line_of(text, name)
        if name not in FIELDS:
            near = difflib.get_close_matches(name[:_LONGEST_NAME], FIELDS, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else "`sharitories settings` lists them all"
            raise BadInput(f"{path}, line {line}: there is no setting {name[:_LONGEST_NAME]!r}; {hint}")
        found[name] = (value, line)
    return found


def _line_of(text: str, name: str) -> int:
    beginning = re.escape(name[:_LONGEST_NAME]) + (r"\b" if len(name) <= _LONGEST_NAME else "")
    match = re.search(rf"^\s*\[?\s*[\"']?{beginning}", text, re.MULTILINE)
    return text.count("\n", 0, match.end()) + 1 if match else 1
