"""Marks what a crawl kept for a town against what is true there."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from sharitories_crawl.errors import BadInput
from sharitories_crawl.geo.names import fold
from sharitories_crawl.sandbox.world import Thing, World, WorldTown
from sharitories_crawl.sandbox.world_files import load_world

_TOKEN_SET = 90
# "Repair Café" is a subset of every repair café's name: a shorter name must resemble the whole one too
_SHORTER_NAME = 70
# these say what sort of thing or where, not which one; a name made of them alone identifies nothing
_COMMON = frozenset(
    fold(
        "association asso collectif le la les l un une de du des d a au aux et en sur pour the of van het een i o os "
        "do da site officiel accueil contact adherer bienvenue home"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Found:
    """One candidate that a crawl kept for the town."""

    name: str
    url: str = ""
    kind: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """An initiative that was found, and by which candidate."""

    id: str
    name: str
    found_as: str
    kind: str
    kind_is_right: bool


@dataclass(frozen=True, slots=True)
class Miss:
    """An initiative that no candidate stands for, and where it could have been read."""

    id: str
    name: str
    kind: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WronglyKept:
    """A candidate that should not be there: `reason` is duplicate, a reason of the world, or unknown."""

    name: str
    url: str
    reason: str
    why: str


@dataclass(frozen=True, slots=True)
class Score:
    """Recall and precision are 1.0 where there was nothing to find, or nothing was kept."""

    town_code: str
    recall: float
    precision: float
    found: tuple[Hit, ...]
    missed: tuple[Miss, ...]
    wrongly_kept: tuple[WronglyKept, ...]


def _tokens(name: str) -> frozenset[str]:
    return frozenset(fold(name).split()) - _COMMON


def _name_likeness(name: str, thing: Thing, town: str) -> float:
    """0 to 100: 100 for a name of the thing exactly, 0 for less than the same name in other words."""
    folded = fold(name)
    best = 0.0
    for variant in thing.names:
        other = fold(variant)
        if folded == other:
            return 100.0
        if fuzz.token_set_ratio(folded, other) < _TOKEN_SET:
            continue
        whole = fuzz.token_sort_ratio(folded, other)
        everyones = frozenset(fold(f"{town} {thing.city} {thing.kind}").split())
        contained = bool(_tokens(variant) - everyones) and _tokens(variant) <= _tokens(name)
        if contained or (whole >= _SHORTER_NAME and _tokens(name) - everyones):
            best = max(best, 50 + whole * 0.49)
    return best


def _is_on_site(url: str, site: str) -> bool:
    """Whether the address lies on the thing's own site: same host, and under its path where it has one."""
    if not url or not site:
        return False
    asked, own = urlsplit(url.lower()), urlsplit(site.lower())
    same_host = (asked.hostname or "").removeprefix("www.") == (own.hostname or "").removeprefix("www.")
    return (
        same_host
        and (asked.path or "/").rstrip("/").startswith(own.path.rstrip("/"))
        and (not own.query or own.query == asked.query)
    )


def _likeness(candidate: Found, thing: Thing, town: str) -> float:
    likeness = _name_likeness(candidate.name, thing, town)
    if likeness < 100 and any(_is_on_site(candidate.url, site) for site in (thing.site, *thing.old_sites)):
        # 99.5: beaten only by the exact name, since several things may speak on one site
        return 99.5
    return likeness


def _best(candidate: Found, things: Sequence[Thing], town: str) -> Thing | None:
    likeness, best = max(
        ((_likeness(candidate, thing, town), thing) for thing in things), key=lambda pair: pair[0], default=(0.0, None)
    )
    return best if likeness > 0 else None


def _town(world: World, town_code: str) -> WorldTown:
    for town in world.towns:
        if town_code == town.code or fold(town_code) == fold(town.name):
            return town
    raise BadInput(
        f"The sandbox has no truth for {town_code}; it has {', '.join(one.name for one in world.towns[:20])}."
    )


def score(town_code: str, kept: Sequence[Found], world: World | None = None) -> Score:
    """What was found, missed and wrongly kept; a second candidate for the same initiative is a wrong one."""
    world = world or load_world()
    town = _town(world, town_code)
    code = town.code
    things = (*world.initiatives(code), *world.not_kept(code))
    hits: dict[str, Hit] = {}
    wrong: list[WronglyKept] = []
    for candidate in kept:
        thing = _best(candidate, things, town.name)
        if thing is None:
            wrong.append(
                WronglyKept(
                    candidate.name, candidate.url, "unknown", "No initiative of this town has this name or site."
                )
            )
        elif not thing.is_initiative:
            wrong.append(WronglyKept(candidate.name, candidate.url, thing.reason, thing.why or thing.name))
        elif thing.id in hits:
            wrong.append(
                WronglyKept(candidate.name, candidate.url, "duplicate", f"Already kept as {hits[thing.id].found_as}.")
            )
        else:
            right = candidate.kind in (thing.kind, *thing.kinds)
            hits[thing.id] = Hit(thing.id, thing.name, candidate.name, candidate.kind, right)
    wanted = world.initiatives(code)
    missed = tuple(
        Miss(thing.id, thing.name, thing.kind, world.evidence.get(thing.id, ()))
        for thing in wanted
        if thing.id not in hits
    )
    return Score(
        town_code=code,
        recall=len(hits) / len(wanted) if wanted else 1.0,
        precision=len(hits) / len(kept) if kept else 1.0,
        found=tuple(hits.values()),
        missed=missed,
        wrongly_kept=tuple(wrong),
    )
