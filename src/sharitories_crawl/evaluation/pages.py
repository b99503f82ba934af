"""Labelled pages against what the reader says of them: place, initiative, kind, name and how sure it is."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sharitories_crawl.classify.likelihood import SURE
from sharitories_crawl.evaluation.labels import LabelledPage
from sharitories_crawl.evaluation.scores import (
    Bin,
    Detection,
    Share,
    calibration,
    calibration_error,
    detection,
    macro_f1,
    share,
)
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Town
from sharitories_crawl.reading.explaining import Explanation, explain
from sharitories_crawl.reading.reader import Reader


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled page and what the program says of it."""

    labelled: LabelledPage
    said: Explanation


@dataclass(frozen=True, slots=True)
class PageScores:
    """How good the judgement is on some pages."""

    pages: int
    place: Share
    place_homonym: Share
    initiative: Detection
    kind_macro_f1: float
    kind: Share
    name: Share
    page_kind: Share
    actor: Share
    stage: Share
    entries: Detection
    """Names of initiatives in lists and articles."""
    bins: tuple[Bin, ...]
    calibration_error: float


def judge_pages(
    pages: Iterable[LabelledPage], reader: Reader, find_town: Callable[[str], Town], now: str
) -> list[Judged]:
    """Read every page as a crawl would. `now` is ISO 8601, UTC."""
    return [
        Judged(
            labelled,
            explain(
                reader, find_town(page.town), page.url, title=page.title, snippet=page.snippet, html=page.html,
                text=page.text, now=now,
            ),
        )
        for labelled in pages
        for page in (labelled.page,)
    ]  # fmt: skip


def score_pages(judged: Sequence[Judged]) -> PageScores:
    """Whatever a label leaves empty is not marked."""
    of_kind = [(j.labelled.label.kind, j.said.kind) for j in judged if j.labelled.label.kind]
    bins = calibration((j.labelled.label.initiative_here, j.said.initiative_here) for j in judged)
    return PageScores(
        pages=len(judged),
        place=share(is_placed(j) for j in judged if j.labelled.label.place),
        place_homonym=share(is_placed(j) for j in judged if j.labelled.label.place and j.labelled.homonym),
        initiative=detection((j.labelled.label.initiative_here, j.said.initiative_here >= SURE) for j in judged),
        kind_macro_f1=macro_f1(of_kind),
        kind=share(truth == said for truth, said in of_kind),
        name=share(is_named(j) for j in judged if j.labelled.label.name),
        page_kind=share(_is_of_kind(j) for j in judged if j.labelled.label.page_kind),
        actor=share(j.labelled.label.actor == j.said.actor for j in judged if j.labelled.label.actor),
        stage=share(j.labelled.label.stage == j.said.stage for j in judged if j.labelled.label.stage),
        entries=_entries([j for j in judged if j.labelled.label.names]),
        bins=bins,
        calibration_error=calibration_error(bins),
    )


def is_placed(judged: Judged) -> bool:
    """Whether the place is right."""
    return judged.labelled.label.place == judged.said.place


def _is_of_kind(judged: Judged) -> bool:
    return judged.labelled.label.page_kind == judged.said.page_kind


def is_named(judged: Judged) -> bool:
    """Whether the name is the same but for accents, case and punctuation."""
    return fold(judged.labelled.label.name) == fold(judged.said.name)


def _entries(judged: Sequence[Judged]) -> Detection:
    hits = named = told = 0
    for each in judged:
        truth = Counter(fold(name) for name in each.labelled.label.names)
        said = Counter(fold(name) for name in each.said.names)
        hits += (truth & said).total()
        named += truth.total()
        told += said.total()
    return Detection(Share(hits, told), Share(hits, named))
