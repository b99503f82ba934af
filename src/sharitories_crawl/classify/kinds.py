"""Which kind the words speak of, and where its words stand: in the name, the title, on the way."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sharitories_crawl.catalogue import Catalogue
from sharitories_crawl.geo.names import fold
from sharitories_crawl.phrases import Phrases

WEIGHTS = {"name": 3.0, "title": 2.5, "heading": 1.5, "description": 1.5, "address": 1.0, "lead": 1.0, "text": 0.7}
"""How much a kind's word tells by where it stands. Set by hand on real results, not learnt."""
SHORT_TEXT = 1_200
SHORT_TEXT_WEIGHT = 1.6
"""In a text of so few letters a kind's word is what it is about, not something mentioned on the way."""
TEXT_HITS = 4
"""Further repetitions in the text add nothing."""
_LEAD_LETTERS = 500
TEXT_LETTERS = 6_000
"""A page says within its first thousand words what it is. Arbitrary."""
WEAK_SHARE = 0.5
GENERAL_KIND = "collaboratif"
"""The study's own general words: a page that also names a narrower kind is of that kind."""
HEADLINES = frozenset({"name", "title", "heading", "description"})
_SPOKEN = {"address": "web address"}
_SWEDISH_ENDINGS = ("en", "n", "et", "t", "na", "arna", "erna")
"""Swedish has its article at the end: fritidsbank, fritidsbanken."""
_DUTCH_ENDINGS = ("en", "s")


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
class Word:
    """What a phrase of the catalogue stands for."""

    kind: str
    weak: bool


@dataclass(frozen=True, slots=True)
class KindReading:
    """The kind, how strongly the words speak of it, and where they stand."""

    kind: str = ""
    weight: float = 0.0
    places: frozenset[str] = frozenset()
    weak: bool = False
    """Whether only ambiguous words speak of it."""
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class _Heap:
    weight: float = 0.0
    phrases: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)


class KindWords:
    """The compiled words of a catalogue, by language and of all languages together."""

    def __init__(self, catalogue: Catalogue) -> None:
        everywhere: list[tuple[str, Word]] = []
        self._by_language: dict[str, Phrases[Word]] = {}
        for lexicon in catalogue.lexicons.values():
            words = [
                (fold(word), Word(keywords.kind_id, weak))
                for keywords in lexicon.keywords.values()
                for weak, group in ((False, keywords.words), (True, keywords.weak))
                for word in group
            ]
            inflected = list(_inflected(words, lexicon.language))
            self._by_language[lexicon.language] = Phrases(inflected)
            everywhere += inflected
        self._everywhere = Phrases(everywhere)

    def of(self, language: str) -> Phrases[Word]:
        """The words of a language; of all where there are none for it."""
        return self._by_language.get(language, self._everywhere)

    def read(self, wording: Wording, language: str, unsaid: str = "") -> KindReading:
        """The kind that the words speak of most. Words within `unsaid`, a platform's host, are its own name."""
        reading = _read(self.of(language), wording, unsaid)
        # a French page asked for in a Dutch town: title and snippet alone do not tell their language
        return reading if reading.kind or wording.text else _read(self._everywhere, wording, unsaid)


def _read(phrases: Phrases[Word], wording: Wording, unsaid: str) -> KindReading:
    strong: defaultdict[str, _Heap] = defaultdict(_Heap)
    weak: defaultdict[str, _Heap] = defaultdict(_Heap)
    reasons: list[tuple[str, str]] = []
    lead, rest = _lead_and_rest(wording.text)
    short = len(wording.text) < SHORT_TEXT
    places = (
        ("name", fold(wording.name)),
        ("title", fold(wording.title)),
        *(("heading", fold(heading)) for heading in wording.headings[:4]),
        ("description", fold(wording.description)),
        ("address", fold(wording.url)),
        ("lead", lead),
        ("text", rest),
    )
    for place, words in places:
        weight = SHORT_TEXT_WEIGHT if short and place in ("lead", "text") else WEIGHTS[place]
        for phrase, word, count in phrases.count(words):
            if unsaid and phrase in unsaid:
                continue
            heap = (weak if word.weak else strong)[word.kind]
            heap.weight += weight * (min(count, TEXT_HITS) if place == "text" else 1)
            heap.phrases.add(phrase)
            heap.places.add("text" if place == "lead" else place)
            reasons.append((word.kind, f"{_SPOKEN.get(place, place)} says “{phrase}” ({word.kind})"))
    only_weak = _count_weak(strong, weak)
    kind = _best({kind: heap.weight for kind, heap in strong.items()})
    if not kind:
        return KindReading(reasons=tuple(dict.fromkeys(reason for _, reason in reasons))[:8])
    weight = strong[kind].weight + (
        strong[GENERAL_KIND].weight / 2 if kind != GENERAL_KIND and GENERAL_KIND in strong else 0
    )
    # what speaks for the kind first, then what else is named
    told = sorted(dict.fromkeys(reasons), key=lambda reason: reason[0] != kind)
    said = tuple(reason for _, reason in told)[:8]
    return KindReading(kind, weight, frozenset(strong[kind].places), kind in only_weak, said)


def _lead_and_rest(text: str) -> tuple[str, str]:
    """The beginning of a text and what follows, folded; other readers have folded both together already."""
    lead, whole = fold(text[:_LEAD_LETTERS]), fold(text[:TEXT_LETTERS])
    return lead, whole[len(lead) :].strip() if whole.startswith(lead) else fold(text[_LEAD_LETTERS:TEXT_LETTERS])


def _count_weak(strong: defaultdict[str, _Heap], weak: dict[str, _Heap]) -> set[str]:
    """Weak words count beside a strong one of their kind, beside each other, or in a headline and the text."""
    only_weak = set()
    for kind, heap in weak.items():
        company = len(heap.phrases) > 1 or bool(heap.places & HEADLINES and "text" in heap.places)
        if kind == GENERAL_KIND:
            company = len(heap.phrases) > 1
        if kind not in strong and not company:
            continue
        if kind not in strong:
            only_weak.add(kind)
        strong[kind].weight += heap.weight * WEAK_SHARE
        strong[kind].phrases |= heap.phrases
        strong[kind].places |= heap.places
    return only_weak


def _best(found: dict[str, float]) -> str:
    narrow = {kind: weight for kind, weight in found.items() if kind != GENERAL_KIND}
    if narrow:
        return max(narrow.items(), key=lambda item: (item[1], item[0]))[0]
    return GENERAL_KIND if GENERAL_KIND in found else ""


def _inflected(words: Iterable[tuple[str, Word]], language: str) -> Iterable[tuple[str, Word]]:
    """Each word, then its plain plural, and in Swedish its definite form, where the catalogue does not list one."""
    given = list(words)
    yield from given
    for phrase, word in given:
        if len(phrase) <= 4:
            continue
        if not phrase.endswith(("s", "x")):
            yield f"{phrase}s", word
        if not word.weak and language in ("sv", "nl"):
            for ending in _SWEDISH_ENDINGS if language == "sv" else _DUTCH_ENDINGS:
                yield f"{phrase}{ending}", word
