"""Does this evidence speak of this town? The place that its clues weigh most for, and how sure that is."""

import re
from collections import defaultdict
from functools import lru_cache

from sharitories_crawl.geo.candidates import COMMON_WORDS, candidates_of, neighbours
from sharitories_crawl.geo.clue_words import AREA, LANDMARK, NAMESAKE, PART, WORD
from sharitories_crawl.geo.gazetteer import Gazetteer
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.places import PlaceReading
from sharitories_crawl.geo.tally import AWAY, NEAR, TOWN, Clue, Place, Sum
from sharitories_crawl.geo.usage import LISTED, LOCATED, NOT_THERE
from sharitories_crawl.geo.weighing import BY_NAME, Weighing
from sharitories_crawl.models import Locality, Town, Verdict

RIVAL_SHARE = 0.2
"""A homonym with this share of the town's inhabitants can be meant when the name stands alone. Arbitrary."""
LEAST = 0.75
"""What weighs less decides nothing."""
LEAST_BESIDE_WORD = 2.2
"""The same for other places where the town's name is the word."""
SEVERAL, ALIKE = 4, 0.5
"""So many places of so large a share of the heaviest's weight are several."""
TOWN_SHARE = 0.95
"""The town counts when so large a share of the weight of the heaviest other place speaks for it."""
_FOREIGN_HOST = re.compile(r"\.(ch|ca|be|quebec|de|at|es|it|sn|ci|ma|tn|lu|fr|nl|pt|se|no|dk|fi|br|uk|re)$")
_FOREIGN = (
    (re.compile(r"\b[ABCEGHJ-NPR-TVXY]\d[A-Z] ?\d[A-Z]\d\b"), "a Canadian postal code"),
    (re.compile(r"\d ?\$(?!\w)"), "prices in dollars"),
    (re.compile(r"\bCHF\b|\d francs\b"), "prices in Swiss francs"),
    (re.compile(r"\bF ?CFA\b"), "prices in CFA francs"),
    (re.compile(r"\+(?:41|32|1|221|212)[ .(]?\d"), "a telephone number of another country"),
)
_HOSTS = {"Suisse": "ch", "Québec": "ca quebec", "Nouveau-Brunswick": "ca", "Belgique": "be", "Autriche": "at"}


def locate(reading: PlaceReading, town: Town, gazetteer: Gazetteer) -> Locality:
    """The verdict for one town. `reason` is the strongest clue for it; `clues` are all that were weighed."""
    return _Case(Weighing(reading, candidates_of(town, gazetteer), gazetteer), gazetteer).decide()


def needs_department(town: Town, gazetteer: Gazetteer) -> bool:
    """Whether the bare name is too ambiguous to search for: a common word, or a homonym of some size."""
    return fold(town.name) in COMMON_WORDS or _rivals(town, gazetteer)


