"""Weighs addresses, coordinates and postal codes: where they lie, and whose they are."""

import re
from functools import lru_cache
from math import sqrt

from sharitories_crawl.extract.digits import digit_runs
from sharitories_crawl.geo.candidates import Candidates
from sharitories_crawl.geo.gazetteer import Gazetteer
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.places import PlaceReading, Standing
from sharitories_crawl.geo.points import metres
from sharitories_crawl.geo.tally import AWAY, TOWN, Place, Tally
from sharitories_crawl.models import PageKind, Town

STATED, WRITTEN, WRITTEN_BARE, OF_SEAT = 6.0, 4.0, 3.0, 1.5
"""An address: stated for machines, in the text with a street, without one, of the seat alone."""
OWNERS = 0.4
"""The address of who publishes the page."""
POINT, POSTAL_CODE = 5.0, 2.5
_ORGANISATION = ("json-ld", "microdata", "record")
_POSTAL_CODE = re.compile(
    r"(?:(?<![\w.,/€$+-])|(?<=F-)(?<![\w.,/€$+-]F-))[0-9]{5}(?![\w€%]|[.,]\d| ?(?:€|euros|habitants|km|membres|m2))"
)
_SEAT = re.compile(r"\b(?:siege|siege social|hoofdkantoor|sede|sate)\b[a-z ]{0,20}$")
_HOSTING = re.compile(r"\b(?:hebergement|hebergeur|heberge par|hosting|hosted by|alojamento|webbhotell)\b")
_LEGAL = re.compile(
    r"\b(?:sa|sas|sasu|sarl|eurl|bv|nv|ab|lda|ltd|gmbh|societe anonyme|capital variable|au capital de [0-9 ]+ euros) ?$"
)
"""The form of a company before its address: who publishes or sells, more than where something is."""


class AddressClues:
    """The addresses of one piece of evidence before one town."""

    def __init__(self, reading: PlaceReading, candidates: Candidates, gazetteer: Gazetteer, tally: Tally) -> None:
        self.reading = reading
        self.town: Town = candidates.town
        self.candidates = candidates
        self.tally = tally
        self._gazetteer = gazetteer
        self._seats: set[str] = set()

    def weigh(self) -> set[str]:
        """Add the clues to the tally; the postal codes of companies, whose city is not named for what stands there."""
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
        return self._seats

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
        begun = street or f"{address.postal_code} {fold(address.city)}"
        before = self._before(begun)
        if _HOSTING.search(before):
            self._seats.add(address.postal_code)
            return OWNERS, "address"
        if street and _SEAT.search(before):
            return OF_SEAT, "address"
        if reading.page_kind not in (PageKind.OWN_SITE, PageKind.SOCIAL) and _LEGAL.search(before):
            self._seats.add(address.postal_code)
            return OF_SEAT, "address"
        if reading.of_others:
            at = reading.text.find(street) if street else -1
            last = at >= 0 and at > 0.85 * len(reading.text) > 600
            return (1.0 if last else WRITTEN_BARE if street else 2.0), "address"
        return (WRITTEN if street else WRITTEN_BARE), "address"

    def _before(self, address: str) -> str:
        """What stands shortly before an address, empty where the words do not hold it."""
        text = f"{self.reading.text} {self.reading.footer}"
        at = text.find(address)
        return text[max(0, at - 60) : max(0, at)]

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


@lru_cache(maxsize=16)
def _codes_of(town: Town) -> re.Pattern[str]:
    codes = "|".join(map(re.escape, town.postal_codes))
    after = {"NL": r" ?[A-Z]{2}\b|\b(?=\s*(?:[A-Z.,…]|$))", "PT": r"-\d{3}", "SE": r" \d{2}\b", "BE": r"(?= [A-Z])"}
    return re.compile(rf"(?<![\w.,/€-])({codes})(?:{after.get(town.country, '')})", re.MULTILINE)
