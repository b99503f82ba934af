"""A guard before parsing: nesting so deep that the parser's time would grow with its square."""

import re

from sharitories_crawl.extract.hosts import words

DEEPEST = 512
"""Browsers stop at this depth too."""
_FEW_TAGS = 3_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,30})")
# never nested: empty, or closed by their like or by their parent
_FLAT = words(
    """
    area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup tr td th tbody thead
    tfoot html head body
    """
)


def cut_deep_nesting(html: str) -> str:
    """The page up to where more than DEEPEST elements are open at once; unchanged for any ordinary page."""
    if html.count("<") < _FEW_TAGS:
        return html
    opened: dict[str, int] = {}
    depth = 0
    for match in _TAG.finditer(html):
        closing, name = match.groups()
        name = name.lower()
        if name in _FLAT:
            continue
        if not closing:
            opened[name] = opened.get(name, 0) + 1
            depth += 1
            if depth > DEEPEST:
                return html[: match.start()]
        elif opened.get(name, 0):
            opened[name] -= 1
            depth -= 1
    return html
