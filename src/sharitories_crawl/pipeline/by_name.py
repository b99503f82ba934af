"""Initiatives known by name alone: one question each, by name and town, to the first web search that can be asked."""

import re
from collections.abc import Collection, Iterable, Sequence

from sharitories_crawl.classify.naming import GENERIC_WORDS
from sharitories_crawl.geo.locality import needs_department
from sharitories_crawl.geo.names import fold, slugify
from sharitories_crawl.models import Query, SearchResult, SourceKind, Town
from sharitories_crawl.pipeline.tools import Knowledge
from sharitories_crawl.sources.base import Source
from sharitories_crawl.store.unsited import Unsited

PATH = "name-"
"""How the last part of such a question's id begins: mojeek/56121/name-la-bricole."""
MOST_WORDS = 8
"""Bing reads only ten words of a question, and the town is to be among them."""
_SHORT = 3
_QUOTED = re.compile(r'"([^"]+)"')


def is_by_name(query: Query) -> bool:
    """Whether a question asks for one initiative by its name."""
    return query.id.startswith(f"{query.source}/{query.town_code}/{PATH}")


def name_question(unsited: Unsited, town: Town, source: Source, *, ambiguous: bool) -> Query | None:
    """The question for one initiative; None where its name has no letters to ask with."""
    words = " ".join(unsited.name.replace('"', " ").split()[:MOST_WORDS])
    if not slugify(words):
        return None
    place = [] if set(fold(town.name).split()) <= set(fold(words).split()) else [town.name]
    if ambiguous and fold(town.department) != fold(town.name):
        place.append(town.department)
    text = " ".join(filter(None, (f'"{words}"', *place)))
    query_id = f"{source.name}/{town.code}/{PATH}{slugify(words)}"
    return Query(query_id, source.name, town.code, (unsited.kind,), text, town.language)


def name_questions(
    unsited: Iterable[Unsited],
    town: Town,
    source: Source,
    knowledge: Knowledge,
    *,
    most: int,
    tried: Collection[str],
    answered: Collection[str],
) -> list[Query]:
    """The questions for a town, in the order of the initiatives.

    `tried` are the last parts of the ids of those that were put in this refresh time, and count among the `most`;
    `answered` those of them that need not be put again, wherever they were. A name that is nothing but a kind and the
    town is what the plan asked already.
    """
    if not most:
        return []
    ambiguous = needs_department(town, knowledge.gazetteer)
    room = most - len(tried)
    questions: dict[str, Query] = {}
    for each in unsited:
        query = name_question(each, town, source, ambiguous=ambiguous)
        if query is None or knowledge.reader.is_generic(each.name, town):
            continue
        part = query.id.rsplit("/", 1)[1]
        if part in answered or part in questions:
            continue
        if part not in tried:
            if room <= 0:
                continue
            room -= 1
        questions[part] = query
    return list(questions.values())


def usable_search(
    sources: Sequence[Source], town: Town, resting: Collection[str], left_alone: Collection[str]
) -> Source | None:
    """The first web search that knows the town's country, does not rest, and was not left alone in this run."""
    for source in sources:
        knows_country = source.countries is None or town.country in source.countries
        is_there = source.name not in resting and source.name not in left_alone
        if source.kind is SourceKind.WEB and knows_country and is_there:
            return source
    return None


def bearing_the_name(query: Query, results: Iterable[SearchResult]) -> list[SearchResult]:
    """The results that bear the name asked for in title, extract or address: a search finds words of it anywhere."""
    quoted = _QUOTED.search(query.text)
    words = set(fold(quoted.group(1) if quoted else query.text).split()) - GENERIC_WORDS
    telling = {word for word in words if len(word) >= _SHORT} or words
    kept = []
    for result in results:
        spoken = fold(f"{result.title} {result.snippet}")
        run_together = fold(result.url).replace(" ", "")
        if telling <= set(spoken.split()) or all(word in run_together for word in telling):
            kept.append(result)
    return kept
