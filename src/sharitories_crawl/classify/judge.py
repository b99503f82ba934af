"""Kind, practice, actor and relevance of a piece of evidence, each with its reasons."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp

from sharitories_crawl.catalogue import Catalogue
from sharitories_crawl.classify.signals import ACTORS, AGAINST, OTHER_TRADES, STAGES
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Actor, Classification, PageKind
from sharitories_crawl.phrases import Phrases

WEIGHTS = {"name": 3.0, "title": 2.5, "heading": 1.5, "description": 1.5, "address": 1.0, "text": 0.7}
"""How much a kind's word tells by where it stands. Set by hand on real results, not learnt."""
_SPOKEN = {"address": "web address"}
SHORT_TEXT = 1_200
SHORT_TEXT_WEIGHT = 1.6
"""In a text of so few letters a kind's word is what it is about, not something mentioned on the way."""
TEXT_HITS = 4
"""Further repetitions in the text add nothing."""
TEXT_LETTERS = 6_000
"""A page says within its first thousand words what it is. Arbitrary."""
AGAINST_HITS = 2
"""So many words of one sort make a page a job offer, an estate agent's, ...; one alone may be chance."""
GENERAL_KIND = "collaboratif"
"""The study's own general words: a page that also names a narrower kind is of that kind."""
OTHER_KIND = "autre"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one thing by where they stand, as written."""

    name: str
    title: str = ""
    headings: tuple[str, ...] = ()
    description: str = ""
    url: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Word:
    kind: str
    weak: bool


class Judge:
    """Compiled words of a catalogue; one Judge serves a whole run."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._practices = {kind.id: str(kind.practice) for kind in catalogue.kinds}
        everywhere: list[tuple[str, _Word]] = []
        self._by_language: dict[str, Phrases[_Word]] = {}
        for lexicon in catalogue.lexicons.values():
            words = [
                (fold(word), _Word(keywords.kind_id, weak))
                for keywords in lexicon.keywords.values()
                for weak, group in ((False, keywords.words), (True, keywords.weak))
                for word in group
            ]
            self._by_language[lexicon.language] = Phrases(_plurals(words))
            everywhere += words
        self._everywhere = Phrases(_plurals(everywhere))

    def judge(self, wording: Wording, language: str, page_kind: PageKind, given_kind: str = "") -> Classification:
        """What the words describe. `given_kind` is a directory's own word for it, and wins."""
        found, reasons = self._weigh(wording, language)
        kind, weight = _best(found)
        if given_kind:
            kind, weight = given_kind, max(weight, WEIGHTS["name"] + WEIGHTS["title"])
            reasons.append(f"the directory files it under {given_kind}")
        said = tuple(fold(part) for part in (wording.title, wording.description, wording.text[:TEXT_LETTERS]))
        relevance = 1 - exp(-weight / 2.5)
        for slug, count in _counts(AGAINST, said).items():
            if count >= AGAINST_HITS and not given_kind:
                relevance *= 0.45
                reasons.append(f"reads like {slug} ({count} words)")
        trade = next((hit.phrase for hit in OTHER_TRADES.find(fold(wording.name))), "")
        if trade and not given_kind:
            relevance *= 0.3
            reasons.append(f"its name says “{trade}”: another trade")
        return Classification(
            kind=kind or OTHER_KIND,
            practice=self._practices.get(kind or OTHER_KIND, ""),
            actor=_actor(said, page_kind),
            relevance=round(relevance, 3),
            page_kind=page_kind,
            reasons=tuple(reasons),
        )

    def practice(self, kind: str) -> str:
        """The practice that a kind belongs to, or empty for an unknown one."""
        return self._practices.get(kind, "")

    def kinds_in(self, text: str, language: str) -> list[tuple[str, str, int]]:
        """Kinds named in a text by words that need no company: (kind, folded word, position in the folded text)."""
        phrases = self._by_language.get(language, self._everywhere)
        return [(hit.value.kind, hit.phrase, hit.start) for hit in phrases.find(fold(text)) if not hit.value.weak]

    def _weigh(self, wording: Wording, language: str) -> tuple[dict[str, float], list[str]]:
        phrases = self._by_language.get(language, self._everywhere)
        strong: defaultdict[str, float] = defaultdict(float)
        weak: defaultdict[str, float] = defaultdict(float)
        reasons: list[str] = []
        places = (
            ("name", wording.name),
            ("title", wording.title),
            *(("heading", heading) for heading in wording.headings[:4]),
            ("description", wording.description),
            ("address", wording.url),
            ("text", wording.text[:TEXT_LETTERS]),
        )
        for place, words in places:
            weight = SHORT_TEXT_WEIGHT if place == "text" and len(words) < SHORT_TEXT else WEIGHTS[place]
            for phrase, word, count in phrases.count(fold(words)):
                times = min(count, TEXT_HITS) if place == "text" else 1
                (weak if word.weak else strong)[word.kind] += weight * times
                reasons.append(f"{_SPOKEN.get(place, place)} says “{phrase}” ({word.kind})")
        for kind, amount in weak.items():
            if kind in strong or len([reason for reason in reasons if f"({kind})" in reason]) > 1:
                strong[kind] += amount / 2
        return dict(strong), list(dict.fromkeys(reasons))[:8]


def stage(text: str) -> str:
    """`closed` or `planned` where the words say that the thing is not there now, else empty."""
    return next((hit.value for hit in STAGES.find(fold(text[:TEXT_LETTERS]))), "")


def _best(found: dict[str, float]) -> tuple[str, float]:
    narrow = {kind: weight for kind, weight in found.items() if kind != GENERAL_KIND}
    if narrow:
        kind, weight = max(narrow.items(), key=lambda item: (item[1], item[0]))
        return kind, weight + found.get(GENERAL_KIND, 0.0) / 2
    return (GENERAL_KIND, found[GENERAL_KIND]) if GENERAL_KIND in found else ("", 0.0)


def _actor(said: Iterable[str], page_kind: PageKind) -> str:
    if page_kind is PageKind.PLATFORM:
        return str(Actor.PLATFORM)
    counts = _counts(ACTORS, said)
    citizen, public, private = (counts.get(actor, 0) for actor in (Actor.CITIZEN, Actor.PUBLIC, Actor.PRIVATE))
    # a page that names both an association and the town hall is mostly the association's, helped by the town hall
    if citizen and citizen * 2 >= max(counts.values()):
        return str(Actor.CITIZEN)
    if page_kind is PageKind.PUBLIC_BODY or (public and public >= private):
        return str(Actor.PUBLIC)
    if private:
        return str(Actor.PRIVATE)
    return str(Actor.PLATFORM) if Actor.PLATFORM in counts else str(Actor.CITIZEN)


def _counts(words: Phrases[str], said: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for part in said:
        for _, slug, count in words.count(part):
            counts[slug] = counts.get(slug, 0) + count
    return counts


def _plurals(words: Iterable[tuple[str, _Word]]) -> Iterable[tuple[str, _Word]]:
    """Each word, then its plain plural where the catalogue does not list one."""
    given = list(words)
    yield from given
    for phrase, word in given:
        if not phrase.endswith(("s", "x")) and len(phrase) > 4:
            yield f"{phrase}s", word
