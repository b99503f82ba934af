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
        given = words.split("|")
        spelt = "|".join(re.escape(word).replace(r"\*", r"\w*").replace("’", "[’']") for word in given)
        self._pattern = re.compile(rf"(?:{spelt}){between}$" if within else rf"\b(?:{spelt}){between}$", re.IGNORECASE)
        self._reach = reach
        self._stems = tuple(fold(word) for word in given if word.endswith(_STEM))
        self._last = frozenset(fold(word).rpartition(" ")[2] for word in given if not word.endswith(_STEM))
        self._endings = tuple(self._last) if within else ()
        self._further = frozenset(further.split("|"))

    def end(self, text: str) -> bool:
        """Whether a text ends in them."""
        words = _last_words(text)
        end = len(words)
        while end and words[end - 1] in self._further:
            end -= 1
        for word in words[max(0, end - self._reach) : end]:
            if word in self._last or word.startswith(self._stems) or word.endswith(self._endings):
                return self._pattern.search(text) is not None
        return False


@lru_cache(maxsize=64)
def _last_words(text: str) -> list[str]:
    """Remembered, since every sort of words is looked for before one name."""
    return fold(text).rsplit(" ", _FARTHEST)[-_FARTHEST:]
