"""Every source has a sensible canary, and every way to fail has words."""

import string
from datetime import date
from itertools import product

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.geo.towns import Towns, load_towns
from sharitories_crawl.models import Answer, AnswerStatus, AskedBy, SourceKind
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.base import Nothing, Source
from sharitories_crawl.sources.canary import canary_of, known_question, nonsense_question, nonsense_word
from sharitories_crawl.sources.diagnosis import Check, Health, of_trouble
from sharitories_crawl.sources.remedies import BY_OWN_ADDRESS, BY_REASON, is_yours_to_mend, remedy_of

DAY = date(2026, 11, 22)
TOWNS = Towns(load_towns(bundled_dir("data") / "towns.csv"))
EACH = pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
FAILED = [status for status in AnswerStatus if status not in (AnswerStatus.RESULTS, AnswerStatus.EMPTY)]


def test_only_who_holds_his_owners_content_has_no_canary() -> None:
    assert {name for name, source in SOURCES.items() if source.canary is None} == {"yacy", "gogocarto"}


@EACH
def test_a_canary_asks_as_its_source_is_asked(source: Source) -> None:
    canary = canary_of(source)
    query, town = known_question(source, TOWNS.find)
    assert source.countries is None or town.country in source.countries
    assert canary.expected == canary.expected.lower()
    takes_words = source.kind is SourceKind.WEB or source.asked_by is AskedBy.WORDS
    assert bool(query.text) is takes_words or source.canary is None
    assert canary.nothing is Nothing.UNASKED or (canary.nothing is Nothing.WORD) is takes_words


@EACH
def test_nonsense_is_asked_in_the_sources_own_way(source: Source) -> None:
    asked = nonsense_question(source, TOWNS.find, DAY)
    if source.name in ("overpass", "fablabs", "geo_api"):
        assert asked is None
        return
    assert asked is not None
    query, town = asked
    if query.text:
        assert query.text == nonsense_word(DAY)
    else:
        assert (town.latitude, town.code, town.postal_codes) == (-48.8767, "00000", ("00000",))
    base = source.base_url or "https://own.example/api/resources/x/data/"
    request = source.build_request(query, town, base)
    assert not any(place in f"{request.url} {request.json} {request.form}" for place in ("Morbihan", "Bretagne"))


def test_a_nonsense_word_is_one_word_of_letters_and_new_every_day() -> None:
    word = nonsense_word(DAY)
    assert set(word) <= set(string.ascii_lowercase)
    assert word != nonsense_word(DAY.replace(day=1))


@EACH
def test_every_way_to_fail_says_what_and_what_to_do(source: Source) -> None:
    reasons = [*BY_REASON, "engines-captcha", "http-500", "never-heard-of"]
    for own, reason, status in product((True, False), reasons, FAILED):
        answer = Answer(status, reason=reason, detail="it said {so}.")
        told = of_trouble(Check(source, answer, own_address=own, rests_until="2026-11-23T12:00Z"), answer)
        assert told.verdict is Health.FAILING
        assert told.what
        assert told.todo
        assert "{so}" in told.what or "{detail}" not in remedy_of(status, reason, own_address=own).what


def test_what_the_user_mends_himself_is_only_what_a_setting_mends() -> None:
    assert {reason for reason in BY_REASON if is_yours_to_mend(reason)} == {
        *("missing-key", "wrong-key", "json-not-enabled", "token-required", "user-agent-refused"),
        *("robots-disallowed", "refused-address", "refused-port", "bad-url"),
    }
    assert not any(is_yours_to_mend(reason) for reason in BY_OWN_ADDRESS)
