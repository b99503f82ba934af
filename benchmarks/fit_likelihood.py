"""Fit the likelihood of a mention to the labelled pages and the sandbox's: `make fit`.

It never looks at tests/labelled/pages/held_out.

A page counts as its best mention, which the weights themselves choose; so choosing and fitting take turns. The fit is a
logistic regression with an L2 penalty by Newton's method, which for some fifty signals needs no library. It prints the
folds and writes src/sharitories_crawl/classify/likelihood.toml.
"""

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from sharitories_crawl.classify.likelihood import Likelihood, fitted
from sharitories_crawl.evaluation.labels import load_pages
from sharitories_crawl.evaluation.pages import judge_pages
from sharitories_crawl.evaluation.scores import calibration, calibration_error, detection
from sharitories_crawl.pipeline.tools import load_knowledge
from sharitories_crawl.reading.explaining import explain
from sharitories_crawl.reading.reader import Reader
from sharitories_crawl.sandbox.pages import render
from sharitories_crawl.sandbox.world_files import load_world

PAGES = Path("tests/labelled/pages/dev")
WEIGHTS = Path("src/sharitories_crawl/classify/likelihood.toml")
NOW = "2026-11-25T00:00:00Z"
FOLDS = 5
PENALTIES = (0.5, 1.0, 2.0, 4.0, 8.0)
ROUNDS = 4
Signals = Mapping[str, float]


@dataclass(frozen=True)
class Sample:
    """A page: what each of its mentions signals, and whether it is evidence of an initiative in the town."""

    mentions: tuple[Signals, ...]
    here: bool


class Recording(Likelihood):
    """Keeps every set of signals that it was asked about."""

    def __init__(self, seen: list[Signals]) -> None:
        super().__init__(fitted().bias, fitted().weights)
        object.__setattr__(self, "_seen", seen)

    def of(self, signals: Mapping[str, float]) -> float:
        """The probability, noted."""
        seen: list[Signals] = object.__getattribute__(self, "_seen")
        seen.append(dict(signals))
        return super().of(signals)


def read_samples() -> list[Sample]:
    """Every labelled page and every page of the sandbox, read as a crawl reads them."""
    knowledge = load_knowledge()
    seen: list[Signals] = []
    reader = Reader(knowledge.catalogue, knowledge.gazetteer, Recording(seen))
    samples = []

    def take(here: bool) -> None:
        # the page's own signals come first, and count where it names nobody
        samples.append(Sample(tuple(seen[1:] if len(seen) > 1 else seen), here))
        seen.clear()

    for labelled in load_pages(PAGES):
        judge_pages([labelled], reader, knowledge.towns.find, NOW)
        take(labelled.label.initiative_here)
    for town, url, html, here in sandbox_pages():
        explain(reader, knowledge.towns.find(town), url, html=html, now=NOW)
        take(here)
    return samples


def sandbox_pages() -> Iterator[tuple[str, str, str, bool]]:
    """(town code, address, HTML, whether it shows an initiative of the town) of pages that name the town."""
    world = load_world()
    for town in world.towns:
        own = {thing.id for thing in world.initiatives(town.code)}
        for site in world.sites.values():
            for page in site.pages:
                if site.fault or page.fault or page.location:
                    continue
                html = render(world, site, page)
                here = bool(own & {*page.shows, *(entry.of for entry in page.entries)})
                if here or town.name in html:
                    yield town.code, site.url_of(page), html, here


def fit(samples: Sequence[Sample], penalty: float) -> Likelihood:
    """Weights for some samples. The penalty draws each towards what a person expects; none may change its sign."""
    prior = read_prior()
    names = sorted(set(prior).union(*(mention for sample in samples for mention in sample.mentions)))
    likelihood = Likelihood(0.0, prior)
    for _ in range(ROUNDS):
        best = [max(sample.mentions, key=likelihood.of) for sample in samples]
        truths = [sample.here for sample in samples]
        free = names
        while True:
            likelihood = newton(free, best, truths, penalty, prior)
            right = [name for name in free if prior.get(name, 0.0) * likelihood.weights[name] >= 0]
            if right == free:
                break
            free = right
    return Likelihood(likelihood.bias, {name: likelihood.weights.get(name, 0.0) for name in names})


