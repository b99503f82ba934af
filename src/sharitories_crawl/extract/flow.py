"""The words of a page in the order of the document, and what of the page stands in each element."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from selectolax.lexbor import LexborNode

from sharitories_crawl.extract.digits import digit_runs
from sharitories_crawl.extract.hosts import words

_BLOCKS = words(
    "p div br li ul ol tr td th h1 h2 h3 h4 h5 h6 section article address footer header main aside table dl dt dd form "
    "blockquote pre hr figure figcaption nav fieldset"
)
SILENT = frozenset(["script", "style", "noscript", "template", "svg", "iframe"])


class Flow:
    """The words of a page's elements, gathered for each anew, or cut from those of the page once it is numbered."""

    def __init__(self, root: LexborNode | None) -> None:
        self._root = root
        self.nodes: list[LexborNode] = []
        """All nodes, texts among them, in the order of the document. Empty until they are numbered, like the next."""
        self.tags: list[str | None] = []
        self._numbers: dict[int, int] = {}
        self._offsets: list[int] = []
        self._words = ""
        self._spans: dict[int, tuple[int, int]] = {}
        self._texts: dict[int, str] = {}

    def number(self) -> None:
        """Number all nodes. It pays where many elements that stand in each other are asked for, as on lists."""
        if self.nodes or self._root is None:
            return
        self.nodes = list(self._root.traverse(include_text=True))
        self.tags = [node.tag for node in self.nodes]
        self._numbers = {node.mem_id: number for number, node in enumerate(self.nodes)}
        pieces = [
            _words(node) if tag == "-text" else "\n" if tag in _BLOCKS else ""
            for node, tag in zip(self.nodes, self.tags, strict=True)
        ]
        self._offsets = list(accumulate(map(len, pieces), initial=0))
        self._words = "".join(pieces)

    def place(self, node: LexborNode) -> int:
        """The number of a node."""
        return self._numbers.get(node.mem_id, len(self.nodes))

    def span(self, node: LexborNode) -> tuple[int, int]:
        """The number of a node, and that of the first one after all that stands in it."""
        key = node.mem_id
        if (span := self._spans.get(key)) is None:
            after = self._numbers.get(_id_after(node), len(self.nodes))
            span = self._spans[key] = (self.place(node), after)
        return span

    def block_text(self, node: LexborNode, longest: int) -> str:
        """The words in a node, a new line at each block element, white space collapsed, cut at `longest`."""
        if not self.nodes:
            return _collapsed("".join(_cut(node, longest)))
        first, after = self.span(node)
        begin, end = self._offsets[first], self._offsets[after]
        if end - begin > longest and end - begin - self._words.count("\n", begin, end) > longest:
            return _collapsed("".join(_cut(node, longest)))
        if (text := self._texts.get(first)) is None:
            text = self._texts[first] = _collapsed(self._words[begin:end])
        return text

    def with_digits(self) -> list[int]:
        """The numbers of the texts that hold digits."""
        found: set[int] = set()
        for start, end in digit_runs(self._words):
            found.update(range(bisect_right(self._offsets, start) - 1, bisect_right(self._offsets, end - 1)))
        return [number for number in found if self.tags[number] == "-text"]


class Marks:
    """The elements that a selector finds on a page, for those who look for them in one element after the other."""

    def __init__(self, flow: Flow, nodes: Iterable[LexborNode]) -> None:
        self._flow = flow
        self._nodes = list(nodes)
        self._numbers = [flow.place(node) for node in self._nodes]

    def within(self, node: LexborNode, most: int) -> list[LexborNode]:
        """Those in a node, itself among them, in order."""
        first, after = self._flow.span(node)
        begin = bisect_left(self._numbers, first)
        return self._nodes[begin : min(begin + most, bisect_left(self._numbers, after, begin))]

    def first(self, node: LexborNode) -> LexborNode | None:
        found = self.within(node, 1)
        return found[0] if found else None


def _id_after(node: LexborNode) -> int:
    """Which node follows all that stands in one; 0 where none does."""
    above: LexborNode | None = node
    while above is not None:
        if (after := above.next) is not None:
            return after.mem_id
        above = above.parent
    return 0


def _words(text: LexborNode) -> str:
    parent = text.parent
    silent = parent is not None and parent.tag in SILENT
    return "" if silent else (text.text_content or "").replace("\n", " ")


def _cut(node: LexborNode, longest: int) -> Iterator[str]:
    length = 0
    for inner in node.traverse(include_text=True):
        tag = inner.tag
        if tag == "-text":
            piece = _words(inner)
            yield piece
            length += len(piece)
            if length > longest:
                return
        elif tag in _BLOCKS:
            yield "\n"


def _collapsed(text: str) -> str:
    return "\n".join([line for part in text.split("\n") if part and (line := _line(part))])


def _line(text: str) -> str:
    # most lines hold no other white space than single spaces: that is sooner seen than they are taken apart
    return text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())
