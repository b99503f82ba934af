"""A real crawl keeps its manners, as the other side saw them."""

from collections import defaultdict
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego

if TYPE_CHECKING:
    from tests.conftest import Crawled, Program, Web

    from sharitories_crawl.sandbox.server import LoggedRequest

DELAY = 0.2
MEASURED_LATER = 0.005
"""A turn begins a moment before its request is stamped."""


def by_host(web: "Web") -> dict[str, list["LoggedRequest"]]:
    hosts = defaultdict(list)
    for asked in web.log:
        hosts[asked.host].append(asked)
    return hosts


def test_no_host_is_asked_twice_at_once_or_too_soon(program: "Program", sandbox: "Web") -> None:
    ended = program.run(*sandbox.crawl("--kind", "fablab", "--kind", "amap"), SHARITORIES_DELAY=str(DELAY))
    assert ended.code in (0, 3), ended.err
    pairs = [pair for requests in by_host(sandbox).values() for pair in pairwise(requests)]
    assert len(pairs) > 40
    assert [(b.host, b.path) for a, b in pairs if b.started < a.ended] == []

    sent = defaultdict(list)
    for url, moment in program.rows("SELECT url, fetched_at FROM response ORDER BY fetched_at"):
        sent[urlsplit(str(url)).netloc].append(datetime.fromisoformat(str(moment)).timestamp())
    pauses = [(host, b - a) for host, moments in sent.items() for a, b in pairwise(moments)]
    assert [(host, pause) for host, pause in pauses if pause < DELAY - MEASURED_LATER] == []
    took = max(asked.ended for asked in sandbox.log) - sandbox.log[0].started
    assert took < DELAY * len(sandbox.log), "hosts are asked side by side"


def test_robots_files_are_read_first_and_obeyed(crawled: "Crawled") -> None:
    asked = by_host(crawled.web)
    refused = 0
    for host, site in crawled.web.world.sites.items():
        if not (requests := asked.get(host)) or site.fault == "dead":
            continue
        assert requests[0].path == "/robots.txt", host
        pages = [request.path for request in requests if request.path != "/robots.txt"]
        if site.robots == "500":
            assert not pages, f"the robots file of {host} cannot be had, so nothing may be fetched"
            refused += 1
        elif site.robots:
            rules = Protego.parse(site.robots)
            assert all(rules.can_fetch(f"http://{host}{page}", "sharitories-crawl") for page in pages), host
            refused += any(not rules.can_fetch(site.url_of(page), "sharitories-crawl") for page in site.pages)
    assert refused >= 2, "the sandbox has hosts that refuse"


def test_refused_pages_are_stored_with_their_reason(crawled: "Crawled") -> None:
    statuses = {status for (status,) in crawled.program.rows("SELECT status FROM page")}
    assert {"robots-disallowed", "robots-unreachable"} <= statuses
