"""One target given so many inputs by hypothesis."""

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from tests.fuzz.targets import Target

BATCH = 25
"""Inputs of one example: what hypothesis does for each example takes longer than most parsers."""
_ALL_HEALTH = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


def fuzz(target: Target, inputs: int, number: int) -> int:
    """How many inputs the target took. Raises what it raised, with the input that made it do so in a note."""
    count = 0

    @seed(number)
    @settings(
        max_examples=-(-inputs // BATCH),
        deadline=None,
        database=None,
        suppress_health_check=_ALL_HEALTH,
        verbosity=Verbosity.quiet,
        phases=(Phase.generate,),
    )
    @given(st.lists(target.inputs, min_size=BATCH, max_size=BATCH))
    def check(batch: list[object]) -> None:
        nonlocal count
        for value in batch:
            count += 1
            try:
                target.check(value)
            except Exception as error:
                error.add_note(f"{target.name} was given {value!r}"[:5000])
                raise

    check()
    return count
