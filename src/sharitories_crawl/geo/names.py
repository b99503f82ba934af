"""Folding of place and initiative names: the same letters for the same name, however it was typed."""

import re
import unicodedata
from functools import lru_cache

_TO_SPACE = {code: " " for code in range(128) if not chr(code).isalnum()}
_SAINT = re.compile(r"\b(ste?)\b")
_SAINT_LONG = {"st": "saint", "ste": "sainte"}
# letters and marks that NFKD leaves whole and that would otherwise be lost
_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d", **dict.fromkeys("’ʼ—–‑«»“”•·|", " ")}
_ODD = re.compile(f"[{''.join(_LETTERS)}]")
_SHORT = 300


def fold(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces, St/Ste written out: `St-Étienne` -> `saint etienne`.

    Only Latin letters and digits survive: the towns' languages need no others.
    """
    return _fold_short(text) if len(text) <= _SHORT else _fold_long(text)


def _fold(text: str) -> str:
    lowered = text.lower()
    if not lowered.isascii():
        lowered = _ODD.sub(lambda match: _LETTERS[match.group()], lowered)
        lowered = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode("ascii")
    words = " ".join(lowered.translate(_TO_SPACE).split())
    if "st" in words:
        words = _SAINT.sub(lambda match: _SAINT_LONG[match.group(1)], words)
    return words


# the same names and sentences are folded again by every room that reads a page; texts only while it is being read
_fold_short = lru_cache(maxsize=20_000)(_fold)
_fold_long = lru_cache(maxsize=48)(_fold)


def slugify(text: str) -> str:
    """The folded name with hyphens: `Mont-de-Marsan` -> `mont-de-marsan`."""
    return fold(text).replace(" ", "-")
