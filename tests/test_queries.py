"""A plan is bounded, readable and the same every time; what it leaves out is said."""

from dataclasses import replace
from pathlib import Path

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.catalogue import Catalogue, load_catalogue
from sharitories_crawl.errors import BadInput
from sharitories_crawl.models import Answer, AnswerStatus, AskedBy, Query, Request, Response, SourceKind, Town
from sharitories_crawl.queries import MAX_JOINED, MAX_QUESTIONS, LeftOut, Pace, Plan, build_plan, polite_seconds
from sharitories_crawl.sources.base import Source

LORIENT = Town(
    code="56121",
    name="Lorient",
    slug="lorient",
    aliases=(),
    country="FR",
    language="fr",
    department="Morbihan",
    region="Bretagne",
    intercommunality="CA Lorient Agglomération",
    intercommunality_communes=("56121",),
    postal_codes=("56100",),
    population=57_000,
    latitude=47.75,
    longitude=-3.37,
    study=True,
)
GAP = replace(LORIENT, code="05061", name="Gap", slug="gap", department="Hautes-Alpes")
AVEIRO = replace(LORIENT, code="0105", name="Aveiro", slug="aveiro", country="PT", language="pt", department="Aveiro")
GENK = replace(LORIENT, code="71016", name="Genk", slug="genk", country="BE", language="nl", department="")
KRISTIANSTAD = replace(LORIENT, code="1290", name="Kristianstad", country="SE", language="sv", department="Skåne län")


def source(name: str, kind: SourceKind = SourceKind.WEB, delay: float = 5.0, takes_or: bool = False) -> Source:
    def ask(query: Query, town: Town, base_url: str) -> Request:
        return Request(base_url + query.text)

    def parse(response: Response, query: Query) -> Answer:
        return Answer(AnswerStatus.EMPTY)

    return Source(
        name=name,
        label=name,
        kind=kind,
        build_request=ask,
        parse=parse,
        base_url="https://search.example/?q=",
        delay=delay,
        licence="",
        terms="",
        attribution="",
        takes_or=takes_or,
    )


MOJEEK = source("mojeek")
JOINING = source("searxng", takes_or=True, delay=1.0)
OVERPASS = source("overpass", SourceKind.DIRECTORY, delay=30.0)
NOTICES = replace(source("joafe", SourceKind.DIRECTORY, delay=1.0), asked_by=AskedBy.WORDS, countries=frozenset({"FR"}))
LABS = replace(source("fablabs", SourceKind.DIRECTORY), asked_by=AskedBy.WORLD)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(bundled_dir("queries"))


def by_id(plan: Plan) -> dict[str, Query]:
    queries = {query.id: query for query in plan.queries}
    assert len(queries) == len(plan.queries), "ids are unique"
    return queries


def searched_kinds(catalogue: Catalogue, language: str = "fr") -> list[str]:
    return list(catalogue.lexicon(language).keywords)


def test_the_default_questions_about_lorient_keep_their_ids(catalogue: Catalogue) -> None:
    plan = by_id(build_plan(LORIENT, [MOJEEK, OVERPASS], catalogue))
    assert list(plan)[:12] == [
        "mojeek/56121/collaboratif",
        "mojeek/56121/coworking",
        "mojeek/56121/tiers-lieu",
        "mojeek/56121/fablab",
        "mojeek/56121/amap",
        "mojeek/56121/repair-cafe",
        "mojeek/56121/ressourcerie",
        "mojeek/56121/jardin-partage",
        "mojeek/56121/epicerie-solidaire",
        "mojeek/56121/sel",
        "mojeek/56121/monnaie-locale",
        "mojeek/56121/cafe-associatif",
    ]
    assert plan["mojeek/56121/repair-cafe"] == Query(
        "mojeek/56121/repair-cafe", "mojeek", "56121", ("repair-cafe",), "repair café Lorient", "fr"
    )
    assert plan["mojeek/56121/sel"].text == "système d'échange local Lorient"
    assert plan["overpass/56121/all"] == Query("overpass/56121/all", "overpass", "56121", (), "", "fr")


@pytest.mark.parametrize("town", [LORIENT, GAP, AVEIRO, GENK, KRISTIANSTAD], ids=lambda town: town.slug)
@pytest.mark.parametrize("asked", [MOJEEK, JOINING], ids=lambda asked: asked.name)
def test_a_default_plan_has_at_most_thirty_questions(catalogue: Catalogue, town: Town, asked: Source) -> None:
    plan = by_id(build_plan(town, [asked], catalogue))
    assert MAX_QUESTIONS == len(plan) == 30
    assert all(town.name in query.text and query.language == town.language for query in plan.values())


