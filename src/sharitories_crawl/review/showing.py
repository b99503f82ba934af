"""Text from the web on its way to a page: cut where it is too long, nothing in it unseen, what counted marked."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from sharitories_crawl.geo.names import fold
from sharitories_crawl.review.addresses import is_web_address

NAME_LETTERS = 200
TITLE_LETTERS = 300
SNIPPET_LETTERS = 700
ADDRESS_LETTERS = 70
"""What is longer is cut; the whole stands in the archived copy and in the tables. All arbitrary."""
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_JOINER = "\u200d"
"""Joins the parts of one emoji, where it is wanted."""


def shown(text: object, letters: int = NAME_LETTERS) -> str:
    """Text for a page. What has no width or turns the direction of writing stands there by its number."""
    plain = str(text or "")
    if len(plain) > letters:
        plain = f"{plain[: letters - 1]}…"
    return _UNSEEN.sub(_named, plain)


def _named(match: re.Match[str]) -> str:
    sign, before = match.group(), match.string[match.start() - 1 : match.start()]
    if sign == _JOINER and before and unicodedata.category(before) in ("So", "Sk", "Mn"):
        return sign
    return f"[U+{ord(sign):04X}]"


def link_to(address: object) -> str:
    """The address where it may become a link, else nothing."""
    text = str(address or "")
    return text if is_web_address(text) else ""


def host_of(address: str) -> str:
    """Host and path of a web address, short enough for a line."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return shown(address, ADDRESS_LETTERS)
    path = parts.path if parts.path != "/" else ""
    return shown(f"{(parts.hostname or '').removeprefix('www.')}{path}", ADDRESS_LETTERS)


def marked(text: str, phrases: Iterable[str], sought: str = "") -> Markup:
    """Escaped text with every whole phrase marked, whatever its accents and case.

    `sought` is marked too, and its first place is where an address with `#here` leads.
    """
    here = fold(sought)
    wanted = sorted({f for phrase in (*phrases, sought) if len(f := fold(phrase)) > 1}, key=len, reverse=True)
    if not wanted or not text:
        return escape(text)
    plain, places = _folded(text)
    pattern = re.compile(rf"(?<=[ ])(?:{'|'.join(map(re.escape, wanted))})(?=[ ])")
    parts: list[Markup] = []
    end = 0
    for match in pattern.finditer(plain):
        first, last = places[match.start()], places[match.end() - 1] + 1
        if first < end:
            continue
        mark = '<mark id="here">{}</mark>' if match.group() == here else "<mark>{}</mark>"
        parts += [escape(text[end:first]), Markup(mark).format(text[first:last])]
        here = "" if match.group() == here else here
        end = last
    return Markup().join([*parts, escape(text[end:])])


def _folded(text: str) -> tuple[str, list[int]]:
    """The text folded, a space before and after, and for each of its letters the place of the one it came from."""
    plain, places = [" "], [0]
    for place, letter in enumerate(text):
        folded = _letters(letter)
        if folded == " " and plain[-1] == " ":
            continue
        for one in folded:
            plain.append(one)
            places.append(place)
    return "".join([*plain, " "]), [*places, len(text)]


@lru_cache(maxsize=4096)
def _letters(letter: str) -> str:
    return fold(letter) or ("" if unicodedata.combining(letter) else " ")
