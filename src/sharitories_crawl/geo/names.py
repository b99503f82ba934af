"""Folding of place and initiative names: the same letters for the same name, however it was typed."""

import codecs
import re
import unicodedata
from functools import lru_cache

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


def fold_parts(*parts: str) -> str:
    """The fold of parts that stand on lines of their own, each folded alone: long ones mostly have been already."""
    return " ".join(filter(None, map(fold, parts)))


def _fold(text: str) -> str:
    # what lies outside Latin-1 is folded on the way into it, the rest by one table; the commonest goes first
    western = text.replace("’", " ").encode("latin-1", _FOLDING)
    plain = western.translate(_TABLE, _LOST)
    if _EXPANDED in plain:
        plain = "".join(map(_fold_letter, western.decode("latin-1"))).encode("ascii")
    # most spaces stand alone, so this is quicker than to split and to join; every round halves the runs
    while b"  " in plain:
        plain = plain.replace(b"  ", b" ")
    words = plain.strip(b" ").decode("ascii")
    padded = f" {words} "
    if " st " in padded or " ste " in padded:
        words = _SAINT.sub(lambda match: _SAINT_LONG[match.group(1)], words)
    return words


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    """Letters, digits and spaces that stand for one character, accents and punctuation gone; perhaps none, or two."""
    known = "".join(_LETTERS.get(part, part) for part in letter.lower())
    plain = unicodedata.normalize("NFKD", known).encode("ascii", "ignore").decode("ascii")
    return "".join(sign if sign.isalnum() else " " for sign in plain.lower())


def _fold_beyond(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "".join(map(_fold_letter, error.object[error.start : error.end])), error.end


_FOLDING = "sharitories-fold"
codecs.register_error(_FOLDING, _fold_beyond)
_FOLDED = [_fold_letter(chr(code)) for code in range(256)]
_EXPANDED = b"\0"
"""Stands for the few characters of Latin-1 that fold to several: ß, æ, fractions."""
_TABLE = bytes(ord(plain) if len(plain) == 1 else 0 for plain in _FOLDED)
_LOST = bytes(code for code, plain in enumerate(_FOLDED) if not plain)

# the same names and sentences are folded again by every room that reads a page; texts only while it is being read
_fold_short = lru_cache(maxsize=20_000)(_fold)
_fold_long = lru_cache(maxsize=48)(_fold)


_LINKED = re.compile(r"(?:-(?:sur|sous|en|lès|les|la|le|de|du|des|lez|l'|d')(?=[-'A-ZÀ-Ý])|-(?=[A-ZÀ-Ý]))")
_NOT_ALONE = frozenset((
    "saint", "sainte", "le", "la", "les", "mont", "notre", "ile", "bois", "pont", "vieux", "grand", "grande",
    "val", "chateau", "l", "et", "aux", "a", "six", "port", "salon", "maisons", "champs", "loire", "petit", "fort",
    "rive", "baie", "bourg", "plaisance", "chapelle", "mauges", "bouc", "combs", "deuil", "pavillons", "blanc",
    "plessis", "pre", "sin", "joue", "brie", "gif", "ris", "fos", "mons", "garenne", "celle", "terre",
))  # fmt: skip
"""Words that are no town's name alone, or not one that a text could be told to mean."""
_SHORTEST_ALONE = 3


def shortened(name: str) -> str:
    """How people shorten a name as written, folded: `Brive-la-Gaillarde` -> `brive`; empty where they would not."""
    link = _LINKED.search(name)
    short = fold(name[: link.start()]) if link else ""
    return short if len(short) >= _SHORTEST_ALONE and short.split()[-1] not in _NOT_ALONE else ""


def slugify(text: str) -> str:
    """The folded name with hyphens: `Mont-de-Marsan` -> `mont-de-marsan`."""
    return fold(text).replace(" ", "-")