def test_a_search_without_or_leaves_out_the_last_kinds_and_names_them(catalogue: Catalogue) -> None:
    plan = build_plan(LORIENT, [MOJEEK], catalogue)
    kinds = searched_kinds(catalogue)
    assert [query.kinds for query in plan.queries] == [(kind,) for kind in kinds[:30]]
    assert plan.left_out == (LeftOut("mojeek", tuple(kinds[30:]), "no-room"),)


@pytest.mark.parametrize("town", [LORIENT, AVEIRO, GENK, KRISTIANSTAD], ids=lambda town: town.language)
def test_joined_with_or_every_kind_is_asked_exactly_once(catalogue: Catalogue, town: Town) -> None:
    plan = build_plan(town, [JOINING], catalogue)
    assert [kind for query in plan.queries for kind in query.kinds] == searched_kinds(catalogue, town.language)
    assert plan.left_out == ()


def test_the_most_important_kinds_are_asked_alone(catalogue: Catalogue) -> None:
    sizes = [len(query.kinds) for query in build_plan(LORIENT, [JOINING], catalogue).queries]
    assert sizes == sorted(sizes)
    assert sizes[0] == 1


def test_joined_words_stand_in_brackets_and_phrases_in_quotes(tmp_path: Path) -> None:
    catalogue = numbered_catalogue(tmp_path, 32)
    plan = by_id(build_plan(LORIENT, [JOINING], catalogue))
    assert plan["searxng/56121/k27"].text == "mot aa27 Lorient"
    assert plan["searxng/56121/k28+k29"].text == '("mot aa28" OR "mot aa29") Lorient'
    assert plan["searxng/56121/k30+k31"].kinds == ("k30", "k31")


def test_more_kinds_than_joined_questions_hold_are_left_out(tmp_path: Path) -> None:
    plan = build_plan(LORIENT, [JOINING], numbered_catalogue(tmp_path, 95))
    assert {len(query.kinds) for query in plan.queries} == {MAX_JOINED}
    assert plan.left_out == (LeftOut("searxng", ("k90", "k91", "k92", "k93", "k94"), "no-room"),)


def numbered_catalogue(folder: Path, count: int) -> Catalogue:
    kind = '[kinds.k{n}]\npractice = "produire"\nlabel_fr = "k"\nlabel_en = "k"\n'
    (folder / "kinds.toml").write_text("".join(kind.format(n=n) for n in range(count)))
    words = "".join(f'[keywords.k{n}]\nwords = ["mot aa{n}"]\n' for n in range(count))
    (folder / "fr.toml").write_text('templates = ["{keyword} {town}"]\n' + words)
    return load_catalogue(folder)


def test_a_thorough_plan_asks_every_word_in_every_template(catalogue: Catalogue) -> None:
    lexicon = catalogue.lexicon("fr")
    default = by_id(build_plan(LORIENT, [MOJEEK], catalogue))
    thorough = by_id(build_plan(LORIENT, [MOJEEK], catalogue, thorough=True))
    assert default.items() <= thorough.items()
    words = [word for keywords in lexicon.keywords.values() for word in keywords.searched]
    assert len(thorough) == len(words) * len(lexicon.templates)
    texts = {query.text for query in thorough.values()}
    assert texts == {
        template.format(keyword=word, town="Lorient", department="Morbihan")
        for template in lexicon.templates
        for word in words
    }


def test_thorough_questions_have_readable_ids(catalogue: Catalogue) -> None:
    plan = by_id(build_plan(LORIENT, [JOINING], catalogue, kinds=["repair-cafe"], thorough=True))
    assert plan["searxng/56121/repair-cafe"].text == "repair café Lorient"
    assert plan["searxng/56121/repair-cafe/2"].text == "repair café Lorient Morbihan"
    assert plan["searxng/56121/repair-cafe/cafe-reparation"].text == "café réparation Lorient"
    assert plan["searxng/56121/repair-cafe/cafe-reparation/3"].text == "association café réparation Lorient"


def test_a_town_without_department_is_not_asked_the_same_twice(catalogue: Catalogue) -> None:
    texts = [query.text for query in build_plan(GENK, [MOJEEK], catalogue, thorough=True).queries]
    assert len(texts) == len(set(texts))
    assert not any("  " in text or text != text.strip() for text in texts)


def test_a_town_that_needs_it_is_asked_with_its_department_under_the_same_id(catalogue: Catalogue) -> None:
    def needs_department(town: Town) -> bool:
        return town.name == "Gap"

    gap = by_id(build_plan(GAP, [MOJEEK], catalogue, needs_department=needs_department))
    lorient = by_id(build_plan(LORIENT, [MOJEEK], catalogue, needs_department=needs_department))
    assert gap["mojeek/05061/fablab"].text == "fablab Gap Hautes-Alpes"
    assert lorient["mojeek/56121/fablab"].text == "fablab Lorient"


