"""What is known by name alone is looked up once; whom an own site names as partners is followed, or suggested."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from sharitories_crawl.sandbox.world import World

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Ended, Program, Web

LOUCHE = "searxng/53130/name-la-louche-du-viaduc"
OURLET, FRIEND, MUTUAL = "lourlet-commun.example", "ledeacoudre.example", "mutuelle-trois-portes.example"
KINDS = ("cantine-solidaire", "cafe-associatif", "amap", "ressourcerie", "atelier-velo")
BY_NAME = "SELECT id FROM query WHERE id LIKE '%/name-%' ORDER BY id"


def crawl(program: "Program", web: "Web", *more: str, kinds: tuple[str, ...] = KINDS, **variables: str) -> "Ended":
    options = [word for kind in kinds for word in ("--kind", kind)]
    return program.run(
        "crawl", "--city", "Laval", "--sandbox", web.url, "--db", "here.db", "--quiet", *options, *more, **variables
    )


@dataclass(frozen=True)
class Found:
    """A crawl of Laval, and the web it crawled."""

    program: "Program"
    web: "Web"
    ended: "Ended"
    hosts: frozenset[str]


@pytest.fixture(scope="module")
def found(world: World, tmp_path_factory: pytest.TempPathFactory, program_in: "type[Program]") -> Iterator[Found]:
    from tests.conftest import serving

    with serving(world) as web:
        program = program_in(tmp_path_factory.mktemp("laval"))
        ended = crawl(program, web)
        yield Found(program, web, ended, frozenset(host for host, _ in web.pages_asked()))


def test_an_initiative_that_press_names_without_a_link_gets_its_own_site(found: Found) -> None:
    assert found.ended.code in (0, 3), found.ended.err
    assert found.program.rows(f"SELECT text, kinds FROM query WHERE id = '{LOUCHE}'") == [
        ('"La Louche du Viaduc" Laval', '["cantine-solidaire"]')
    ]
    site = "http://lalouche-du-viaduc.example/"
    assert found.program.rows(f"SELECT DISTINCT query_id FROM lead WHERE url = '{site}'") == [(LOUCHE,)]
    assert found.program.rows("SELECT url, mentions FROM initiatives WHERE name = 'La Louche du Viaduc'") == [(site, 2)]


def test_only_what_has_no_site_is_asked_about_and_only_once(found: Found) -> None:
    asked = [str(id) for (id,) in found.program.rows(BY_NAME)]
    assert LOUCHE in asked
    assert not [id for id in asked if "lavandieres" in id]
    assert found.program.rows("SELECT count(*) FROM answer WHERE query_id LIKE '%/name-%'") == [(len(asked),)]


def test_a_partner_whose_words_name_a_kind_is_followed_one_step_and_no_further(found: Found) -> None:
    assert OURLET in found.hosts
    assert not {FRIEND, MUTUAL} & found.hosts
    rows = found.program.rows("SELECT url, source FROM evidence WHERE name = 'L''Ourlet Commun'")
    assert [str(url) for url, _ in rows] == [f"http://{OURLET}/"]


def test_other_partners_are_suggested_to_a_person(found: Found) -> None:
    view = "SELECT url, words, town, named_by, partners_of, found_on FROM suggested_sites"
    cafe = "http://cafedeslavandieres.example/"
    assert found.program.rows(view) == [
        (f"http://{MUTUAL}/", "Mutuelle des Trois Portes", "Laval", 1, "Le Café des Lavandières", cafe)
    ]


def test_a_second_crawl_makes_no_request(found: Found) -> None:
    before = len(found.web.log)
    assert crawl(found.program, found.web).code == 0
    assert len(found.web.log) == before


def test_reparse_finds_the_same_by_name_and_by_partners(found: Found, tmp_path: "Path") -> None:
    leads = "SELECT url, origin, query_id, title, follow FROM lead ORDER BY 1, 2, 3"
    before, mentions = found.program.rows(leads), found.program.mentions()
    assert found.program.run("reparse", "--db", "here.db").code == 0
    assert found.program.rows(leads) == before
    assert found.program.mentions() == mentions


def test_words_of_the_user_s_alone_are_all_that_is_asked(program: "Program", sandbox: "Web") -> None:
    crawl(program, sandbox, "--keyword", "cantine", kinds=())
    assert program.rows("SELECT count(*) FROM initiatives WHERE url LIKE '%mayenne-hebdo%'") != [(0,)]
    assert program.rows(BY_NAME) == []


def test_no_town_gets_more_questions_by_name_than_set_nor_more_in_the_next_run(
    program: "Program", sandbox: "Web"
) -> None:
    crawl(program, sandbox, SHARITORIES_MAX_NAMES="1")
    first = program.rows(BY_NAME)
    best = program.rows(
        "SELECT name FROM initiatives i WHERE NOT EXISTS (SELECT 1 FROM membership s JOIN mention m"
        " ON m.id = s.mention_id WHERE s.initiative_id = i.id AND m.site <> '') ORDER BY score DESC, id LIMIT 1"
    )
    assert len(first) == len(best) == 1
    before = len(sandbox.log)
    crawl(program, sandbox, SHARITORIES_MAX_NAMES="1")
    assert (program.rows(BY_NAME), len(sandbox.log)) == (first, before)
    crawl(program, sandbox, SHARITORIES_MAX_NAMES="2")
    assert len(program.rows(BY_NAME)) == 2
    assert set(first) < set(program.rows(BY_NAME))


def test_after_the_refresh_time_a_name_is_asked_again_and_none_is_where_none_may_be(
    program: "Program", sandbox: "Web"
) -> None:
    crawl(program, sandbox, "--kind", "amap", kinds=(), SHARITORIES_MAX_NAMES="0")
    assert program.rows(BY_NAME) == []
    for _ in range(2):
        crawl(program, sandbox, "--refresh", "0", kinds=("amap",))
    assert program.rows("SELECT query_id, count(*) FROM answer WHERE query_id LIKE '%/name-%' GROUP BY 1") == [
        ("searxng/53130/name-amap-des-trois-rois", 2)
    ]
