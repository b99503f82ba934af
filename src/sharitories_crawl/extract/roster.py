"""Rows that each begin with a name, whether or not they give an address: headings, items, table rows, paragraphs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborNode

from sharitories_crawl.extract.flow import Flow
from sharitories_crawl.extract.naming import is_chrome
from sharitories_crawl.extract.outline import Outline
from sharitories_crawl.models import Entry

FEWEST = 3
_MOST_ROWS = 200
_MOST_GROUPS = 6
_LONGEST_ROW = 900
_LONGEST_NAME = 80
_MOST_WORDS = 9
_HEADS = frozenset(["h2", "h3", "h4", "dt"])
_BOXES = frozenset(["div", "article", "section", "li", "a"])
_DEEPEST_BOX = 3
_ASIDE_TAGS = frozenset(["nav", "footer", "aside", "form", "header"])
_ASIDE = re.compile(
    r"menu|nav|footer|breadcrumb|ariane|related|pagination|sidebar|comment|share|partag|cookie|similaire|lire-aussi|outils",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^(?:\d{1,2}\s*[.)/–-]\s*|[•·*-]\s+)")
_PARENTHESES = re.compile(r"[(\[].*$")
_AFTER_NAME = re.compile(r"(?=[\s:|•·,.])(?:\s+[-–—|•·:]\s+|\s*[:|•·]\s+|,\s+|\.\s+|\s+\(|\.$)")
_QUOTED = re.compile(r"\s*(?:\d{1,2}\s*[.)/–-]\s*)?[«“\"]\s*([^»”\"]{2,60}?)\s*[»”\"]")
_PLACE_BEFORE = re.compile(r"^(?:À|A|In|Te|Em|I) [A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?(?:, | ?: )(?=[A-ZÀ-Þ«“\"])")
"""`À Valmer, Le Grain de sel`"""
_TIME_OR_PRICE = re.compile(r"^\W*\d|€|\bkr\b|\d ?h\b|\d[.:]\d\d")
_STREET = re.compile(
    r"\b(?:rue|place|avenue|quai|straat|laan|plein|weg|gatan|vägen|rua|avenida|largo)\b"
    r"|\w(?:straat|laan|gatan|vägen)\b",
    re.I,
)
_BEFORE_STRONG = 45


def find_rosters(outline: Outline) -> tuple[tuple[Entry, ...], ...]:
    """Groups of rows of one make below one parent, in the page's order; of whom they speak is not judged."""
    groups: dict[tuple[str, int], list[LexborNode]] = {}
    above: dict[int, int] = {}
    paragraphs: list[LexborNode] = []
    for tag, node in outline.rows:
        if tag == "p":
            paragraphs.append(node)
        parent = node.parent
        if parent is None:
            continue
        holder = parent.mem_id
        if tag in ("li", "tr"):
            if holder not in above:
                grandparent = parent.parent
                above[holder] = grandparent.mem_id if grandparent is not None else holder
            holder = above[holder]
        groups.setdefault((tag, holder), []).append(node)
    _gather_cards(groups)
    found: list[tuple[Entry, ...]] = []
    # paragraphs are rows where they begin with emphasis, or where a page has nothing else
    plain = not any(tag != "p" for tag, _ in groups)
    reader = _Rows(outline.flow, outline.has_emphasis, plain)
    for (tag, _), nodes in groups.items():
        if len(nodes) < FEWEST or _is_aside(nodes[0]):
            continue
        fewest = FEWEST if tag == "p" else max(FEWEST, 0.5 * len(nodes))
        nodes = nodes[:_MOST_ROWS]
        if tag == "tr":
            rows = tuple(_of_table(nodes))
        else:
            named = [(node, *row) for node in nodes if (row := reader.named(tag, node))[0]]
            # what is said of each is gathered only where enough are named
            rows = tuple(reader.entry(tag, *row) for row in named) if len(named) >= fewest else ()
        if len(rows) >= fewest:
            found.append(rows)
            if len(found) >= _MOST_GROUPS:
                break
    if len(found) < _MOST_GROUPS:
        found.extend(_broken_lines(paragraphs, outline.flow))
    return tuple(found)


def _broken_lines(paragraphs: Iterable[LexborNode], flow: Flow) -> Iterator[tuple[Entry, ...]]:
    """A paragraph whose lines each begin with a name."""
    broken = ((node, breaks) for node in paragraphs if (breaks := sum(inner.tag == "br" for inner in node.iter())))
    for paragraph, breaks in islice(broken, _MOST_GROUPS):
        if breaks < FEWEST - 1 or _is_aside(paragraph):
            continue
        lines = flow.block_text(paragraph, _LONGEST_ROW).split("\n")
        parts = [(line, _AFTER_NAME.split(line, maxsplit=1)) for line in lines]
        rows = tuple(Entry(name=name, text=line) for line, cut in parts if len(cut) > 1 and (name := _name(cut[0])))
        if len(rows) >= FEWEST and len(rows) >= 0.5 * len(lines):
            yield rows


