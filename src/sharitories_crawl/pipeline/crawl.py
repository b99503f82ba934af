"""One run, from the questions that are due to the initiatives they come to."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from types import MappingProxyType
from typing import Protocol

from sharitories_crawl import __version__
from sharitories_crawl.fetch.fetcher import Fetcher
from sharitories_crawl.fetch.kept_turns import KeptTurns
from sharitories_crawl.fetch.policy import FetchPolicy
from sharitories_crawl.keys import Key
from sharitories_crawl.models import Query, Town
from sharitories_crawl.pipeline.asking import Asked
from sharitories_crawl.pipeline.bounds import Bounds, End, cut_short, stopwatch
from sharitories_crawl.pipeline.checking import Examiner
from sharitories_crawl.pipeline.desk import Desk
from sharitories_crawl.pipeline.ending import exit_code_of
from sharitories_crawl.pipeline.following import Follower
from sharitories_crawl.pipeline.geocoding import address_queries
from sharitories_crawl.pipeline.memory import seldom_collected
from sharitories_crawl.pipeline.noting import note_changes
from sharitories_crawl.pipeline.page_reading import PageReader
from sharitories_crawl.pipeline.patience import Patient
from sharitories_crawl.pipeline.recorder import Recorder
from sharitories_crawl.pipeline.resolving import resolve_towns
from sharitories_crawl.pipeline.tools import Clock, Knowledge, Store, Tally
from sharitories_crawl.pipeline.turns import Turn, in_turn
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
    top_up: tuple[Source, ...] = ()
    """Asked afterwards about the towns that have fewest candidates."""
    top_up_queries: tuple[Query, ...] = ()
    geocoders: tuple[Source, ...] = ()
    by_name: bool = False
    """Whether a web search is asked at last about each initiative that is known by name alone."""
    kinds: tuple[str, ...] = ()
    """So are only those of these kinds; empty for all."""
    turn: Turn = in_turn
    """In which order due questions are asked."""
    only_touched: bool = False
    """Whether towns that nothing was read or answered for stay as they are joined."""
    follow: bool = True
    check_sources: bool = False
    """Whether the sources are asked first if they are well; who is not is left out."""
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
        timeout_connect=min(10.0, settings.timeout / 3),
        timeout_read=min(15.0, settings.timeout / 2),
        timeout_total=settings.timeout,
        timeout_page=3 * settings.timeout,
        timeout_robots=2 * settings.timeout,
        max_bytes=settings.max_bytes,
        max_decoded_bytes=settings.max_bytes,
        max_redirects=settings.max_redirects,
        max_retry_after=settings.max_retry_after,
        max_crawl_delay=settings.max_crawl_delay,
        allow_networks=settings.allow_networks,
        trusted_hosts=frozenset(url.split("/")[2] for url in own if url),
        sandbox=settings.sandbox,
    )


@asynccontextmanager
async def open_fetcher(
    settings: Settings, store: Store, recorder: Recorder, clock: Clock, most_requests: int | None = None
) -> AsyncIterator[Fetcher]:
    """The fetcher of a run, which keeps the delays that the run before it owes."""
    turns = KeptTurns(store.path.with_name(f"{store.path.name}.turns"), lambda: clock().timestamp())
    try:
        async with Fetcher(
            policy_of(settings), recorder, find_wall=find_wall, kept_turns=turns, most_requests=most_requests
        ) as fetcher:
            yield fetcher
    finally:
        turns.close()


async def crawl(
    order: Order,
    settings: Settings,
    knowledge: Knowledge,
    store: Store,
    clock: Clock,
    progress: Progress,
    is_stopped: Callable[[], bool],
    keys: Mapping[str, Key] = MappingProxyType({}),
    bounds: Bounds | None = None,
) -> Outcome:
    """Ask, follow, read, resolve; the database is whole at every moment in between.

    `is_stopped` turning true lets what is in flight finish and leaves the rest due. So does a bound that is met, which
    is no interruption.
    """
    with seldom_collected():
        return await _crawl(order, settings, knowledge, store, clock, progress, is_stopped, keys, bounds or Bounds())


async def _crawl(
    order: Order,
    settings: Settings,
    knowledge: Knowledge,
    store: Store,
    clock: Clock,
    progress: Progress,
    is_interrupted: Callable[[], bool],
    keys: Mapping[str, Key],
    bounds: Bounds,
) -> Outcome:
    store.ledger.save_words(order.towns, knowledge.catalogue.kinds, SOURCES.values())
    started = clock()
    since = started - timedelta(days=settings.refresh_days)
    tally = Tally()
    run_id = store.ledger.begin_run(
        order.command, {**order.options, FOLLOW: order.follow, "sandbox": settings.sandbox}, started
    )
    recorder = Recorder(store, run_id, tally)
    towns = {town.code: town for town in order.towns}
    pages = PageReader(store, knowledge.reader, tally)

    def to_join() -> list[str]:
        return list(towns) if not order.only_touched else touched_towns(towns, store, run_id)

    def resolve(codes: Iterable[str] | None = None) -> None:
        chosen = to_join() if codes is None else codes
        tally.new_initiatives += resolve_towns(store, knowledge.towns, chosen, run_id, clock)

    def is_stopped() -> bool:
        return is_interrupted() or bounds.met(tally.requests + fetcher.in_flight) is not None

    async with open_fetcher(settings, store, recorder, clock, bounds.requests) as client:
        fetcher = Patient(client, clock)
        follower = Follower(
            towns, store, pages, fetcher, recorder, tally, clock, run_id=run_id, since=since,
            max_pages=settings.max_pages, max_pages_of_host=settings.max_pages_of_host, max_hosts=settings.max_hosts,
            is_stopped=is_stopped,
            on_page=lambda url, status: progress.fetched(url, status, follower.queued()),
        )  # fmt: skip

        def on_asked(asked: Asked, left: int) -> None:
            progress.asked(asked, left)
            if order.follow:
                follower.follow(asked.leads)

        desk = Desk(
            settings, store, knowledge.reader, fetcher, recorder, tally, clock, towns=towns, geocoders=order.geocoders,
            keys=keys, run_id=run_id, since=since, is_stopped=is_stopped, on_asked=on_asked,
            examiner=Examiner(knowledge.towns, store, clock) if order.check_sources else None, turn=order.turn,
        )  # fmt: skip
        async with cut_short(bounds, is_stopped, follower.abandon), fetcher.watching():
            if order.follow:
                for town in order.towns:
                    for url in store.frontier.due_leads(town.code, since, clock()):
                        follower.add(url, town.code)
            await desk.ask(order.sources, order.queries)
            await follow_up(order, store, follower, pages, run_id, clock)
            if order.top_up and not is_stopped():
                resolve()
                poor = poorest(order.towns, store, settings.top_up_below)
                await desk.ask(order.top_up, of_towns(order.top_up_queries, poor))
                await follow_up(order, store, follower, pages, run_id, clock)
            if order.by_name and not is_stopped():
                resolve()
                await ask_by_name(
                    order, desk, knowledge, is_stopped, resolve=resolve,
                    then=lambda: follow_up(order, store, follower, pages, run_id, clock),
                )  # fmt: skip
            for town in order.towns if order.geocoders else ():
                if is_stopped():
                    break
                mentions = store.candidates.kept_mentions(town.code)
                await desk.geocode(address_queries(mentions, town, order.geocoders))

    recorder.note()
    tally.interrupted = is_interrupted()
    tally.ended_by = str(End.SIGNAL if tally.interrupted else bounds.met(tally.requests) or End.DONE)
    finishing = stopwatch(monotonic)
    tally.left_pages = follower.left()
    tally.bounds.update(follower.bounds_met())
    resolve()
    note_changes(store, knowledge.towns, to_join(), run_id, clock, settings.gone_after)
    tally.count_mentions(store.candidates.mentions_of_run(run_id))
    tally.without_mention = store.candidates.read_without_mention(started)
    tally.finishing_seconds = round(finishing(), 2)
    exit_code = exit_code_of(tally)
    store.ledger.finish_run(run_id, exit_code, tally.as_counts(), clock())
    return Outcome(run_id, exit_code, tally)


async def follow_up(
    order: Order, store: Store, follower: Follower, pages: PageReader, run_id: int, clock: Clock
) -> None:
    """Fetch and read what the answers led to, or read their titles and extracts where nothing is to be fetched."""
    if order.follow:
        await follower.drain()
        return
    for town in order.towns:
        pages.read_results(town, run_id, clock())


async def ask_by_name(
    order: Order,
    desk: Desk,
    knowledge: Knowledge,
    is_stopped: Callable[[], bool],
    *,
    then: Callable[[], Awaitable[None]],
    resolve: Callable[[Iterable[str]], None],
) -> None:
    """Ask about initiatives known by name alone, until what was found names no others, or each town has had its share.

    So that a second run has nothing to ask.
    """
    asked: set[str] = set()
    towns = list(order.towns)
    while towns and not is_stopped():
        towns = [town for town in towns if await desk.ask_by_name(order.sources, order.kinds, town, knowledge, asked)]
        await then()
        resolve(town.code for town in towns)


def touched_towns(codes: Iterable[str], store: Store, run_id: int) -> list[str]:
    """The towns to be joined anew: all of them after a kill, which may have left anything half done."""
    if store.left_behind:
        return list(codes)
    touched = store.candidates.read | store.ledger.answered_towns(run_id) | store.candidates.unjoined_towns()
    return [code for code in codes if code in touched]


def poorest(towns: Sequence[Town], store: Store, below: int) -> list[str]:
    """Codes of the towns with fewer candidates than `below`, fewest first."""
    counts = {town.code: len(store.candidates.initiatives(town.code)) for town in towns}
    return sorted((code for code, count in counts.items() if count < below), key=lambda code: counts[code])


def of_towns(queries: Sequence[Query], codes: Sequence[str]) -> list[Query]:
    """The questions about the given towns, town after town in that order."""
    turn = {code: number for number, code in enumerate(codes)}
    return sorted((query for query in queries if query.town_code in turn), key=lambda query: turn[query.town_code])
