"""A guard before parsing: markup for which the parser's time or memory would grow with its square."""

import re
from collections import Counter

from sharitories_crawl.extract.hosts import words

DEEPEST = 512
"""Browsers stop at this depth too."""
_FEW_TAGS = 3_000
"""So few cannot be nested too deep, nor be too many to look through."""
_FEW_ROOTS = 8
_LONG_REST = 1_000
"""Characters after a tag's name in which many attributes may hide."""
_MOST_STEPS = 20_000_000
"""About a second of the parser's time. The most that any of 323 saved pages takes is 22,460."""
_MOST_TAGS = 250_000
_MOST_COPIES = 100_000
"""Elements that the parser makes anew, about 36 MB. The most on any of the saved pages is 10."""
_ATTRIBUTE = r"(?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+)"
# a tag of up to a thousand attributes; possessive throughout, so that nothing is ever tried twice
_TAG = re.compile(
    r"<(?:!--.*?(?:-->|\Z)"
    r"|(/?)([a-zA-Z][^\s/>]*+)"
    rf"({_ATTRIBUTE}{{0,1000}}+)([\s/]*+)(>?))",
    re.DOTALL,
)
_MANY_ATTRIBUTES = re.compile(rf"<[a-zA-Z][^\s/>]*+{_ATTRIBUTE}{{200}}")
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_ROOTS = re.compile(r"<(?:html|body)", re.IGNORECASE)
_RAW = words("script style textarea title xmp iframe noembed noframes")
"""Elements whose content is text, up to their own closing tag."""
_VOID = words("area base br col embed hr img input link meta param source track wbr")
_FOREIGN = words("svg math")
_HTML_WITHIN = words("foreignobject desc")
# At each of these the parser looks through all open elements for a paragraph to close. Others may nest freely, and
# pages do leave hundreds of <a>, <font> or <path/> open.
_SEARCHING = words(
    """
    address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup
    main menu nav ol pre search section summary table ul form listing
    """
)
# An element of these that is left open is made anew in every block after it: the same one up to three times.
_FORMATTING = words("b big code em font i s small strike strong tt u")
_FORMATTING_TAGS = re.compile(r"<(?:b|big|code|em|font|i|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE)
_SAME_KEPT = 3
_OF_A_TABLE = ("table",)
_CLOSES_ITSELF: dict[str, tuple[str, ...]] = {
    **{"p": (), "a": (), "option": (), "optgroup": (), "li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",)},
    **dict.fromkeys(("thead", "tbody", "tfoot", "tr", "td", "th"), _OF_A_TABLE),
}
"""A new one closes the one before, as many as lists and tables are in each other stay open."""


def cut_deep_nesting(html: str) -> str:
    """The page up to where parsing it becomes too costly; unchanged for any ordinary page.

    That is: more than DEEPEST blocks in each other, so many elements open at so many tags that looking through them
    takes long, so many formatting elements left open that copies of them fill the memory, a thousand attributes.
    """
    return html if _is_cheap(html) else _Scan().cut(html)


def _is_cheap(html: str) -> bool:
    """Told by counts alone, as for most pages; looking at each tag takes a fifth as long as reading the whole page."""
    tags = html.count("<")
    if tags >= _FEW_TAGS:
        return False
    return (
        (
            tags * tags < _MOST_COPIES
            or tags * (tags - html.count("</")) < _MOST_COPIES
            or tags * len(_FORMATTING_TAGS.findall(html)) < _MOST_COPIES
        )
        and len(_ROOTS.findall(html)) < _FEW_ROOTS
        and _MANY_ATTRIBUTES.search(html) is None
    )


class _Scan:
    """What the parser would have open at each tag, roughly."""

    def __init__(self) -> None:
        self.opened: Counter[str] = Counter()
        self.depth = self.options = self.blocks = self.steps = self.copies = self.attributes = 0
        self.formatting: Counter[tuple[str, str]] = Counter()
        self.formats = 0

    def cut(self, html: str) -> str:
        place = 0
        for _ in range(_MOST_TAGS):
            if (match := _TAG.search(html, place)) is None:
                return html
            place = match.end()
            closing, name, rest, slash, end = match.groups()
            if name is None:
                continue
            if not end:  # too many attributes, or the end of the text
                return html[: match.start()]
            name = name.lower()
            if closing:
                self._close(name)
            else:
                self._open(name, rest, closed="/" in slash)
                if name in _RAW and not self._is_foreign():
                    raw = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, place)
                    place = raw.start() if raw else len(html)
            self.steps += self.depth + self.formats
            self.copies += self.formats if name not in _FORMATTING else 0
            if self.blocks > DEEPEST or self.steps > _MOST_STEPS or self.copies > _MOST_COPIES:
                return html[: match.start()]
        return html[:place]

    def _open(self, name: str, rest: str, *, closed: bool) -> None:
        if name in ("html", "body"):  # their attributes are gathered on one element
            self.attributes += len(rest)
            self.steps += self.attributes
            return
        if name in _VOID or (closed and self._is_foreign()):
            return
        if len(rest) > _LONG_REST:  # each attribute is compared with those before
            self.steps += sum(1 for _ in _ATTRIBUTES.finditer(rest)) ** 2 // 8
        self.opened[name] += 1
        self.depth += 1
        self.blocks += name in _SEARCHING
        if name in _FORMATTING:
            if self.formatting[name, rest] < _SAME_KEPT:
                self.formatting[name, rest] += 1
                self.formats += 1
        elif (within := _CLOSES_ITSELF.get(name)) is not None:
            stay = 1
            for other in within:
                stay = max(stay, self.opened[other])
            if self.opened[name] > stay:
                self.opened[name] -= 1
                self.depth -= 1
        if name == "option":  # each is compared with all before
            self.options += 1
            self.steps += 3 * self.options

    def _close(self, name: str) -> None:
        if self.opened[name] > 0:
            self.opened[name] -= 1
            self.depth -= 1
            self.blocks -= name in _SEARCHING
        if name in _FORMATTING:
            latest = next((key for key in reversed(self.formatting) if key[0] == name), None)
            if latest is not None:
                self.formatting[latest] -= 1
                self.formats -= 1
                if not self.formatting[latest]:
                    del self.formatting[latest]

    def _is_foreign(self) -> bool:
        return any(self.opened[name] > 0 for name in _FOREIGN) and not any(self.opened[n] > 0 for n in _HTML_WITHIN)
