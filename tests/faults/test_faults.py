"""A real crawl of a farm of faulty servers: each page ends in its own reason, in its bounds, and the others come."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.faults.farm import Farm, farming
from tests.faults.table import FAULTS, HEADING, OK, WELL_HOSTS, rows, sentences
from tests.loopback import in_thread

if TYPE_CHECKING:
    from tests.conftest import Program

ROOT = Path(__file__).parents[2]
TIMEOUT = 6.0
MOST_MEMORY = 300_000_000
MOST_SECONDS = 120.0
"""For the whole crawl; it takes about 25. Every page alone may take three times the timeout."""
ATTEMPTS = 3
MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""
"""Runs a program and prints its peak in KiB. The peak of a child counts what its parent held: so a small parent."""


@dataclass(frozen=True)
class Crawled:
    """What became of a crawl of the farm."""

    farm: Farm
    pages: dict[str, tuple[str, str]]
    """Address -> status, detail."""
    code: int
    err: str
    seconds: float
    memory: int
    """Bytes, at most."""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory, program_in: "type[Program]") -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("faults")
    with in_thread(farming(folder)) as farm:
        program = program_in(folder)
        environment = program.environment(
            SHARITORIES_SEARXNG_URL=farm.engine,
            SHARITORIES_ALLOW_NETWORKS="127.0.0.0/8",
            SHARITORIES_TIMEOUT=str(TIMEOUT),
            SHARITORIES_CONTACT="test@sharitories.example",
            SSL_CERT_FILE=str(farm.trusted),
        )
        command = (
            "crawl",
            "--city",
            "Lorient",
            "--kind",
            "fablab",
            "--source",
            "searxng",
            "--db",
            "here.db",
            "--quiet",
        )
        started = time.monotonic()
        with (folder / "err").open("w") as err:
            process = subprocess.run(
                [sys.executable, "-c", MEASURED, sys.executable, "-m", "sharitories_crawl", *command],
                check=False, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=err,
                text=True,
            )  # fmt: skip
        seconds = time.monotonic() - started
        found = program.rows("SELECT url, status, detail FROM page")
        pages = {str(url): (str(status), str(detail)) for url, status, detail in found}
        told = (folder / "err").read_text()
        yield Crawled(farm, pages, process.returncode, told, seconds, int(process.stdout) * 1024)


def test_the_crawl_ends_in_time_and_says_that_some_failed(crawled: Crawled) -> None:
    assert (crawled.code, crawled.err) == (3, "")
    assert crawled.seconds < MOST_SECONDS


def test_each_fault_ends_in_its_own_reason(crawled: Crawled) -> None:
    expected = {url: fault.reasons[fault.paths.index(path)] for url, (fault, path) in crawled.farm.addresses().items()}
    names = {url: f"{fault.name} {path}" for url, (fault, path) in crawled.farm.addresses().items()}
    got = {url: crawled.pages.get(url, ("no row", "")) for url in expected}
    assert {names[url]: got[url] for url in expected if got[url][0] != expected[url]} == {}
    assert all(detail for status, detail in got.values() if status != OK), "each says what was met"


def test_the_hosts_that_are_well_are_read_to_the_end(crawled: Crawled) -> None:
    for host in WELL_HOSTS:
        assert sorted(crawled.farm.seen[host.host].paths) == ["/1", "/2", "/3", "/robots.txt"]


def test_no_fault_costs_more_memory_than_allowed(crawled: Crawled) -> None:
    assert crawled.memory < MOST_MEMORY


def test_no_host_holds_a_connection_beyond_the_bound_or_two_at_once(crawled: Crawled) -> None:
    slack = 4.0  # a busy machine notices late
    assert {ip: seen.longest for ip, seen in crawled.farm.seen.items() if seen.longest > TIMEOUT + slack} == {}
    assert {ip for ip, seen in crawled.farm.seen.items() if seen.most_open > 1} == set()


def test_no_host_sends_more_than_a_page_may_have(crawled: Crawled) -> None:
    limit, in_flight = 10_000_000, 15_000_000  # the system's buffers on both sides take what nobody reads
    assert {ip: seen.sent for ip, seen in crawled.farm.seen.items() if seen.sent > limit + in_flight} == {}


def test_no_page_is_asked_for_more_often_than_attempts_allow(crawled: Crawled) -> None:
    often = {
        (fault.name, path)
        for fault in FAULTS
        if fault.host in crawled.farm.seen
        for path in {*fault.paths, "/robots.txt"}
        if crawled.farm.seen[fault.host].paths.count(path) > ATTEMPTS * (6 if "circle" in fault.name else 1)
    }
    assert often == set()


def test_the_table_in_docs_is_what_the_farm_holds() -> None:
    document = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    table = document[document.index(HEADING.splitlines()[0]) :]
    assert table.split("\n\n")[0].strip().splitlines() == [*HEADING.splitlines(), *rows()]
    assert [line for line in table.splitlines() if line.startswith("- `")] == sentences()
