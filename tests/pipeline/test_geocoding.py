"""Where things are: addresses become points and points communes, each asked about once and for ever."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.sources.farm import Farm, farming

if TYPE_CHECKING:
    from tests.conftest import Ended, Program

POINT = (47.748612, -3.366402)
"""What the fixture of the geocoder says of every address in Lorient."""
CRAWL = ("crawl", "--city", "Lorient", "--db", "here.db", "--quiet", "--no-follow", "--kind", "repair-cafe")
SOURCES = ("recherche_entreprises", "joafe", "tiers_lieux", "geo_api", "geoplateforme", "gogocarto")


@pytest.fixture
def farm() -> Iterator[Farm]:
    with farming(SOURCES) as farm:
        farm.directories["joafe"].fault = "no-points"
        yield farm


def crawl(program: "Program", farm: Farm, *sources: str, **more: str) -> "Ended":
    named = [word for source in sources for word in ("--source", source)]
    return program.run(*CRAWL, *named, **farm.variables(**more))


def points(program: "Program") -> list[tuple[object, ...]]:
    return program.rows("SELECT name, latitude, longitude FROM initiatives WHERE latitude IS NOT NULL ORDER BY 1")


def test_an_address_without_a_point_gets_one_once_and_for_ever(program: "Program", farm: Farm) -> None:
    assert crawl(program, farm, "joafe", "geoplateforme").code == 0
    asked = farm.asked("geoplateforme")
    assert asked > 0
    found = points(program)
    assert POINT in [(latitude, longitude) for _, latitude, longitude in found]
    (source, said) = program.rows("SELECT source, asked FROM geocode WHERE latitude IS NOT NULL")[0]
    assert (source, "quai de Rohan" in str(said)) == ("geoplateforme", True)
    assert crawl(program, farm, "joafe", "geoplateforme", SHARITORIES_REFRESH_DAYS="0").code == 0
    assert farm.asked("geoplateforme") == asked, "what is known is not asked again, be the refresh time what it may"
    assert points(program) == found


def test_reparse_keeps_the_points_without_a_request(program: "Program", farm: Farm) -> None:
    crawl(program, farm, "joafe", "geoplateforme")
    before, asked = points(program), farm.asked("geoplateforme")
    assert program.run("reparse", "--db", "here.db").code == 0
    assert (points(program), farm.asked("geoplateforme")) == (before, asked)
    assert before


def test_a_bare_point_in_a_box_is_in_the_town_only_if_the_geocoder_says_so(program: "Program", farm: Farm) -> None:
    farm.directories["gogocarto"].fault = "bare-points"
    crawl(program, farm, "gogocarto")
    alone = program.rows("SELECT name, dropped FROM mention ORDER BY 1")
    assert alone == [("La Ressourcerie d'en face", "place-unclear"), ("Le Fournil des Rives", "place-unclear")]
    crawl(program, farm, "gogocarto", "geo_api", SHARITORIES_REFRESH_DAYS="0")
    told = program.rows("SELECT name, dropped FROM mention ORDER BY 1")
    assert told == [("La Ressourcerie d'en face", "place-unclear"), ("Le Fournil des Rives", "")]
    reasons = program.rows("SELECT reasons FROM mention WHERE dropped = ''")
    assert "geo_api says that its point lies in Lorient" in str(reasons)


def test_every_page_of_an_answer_is_read_again(program: "Program", farm: Farm) -> None:
    farm.directories["tiers_lieux"].copies = 60
    crawl(program, farm, "tiers_lieux")
    before = program.mentions()
    assert len(before) == 120
    assert program.rows("SELECT count(*) FROM answer_page") == [(2,)]
    assert program.run("reparse", "--db", "here.db").code == 0
    assert program.mentions() == before


def test_the_export_without_a_licence_is_without_its_points(program: "Program", farm: Farm) -> None:
    crawl(program, farm, "joafe", "geoplateforme")
    whole = program.run("export", "--db", "here.db").out
    without = program.run("export", "--db", "here.db", "--without-licence", "Licence Ouverte 2.0 (Etalab)").out
    assert str(POINT[0]) in whole
    assert str(POINT[0]) not in without
