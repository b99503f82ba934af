"""Folding of place and initiative names: the same letters for the same name, however it was typed."""

import re
import unicodedata
from functools import lru_cache

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_SAINT = re.compile(r"\b(st|ste)\b")
_SAINT_LONG = {"st": "saint", "ste": "sainte"}
# ligatures and letters that NFKD leaves whole
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d", "’": "'", "ʼ": "'"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces, St/Ste written out: `St-Étienne` -> `saint etienne`."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _NOT_WORD.sub(" ", plain).strip()
    return _SAINT.sub(lambda match: _SAINT_LONG[match.group(1)], words)


def slugify(text: str) -> str:
    """The folded name with hyphens: `Mont-de-Marsan` -> `mont-de-marsan`."""
    return fold(text).replace(" ", "-")