def test_a_thorough_plan_of_such_a_town_still_asks_every_template(catalogue: Catalogue) -> None:
    plan = by_id(build_plan(GAP, [MOJEEK], catalogue, kinds=["amap"], thorough=True, needs_department=lambda _: True))
    assert plan["mojeek/05061/amap"].text == "AMAP Gap Hautes-Alpes"
    assert plan["mojeek/05061/amap/1"].text == "AMAP Gap"
    assert plan["mojeek/05061/amap/3"].text == "association AMAP Gap"
    assert "mojeek/05061/amap/2" not in plan


def test_a_department_named_like_its_town_is_not_said_twice(catalogue: Catalogue) -> None:
    plan = by_id(build_plan(AVEIRO, [MOJEEK], catalogue, needs_department=lambda _: True))
    assert plan["mojeek/0105/fablab"].text == "fablab Aveiro"


def test_kinds_restrict_the_plan_but_not_the_directory(catalogue: Catalogue) -> None:
    plan = build_plan(LORIENT, [MOJEEK, OVERPASS], catalogue, kinds=["sel", "amap"])
    assert list(by_id(plan)) == ["mojeek/56121/amap", "mojeek/56121/sel", "overpass/56121/all"]
    assert plan.left_out == ()


def test_an_unknown_kind_is_refused_with_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(BadInput, match=r'no kind "fab-lab" in .*kinds\.toml; did you mean "fablab"\?'):
        build_plan(LORIENT, [MOJEEK], catalogue, kinds=["fab-lab"])


def test_a_kind_without_words_in_the_towns_language_is_said(catalogue: Catalogue) -> None:
    plan = build_plan(LORIENT, [MOJEEK], catalogue, kinds=["autre", "amap"])
    assert list(by_id(plan)) == ["mojeek/56121/amap"]
    assert plan.left_out == (LeftOut("mojeek", ("autre",), "no-words"),)


def test_own_keywords_alone_are_all_that_is_asked(catalogue: Catalogue) -> None:
    plan = by_id(
        build_plan(LORIENT, [MOJEEK, OVERPASS], catalogue, keywords=["Atelier  céramique", "atelier ceramique"])
    )
    assert list(plan.values()) == [
        Query("mojeek/56121/mot/atelier-ceramique", "mojeek", "56121", (), "Atelier céramique Lorient", "fr")
    ]


def test_own_keywords_come_on_top_of_named_kinds(catalogue: Catalogue) -> None:
    plan = by_id(build_plan(LORIENT, [MOJEEK], catalogue, kinds=["amap"], keywords=["céramique"]))
    assert list(plan) == ["mojeek/56121/mot/ceramique", "mojeek/56121/amap"]


def test_own_keywords_count_among_the_thirty(catalogue: Catalogue) -> None:
    kinds = searched_kinds(catalogue)
    plan = build_plan(LORIENT, [MOJEEK], catalogue, kinds=kinds, keywords=["céramique", "vitrail"])
    assert len(plan.queries) == MAX_QUESTIONS
    assert plan.left_out == (LeftOut("mojeek", tuple(kinds[28:]), "no-room"),)


def test_an_own_keyword_that_the_lexicon_knows_is_asked_once_under_its_id(catalogue: Catalogue) -> None:
    plan = by_id(build_plan(LORIENT, [MOJEEK], catalogue, keywords=["amap", "Café reparation"]))
    assert list(plan) == ["mojeek/56121/amap", "mojeek/56121/repair-cafe/cafe-reparation"]
    assert plan["mojeek/56121/amap"].kinds == ("amap",)
    both = build_plan(LORIENT, [MOJEEK], catalogue, kinds=["amap"], keywords=["Amap"])
    assert list(by_id(both)) == ["mojeek/56121/amap"]


