"""The two questions that check a source: one whose answer is known, one that has none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sharitories_crawl.models import Answer, AskedBy, Query, SourceKind, Town
from sharitories_crawl.sources.base import Canary, Nothing, Source

UNKNOWN_CONTENT = "lorient"
"""What is asked of a source whose content only its owner knows: any readable answer will do."""
AT_SEA = "00000"
"""A code that no commune has, as INSEE's or as the post's."""


def canary_of(source: Source) -> Canary:
    """The source's own canary, or a question without an expected answer where it can have none."""
    takes_words = source.kind is SourceKind.WEB or source.asked_by is AskedBy.WORDS
    return source.canary or Canary("56121", UNKNOWN_CONTENT, "", Nothing.WORD if takes_words else Nothing.SEA)


def nonsense_word(day: date) -> str:
    """A word that no page holds. It changes daily, since pages that quote this program are found one day."""
    return "xqzvwkjy" + "".join(chr(ord("b") + int(digit)) for digit in f"{day:%Y%m%d}")


def known_question(source: Source, find_town: Callable[[str], Town]) -> tuple[Query, Town]:
    """The question whose answer is known."""
    canary = canary_of(source)
    town = _bare(find_town(canary.town_code))
    return _question(source, town, "known", canary.words), town


def nonsense_question(source: Source, find_town: Callable[[str], Town], day: date) -> tuple[Query, Town] | None:
    """The question that nothing answers; None where none is asked."""
    canary = canary_of(source)
    town = _bare(find_town(canary.town_code))
    match canary.nothing:
        case Nothing.WORD:
            return _question(source, town, "nonsense", nonsense_word(day)), town
        case Nothing.SEA:
            nowhere = _at_sea(town)
            return _question(source, nowhere, "nonsense", ""), nowhere
        case Nothing.UNASKED:
            return None


def finds(answer: Answer, part: str) -> bool:
    """Whether a name, title or address of one result holds `part`."""
    named = [f"{result.title} {result.url}" for result in answer.results]
    named += [
        f"{record.name} {record.url} {record.record_url} {record.street} {record.postal_code} {record.city}"
        for record in answer.records
    ]
    return any(part in text.casefold() for text in named)


def quotes(answer: Answer, word: str) -> bool:
    """Whether the word stands in what a result says of itself."""
    said = [f"{result.title} {result.snippet}" for result in answer.results]
    said += [f"{record.name} {record.description}" for record in answer.records]
    return any(word in text.casefold() for text in said)


def are_alike(first: Answer, second: Answer) -> bool:
    """Whether most of the second answer stands in the first: the question then made no difference."""
    known, other = _things(first), _things(second)
    return bool(other) and 2 * len(known & other) >= len(other)


def _things(answer: Answer) -> set[str]:
    return {result.url for result in answer.results} | {record.source_id for record in answer.records}


def _question(source: Source, town: Town, which: str, words: str) -> Query:
    return Query(f"{source.name}/{town.code}/check-{which}", source.name, town.code, (), words, town.language)


def _bare(town: Town) -> Town:
    """Without department and region, so that no source adds them to the canary's words."""
    return replace(town, department="", region="")


def _at_sea(town: Town) -> Town:
    """The point of the ocean that lies farthest from land, in the country of a town."""
    return replace(
        town, code=AT_SEA, name="Point Nemo", slug="point-nemo", aliases=(), postal_codes=(AT_SEA,),
        intercommunality_communes=(), latitude=-48.8767, longitude=-123.3933,
    )  # fmt: skip
