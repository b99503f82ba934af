"""Does this evidence speak of this town, and by which clue? Clues are asked in the order of their strength."""

import re
from collections.abc import Mapping
from functools import lru_cache

from sharitories_crawl.geo.gazetteer import Commune, Gazetteer
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.places import PUBLISHERS, PlaceReading, Standing, is_place_use
from sharitories_crawl.models import Locality, PageKind, Town, Verdict

MANY_PLACES = 12
"""A text that names this many communes speaks of none of them in particular. Arbitrary."""
RIVAL_SHARE = 0.2
"""A homonym with this share of the town's inhabitants can be meant when the name stands alone. Arbitrary."""

COMMON_WORDS = frozenset({"gap", "sens", "orange", "lens", "dole", "pau", "vienne", "vichy", "alès", "auch", "autun"})
"""Towns whose name is also a word, a brand or a river: the bare name proves nothing."""

COMMON_NOUNS = frozenset({"jardin", "four", "bourg", "place", "rue", "parc", "change", "foyer", "voisins", "le parc"})
"""Names of communes that nearly always are the plain noun in a text about initiatives."""
LARGE = 10_000
SMALL = 1_500
"""Inhabitants from which a commune anywhere, or of the same department, is taken for meant. Arbitrary."""

ABROAD = (
    "quebec", "canada", "montreal", "ontario", "suisse", "belgique", "autriche", "osterreich", "espagne", "espana",
    "comunitat valenciana", "missouri", "etats unis", "usa", "senegal", "la reunion", "venezuela", "caisse desjardins",
)  # fmt: skip
"""Words of pages about a namesake outside metropolitan France."""

_ORGANISATION = ("json-ld", "microdata", "record")


def locate(reading: PlaceReading, town: Town, gazetteer: Gazetteer) -> Locality:
    """The verdict for one town. `reason` is the clue that decided; `clues` are all that were seen."""
    case = _Case(reading, town, gazetteer)
    for clue in (case.by_address, case.by_title, case.by_text, case.by_footer, case.by_url):
        locality = clue()
        if locality is not None:
            return locality
    return case.found(Verdict.UNCLEAR, "", "", "no-place", "no place is named that decides")


def needs_department(town: Town, gazetteer: Gazetteer) -> bool:
    """Whether the bare name is too ambiguous to search for: a common word, or a homonym of some size."""
    return fold(town.name) in COMMON_WORDS or _rivals(town, gazetteer)


