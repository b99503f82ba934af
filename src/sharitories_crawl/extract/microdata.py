"""Reading of microdata: itemscope, itemtype, itemprop and itemref, each property given to its nearest item."""

from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sharitories_crawl.extract.items import Item
from sharitories_crawl.extract.jsonld import short_type

_MOST_ELEMENTS = 5_000
_DEEPEST = 40
_HIGHEST = 600
_LONGEST_VALUE = 2_000
_ATTRIBUTE_OF = {
    "meta": "content",
    "a": "href",
    "area": "href",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "track": "src",
    "object": "data",
    "data": "value",
    "meter": "value",
    "time": "datetime",
}
# with the attribute where it stands, else with their words
_TEXT_FALLBACK = frozenset({"time", "data", "meter"})


def read_microdata(tree: LexborHTMLParser) -> tuple[Item, ...]:
    """The top items of a page, properties in document order; an item that refers to itself is cut."""
    marked = tree.css("[itemscope],[itemprop]")[:_MOST_ELEMENTS]
    scopes = {node.mem_id: node for node in marked if "itemscope" in node.attributes}
    members: dict[int, list[LexborNode]] = {scope: [] for scope in scopes}
    for node in marked:
        if "itemprop" in node.attributes:
            holder = _holder(node, scopes)
            if holder is not None:
                members[holder].append(node)
    for number, scope in scopes.items():
        for reference in (scope.attributes.get("itemref") or "").split()[:20]:
            members[number].extend(_referred(tree, reference, scopes))
    reader = _Reader(scopes, members)
    return tuple(reader.item(node, 0) for node in marked if node.mem_id in scopes and "itemprop" not in node.attributes)


def _holder(node: LexborNode, scopes: dict[int, LexborNode]) -> int | None:
    above = node.parent
    for _ in range(_HIGHEST):
        if above is None:
            return None
        if above.mem_id in scopes:
            return above.mem_id
        above = above.parent
    return None


def _referred(tree: LexborHTMLParser, reference: str, scopes: dict[int, LexborNode]) -> Iterable[LexborNode]:
    if not reference.replace("-", "").replace("_", "").isalnum() or not reference[0].isalpha():
        return
    root = tree.css_first(f"#{reference}")
    if root is None:
        return
    inside = [root, *root.css("[itemprop]")] if "itemprop" in root.attributes else root.css("[itemprop]")
    outer = _holder(root, scopes)
    for node in inside[:200]:
        if node.mem_id == root.mem_id or _holder(node, scopes) in (outer, root.mem_id):
            yield node


@dataclass(slots=True)
class _Reader:
    """Builds items within a budget: references may lead to one item by many ways, and back to itself."""

    scopes: dict[int, LexborNode]
    members: dict[int, list[LexborNode]]
    left: int = _MOST_ELEMENTS

    def item(self, node: LexborNode, depth: int) -> Item:
        properties: dict[str, list[str | Item]] = {}
        for number, member in {member.mem_id: member for member in self.members.get(node.mem_id, ())}.items():
            self.left -= 1
            if self.left < 0:
                break
            value: str | Item
            if number not in self.scopes:
                value = _value(member)
            elif depth < _DEEPEST and number != node.mem_id:
                value = self.item(member, depth + 1)
            else:
                continue
            for name in (member.attributes.get("itemprop") or "").split():
                if value:
                    properties.setdefault(name, []).append(value)
        types = tuple(short_type(name) for name in (node.attributes.get("itemtype") or "").split())
        return Item(types, tuple((name, tuple(values)) for name, values in properties.items()))


def _value(node: LexborNode) -> str:
    attributes = node.attributes
    if attributes.get("content"):
        return (attributes["content"] or "").strip()[:_LONGEST_VALUE]
    tag = node.tag or ""
    named = _ATTRIBUTE_OF.get(tag)
    if named is not None and (tag not in _TEXT_FALLBACK or named in attributes):
        stated = (attributes.get(named) or "").strip()
        return stated[:_LONGEST_VALUE]
    return " ".join(node.text(separator=" ").split())[:_LONGEST_VALUE]
