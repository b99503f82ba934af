"""Weighs the clues of evidence for every place it names, seen from one town."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from sharitories_crawl.geo import turns
from sharitories_crawl.geo.addresses import AddressClues
from sharitories_crawl.geo.candidates import Candidates
from sharitories_crawl.geo.clue_words import AREA, LANDMARK, PART, REGION, WORD, ClueWord
from sharitories_crawl.geo.gazetteer import Gazetteer
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.namesakes import namesakes_of, telling_word
from sharitories_crawl.geo.places import PlaceReading
from sharitories_crawl.geo.tally import AWAY, NEAR, TOWN, Place, Tally
from sharitories_crawl.geo.usage import (
    ASIDE,
    BARE,
    FEW,
    GONE,
    LISTED,
    LOCATED,
    NEARBY,
    NOT_THERE,
    SOON,
    SPOKEN,
    STREET,
    Use,
)
from sharitories_crawl.models import Town
from sharitories_crawl.phrases import Hit

IN_TITLE = {
    SPOKEN: 3.5, LOCATED: 3.5, BARE: 3.0, GONE: 2.5, FEW: 2.0, LISTED: 0.5, NEARBY: 0.0, SOON: 0.0, NOT_THERE: 0.0,
    ASIDE: 0.0, STREET: 0.0,
}  # fmt: skip
"""The weight of a name in title or heading. This and all weights: chosen on tests/labelled/pages/dev."""
MOST_IN_TEXT = 4.0
EARLY_LETTERS, EARLY = 450, 1.4
"""A story says early where it plays."""
PRIOR_OF_NEAR = 1.2
"""A neighbour is named for what stands there oftener than a city far away."""
COUNTRY = 0.5
"""A country named in passing is rarely where something is."""
LATER_IN_TITLE = 0.6
IN_DATELINE = 2.0
SPOKEN_UNKNOWN = 2.5
NEAR_TO, NEAR_TO_IN_TITLE = 0.8, 1.5
"""What is near a place far away is not in the town either."""

BY_NAME = (
    "title-names-town", "text-names-town", "footer-names-town", "url-names-town",
)  # fmt: skip
"""Clues that a namesake would give as well."""
# both begin with the end of the line before, which is found much faster than the start of a line
_DATELINE = re.compile(r"\n([A-ZÀ-Þ][A-ZÀ-Þ' -]{2,30}?)(?: ?[–—:]| -)(?= )")
"""`HUIZEN - Naast de ingang`: a name in capitals at the beginning of a line."""
_SECTION = re.compile(r"\n([A-ZÀ-Þ][\w'’ -]{2,30}?) ?: ?\S")
"""A line that begins with a name and a colon, as the heading over what is said of one of several places."""


class Weighing:
    """One piece of evidence before one town."""

    def __init__(self, reading: PlaceReading, candidates: Candidates, gazetteer: Gazetteer) -> None:
        self.reading = reading
        self.town: Town = candidates.town
        self.candidates = candidates
        self._gazetteer = gazetteer
        self.tally = Tally()
        self._hits: list[Hit[ClueWord]] = []
        self.words: set[str] = set()
        """Those of title, text, footer and chrome that `Namesakes.phrases` asks for."""
        self._find_words()
        self.topics = self._topics_of_hits()
        self._seats = AddressClues(reading, candidates, gazetteer, self.tally).weigh()
        self._weigh_title()
        self._weigh_text()

    # names

    def _named(self, use: Use, located: bool) -> Place | None:
        """The place a use means; `Chalon` is Chalon-sur-Saône unless the page means another that begins so."""
        if use.name == self.candidates.short:
            return self._meant_by_short
        return self.candidates.named(use.name, located)

    @cached_property
    def _meant_by_short(self) -> Place | None:
        """The town, where a page gives its whole name or other proof, or it is the largest that begins so."""
        reading, short, town = self.reading, self.candidates.short, self.town
        if f" {self.candidates.name} " in self._written():
            return self.candidates.here
        for use in (*reading.title_uses, *reading.chrome_uses, *reading.text_uses, *reading.footer_uses):
            if use.name.startswith(f"{short} ") and (place := self.candidates.named(use.name, True)):
                return place
        largest = self._gazetteer.shortened(short)[:1]
        department = self.candidates.department
        proven = (
            any(code in reading.raw for code in town.postal_codes)
            or (self.says(department) and department.split()[0] in reading.capitals)
            or any(True for _ in self.clue_hits((PART, LANDMARK, AREA)))
            or any(use.far.holds(town) for use in reading.far)
        )
        is_largest = bool(largest) and largest[0].code == town.code
        return self.candidates.here if proven or is_largest else None

    def _weigh_title(self) -> None:
        if not self.reading.title_uses:
            return
        told: dict[Place, tuple[float, Use]] = {}
        heads = self.reading.raw.partition("\n")[0].split(" . ")
        datelines = {fold(head.partition(":")[0]) for head in heads if ":" in head}
        for use in self.reading.title_uses:
            # a longer name in a title is meant, however small the place is
            several = " " in use.name and not use.name.startswith(("le ", "la ", "les ", "l "))
            place = self._named(use, use.how == LOCATED or several or use.name in datelines)
            weight = IN_TITLE[use.how]
            if use.how == NEARBY and place is not None and place.relation == AWAY:
                weight = NEAR_TO_IN_TITLE
            if place is not None and weight > told.get(place, (0.0, use))[0]:
                told[place] = (weight, use)
        first = 0.0
        for at, (place, (weight, _)) in enumerate(told.items()):
            reason = "title-names-town" if place.relation == TOWN else "title-names-other"
            told_first = at and not (weight == IN_TITLE[LOCATED] > first)
            first = weight if not at else first
            weight *= LATER_IN_TITLE if told_first and self.reading.of_others else 1.0
            self.tally.add(place, weight, reason, f"title or heading names {place.name}")

    def _weigh_text(self) -> None:
        told: defaultdict[Place, list[float]] = defaultdict(list)
        located: set[Place] = set()
        for written in dict.fromkeys(_DATELINE.findall(f"\n{self.reading.raw}")):
            if place := self.candidates.named(fold(written), True):
                reason = "text-names-town" if place.relation == TOWN else "text-names-other"
                self.tally.add(place, IN_DATELINE, reason, f"a report from {place.name}")
        for use in self.reading.text_uses:
            place = self._named(use, use.how in (LOCATED, SPOKEN, NEARBY))
            weight = NEAR_TO if use.how == NEARBY and place and place.relation == AWAY else use.weight
            if place is None or not weight or self._is_of_seat(use):
                continue
            nearness = PRIOR_OF_NEAR if place.relation == NEAR else 1.0
            if use.how == BARE and self.candidates.is_country(use.name):
                nearness = COUNTRY
            told[place].append(weight * nearness * (EARLY if use.start < EARLY_LETTERS else 1.0))
            if use.how in (LOCATED, SPOKEN):
                located.add(place)
        self._weigh_spoken()
        for place, weights in told.items():
            reason = "text-names-town" if place.relation == TOWN else "text-names-other"
            said = f"the text says “à {place.name}”" if place in located else f"the text names {place.name}"
            self.tally.add(place, min(MOST_IN_TEXT, _fading(weights)), reason, f"{said} ({len(weights)}×)")

    def _is_of_seat(self, use: Use) -> bool:
        """Whether a name in the text is no more than the city of a company's address."""
        return bool(self._seats) and self.reading.text[max(0, use.start - 6) : use.start].strip() in self._seats

    def _weigh_spoken(self) -> None:
        """Where the speaker says to be, by the short name of a place: `chez nous, à Saint-Genix`."""
        reading = self.reading
        if turns.SPEAKING.isdisjoint(self.words):
            return
        for written in turns.own_places(reading.raw):
            name = fold(written)
            if name != self.candidates.short and self.candidates.named(name, True) is None:
                for commune in self._gazetteer.longer(name)[:1]:
                    place, said = self.candidates.of_commune(commune), f"the writer is at {written}"
                    reason = "text-names-town" if place.relation == TOWN else "text-names-other"
                    self.tally.add(place, SPOKEN_UNKNOWN, reason, said)

    # what corroborates

    def _find_words(self) -> None:
        reading, phrases = self.reading, namesakes_of(self.candidates, self._gazetteer).phrases
        for words in filter(None, (reading.title, reading.text, reading.footer, reading.chrome)):
            clue_words, asked = phrases.find(words)
            self._hits += clue_words
            self.words.update([hit.phrase for hit in asked])
        if reading.url:
            self._hits += phrases.find(reading.url)[0]

    def says(self, phrase: str) -> bool:
        """Whether title, text, footer or chrome have these words in a row, of those in `Namesakes.phrases`."""
        if " " not in phrase:
            return phrase in self.words
        return telling_word(phrase) in self.words and f" {phrase} " in self._written()

    def _written(self) -> str:
        reading = self.reading
        return f" {reading.title} {reading.text} {reading.footer} {reading.chrome} "

    def clue_hits(self, sorts: Sequence[str], of: str | None = None) -> Iterable[str]:
        """The clue words of these sorts that the words hold."""
        return (hit.phrase for hit in self._hits if hit.value.sort in sorts and (of is None or hit.value.of == of))

    def _topics_of_hits(self) -> Mapping[str, set[str]]:
        """The words of each other sense of the town's name that the words hold."""
        told: defaultdict[str, set[str]] = defaultdict(set)
        for hit in self._hits:
            if hit.value.sort == WORD:
                told[hit.value.of].add(hit.phrase)
        return told

    def sections(self) -> frozenset[Place]:
        """Places that a line of the text begins with, the town among them: it has a section about each."""
        raw = self.reading.raw
        if f"\n{self.town.name}" not in raw:
            return frozenset()
        places = (self.candidates.named(fold(written), True) for written in _SECTION.findall(raw))
        return frozenset(place for place in places if place)

    def near(self) -> bool:
        """Whether a neighbour is named."""
        return self.tally.of(NEAR) > 0 or any(True for _ in self.clue_hits((REGION,)))


def _fading(weights: list[float]) -> float:
    """The strongest counts whole, each further one less."""
    return sum([weight * 0.75**at for at, weight in enumerate(sorted(weights, reverse=True))])
