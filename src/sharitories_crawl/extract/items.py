"""Structured statements of a page in one shape, whether they came as JSON-LD or as microdata."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One described thing: its schema.org types and its properties, each with all its values in order."""

    types: tuple[str, ...]
    properties: tuple[tuple[str, "tuple[str | Item, ...]"], ...]

    def values(self, name: str) -> "tuple[str | Item, ...]":
        for own, values in self.properties:
            if own == name:
                return values
        return ()

    def texts(self, name: str) -> Iterator[str]:
        """The values that are words; of an item standing there, its name or @value."""
        for value in self.values(name):
            if isinstance(value, Item):
                yield from value.texts("@value") if value.values("@value") else value.texts("name")
            else:
                yield value

    def text(self, name: str) -> str:
        return next(self.texts(name), "")

    def items(self) -> Iterator[tuple[str, "Item"]]:
        """The items it holds, with the property they stand under."""
        for name, values in self.properties:
            for value in values:
                if isinstance(value, Item):
                    yield name, value