class _Case:
    """One piece of evidence before one town."""

    def __init__(self, reading: PlaceReading, town: Town, gazetteer: Gazetteer) -> None:
        self.reading = reading
        self.town = town
        self.gazetteer = gazetteer
        self.name = fold(town.name)
        self.clues: list[str] = []

    def found(self, verdict: Verdict, name: str, code: str, reason: str, clue: str) -> Locality:
        return Locality(verdict, name, code, reason, (*self.clues, clue))

    def in_town(self, reason: str, clue: str) -> Locality:
        return self.found(Verdict.IN_TOWN, self.town.name, self.town.code, reason, clue)

    def elsewhere(self, name: str, reason: str, clue: str) -> Locality:
        communes = self.gazetteer.named(fold(name))
        ours = next((c for c in communes if self._is_near(c)), None)
        if ours is not None:
            return self.found(Verdict.INTERCOMMUNALITY, ours.name, ours.code, reason, clue)
        code = communes[0].code if len(communes) == 1 else ""
        return self.found(Verdict.ELSEWHERE, communes[0].name if communes else name, code, reason, clue)

    # the clues, strongest first

    def by_address(self) -> Locality | None:
        """An address of the thing itself: structured, from a record, or in the text; a publisher's own is not it."""
        publisher = self.reading.page_kind in PUBLISHERS
        stated = [s for s in self.reading.standings if s.address.origin in _ORGANISATION and not publisher]
        written = [s for s in self.reading.standings if s.address.origin not in _ORGANISATION]
        if publisher:
            written = [s for s in written if not self._is_chrome(s)]
        for standings, reason in ((stated, "structured-address"), (written, "address")):
            here = [s for s in standings if self.is_here(s)]
            if here:
                if reason == "address" and len({s.place for s in standings if s.place}) > MANY_PLACES:
                    self.clues.append(f"one of {len(standings)} addresses lies in {self.town.name}")
                    continue
                return self.in_town(reason, f"its address lies in {self.town.name}: {_written(here[0])}")
            away = [s for s in standings if s.place]
            own_site = self.reading.page_kind is PageKind.OWN_SITE
            if away and (own_site or not self.title_names_town()):
                return self.elsewhere(away[0].place, f"{reason}-elsewhere", f"its address: {_written(away[0])}")
            if away:
                self.clues.append(f"an address lies elsewhere: {_written(away[0])}")
        return None

    def by_title(self) -> Locality | None:
        """Title, name or first heading names the town, or another commune and not the town."""
        others = [name for name in self.reading.title_names if name != self.name and self.is_serious(name)]
        if self.title_names_town():
            first = next(iter(self.reading.title_names), "")
            if self.reading.page_kind in PUBLISHERS and first in others:
                return self.elsewhere(
                    first, "title-names-other-first", f"{first} stands before {self.town.name} in the title"
                )
            return self.unless_homonym("title-names-town", f"title or heading names {self.town.name}")
        if others:
            # a site's name may carry another town's while the text says where it stands
            uses = self.town_uses() if self.reading.page_kind not in PUBLISHERS else 0
            if uses and len(others) == 1 and uses > self.reading.text_names.get(others[0], 0):
                return None
            return self.elsewhere(others[0], "title-names-other", f"title or heading names {others[0]}")
        return None

    def by_text(self) -> Locality | None:
        """The text names the town, oftener than any other commune, and not among a crowd."""
        uses = self.town_uses()
        others = {
            name: count
            for name, count in self.reading.text_names.items()
            if name != self.name and self.is_serious(name)
        }
        top, most = max(others.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        if uses and len(others) >= MANY_PLACES and uses <= 2:
            return self.found(
                Verdict.ELSEWHERE, "", "", "many-places", f"{self.town.name} is one of {len(others)} places"
            )
        if uses and uses >= most:
            return self.unless_homonym("text-names-town", f"the text names {self.town.name} ({uses}×)")
        if uses:
            self.clues.append(f"the text names {self.town.name} ({uses}×) and {top} ({most}×)")
            if uses * 2 > most:
                return self.unless_homonym("text-names-town", f"the text names {self.town.name} beside {top}")
        if most >= 2 or (most == 1 and len(others) == 1):
            return self.elsewhere(top, "text-names-other", f"the text names {top} ({most}×)")
        return None

    def by_footer(self) -> Locality | None:
        """An own site's footer: its address lines were read as addresses, so here only the name remains."""
        if self.reading.page_kind in PUBLISHERS or not self.reading.footer:
            return None
        if re.search(rf"\b{self.name}\b", self.reading.footer) and self.proofs():
            return self.in_town("footer-names-town", f"footer names {self.town.name}")
        return None

    def by_url(self) -> Locality | None:
        """The address of the page names the town; measured right in 26 of 32 real results."""
        if len(self.name) > 4 and re.search(rf"\b{self.name}\b", self.reading.url):
            return self.unless_homonym("url-names-town", f"the page's address names {self.town.name}")
        return None

    # what the clues lean on

    def is_here(self, standing: Standing) -> bool:
        """Whether an address lies in the town: by commune, or by postal code and name where no gazetteer reaches."""
        if standing.commune is not None:
            return self.town.country == "FR" and standing.commune.code == self.town.code
        city = fold(standing.address.city)
        names = {self.name, *(fold(alias) for alias in self.town.aliases)}
        code = standing.address.postal_code.replace(" ", "")
        known = not code or any(code.startswith(own.replace(" ", "")) for own in self.town.postal_codes)
        return (city in names and (known or self.town.country == "FR")) or (not city and bool(code) and known)

    def title_names_town(self) -> bool:
        named = self.name in self.reading.title_names if self._is_listed else self._count(self.reading.title) > 0
        return named and self.written_as_name()

    def town_uses(self) -> int:
        uses = self.reading.text_names.get(self.name, 0) if self._is_listed else self._count(self.reading.text)
        return uses if uses and self.written_as_name() else 0

    @property
    def _is_listed(self) -> bool:
        """Whether the gazetteer knows the town, so that its name was found where no longer one covers it."""
        return self.town.country == "FR"

    def _count(self, folded: str) -> int:
        found = re.finditer(rf"\b{self.name}\b", folded)
        return sum(1 for match in found if is_place_use(folded, match.start(), self.name))

    def written_as_name(self) -> bool:
        """Whether the name is written as one: with a capital somewhere, and for a common word just so."""
        written = re.findall(rf"(?<![\w-]){re.escape(self.town.name)}(?![\w-])", self.reading.raw, re.IGNORECASE)
        if self.name in COMMON_WORDS:
            return self.town.name in written
        return not written or any(name[0].isupper() for name in written)

    def is_serious(self, name: str) -> bool:
        """Whether a name found in text can be taken for a commune: of some size, or of the intercommunality."""
        if name in COMMON_WORDS or name in COMMON_NOUNS or name == fold(self.town.department):
            return False
        return any(
            self._is_near(commune)
            or commune.population >= LARGE
            or (commune.population >= SMALL and commune.department == self.town.code[:2])
            for commune in self.gazetteer.named(name)
        )

    def unless_homonym(self, reason: str, clue: str) -> Locality:
        """In town, unless the words point to a namesake, or the name alone proves too little."""
        self.clues.append(clue)
        proofs = self.proofs()
        if not proofs:
            abroad = next((word for word in ABROAD if f" {word} " in f" {self.reading.title} {self.reading.text} "), "")
            if abroad and self.town.country == "FR":
                return self.found(Verdict.ELSEWHERE, abroad, "", "homonym-abroad", f"the words speak of {abroad}")
            rival = self._rival_named()
            if rival:
                return self.found(Verdict.ELSEWHERE, self.town.name, "", "homonym", f"the words speak of {rival}")
            if self.reading.language and self.reading.language not in (self.town.language, "en"):
                return self.found(
                    Verdict.UNCLEAR, self.town.name, "", "other-language", f"written in {self.reading.language}"
                )
            if needs_department(self.town, self.gazetteer):
                return self.found(
                    Verdict.UNCLEAR, self.town.name, "", "homonym-unproven", "nothing tells it from its namesakes"
                )
        return self.in_town(reason, proofs or "no namesake is in sight")

    def proofs(self) -> str:
        """What corroborates that this town is meant: department, postal code, demonym, neighbours."""
        words = f" {self.reading.title} {self.reading.text} {self.reading.footer} {self.reading.url} "
        for folded, sentence in _proof_words(self.town):
            if f" {folded} " in words:
                return sentence
        near = _neighbours(self.town, self.gazetteer)
        return next((f"names {near[name]} nearby" for name in self.reading.text_names if name in near), "")

    def _is_near(self, commune: Commune) -> bool:
        """Whether a commune is of the town's intercommunality; codes of other countries clash with INSEE's."""
        return self.town.country == "FR" and commune.code in self.town.intercommunality_communes

    def _rival_named(self) -> str:
        words = f" {self.reading.title} {self.reading.text} "
        for commune in self.gazetteer.named(self.name):
            if commune.code == self.town.code or commune.department == self.town.code[:2]:
                continue
            department = self.gazetteer.department_name(commune.department)
            if any(code in words for code in commune.postal_codes) or (department and f" {fold(department)} " in words):
                return f"{commune.name} ({department or commune.department})"
        return ""

    def _is_chrome(self, standing: Standing) -> bool:
        """A publisher's own address stands in its footer, not in what it says."""
        street = fold(standing.address.street)
        return bool(street) and street in self.reading.footer and street not in self.reading.text


def _written(standing: Standing) -> str:
    address = standing.address
    return " ".join(part for part in (address.street, address.postal_code, address.city) if part)


@lru_cache(maxsize=256)
def _proof_words(town: Town) -> tuple[tuple[str, str], ...]:
    proofs = [(code, f"postal code {code}") for code in town.postal_codes]
    department = fold(town.department)
    if department and department != fold(town.name):
        proofs.append((department, f"names the department {town.department}"))
    for alias in town.aliases:
        proofs += [(fold(alias) + ending, f"says “{alias}”") for ending in ("", "s", "es")]
    return tuple(proofs)


@lru_cache(maxsize=256)
def _neighbours(town: Town, gazetteer: Gazetteer) -> Mapping[str, str]:
    """Folded name -> name of the other communes of a French town's intercommunality."""
    codes = town.intercommunality_communes if town.country == "FR" else ()
    communes = (gazetteer.by_code(code) for code in codes if code != town.code)
    return {commune.folded: commune.name for commune in communes if commune is not None}


def _rivals(town: Town, gazetteer: Gazetteer) -> bool:
    return any(
        commune.code != town.code and not commune.parent and commune.population >= RIVAL_SHARE * town.population
        for commune in gazetteer.named(fold(town.name))
    )
