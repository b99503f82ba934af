"""Where the centres of communes lie, to tell a place by coordinates alone when nothing else tells it."""

import gzip
import zlib
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from math import cos, hypot, radians, sqrt
from pathlib import Path

from sharitories_crawl.errors import BadInput

HEADER = "code,latitude,longitude,population"
REACH_KM = 1.5
REACH_PEOPLE = 10_000.0
"""A commune is taken to reach 1.5 km from its centre, and as many more times as the root of people / 10,000 says.

Measured on 10,197 real places whose commune was known: 87 % lie within some commune's reach, 92 % of these in the
commune it is of. The centres of the smallest communes are not known, so what lies farther out is not told.
"""
KM_PER_DEGREE = 111.2
_CELLS = 10
"""Squares of a tenth of a degree, 11 by about 8 km; a commune of two million reaches 23 km."""
_AROUND = range(-3, 4)


class Centres:
    """An index of centres, built when first asked for."""

    def __init__(self, lines: list[str]) -> None:
        """`lines` are those of the file below its header."""
        self._lines = lines

    @cached_property
    def _points(self) -> Mapping[str, tuple[float, float, float]]:
        """Code -> latitude, longitude, reach in km."""
        points = {}
        for line in self._lines:
            code, latitude, longitude, population = line.split(",")
            points[code] = (float(latitude), float(longitude), REACH_KM * (1 + sqrt(int(population) / REACH_PEOPLE)))
        return points

    @cached_property
    def _squares(self) -> Mapping[tuple[int, int], list[str]]:
        squares: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
        for code, (latitude, longitude, _) in self._points.items():
            squares[int(latitude * _CELLS), int(longitude * _CELLS)].append(code)
        return dict(squares)

    def centre(self, code: str) -> tuple[float, float] | None:
        """Latitude and longitude of a commune's centre; None where it is not known."""
        point = self._points.get(code)
        return (point[0], point[1]) if point else None

    def distance(self, code: str, latitude: float, longitude: float) -> float | None:
        """Kilometres from a commune's centre; None where that is not known."""
        point = self._points.get(code)
        return _km(point[0], point[1], latitude, longitude) if point else None

    def nearest(self, latitude: float, longitude: float) -> tuple[str, float] | None:
        """(code, km) of the commune within whose reach a point lies deepest; None where it lies in none's."""
        row, column = int(latitude * _CELLS), int(longitude * _CELLS)
        near = (
            code
            for north in _AROUND
            for east in _AROUND
            for code in self._squares.get((row + north, column + east), ())
        )
        best: tuple[float, str, float] = (1.0, "", 0.0)
        for code in near:
            north, east, reach = self._points[code]
            km = _km(north, east, latitude, longitude)
            best = min(best, (km / reach, code, km))
        return (best[1], best[2]) if best[1] else None


def load_centres(path: Path) -> Centres:
    """The centres of a file like data/centres.csv.gz; BadInput names the file where it is not one."""
    remedy = "rebuild it with data/build_centres.py"
    try:
        header, *lines = gzip.decompress(path.read_bytes()).decode("ascii").splitlines() or [""]
    except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError) as trouble:
        raise BadInput(f"{path} is not a complete file of centres ({trouble}); {remedy}") from trouble
    except OSError as trouble:
        raise BadInput(f"{path} cannot be read: {trouble.strerror or trouble}") from trouble
    if header != HEADER:
        raise BadInput(f"{path}, line 1: the columns are {header!r} instead of {HEADER}; {remedy}")
    return Centres(lines)


def _km(north: float, east: float, latitude: float, longitude: float) -> float:
    """Flat, right to a few metres over such distances."""
    return KM_PER_DEGREE * hypot(latitude - north, (longitude - east) * cos(radians(latitude)))
