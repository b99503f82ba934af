"""Folding: the same letters for the same name, however it was typed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sharitories_crawl.geo.names import fold, fold_parts


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param("St-Étienne", "saint etienne", id="accent, hyphen, saint"),
        pytest.param("L’Œuvre d'Ærø", "l oeuvre d aero", id="letters that stand for two"),
        pytest.param("Straße ½", "strasse 12", id="Latin-1 that stands for several"),
        pytest.param("cafe\u0301", "cafe", id="an accent of its own"),
        pytest.param("𝐅ablab 𝗩élo", "fablab velo", id="letters drawn bold"),
        pytest.param("  a —\u00a0b…\tc  ", "a b c", id="spaces and punctuation"),
        pytest.param("Ελλάδα 中", "", id="other scripts"),
        pytest.param("a\ud800b", "ab", id="half a character"),
    ],
)
def test_a_name_is_folded_to_plain_letters(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(f"{written} " * 200).split() == folded.split() * 200, "a long text like a short one"


@given(st.lists(st.text(alphabet="aé’ .-st\u2028œ", max_size=12), max_size=4))
@example(["rue st", "ste anne", "", "s", "t"])
def test_parts_are_folded_as_the_lines_of_one_text(parts: list[str]) -> None:
    assert fold_parts(*parts) == fold("\n".join(parts))
