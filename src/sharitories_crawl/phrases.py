"""Finding many phrases in one folded text, whole words and longest first, in one pass."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

Value = TypeVar("Value")

_REMEMBERED = 64
"""Texts whose hits are kept at hand: a page, a title or a name is judged several times in a row. Arbitrary."""


class Hit(NamedTuple, Generic[Value]):
    """One phrase found: the folded phrase, where it starts (letters), and what it stands for."""

    phrase: str
    start: int
    value: Value


class Phrases(Generic[Value]):
    """An index of folded phrases: one automaton reads a text once, however many phrases there are."""

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        """Of equal phrases the first given counts. Phrases must be folded already."""
        known: dict[str, Value] = {}
        for phrase, value in phrases:
            if phrase:
                known.setdefault(phrase, value)
        self._known = tuple(known.items())
        # the spaces around a phrase make it match whole words only
        self._automaton = AhoCorasick([f" {phrase} " for phrase in known], store_patterns=False)
        self._latest: OrderedDict[str, tuple[Hit[Value], ...]] = OrderedDict()

    def find(self, folded: str) -> tuple[Hit[Value], ...]:
        """Every occurrence, left to right, the longest where several begin, never overlapping."""
        found = self._latest.get(folded)
        if found is None:
            found = self._latest[folded] = self._search(folded)
            if len(self._latest) > _REMEMBERED:
                self._latest.popitem(last=False)
        return found

    def _search(self, folded: str) -> tuple[Hit[Value], ...]:
        # neighbours share the space between them, which overlapping matches alone allow
        matches = self._automaton.find_matches_as_indexes(f" {folded} ", overlapping=True)
        if not matches:
            return ()
        found: list[Hit[Value]] = []
        free = 0
        for start, end, number in sorted((start, -end, number) for number, start, end in matches):
            # the space before the text and the one before the phrase cancel out
            if start >= free:
                phrase, value = self._known[number]
                found.append(Hit(phrase, start, value))
                free = -end - 1
        return tuple(found)
