"""What the garbage collector need not look at while a run goes on."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 200_000
"""New objects between two looks; Python looks after 700. A page makes thousands, hardly one in a cycle. Arbitrary."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Set the knowledge of towns and words aside, which lives as long as the run, and look at the rest less often."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
