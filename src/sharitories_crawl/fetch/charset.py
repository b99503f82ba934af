"""Text from bytes: what the page says of its charset, believed as far as its bytes bear it out."""

import codecs
import re
from collections.abc import Mapping

import charset_normalizer

_DETECTION_BYTES = 65_536
"""Arbitrary: detection is slow, and what it would learn from more is little."""
_DECLARATION_BYTES = 4_096
"""HTML says 1024; real pages put their meta later."""
_MOSTLY = 20
"""Arbitrary: one broken sequence in so many good ones is a slip in a UTF-8 page, not another charset."""
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WESTERN = "cp1252"
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,512}?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,256}?encoding\s*=\s*[\"']([\w:.-]+)", re.IGNORECASE)
# those of the web (https://encoding.spec.whatwg.org); Python knows others that are costly or no charset at all
_WEB_CHARSETS = (
    "utf-8 utf-16 utf-16-le utf-16-be cp866 cp874 cp932 cp949 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 "
    "cp1258 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 "
    "iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic gbk gb18030 big5 euc_jp iso2022_jp shift_jis "
    "euc_kr"
)
_KNOWN = frozenset(_WEB_CHARSETS.split())
_WIDENED = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874"}
_WIDENED |= {"gb2312": "gbk", "shift_jis": "cp932", "euc_kr": "cp949"}
_NOT_OVER_ASCII = frozenset({"utf-16", "utf-16-le", "utf-16-be", "iso2022_jp"})
_SIGNS_OF_A_PAGE = re.compile(rb"\s*<[!?a-z]", re.IGNORECASE)


def media_type(headers: Mapping[str, str]) -> str:
    """The type alone, lower case: text/html; empty where the server says none."""
    return headers.get("content-type", "").partition(";")[0].partition(",")[0].strip().lower()


def is_text(kind: str) -> bool:
    """Whether a media type is text, HTML, XML or JSON."""
    return kind.startswith("text/") or kind.endswith(("/xml", "+xml", "/json", "+json"))


def looks_like_markup(body: bytes) -> bool:
    """Whether a body without a type begins as a page does."""
    return b"\0" not in body[:512] and bool(_SIGNS_OF_A_PAGE.match(body.removeprefix(codecs.BOM_UTF8)[:512]))


def decode_text(body: bytes, headers: Mapping[str, str]) -> str:
    """The body as text; empty for a type that is not text. Never raises.

    BOM, then header, then meta, then detection. A declared charset that the bytes contradict is passed over, and bytes
    that are UTF-8 throughout are read so whatever older charset a server's default claims for them.
    """
    kind = media_type(headers)
    if not (is_text(kind) if kind else looks_like_markup(body)):
        return ""
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, errors="replace")
    declared = _declared(body, headers)
    if not (declared and declared[0] in _NOT_OVER_ASCII):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            if (text := _mostly_utf8(body)) is not None:
                return text
    for charset in declared:
        try:
            return body.decode(charset)
        except UnicodeDecodeError:
            continue
    return _detect(body)


def _declared(body: bytes, headers: Mapping[str, str]) -> list[str]:
    """Python's names of the charsets claimed, the header's before the page's own; unknown ones left out."""
    labels: list[str] = []
    if match := _HEADER_CHARSET.search(headers.get("content-type", "")):
        labels.append(match[1])
    start = body[:_DECLARATION_BYTES]
    if found := _XML_CHARSET.search(start) or _META_CHARSET.search(start):
        labels.append(found[1].decode("ascii", errors="ignore"))
    names: list[str] = []
    for position, label in enumerate(labels):
        name = _python_name(label)
        if name in ("utf-16", "utf-16-le", "utf-16-be") and not (position == 0 and len(labels) == 1 and b"\0" in start):
            continue  # a meta that could be read as ASCII cannot itself be UTF-16
        if name:
            names.append(name)
    return names


def _python_name(label: str) -> str:
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    name = _WIDENED.get(name, name)
    return name if name in _KNOWN else ""


def _mostly_utf8(body: bytes) -> str | None:
    """UTF-8 with a few slips (a cut character, a pasted byte) is still UTF-8."""
    text = body.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(1 for character in text if character > "\x7f") - broken
    return text if sound >= broken * _MOSTLY else None


def _detect(body: bytes) -> str:
    """Detection tells scripts apart well and Latin charsets badly, so Western Europe's wins where it is plausible."""
    matches = charset_normalizer.from_bytes(body[:_DETECTION_BYTES])
    plausible = {name for match in matches for name in match.could_be_from_charset}
    best = matches.best()
    charset = "" if best is None or _WESTERN in plausible else _python_name(best.encoding)
    return body.decode(charset or _WESTERN, errors="replace")
