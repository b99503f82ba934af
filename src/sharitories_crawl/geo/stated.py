"""Which commune a row of a list stands in, by what it states: code, postal code, city, and coordinates at last."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from sharitories_crawl.geo.everywhere import NOWHERE, Everywhere
from sharitories_crawl.geo.gazetteer import Commune
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.places import stand, without_cedex
from sharitories_crawl.models import Address, Locality, Record, Town, Verdict

UNSURE = "record-postal-code-guess"
"""Reason where a postal code is all that tells, and tells too little."""
_LIKE = 85.0
"""From this likeness of 100 on, a city is a commune of its postal code written otherwise. Arbitrary."""
_FAR_KM = 15.0
"""A point so far from the centre of a commune that the words allow contradicts them. Arbitrary."""
_MUCH_LARGER = 10
"""A commune with so many times the people of its namesakes is meant by the bare name. Arbitrary."""


class Placing:
    """Tells the places of records; remembers what was stated before, since lists repeat it."""

    def __init__(self, everywhere: Everywhere) -> None:
        self._everywhere = everywhere
        self._gazetteer = everywhere.gazetteer
        self._told: dict[tuple[str, ...], tuple[Commune | None, str, str]] = {}

    def place(self, record: Record) -> tuple[Town, Locality]:
        """The town a record stands in and by which clue; NOWHERE where that cannot be told."""
        code = record.town_code
        town = self._everywhere.of_code(code) or self._everywhere.of_code(code.zfill(5))
        if town is not None and town is not NOWHERE:
            clue = f"the list gives its commune: {record.town_code}"
            return town, Locality(Verdict.IN_TOWN, town.name, town.code, "record-commune-code", (clue,))
        french = record.country in ("", "FR")
        if french:
            words = ("", "") if record.city else (record.street, record.name)
            stated = (record.commune_code, french_postal_code(record), record.city, *words)
            if stated not in self._told:
                self._told[stated] = self._by_words(*stated)
            commune, reason, clue = self._told[stated]
            if reason == UNSURE and record.city and len(record.postal_code) < 5:
                # 1000 Bruxelles is not 01000
                commune, reason, clue = None, "", ""
            if commune is None or reason == UNSURE:
                commune, reason, clue = self._by_point(record, commune, reason, clue)
            if commune is not None:
                town = self._everywhere.town_of(commune)
                verdict = Verdict.UNCLEAR if reason == UNSURE else Verdict.IN_TOWN
                return town, Locality(verdict, town.name, town.code, reason, (clue,))
        if abroad := self._abroad(record):
            clue = f"the list places it in {abroad.name}"
            return abroad, Locality(Verdict.IN_TOWN, abroad.name, abroad.code, "record-city", (clue,))
        said = " ".join(part for part in (record.postal_code, record.city, record.country) if part)
        clue = f"its place cannot be told: {said or 'none is stated'}"
        return NOWHERE, Locality(Verdict.UNCLEAR, record.city, "", "place-unknown", (clue,))

    def _by_words(
        self, code: str, postal_code: str, city: str, street: str, name: str
    ) -> tuple[Commune | None, str, str]:
        """(commune, reason, clue) by what is stated in words."""
        if code and (commune := self._gazetteer.by_code(code.zfill(5))):
            return self._gazetteer.present(commune), "record-commune-code", f"the list gives its commune: {code}"
        address = Address(street, postal_code, city, "FR", origin="record")
        if (commune := stand(address, self._gazetteer).commune) is not None:
            said = f"{postal_code} {city}".strip()
            reason = "record-address" if postal_code and city else "record-city" if city else "record-postal-code"
            return commune, reason, f"the list places it in {commune.name}: {said}"
        sharing = _distinct(map(self._gazetteer.present, self._gazetteer.by_postal_code(postal_code)))
        folded = fold(without_cedex(city))
        if sharing and folded:
            # `Chamonix` for Chamonix-Mont-Blanc, `Prêcheur` for Le Prêcheur, and slips of the pen
            likeness = {other.code: fuzz.token_set_ratio(folded, other.folded) for other in sharing}
            best = max(sharing, key=lambda other: (likeness[other.code], other.population, other.code))
            if likeness[best.code] >= _LIKE:
                return best, "record-address", f"the list places it in {city}: {best.name} of {postal_code}"
        if sharing and not folded:
            # an address on several lines often names the city that its own column does not
            for words, text in (("address", street), ("name", name)):
                named = [other for other in sharing if f" {other.folded} " in f" {fold(text)} "]
                if len(named) == 1:
                    return named[0], "record-address", f"its {words} names {named[0].name}, of {postal_code}"
        if sharing:
            told = f"{postal_code} is shared by {len(sharing)} communes, of which {sharing[0].name} is the largest"
            clue = told if len(sharing) > 1 else f"{postal_code} is {sharing[0].name}'s, which {city} may be a part of"
            return sharing[0], UNSURE, clue
        if not postal_code and folded:
            namesakes = _distinct(map(self._gazetteer.present, self._gazetteer.named(folded)))
            if len(namesakes) > 1 and namesakes[0].population >= _MUCH_LARGER * namesakes[1].population:
                return namesakes[0], "record-city", f"the list places it in {city}, the largest of that name"
        return None, "", ""

    def _by_point(
        self, record: Record, commune: Commune | None, reason: str, clue: str
    ) -> tuple[Commune | None, str, str]:
        """The same, by coordinates: among the communes that the words allow, else the one whose centre is near."""
        if record.latitude is None or record.longitude is None:
            return commune, reason, clue
        centres, point = self._everywhere.centres, (record.latitude, record.longitude)
        allowed = {other.code for other in self._gazetteer.by_postal_code(french_postal_code(record))}
        if not commune:
            allowed = {other.code for other in self._gazetteer.named(fold(without_cedex(record.city)))}
        nearest = centres.nearest(*point)
        if nearest is None or (allowed and nearest[0] not in allowed):
            distances = {other: centres.distance(other, *point) for other in sorted(allowed)}
            measured = [(km, other) for other, km in distances.items() if km is not None and km <= _FAR_KM]
            nearest = (min(measured)[1], min(measured)[0]) if measured else nearest
        found = self._gazetteer.by_code(nearest[0]) if nearest else None
        if nearest is None or found is None:
            return commune, reason, clue
        where = f"its coordinates lie {nearest[1]:.1f} km from the centre of {found.name}"
        return found, "record-coordinates", where

    def _abroad(self, record: Record) -> Town | None:
        """The town of ours outside France whose city and country, or postal code, the record states."""
        city, code = fold(record.city), record.postal_code.replace(" ", "")
        for town in self._everywhere.towns.all:
            if town.country == "FR" or fold(town.name) != city or record.country not in ("", town.country):
                continue
            if record.country or any(code.startswith(known) for known in town.postal_codes):
                return town
        return None


def french_postal_code(record: Record) -> str:
    """Five digits, also where a spreadsheet took the first zero away."""
    code = record.postal_code
    return code.zfill(5) if code.isdigit() and len(code) == 4 else code


def _distinct(communes: Iterable[Commune]) -> list[Commune]:
    """Each once, the most populous first."""
    by_code = {commune.code: commune for commune in communes}
    return sorted(by_code.values(), key=lambda commune: (-commune.population, commune.code))
