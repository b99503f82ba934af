"""Weighs the clues of evidence for every place it names, seen from one town."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import sqrt

from sharitories_crawl.extract.digits import digit_runs
from sharitories_crawl.geo.candidates import Candidates
from sharitories_crawl.geo.clue_words import LANDMARK, PART, REGION
from sharitories_crawl.geo.gazetteer import Gazetteer
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.places import PlaceReading, Standing
from sharitories_crawl.geo.points import metres
from sharitories_crawl.geo.tally import AWAY, NEAR, TOWN, Place, Tally
from sharitories_crawl.geo.usage import ASIDE, BARE, FEW, GONE, LISTED, LOCATED, NOT_THERE, STREET, Use
from sharitories_crawl.models import PageKind, Town

IN_TITLE = {LOCATED: 3.5, BARE: 3.0, GONE: 2.5, FEW: 2.0, LISTED: 0.5, NOT_THERE: 0.0, ASIDE: 0.0, STREET: 0.0}
"""The weight of a name in title or heading. This and all weights: chosen on tests/labelled/pages/dev."""
MOST_IN_TEXT = 4.0
EARLY_LETTERS, EARLY = 450, 1.4
"""A story says early where it plays."""
PRIOR_OF_NEAR = 1.2
"""A neighbour is named for what stands there oftener than a city far away."""
LATER_IN_TITLE = 0.6
IN_DATELINE = 2.0
STATED, WRITTEN, WRITTEN_BARE, OF_SEAT = 6.0, 4.0, 3.0, 1.5
"""An address: stated for machines, in the text with a street, without one, of the seat alone."""
OWNERS = 0.4
"""The address of who publishes the page."""
POINT, POSTAL_CODE, IN_URL, IN_FOOTER, OF_PUBLISHER = 5.0, 2.5, 1.0, 0.8, 0.8
DEMONYM_IN_TITLE, DEMONYM, LANDMARK_WEIGHT = 2.5, 1.0, 0.7

BY_NAME = (
    "title-names-town", "text-names-town", "footer-names-town", "url-names-town",
)  # fmt: skip
"""Clues that a namesake would give as well."""
_ORGANISATION = ("json-ld", "microdata", "record")
_POSTAL_CODE = re.compile(
    r"(?:(?<![\w.,/€$+-])|(?<=F-)(?<![\w.,/€$+-]F-))[0-9]{5}(?![\w€%]|[.,]\d| ?(?:€|euros|habitants|km|membres|m2))"
)
_DATELINE = re.compile(r"([A-ZÀ-Þ][A-ZÀ-Þ' -]{2,30}?)(?: ?[–—:]| -)(?= )")
_SECOND = frozenset(filter(re.compile(r"[A-ZÀ-Þ' -]").match, map(chr, range(256))))
"""The letters that may come second: few lines begin so."""
"""`HUIZEN - Naast de ingang`: a name in capitals at the beginning of a line."""
_SEAT = re.compile(r"\b(?:siege|siege social|hoofdkantoor|sede|sate)\b[a-z ]{0,20}$")
_HOSTING = re.compile(r"\b(?:hebergement|hebergeur|heberge par|hosting|hosted by|alojamento|webbhotell)\b")
_PASSING_IN_URL = re.compile(r" (?:nee? a|pres de|rue de|depuis|grand|de [a-z]+ a) ?$")
_REGION_BEFORE = re.compile(r"(?:pays|sud|nord|est|ouest|bassin|grand|de toujours|equipe|derby|festival) $")


class Weighing:
    """One piece of evidence before one town."""

    def __init__(self, reading: PlaceReading, candidates: Candidates, gazetteer: Gazetteer) -> None:
        self.reading = reading
        self.town: Town = candidates.town
        self.candidates = candidates
        self._gazetteer = gazetteer
        self.tally = Tally()
        self._weigh_addresses()
        self._weigh_title()
        self._weigh_text()
        self._weigh_rest()

    # addresses

    def _weigh_addresses(self) -> None:
        for standing in self.reading.standings:
            address = standing.address
            if (
                address.latitude is not None
                and address.longitude is not None
                and not (address.city or address.postal_code)
            ):
                self._weigh_point(address.latitude, address.longitude)
                continue
            place = self.candidates.of_address(standing)
            if place is None:
                continue
            weight, reason = self._weight_of(standing)
            suffix = "" if place.relation == TOWN else "-elsewhere"
            known = self.tally.sums.get(place)
            if known and any(clue.reason.endswith(f"address{suffix}") for clue in known.clues):
                weight = min(weight, 0.5)
            said = " ".join(part for part in (address.street, address.postal_code, address.city) if part)
            kind = "stated for machines" if address.origin in _ORGANISATION else "written"
            self.tally.add(place, weight, f"{reason}{suffix}", f"an address {kind}: {said}")
        self._weigh_postal_codes({s.address.postal_code for s in self.reading.standings})

    def _weight_of(self, standing: Standing) -> tuple[float, str]:
        address, reading = standing.address, self.reading
        if address.origin in _ORGANISATION:
            if address.origin == "record" or not reading.of_others:
                return STATED, "structured-address"
            platform = reading.page_kind in (PageKind.PLATFORM, PageKind.DIRECTORY)
            return (WRITTEN_BARE if platform else OWNERS), "structured-address"
        street = fold(address.street)
        if street and reading.of_others and street in reading.footer and street not in reading.text:
            return OWNERS, "address"
        if self._follows(_HOSTING, street or f"{address.postal_code} {fold(address.city)}"):
            return OWNERS, "address"
        if street and self._follows(_SEAT, street):
            return OF_SEAT, "address"
        if reading.of_others:
            at = reading.text.find(street) if street else -1
            last = at >= 0 and at > 0.85 * len(reading.text) > 600
            return (1.0 if last else WRITTEN_BARE if street else 2.0), "address"
        return (WRITTEN if street else WRITTEN_BARE), "address"

    def _follows(self, words: re.Pattern[str], address: str) -> bool:
        """Whether these words stand shortly before an address."""
        text = f"{self.reading.text} {self.reading.footer}"
        at = text.find(address)
        return at >= 0 and bool(words.search(text[max(0, at - 60) : at]))

    def _weigh_point(self, latitude: float, longitude: float) -> None:
        town = self.town
        km = metres(latitude, longitude, town.latitude, town.longitude) / 1000
        reach = 1.5 * (1 + sqrt(town.population / 10_000))
        if km <= reach:
            self.tally.add(
                self.candidates.here, POINT, "coordinates", f"its coordinates lie {km:.1f} km from {town.name}'s centre"
            )
        elif km > 4 * reach:
            said = f"its coordinates lie {km:.0f} km from {town.name}"
            self.tally.add(Place("", "", AWAY), POINT, "coordinates-elsewhere", said)

    def _weigh_postal_codes(self, of_addresses: set[str]) -> None:
        """Postal codes that stand without a city."""
        if self.town.country != "FR":
            for match in _codes_of(self.town).finditer(self.reading.raw):
                if match.group(1) not in of_addresses:
                    said = f"postal code {match.group(0).strip()}"
                    self.tally.add(self.candidates.here, POSTAL_CODE, "postal-code", said)
                    return
            return
        owners = OWNERS if self.reading.of_others and self.reading.page_kind is PageKind.PRESS else 1.0
        raw = self.reading.raw
        runs = (start for start, end in digit_runs(raw) if end - start == 5)
        for code in dict.fromkeys(raw[start : start + 5] for start in runs if _POSTAL_CODE.match(raw, start)):
            if code in of_addresses:
                continue
            if code in self.town.postal_codes:
                self.tally.add(self.candidates.here, POSTAL_CODE * owners, "postal-code", f"postal code {code}")
            elif communes := self._gazetteer.by_postal_code(code):
                place = self.candidates.of_commune(self._gazetteer.present(communes[0]))
                self.tally.add(place, 0.8 * POSTAL_CODE * owners, "postal-code-elsewhere", f"postal code {code}")

    # names

    def _named(self, use: Use, located: bool) -> Place | None:
        """The place a use means; `Chalon` is Chalon-sur-Saône where a page gives the whole name too."""
        if use.name == self.candidates.short:
            whole = f" {fold(self.town.name)} "
            if whole in f" {self.reading.title} {self.reading.text} {self.reading.footer} ":
                return self.candidates.here
        return self.candidates.named(use.name, located)

    def _weigh_title(self) -> None:
        told: dict[Place, tuple[float, Use]] = {}
        heads = self.reading.raw.partition("\n")[0].split(" . ")
        datelines = {fold(head.partition(":")[0]) for head in heads if ":" in head}
        for use in self.reading.title_uses:
            # a longer name in a title is meant, however small the place is
            several = " " in use.name and not use.name.startswith(("le ", "la ", "les ", "l "))
            place = self._named(use, use.how == LOCATED or several or use.name in datelines)
            weight = IN_TITLE[use.how]
            if place is not None and weight > told.get(place, (0.0, use))[0]:
                told[place] = (weight, use)
        for at, (place, (weight, _)) in enumerate(told.items()):
            reason = "title-names-town" if place.relation == TOWN else "title-names-other"
            weight *= LATER_IN_TITLE if at and self.reading.of_others else 1.0
            self.tally.add(place, weight, reason, f"title or heading names {place.name}")

    def _weigh_text(self) -> None:
        told: defaultdict[Place, list[float]] = defaultdict(list)
        located: set[Place] = set()
        lines = (_DATELINE.match(line) for line in self.reading.raw.split("\n") if line[1:2] in _SECOND)
        for written in dict.fromkeys(match.group(1) for match in lines if match):
            if place := self.candidates.named(fold(written), True):
                reason = "text-names-town" if place.relation == TOWN else "text-names-other"
                self.tally.add(place, IN_DATELINE, reason, f"a report from {place.name}")
        for use in self.reading.text_uses:
            place = self._named(use, use.how == LOCATED)
            if place is not None and use.weight:
                nearness = PRIOR_OF_NEAR if place.relation == NEAR else 1.0
                told[place].append(use.weight * nearness * (EARLY if use.start < EARLY_LETTERS else 1.0))
                if use.how == LOCATED:
                    located.add(place)
        for place, weights in told.items():
            reason = "text-names-town" if place.relation == TOWN else "text-names-other"
            said = f"the text says “à {place.name}”" if place in located else f"the text names {place.name}"
            self.tally.add(place, min(MOST_IN_TEXT, _fading(weights)), reason, f"{said} ({len(weights)}×)")

    def _weigh_rest(self) -> None:
        reading, here = self.reading, self.candidates.here
        for place in {here, *self.tally.sums}:
            name = fold(place.name)
            if len(name) > 4 and (weight := _in_url(name, reading.url)):
                owner = reading.page_kind is PageKind.PRESS
                reason = "url-names-town" if place is here else "url-names-other"
                said = f"the page's address names {place.name}"
                self.tally.add(place, weight * (0.4 if owner else 1.0), reason, said)
        if not reading.of_others:
            for use in reading.footer_uses:
                if use.name in self.candidates.names and use.weight > 0.3:
                    said = f"the footer names {self.town.name}"
                    self.tally.add(here, IN_FOOTER, "footer-names-town", said)
                    break
        elif reading.page_kind is PageKind.PUBLIC_BODY and self._is_towns_own():
            said = f"a public body of {self.town.name} speaks"
            self.tally.add(here, OF_PUBLISHER, "publisher-of-town", said)
        self._weigh_demonyms()
        named = {use.name for use in (*reading.title_uses, *reading.text_uses)}
        landmarks = [word for word in dict.fromkeys(self.clue_hits((PART, LANDMARK))) if word not in named]
        if landmarks:
            said = f"it speaks of {', '.join(landmarks[:3])}"
            self.tally.add(here, min(2.0, LANDMARK_WEIGHT * len(landmarks)), "landmark", said)

    def _is_towns_own(self) -> bool:
        """Whether the site or its footer is called as the town: a mayor's page naming no place is about the town."""
        uses = (*self.reading.chrome_uses, *self.reading.footer_uses)
        return any(use.name in self.candidates.names and use.weight > 0.3 for use in uses)

    def _weigh_demonyms(self) -> None:
        here, reading = self.candidates.here, self.reading
        for folded, alias in _demonyms(self.town):
            if f" {folded} " in f" {reading.title} ":
                at = f" {reading.title}".find(f" {folded} ")
                if not _REGION_BEFORE.search(reading.title[: max(0, at)]):
                    said = f"title or heading says “{alias}”"
                    self.tally.add(here, DEMONYM_IN_TITLE, "demonym", said)
                    return
        for folded, alias in _demonyms(self.town):
            at = f" {reading.text} ".find(f" {folded} ")
            if at >= 0 and not _REGION_BEFORE.search(reading.text[:at]):
                self.tally.add(here, DEMONYM, "demonym", f"the text says “{alias}”")
                return

    # what corroborates

    def clue_hits(self, sorts: Sequence[str], of: str | None = None) -> Iterable[str]:
        """The clue words of these sorts that the words hold, but for streets named after them."""
        reading = self.reading
        phrases = self.candidates.clues.phrases
        for words in (reading.title, reading.text, reading.footer, reading.chrome, reading.url):
            for hit in phrases.find(words):
                if hit.value.sort in sorts and (of is None or hit.value.of == of):
                    yield hit.phrase

    def near(self) -> bool:
        """Whether a neighbour is named."""
        return self.tally.of(NEAR) > 0 or any(True for _ in self.clue_hits((REGION,)))


