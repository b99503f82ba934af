"""Finding many phrases in one folded text, whole words and longest first, in one pass."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Hit(Generic[Value]):
    """One phrase found: the folded phrase, where it starts (letters), and what it stands for."""

    phrase: str
    start: int
    value: Value


class Phrases(Generic[Value]):
    """An index of folded phrases by their first word."""

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        """Of equal phrases the first given counts. Phrases must be folded already."""
        self._by_first: dict[str, list[tuple[list[str], str, Value]]] = {}
        seen: set[str] = set()
        for phrase, value in phrases:
            if phrase and phrase not in seen:
                seen.add(phrase)
                words = phrase.split()
                self._by_first.setdefault(words[0], []).append((words, phrase, value))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    def find(self, folded: str) -> Iterator[Hit[Value]]:
        """Every occurrence, left to right, never overlapping."""
        words = folded.split(" ")
        known = self._by_first
        # most words begin no phrase: they are passed over without a step of Python's own
        places = [index for index, word in enumerate(words) if word in known]
        if not places:
            return
        letters = list(accumulate(map(len, words), initial=0))
        free = 0
        for index in places:
            if index < free:
                continue
            for parts, phrase, value in known[words[index]]:
                if len(parts) == 1 or words[index : index + len(parts)] == parts:
                    yield Hit(phrase, letters[index] + index, value)
                    free = index + len(parts)
                    break
