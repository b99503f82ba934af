"""How far a run follows: pages of one host, hosts of one run, steps from what a source named."""

import json
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from tests.conftest import Crawled, Program, Web

from sharitories_crawl.models import Lead
from sharitories_crawl.pipeline.page_reading import MOST_STEPS, PageReader
from sharitories_crawl.pipeline.tools import Tally, load_knowledge, open_store
from sharitories_crawl.store.steps import steps_to

if TYPE_CHECKING:
    from pathlib import Path

LORIENT = "56121"
NOW = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.parametrize(("setting", "bound"), [("MAX_PAGES_OF_HOST", "pages-of-host"), ("MAX_HOSTS", "hosts-of-run")])
def test_what_a_bound_leaves_is_told_and_waits_for_the_next_run(
    program: Program, sandbox: Web, setting: str, bound: str
) -> None:
    command = sandbox.crawl("--source", "searxng", "--kind", "coworking", "--json")
    first = json.loads(program.run(*command, **{f"SHARITORIES_{setting}": "1"}).out)
    assert first["bounds"][bound] == first["left"]["pages"] > 0
    hosts = [str(url).split("/")[2] for (url,) in program.rows("SELECT url FROM page")]
    assert len(set(hosts)) == (1 if setting == "MAX_HOSTS" else len(hosts))
    second = json.loads(program.run(*command).out)
    assert second["bounds"] == {}
    assert sum(second["pages"].values()) >= first["left"]["pages"]


def test_bounds_that_were_met_are_said(program: Program, sandbox: Web) -> None:
    ended = program.run(*sandbox.crawl("--source", "searxng", "--kind", "coworking"), SHARITORIES_MAX_HOSTS="2")
    assert "Bounds that kept pages from being fetched: hosts-of-run (" in ended.out


def test_the_way_to_a_page_is_the_shortest(tmp_path: "Path", crawled: Crawled) -> None:
    copy = crawled.copy_to(tmp_path)
    store = open_store(copy.folder / "here.db")
    query = str(copy.rows("SELECT id FROM query LIMIT 1")[0][0])

    def lead(to: str, found_on: str, origin: str = "entry") -> None:
        store.frontier.save_leads(1, [Lead(f"http://{to}.example/", LORIENT, origin, query, None, "", "", found_on)])

    lead("a", query, "result")
    for here, there in ("ab", "bc", "cd", "de", "ef", "fb"):  # and a circle
        lead(there, f"http://{here}.example/")
    steps = {name: steps_to(store.frontier.db, f"http://{name}.example/", LORIENT, 4) for name in "abcdef"}
    assert steps == {"a": 0, "b": 1, "c": 2, "d": 3, "e": 4, "f": 4}
    lead("d", query, "record")
    assert steps_to(store.frontier.db, "http://f.example/", LORIENT, 4) == 2
    assert steps_to(store.frontier.db, "http://nowhere.example/", LORIENT, 4) == 4
    store.close()


def test_no_chain_of_links_leads_on_for_ever(tmp_path: "Path", crawled: Crawled) -> None:
    copy = crawled.copy_to(tmp_path)
    (url, query), *_ = copy.rows(
        "SELECT found_on, query_id FROM lead WHERE found_on LIKE 'http%' AND origin = 'entry' ORDER BY 1"
    )
    store = open_store(copy.folder / "here.db")
    knowledge = load_knowledge()
    town = knowledge.towns.find("Lorient")

    def follow_from(steps: int) -> tuple[int, int]:
        """(leads onward, addresses left out) of the page, where it lies so many links from what a source named."""
        db = store.frontier.db
        db.execute("DELETE FROM lead WHERE url = ? OR found_on = ? OR url LIKE '%chain%'", (url, url))
        places = [str(query), *(f"http://chain{number}.example/" for number in range(steps)), str(url)]
        for found_on, to in pairwise(places):
            origin = "entry" if found_on.startswith("http") else "result"
            lead = Lead(to, LORIENT, origin, str(query), 1 if origin == "result" else None, "", "", found_on)
            store.frontier.save_leads(1, [lead])
        tally = Tally()
        onward = PageReader(store, knowledge.reader, tally).read(str(url), town, 1, NOW)
        return len(onward), tally.bounds["steps"]

    near, far = follow_from(MOST_STEPS - 1), follow_from(MOST_STEPS)
    store.close()
    assert near[0] > 0
    assert near[1] == 0
    assert far[0] == 0
    assert far[1] > 0
