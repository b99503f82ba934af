"""A guard before parsing: nesting so deep that the parser's time would grow with its square."""

import re

from sharitories_crawl.extract.hosts import words

DEEPEST = 512
"""Browsers stop at this depth too."""
_FEW_TAGS = 3_000
_TAG = re.compile(r"<(/?)([a-zA-Z]{2,10})")
# At each of these the parser looks through all open elements for a paragraph to close. Others may nest freely, and
# pages do leave hundreds of <a>, <font> or <path/> open.
_SEARCHING = words(
    """
    address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup
    main menu nav ol pre search section summary table ul form listing
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
        if name not in _SEARCHING:
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
