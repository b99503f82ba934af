"""Reads tables of the world's TOML files value by value, so that a mistake is told with its place."""

from collections.abc import Iterator, Mapping
from typing import cast

from sharitories_crawl.errors import BadInput


class Table:
    """One TOML table, read with its place in the file at hand; `close` refuses keys nobody asked for."""

    def __init__(self, place: str, values: Mapping[str, object]) -> None:
        self.place = place
        self._values = dict(values)
        self._asked: set[str] = set()

    def _take(self, key: str, wanted: type | tuple[type, ...], default: object) -> object:
        self._asked.add(key)
        value = self._values.get(key, default)
        if not isinstance(value, wanted):
            raise BadInput(f"{self.place}: {key} must be {getattr(wanted, '__name__', 'a number')}, not {value!r}.")
        return value

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, default: str = "") -> str:
        return str(self._take(key, str, default)).strip()

    def required(self, key: str) -> str:
        value = self.text(key)
        if not value:
            raise BadInput(f"{self.place}: {key} is missing.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(str(value) for value in cast("list[object]", self._take(key, list, [])))

    def number(self, key: str, default: float) -> float:
        return float(cast(float, self._take(key, (int, float), default)))

    def flag(self, key: str, default: bool) -> bool:
        return bool(self._take(key, bool, default))

    def tables(self, key: str) -> Iterator["Table"]:
        for number, values in enumerate(cast("list[Mapping[str, object]]", self._take(key, list, [])), start=1):
            label = values.get("id") or values.get("host") or values.get("path") or number
            yield Table(f"{self.place} [{key} {label}]", values)

    def mapping(self, key: str) -> dict[str, str]:
        return {name: str(value) for name, value in cast("dict[str, object]", self._take(key, dict, {})).items()}

    def table(self, key: str) -> "Table":
        return Table(f"{self.place} [{key}]", cast("dict[str, object]", self._take(key, dict, {})))

    def children(self) -> Iterator[tuple[str, "Table"]]:
        for name, values in self._values.items():
            yield name, Table(f"{self.place} {name}", cast("dict[str, object]", values))

    def close(self) -> None:
        unknown = sorted(set(self._values) - self._asked)
        if unknown:
            raise BadInput(f"{self.place}: unknown key {', '.join(unknown)}; known: {', '.join(sorted(self._asked))}.")
