"""Thirty nights over a town that changes: each event is told once, in its night, and silence is never an end."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from tests.pipeline.nights import Town, nights, row

from sharitories_crawl.fetch import retries
from sharitories_crawl.pipeline import crawl

RUCHE, LAB, REPAIR, HANGAR, ATELIER, BUREAU, NOUVEAU = range(7)
ROWS = (
    row("La Ruche Bleue", "12 rue de Liège", site="http://la-ruche.example/"),
    row("Fab Lab du Scorff", "3 quai des Indes", "fablab", site="http://fablab-scorff.example/"),
    row("Repair Café Kervénanec", "5 place François Mitterrand", "repair-cafe", site="http://repair-kerv.example/"),
    row("Le Hangar Partagé", "8 rue du Port", site="http://le-hangar.example/"),
    row("Atelier des Possibles", "20 avenue de la Marne", "fablab", site="http://atelier-possibles.example/"),
    row("Le Bureau Commun", "1 rue Victor Massé", site="http://bureau-commun.example/"),
)
OPENS = row("Coworking du Péristyle", "2 rue Honoré d'Estienne d'Orves", site="http://peristyle.example/")
ALL = {"overpass", "transiscope", "searxng"}


def opens(town: Town) -> None:
    town.rows.append(OPENS)


def moves(town: Town) -> None:
    town.rows[LAB] = replace(town.rows[LAB], address="77 boulevard Cosmao Dumanoir")


def renames(town: Town) -> None:
    words = ROWS[RUCHE].description.replace("La Ruche Bleue", "Coworking Les Voiles")
    town.rows[RUCHE] = replace(ROWS[RUCHE], name="Coworking Les Voiles", description=words)


def closes(town: Town) -> None:
    town.records_lost.add(HANGAR)
    town.broken[HANGAR] = "410"


def reopens(town: Town) -> None:
    town.records_lost.discard(HANGAR)
    del town.broken[HANGAR]


def out_of_order(number: int, fault: str) -> Callable[[Town], None]:
    return lambda town: town.broken.__setitem__(number, fault)


def mended(number: int) -> Callable[[Town], None]:
    return lambda town: town.broken.__delitem__(number)


def silent(*names: str) -> Callable[[Town], None]:
    return lambda town: town.silent.update(names)


def blocking(*names: str) -> Callable[[Town], None]:
    return lambda town: town.blocking.update(names)


def all_well(town: Town) -> None:
    town.silent.clear()
    town.blocking.clear()


EVENTS: dict[int, Callable[[Town], None]] = {
    3: opens, 5: moves, 7: silent("overpass", "transiscope"), 10: all_well, 11: blocking("overpass"), 13: all_well,
    14: renames, 15: closes, 18: out_of_order(ATELIER, "404"), 20: mended(ATELIER), 21: silent(*ALL),
    23: all_well, 24: lambda town: town.parked.add(BUREAU), 26: reopens, 27: out_of_order(REPAIR, "500"),
    29: mended(REPAIR),
}  # fmt: skip
"""Night -> what happens before it."""
TOLD = {
    1: [("discovered", one.name) for one in ROWS],
    3: [("discovered", OPENS.name)],
    5: [("moved", ROWS[LAB].name)],
    14: [("renamed", "Coworking Les Voiles")],
    15: [("site dead", ROWS[HANGAR].name)],
    17: [("gone", ROWS[HANGAR].name)],
    18: [("site dead", ROWS[ATELIER].name)],
    20: [("site back", ROWS[ATELIER].name)],
    24: [("site parked", ROWS[BUREAU].name)],
    26: [("back again", ROWS[HANGAR].name), ("site back", ROWS[HANGAR].name)],
}


def test_thirty_nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "_backoff", lambda state: 0.0)
    monkeypatch.setattr(crawl, "seldom_collected", nullcontext)  # a look at all that is known takes half a night
    with nights(Town(list(ROWS)), tmp_path) as served:
        told = {}
        for night in range(1, 31):
            if night in EVENTS:
                EVENTS[night](served.town)
            told[night] = sorted(served.go_on())
    assert {night: changes for night, changes in told.items() if changes} == {
        night: sorted(changes) for night, changes in TOLD.items()
    }