def newton(
    names: list[str], rows: list[Signals], truths: list[bool], penalty: float, prior: Mapping[str, float]
) -> Likelihood:
    """Logistic regression; the bias bears no penalty."""
    index = {name: number for number, name in enumerate(names)}
    bias = len(names)
    sparse = [[*((index[s], v) for s, v in row.items() if s in index), (bias, 1.0)] for row in rows]
    expected = [*(prior.get(name, 0.0) for name in names), 0.0]
    weights = list(expected)
    for _ in range(40):
        gradient = [penalty * (mean - weight) for mean, weight in zip(expected[:-1], weights[:-1], strict=True)] + [0.0]
        hessian = [[0.0] * (bias + 1) for _ in weights]
        for number in range(bias):
            hessian[number][number] = penalty
        hessian[bias][bias] = 1e-6
        model = Likelihood(weights[bias], dict(zip(names, weights, strict=False)))
        for cells, row, truth in zip(sparse, rows, truths, strict=True):
            said = model.of(row)
            for i, value in cells:
                gradient[i] += (truth - said) * value
                for j, other in cells:
                    hessian[i][j] += said * (1 - said) * value * other
        step = solve(hessian, gradient)
        # damped: a full step from where all is nearly certain would leap away
        longest = max(map(abs, step))
        share = min(1.0, 1.0 / longest) if longest else 1.0
        weights = [weight + share * by for weight, by in zip(weights, step, strict=True)]
        if longest < 1e-4:
            break
    return Likelihood(weights[bias], dict(zip(names, weights, strict=False)))


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss with the largest pivot."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda number: abs(rows[number][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for number in range(column + 1, size):
            share = rows[number][column] / rows[column][column]
            if share:
                rows[number] = [a - share * b for a, b in zip(rows[number], rows[column], strict=True)]
    solved = [0.0] * size
    for number in reversed(range(size)):
        rest = sum(rows[number][k] * solved[k] for k in range(number + 1, size))
        solved[number] = (rows[number][size] - rest) / rows[number][number]
    return solved


def told(likelihood: Likelihood, samples: Sequence[Sample]) -> list[tuple[bool, float]]:
    """(truth, probability) of each."""
    return [(sample.here, max(map(likelihood.of, sample.mentions))) for sample in samples]


def cross_validate(samples: Sequence[Sample], penalty: float) -> list[list[tuple[bool, float]]]:
    """What each fold says that was not fitted on."""
    order = list(range(len(samples)))
    random.Random(7).shuffle(order)
    order.sort(key=lambda number: samples[number].here)
    folds = [order[number::FOLDS] for number in range(FOLDS)]
    said = []
    for fold in folds:
        left = set(fold)
        likelihood = fit([sample for number, sample in enumerate(samples) if number not in left], penalty)
        said.append(told(likelihood, [samples[number] for number in fold]))
    return said


def log_loss(pairs: Sequence[tuple[bool, float]]) -> float:
    """Mean negative logarithm of what was said of the truth."""
    return -sum(log(max(1e-9, said if truth else 1 - said)) for truth, said in pairs) / len(pairs)


def describe(pairs: Sequence[tuple[bool, float]]) -> str:
    """Precision, recall, calibration and loss in one line."""
    found = detection((truth, said >= 0.5) for truth, said in pairs)
    error = calibration_error(calibration(pairs))
    return (
        f"precision {found.precision.value:.3f}, recall {found.recall.value:.3f}, "
        f"calibration error {error:.3f}, loss {log_loss(pairs):.3f}"
    )


def read_prior() -> dict[str, float]:
    """What a person expects of each signal, written by hand."""
    return {str(name): float(weight) for name, weight in tomllib.loads(WEIGHTS.read_text())["prior"].items()}


def write(likelihood: Likelihood, penalty: float, line: str) -> None:
    """The weights as a file for people."""
    lines = [
        "# Weights of the signals of classify/likelihood.py, fitted by `make fit` on tests/labelled/pages/dev and the"
        " sandbox.",
        f"# Cross-validated: {line}; L2 penalty {penalty}.",
        f"bias = {likelihood.bias:.3f}",
        "",
        "[weights]",
        *(f'"{name}" = {weight:.3f}' for name, weight in sorted(likelihood.weights.items())),
        "",
        "# Written by hand: what a person expects. The fit starts here, and no weight may change its sign.",
        "[prior]",
        *(f'"{name}" = {weight}' for name, weight in sorted(read_prior().items())),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Choose the penalty by the folds, show them, fit on all and write."""
    samples = read_samples()
    tried = {penalty: cross_validate(samples, penalty) for penalty in PENALTIES}
    for penalty, folds in tried.items():
        print(f"penalty {penalty}: {describe([pair for fold in folds for pair in fold])}")
    best = min(tried, key=lambda penalty: log_loss([pair for fold in tried[penalty] for pair in fold]))
    for number, fold in enumerate(tried[best], start=1):
        print(f"fold {number} of penalty {best}: {describe(fold)}")
    line = describe([pair for fold in tried[best] for pair in fold])
    likelihood = fit(samples, best)
    print(f"fitted on all {len(samples)} pages: {describe(told(likelihood, samples))}")
    labelled = samples[: len(load_pages(PAGES))]
    print(f"of which the {len(labelled)} labelled ones: {describe(told(likelihood, labelled))}")
    write(likelihood, best, line)


if __name__ == "__main__":
    main()
