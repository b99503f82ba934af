"""How a run ended: its exit code, and which sources and hosts made it partial."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

from sharitories_crawl.pipeline.tools import Tally
from sharitories_crawl.store.frontier import Frontier
from sharitories_crawl.store.moments import said

SILENT = ("dns", "no-route", "connection-refused", "connection-reset", "tls", "timeout", "too-slow")
_FAILING = (*SILENT, "http-5xx", "rate-limited", "blocked", "captcha")
"""Endings of a page that are the host's doing, and may be over tomorrow."""
_ANSWERED = ("results", "empty")
PARTIAL = 3
_MOST_HOSTS = 5


def exit_code_of(tally: Tally) -> int:
    """0 done, 3 partial, 4 nothing could be reached, 130 interrupted."""
    if tally.interrupted:
        return 130
    statuses = [status for counts in tally.answers.values() for status in counts.elements()]
    reached = tally.requests > 0
    if (statuses or tally.pages or tally.checked) and not reached:
        return 4
    failed = any(status not in _ANSWERED for status in statuses)
    hosts = any(tally.pages[slug] for slug in _FAILING)
    return PARTIAL if failed or hosts or tally.refusals else 0


def why_partial(tally: Tally, frontier: Frontier, run_id: int) -> tuple[str, ...]:
    """What made a run partial, source by source, then host by host: `a.example: timeout 3`."""
    told = []
    for source in dict.fromkeys((*tally.answers, *tally.refusals)):
        counts: Counter[str] = tally.answers.get(source, Counter())
        failed = [f"{status} {count}" for status, count in sorted(counts.items()) if status not in _ANSWERED]
        if failed or source in tally.refusals:
            told.append(f"{source}: {', '.join(failed) or tally.refusals[source]}")
    hosts = _failing_hosts(frontier.pages_that_failed(run_id, _FAILING))
    told += hosts[:_MOST_HOSTS]
    if len(hosts) > _MOST_HOSTS:
        told.append(f"{len(hosts) - _MOST_HOSTS} more hosts")
    return tuple(told)


def _failing_hosts(pages: Iterable[tuple[str, str, str]]) -> list[str]:
    """Each host with how its pages failed, those with most of them first."""
    ways: defaultdict[str, Counter[str]] = defaultdict(Counter)
    until: defaultdict[str, str] = defaultdict(str)
    for url, status, retry_at in pages:
        host = urlsplit(url).netloc
        ways[host][status] += 1
        if status == "rate-limited":
            until[host] = max(until[host], retry_at)

    def told(host: str, status: str, count: int) -> str:
        if status == "rate-limited" and until[host]:
            return f"{status} until {said(until[host])}"
        return f"{status} {count}"

    busiest = sorted(ways, key=lambda host: (-ways[host].total(), host))
    return [f"{host}: {', '.join(told(host, *way) for way in sorted(ways[host].items()))}" for host in busiest]
