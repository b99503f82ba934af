"""Finding many phrases in one folded text, whole words and longest first, in one pass."""

from collections.abc import Iterable
from functools import lru_cache
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import BytesAhoCorasick

Value = TypeVar("Value")

_SHORT = 300
_SHORT_REMEMBERED = 10_000
"""Menus, titles and names come again on page after page of a site, and are judged several times on one. Arbitrary."""
_LONG_REMEMBERED = 16
"""A page's text is judged several times in a row. Arbitrary."""
_START = itemgetter(1)
_new = tuple.__new__


class Hit(NamedTuple, Generic[Value]):
    """One phrase found: the folded phrase, where it starts (letters), and what it stands for."""

    phrase: str
    start: int
    value: Value


class Times(NamedTuple, Generic[Value]):
    """One phrase counted: the folded phrase, what it stands for, and how often it occurs."""

    phrase: str
    value: Value
    times: int


class PhraseSets(Generic[Value]):
    """Several indexes of folded phrases that one automaton looks for at once, each as if it were alone."""

    def __init__(self, sets: Iterable[Iterable[tuple[str, Value]]]) -> None:
        """Of equal phrases of one set the first given counts. Phrases must be folded already."""
        known: dict[str, dict[int, Value]] = {}
        self._size = 0
        for each, phrases in enumerate(sets):
            self._size += 1
            for phrase, value in phrases:
                if phrase:
                    known.setdefault(phrase, {}).setdefault(each, value)
        self._known = tuple((phrase, tuple(values.items())) for phrase, values in known.items())
        # the spaces around a phrase make it match whole words only; folded words are ASCII, so that bytes are letters
        self._automaton = BytesAhoCorasick([f" {phrase} ".encode("ascii") for phrase in known])
        self._find_short = lru_cache(_SHORT_REMEMBERED)(self._find)
        self._find_long = lru_cache(_LONG_REMEMBERED)(self._find)
        self._count_short = lru_cache(_SHORT_REMEMBERED)(self._count)
        self._count_long = lru_cache(_LONG_REMEMBERED)(self._count)
        self._nothing = ((),) * self._size

    def find(self, folded: str) -> tuple[tuple[Hit[Value], ...], ...]:
        """For each set every occurrence, left to right, the longest where several begin, never overlapping."""
        return self._find_short(folded) if len(folded) <= _SHORT else self._find_long(folded)

    def count(self, folded: str) -> tuple[tuple[Times[Value], ...], ...]:
        """For each set the phrases that `find` finds, in the order of their first occurrence."""
        return self._count_short(folded) if len(folded) <= _SHORT else self._count_long(folded)

    def _matches(self, folded: str) -> list[tuple[int, int, int]]:
        """Every occurrence, overlapping too: (number of the phrase, start, end), of equal starts the longest first."""
        if not folded or not self._known:
            return []
        # neighbours share the space between them, which overlapping matches alone allow
        text = f" {folded} ".encode("ascii", "replace")
        matches: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(text, overlapping=True)
        # they come in the order of their ends, and sorting keeps the order of equals
        matches.reverse()
        matches.sort(key=_START)
        return matches

    def _find(self, folded: str) -> tuple[tuple[Hit[Value], ...], ...]:
        matches = self._matches(folded)
        if not matches:
            return self._nothing
        known = self._known
        found: tuple[list[Hit[Value]], ...] = tuple([[] for _ in range(self._size)])
        free = [0] * self._size
        for number, start, end in matches:
            phrase, values = known[number]
            for each, value in values:
                # the space before the text and the one before the phrase cancel out
                if start >= free[each]:
                    # what Hit(...) does, without the function around it
                    found[each].append(_new(Hit, (phrase, start, value)))
                    free[each] = end - 1
        return tuple(map(tuple, found))

    def _count(self, folded: str) -> tuple[tuple[Times[Value], ...], ...]:
        matches = self._matches(folded)
        if not matches:
            return self._nothing
        known = self._known
        times: tuple[dict[str, tuple[Value, int]], ...] = tuple([{} for _ in range(self._size)])
        free = [0] * self._size
        for number, start, end in matches:
            phrase, values = known[number]
            for each, value in values:
                if start >= free[each]:
                    counts = times[each]
                    before = counts.get(phrase)
                    counts[phrase] = (value, before[1] + 1 if before else 1)
                    free[each] = end - 1
        return tuple(
            tuple([_new(Times, (phrase, value, count)) for phrase, (value, count) in counts.items()])
            for counts in times
        )


class Phrases(Generic[Value]):
    """An index of folded phrases: one automaton reads a text once, however many phrases there are."""

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        """Of equal phrases the first given counts. Phrases must be folded already."""
        self._sets = PhraseSets((phrases,))

    def find(self, folded: str) -> tuple[Hit[Value], ...]:
        """Every occurrence, left to right, the longest where several begin, never overlapping."""
        return self._sets.find(folded)[0]

    def count(self, folded: str) -> tuple[Times[Value], ...]:
        """Each phrase found, in the order of its first occurrence."""
        return self._sets.count(folded)[0]
