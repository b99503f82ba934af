"""The order of the queue: learned anew where enough verdicts came, given to every candidate that waits."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sharitories_crawl.errors import AlreadyRunning, BadInput
from sharitories_crawl.pipeline.tools import Clock, Store, working_store
from sharitories_crawl.ranking.clues import clues_of
from sharitories_crawl.ranking.fit import LEAST_VERDICTS, fit
from sharitories_crawl.ranking.order import Example, Order

NEW_VERDICTS = 25
NEW_SHARE = 0.1
"""Learned anew after so many more verdicts, or so much of those learned from, whichever is more. Both arbitrary."""


def is_time_to_learn(store: Store) -> bool:
    """Whether verdicts came in such number since the last time that learning anew is worth it."""
    latest, verdicts = store.rankings.latest(), store.rankings.verdicts()
    if latest is None:
        return verdicts >= LEAST_VERDICTS
    known = latest.learned_from + latest.held_back
    return verdicts - known >= max(NEW_VERDICTS, NEW_SHARE * known)


def learn(store: Store, clock: Clock) -> Order | None:
    """Learn where it is time, and put every waiting candidate in its place; gives the order where one was learned."""
    if not is_time_to_learn(store):
        return None
    order = fit([
        Example(
            initiative_id=str(candidate["id"]),
            clues=clues_of(candidate, mentions),
            score=float(str(candidate["score"])),
            is_in=candidate["status"] == "IN",
        )
        for candidate, mentions in store.rankings.decided()
    ])  # fmt: skip
    if order is None:
        return None
    store.rankings.save(order, clock())
    put_in_order(store, store.candidates.towns())
    return order


def learn_beside(path: Path, clock: Clock) -> Order | None:
    """The same for a database that is only looked at; a run that is going on does it at its end."""
    with suppress(AlreadyRunning, BadInput), working_store(path, existing=True) as store:
        return learn(store, clock)
    return None


def put_in_order(store: Store, codes: Iterable[str]) -> None:
    """Give each waiting candidate its place by the latest order, or by its score where that is no better."""
    latest = store.rankings.latest()
    if latest is None:
        return
    for code in codes:
        store.rankings.put_priorities({
            str(candidate["id"]): latest.probability(clues_of(candidate, mentions))
            if latest.is_better
            else float(str(candidate["score"]))
            for candidate, mentions in store.rankings.waiting(code)
        })  # fmt: skip
