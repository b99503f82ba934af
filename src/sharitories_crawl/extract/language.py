"""The language of a page: what it declares, checked against its words where there are enough of them."""

from resiliparse.parse.lang import detect_fast

# of the towns, and of what is mistaken for them
_LIKELY = ("fr", "nl", "pt", "sv", "en", "de", "es", "it", "br", "ca", "eu", "da", "oc", "gl")
_ENOUGH = 200
_ENOUGH_TO_DOUBT = 300
_WORST_RANK = 900
_CLEARLY = 60
"""Rank distance by which another language must beat a declared English."""


def page_language(declared: str, header: str, text: str) -> str:
    """ISO 639-1, or an empty string. A declared English is doubted: it is what themes say unasked."""
    stated = _code(declared) or _code(header)
    if stated and stated != "en":
        return stated
    if len(text) < (_ENOUGH_TO_DOUBT if stated else _ENOUGH):
        return stated
    heard = detect_fast(text[:2000], langs=_LIKELY, n_results=len(_LIKELY))
    if not isinstance(heard, list) or not heard:
        return stated
    best, rank = heard[0]
    english = next((found for language, found in heard if language == "en"), _WORST_RANK)
    if rank > _WORST_RANK or (stated and english - rank < _CLEARLY):
        return stated
    return best


def _code(tag: str) -> str:
    code = tag.strip().lower().replace("_", "-").split("-", 1)[0].split(",", 1)[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""
