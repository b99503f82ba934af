"""Text of a file of the user's: UTF-8 with or without its mark, UTF-16 with it, else a Western encoding told by guess.

Unlike a page's text, a list is a person's work: a byte that fits no encoding rejects its row instead of being lost.
"""

import codecs

import charset_normalizer

from sharitories_crawl.errors import BadInput
from sharitories_crawl.imports.table import BROKEN_LETTER

# BOM_UTF32_LE begins with BOM_UTF16_LE; nobody saves lists so
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WESTERN = ("cp1252", "mac_roman", "cp850")
"""What spreadsheets on Windows, on older Macs and under DOS save; the first where nothing tells."""
_SLIPS = 20
"""One broken sequence in so many good ones is a slip in a UTF-8 file, not another encoding. Arbitrary."""
_SAMPLE_BYTES = 65_536


def decode(file: str, content: bytes) -> tuple[str, str]:
    """(text, encoding). A slip in a UTF-8 file becomes U+FFFD, by which its row is known. Raises BadInput."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(file, content[len(mark) :].decode(encoding, errors="replace"), encoding)
    try:
        return _checked(file, content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="replace")
    broken = text.count(BROKEN_LETTER)
    sound = sum(1 for letter in text if letter > "\x7f") - broken
    if sound >= broken * _SLIPS:
        return _checked(file, text, "utf-8")
    encoding = _western(content)
    return _checked(file, content.decode(encoding, errors="replace"), encoding)


def _western(content: bytes) -> str:
    """Told by the lines that hold other letters than ASCII's: there are few, and they may stand far down."""
    telling = b"\n".join(line for line in content.splitlines() if not line.isascii())[:_SAMPLE_BYTES]
    best = charset_normalizer.from_bytes(telling, cp_isolation=list(_WESTERN)).best()
    return best.encoding if best is not None and best.encoding in _WESTERN else _WESTERN[0]


def _checked(file: str, text: str, encoding: str) -> tuple[str, str]:
    if "\0" in text:
        raise BadInput(f"{file} holds no text (a zero byte stands in it); save the list as CSV in UTF-8, or as XLSX")
    if not text.strip():
        raise BadInput(f"{file} is empty; a list has a line of column names and a line for each thing")
    return text, encoding
