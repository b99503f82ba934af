"""Folding of place and initiative names: the same letters for the same name, however it was typed."""

import re
import unicodedata

_TO_SPACE = {code: " " for code in range(128) if not chr(code).isalnum()}
_SAINT = re.compile(r"\b(ste?)\b")
_SAINT_LONG = {"st": "saint", "ste": "sainte"}
# letters and marks that NFKD leaves whole and that would otherwise be lost
_LETTERS = (
    ("œ", "oe"),
    ("æ", "ae"),
    ("ø", "o"),
    ("ß", "ss"),
    ("ł", "l"),
    ("đ", "d"),
    *((mark, " ") for mark in "’ʼ—–‑«»“”•·|"),
)


def fold(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces, St/Ste written out: `St-Étienne` -> `saint etienne`.

    Only Latin letters and digits survive: the towns' languages need no others.
    """
    lowered = text.lower()
    if not lowered.isascii():
        for letter, plain in _LETTERS:
            lowered = lowered.replace(letter, plain)
        lowered = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode("ascii")
    words = " ".join(lowered.translate(_TO_SPACE).split())
    if "st" in words:
        words = _SAINT.sub(lambda match: _SAINT_LONG[match.group(1)], words)
    return words


def slugify(text: str) -> str:
    """The folded name with hyphens: `Mont-de-Marsan` -> `mont-de-marsan`."""
    return fold(text).replace(" ", "-")
