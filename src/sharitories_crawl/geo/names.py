"""Folding of place and initiative names: the same letters for the same name, however it was typed."""

import re
import unicodedata
from functools import lru_cache

_TO_SPACE = {code: " " for code in range(128) if not chr(code).isalnum()}
_SAINT = re.compile(r"\b(ste?)\b")
_SAINT_LONG = {"st": "saint", "ste": "sainte"}
# letters and marks that NFKD leaves whole and that would otherwise be lost
_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d", **dict.fromkeys("’ʼ—–‑«»“”•·|", " ")}
_SHORT = 300


def fold(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces, St/Ste written out: `St-Étienne` -> `saint etienne`.

    Only Latin letters and digits survive: the towns' languages need no others.
    """
    return _fold_short(text) if len(text) <= _SHORT else _fold_long(text)


def _fold(text: str) -> str:
    lowered = text.lower()
    if not lowered.isascii():
        for letter, plain in _LETTERS.items():
            lowered = lowered.replace(letter, plain)
        lowered = _without_accents(lowered)
    words = " ".join(lowered.translate(_TO_SPACE).split())
    padded = f" {words} "
    if " st " in padded or " ste " in padded:
        words = _SAINT.sub(lambda match: _SAINT_LONG[match.group(1)], words)
    return words


def _without_accents(text: str) -> str:
    """ASCII of a text; one table does it where all letters are Latin-1's, as most French text's are."""
    try:
        western = text.encode("latin-1")
    except UnicodeEncodeError:
        return _plain(text)
    return _plain(text) if _FRACTION.search(western) else western.translate(_PLAIN, _LOST).decode("ascii")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")


_LATIN = [_plain(chr(code)) for code in range(256)]
_PLAIN = bytes(ord(plain) if len(plain) == 1 else 0 for plain in _LATIN)
_LOST = bytes(code for code, plain in enumerate(_LATIN) if not plain)
_FRACTION = re.compile(b"[" + bytes(code for code, plain in enumerate(_LATIN) if len(plain) > 1) + b"]")

# the same names and sentences are folded again by every room that reads a page; texts only while it is being read
_fold_short = lru_cache(maxsize=20_000)(_fold)
_fold_long = lru_cache(maxsize=48)(_fold)


def slugify(text: str) -> str:
    """The folded name with hyphens: `Mont-de-Marsan` -> `mont-de-marsan`."""
    return fold(text).replace(" ", "-")