def test_thirty_own_keywords_leave_no_room_and_say_so(catalogue: Catalogue) -> None:
    words = [f"mot{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(MAX_QUESTIONS)]
    plan = build_plan(LORIENT, [JOINING], catalogue, kinds=["amap"], keywords=words)
    assert len(plan.queries) == MAX_QUESTIONS
    assert plan.left_out == (LeftOut("searxng", ("amap",), "no-room"),)


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        (["", "amap"], "holds no Latin letter or digit"),
        (["?!"], "holds no Latin letter or digit"),
        ([f"mot {n}" for n in range(31)], "31 keywords are more than the 30 questions.*--thorough"),
    ],
    ids=["empty", "signs-only", "too-many"],
)
def test_keywords_that_cannot_be_asked_are_refused(catalogue: Catalogue, keywords: list[str], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        build_plan(LORIENT, [MOJEEK], catalogue, keywords=keywords)


def test_a_directory_alone_refuses_keywords(catalogue: Catalogue) -> None:
    with pytest.raises(BadInput, match="overpass: a directory is asked by place and takes no keyword"):
        build_plan(LORIENT, [OVERPASS], catalogue, keywords=["céramique"])


def test_the_same_town_gets_the_same_plan(catalogue: Catalogue) -> None:
    again = load_catalogue(bundled_dir("queries"))
    sources = [MOJEEK, JOINING, OVERPASS]
    assert build_plan(LORIENT, sources, catalogue) == build_plan(LORIENT, sources, again)


def test_the_slowest_source_is_the_time_in_all(catalogue: Catalogue) -> None:
    queries = [q for town in (LORIENT, GAP) for q in build_plan(town, [MOJEEK, JOINING, OVERPASS], catalogue).queries]
    paces, seconds = polite_seconds(queries, [MOJEEK, JOINING, OVERPASS])
    assert paces == (Pace("mojeek", 60, 300.0), Pace("searxng", 60, 60.0), Pace("overpass", 2, 60.0))
    assert seconds == 300.0


def test_no_question_takes_no_time() -> None:
    assert polite_seconds([], []) == ((), 0.0)


def test_a_directory_that_takes_words_gets_one_bare_question_for_every_kind(catalogue: Catalogue) -> None:
    plan = build_plan(LORIENT, [NOTICES], catalogue)
    assert [query.kinds for query in plan.queries] == [(kind,) for kind in searched_kinds(catalogue)]
    assert plan.left_out == ()
    questions = by_id(plan)
    assert questions["joafe/56121/repair-cafe"] == Query(
        "joafe/56121/repair-cafe", "joafe", "56121", ("repair-cafe",), "repair café", "fr"
    )
    assert not any("Lorient" in query.text for query in plan.queries)


def test_such_a_directory_is_asked_without_department_too(catalogue: Catalogue) -> None:
    plan = by_id(build_plan(GAP, [NOTICES], catalogue, kinds=["fablab"], needs_department=lambda _: True))
    assert {query_id: query.text for query_id, query in plan.items()} == {"joafe/05061/fablab": "fablab"}


def test_such_a_directory_takes_own_keywords(catalogue: Catalogue) -> None:
    plan = by_id(build_plan(LORIENT, [NOTICES, OVERPASS], catalogue, keywords=["céramique"]))
    assert {query_id: query.text for query_id, query in plan.items()} == {"joafe/56121/mot/ceramique": "céramique"}


def test_a_thorough_plan_asks_such_a_directory_every_word_once(catalogue: Catalogue) -> None:
    plan = build_plan(LORIENT, [NOTICES], catalogue, thorough=True)
    words = [word for keywords in catalogue.lexicon("fr").keywords.values() for word in keywords.searched]
    assert [query.text for query in plan.queries] == words
    assert by_id(plan)["joafe/56121/repair-cafe/cafe-reparation"].kinds == ("repair-cafe",)


def test_such_a_directory_joins_kinds_only_where_it_takes_or(catalogue: Catalogue) -> None:
    kinds = searched_kinds(catalogue)
    joined = build_plan(LORIENT, [replace(NOTICES, takes_or=True)], catalogue).queries
    assert len(joined) == -(-len(kinds) // MAX_JOINED)
    assert [kind for query in joined for kind in query.kinds] == kinds
    assert " OR " in joined[-1].text
    assert all(len(query.kinds) == 1 for query in build_plan(LORIENT, [NOTICES], catalogue).queries)


@pytest.mark.parametrize("town", [AVEIRO, GENK, KRISTIANSTAD], ids=lambda town: town.country)
def test_a_source_that_does_not_know_the_country_is_not_asked_and_that_is_said(
    catalogue: Catalogue, town: Town
) -> None:
    plan = build_plan(town, [NOTICES, replace(OVERPASS, countries=frozenset({"FR"})), MOJEEK], catalogue)
    assert {query.source for query in plan.queries} == {"mojeek"}
    assert plan.left_out[:2] == (LeftOut("joafe", (), "other-country"), LeftOut("overpass", (), "other-country"))


def test_a_source_of_the_whole_world_gets_one_question_for_each_town(catalogue: Catalogue) -> None:
    queries = [query for town in (LORIENT, AVEIRO) for query in build_plan(town, [LABS], catalogue).queries]
    assert [query.id for query in queries] == ["fablabs/56121/all", "fablabs/0105/all"]
