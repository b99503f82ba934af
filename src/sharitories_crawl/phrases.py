"""Finding many phrases in one folded text, whole words and longest first, in one pass."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
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
    """An index of folded phrases by their first two words."""

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        """Of equal phrases the first given counts. Phrases must be folded already."""
        self._single: dict[str, tuple[str, Value]] = {}
        self._longer: dict[str, dict[str, list[tuple[list[str], str, Value]]]] = {}
        self._latest: OrderedDict[str, tuple[Hit[Value], ...]] = OrderedDict()
        seen: set[str] = set()
        for phrase, value in phrases:
            if not phrase or phrase in seen:
                continue
            seen.add(phrase)
            words = phrase.split()
            seconds = self._longer.setdefault(words[0], {})
            if len(words) == 1:
                self._single[phrase] = (phrase, value)
            else:
                seconds.setdefault(words[1], []).append((words, phrase, value))
        for seconds in self._longer.values():
            for candidates in seconds.values():
                candidates.sort(key=lambda candidate: -len(candidate[0]))

    def find(self, folded: str) -> tuple[Hit[Value], ...]:
        """Every occurrence, left to right, never overlapping."""
        found = self._latest.get(folded)
        if found is None:
            found = self._latest[folded] = tuple(self._search(folded))
            if len(self._latest) > _REMEMBERED:
                self._latest.popitem(last=False)
        return found

    def _search(self, folded: str) -> Iterator[Hit[Value]]:
        words = folded.split(" ")
        longer = self._longer
        free = passed = letters = 0
        # most words begin no phrase: they are passed over without a step of Python's own
        for index in [index for index, word in enumerate(words) if word in longer]:
            if index < free:
                continue
            hit = self._at(words, index)
            if hit is not None:
                length, phrase, value = hit
                letters += sum(map(len, words[passed:index]))
                passed = index
                free = index + length
                yield Hit(phrase, letters + index, value)

    def _at(self, words: list[str], index: int) -> tuple[int, str, Value] | None:
        """The longest phrase that begins at a word, with its length in words."""
        seconds = self._longer[words[index]]
        if seconds and index + 1 < len(words):
            for parts, phrase, value in seconds.get(words[index + 1], ()):
                if words[index : index + len(parts)] == parts:
                    return len(parts), phrase, value
        single = self._single.get(words[index])
        return None if single is None else (1, *single)
