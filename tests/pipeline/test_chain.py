"""When a source is asked: what is said of it, and what the default chain does."""

from pathlib import Path

import pytest

from sharitories_crawl.pipeline.chain import Chain, default_chain, when_asked
from sharitories_crawl.settings import load_settings
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.base import Source


def chain_with(**variables: str) -> Chain:
    return default_chain(load_settings(Path("/nowhere"), variables))


def stage_of(source: Source, chain: Chain) -> str:
    stages = {"first": chain.sources, "top-up": chain.top_up, "geocoders": chain.geocoders}
    return next((stage for stage, asked in stages.items() if source in asked), "never")


SAID = {
    "by default": "first",
    "by default, without an instance of your own": "first",
    "for towns with fewer than `top_up_below` candidates": "top-up",
    "for addresses and points that were found": "geocoders",
    "once its address is set": "never",
    "only where named": "never",
}
"""What is said of a source -> where it stands in the chain of somebody who has set nothing."""


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_what_is_said_of_a_source_is_what_the_default_chain_does(source: Source) -> None:
    assert stage_of(source, chain_with()) == SAID[when_asked(source)]
    theirs = chain_with(**{f"SHARITORIES_{source.name.upper()}_URL": "http://localhost:8080"})
    is_asked_at_its_address = stage_of(source, theirs) != "never"
    assert is_asked_at_its_address is (when_asked(source) != "only where named")


@pytest.mark.parametrize("own", ["searxng", "yacy"])
def test_an_instance_of_ones_own_takes_the_place_of_keenable_and_of_nothing_else(own: str) -> None:
    without, with_own = chain_with(), chain_with(**{f"SHARITORIES_{own.upper()}_URL": "http://localhost:8080"})
    names = [{source.name for source in chain.sources} for chain in (without, with_own)]
    assert (names[0] - names[1], names[1] - names[0]) == ({"keenable"}, {own})
    assert (without.top_up, without.geocoders) == (with_own.top_up, with_own.geocoders)
