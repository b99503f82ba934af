"""Every parser of bytes from outside, with a few odd inputs each; `make fuzz` gives them 200,000."""

import pytest
from tests.fuzz.engine import fuzz
from tests.fuzz.targets import Target, targets

INPUTS = 50
"""For a target of the usual weight."""


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)
def test_a_parser_ends_in_nothing_but_its_own_error(target: Target) -> None:
    assert fuzz(target, int(INPUTS * target.weight), number=1)