def _gather_cards(groups: dict[tuple[str, int], list[LexborNode]]) -> None:
    """Headings that each stand in a box of their own are one group below what holds the boxes."""
    alone = [key for key, nodes in groups.items() if len(nodes) == 1 and key[0] in _HEADS]
    holders = {key: groups[key][0].parent for key in alone}
    for _ in range(_DEEPEST_BOX):
        cards: dict[tuple[str, int], list[tuple[str, int]]] = {}
        for key, holder in holders.items():
            above = holder.parent if holder is not None and holder.tag in _BOXES else None
            holders[key] = above
            if above is not None:
                cards.setdefault((key[0], above.mem_id), []).append(key)
        for (tag, holder_id), keys in cards.items():
            if len(keys) >= FEWEST:
                together = [groups.pop(key)[0] for key in keys]
                groups.setdefault((tag, holder_id), []).extend(together)
                for key in keys:
                    del holders[key]


def _is_aside(node: LexborNode) -> bool:
    above: LexborNode | None = node
    for _ in range(40):
        if above is None or above.tag in ("body", "main", "html"):
            return False
        if above.tag in _ASIDE_TAGS:
            return True
        attributes = above.attributes
        if attributes and _ASIDE.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"):
            return True
        above = above.parent
    return False


@dataclass(frozen=True, slots=True)
class _Rows:
    """Reads rows that are no table's."""

    flow: Flow
    has_emphasis: bool
    plain: bool
    """Whether a paragraph is a row without emphasis, too."""

    def named(self, tag: str, node: LexborNode) -> tuple[str, str]:
        """The name that a row begins with, and the row's words; twice empty for no row."""
        strong = _emphasis(node) if self.has_emphasis and tag not in _HEADS else None
        if tag == "p" and strong is None and not self.plain:
            return "", ""
        text = self.flow.block_text(node, _LONGEST_ROW).replace("\n", " ")
        if not 2 < len(text) <= _LONGEST_ROW:
            return "", ""
        if tag in _HEADS:
            return _name(text), text
        said = " ".join(strong.text().split()) if strong is not None else ""
        if said and 0 <= text.find(said) <= _BEFORE_STRONG:
            return _name(said, bold=True), text
        if tag == "p" and not self.plain:
            return "", ""
        parts = _AFTER_NAME.split(text, maxsplit=1)
        return _name(parts[0]) if len(parts) > 1 else "", text

    def entry(self, tag: str, node: LexborNode, name: str, text: str) -> Entry:
        """A named row with what stands around it: below a heading, or the heading above."""
        around = f"{text}\n{self._following(node)}" if tag in _HEADS else f"{_heading_above(node)}\n{text}"
        return Entry(name=name, text=around.strip())

    def _following(self, head: LexborNode) -> str:
        parts: list[str] = []
        node = head.next
        while node is not None and len(parts) < 6:
            tag = node.tag or ""
            if tag in _HEADS and tag <= (head.tag or ""):
                break
            if tag not in ("-text", "_comment"):
                parts.append(self.flow.block_text(node, _LONGEST_ROW))
            node = node.next
        return "\n".join(parts)[:_LONGEST_ROW]


def _emphasis(node: LexborNode) -> LexborNode | None:
    # a selector takes longer for the few nodes of a row
    return next((inner for inner in node.traverse() if inner.tag in ("strong", "b")), None)


def _of_table(nodes: list[LexborNode]) -> Iterator[Entry]:
    """The column of names is the one with most words that are no streets, hours or prices."""
    rows = [[" ".join(cell.text().split()) for cell in node.css("td,th")] for node in nodes]
    width = max((len(row) for row in rows), default=0)
    if width < 2:
        return

    def weight(column: int) -> float:
        cells = [row[column] for row in rows if len(row) > column and row[column]]
        if len(set(cells)) < 0.8 * len(rows):
            return 0.0
        bad = sum(
            not cell[0].isupper() or bool(_TIME_OR_PRICE.search(cell) or _STREET.search(_AFTER_NAME.split(cell)[0]))
            for cell in cells
        )
        return sum(len(cell.split()) for cell in cells) / len(rows) if bad < 0.4 * len(cells) else 0.0

    best = max(range(min(width, 6)), key=lambda column: (weight(column), -column))
    if not weight(best):
        return
    for row in rows:
        name = _name(_AFTER_NAME.split(row[best], maxsplit=1)[0]) if len(row) > best else ""
        if name:
            yield Entry(name=name, text="\n".join(filter(None, row)))


def _name(words: str, bold: bool = False) -> str:
    quoted = _QUOTED.match(words)
    words = quoted[1] if quoted else _PLACE_BEFORE.sub("", words, count=1)
    plain = _PARENTHESES.sub("", _NUMBER.sub("", words)).strip(' «»"“”-–—|,;.')
    if words.rstrip().endswith(("?", "!")) or not 2 < len(plain) <= _LONGEST_NAME:
        return ""
    first = _AFTER_NAME.split(plain, maxsplit=1)[0].strip(' «»"“”')
    # emphasis in a sentence begins with a small article
    named = first[:1].isupper() or first[:1].isdigit() or (bold and first[:3] in ("le ", "la ", "les", "l’", "l'"))
    if not named or len(first.split()) > _MOST_WORDS or is_chrome(first) or not any(sign.isalpha() for sign in first):
        return ""
    return first[0].upper() + first[1:]


def _heading_above(node: LexborNode) -> str:
    """The heading that a row or its list stands under: often the place."""
    before = node.prev if node.tag == "p" else (node.parent.prev if node.parent is not None else None)
    for _ in range(4):
        if before is None:
            return ""
        if before.tag in _HEADS:
            return " ".join(before.text().split())[:120]
        if before.tag not in ("-text",):
            return ""
        before = before.prev
    return ""
