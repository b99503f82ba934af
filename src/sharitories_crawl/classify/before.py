"""Words that stand right before a name and tell what it is: `s’appelle ...`, `l’association ...`, `rue de ...`."""

import re
from functools import lru_cache

from sharitories_crawl.geo.names import fold

_STEM = "*"
_FARTHEST = 4


class Before:
    """Words that a text may end in. Its last folded words tell at once that most texts do not."""

    def __init__(
        self, words: str, between: str = r"\s*", *, further: str = "", reach: int = 1, within: bool = False
    ) -> None:
        """`words` are separated by `|`; `*` at the end of one stands for more letters.

        `between` is the pattern of what may follow them, and `further` the words that it has. They stand among the
        last `reach` words but for those. `within` says that letters may stand before them: surnommé.
        """
        self._given = tuple((word, fold(word).rpartition(" ")[2], word.endswith(_STEM)) for word in words.split("|"))
        self._between = between
        self._within = within
        self._reach = reach
        self._further = frozenset(further.split("|"))
        self._ending_in = lru_cache(maxsize=4096)(self._words_ending_in)
        self._pattern_of = lru_cache(maxsize=512)(self._compiled)

    def end(self, text: str) -> bool:
        """Whether a text ends in them."""
        words = _last_words(text)
        end = len(words)
        while end and words[end - 1] in self._further:
            end -= 1
        told = [word for last in words[max(0, end - self._reach) : end] for word in self._ending_in(last)]
        return bool(told) and self._pattern_of(frozenset(told)).search(text) is not None

    def _words_ending_in(self, last: str) -> tuple[str, ...]:
        """Those that may stand where a text has this folded word: few, so that looking for them is quick."""
        return tuple(
            word
            for word, end, is_stem in self._given
            if last == end or (is_stem and last.startswith(end)) or (self._within and last.endswith(end))
        )

    def _compiled(self, words: frozenset[str]) -> re.Pattern[str]:
        spelt = "|".join(
            re.escape(word).replace(r"\*", r"\w*").replace("’", "[’']") for word, _, _ in self._given if word in words
        )
        begin = "" if self._within else r"\b"
        return re.compile(rf"{begin}(?:{spelt}){self._between}$", re.IGNORECASE)


@lru_cache(maxsize=64)
def _last_words(text: str) -> list[str]:
    """Remembered, since every sort of words is looked for before one name."""
    return fold(text).rsplit(" ", _FARTHEST)[-_FARTHEST:]
