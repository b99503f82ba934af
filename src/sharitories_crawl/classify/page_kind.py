"""What sort of page speaks: an initiative's own, a newspaper's, a public body's, a platform's, a shop's, a list.

A multinomial logistic regression over the signs of page_signals; its weights stand in page_kind.toml, fitted on the
labelled pages by `make fit`.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from math import exp

from sharitories_crawl.classify.page_signals import page_signals, result_signals
from sharitories_crawl.classify.page_spoken import spoken
from sharitories_crawl.models import Facts, PageKind, PageSort

KINDS = tuple(PageKind)
Weights = Mapping[str, tuple[float, ...]]
"""Sign -> what it adds to each of KINDS."""
BIAS = "always"
_LIKENESSES = frozenset(
    ("job", "estate", "shop", "chain", "course", "politics", "exercise", "study", "topic", "encyclopedia", "heritage",
     "forum", "blog", "ranking", "event", "press", "public", "own", "directory", "platform", "reference")
)  # fmt: skip
_PARTS = 2.0
"""So many parts of a page that are alike are all one asks for. Arbitrary."""
_TOLD = 3
_TELLING = 0.4
"""A sign that lifts the likeliest sort less above the others is not told. Arbitrary."""


def sort_of_page(facts: Facts, weights: Weights | None = None) -> PageSort:
    """Judged by host, path, title, menu, words, voice, declared types and shape."""
    return judge_signals(page_signals(facts), weights or fitted())


def sort_of_result(url: str, title: str, snippet: str, language: str = "", weights: Weights | None = None) -> PageSort:
    """The same by address, title and snippet alone."""
    return judge_signals(result_signals(url, title, snippet, language), weights or fitted())


def judge_signals(signals: Mapping[str, float], weights: Weights) -> PageSort:
    """How likely each sort is by its signs, and the signs that lift the likeliest most."""
    scores = list(weights[BIAS])
    known = [(weights[signal], value, signal) for signal, value in signals.items() if signal in weights]
    for row, value, _ in known:
        for number, weight in enumerate(row):
            scores[number] += weight * value
    highest = max(scores)
    odds = [exp(score - highest) for score in scores]
    whole = sum(odds)
    best = scores.index(highest)
    lifts = ((value * (row[best] - sum(row) / len(row)), signal) for row, value, signal in known)
    told = sorted((lift for lift in lifts if lift[0] >= _TELLING), key=lambda lift: (-lift[0], lift[1]))[:_TOLD]
    shares = tuple((kind, share / whole) for kind, share in zip(KINDS, odds, strict=True))
    return PageSort(KINDS[best], shares, tuple(spoken(signal) for _, signal in told), tuple(_likenesses(signals)))


def _likenesses(signals: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """How much a page is like what is no initiative's, by all its parts together; one part alone may be chance."""
    summed: defaultdict[str, float] = defaultdict(float)
    for signal, value in signals.items():
        sort = signal.partition(":")[2].removeprefix("like-")
        if sort in _LIKENESSES:
            summed[sort] += value
    for sort, value in sorted(summed.items()):
        yield sort, min(1.0, value / _PARTS)


@lru_cache(1)
def fitted() -> Weights:
    """The weights that come with the program."""
    return read_weights("weights")


def read_weights(table: str) -> dict[str, tuple[float, ...]]:
    """A table of page_kind.toml: `weights`, or `prior` for what a person expects."""
    content = files("sharitories_crawl.classify").joinpath("page_kind.toml").read_text(encoding="utf-8")
    told = tomllib.loads(content)[table]
    return {signal: tuple(float(row.get(str(kind), 0.0)) for kind in KINDS) for signal, row in told.items()}
