"""Fetching as the rest of the tool sees it: an address in, a response or a failure out, politely."""

import asyncio
import json as jsonlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import httpx

from sharitories_crawl.fetch.charset import decode_text
from sharitories_crawl.fetch.guard import Exemptions, read_url
from sharitories_crawl.fetch.health import HostHealth
from sharitories_crawl.fetch.hosts import HostTurns, StillResting
from sharitories_crawl.fetch.judgement import WallFinder, judge_page, stands_before_a_wall
from sharitories_crawl.fetch.kept_turns import KeptTurns
from sharitories_crawl.fetch.outcome import Failure, Fetched, FetchFailure, RawExchange
from sharitories_crawl.fetch.policy import FetchPolicy
from sharitories_crawl.fetch.redirects import follow
from sharitories_crawl.fetch.retries import Again, may_pass, try_again
from sharitories_crawl.fetch.robots import MOST_HOPS, RobotsCache, RobotsRules
from sharitories_crawl.fetch.sending import WHEN_SENT
from sharitories_crawl.fetch.traps import why_trap
from sharitories_crawl.fetch.wire import Allowance, Call, Reply, Wire
from sharitories_crawl.models import Request, Response

_HOST_ITSELF = frozenset(
    {
        Failure.DNS,
        Failure.NO_ROUTE,
        Failure.CONNECTION_REFUSED,
        Failure.TLS,
        Failure.TIMEOUT,
        Failure.REFUSED_ADDRESS,
    }
)
"""Where robots.txt failed so, the host as a whole is out of reach, and that is the truer thing to say."""
_OURS = frozenset({"user-agent", "host", "accept-encoding"})
"""Headers that no source sets: one honest User-Agent, and only what can be unpacked.

A cookie it may set: Mojeek takes language and country so. What a server sets is kept by nobody.
"""
_NO_FILE = frozenset({Failure.TOO_MANY_REDIRECTS, Failure.REDIRECT_LOOP})


