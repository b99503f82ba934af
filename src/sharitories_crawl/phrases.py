"""Finding many phrases in one folded text, whole words and longest first, in one pass."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")

_REMEMBERED = 64
"""Texts whose hits are kept at hand: a page, a title or a name is judged several times in a row. Arbitrary."""


class Hit(NamedTuple, Generic[Value]):
    """One phrase found: the folded phrase, where it starts (letters), and what it stands for."""

    phrase: str
    start: int
    value: Value


class Phrases(Generic[Value]):
    """An index of folded phrases by their longest word: it is the rarest, so that most words of a text lead nowhere."""

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        """Of equal phrases the first given counts. Phrases must be folded already."""
        self._by_word: dict[str, list[tuple[int, list[str], str, Value]]] = {}
        self._latest: OrderedDict[str, tuple[Hit[Value], ...]] = OrderedDict()
        seen: set[str] = set()
        for phrase, value in phrases:
            if not phrase or phrase in seen:
                continue
            seen.add(phrase)
            parts = phrase.split(" ")
            longest = max(parts, key=len)
            self._by_word.setdefault(longest, []).append((parts.index(longest), parts, phrase, value))

    def find(self, folded: str) -> tuple[Hit[Value], ...]:
        """Every occurrence, left to right, the longest where several begin, never overlapping."""
        found = self._latest.get(folded)
        if found is None:
            found = self._latest[folded] = tuple(self._search(folded))
            if len(self._latest) > _REMEMBERED:
                self._latest.popitem(last=False)
        return found

    def _search(self, folded: str) -> Iterator[Hit[Value]]:
        words = _words(folded)
        by_word = self._by_word
        matches: list[tuple[int, int, str, Value]] = []
        for index in [index for index, word in enumerate(words) if word in by_word]:
            for offset, parts, phrase, value in by_word[words[index]]:
                first = index - offset
                if len(parts) == 1 or (first >= 0 and words[first : first + len(parts)] == parts):
                    matches.append((first, -len(parts), phrase, value))
        matches.sort(key=_begin)
        free = passed = letters = 0
        for first, length, phrase, value in matches:
            if first >= free:
                letters += sum(map(len, words[passed:first]))
                passed = first
                free = first - length
                yield Hit(phrase, letters + first, value)


def _begin(match: tuple[int, int, str, object]) -> tuple[int, int]:
    return match[0], match[1]


@lru_cache(maxsize=16)
def _words(folded: str) -> list[str]:
    return folded.split(" ")
