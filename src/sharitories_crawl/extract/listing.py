"""Pages that list several initiatives: which repeated parts are items, and what each one says."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sharitories_crawl.extract.flow import SILENT, Flow
from sharitories_crawl.extract.listing_item import Item, ItemReader, ListingContext, hints_at_place, is_elsewhere
from sharitories_crawl.extract.naming import is_chrome
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Entry

MOST_ENTRIES = 500
_MOST_MEMBERS = 1_500
_FEWEST = 3
_HIGHEST = 40
_FURTHEST = 12
_HEADS = frozenset(["h2", "h3", "h4", "h5", "dt"])
_ITEMS = frozenset(["li", "article", "tr", "section", "div", "p"])
_CHROME = (
    "nav,footer,body>header,aside,form,[role=navigation],[role=banner],"
    "[class*=menu],[class*=nav],[class*=footer],[class*=breadcrumb],[class*=related],[class*=pagination],[class*=tagcloud],"
    "[class*=tag-cloud],[class*=sidebar],[class*=comment],[class*=share],[class*=cookie],[class*=similaire],[id*=menu],"
    "[id*=footer],[id*=sidebar],[id*=comment],[id*=cookie]"
)


_Make = tuple[str, str, str, str]
"""Tag and class of an element and of its parent: what things of one list have in common."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Siblings of one make, with what each says."""

    members: tuple[LexborNode, ...]
    items: tuple[Item, ...]

    @property
    def placed(self) -> int:
        return sum(1 for item in self.items if item.evidence)


def find_entries(tree: LexborHTMLParser, flow: Flow, context: ListingContext, text_length: int) -> tuple[Entry, ...]:
    """The initiatives that a page lists, in document order of the groups; empty for a page about one thing.

    `text_length` is that of the page's main text: a bare list of links counts only where it is most of the page.
    """
    chrome = _chrome_numbers(tree)
    groups = [group for group in _groups(tree, flow, chrome, context) if _is_listing(group, text_length)]
    # the finest cut wins: a column that holds ten items is no item
    groups.sort(key=lambda group: -group.placed)
    taken: set[int] = set()
    above: set[int] = set()
    entries: list[Entry] = []
    for group in groups:
        numbers = {member.mem_id for member in group.members}
        if numbers & taken or numbers & above:
            continue
        for member in group.members:
            taken.update(node.mem_id for node in member.traverse())
            above.update(_ancestors(member))
            if member.tag in _HEADS:
                for sibling in _until_next(member):
                    taken.update(node.mem_id for node in sibling.traverse())
        entries.extend(item.entry for item in group.items if item.evidence or item.entry.text)
    seen: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        seen.setdefault((fold(entry.name), entry.url, entry.address.street if entry.address else ""), entry)
    return tuple(seen.values())[:MOST_ENTRIES]


def _chrome_numbers(tree: LexborHTMLParser) -> set[int]:
    numbers: set[int] = set()
    for node in tree.css(_CHROME):
        # a theme marks whole pages "has-sidebar"; whatever holds the page's heading is content
        if node.mem_id in numbers or node.tag in ("html", "body", "main"):
            continue
        if node.tag not in ("nav", "footer", "aside", "form") and node.css_first("h1,main,article") is not None:
            continue
        numbers.update(inner.mem_id for inner in node.traverse())
    return numbers


def _groups(tree: LexborHTMLParser, flow: Flow, chrome: set[int], context: ListingContext) -> Iterator[_Group]:
    promising = _promising_makes(tree, chrome, context)
    if not promising:
        return
    by_make: dict[_Make, list[LexborNode]] = {}
    for node in tree.css(",".join({make[0] for make in promising})):
        make = _make(node)
        if make in promising and node.mem_id not in chrome:
            by_make.setdefault(make, []).append(node)
    reader = ItemReader(tree, flow, context)
    read = 0
    for make, nodes in by_make.items():
        if len(nodes) < _FEWEST or read > 4 * _MOST_MEMBERS:
            continue
        nodes = nodes[:_MOST_MEMBERS]
        read += len(nodes)
        pairs = []
        for node in nodes:
            parts = [node, *_until_next(node)] if make[0] in _HEADS else [node]
            item = reader.read(parts)
            if item is not None:
                pairs.append((node, item))
        if len(pairs) >= _FEWEST:
            yield _Group(tuple(node for node, _ in pairs), tuple(item for _, item in pairs))