class Fetcher:
    """One client for a whole run. Failures are values; only what `on_exchange` raises passes through, and OutOfRequests
    once `most_requests` were sent: robots files, redirects and repeated tries are requests too.

    Clock, calendar and sleep are passed in, so that nothing has to wait to be tested. `kept_turns` holds the turns of
    earlier processes, and gets those of this one.
    """

    def __init__(
        self,
        policy: FetchPolicy,
        on_exchange: Callable[[RawExchange], None],
        *,
        find_wall: WallFinder | None = None,
        robots: RobotsCache | None = None,
        kept_turns: KeptTurns | None = None,
        most_requests: int | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.policy = policy
        self.robots = robots if robots is not None else RobotsCache(policy.user_agent, policy.max_crawl_delay)
        self._exempt = Exemptions.of(policy)
        self._find_wall = find_wall
        self._sleep = sleep
        self._now = now
        self._turns = HostTurns(policy.hosts_at_once, clock=clock, sleep=sleep, kept=kept_turns)
        self._health = HostHealth(policy, clock)
        self._wire = Wire(policy, self._exempt, on_exchange, now, most_requests)
        self._asking_robots: dict[str, asyncio.Lock] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._wire.close()

    async def fetch_page(self, url: str) -> Fetched:
        """The page behind an address, redirects followed and robots files obeyed at every hop."""
        target = read_url(url, self._exempt)
        if isinstance(target, FetchFailure):
            return target
        if why := why_trap(str(target), self._now().year):
            return FetchFailure(url, Failure.CRAWL_TRAP, why)
        call = Call(target, page=True, waits=True, allowance=Allowance(self.policy.timeout_page))
        if failing := self._health.why_not(url, call.host):
            return failing
        reply = await self._walk(call, self.policy.delay, obey_robots=True, hops=self.policy.max_redirects)
        page = (
            reply
            if isinstance(reply, FetchFailure)
            else judge_page(reply, decode_text(reply.body, reply.headers), self._find_wall)
        )
        if isinstance(page, Response):
            return self._health.came(page.url, call.host, page.body) or page
        self._health.failed(call.host, page)
        if page.status == 429 and page.slug is Failure.RATE_LIMITED:
            at = Call(httpx.URL(page.url)).host
            self._turns.rest(at, max(page.retry_after or 0.0, self.policy.rest_after_429))
        return page

    async def ask(
        self, request: Request, *, delay: float, obey_robots: bool, key: tuple[str, str, str] | None = None
    ) -> Fetched:
        """What a source answers, whatever its status: the source judges it. `delay` stands for the policy's.

        `key` is a header, its value, and the secret in that value: it is sent to the source's host alone and appears in
        no exchange, answer or failure.
        """
        target = read_url(request.url, self._exempt)
        if isinstance(target, FetchFailure):
            return target
        reply = await self._walk(
            _call_of(request, target, key), delay, obey_robots=obey_robots, hops=self.policy.max_redirects
        )
        if isinstance(reply, FetchFailure):
            return reply
        text = decode_text(reply.body, reply.headers)
        return Response(reply.url, reply.status, reply.headers, reply.body, text, reply.at)

    async def _walk(self, call: Call, delay: float, *, obey_robots: bool, hops: int) -> Reply | FetchFailure:
        """Follow redirects by hand: every hop is guarded, looked up in its robots file, and takes its own turn."""
        seen: set[tuple[str, str]] = set()
        while True:
            pause = delay
            if obey_robots:
                rules = await self._rules_for(call, delay)
                if isinstance(rules, FetchFailure):
                    return replace(rules, url=call.address)
                if why := rules.why_refused(call.address):
                    return FetchFailure(call.address, *why)
                pause = max(delay, rules.delay)
            reply = await self._reach(call, pause)
            if isinstance(reply, FetchFailure):
                return reply
            onward = follow(call, reply, self._exempt)
            if onward is None:
                return reply
            if isinstance(onward, FetchFailure):
                return onward
            seen.add((call.method, call.address))
            if (onward.method, onward.address) in seen:
                return FetchFailure(reply.url, Failure.REDIRECT_LOOP, f"back to {onward.address}", status=reply.status)
            if len(seen) > hops:
                detail = f"more than {hops} redirects"
                return FetchFailure(reply.url, Failure.TOO_MANY_REDIRECTS, detail, status=reply.status)
            call = onward

    async def _reach(self, call: Call, delay: float) -> Reply | FetchFailure:
        """One address, tried again where that may help."""
        outcome = await self._once(call, delay)
        if not self._may_pass(call, outcome):
            return outcome
        first = [outcome]

        async def attempt() -> Reply | FetchFailure:
            tried = first.pop() if first else await self._once(call, delay)
            if self._may_pass(call, tried):
                raise Again(tried, rests=bool(isinstance(tried, Reply) and tried.retry_after))
            return tried

        return await try_again(attempt, self.policy, self._sleep)

    def _may_pass(self, call: Call, outcome: Reply | FetchFailure) -> bool:
        if not may_pass(call, outcome, self.policy.max_retry_after) or (call.allowance and call.allowance.left <= 0):
            return False
        if isinstance(outcome, FetchFailure):
            return True
        return not stands_before_a_wall(outcome, decode_text(outcome.body, outcome.headers), self._find_wall)

    async def _once(self, call: Call, delay: float) -> Reply | FetchFailure:
        try:
            async with self._turns.turn(call.host, delay=delay, patience=self.policy.max_retry_after) as turn:
                WHEN_SENT.set(turn.sent)
                outcome = await self._wire.exchange(call)
                if isinstance(outcome, Reply) and outcome.retry_after is not None:
                    self._turns.rest(call.host, outcome.retry_after)
                return outcome
        except StillResting as resting:
            detail = f"{call.host} asked to be left alone for another {resting.seconds:.0f} s"
            return FetchFailure(call.address, Failure.RATE_LIMITED, detail, retry_after=resting.seconds)

    async def _rules_for(self, call: Call, delay: float) -> RobotsRules | FetchFailure:
        origin = call.origin
        known = self.robots.rules(origin, self._now())
        if known is not None:
            return known
        async with self._asking_robots.setdefault(origin, asyncio.Lock()):
            known = self.robots.rules(origin, self._now())  # asked by another task meanwhile
            if known is not None:
                return known
            try:
                return await self._ask_robots(origin, delay)
            finally:
                self._asking_robots.pop(origin, None)

    async def _ask_robots(self, origin: str, delay: float) -> RobotsRules | FetchFailure:
        call = Call(
            httpx.URL(f"{origin}/robots.txt"),
            headers={"Accept": "text/plain,*/*;q=0.5"},
            limit=self.policy.robots_max_bytes,
            waits=True,
            allowance=Allowance(self.policy.timeout_robots),
        )
        reply = await self._walk(call, delay, obey_robots=False, hops=MOST_HOPS)
        if isinstance(reply, Reply):
            text = reply.body.decode("utf-8", errors="replace") if 200 <= reply.status < 300 else ""
            return self.robots.seed(origin, text, reply.status, self._now())
        if reply.slug is Failure.RATE_LIMITED:
            return reply
        if reply.slug in _NO_FILE:
            return self.robots.seed(origin, "", reply.status or 302, self._now())
        slug = reply.slug if reply.slug in _HOST_ITSELF else Failure.ROBOTS_UNREACHABLE
        why = (slug, f"{origin}/robots.txt could not be fetched: {reply.detail}")
        return self.robots.seed(origin, "", 0, self._now(), unreachable=why)


def _call_of(request: Request, url: httpx.URL, key: tuple[str, str, str] | None) -> Call:
    headers = {"Accept": "*/*"}
    headers |= {name.title(): text for name, text in request.headers.items() if name.lower() not in _OURS}
    secrets: tuple[str, ...] = ()
    if key is not None:
        headers[key[0]] = key[1]
        secrets = (key[2],)
    if request.json is not None:
        headers["Content-Type"] = "application/json"
        body = jsonlib.dumps(request.json, ensure_ascii=False, separators=(",", ":")).encode()
        return Call(url, "POST", headers, body, secrets=secrets)
    if request.form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return Call(url, "POST", headers, urlencode(request.form).encode("ascii"), secrets=secrets)
    return Call(url, request.method, headers, secrets=secrets)
