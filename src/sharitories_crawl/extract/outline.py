"""One walk over a parsed page that picks up everything the readers need from its elements."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sharitories_crawl.extract.flow import Flow

LONGEST_TEXT = 200_000
_MOST_ANCHORS = 20_000
_MOST_HEADINGS = 300
_MOST_BLOCKS = 150
_LONGEST_BLOCK = 20_000
_HIGHEST = 600

_HEADINGS = frozenset(["h1", "h2", "h3", "h4"])
_ROWS = frozenset(["h2", "h3", "h4", "li", "tr", "dt", "p"])
# where contacts, opening hours and legal notices stand
_CONTACT_MARKS = (
    "contact",
    "footer",
    "coordonn",
    "adresse",
    "address",
    "mention",
    "legal",
    "imprint",
    "colophon",
    "topbar",
)
_CONTACT = re.compile("|".join(_CONTACT_MARKS), re.IGNORECASE)
_BRAND = re.compile(
    r"logo|\bbrand|branding|site-?(?:title|name|heading)|blog-?(?:title|name)|sitename|app-name|navbar-brand|ob-header|"
    r"header-outer|nom-?(?:du-)?site",
    re.IGNORECASE,
)
"""Where a theme puts the name of the site."""
_HOMES = frozenset(["/", "./", ".", "index.html", "index.htm", "/index.html", "index.php", "/index.php"])
_MOST_BRANDS = 8
_LONGEST_BRAND = 90
_HOLDERS = frozenset(["div", "section", "p", "ul", "span", "aside", "article", "table", "td", "dl", "header"])


@dataclass(slots=True)
class Outline:
    """What stands where in one page, texts with white space collapsed."""

    flow: Flow
    title: str = ""
    language: str = ""
    base: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    """By lower-case name or property; the first of each."""
    jsonld: list[str] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    """(tag, text) of h1 to h4 in order."""
    anchors: list[tuple[str, str]] = field(default_factory=list)
    """(href as written, text)."""
    brands: list[str] = field(default_factory=list)
    """What logos, site titles and links to the home page say."""
    contact_blocks: list[LexborNode] = field(default_factory=list)
    rows: list[tuple[str, LexborNode]] = field(default_factory=list)
    """(tag, element) of what may be a row that begins with a name."""
    has_emphasis: bool = False
    published: str = ""


def read_outline(tree: LexborHTMLParser) -> Outline:
    root = tree.root
    outline = Outline(Flow(root))
    if root is None:
        return outline
    anchors, headings, blocks, rows = outline.anchors, outline.headings, outline.contact_blocks, outline.rows
    for node in root.traverse():
        tag = node.tag
        if tag in _ROWS:
            rows.append((tag, node))
        if tag == "a":
            attributes = node.attributes
            href = attributes.get("href")
            if href and len(anchors) < _MOST_ANCHORS:
                words_of_link = _line(node.text())
                anchors.append((href, words_of_link))
                mark = attributes.get("class") or ""
                if href in _HOMES or (mark and _BRAND.search(mark)):
                    _read_brand(node, words_of_link, outline.brands)
        elif tag in _HEADINGS:
            if len(headings) < _MOST_HEADINGS and (text := _line(node.text())):
                headings.append((tag, text[:300]))
        elif tag == "strong" or tag == "b":
            outline.has_emphasis = True
        elif tag == "footer" or tag == "address":
            blocks.append(node)
        elif tag in _HOLDERS:
            attributes = node.attributes
            if attributes:
                of_contacts, of_brand = _read_marks(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
                if of_contacts:
                    blocks.append(node)
                if of_brand:
                    _read_brand(node, _line(node.text()), outline.brands)
        elif tag == "meta":
            _read_meta(node, outline.metas)
        elif tag == "script":
            if "ld+json" in (node.attributes.get("type") or "").lower():
                outline.jsonld.append(node.text())
        elif tag == "title":
            outline.title = outline.title or _line(node.text())[:500]
        elif tag == "html":
            attributes = node.attributes
            outline.language = attributes.get("lang") or attributes.get("xml:lang") or ""
        elif tag == "base":
            outline.base = outline.base or (node.attributes.get("href") or "")
        elif tag == "time" and not outline.published and "pubdate" in (attributes := node.attributes):
            outline.published = attributes.get("datetime") or ""
    return outline


@lru_cache(maxsize=4096)
def _read_marks(marks: str) -> tuple[bool, bool]:
    """Whether class and id say that contacts stand there, or a site's name; each page of a theme asks it anew."""
    return _CONTACT.search(marks) is not None, _BRAND.search(marks) is not None


def _read_brand(node: LexborNode, text: str, brands: list[str]) -> None:
    if len(brands) >= _MOST_BRANDS:
        return
    if not text:
        text = _line(_words_of_image(node))
    if 1 < len(text) <= _LONGEST_BRAND and text not in brands:
        brands.append(text)


def _words_of_image(node: LexborNode) -> str:
    """What the first image below with a description is said to show; a selector takes longer for the few nodes."""
    for inner in node.traverse():
        if inner.tag == "img" and "alt" in (attributes := inner.attributes):
            return attributes["alt"] or ""
    return ""


def _read_meta(node: LexborNode, metas: dict[str, str]) -> None:
    attributes = node.attributes
    content = attributes.get("content")
    name = (
        attributes.get("property")
        or attributes.get("name")
        or attributes.get("http-equiv")
        or attributes.get("itemprop")
    )
    if name and content:
        metas.setdefault(name.lower(), " ".join(content.split())[:2_000])


def _line(text: str) -> str:
    return " ".join(text.split())


def footer_text(outline: Outline) -> str:
    """Footer, address and contact blocks, each once, one line per block element."""
    blocks = outline.contact_blocks[:_MOST_BLOCKS]
    numbers = {node.mem_id for node in blocks}
    lines: list[str] = []
    length = 0
    for node in blocks:
        if _is_inside(node, numbers):
            continue
        text = outline.flow.block_text(node, _LONGEST_BLOCK)
        lines.append(text)
        length += len(text)
        if length > LONGEST_TEXT:
            break
    return "\n".join(line for line in lines if line)[:LONGEST_TEXT]


def _is_inside(node: LexborNode, numbers: set[int]) -> bool:
    above = node.parent
    for _ in range(_HIGHEST):
        if above is None:
            return False
        if above.mem_id in numbers:
            return True
        above = above.parent
    return False
