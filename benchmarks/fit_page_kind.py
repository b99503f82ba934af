"""Fit the sort of a page to the labelled ones: `make fit`.

It never looks at tests/labelled/pages/held_out.

A multinomial logistic regression whose weights are drawn to what a person expects ([prior] in page_kind.toml), as
benchmarks/fit_likelihood.py does; scikit-learn can only draw them to zero, so scipy minimises. Each page is learnt
twice: as fetched, and as the result that title and snippet alone are. Folds are whole files of labels with their second
parts, since pages of one hand resemble each other. It prints the folds
and writes src/sharitories_crawl/classify/page_kind.toml.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from sharitories_crawl.classify.page_kind import BIAS, KINDS, Weights, judge_signals, read_weights
from sharitories_crawl.classify.page_signals import page_signals, result_signals
from sharitories_crawl.evaluation.labels import PageText, load_pages
from sharitories_crawl.extract.page import read_page
from sharitories_crawl.models import PageKind
from sharitories_crawl.reading.explaining import as_page

PAGES = Path("tests/labelled/pages/dev")
WEIGHTS = Path("src/sharitories_crawl/classify/page_kind.toml")
PENALTIES = (0.5, 1.0, 2.0, 4.0)
FREE = 0.05
"""Penalty of the bias, which is nearly free."""
BARE = 0.5
"""What a fetched page's title and snippet count beside the page."""
LEAST = 0.05
"""Smaller weights are not written: they tell nothing."""
Signals = Mapping[str, float]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """A page's signs, fetched and bare, and its sort."""

    file: str
    """By whose hand it is: see hand_of."""
    page: PageText
    fetched: Signals | None
    bare: Signals
    kind: PageKind

    @property
    def seen(self) -> Signals:
        """As a crawl sees it."""
        return self.bare if self.fetched is None else self.fetched


def read_samples() -> list[Sample]:
    """Every labelled page."""
    samples = []
    for file in sorted(PAGES.glob("*.jsonl")):
        for labelled in load_pages(file):
            page = labelled.page
            html = page.html or (as_page(page.title, page.text) if page.text else "")
            samples.append(
                Sample(
                    hand_of(file),
                    page,
                    page_signals(read_page(page.url, html)) if html else None,
                    result_signals(page.url, page.title, page.snippet, labelled.language),
                    PageKind(labelled.label.page_kind),
                )
            )
    return samples


def hand_of(file: Path) -> str:
    """`nl-2` was written with `nl`."""
    return file.stem.removesuffix("-2")


def fit(samples: Sequence[Sample], penalty: float) -> Weights:
    """Weights for some samples."""
    prior = read_weights("prior")
    rows = [(row, s.kind, share) for s in samples for row, share in ((s.fetched, 1.0), (s.bare, bare_share(s))) if row]
    names = [*sorted(set(prior).union(*(row for row, _, _ in rows)) - {BIAS}), BIAS]
    index = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    table[:, -1] = 1.0
    for number, (row, _, _) in enumerate(rows):
        for name, value in row.items():
            table[number, index[name]] = value
    truths = np.array([KINDS.index(kind) for _, kind, _ in rows])
    weighed = np.array([share for _, _, share in rows])
    expected = np.array([prior.get(name, (0.0,) * len(KINDS)) for name in names])
    strength = np.full((len(names), 1), penalty)
    strength[-1] = FREE
    return {
        name: tuple(float(weight) for weight in row)
        for name, row in zip(names, descend(table, truths, weighed, expected, strength), strict=True)
    }


def bare_share(sample: Sample) -> float:
    """What a page's title and snippet count."""
    return 1.0 if sample.fetched is None else BARE


def descend(
    table: Numbers, truths: NDArray[np.int64], weighed: Numbers, expected: Numbers, strength: Numbers
) -> Numbers:
    """The weights of least penalised loss."""
    wanted = np.eye(len(KINDS))[truths]

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        weights = flat.reshape(expected.shape)
        scores = table @ weights
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        away = weights - expected
        value = -(weighed * (logs * wanted).sum(axis=1)).sum() + 0.5 * (strength * away**2).sum()
        slope = table.T @ ((np.exp(logs) - wanted) * weighed[:, None]) + strength * away
        return float(value), slope.ravel()

    found: Numbers = minimize(loss, expected.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found.reshape(expected.shape)


def cross_validate(samples: Sequence[Sample], penalty: float) -> list[tuple[Sample, Mapping[PageKind, float]]]:
    """What is said of each file's pages by weights fitted on the other files."""
    said: list[tuple[Sample, Mapping[PageKind, float]]] = []
    for file in sorted({sample.file for sample in samples}):
        weights = fit([sample for sample in samples if sample.file != file], penalty)
        said += [(s, dict(judge_signals(s.seen, weights).shares)) for s in samples if s.file == file]
    return said


def describe(said: Sequence[tuple[Sample, Mapping[PageKind, float]]]) -> str:
    """Share of right answers, and loss."""
    right = sum(max(shares, key=lambda kind: shares[kind]) is sample.kind for sample, shares in said)
    loss = -sum(np.log(max(1e-9, shares[sample.kind])) for sample, shares in said) / len(said)
    return f"{right} of {len(said)} right ({right / len(said):.3f}), loss {loss:.3f}"


def write(weights: Weights, penalty: float, line: str) -> None:
    """The weights as a file for people."""

    def rows(table: Weights) -> list[str]:
        told = []
        for name, row in sorted(table.items()):
            parts = [f"{kind} = {weight:.2f}" for kind, weight in zip(KINDS, row, strict=True) if abs(weight) >= LEAST]
            if parts:
                told.append(f'"{name}" = {{ {", ".join(parts)} }}')
        return told

    lines = [
        "# Weights of the signs of classify/page_signals.py for each sort of page, fitted by `make fit` on"
        " tests/labelled/pages/dev.",
        f"# Cross-validated, whole hands left out: {line}; L2 penalty {penalty}.",
        "[weights]",
        *rows(weights),
        "",
        "# Written by hand: what a person expects of a sign. The fit is drawn here, the more so the rarer a sign is.",
        "[prior]",
        *rows(read_weights("prior")),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def choose(samples: Sequence[Sample]) -> tuple[float, str]:
    """The penalty of least loss on what was left out, and how it did."""
    best, least, line = 0.0, float("inf"), ""
    for penalty in PENALTIES:
        said = cross_validate(samples, penalty)
        loss = -sum(float(np.log(max(1e-9, shares[sample.kind]))) for sample, shares in said)
        print(f"penalty {penalty}: {describe(said)}")
        if loss < least:
            best, least, line = penalty, loss, describe(said)
    return best, line


def main() -> None:
    """Choose the penalty by the folds, show them, fit on all and write."""
    samples = read_samples()
    penalty, line = choose(samples)
    said = cross_validate(samples, penalty)
    for file in sorted({sample.file for sample in samples}):
        print(f"{file} left out: {describe([pair for pair in said if pair[0].file == file])}")
    weights = fit(samples, penalty)
    print(f"fitted on all: {describe([(s, dict(judge_signals(s.seen, weights).shares)) for s in samples])}")
    write(weights, penalty, line)


if __name__ == "__main__":
    main()
