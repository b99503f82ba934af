"""Crawl traps told from an address alone: series that a site makes without end."""

import re
from itertools import groupby
from urllib.parse import parse_qsl, unquote, urlsplit

_DEEPEST = 24
"""Segments of a path; the deepest of the saved pages has 11."""
_MOST_REPEATS = 3
_MOST_PARAMETERS = 24
_YEARS_BACK, _YEARS_AHEAD = 12, 2
"""Arbitrary: beyond these a calendar's page says nothing of an initiative of today."""
_CALENDAR_WORDS = """
    agenda calendar calendrier kalender calendario evenement evenements evenementen événement événements event events
    eventos date day jour dag dia month mois maand mes year annee année jaar ano week semaine semana start debut from
    tribe-bar-date eventdate ical
"""
_OF_A_CALENDAR = frozenset(_CALENDAR_WORDS.split())
"""Whole segments of a path or names of parameters."""
_MONTH = re.compile(r"(?<!\d)([1-9]\d{3})(?:[-/_.](?:0?[1-9]|1[0-2])(?!\d)|(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d))")
"""A year with its month: `2031-05`, `2031/5/12`, `20310512`."""
_YEAR = re.compile(r"[1-9]\d{3}")


def why_trap(url: str, this_year: int) -> str | None:
    """In words, why an address is taken for one of an endless series; None for any other. Never raises."""
    try:
        parts = urlsplit(url)
        given = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return None
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(segments) > _DEEPEST:
        return f"its path is {len(segments)} deep"
    if (again := _repeated(segments)) is not None:
        return f"its path repeats {again}"
    if len(given) > _MOST_PARAMETERS:
        return f"it has {len(given)} parameters"
    names = sorted(name for name, _ in given)
    if names and max(len(list(same)) for _, same in groupby(names)) > _MOST_REPEATS * 2:
        return "it repeats a parameter"
    year = _calendar_year(segments, given)
    if year is not None and not this_year - _YEARS_BACK <= year <= this_year + _YEARS_AHEAD:
        return f"it is the page of a calendar for {year}"
    return None


def _calendar_year(segments: list[str], given: list[tuple[str, str]]) -> int | None:
    """The year that a calendar is asked for, where the address is that of a calendar."""
    words = {unquote(segment).lower() for segment in segments} | {name.lower() for name, _ in given}
    if _OF_A_CALENDAR.isdisjoint(words):
        return None
    for name, value in given:
        if name.lower() in _OF_A_CALENDAR and (found := _MONTH.match(value) or _YEAR.fullmatch(value)):
            return int(found.group()[:4])
    found = _MONTH.search("/".join(segments))
    return int(found.group(1)) if found else None


def _repeated(segments: list[str]) -> str | None:
    """What stands so often one after another that the path grows by itself: `a/a/a/a`, `a/b/a/b/a/b/a/b`."""
    for width in (1, 2, 3):
        run = 0
        for place in range(width, len(segments)):
            run = run + 1 if segments[place] == segments[place - width] else 0
            if run >= width * _MOST_REPEATS:
                return "/".join(segments[place - width + 1 : place + 1])
    return None
