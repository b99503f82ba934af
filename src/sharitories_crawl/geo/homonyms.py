"""Tells a town from its namesakes: other communes, places abroad, words and brands of the same name."""

import re
from collections import defaultdict
from collections.abc import Mapping

from sharitories_crawl.extract.digits import digit_runs
from sharitories_crawl.geo.afar import AREA as AREA_AFAR
from sharitories_crawl.geo.clue_words import AREA, LANDMARK, NAMESAKE, PART
from sharitories_crawl.geo.gazetteer import Gazetteer
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.namesakes import namesakes_of
from sharitories_crawl.geo.tally import AWAY, TOWN, Place
from sharitories_crawl.geo.usage import LISTED
from sharitories_crawl.geo.weighing import BY_NAME, Weighing
from sharitories_crawl.models import Address, Town

CLUB = "sport"
"""The sense that any town's name may have."""
MANY, MANY_OF_TOWN = 3, 3
"""So many different words of a topic make the name stand for it. Set by hand."""
LEAST_BESIDE_WORD, LEAST_BESIDE_CLUB = 2.0, 3.0
"""What other places must weigh where the town's name is a word or a brand, or a club."""
_FOREIGN_ENDS = frozenset((
    "ch", "ca", "be", "quebec", "de", "at", "es", "it", "sn", "ci", "ma", "tn", "lu", "fr", "nl", "pt", "se", "no",
    "dk", "fi", "br", "uk", "re", "us", "au", "nz", "in", "mx", "ie", "za", "pl", "ht", "lb", "ml", "cm",
))  # fmt: skip
_IN_DOLLARS = re.compile(r"\d ?\$")
_DOLLARS = re.compile(r"\d ?\$(?!\w)")
_ABROAD_CALL = re.compile(r"\+(?:41|32|1|221|212)[ .(]?\d")
_FOREIGN = (
    (frozenset(("chf",)), re.compile(r"\bCHF\b"), "prices in Swiss francs"),
    (frozenset(("francs",)), re.compile(r"\d francs\b"), "prices in Swiss francs"),
    (frozenset(("cfa", "fcfa")), re.compile(r"\bF ?CFA\b"), "prices in CFA francs"),
)
"""Folded words without which a pattern need not be tried, the pattern, and what it says."""
_CANADIAN = re.compile(r"\d(?<=[ABCEGHJ-NPR-TVXY].)(?<!\w..)[A-Z] ?\d[A-Z]\d\b")
"""A postal code from its first digit on."""
_LANDS = (
    "espagne",
    "italie",
    "autriche",
    "belgique",
    "suisse",
    "quebec",
    "canada",
    "maroc",
    "tunisie",
    "algerie",
    "senegal",
    "cote d ivoire",
    "allemagne",
    "royaume uni",
    "louisiane",
    "etats unis",
    "portugal",
    "luxembourg",
)
"""Countries that a site is called after, or files a page under."""
_WITHIN = re.compile(r" (?:(?:en|in|i|em|no|na|au|aux|dans (?:le|la|les|l)|departement d[a-z]*) )+$")


