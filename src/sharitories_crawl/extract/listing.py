"""Pages that list several initiatives: which repeated parts are items, and what each one says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sharitories_crawl.extract.flow import Flow
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
    groups = [group for group in _groups(tree, flow, context) if _is_listing(group, text_length)]
    # the finest cut wins: a column that holds ten items is no item
    groups.sort(key=lambda group: -group.placed)
    taken: set[int] = set()
    above: set[int] = set()
    entries: list[Entry] = []
    for group in groups:
        numbers = {flow.place(member) for member in group.members}
        if numbers & taken or numbers & above:
            continue
        for member in group.members:
            above.update(map(flow.place, _ancestors(member)))
            for part in _parts(member):
                taken.update(range(*flow.span(part)))
        entries.extend(item.entry for item in group.items if item.evidence or item.entry.text)
    seen: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        seen.setdefault((fold(entry.name), entry.url, entry.address.street if entry.address else ""), entry)
    return tuple(seen.values())[:MOST_ENTRIES]


def _groups(tree: LexborHTMLParser, flow: Flow, context: ListingContext) -> Iterator[_Group]:
    flow.number()
    chrome = _chrome_numbers(tree, flow)
    makes = _Makes()
    promising = _promising_makes(_signs(tree, flow, chrome, context), makes)
    if not promising:
        return
    tags = {make[0] for make in promising}
    by_make: dict[_Make, list[LexborNode]] = {}
    for number, tag in enumerate(flow.tags):
        if tag in tags and number not in chrome and (make := makes.of(flow.nodes[number])) in promising:
            by_make.setdefault(make, []).append(flow.nodes[number])
    reader = ItemReader(tree, flow, context)
    read = 0
    for nodes in by_make.values():
        if len(nodes) < _FEWEST or read > 4 * _MOST_MEMBERS:
            continue
        nodes = nodes[:_MOST_MEMBERS]
        read += len(nodes)
        pairs = [(node, item) for node in nodes if (item := reader.read(_parts(node))) is not None]
        if len(pairs) >= _FEWEST:
            yield _Group(tuple(node for node, _ in pairs), tuple(item for _, item in pairs))


def _chrome_numbers(tree: LexborHTMLParser, flow: Flow) -> set[int]:
    numbers: set[int] = set()
    for node in tree.css(_CHROME):
        # a theme marks whole pages "has-sidebar"; whatever holds the page's heading is content
        if flow.place(node) in numbers or node.tag in ("html", "body", "main"):
            continue
        if node.tag not in ("nav", "footer", "aside", "form") and node.css_first("h1,main,article") is not None:
            continue
        numbers.update(range(*flow.span(node)))
    return numbers


def _promising_makes(signs: Iterable[LexborNode], makes: "_Makes") -> set[_Make]:
    """The makes of elements of which at least two hold or head a sign, found from those upwards."""
    members: dict[_Make, set[int]] = {}
    climbed: set[int] = set()
    for sign in signs:
        node: LexborNode | None = sign
        for _ in range(_HIGHEST):
            if node is None or node.mem_id in climbed:
                break
            climbed.add(node.mem_id)
            if node.tag in _ITEMS and len(members.get(make := makes.of(node), ())) < _FEWEST:
                members.setdefault(make, set()).add(node.mem_id)
            before = node.prev
            for _ in range(_FURTHEST):
                if before is None:
                    break
                if before.tag in _HEADS:
                    members.setdefault(makes.of(before), set()).add(before.mem_id)
                    break
                before = before.prev
            node = node.parent
    return {make for make, found in members.items() if len(found) > 1}


def _signs(tree: LexborHTMLParser, flow: Flow, chrome: set[int], context: ListingContext) -> Iterator[LexborNode]:
    """Links to others' sites, and words that look like a street or a postal code."""
    body = tree.body
    if body is None:
        return
    first, after = flow.span(body)
    signs = 0
    for number in sorted([*flow.with_digits(), *(number for number, tag in enumerate(flow.tags) if tag == "a")]):
        if number in chrome or not first < number < after:
            continue
        node = flow.nodes[number]
        if flow.tags[number] == "a":
            href = node.attributes.get("href") or ""
            if not href.startswith(("http", "//")) or not is_elsewhere(href, context):
                continue
        elif not hints_at_place(node.text_content or ""):
            continue
        yield node
        signs += 1
        if signs > 2 * _MOST_MEMBERS:
            return


class _Makes:
    """What elements are made of. Each is looked at once, though many have the same parent."""

    def __init__(self) -> None:
        self._own: dict[int, tuple[str, str]] = {}

    def of(self, node: LexborNode) -> _Make:
        parent = node.parent
        tag, mark = self._tag_and_class(node)
        mark = "" if tag in _HEADS else mark
        return (tag, mark, *self._tag_and_class(parent)) if parent is not None else (tag, mark, "", "")

    def _tag_and_class(self, node: LexborNode) -> tuple[str, str]:
        key = node.mem_id
        if (own := self._own.get(key)) is None:
            mark = (node.attributes.get("class") or "").strip().split(" ", 1)[0]
            own = self._own[key] = (node.tag or "", mark)
        return own


def _parts(member: LexborNode) -> list[LexborNode]:
    """An element, and where it is a heading, what follows it."""
    return [member, *_until_next(member)] if member.tag in _HEADS else [member]


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


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    for _ in range(600):
        if above is None:
            return
        yield above
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
