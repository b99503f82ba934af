"""Any place that a database may hold: a town of ours, any French commune, or none that could be told."""

from math import nan
from pathlib import Path

from sharitories_crawl.errors import UnknownTown
from sharitories_crawl.geo.centres import Centres, load_centres
from sharitories_crawl.geo.gazetteer import Commune, Gazetteer, load_gazetteer
from sharitories_crawl.geo.names import fold, slugify
from sharitories_crawl.geo.towns import Towns, load_towns
from sharitories_crawl.models import Town

NOWHERE = Town(
    code="inconnu", name="lieu inconnu", slug="lieu-inconnu", aliases=(), country="", language="fr", department="",
    region="", intercommunality="", intercommunality_communes=(), postal_codes=(), population=0, latitude=nan,
    longitude=nan, study=False,
)  # fmt: skip
"""Stands for the place of what says no place, or one that we cannot tell."""
_FRENCH = "FR-"
"""Before the code of a commune that is also the code of a town of ours abroad (71016: Azé, and Genk)."""


class Everywhere:
    """Finds the town of a code, ours before a commune; only `Towns` can be asked about."""

    def __init__(self, towns: Towns, gazetteer: Gazetteer, centres: Centres) -> None:
        self.towns = towns
        self.gazetteer = gazetteer
        self.centres = centres
        self._known = {town.code: town for town in towns.all} | {NOWHERE.code: NOWHERE}

    def find(self, text: str) -> Town:
        """The town of a code in a database, else what a person calls it: one of ours first, then any commune.

        Raises UnknownTown, naming several where several communes share the name.
        """
        if town := self.of_code(text):
            return town
        try:
            return self.towns.find(text)
        except UnknownTown:
            towns = list(dict.fromkeys(map(self.town_of, self.gazetteer.named(fold(text)))))
            if len(towns) == 1:
                return towns[0]
            if towns:
                choices = "; ".join(f"{town.name} ({town.department}, {town.code})" for town in towns[:10])
                raise UnknownTown(
                    f"{text!r} may be several communes: {choices}. Give the code of the one you mean."
                ) from None
            raise

    def of_code(self, code: str) -> Town | None:
        """The town of a code in a database; None where no place has it."""
        if town := self._known.get(code.strip()):
            return town
        commune = self.gazetteer.by_code(code.strip().removeprefix(_FRENCH))
        return self.town_of(commune) if commune else None

    def select(self, group: str | None = None, department: str | None = None) -> tuple[Town, ...]:
        """The towns of ours in a group and department."""
        return self.towns.select(group, department)

    def town_of(self, commune: Commune) -> Town:
        """The town that a commune is, present name; made of what the gazetteer knows where it is none of ours."""
        commune = self.gazetteer.present(commune)
        ours = self._known.get(commune.code)
        if ours is not None and ours.country == "FR":
            return ours
        code = f"{_FRENCH}{commune.code}" if ours is not None else commune.code
        if code not in self._known:
            self._known[code] = self._made_of(commune, code)
        return self._known[code]

    def _made_of(self, commune: Commune, code: str) -> Town:
        latitude, longitude = self.centres.centre(commune.code) or (nan, nan)
        return Town(
            code=code, name=commune.name, slug=f"{slugify(commune.name)}-{code.lower()}", aliases=(), country="FR",
            language="fr", department=self.gazetteer.department_name(commune.department), region="",
            intercommunality="", intercommunality_communes=(commune.code,), postal_codes=commune.postal_codes,
            population=commune.population, latitude=latitude, longitude=longitude, study=False,
        )  # fmt: skip


def load_everywhere(data: Path) -> Everywhere:
    """All places of a folder like data/."""
    return Everywhere(
        Towns(load_towns(data / "towns.csv")),
        load_gazetteer(data / "communes.csv.gz"),
        load_centres(data / "centres.csv.gz"),
    )
