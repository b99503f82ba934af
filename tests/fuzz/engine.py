"""One target given so many inputs by hypothesis."""

from typing import NamedTuple

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from tests.fuzz.targets import Target

_ALL_HEALTH = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


class Fuzzed(NamedTuple):
    """How many inputs a target took."""

    inputs: int


def fuzz(target: Target, inputs: int, number: int, *, shrink: bool = True) -> Fuzzed:
    """Raises what the target raised, with the input that made it do so in the notes of the exception."""
    count = 0

    @seed(number)
    @settings(
        max_examples=inputs,
        deadline=None,
        database=None,
        derandomize=False,
        suppress_health_check=_ALL_HEALTH,
        verbosity=Verbosity.quiet,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
    )
    @given(target.inputs)
    def check(value: object) -> None:
        nonlocal count
        count += 1
        target.check(value)

    check()
    return Fuzzed(count)
