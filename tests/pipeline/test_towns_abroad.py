"""The four towns abroad: asked in their language and market, and never at a source that knows only France."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.sources.farm import Farm, farming, statuses

from sharitories_crawl.sources import SOURCES

if TYPE_CHECKING:
    from tests.conftest import Program

FRENCH_ONLY = ("recherche_entreprises", "joafe", "tiers_lieux", "geo_api", "geoplateforme", "staan")
EVERYWHERE = ("overpass", "repair_cafe", "fablabs", "keenable", "youcom", "nominatim")
WITH_MARKETS = ("youcom_api", "brave", "serper", "exa", "tavily")
KEYS = {SOURCES[name].key: "k3y-0f-n0-real-account" for name in (*WITH_MARKETS, "staan")}
TOWNS = {
    # language of the words, and how each source calls the market
    "Hilversum": ("nl", {"youcom_api": ("country", "NL"), "brave": ("search_lang", "nl"), "serper": ("gl", "nl"),
                         "exa": ("userLocation", "NL"), "tavily": ("country", "netherlands")}),
    "Genk": ("nl", {"youcom_api": ("country", "BE"), "brave": ("country", "BE"), "serper": ("gl", "be"),
                    "exa": ("userLocation", "BE"), "tavily": ("country", "belgium")}),
    "Aveiro": ("pt", {"youcom_api": ("country", "PT"), "brave": ("search_lang", "pt-pt"), "serper": ("gl", "pt"),
                      "exa": ("userLocation", "PT"), "tavily": ("country", "portugal")}),
    "Kristianstad": ("sv", {"youcom_api": ("country", "SE"), "brave": ("search_lang", "sv"), "serper": ("gl", "se"),
                            "exa": ("userLocation", "SE"), "tavily": ("country", "sweden")}),
}  # fmt: skip
WORDS = {"nl": "buurttuin", "pt": "horta", "sv": "odling"}
"""Part of a word that only this language has for a shared garden."""


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with farming((*FRENCH_ONLY, *EVERYWHERE, *WITH_MARKETS)) as farm:
        yield farm


@pytest.mark.parametrize("city", TOWNS)
def test_the_default_chain_asks_no_french_source_and_speaks_the_language(
    city: str, program: "Program", farm: Farm
) -> None:
    before = {name: farm.asked(name) for name in farm.urls}
    ended = program.run(
        "crawl", "--city", city, "--db", "here.db", "--quiet", "--no-follow", "--kind", "jardin-partage",
        **farm.variables(),
    )  # fmt: skip
    assert ended.code in (0, 3), ended.err
    grown = {name for name in farm.urls if farm.asked(name) > before[name]}
    assert not grown & set(FRENCH_ONLY)
    assert {"overpass", "repair_cafe", "keenable", "youcom"} <= grown
    language, _ = TOWNS[city]
    (question,) = farm.searches["keenable"].asked[before["keenable"] :]
    assert WORDS[language] in str(question["query"])
    assert city in str(question["query"])
    rows = program.rows("SELECT DISTINCT language FROM query")
    assert rows == [(language,)]
    assert not set(statuses(program.rows("SELECT source, id FROM query"))) & set(FRENCH_ONLY)


@pytest.mark.parametrize("source", WITH_MARKETS)
@pytest.mark.parametrize("city", TOWNS)
def test_a_search_with_markets_is_asked_in_the_town_s(city: str, source: str, program: "Program", farm: Farm) -> None:
    before = farm.asked(source)
    ended = program.run(
        "crawl", "--city", city, "--db", "here.db", "--quiet", "--no-follow", "--source", source, "--kind",
        "jardin-partage", **farm.variables(**KEYS),
    )  # fmt: skip
    assert ended.code == 0, ended.err + ended.out
    asked = farm.searches[source].asked[before:]
    assert asked
    name, value = TOWNS[city][1][source]
    assert {str(question[name]) for question in asked} == {value}


def test_a_french_only_source_that_is_named_says_why_it_is_not_asked(program: "Program", farm: Farm) -> None:
    ended = program.run("queries", "--city", "Aveiro", "--source", "joafe", "--source", "overpass", **farm.variables())
    assert ended.code == 0
    assert "Not asked of joafe (other-country): it does not know the country of a town" in ended.out
