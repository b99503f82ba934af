"""Does this evidence speak of this town? The place that its clues weigh most for, and how sure that is."""

from functools import lru_cache

from sharitories_crawl.geo.around import AREA_OTHER, weigh_around
from sharitories_crawl.geo.candidates import COMMON_WORDS, candidates_of
from sharitories_crawl.geo.gazetteer import Gazetteer
from sharitories_crawl.geo.homonyms import CLUB, LEAST_BESIDE_WORD, Homonyms
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.places import PlaceReading
from sharitories_crawl.geo.tally import AWAY, NEAR, TOWN, Clue, Place, Sum
from sharitories_crawl.geo.usage import LISTED, LOCATED, NOT_THERE, SOON
from sharitories_crawl.geo.weighing import BY_NAME, Weighing
from sharitories_crawl.models import Locality, Town, Verdict

RIVAL_SHARE = 0.2
"""A homonym with this share of the town's inhabitants can be meant when the name stands alone. Arbitrary."""
LEAST = 0.75
"""What weighs less decides nothing."""
SURE_PROOFS = 2
"""So many proofs of the town hold against an area named right after its name."""
ABSENT_AMONG = 3
"""Where a thing stands in so many other places, a town named as not yet having it is but a wish."""
SEVERAL, ALIKE = 4, 0.4
"""So many places of so large a share of the heaviest's weight are several."""
TOWN_SHARE = 0.95
"""The town counts when so large a share of the weight of the heaviest other place speaks for it."""


def locate(reading: PlaceReading, town: Town, gazetteer: Gazetteer) -> Locality:
    """The verdict for one town. `reason` is the strongest clue for it; `clues` are all that were weighed."""
    weighing = Weighing(reading, candidates_of(town, gazetteer), gazetteer)
    weigh_around(weighing, gazetteer)
    return _Case(weighing, gazetteer).decide()


def needs_department(town: Town, gazetteer: Gazetteer) -> bool:
    """Whether the bare name is too ambiguous to search for: a common word, or a homonym of some size."""
    return fold(town.name) in COMMON_WORDS or _rivals(town, gazetteer)


def within(told: Locality, page: Locality) -> Locality:
    """The place of a thing that a page names, by a few of its words: those do not outdo what the whole page tells.

    Where the town's name means something else on the page, a sentence that has the name alone proves nothing.
    """
    if told.verdict is Verdict.IN_TOWN and told.reason in BY_NAME and page.reason in _NOT_THE_TOWN:
        return page
    return told


_NOT_THE_TOWN = ("homonym-unproven", "homonym-abroad", "homonym")


