"""Every keyless directory and geocoder, asked through the real fetcher at a server that behaves as documented."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from tests.sources.servers import APPS, RETRY_AFTER, Behaviour, serving

from sharitories_crawl.fetch.fetcher import Fetcher
from sharitories_crawl.fetch.policy import FetchPolicy
from sharitories_crawl.models import Answer, AnswerStatus, Query, Request, Response, Town
from sharitories_crawl.sources import SOURCES

EACH = pytest.mark.parametrize("name", APPS)
WORDS = {
    "recherche_entreprises": "amap", "joafe": "répar", "geo_api": "47.74860,-3.36640",
    "geoplateforme": "12 rue du Port 56100 Lorient", "nominatim": "Havenstraat 1 1211 KG Hilversum",
}  # fmt: skip
UNKNOWN = {"geo_api": "48.00000,-5.50000", "geoplateforme": "1 chemin de Nulle Part", "nominatim": "Nergensstraat 1"}
"""What no geocoder knows; a directory is asked about a town where it has nothing."""
TOWN = {"repair_cafe": "NL", "nominatim": "NL"}
FOUND = {
    "recherche_entreprises": ["AMAP DES DEUX RIVES", "LES AMIS DE L'AMAP", "AMAP DES DEUX RIVES"],
    "joafe": ["REPAIR CAFÉ DES DEUX RIVES", "ATELIER PARTAGÉ DU PORT", "LES RÉPARATEURS D'AVANT"],
    "repair_cafe": ["Repair Café Hilversum Noord"],
    "fablabs": ["Fab Lab des Rives", "Makers of Nowhere"],
    "tiers_lieux": ["La Halle des Rives", "Le Coin"],
    "communecter": ["Le Jardin des Rives", "Radio des Rives"],
    "wikidata": ["Maison des Rives", "Librairie disparue", "FC Lorient"],
    "gogocarto": ["Le Fournil des Rives"],
    "transiscope": ["La Ressourcerie des Rives", "AMAP du Ter"],
    "overpass": ["Coworking des Rives", "Repair Café des Rives", "Jardins familiaux du Ter"],
    "geo_api": ["Lorient"],
    "geoplateforme": ["12 Rue du Port 56100 Lorient"],
    "nominatim": ["1, Havenstraat, Hilversum, Noord-Holland, Nederland, 1211 KG, Nederland"],
}
"""Names in the order in which the pages bring them; an association that is an ESS body comes twice."""


async def ask(name: str, behaviour: Behaviour, town: Town, words: str = "") -> tuple[list[Answer], list[Response]]:
    """Ask as a crawl does, page by page until the source's end or its bound."""
    source = SOURCES[name]
    query = Query(f"{name}/{town.code}/x", name, town.code, (), words or WORDS.get(name, ""), town.language)
    answers: list[Answer] = []
    responses: list[Response] = []
    async with serving(name, behaviour) as address:
        policy = FetchPolicy("sharitories-crawl/0 (contact: test)", trusted_hosts=frozenset({urlsplit(address).netloc}))
        async with Fetcher(policy, on_exchange=lambda _: None) as fetcher:
            request: Request | None = source.build_request(query, town, address)
            while request is not None and len(answers) < source.max_pages:
                response = await fetcher.ask(request, delay=0, obey_robots=False)
                assert isinstance(response, Response), response
                answers.append(source.parse(response, query))
                responses.append(response)
                request = source.next_page(request, response) if source.next_page else None
    return answers, responses


def names_in(answers: Sequence[Answer]) -> list[str]:
    return [record.name for answer in answers for record in answer.records]


def asked_town(name: str, towns: dict[str, Town]) -> Town:
    return replace(towns[TOWN.get(name, "FR")], postal_codes=("56100",))


@EACH
async def test_a_directory_gives_what_it_has_in_the_town(name: str, towns: dict[str, Town]) -> None:
    answers, _ = await ask(name, Behaviour(), asked_town(name, towns))
    assert names_in(answers) == FOUND[name]
    assert all(answer.status is AnswerStatus.RESULTS for answer in answers)