class Homonyms:
    """What the words around a name say of whose it is."""

    def __init__(self, weighing: Weighing, gazetteer: Gazetteer) -> None:
        self._weighing = weighing
        self._reading = weighing.reading
        self._town = weighing.town
        self._tally = weighing.tally
        self._gazetteer = gazetteer
        self._name, self._department = weighing.candidates.name, weighing.candidates.department
        self._namesakes = namesakes_of(weighing.candidates, gazetteer)

    def topic(self) -> tuple[str, float]:
        """What the name stands for where a page speaks of a club, a brand, broadcasters, else empty.

        With it, how much another place must weigh beside that: a club's matches are everywhere.
        """
        topics = self._weighing.topics
        if not topics:
            return "", 0.0
        best = max(topics, key=lambda of: (of == CLUB and len(topics[of]) >= MANY, len(topics[of])))
        words = topics[best]
        if len(words) >= (MANY if best == CLUB else MANY_OF_TOWN) and len(words) > len(self.proofs(("demonym",))):
            return f"{best}: {', '.join(sorted(words)[:3])}", LEAST_BESIDE_CLUB if best == CLUB else LEAST_BESIDE_WORD
        return "", 0.0

    def proofs(self, without: tuple[str, ...] = ()) -> list[str]:
        """What corroborates that this town is meant: address, department, demonym, landmark, neighbours."""
        reading, town = self._reading, self._town
        by_place = (*BY_NAME, *without, "landmark", "publisher-of-town")
        told = [
            clue.sentence
            for found in self._tally.sums.values()
            if found.place.relation == TOWN
            for clue in found.clues
            if clue.reason not in by_place
        ]
        spoken = dict.fromkeys(self._weighing.clue_hits((PART, LANDMARK, AREA)))
        spoken |= dict.fromkeys(use.phrase for use in reading.far if use.far.holds(town))
        told += [f"speaks of {word}" for word in spoken if word != self._department]
        department = self._department
        if department != self._name and department.split()[0] in reading.capitals and self._says(department):
            told.append(f"names the department {town.department}")
        number = town.code[:2]
        if town.country == "FR" and number.lower() in self._weighing.words and self._is_numbered(number):
            told.append(f"names department {number}")
        told += [f"postal code {code}" for code in town.postal_codes if len(code) == 5 and self._says(code)]
        near = self._weighing.candidates.neighbours
        named = {use.name for use in (*reading.text_uses, *reading.title_uses, *reading.footer_uses)}
        told += [f"names {near[name]} nearby" for name in sorted(named & near.keys())]
        return list(dict.fromkeys(told))

    def _says(self, phrase: str) -> bool:
        """Whether the page or its address has these words."""
        return self._weighing.says(phrase) or f" {phrase} " in f" {self._reading.url} "

    def _is_numbered(self, number: str) -> bool:
        """Whether a department's number stands in brackets, or after the town's name."""
        raw = self._reading.raw
        return f"({number})" in raw or self._namesakes.patterns.numbered.search(raw) is not None

    def namesake(self) -> tuple[str, list[str]]:
        """The namesake most spoken of, and the words that tell."""
        reading = self._reading
        best: tuple[str, list[str]] = ("", [])
        host = _end_of_foreign(reading.host)
        for namesake in self._namesakes.abroad:
            told = list(dict.fromkeys(self._weighing.clue_hits((NAMESAKE,), namesake.name)))
            if host in namesake.hosts:
                told.append(f"host in .{host}")
            if namesake.pays_in_dollars and "$" in reading.raw and _IN_DOLLARS.search(reading.raw):
                told.append("prices in dollars")
            if len(told) > len(best[1]):
                best = (namesake.name, told)
        return best

    def abroad(self) -> list[str]:
        """What tells that the page is from another country than the town's, whatever its namesake there."""
        reading = self._reading
        host = _end_of_foreign(reading.host)
        told = [f"host in .{host}"] if host not in ("", self._town.country.lower(), "fr") else []
        if self._town.country != "FR":
            return told
        raw = reading.raw
        lone = [start for start, end in digit_runs(raw) if end - start == 1]
        if any(_CANADIAN.match(raw, start) for start in lone):
            told.append("a Canadian postal code")
        if "$" in raw and _DOLLARS.search(raw):
            told.append("prices in dollars")
        spoken = [each for each in _FOREIGN if not each[0].isdisjoint(self._weighing.words)]
        told += dict.fromkeys(said for _, pattern, said in spoken if pattern.search(raw))
        if "+" in raw and _ABROAD_CALL.search(raw):
            told.append("a telephone number of another country")
        for country in self._namesakes.patterns.followed.findall(reading.raw):
            foreign = self._gazetteer.world.named(fold(country.split()[-1]))
            if foreign is not None and not foreign.population:
                told.append(f"says {self._town.name} ({country})")
        if code := self._namesakes.patterns.foreign_code.search(raw):
            told += [f"postal code {raw[code.start() - 5 : code.start() - 1]} before {self._town.name}"] * 2
        if reading.chrome or reading.url:
            site = f" {reading.chrome} {reading.url} "
            told += [f"a site about {land}" for land in _LANDS if land in site and f" {land} " in site]
        return told

    def beside_area(self) -> Place | None:
        """The namesake that an area right after the name tells of: `Vernon, British Columbia`."""
        name = self._name
        for use in self._reading.far:
            if use.far.sort == AREA_AFAR and not use.far.holds(self._town):
                before = _WITHIN.sub(" ", use.before)
                if before.endswith(f" {name} ") or before.endswith(f" {self._weighing.candidates.short or name} "):
                    return Place(f"{self._town.name} ({use.far.of})", "", AWAY)
        return None

    def hyphened(self, *, unproven: bool) -> str:
        """A longer name of no commune, as `Saint-Quentin-en-Yvelines`; empty where the name stands alone too.

        Where nothing else proves the town, a headline with the longer name is enough.
        """
        patterns, raw = self._namesakes.patterns, self._reading.raw
        if f"{self._town.name}-" not in raw:
            return ""
        long = patterns.hyphened.findall(raw)
        headline = unproven and patterns.hyphened.search(raw.partition("\n")[0])
        return str(long[0]) if long and (headline or len(long) >= len(patterns.any.findall(raw))) else ""

    def longer_name(self) -> Place | None:
        """Another commune whose longer name the site, title or footer gives: Rochefort for Rochefort-du-Gard."""
        reading = self._reading
        start = f"{self._name} "
        for use in (*reading.title_uses, *reading.chrome_uses, *reading.footer_uses, *reading.text_uses):
            if use.name.startswith(start) and use.weight:
                place = self._weighing.candidates.named(use.name, True)
                communes = self._gazetteer.named(use.name)
                if place is None and communes:
                    place = self._weighing.candidates.of_commune(self._gazetteer.present(communes[0]))
                if place is not None and place.relation == AWAY:
                    return place
        return None

    def quarter_of(self) -> Place | None:
        """Another commune whose quarter of the town's name stands in an address: `Lorient, 97133 Saint-Barthélemy`."""
        for standing in self._reading.standings:
            address = standing.address
            if not (address.postal_code and address.city and _names_before(self._town, address, self._reading.raw)):
                continue
            place = self._weighing.candidates.of_address(standing)
            if place is not None and place.relation == AWAY:
                return place
        return None

    def rival(self) -> tuple[Place | None, list[str]]:
        """The French namesake that most is said of: department, postal code, communes around it."""
        if self._town.country != "FR":
            return None, []
        rivals, numbers = self._namesakes.rivals, self._namesakes.departments
        if not rivals and not numbers:
            return None, []
        reading, name = self._reading, self._name
        around = self._named_by_department()
        best: tuple[Place | None, list[str]] = (None, [])
        for commune, department, folded in rivals:
            told = [f"postal code {code}" for code in commune.postal_codes if code in self._weighing.words]
            if folded != name and folded.split()[0] in reading.capitals and self._weighing.says(folded):
                told.append(f"names {department}")
            if commune.department.lower() in self._weighing.words and f"({commune.department})" in reading.raw:
                told.append(f"names department {commune.department}")
            if told or commune.folded == name:
                told += [f"names {near}" for near in sorted(around.get(commune.department, ()))[:3]]
            if len(told) > len(best[1]):
                best = (Place(f"{commune.name} ({department})", commune.code, AWAY), told)
        for number in numbers:
            told = [f"names {near}" for near in sorted(around.get(number, ()))[:3]]
            if len(told) > len(best[1]):
                best = (Place(f"{self._town.name} ({number})", "", AWAY), told)
        return best

    def _named_by_department(self) -> Mapping[str, set[str]]:
        """The communes named whose name leaves no doubt of the department, by its number."""
        reading = self._reading
        around: defaultdict[str, set[str]] = defaultdict(set)
        uses = (*reading.title_uses, *reading.text_uses, *reading.footer_uses)
        for named in {use.name for use in uses if use.how != LISTED} - {self._name}:
            communes = self._gazetteer.named(named)
            if len({commune.department for commune in communes}) == 1:
                around[communes[0].department].add(communes[0].name)
        return around

    def is_said_of_a_place(self) -> bool:
        """Whether the name is used as only a place's is: `à Gap`, with its capital, or `Gap :` first in a headline."""
        patterns = self._namesakes.patterns
        return bool(patterns.located.search(self._reading.raw) or patterns.dateline.search(self._reading.raw))


def _names_before(town: Town, address: Address, raw: str) -> bool:
    """Whether the town's name stands right before a postal code and city, where a street or a quarter does."""
    after = f" {address.postal_code} {address.city}"
    if f"{town.name}{after}" not in raw and f"{town.name},{after}" not in raw:
        return False
    after = rf",? {re.escape(address.postal_code)} {re.escape(address.city)}"
    return re.search(rf"(?m)(?:^|[-–—|•·,:] ?){re.escape(town.name)}{after}", raw) is not None


def _end_of_foreign(host: str) -> str:
    """The end of a host that stands for a country, empty for others."""
    end = host.rpartition(".")[2] if "." in host else ""
    return end if end in _FOREIGN_ENDS else ""
