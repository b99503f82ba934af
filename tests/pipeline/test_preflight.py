"""Before a batch its sources are checked once; what fails is left out, and the run says so."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.pipeline.doctors_office import NOW, Office, knowledge
from tests.sources import servers, web_servers

from sharitories_crawl.cli.progress import Quiet
from sharitories_crawl.models import Query
from sharitories_crawl.pipeline.crawl import Order, Outcome, crawl
from sharitories_crawl.sources import SOURCES


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


async def crawl_two_towns(office: Office, *names: str, check_sources: bool = True) -> Outcome:
    """One question for each of two towns and each source; pages are not followed."""
    towns = tuple(map(knowledge().towns.find, ("Lorient", "Vannes")))
    questions = [
        Query(f"{name}/{town.code}/amap", name, town.code, (), f"amap {town.name}", "fr")
        for name in names
        for town in towns
    ]
    order = Order(
        towns, tuple(SOURCES[name] for name in names), tuple(questions), follow=False, check_sources=check_sources
    )
    with office.store() as store:
        return await crawl(order, office.settings, knowledge(), store, lambda: office.now, Quiet(), lambda: False)


async def test_a_source_that_fails_is_left_out_and_named(office: Office) -> None:
    async with web_servers.serving("keenable") as ill, servers.serving("transiscope", servers.Behaviour()) as well:
        ill.is_deaf = True
        office.addresses |= {"keenable": ill.url, "transiscope": well}
        outcome = await crawl_two_towns(office, "keenable", "transiscope")
    assert len(ill.asked) == 2, "the check and no question of a town"
    assert outcome.tally.answers == {"transiscope": {"results": 1, "empty": 1}}
    assert "did not pass its check: it answers the same whatever is asked" in outcome.tally.refusals["keenable"]
    assert (outcome.tally.left_queries, outcome.exit_code) == (2, 3)
    assert outcome.tally.as_counts()["checked"] == {"failing": 1, "ok": 1}


async def test_what_was_well_is_not_checked_again_for_a_day(office: Office) -> None:
    office.more["SHARITORIES_REFRESH_DAYS"] = "0"
    async with web_servers.serving("keenable") as service:
        office.addresses["keenable"] = service.url
        requests = []
        for hours in (0, 23, 25):
            office.now = NOW + timedelta(hours=hours)
            before = len(service.asked)
            assert (await crawl_two_towns(office, "keenable")).exit_code == 0
            requests.append(len(service.asked) - before)
    assert requests == [4, 2, 4]


async def test_nothing_is_checked_where_nothing_is_due_or_nobody_asked_for_it(office: Office) -> None:
    async with web_servers.serving("keenable") as service:
        office.addresses["keenable"] = service.url
        await crawl_two_towns(office, "keenable", check_sources=False)
        assert len(service.asked) == 2
        await crawl_two_towns(office, "keenable")
        assert len(service.asked) == 2


async def test_a_directory_of_the_whole_world_is_its_own_check(office: Office) -> None:
    behaviour = servers.Behaviour()
    async with servers.serving("fablabs", behaviour) as address:
        office.addresses["fablabs"] = address
        outcome = await crawl_two_towns(office, "fablabs")
    assert outcome.exit_code == 0
    assert outcome.tally.checked == {}


async def test_without_a_network_the_batch_ends_as_unreachable(office: Office) -> None:
    office.addresses["keenable"] = "http://no-such-host.invalid"
    outcome = await crawl_two_towns(office, "keenable")
    assert outcome.exit_code == 4
    assert "did not pass its check" in outcome.tally.refusals["keenable"]