@pytest.mark.parametrize("name", sorted(APPS.keys() - {"fablabs"}))
async def test_a_town_where_there_is_nothing_is_empty_and_not_unreadable(name: str, towns: dict[str, Town]) -> None:
    far = replace(asked_town(name, towns), code="05061", latitude=44.56, longitude=6.08, postal_codes=("05000",))
    answers, _ = await ask(name, Behaviour(), far, UNKNOWN.get(name, ""))
    assert {answer.status for answer in answers} == {AnswerStatus.EMPTY}


@EACH
@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("captcha", AnswerStatus.CAPTCHA),
        ("403", AnswerStatus.BLOCKED),
        ("html", AnswerStatus.UNREADABLE),
        ("empty-body", AnswerStatus.UNREADABLE),
        ("half-a-body", AnswerStatus.UNREADABLE),
    ],
)
async def test_a_fault_is_told_as_what_it_is_and_nothing_follows(
    name: str, towns: dict[str, Town], fault: str, status: AnswerStatus
) -> None:
    behaviour = Behaviour(fault=fault)
    answers, _ = await ask(name, behaviour, asked_town(name, towns))
    assert [answer.status for answer in answers] == [status]
    assert len(behaviour.asked) == 1


@EACH
async def test_beyond_its_limit_a_directory_says_when_to_come_back(name: str, towns: dict[str, Town]) -> None:
    answers, responses = await ask(name, Behaviour(most_requests=0), asked_town(name, towns))
    assert [answer.status for answer in answers] == [AnswerStatus.RATE_LIMITED]
    assert responses[0].headers["retry-after"] == str(RETRY_AFTER)


@pytest.mark.parametrize(
    ("name", "copies", "requests", "records"),
    [
        # 3 associations and 2 ESS bodies in Lorient, of which 2 and 1 are kept; 25 a page, 2 pages of each
        ("recherche_entreprises", 7, 2, 21),
        ("recherche_entreprises", 12, 3, 36),
        ("joafe", 20, 1, None),
        ("joafe", 30, 2, None),
        ("joafe", 90, 3, None),
        ("tiers_lieux", 25, 1, 50),
        ("tiers_lieux", 60, 3, 120),
        ("tiers_lieux", 200, 4, 200),
    ],
    ids=str,
)
async def test_pages_are_read_to_the_end_or_the_sources_bound(
    name: str, towns: dict[str, Town], copies: int, requests: int, records: int | None
) -> None:
    behaviour = Behaviour(copies=copies)
    answers, _ = await ask(name, behaviour, asked_town(name, towns))
    assert len(behaviour.asked) == len(set(behaviour.asked)) == requests <= SOURCES[name].max_pages
    assert {answer.status for answer in answers} == {AnswerStatus.RESULTS}
    if records is not None:
        assert len(names_in(answers)) == records


async def test_a_limit_in_the_midst_of_paging_leaves_the_first_page(towns: dict[str, Town]) -> None:
    answers, _ = await ask("tiers_lieux", Behaviour(copies=60, most_requests=1), asked_town("tiers_lieux", towns))
    assert [answer.status for answer in answers] == [AnswerStatus.RESULTS, AnswerStatus.RATE_LIMITED]
    assert len(answers[0].records) == 50


async def test_words_of_people_cannot_break_a_notices_question(towns: dict[str, Town]) -> None:
    for words in ('l\'"amap"', "a\\", 'x") or ("1"="1'):
        answers, _ = await ask("joafe", Behaviour(), asked_town("joafe", towns), words)
        assert [answer.status for answer in answers] == [AnswerStatus.EMPTY], words


async def test_what_a_directory_does_not_understand_is_said_in_its_words(towns: dict[str, Town]) -> None:
    answers, _ = await ask("recherche_entreprises", Behaviour(), replace(towns["FR"], code="Lorient"))
    assert [(answer.reason, answer.detail) for answer in answers] == [
        (
            "refused-question",
            "Recherche d'entreprises refuses the question: Au moins une valeur du paramètre commune est non valide.",
        )
    ]


async def test_no_person_is_ever_asked_for(towns: dict[str, Town]) -> None:
    for name in APPS:
        behaviour = Behaviour()
        await ask(name, behaviour, asked_town(name, towns))
        assert not any("person" in path or "dirigeants" in path for path in behaviour.asked), name
