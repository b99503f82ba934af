"""Turns at hosts: one at a time, paced, side by side, on a clock that only sleeping moves."""

import asyncio
from typing import TYPE_CHECKING

import pytest

from sharitories_crawl.fetch.hosts import SLACK, HostTurns, StillResting, Turn
from sharitories_crawl.models import Response

if TYPE_CHECKING:
    from tests.fetch.conftest import Clock, OpenFetcher, Site


async def test_the_server_sees_one_request_at_a_time_from_one_host(site: "Site", open_fetcher: "OpenFetcher") -> None:
    fetcher = await open_fetcher()
    urls = [site.script(f"/{number}", site.page()) for number in range(20)]
    fetched = await asyncio.gather(*(fetcher.fetch_page(url) for url in urls))
    assert all(isinstance(one, Response) for one in fetched)
    assert site.most_at_once == 1


async def test_hosts_are_asked_side_by_side_up_to_the_bound(site: "Site", open_fetcher: "OpenFetcher") -> None:
    gate = asyncio.Event()

    async def wait_for_gate(writer: asyncio.StreamWriter) -> None:
        if site.at_once == 3:
            gate.set()
        await gate.wait()
        await asyncio.sleep(0.01)
        writer.write(site.page())

    fetcher = await open_fetcher(allow_networks=("127.0.0.0/8",), hosts_at_once=3, timeout_read=2)
    site.script("/a", wait_for_gate)
    fetched = await asyncio.gather(*(fetcher.fetch_page(f"http://127.0.0.{n}:{site.port}/a") for n in range(1, 9)))
    assert all(isinstance(one, Response) for one in fetched)
    assert site.most_at_once == 3


async def test_a_turn_starts_a_delay_after_the_last_start(clock: "Clock") -> None:
    turns = HostTurns(5, clock=clock.read, sleep=clock.sleep)
    starts: list[float] = []
    for lasting in (0.0, 1.0, 9.0, 0.0):
        async with turns.turn("a", delay=4):
            starts.append(clock.seconds - 1_000)
            clock.seconds += lasting
    assert starts == pytest.approx([0, 4 + SLACK, 8 + 2 * SLACK, 17 + 2 * SLACK])


async def test_the_delay_counts_from_when_a_request_left(clock: "Clock") -> None:
    turns = HostTurns(5, clock=clock.read, sleep=clock.sleep)
    starts: list[float] = []
    for late in (3.0, 0.0):
        async with turns.turn("a", delay=4) as turn:
            starts.append(clock.seconds - 1_000)
            clock.seconds += late
            turn.sent()
    assert starts == pytest.approx([0, 7 + SLACK])


async def test_a_connection_that_takes_long_brings_the_next_request_no_nearer(
    site: "Site", open_fetcher: "OpenFetcher", monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(Turn, "sent", lambda turn: sent.append(len(site.asked)))
    fetcher = await open_fetcher()
    assert isinstance(await fetcher.fetch_page(site.script("/a", site.page())), Response)
    assert sent == [0, 1], "told for the robots file and for the page, before each arrived"


async def test_a_waiting_host_keeps_no_other_from_going() -> None:
    never = asyncio.Event()

    async def wait_for_ever(seconds: float) -> None:
        await never.wait()

    turns = HostTurns(1, clock=lambda: 0.0, sleep=wait_for_ever)
    turns.rest("tired", 10)

    async def take(host: str) -> None:
        async with turns.turn(host, delay=0):
            pass

    waiting = asyncio.create_task(take("tired"))
    await asyncio.sleep(0)
    async with asyncio.timeout(1):
        await take("fresh")
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert not turns._host("tired").lock.locked()


async def test_a_rest_is_waited_for_within_patience_and_refused_beyond(clock: "Clock") -> None:
    turns = HostTurns(1, clock=clock.read, sleep=clock.sleep)
    turns.rest("a", 20)
    turns.rest("a", 5)
    with pytest.raises(StillResting) as resting:
        async with turns.turn("a", delay=0, patience=10):
            pass
    assert resting.value.seconds == pytest.approx(20)
    async with turns.turn("a", delay=0, patience=20):
        assert clock.naps == pytest.approx([20])
