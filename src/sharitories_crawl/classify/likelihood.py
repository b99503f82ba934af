"""How likely a piece of evidence speaks of a concrete initiative in the town that exists now or is announced.

A logistic regression over signals that a person can name; its weights stand in likelihood.toml, fitted on the
labelled pages by `make fit`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp
from types import MappingProxyType

from sharitories_crawl.classify.page_spoken import SORTS
from sharitories_crawl.classify.stages import Stage
from sharitories_crawl.models import Classification, Locality, Verdict

SURE = 0.6
"""From this probability on a mention is kept: where false ones and missed ones were about as many on labelled pages."""
OLD_YEARS = 8
AGED_YEARS = 3
_TOLD = 0.35
"""Weights below this are too small to tell a person of. Arbitrary."""
_ADDRESSES = ("structured-address", "address", "directory-area", "geocoded", "row", "oracle")
_TITLES = ("title-names-town", "vouched", "list-of-town")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a mention beside its words and its place."""

    named: bool
    """Whether it has a name of its own, not only a kind's word and the town's."""
    reachable: bool
    """Whether an address, a mailbox, a telephone or an account is given."""
    stage: Stage
    years_old: int
    """Age of an article, by its date or by the latest year it names; 0 where nothing tells."""
    listed: bool = False
    """One of several on a list or in an article."""
    bare: bool = False
    """Title and snippet alone were read."""


def signals_of(judged: Classification, locality: Locality, standing: Standing) -> dict[str, float]:
    """Every signal that stands for or against, from 0 to 1."""
    stage = standing.stage
    signals = dict(judged.signals)
    signals[f"place:{locality.verdict}"] = 1.0
    if locality.verdict is Verdict.IN_TOWN:
        sort = "address" if locality.reason in _ADDRESSES else "title" if locality.reason in _TITLES else "other"
        signals[f"place-by:{sort}"] = 1.0
    if stage.value:
        dated = "-dated" if stage.value == "planned" and stage.dated else ""
        signals[f"stage:{stage.value}{dated}"] = 1.0
    signals["name:own"] = float(standing.named)
    signals["reachable"] = float(standing.reachable)
    signals["listed"] = float(standing.listed)
    signals["bare"] = float(standing.bare)
    signals["age:old"] = float(standing.years_old >= OLD_YEARS)
    signals["age:some-years"] = float(AGED_YEARS <= standing.years_old < OLD_YEARS)
    return {signal: value for signal, value in signals.items() if value}


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Weights by signal; a signal without one tells nothing."""

    bias: float
    weights: Mapping[str, float]

    def of(self, signals: Mapping[str, float]) -> float:
        """Probability from 0 to 1."""
        score = self.bias + sum(self.weights.get(signal, 0.0) * value for signal, value in signals.items())
        return 1 / (1 + exp(-max(-30.0, min(30.0, score))))

    def reasons(self, signals: Mapping[str, float], spoken: Mapping[str, str]) -> tuple[str, ...]:
        """What weighed most, for and against, in words."""
        shares = ((self.weights.get(signal, 0.0) * value, signal) for signal, value in signals.items())
        told = sorted(
            (share for share in shares if abs(share[0]) >= _TOLD), key=lambda share: (-abs(share[0]), share[1])
        )
        return tuple(
            f"{'for' if share > 0 else 'against'}: {spoken.get(signal, signal)} ({share:+.1f})"
            for share, signal in told[:6]
        )


@lru_cache(1)
def fitted() -> Likelihood:
    """The weights that come with the program."""
    table = tomllib.loads(files("sharitories_crawl.classify").joinpath("likelihood.toml").read_text(encoding="utf-8"))
    weights = {str(signal): float(weight) for signal, weight in {**table["prior"], **table["weights"]}.items()}
    return Likelihood(float(table["bias"]), MappingProxyType(weights))


SPOKEN: Mapping[str, str] = MappingProxyType(
    {
        "place:in_town": "it is in the town", "place:elsewhere": "it is elsewhere",
        "place:intercommunality": "it is in another commune of the intercommunality",
        "place:unclear": "nothing says where it is", "place-by:address": "its address lies in the town",
        "place-by:title": "title or list names the town", "place-by:other": "words of the text tell its place",
        "kind:name": "its name says what it is", "kind:title": "the title says what it is",
        "kind:heading": "a heading says what it is", "kind:description": "the description says what it is",
        "kind:address": "the web address says what it is", "kind:text": "the text says what it is",
        "kind:weak": "only ambiguous words say what it is", "kind:much": "it is much about one kind",
        "kind:none": "no kind of initiative is named", "kind:filed": "a directory files it under a kind",
        "name:own": "it has a name of its own", "name:other-trade": "its name is another trade's",
        "reachable": "a contact is given", "listed": "one of several named",
        "bare": "title and snippet alone were read",
        "age:old": "it was written many years ago", "age:some-years": "it was written some years ago",
        "stage:closed": "it is closed", "stage:planned": "only planned, without a date",
        "stage:planned-dated": "planned, with a date", "stage:renamed": "it goes on under another name",
        "words:days": "days of the week are given", "words:lively": "it speaks of what goes on now",
        "words:job-offer": "reads like a job offer", "words:estate-agent": "reads like an estate agent's",
        "words:event": "reads like an event", "words:politics": "reads like politics",
        "words:exercise": "reads like an exercise", "words:network": "reads like a chain or network",
        "words:history": "reads like history", "words:commerce": "reads like a shop's",
        "title:call": "the title calls for projects",
        "words:definition": "explains a topic", "words:hypothesis": "reads like an idea or a call",
        "page:own-site": "an own site", "page:directory": "a directory", "page:press": "a newspaper",
        "page:public-body": "a public body", "page:platform": "a platform", "page:social": "a social network",
        "page:commercial": "a shop or agency", "page:other": "some other page",
        **{f"like:{sort}": f"the whole of it is like {whose}" for sort, whose in SORTS.items()},
    }
)  # fmt: skip
"""Signal -> what it says to a person."""
