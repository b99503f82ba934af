"""Trying again: transport errors and 5xx only, with growing pauses, bounded by attempts and time."""

from collections.abc import Awaitable, Callable

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    stop_after_attempt,
    stop_after_delay,
    wait_random_exponential,
)

from sharitories_crawl.fetch.outcome import Failure, FetchFailure
from sharitories_crawl.fetch.policy import FetchPolicy
from sharitories_crawl.fetch.wire import Call, Reply

# a name that is not known was already asked for more than once by the system's resolver
_MAY_PASS = frozenset({Failure.CONNECTION_REFUSED, Failure.CONNECTION_RESET, Failure.TIMEOUT, Failure.NO_ROUTE})
_backoff = wait_random_exponential(multiplier=0.5, max=10)


class Again(Exception):
    """This outcome is worth another try; `rests` where the host itself says when."""

    def __init__(self, outcome: Reply | FetchFailure, *, rests: bool) -> None:
        super().__init__()
        self.outcome = outcome
        self.rests = rests


def may_pass(call: Call, outcome: Reply | FetchFailure, max_retry_after: float) -> bool:
    """Whether another try may end otherwise: the fault is of the transport or the server, or the wait is short."""
    if isinstance(outcome, FetchFailure):
        return outcome.slug in _MAY_PASS
    if outcome.retry_after is not None and outcome.retry_after > max_retry_after:
        return False
    if outcome.status == 429:
        return call.waits and outcome.retry_after is not None
    return outcome.status >= 500


async def try_again(
    attempt: Callable[[], Awaitable[Reply | FetchFailure]],
    policy: FetchPolicy,
    sleep: Callable[[float], Awaitable[None]],
) -> Reply | FetchFailure:
    """Call `attempt` until it stops raising Again or the policy's bounds are met; the last outcome stands."""

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome is not None else None
        return 0.0 if isinstance(error, Again) and error.rests else _backoff(state)

    retrying = AsyncRetrying(
        sleep=sleep,
        stop=stop_after_attempt(policy.attempts) | stop_after_delay(policy.retry_seconds),
        wait=wait,
        retry=retry_if_exception_type(Again),
        reraise=True,
    )
    try:
        return await retrying(attempt)
    except Again as last:
        return last.outcome
