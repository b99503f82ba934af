"""Fit the likelihood of a mention to the labelled pages and the sandbox's: `make fit`.

It never looks at tests/labelled/pages/held_out.

A page counts as its best mention, which the weights themselves choose; so choosing and fitting take turns. The fit is a
logistic regression with an L2 penalty by Newton's method, each weight drawn to what a person expects. It prints the
folds and writes src/sharitories_crawl/classify/likelihood.toml.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

import numpy as np
from benchmarks import fit_page_kind

from sharitories_crawl.classify.likelihood import SURE, Likelihood, fitted
from sharitories_crawl.classify.page_kind import Weights
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
PENALTIES = (0.5, 1.0, 2.0, 4.0, 8.0)
ROUNDS = 4
Signals = Mapping[str, float]


@dataclass(frozen=True)
class Sample:
    """A page: what each of its mentions signals, and whether it is evidence of an initiative in the town."""

    mentions: tuple[Signals, ...]
    here: bool
    file: str
    """Of its labels; empty for the sandbox's pages, which are only learnt from."""


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
    """Every labelled page and every page of the sandbox, read as a crawl reads them.

    The sort of a labelled page is judged by weights fitted without its file: one that the weights have seen looks surer
    than any new one will.
    """
    knowledge = load_knowledge()
    seen: list[Signals] = []
    samples = []

    def reader(weights: Weights | None) -> Reader:
        return Reader(knowledge.catalogue, knowledge.gazetteer, Recording(seen), weights)

    def take(here: bool, file: str) -> None:
        # the page's own signals come first, and count where it names nobody
        samples.append(Sample(tuple(seen[1:] if len(seen) > 1 else seen), here, file))
        seen.clear()

    sorts = fit_page_kind.read_samples()
    penalty, _ = fit_page_kind.choose(sorts)
    for file in sorted(PAGES.glob("*.jsonl")):
        hand = fit_page_kind.hand_of(file)
        blind = reader(fit_page_kind.fit([sample for sample in sorts if sample.file != hand], penalty))
        for labelled in load_pages(file):
            judge_pages([labelled], blind, knowledge.towns.find, NOW)
            take(labelled.label.initiative_here, hand)
    everyday = reader(None)
    for town, url, html, here in sandbox_pages():
        explain(everyday, knowledge.towns.find(town), url, html=html, now=NOW)
        take(here, "")
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
    table = np.zeros((len(rows), len(names) + 1))
    table[:, -1] = 1.0
    for number, row in enumerate(rows):
        for signal, value in row.items():
            if signal in index:
                table[number, index[signal]] = value
    wanted = np.array(truths, dtype=float)
    expected = np.array([*(prior.get(name, 0.0) for name in names), 0.0])
    strength = np.array([penalty] * len(names) + [1e-6])
    weights = expected.copy()
    for _ in range(40):
        said = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (wanted - said) - strength * (weights - expected)
        curve = (table.T * (said * (1 - said))) @ table + np.diag(strength)
        step = np.linalg.solve(curve, slope)
        # damped: a full step from where all is nearly certain would leap away
        longest = float(np.abs(step).max())
        weights = weights + step * (min(1.0, 1.0 / longest) if longest else 1.0)
        if longest < 1e-4:
            break
    return Likelihood(float(weights[-1]), dict(zip(names, map(float, weights), strict=False)))


def told(likelihood: Likelihood, samples: Sequence[Sample]) -> list[tuple[bool, float]]:
    """(truth, probability) of each."""
    return [(sample.here, max(map(likelihood.of, sample.mentions))) for sample in samples]


def cross_validate(samples: Sequence[Sample], penalty: float) -> dict[str, list[tuple[bool, float]]]:
    """What is said of each file's pages by weights fitted on all others: pages of one hand resemble each other."""
    said = {}
    for file in sorted({sample.file for sample in samples} - {""}):
        likelihood = fit([sample for sample in samples if sample.file != file], penalty)
        said[file] = told(likelihood, [sample for sample in samples if sample.file == file])
    return said


def warmth(pairs: Sequence[tuple[bool, float]]) -> float:
    """By what to multiply scores so that what was said of pages left out comes true: under 1 for too sure weights."""

    def heated(by: float) -> float:
        return log_loss([(truth, 1 / (1 + exp(-by * logit(said)))) for truth, said in pairs])

    return min((number / 50 for number in range(20, 76)), key=heated)


def logit(said: float) -> float:
    """The score of a probability."""
    bounded = min(1 - 1e-9, max(1e-9, said))
    return log(bounded / (1 - bounded))


def log_loss(pairs: Sequence[tuple[bool, float]]) -> float:
    """Mean negative logarithm of what was said of the truth."""
    return -sum(log(max(1e-9, said if truth else 1 - said)) for truth, said in pairs) / len(pairs)


def describe(pairs: Sequence[tuple[bool, float]]) -> str:
    """Precision, recall, calibration and loss in one line."""
    found = detection((truth, said >= SURE) for truth, said in pairs)
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
        f"# Cross-validated, whole hands left out: {line}; L2 penalty {penalty}.",
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
    """Choose the penalty by the folds, show them, fit on all, temper by what was left out, and write."""
    samples = read_samples()
    tried = {penalty: cross_validate(samples, penalty) for penalty in PENALTIES}
    whole = {penalty: [pair for fold in folds.values() for pair in fold] for penalty, folds in tried.items()}
    for penalty, pairs in whole.items():
        print(f"penalty {penalty}: {describe(pairs)}")
    best = min(whole, key=lambda penalty: log_loss(whole[penalty]))
    for file, fold in tried[best].items():
        print(f"{file} left out: {describe(fold)}")
    # never warmer: the rules behind the signals were written with these very pages in view
    by = min(1.0, warmth(whole[best]))
    print(f"scores times {by}")
    exact = fit(samples, best)
    likelihood = Likelihood(by * exact.bias, {name: by * weight for name, weight in exact.weights.items()})
    print(f"fitted on all {len(samples)} pages: {describe(told(likelihood, samples))}")
    write(likelihood, best, describe(whole[best]))


if __name__ == "__main__":
    main()