class _Case:
    """The weights of one piece of evidence, before they are judged."""

    def __init__(self, weighing: Weighing, gazetteer: Gazetteer) -> None:
        self.weighing = weighing
        self.reading = weighing.reading
        self.town = weighing.town
        self.tally = weighing.tally
        self._gazetteer = gazetteer
        self._notes: list[str] = []

    def decide(self) -> Locality:
        if doubt := self._doubt_of_name():
            return doubt
        here = self.tally.heaviest((TOWN,))
        other = self.tally.heaviest((NEAR, AWAY))
        mine, most = (here.weight if here else 0.0), (other.weight if other else 0.0)
        if self._is_absent():
            mine *= 0.3
        if here and mine >= LEAST and mine >= TOWN_SHARE * most:
            return self._found(Verdict.IN_TOWN, here, mine, most)
        listed = self._is_listed_only()
        if here and listed and most < 2.0:
            self._notes.append(f"{self.town.name} is one of many places")
            return self._unclear("many-places", self.town.name, 0.7)
        if other and self._is_spread(other, mine):
            self._notes.append(f"several places are named, {other.place.name} the most")
            return self._unclear("several-places", "", 0.5)
        if other and most >= LEAST:
            verdict = Verdict.INTERCOMMUNALITY if other.place.relation == NEAR else Verdict.ELSEWHERE
            return self._found(verdict, other, most, mine)
        if not mine and (abroad := self._abroad()):
            self._notes.append(f"a page from abroad: {', '.join(abroad)}")
            return Locality(Verdict.ELSEWHERE, "", "", "abroad", self._clues(), 0.6)
        places = {place for place in self.tally.sums if place.relation == AWAY and place.name}
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
            clue.weight
            for found in self.tally.sums.values()
            if found.place.relation == TOWN
            for clue in found.clues
            if clue.reason in BY_NAME
        )
        if not by_name:
            return None
        proofs = self._proofs()
        if long := self._longer_name():
            taken = self.tally.discount(TOWN, 1.0, BY_NAME)
            self.tally.add(long, taken, "title-names-other", f"“{self.town.name}” is short for {long.name} here")
            return None
        namesake, words = self._namesake()
        if namesake and len(words) > len(proofs):
            self.tally.discount(TOWN, 1.0, BY_NAME)
            said = f"the words speak of {namesake}: {', '.join(words[:3])}"
            self.tally.add(Place(namesake, "", AWAY), by_name, "homonym-abroad", said)
            return None
        abroad = self._abroad()
        if len(abroad) > len(proofs):
            self.tally.discount(TOWN, 1.0, BY_NAME)
            self.tally.add(Place("", "", AWAY), by_name, "homonym-abroad", f"a page from abroad: {', '.join(abroad)}")
            return None
        rival, told = self._rival()
        if rival and len(told) > len(proofs):
            self.tally.discount(TOWN, 1.0, BY_NAME)
            self.tally.add(rival, by_name, "homonym", f"the words speak of {rival.name}: {', '.join(told[:3])}")
            return None
        if proofs:
            self._notes.append("; ".join(proofs[:3]))
            return None
        word = fold(self.town.name) in COMMON_WORDS
        senses = list(dict.fromkeys(self.weighing.clue_hits((WORD,))))
        other_sense = any(" " in sense for sense in senses) or len(senses) > 1
        if (word or other_sense) and not self._is_said_of_a_place():
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

    def _proofs(self) -> list[str]:
        """What corroborates that this town is meant: address, department, postal code, demonym, landmark, neighbours."""
        reading, town = self.reading, self.town
        told = [
            clue.sentence
            for found in self.tally.sums.values()
            if found.place.relation == TOWN
            for clue in found.clues
            if clue.reason not in BY_NAME and clue.reason != "landmark"
        ]
        told += [f"speaks of {word}" for word in dict.fromkeys(self.weighing.clue_hits((PART, LANDMARK, AREA)))]
        words = f" {reading.title} {reading.text} {reading.footer} {reading.url} {reading.chrome} "
        department = fold(town.department)
        if department != fold(town.name) and department.split()[0] in reading.capitals and f" {department} " in words:
            told.append(f"names the department {town.department}")
        number = town.code[:2]
        numbered = rf"{re.escape(town.name)},? \(?{number}\b|\({number}\)"
        if town.country == "FR" and re.search(numbered, reading.raw):
            told.append(f"names department {number}")
        told += [f"postal code {code}" for code in town.postal_codes if len(code) == 5 and f" {code} " in words]
        near = neighbours(town, self._gazetteer)
        named = {use.name for use in (*reading.text_uses, *reading.title_uses, *reading.footer_uses)}
        told += [f"names {near[name]} nearby" for name in sorted(named & near.keys())]
        return list(dict.fromkeys(told))

    def _namesake(self) -> tuple[str, list[str]]:
        """The namesake most spoken of, and the words that tell."""
        told: dict[str, list[str]] = {}
        clues = self.weighing.candidates.clues
        for of in dict.fromkeys(clue.of for clue in clues.words if clue.sort == NAMESAKE):
            told[of] = list(dict.fromkeys(self.weighing.clue_hits((NAMESAKE,), of)))
            host = _FOREIGN_HOST.search(self.reading.host)
            if host and any(land in of and host.group(1) in ends.split() for land, ends in _HOSTS.items()):
                told[of].append(f"host in .{host.group(1)}")
            if ("Québec" in of or "Brunswick" in of) and re.search(r"\d ?\$", self.reading.raw):
                told[of].append("prices in dollars")
        best = max(told, key=lambda of: len(told[of]), default="")
        return (best, told[best]) if best and told[best] else ("", [])

    def _abroad(self) -> list[str]:
        """What tells that the page is from another country than the town's, whatever its namesake there."""
        reading = self.reading
        host = _FOREIGN_HOST.search(reading.host)
        told = [f"host in .{host.group(1)}"] if host and host.group(1) not in (self.town.country.lower(), "fr") else []
        if self.town.country != "FR":
            return told
        told += [said for pattern, said in _FOREIGN if pattern.search(reading.raw)]
        name = re.escape(self.town.name)
        for country in re.findall(rf"\b{name},? ?\(?((?:au |en |aux )?[A-ZÉ][\w-]+)", reading.raw):
            foreign = self._gazetteer.world.named(fold(country.split()[-1]))
            if foreign is not None and not foreign.population:
                told.append(f"says {self.town.name} ({country})")
        return told

    def _longer_name(self) -> Place | None:
        """Another commune whose longer name the site, title or footer gives: Rochefort for Rochefort-du-Gard."""
        reading = self.reading
        start = f"{fold(self.town.name)} "
        for use in (*reading.title_uses, *reading.chrome_uses, *reading.footer_uses, *reading.text_uses):
            if use.name.startswith(start) and use.weight:
                place = self.weighing.candidates.named(use.name, True)
                communes = self._gazetteer.named(use.name)
                if place is None and communes:
                    place = self.weighing.candidates.of_commune(self._gazetteer.present(communes[0]))
                if place is not None and place.relation == AWAY:
                    return place
        return None

    def _rival(self) -> tuple[Place | None, list[str]]:
        """The French namesake that most is said of: department, postal code, communes around it."""
        if self.town.country != "FR":
            return None, []
        reading, name, own = self.reading, fold(self.town.name), self.town.code[:2]
        words = f" {reading.title} {reading.text} {reading.footer} {reading.chrome} "
        around: defaultdict[str, set[str]] = defaultdict(set)
        for use in (*reading.title_uses, *reading.text_uses, *reading.footer_uses):
            communes = self._gazetteer.named(use.name)
            if use.name != name and len({commune.department for commune in communes}) == 1 and use.how != LISTED:
                around[communes[0].department].add(communes[0].name)
        best: tuple[Place | None, list[str]] = (None, [])
        for commune in (*self._gazetteer.named(name), *self._gazetteer.longer(name)):
            if commune.code == self.town.code or commune.parent or commune.department == own:
                continue
            told = [f"postal code {code}" for code in commune.postal_codes if f" {code} " in words]
            department = self._gazetteer.department_name(commune.department)
            folded = fold(department)
            if folded != name and f" {folded} " in words and folded.split()[0] in reading.capitals:
                told.append(f"names {department}")
            if f"({commune.department})" in reading.raw:
                told.append(f"names department {commune.department}")
            if told or commune.folded == name:
                told += [f"names {near}" for near in sorted(around[commune.department])[:3]]
            if len(told) > len(best[1]):
                best = (Place(f"{commune.name} ({department})", commune.code, AWAY), told)
        for number in self._gazetteer.department_codes(name):
            told = [f"names {near}" for near in sorted(around[number])[:3]]
            if number != own and len(told) > len(best[1]):
                best = (Place(f"{self.town.name} ({number})", "", AWAY), told)
        return best

    def _is_said_of_a_place(self) -> bool:
        """Whether the name is used as only a place's is: `à Gap`, with its capital, or `Gap :` first in a headline."""
        name = re.escape(self.town.name)
        said = rf"(?:^|[^\w])(?:[Àà]|[Aa]u|[Ii]n|[Tt]e|[Ee]m|ville de|Ville de|mairie de|Mairie de) {name}(?![\w-])"
        dateline = rf"(?m)^{name}(?:\.| ?[:(–—-] )|[>›] {name}$"
        return bool(re.search(said, self.reading.raw) or re.search(dateline, self.reading.raw))

    def _is_absent(self) -> bool:
        uses = (*self.reading.title_uses, *self.reading.text_uses)
        mine = [use for use in uses if use.name in self.weighing.candidates.names]
        return any(use.how == NOT_THERE for use in mine)

    def _is_spread(self, other: Sum, mine: float) -> bool:
        """Whether the town is but one of several places that the text names alike."""
        if not mine or any(not clue.reason.startswith("text") for clue in other.clues):
            return False
        alike = [found for found in self.tally.sums.values() if found.weight >= ALIKE * other.weight]
        return len(alike) >= SEVERAL

    def _is_listed_only(self) -> bool:
        uses = (*self.reading.title_uses, *self.reading.text_uses)
        mine = [use for use in uses if use.name in self.weighing.candidates.names]
        return any(use.how == LISTED for use in mine) and not any(use.how == LOCATED for use in mine)


@lru_cache(maxsize=256)
def _rivals(town: Town, gazetteer: Gazetteer) -> bool:
    return any(
        commune.code != town.code and not commune.parent and commune.population >= RIVAL_SHARE * town.population
        for commune in gazetteer.named(fold(town.name))
    )