def _fading(weights: list[float]) -> float:
    """The strongest counts whole, each further one less."""
    return sum(weight * 0.75**at for at, weight in enumerate(sorted(weights, reverse=True)))


def _in_url(name: str, url: str) -> float:
    at = f" {url} ".find(f" {name} ")
    if at >= 0:
        return 0.0 if _PASSING_IN_URL.search(f" {url[: max(0, at)]}") else IN_URL
    joined = name.replace(" ", "")
    return 0.7 * IN_URL if len(joined) > 5 and joined in url else 0.0


@lru_cache(maxsize=256)
def _demonyms(town: Town) -> tuple[tuple[str, str], ...]:
    names = [alias for alias in town.aliases if not alias[0].isupper()]
    return tuple((fold(alias) + ending, alias) for alias in names for ending in ("", "s", "es"))


@lru_cache(maxsize=16)
def _codes_of(town: Town) -> re.Pattern[str]:
    codes = "|".join(map(re.escape, town.postal_codes))
    after = {"NL": r" ?[A-Z]{2}\b|\b(?=\s*(?:[A-Z.,…]|$))", "PT": r"-\d{3}", "SE": r" \d{2}\b", "BE": r"(?= [A-Z])"}
    return re.compile(rf"(?<![\w.,/€-])({codes})(?:{after.get(town.country, '')})", re.MULTILINE)
