"""One run, from the questions that are due to the initiatives they come to."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sharitories_crawl import __version__
from sharitories_crawl.fetch.fetcher import Fetcher
from sharitories_crawl.fetch.policy import FetchPolicy
from sharitories_crawl.models import Query, Town
from sharitories_crawl.pipeline.asking import Asked, Asker
from sharitories_crawl.pipeline.following import Follower
from sharitories_crawl.pipeline.memory import seldom_collected
from sharitories_crawl.pipeline.page_reading import PageReader
from sharitories_crawl.pipeline.recorder import Recorder
from sharitories_crawl.pipeline.resolving import resolve_towns
from sharitories_crawl.pipeline.tools import Clock, Knowledge, Store, Tally
from sharitories_crawl.settings import Settings
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.base import Source
from sharitories_crawl.sources.walls import find_wall
from sharitories_crawl.store.frontier import FOLLOW


class Progress(Protocol):
    """What a run tells while it goes."""

    def asked(self, asked: Asked, left: int) -> None:
        """One question was answered; `left` of that source are still due."""

    def fetched(self, url: str, status: str, left: int) -> None:
        """One page came or failed; `left` are waiting."""


@dataclass(frozen=True, slots=True)
class Order:
    """What one run shall do."""

    towns: tuple[Town, ...]
    sources: tuple[Source, ...]
    queries: tuple[Query, ...]
    follow: bool = True
    command: str = "crawl"
    options: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended."""

    run_id: int
    exit_code: int
    tally: Tally


def user_agent(contact: str) -> str:
    """The one honest User-Agent."""
    return f"sharitories-crawl/{__version__} (research on local initiatives; contact: {contact or 'not given'})"


def policy_of(settings: Settings) -> FetchPolicy:
    """How this run fetches, from the settings; sources that the user configured are trusted with their address."""
    own = [settings.source_url(name) for name in SOURCES]
    return FetchPolicy(
        user_agent=user_agent(settings.contact),
        delay=settings.delay,
        hosts_at_once=settings.hosts_at_once,
        timeout_connect=min(10.0, settings.timeout),
        timeout_read=min(15.0, settings.timeout),
        timeout_total=settings.timeout,
        max_bytes=settings.max_bytes,
        max_decoded_bytes=settings.max_bytes,
        max_retry_after=settings.max_retry_after,
        max_crawl_delay=settings.max_crawl_delay,
        allow_networks=settings.allow_networks,
        trusted_hosts=frozenset(url.split("/")[2] for url in own if url),
        sandbox=settings.sandbox,
    )


def due_questions(order: Order, since: datetime, store: Store, tally: Tally, now: datetime) -> list[Query]:
    """The queries of the order that are due now; notes the plan in the database, and what waits for a source's rest."""
    store.ledger.save_queries(order.queries)
    asked_for = [query.id for query in order.queries]
    due = store.ledger.due_queries(asked_for, since, now)
    waiting = store.ledger.due_queries(asked_for, since, now, of_resting=True) - due
    tally.left_queries += len(waiting)
    resting = store.ledger.resting(now)
    tally.refusals |= {query.source: resting[query.source] for query in order.queries if query.id in waiting}
    return [query for query in order.queries if query.id in due]


async def crawl(
    order: Order,
    settings: Settings,
    knowledge: Knowledge,
    store: Store,
    clock: Clock,
    progress: Progress,
    is_stopped: Callable[[], bool],
) -> Outcome:
    """Ask, follow, read, resolve; the database is whole at every moment in between.

    `is_stopped` turning true lets what is in flight finish and leaves the rest due.
    """
    with seldom_collected():
        return await _crawl(order, settings, knowledge, store, clock, progress, is_stopped)


async def _crawl(
    order: Order,
    settings: Settings,
    knowledge: Knowledge,
    store: Store,
    clock: Clock,
    progress: Progress,
    is_stopped: Callable[[], bool],
) -> Outcome:
    store.ledger.save_words(order.towns, knowledge.catalogue.kinds, SOURCES.values())
    started = clock()
    since = started - timedelta(days=settings.refresh_days)
    tally = Tally()
    due = due_questions(order, since, store, tally, started)
    run_id = store.ledger.begin_run(order.command, {**order.options, FOLLOW: order.follow}, started)
    recorder = Recorder(store, run_id, tally)
    towns = {town.code: town for town in order.towns}
    pages = PageReader(store, knowledge.reader, tally)

    async with Fetcher(policy_of(settings), on_exchange=recorder, find_wall=find_wall) as fetcher:
        follower = Follower(
            towns, store, pages, fetcher, recorder, tally, clock, run_id=run_id, since=since,
            max_pages=settings.max_pages, is_stopped=is_stopped,
            on_page=lambda url, status: progress.fetched(url, status, follower.queued()),
        )  # fmt: skip
        if order.follow:
            for town in order.towns:
                for url in store.frontier.due_leads(town.code, since, clock()):
                    follower.add(url, town.code)

        left = {source.name: sum(1 for query in due if query.source == source.name) for source in order.sources}

        def on_asked(asked: Asked) -> None:
            left[asked.query.source] -= 1
            progress.asked(asked, left[asked.query.source])
            if order.follow:
                follower.follow(asked.leads)

        async def ask(source: Source) -> None:
            asker = Asker(source, settings, store, knowledge.reader, fetcher, recorder, tally, clock)
            questions = [(query, towns[query.town_code]) for query in due if query.source == source.name]
            await asker.ask_all(questions, run_id, is_stopped, on_asked)

        await asyncio.gather(*(ask(source) for source in order.sources))
        if order.follow:
            await follower.drain()
    if not order.follow:
        for town in order.towns:
            pages.read_results(town, run_id, clock())

    tally.interrupted = is_stopped()
    tally.new_initiatives = resolve_towns(store, knowledge.towns, towns, run_id, clock)
    exit_code = exit_code_of(tally)
    store.ledger.finish_run(run_id, exit_code, tally.as_counts(), clock())
    return Outcome(run_id, exit_code, tally)


SILENT = ("dns", "no-route", "connection-refused", "connection-reset", "tls", "timeout", "too-slow")


def exit_code_of(tally: Tally) -> int:
    """0 done, 3 partial, 4 nothing could be reached, 130 interrupted."""
    if tally.interrupted:
        return 130
    statuses = [status for counts in tally.answers.values() for status in counts.elements()]
    reached = tally.requests > 0
    if (statuses or tally.pages) and not reached:
        return 4
    failed = any(status not in ("results", "empty") for status in statuses)
    hosts = any(tally.pages[slug] for slug in (*SILENT, "http-5xx", "rate-limited", "blocked", "captcha"))
    return 3 if failed or hosts or tally.refusals else 0


def planned_seconds(queries: Sequence[Query], sources: Sequence[Source]) -> float:
    """How long the questions take politely: sources side by side, each serial."""
    return max(
        (source.delay * sum(1 for query in queries if query.source == source.name) for source in sources), default=0.0
    )
