"""A town × its keywords × the sources -> the questions to ask, with readable and stable ids."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sharitories_crawl.catalogue import Catalogue, Keywords, Lexicon
from sharitories_crawl.errors import BadInput
from sharitories_crawl.geo.names import fold, slugify
from sharitories_crawl.models import AskedBy, Query, SourceKind, Town
from sharitories_crawl.sources.base import Source

MAX_QUESTIONS = 30
"""Per web search and town, unless the plan is thorough: what a polite search of 140 towns can bear."""

_PLAIN_WORD = re.compile(r"\w+")


MAX_JOINED = 3
"""Kinds in one question: Bing reads only its first ten words, and one page of results must do for all of them."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Kinds that a source is not asked for."""

    source: str
    kinds: tuple[str, ...]
    """Empty for other-country: it is not asked at all."""
    reason: str
    """A slug of WHY_LEFT_OUT."""


WHY_LEFT_OUT = {
    "no-room": f"a search is asked at most {MAX_QUESTIONS} questions a town; --thorough asks about all",
    "no-words": "the words of the town's language have none for them",
    "other-country": "it does not know the country of a town",
}
"""Why a source is not asked, as people are told."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a town's crawl asks, and what it does not."""

    queries: tuple[Query, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Pace:
    """What asking one source politely takes."""

    source: str
    questions: int
    seconds: float


def build_plan(
    town: Town,
    sources: Sequence[Source],
    catalogue: Catalogue,
    *,
    kinds: Collection[str] = (),
    keywords: Collection[str] = (),
    thorough: bool = False,
    needs_department: Callable[[Town], bool] | None = None,
) -> Plan:
    """Every question for one town.

    `kinds` restricts the catalogue. `keywords` are the user's own words: alone they are all that is asked (and no
    directory that takes no words); with `kinds` or `thorough` they come on top, first. A thorough plan asks every
    word in every template, one by one; a directory gets the bare words. `needs_department` says whether a town's name
    means other things too.
    Raises BadInput for an unknown kind, a keyword without letters, or a language without a lexicon.
    """
    for kind_id in kinds:
        catalogue.kind(kind_id)
    own_only = bool(keywords) and not kinds and not thorough
    if own_only and sources and not any(map(_takes_words, sources)):
        names = ", ".join(source.name for source in sources)
        raise BadInput(
            f"{names}: a directory is asked by place and takes no keyword; drop --keyword, or add a web search"
        )
    own = _own_keywords(keywords, thorough)
    ambiguous = needs_department is not None and needs_department(town)
    queries: list[Query] = []
    left_out: list[LeftOut] = []
    for source in sources:
        if source.kind is SourceKind.GEOCODER:
            continue
        if source.countries is not None and town.country not in source.countries:
            left_out.append(LeftOut(source.name, (), "other-country"))
            continue
        if not _takes_words(source):
            if not own_only:
                queries.append(Query(f"{source.name}/{town.code}/all", source.name, town.code, (), "", town.language))
            continue
        asked = _Asked(source, town, catalogue.lexicon(town.language), ambiguous)
        wanted = [] if own_only else asked.keywords_of(kinds)
        missing = set(kinds) - {keywords.kind_id for keywords in wanted}
        if missing:
            left_out.append(LeftOut(source.name, tuple(sorted(missing)), "no-words"))
        if thorough:
            queries += _once([*asked.own(own, thorough), *asked.every_word(wanted)])
            continue
        room = MAX_QUESTIONS - len(own)
        if source.kind is SourceKind.DIRECTORY:
            # what bounds a web search does not bound a directory: every kind is asked for
            room = -(-len(wanted) // MAX_JOINED) if source.takes_or else len(wanted)
        most = room * MAX_JOINED if source.takes_or else room
        if wanted[most:]:
            left_out.append(LeftOut(source.name, tuple(keywords.kind_id for keywords in wanted[most:]), "no-room"))
        queries += _once([*asked.own(own, thorough), *map(asked.best_words, _share_out(wanted[:most], room))])
    return Plan(tuple(queries), tuple(left_out))


def _takes_words(source: Source) -> bool:
    return source.kind is SourceKind.WEB or source.asked_by is AskedBy.WORDS


def polite_seconds(queries: Iterable[Query], sources: Sequence[Source]) -> tuple[tuple[Pace, ...], float]:
    """Per source, in the order given, and in all: sources are asked side by side, so the slowest is the total."""
    counts = {source.name: 0 for source in sources}
    for query in queries:
        counts[query.source] += 1
    paces = tuple(Pace(s.name, counts[s.name], counts[s.name] * s.delay) for s in sources)
    return paces, max((pace.seconds for pace in paces), default=0.0)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One source that takes words, about one town: writes the questions."""

    source: Source
    town: Town
    lexicon: Lexicon
    ambiguous: bool

    def keywords_of(self, kinds: Collection[str]) -> list[Keywords]:
        """In priority order; all kinds where none is named."""
        return [words for kind_id, words in self.lexicon.keywords.items() if not kinds or kind_id in kinds]

    def best_words(self, group: Sequence[Keywords]) -> Query:
        words = [keywords.searched[0] for keywords in group]
        kinds = tuple(keywords.kind_id for keywords in group)
        return self._question("+".join(kinds), kinds, _join(words), self._default_template)

    def every_word(self, wanted: Sequence[Keywords]) -> Iterator[Query]:
        for keywords in wanted:
            for word in keywords.searched:
                yield from self._in_every_template(_path(keywords, word), (keywords.kind_id,), word)

    def own(self, words: Sequence[str], thorough: bool) -> Iterator[Query]:
        """A word that the lexicon knows is the lexicon's question, same id: asked once, whoever thought of it."""
        known = {
            fold(word): (keywords, word) for keywords in self.lexicon.keywords.values() for word in keywords.searched
        }
        for word in words:
            path = f"mot/{slugify(word)}"
            kinds: tuple[str, ...] = ()
            if fold(word) in known:
                keywords, word = known[fold(word)]
                path, kinds = _path(keywords, word), (keywords.kind_id,)
            if thorough:
                yield from self._in_every_template(path, kinds, word)
            else:
                yield self._question(path, kinds, word, self._default_template)

    @property
    def _default_template(self) -> str:
        return self.lexicon.ambiguous_template if self.ambiguous else self.lexicon.templates[0]

    def _in_every_template(self, path: str, kinds: tuple[str, ...], word: str) -> Iterator[Query]:
        """The default template has no number; the others are numbered as they stand in the file, from 1."""
        yield self._question(path, kinds, word, self._default_template)
        if self.source.kind is SourceKind.DIRECTORY:
            return
        for number, template in enumerate(self.lexicon.templates, start=1):
            if template != self._default_template:
                yield self._question(f"{path}/{number}", kinds, word, template)

    def _question(self, path: str, kinds: tuple[str, ...], words: str, template: str) -> Query:
        # the district of Aveiro is Aveiro: saying it twice adds nothing
        department = "" if fold(self.town.department) == fold(self.town.name) else self.town.department
        # a directory is told the place by its code, and would look for its name among the words
        by_place = self.source.kind is SourceKind.DIRECTORY
        text = words if by_place else template.format(keyword=words, town=self.town.name, department=department)
        query_id = f"{self.source.name}/{self.town.code}/{path}"
        return Query(query_id, self.source.name, self.town.code, kinds, " ".join(text.split()), self.town.language)


def _path(keywords: Keywords, word: str) -> str:
    """The part of an id that names a word: the kind alone for its best word, else kind and word."""
    return keywords.kind_id if word == keywords.searched[0] else f"{keywords.kind_id}/{slugify(word)}"


def _own_keywords(keywords: Collection[str], thorough: bool) -> tuple[str, ...]:
    """The user's words, each once however it is accented."""
    by_slug: dict[str, str] = {}
    for word in keywords:
        tidy = " ".join(word.split())
        if not slugify(tidy):
            raise BadInput(f"--keyword {word!r} holds no Latin letter or digit; write a word")
        by_slug.setdefault(slugify(tidy), tidy)
    if len(by_slug) > MAX_QUESTIONS and not thorough:
        raise BadInput(
            f"{len(by_slug)} keywords are more than the {MAX_QUESTIONS} questions of a default plan; "
            "give fewer, or add --thorough"
        )
    return tuple(by_slug.values())


def _join(words: Sequence[str]) -> str:
    """In brackets, because for Bing's index (which DuckDuckGo uses) OR binds last: `(amap OR "repair café")`."""
    if len(words) == 1:
        return words[0]
    quoted = (word if _PLAIN_WORD.fullmatch(word) else f'"{word}"' for word in words)
    return f"({' OR '.join(quoted)})"


def _share_out(wanted: Sequence[Keywords], room: int) -> list[Sequence[Keywords]]:
    """At most `room` groups of neighbours, as even as can be; the first, most important kinds in the smaller ones."""
    if not wanted or room < 1:
        return []
    groups = min(room, len(wanted))
    size, larger = divmod(len(wanted), groups)
    cuts = [number * size + max(0, number - (groups - larger)) for number in range(groups + 1)]
    return [wanted[start:end] for start, end in pairwise(cuts)]


def _once(queries: Iterable[Query]) -> list[Query]:
    """Without what another question asks already: the user's word known to the lexicon, a town without department."""
    by_text: dict[str, Query] = {}
    for query in queries:
        by_text.setdefault(query.text, query)
    return list(by_text.values())
