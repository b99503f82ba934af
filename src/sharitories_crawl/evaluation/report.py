"""Scores of labelled pages laid out: over all, by language and by town, as plain values and as rows for a table."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sharitories_crawl.evaluation.pages import Judged, PageScores, score_pages
from sharitories_crawl.evaluation.scores import Share

MEASURES = ("place", "place_homonym", "kind", "name", "page_kind", "actor", "stage")
"""Shares in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class SplitReport:
    """The scores of one split."""

    split: str
    whole: PageScores
    by_language: dict[str, PageScores]
    by_town: dict[str, PageScores]


def report_of(split: str, judged: Sequence[Judged]) -> SplitReport:
    """Score a split as a whole and in its parts."""
    return SplitReport(
        split,
        score_pages(judged),
        _parts(judged, lambda each: each.labelled.language),
        _parts(judged, lambda each: each.labelled.page.town),
    )


def _parts(judged: Sequence[Judged], key: Callable[[Judged], str]) -> dict[str, PageScores]:
    parts: defaultdict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        parts[key(each)].append(each)
    return {name: score_pages(held) for name, held in sorted(parts.items())}


def measures_of(scores: PageScores) -> dict[str, Share]:
    """Every share by name, what has no case left out."""
    named = {name: getattr(scores, name) for name in MEASURES}
    found = {"initiative": scores.initiative, "entries": scores.entries}
    for name, told in found.items():
        named |= {f"{name}_precision": told.precision, f"{name}_recall": told.recall}
    return {name: share for name, share in named.items() if share.of}


def as_values(scores: PageScores) -> dict[str, object]:
    """Plain values for JSON."""
    shares = {
        name: {"value": share.value, "low": share.interval[0], "high": share.interval[1], "of": share.of}
        for name, share in measures_of(scores).items()
    }
    bins = [{"from": row.low, "pages": row.count, "said": row.said, "was": row.was} for row in scores.bins]
    return {
        "pages": scores.pages, **shares, "kind_macro_f1": scores.kind_macro_f1,
        "calibration_error": scores.calibration_error, "calibration": bins,
    }  # fmt: skip
