"""The words of an element are the same whether they are gathered for it or cut from those of the page."""

import phonenumbers
import pytest
from selectolax.lexbor import LexborHTMLParser

from sharitories_crawl.extract.contacts import find_phones
from sharitories_crawl.extract.digits import digit_runs
from sharitories_crawl.extract.flow import Flow, Marks

PAGE = """
<!-- above --><body class=home><h1>Le  Bocal</h1>du <b>port</b><ul><li>2 quai<br>du Moulin <svg><text>s</text>t</svg>
</li><li><p>Tél.\u00a002 97</p>et <script>var a = 1;</script><i>plus</i></li></ul><template><p>2</p></template>
<table><tr><td>1<td> <b>3</b></table><noscript>n <em>4</em></noscript><!-- below --></body></html><!-- last -->
"""


@pytest.mark.parametrize("longest", [1, 6, 12, 1_000])
def test_words_are_the_same_numbered_or_not(longest: int) -> None:
    root = LexborHTMLParser(PAGE).root
    assert root is not None
    walked, numbered = Flow(root), Flow(root)
    numbered.number()
    for node in root.traverse(include_text=True):
        assert numbered.block_text(node, longest) == walked.block_text(node, longest)


def test_words_have_a_line_for_each_block_and_nothing_of_scripts() -> None:
    body = LexborHTMLParser(PAGE).body
    assert body is not None
    flow = Flow(body)
    flow.number()
    assert flow.block_text(body, 1_000).split("\n") == [
        "Le Bocaldu port", "2 quai", "du Moulin s", "Tél. 02 97et plus", "1", "34",
    ]  # fmt: skip


def test_marks_are_those_that_a_selector_finds_in_the_element() -> None:
    tree = LexborHTMLParser(PAGE)
    assert tree.root is not None
    flow = Flow(tree.root)
    flow.number()
    marks = Marks(flow, tree.css("b,p,li"))
    for node in tree.root.traverse():
        inside = [found.mem_id for found in node.css("b,p,li")]
        assert [found.mem_id for found in marks.within(node, 100)] == inside
        first = marks.first(node)
        assert (first.mem_id if first is not None else None) == (inside[0] if inside else None)


def test_texts_with_digits() -> None:
    root = LexborHTMLParser("<p>a<b>1</b>2<i></i><br>3<script>4</script>b").root
    flow = Flow(root)
    flow.number()
    assert [flow.nodes[number].text_content for number in sorted(flow.with_digits())] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "runs"),
    [("", ()), ("né", ()), ("7", ((0, 1),)), ("’12 é3\ud8004", ((1, 3), (5, 6), (7, 8))), ("٣²5", ((2, 3),))],
)
def test_runs_of_digits(text: str, runs: tuple[tuple[int, int], ...]) -> None:
    assert digit_runs(text) == runs


@pytest.mark.parametrize("number", ["0297605156", "0123456789", "0800123456", "0910203040", "0262123456", "0699999999"])
def test_a_french_number_is_read_as_by_parsing(number: str) -> None:
    parsed = phonenumbers.parse(number, "FR")
    kind = phonenumbers.number_type(parsed)
    known = kind not in (phonenumbers.PhoneNumberType.UNKNOWN, phonenumbers.PhoneNumberType.PREMIUM_RATE)
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    assert find_phones("", (), (number,), "FR") == ((e164,) if known else ())