def _promising_makes(tree: LexborHTMLParser, chrome: set[int], context: ListingContext) -> set[_Make]:
    """The makes of elements of which at least two hold or head a place or another's site, found from those upwards."""
    members: dict[_Make, set[int]] = {}
    climbed: set[int] = set()
    for sign in _signs(tree, chrome, context):
        node: LexborNode | None = sign
        for _ in range(_HIGHEST):
            if node is None or node.mem_id in climbed:
                break
            climbed.add(node.mem_id)
            if node.tag in _ITEMS and len(members.get(make := _make(node), ())) < _FEWEST:
                members.setdefault(make, set()).add(node.mem_id)
            before = node.prev
            for _ in range(_FURTHEST):
                if before is None:
                    break
                if before.tag in _HEADS:
                    members.setdefault(_make(before), set()).add(before.mem_id)
                    break
                before = before.prev
            node = node.parent
    return {make for make, found in members.items() if len(found) > 1}


def _signs(tree: LexborHTMLParser, chrome: set[int], context: ListingContext) -> Iterator[LexborNode]:
    """Links to others' sites, and words that look like a street or a postal code."""
    body = tree.body
    if body is None:
        return
    signs = 0
    for node in body.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            parent = node.parent
            # the numbers of a style sheet or a script tell of no place
            if parent is None or parent.mem_id in chrome or parent.tag in SILENT:
                continue
            if not hints_at_place(node.text_content or ""):
                continue
        elif tag == "a":
            href = node.attributes.get("href") or ""
            if not href.startswith(("http", "//")) or node.mem_id in chrome or not is_elsewhere(href, context):
                continue
        else:
            continue
        yield node
        signs += 1
        if signs > 2 * _MOST_MEMBERS:
            return


def _make(node: LexborNode) -> _Make:
    tag = node.tag or ""
    parent = node.parent
    own = "" if tag in _HEADS else _first_class(node)
    return (tag, own, parent.tag or "", _first_class(parent)) if parent is not None else (tag, own, "", "")


def _first_class(node: LexborNode) -> str:
    return (node.attributes.get("class") or "").strip().split(" ", 1)[0]


def _until_next(head: LexborNode) -> list[LexborNode]:
    """What follows a heading up to the next one of its level or above."""
    parts: list[LexborNode] = []
    node = head.next
    while node is not None and len(parts) < 40:
        tag = node.tag or ""
        if tag == head.tag or tag == "h1" or (tag in _HEADS and head.tag != "dt" and tag < (head.tag or "")):
            break
        parts.append(node)
        node = node.next
    return parts


def _ancestors(node: LexborNode) -> Iterator[int]:
    above = node.parent
    for _ in range(600):
        if above is None:
            return
        yield above.mem_id
        above = above.parent


def _is_listing(group: _Group, text_length: int) -> bool:
    """Several proper names, most with a place or a site of their own, and those not the same ones over and over."""
    items = group.items
    count = len(items)
    names = {fold(item.entry.name) for item in items}
    if len(names) < max(_FEWEST, 0.6 * count) or sum(item.dated for item in items) > 0.6 * count:
        return False
    if sum(1 for item in items if is_chrome(item.entry.name)) > 0.2 * count:
        return False
    placed = {item.evidence for item in items if item.evidence}
    reached = sum(1 for item in items if item.evidence or item.entry.email or item.entry.phone)
    if len(placed) < 2 or reached < 0.6 * count or (len(placed) < _FEWEST and reached < 0.75 * count):
        return False
    bare = sum(1 for item in items if item.is_bare_link)
    if bare > 0.5 * count:
        words = sum(len(item.entry.name) for item in items)
        return count >= 5 and words > 0.3 * text_length
    return True
