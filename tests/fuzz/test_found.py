"""What fuzzing found, once each: inputs that made a parser end in something else than its own error."""

import pytest
from tests.fuzz.seeds import archives, lists
from tests.fuzz.targets import targets

BY_NAME = {target.name: target for target in targets()}
FOUND: dict[str, tuple[str, object]] = {
    "a list of a byte order mark alone": ("list csv", b"\xef\xbb\xbf"),
    "a number of 5,000 digits": ("list json", b'[{"name": ' + b"9" * 5000 + b"}]"),
    "half a surrogate pair as a name of a field": ("list json", b'[{"\\ud800": "x", "name": "Le Fab"}]'),
    "half a surrogate pair in an entry that is no object": ("list json", b'[{"name": "Le Fab"}, "\\ud800"]'),
    "settings nested without end": ("settings", b"sources = " + b"[" * 5000),
    "settings with a number of 5,000 digits": ("settings", b"delay = " + b"9" * 5000),
    "a setting with a name of a megabyte": ("settings", b"max" + b"9" * 1_500_000 + b" = 1"),
    "words nested without end": ("kinds and words", ("fr.toml", b"a = " + b"[" * 5000)),
}
"""Case -> target, input."""


@pytest.mark.parametrize("name", FOUND)
def test_what_broke_a_parser_once_does_not_again(name: str) -> None:
    target, given = FOUND[name]
    BY_NAME[target].check(given)


def test_a_record_of_a_list_is_no_answer_and_does_not_break_reading_one() -> None:
    for archive in archives():
        BY_NAME["WARC"].check(archive)


def test_a_workbook_damaged_anywhere_is_bad_input() -> None:
    (book,) = lists()["xlsx"]
    for place in range(0, len(book), len(book) // 60):
        BY_NAME["list xlsx"].check(book[:place] + bytes([book[place] ^ 0x55]) + book[place + 1 :])
