"""A small drawing of where a candidate lies among the others of its town: no map server is asked."""

import math
from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT, EDGE = 184, 138, 14
LEAST_KM = 1.0
"""A drawing shows at least so much, or two neighbours would seem far apart."""
KM_OF_DEGREE = 111.2
_ROUND_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)

Point = tuple[float, float]
"""Degrees north and east."""


def sketch(here: Point, others: Sequence[Point], label: str) -> Markup:
    """Dots to scale, north up."""
    cosine = max(0.1, math.cos(math.radians(here[0])))
    placed = [((east - here[1]) * KM_OF_DEGREE * cosine, (north - here[0]) * KM_OF_DEGREE) for north, east in others]
    reach = _reach(placed)
    scale = (min(WIDTH, HEIGHT) / 2 - EDGE) / reach
    dots = Markup().join(
        Markup('<circle class="others" cx="{}" cy="{}" r="2.6"/>').format(f"{x:.1f}", f"{y:.1f}")
        for x, y in ((WIDTH / 2 + km_east * scale, HEIGHT / 2 - km_north * scale) for km_east, km_north in placed)
        if 0 <= x <= WIDTH and 0 <= y <= HEIGHT
    )
    km = max((each for each in _ROUND_KM if each * scale <= WIDTH / 3), default=_ROUND_KM[0])
    said = f"{km:g} km" if km >= 1 else f"{km * 1000:g} m"
    bar = Markup('<path class="scale" d="M8 {0}h{1}"/><text x="8" y="{2}">{3}</text>').format(
        HEIGHT - 8, f"{km * scale:.1f}", HEIGHT - 12, said
    )
    return Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}<circle class="this" cx="{}" cy="{}" r="6"/>{}</svg>'
    ).format(WIDTH, HEIGHT, label, dots, WIDTH / 2, HEIGHT / 2, bar)


def _reach(placed: Sequence[Point]) -> float:
    """How far, in km, the drawing goes: to nine of ten of the others."""
    far = sorted(max(abs(east), abs(north)) for east, north in placed)
    return max(LEAST_KM, far[int(len(far) * 0.9) - 1] if far else 0.0)
