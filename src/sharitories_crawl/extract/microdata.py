"""Reading of microdata: itemscope, itemtype, itemprop and itemref, each property given to its nearest item."""

from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sharitories_crawl.extract.items import Item
from sharitories_crawl.extract.jsonld import short_type

_MOST_ELEMENTS = 5_000
_DEEPEST = 40
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
# these belong to an outer item by their own itemprop while carrying addresses for the reader
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
    return tuple(
        _item(node, scopes, members, 0)
        for node in marked
        if node.mem_id in scopes and "itemprop" not in node.attributes
    )


def _holder(node: LexborNode, scopes: dict[int, LexborNode]) -> int | None:
    above = node.parent
    while above is not None:
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


def _item(node: LexborNode, scopes: dict[int, LexborNode], members: dict[int, list[LexborNode]], depth: int) -> Item:
    properties: dict[str, list[str | Item]] = {}
    for member in members.get(node.mem_id, ()):
        names = (member.attributes.get("itemprop") or "").split()
        if not names:
            continue
        value: str | Item
        if member.mem_id not in scopes:
            value = _value(member)
        elif depth < _DEEPEST:
            value = _item(member, scopes, members, depth + 1)
        else:
            continue
        for name in names:
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
        # an address written as a link's words: <a itemprop="telephone" href="tel:...">
        return stated[:_LONGEST_VALUE]
    return " ".join(node.text(separator=" ").split())[:_LONGEST_VALUE]