class _Case:
    """The weights of one piece of evidence, before they are judged."""

    def __init__(self, weighing: Weighing, gazetteer: Gazetteer) -> None:
        self.weighing = weighing
        self.reading = weighing.reading
        self.town = weighing.town
        self.tally = weighing.tally
        self._homonyms = Homonyms(weighing, gazetteer)
        self._notes: list[str] = []
        uses = (*self.reading.title_uses, *self.reading.text_uses)
        # how title and text use the town's name
        self._hows = {use.how for use in uses if use.name in weighing.candidates.names}

    def decide(self) -> Locality:
        if doubt := self._doubt_of_name():
            return doubt
        here = self.tally.heaviest((TOWN,))
        other = self.tally.heaviest((NEAR, AWAY))
        mine, most = (here.weight if here else 0.0), (other.weight if other else 0.0)
        if self._is_absent():
            mine *= 0.3
        sections = self.weighing.sections() if here else frozenset()
        if here and here.place in sections and len(sections) > 1:
            self._notes.append(f"a section about {self.town.name}")
            mine = max(mine, most)
        if here and mine >= LEAST and mine >= TOWN_SHARE * most:
            return self._found(Verdict.IN_TOWN, here, mine, most)
        listed = self._is_listed_only()
        if here and listed and most < 2.0:
            self._notes.append(f"{self.town.name} is one of many places")
            return self._unclear("many-places", self.town.name, 0.7)
        if self._is_soon() and len({place for place in self.tally.sums if place.relation == AWAY}) >= ABSENT_AMONG:
            self._notes.append(f"{self.town.name} is named as not having one yet")
            return self._unclear("not-yet", self.town.name, 0.6)
        if other and self._is_spread(other, mine):
            self._notes.append(f"several places are named, {other.place.name} the most")
            return self._unclear("several-places", "", 0.5)
        if other and most >= LEAST:
            verdict = Verdict.INTERCOMMUNALITY if other.place.relation == NEAR else Verdict.ELSEWHERE
            return self._found(verdict, other, most, mine)
        if not mine and (abroad := self._homonyms.abroad()):
            self._notes.append(f"a page from abroad: {', '.join(abroad)}")
            return Locality(Verdict.ELSEWHERE, "", "", "abroad", self._clues(), 0.6)
        places = {
            place
            for place, found in self.tally.sums.items()
            if place.relation == AWAY and place.name and found.strongest.reason != AREA_OTHER
        }
        if len(places) >= 4 and not mine:
            self._notes.append(f"names {len(places)} other places")
            return Locality(Verdict.ELSEWHERE, "", "", "other-places", self._clues(), 0.6)
        self._notes.append("no place is named that decides")
        return self._unclear("no-place", "", 0.7)

    # answers

    def _found(self, verdict: Verdict, found: Sum, weight: float, rival: float) -> Locality:
        probability = min(0.99, (weight + 0.3) / (weight + rival + 0.8))
        place, strongest = found.place, found.strongest
        return Locality(verdict, place.name, place.code, strongest.reason, self._clues(found), round(probability, 3))

    def _unclear(self, reason: str, name: str, probability: float) -> Locality:
        return Locality(Verdict.UNCLEAR, name, "", reason, self._clues(), probability)

    def _clues(self, winner: Sum | None = None) -> tuple[str, ...]:
        ours = sorted(winner.clues, reverse=True) if winner else []
        others: list[tuple[Clue, Place]] = [
            (clue, found.place) for found in self.tally.sums.values() if found is not winner for clue in found.clues
        ]
        told = [clue.sentence for clue in ours if clue.weight > 0]
        told += [clue.sentence for clue, _ in sorted(others, reverse=True)[:4] if clue.weight > 0]
        return tuple(dict.fromkeys((*told, *self._notes)))

    # what the name alone does not prove

    def _doubt_of_name(self) -> Locality | None:
        """Move the weight of the bare name away from the town where it is another's, or no place's."""
        by_name = sum(
            [
                clue.weight
                for found in self.tally.sums.values()
                if found.place.relation == TOWN
                for clue in found.clues
                if clue.reason in BY_NAME
            ]
        )
        if not by_name:
            return None
        topic, beside_topic = self._homonyms.topic()
        if topic:
            self.tally.discount(TOWN, 1.0, (*BY_NAME, "demonym"))
            self._notes.append(f"{self.town.name} stands for {topic}")
            other = self.tally.heaviest((NEAR, AWAY))
            if other is None or other.weight < beside_topic:
                return self._unclear("homonym-unproven", self.town.name, 0.7)
            return None
        proofs = self._homonyms.proofs()
        if long := self._homonyms.longer_name():
            taken = self.tally.discount(TOWN, 1.0, BY_NAME)
            self.tally.add(long, taken, "title-names-other", f"“{self.town.name}” is short for {long.name} here")
            return None
        if not proofs and (whole := self._homonyms.quarter_of()):
            taken = self.tally.discount(TOWN, 1.0, BY_NAME)
            said = f"“{self.town.name}” stands in an address of {whole.name}"
            self.tally.add(whole, taken, "address-elsewhere", said)
            return None
        if (beside := self._homonyms.beside_area()) and len(proofs) < SURE_PROOFS:
            taken = self.tally.discount(TOWN, 1.0, BY_NAME)
            self.tally.add(beside, taken, "homonym", f"the words speak of {beside.name}")
            return None
        if hyphened := self._homonyms.hyphened(unproven=not proofs):
            taken = self.tally.discount(TOWN, 1.0, BY_NAME)
            self.tally.add(Place(hyphened, "", AWAY), taken, "title-names-other", f"{hyphened} is another place")
            return None
        namesake, words = self._homonyms.namesake()
        if namesake and len(words) > len(proofs):
            self.tally.discount(TOWN, 1.0, BY_NAME)
            said = f"the words speak of {namesake}: {', '.join(words[:3])}"
            self.tally.add(Place(namesake, "", AWAY), by_name, "homonym-abroad", said)
            return None
        abroad = self._homonyms.abroad()
        if len(abroad) > len(proofs):
            self.tally.discount(TOWN, 1.0, BY_NAME)
            self.tally.add(Place("", "", AWAY), by_name, "homonym-abroad", f"a page from abroad: {', '.join(abroad)}")
            return None
        rival, told = self._homonyms.rival()
        if rival and len(told) > len(proofs):
            self.tally.discount(TOWN, 1.0, BY_NAME)
            self.tally.add(rival, by_name, "homonym", f"the words speak of {rival.name}: {', '.join(told[:3])}")
            return None
        senses = [word for of, words in self.weighing.topics.items() if of != CLUB for word in sorted(words)]
        if proofs and len(senses) <= len(proofs):
            self._notes.append("; ".join(proofs[:3]))
            return None
        word = self.weighing.candidates.name in COMMON_WORDS
        other_sense = any(" " in sense for sense in senses) or len(senses) > 1
        if (word or other_sense) and not self._homonyms.is_said_of_a_place():
            self.tally.discount(TOWN, 1.0, BY_NAME)
            why = f"“{senses[0]}” tells another sense" if senses else "nothing tells it from the word"
            self._notes.append(f"{self.town.name}: {why}")
            other = self.tally.heaviest((NEAR, AWAY))
            if other is None or other.weight < LEAST_BESIDE_WORD:
                return self._unclear("homonym-unproven", self.town.name, 0.7)
        if self.reading.language and self.reading.language not in (self.town.language, "en", "fr"):
            self.tally.discount(TOWN, 0.7, BY_NAME)
            self._notes.append(f"written in {self.reading.language}")
        return None

    def _is_absent(self) -> bool:
        return NOT_THERE in self._hows or self._is_soon()

    def _is_soon(self) -> bool:
        return SOON in self._hows

    def _is_spread(self, other: Sum, mine: float) -> bool:
        """Whether the town is but one of several places that the text names alike."""
        if not mine or any(not clue.reason.startswith("text") for clue in other.clues):
            return False
        alike = [found for found in self.tally.sums.values() if found.weight >= ALIKE * other.weight]
        return len(alike) >= SEVERAL

    def _is_listed_only(self) -> bool:
        return LISTED in self._hows and LOCATED not in self._hows


@lru_cache(maxsize=256)
def _rivals(town: Town, gazetteer: Gazetteer) -> bool:
    return any(
        commune.code != town.code and not commune.parent and commune.population >= RIVAL_SHARE * town.population
        for commune in gazetteer.named(fold(town.name))
    )
