"""What happened to an initiative between two looks at it. Each thing is told once, and silence is no news."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from rapidfuzz import fuzz

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Mention, Town
from sharitories_crawl.models.changing import Change, Present, Sight, Site, Standing, Witness
from sharitories_crawl.resolve.agreement import LIKE_NAME, agreement
from sharitories_crawl.resolve.joining import is_on_site
from sharitories_crawl.resolve.names import read_name

OK = "ok"
REMOVED = frozenset({"http-404", "http-410"})
"""The server itself says that the page is there no more."""
HEARD = frozenset({OK, *REMOVED})
UNHEARD = frozenset({"dns", "no-route", "connection-refused"})
"""Nobody is there to say so."""
SHAKY = frozenset({"connection-reset", "timeout", "too-slow", "tls", "http-5xx"})
"""Somebody is there and does not get it said: an outage, most often."""
A_THIRD = 0.34
"""Of a miss: an outage must last three times as long to count as an end. Arbitrary."""
SAME_STREET = 85
"""Of 100: spellings of one street. Arbitrary."""
MOST_KEPT = 40
"""Names and addresses remembered for one initiative; nothing honest has more."""

MissesOf = Callable[[Witness, bool], Witness]

_DIGITS = re.compile(r"\d+")


def compare(
    before: Standing | None,
    now: Present,
    town: Town,
    sites: Mapping[str, Site],
    *,
    misses_of: MissesOf,
    known_places: Mapping[str, str],
    gone_after: int,
    at: str,
) -> tuple[list[Change], Standing]:
    """What changed, and what stands from now on.

    `misses_of` counts the misses of a witness anew, told whether its mention is still kept; `known_places` tells whose
    each place in the town was; `gone_after` misses make a witness gone, and an initiative with no other.
    """
    witnesses = _witnesses(before, now, misses_of)
    if before is None:
        return _first(now, witnesses, known_places), _noted(Standing(now.id, now.name), now, witnesses, sites)
    if before.is_new:
        return [], _noted(replace(before, is_new=False, name=now.name), now, witnesses, sites)
    if now.merged_into:
        merged = [] if before.merged_into else [Change(f"merged into {now.merged_into}", now.id, now.merged_into)]
        return merged, replace(before, merged_into=now.merged_into)
    changes = [
        *_evidence(before, now, known_places),
        *_renamed(before, now, town),
        *_moved(before, now),
        *_registered(before, now),
    ]
    of_site, standing = _site(replace(before, merged_into=""), now, sites, gone_after)
    changes += of_site
    changes += _dissolved(before, now)
    of_presence, gone_at = _presence(before, now, witnesses, gone_after, at)
    changes += of_presence
    return changes, replace(_noted(standing, now, witnesses, sites), gone_at=gone_at)


def _witnesses(before: Standing | None, now: Present, misses_of: MissesOf) -> tuple[Witness, ...]:
    """What speaks for it now, and what did earlier, each with its misses."""
    remembered = {witness.place: witness for witness in (before.witnesses if before else ())}
    present = {sight.witness.place: sight.witness for sight in now.sights}
    for place, witness in present.items():
        # what a page said when it was last heard is kept as long as it is silent
        earlier = remembered.get(place)
        if earlier is not None and not witness.misses and earlier.seen_at == witness.seen_at:
            present[place] = misses_of(earlier, True)
    absent = [misses_of(witness, False) for place, witness in remembered.items() if place not in present]
    return tuple(sorted((*present.values(), *absent), key=lambda witness: witness.place))


def _first(now: Present, witnesses: tuple[Witness, ...], known_places: Mapping[str, str]) -> list[Change]:
    if now.merged_into or not now.sights:
        return []
    earlier = {known_places.get(witness.place, "") for witness in witnesses} - {now.id}
    if earlier and "" not in earlier:
        return [Change(f"split from {min(earlier)}", min(earlier), now.id)]
    return [Change("discovered", "", now.name, _told(now.sights))]


def _evidence(before: Standing, now: Present, known_places: Mapping[str, str]) -> list[Change]:
    """What spoke for another initiative before is no news where it speaks for this one."""
    new = [sight for sight in now.sights if sight.witness.place not in known_places]
    return [Change("new evidence", "", "", _told(new))] if new and before.witnesses else []


def _told(sights: "list[Sight] | tuple[Sight, ...]") -> str:
    pages = list(dict.fromkeys(sight.witness.found_in for sight in sights))
    more = f" and {len(pages) - 3} more" if len(pages) > 3 else ""
    return ", ".join(pages[:3]) + more


def _renamed(before: Standing, now: Present, town: Town) -> list[Change]:
    """Another name, not another spelling, and none that its evidence gave before."""
    if not now.sights or now.name == before.name:
        return []
    name = read_name(now.name, town)
    if name.is_empty:
        return []
    for known in (before.name, *before.names):
        earlier = read_name(known, town)
        if known == now.name or earlier.is_empty or agreement(earlier, name) >= LIKE_NAME:
            return []
    return [Change("renamed", before.name, now.name)]


def _moved(before: Standing, now: Present) -> list[Change]:
    """Another address, where both are told, and none that its evidence gave before."""
    address = address_of(now.street, now.postal_code)
    if not now.sights or not address or not before.address:
        return []
    if any(same_address(known, address) for known in (before.address, *before.addresses)):
        return []
    return [Change("moved", before.address, address)]


def address_of(street: str, postal_code: str) -> str:
    """An address as it is compared; empty where no street is told."""
    return f"{street}, {postal_code}".strip(", ") if street else ""


def same_address(one: str, other: str) -> bool:
    """The same numbers, and a street spelt alike."""
    a, b = fold(one), fold(other)
    if a == b:
        return True
    numbers, others = _DIGITS.findall(a), _DIGITS.findall(b)
    alike = fuzz.token_sort_ratio(_DIGITS.sub("", a), _DIGITS.sub("", b)) >= SAME_STREET
    nested = set(numbers) <= set(others) or set(others) <= set(numbers)
    return alike and nested


def _registered(before: Standing, now: Present) -> list[Change]:
    if before.registration or not now.registration:
        return []
    return [Change("registered", "", now.registration)]


def _site(before: Standing, now: Present, sites: Mapping[str, Site], gone_after: int) -> tuple[list[Change], Standing]:
    """Whether its own page lives. A page that nobody answers for is dead after some silent fetches only."""
    page = sites.get(before.site)
    if page is None or page.fetched_at <= before.site_checked:
        return [], before
    checked = replace(before, site_checked=page.fetched_at)
    if page.status == OK and not page.is_parked:
        told = [Change("site back", "", before.site)] if before.site_state else []
        return told, replace(checked, site_state="", site_misses=0)
    if page.status == OK:
        told = [Change("site parked", before.site)] if before.site_state != "parked" else []
        return told, replace(checked, site_state="parked", site_misses=0)
    misses = gone_after if page.status in REMOVED else before.site_misses + weight(page)
    if misses >= gone_after and before.site_state != "dead":
        return [Change("site dead", before.site, "", page.status)], replace(
            checked, site_state="dead", site_misses=misses
        )
    return [], replace(checked, site_misses=misses)


def weight(page: Site) -> float:
    """How much of a miss it is that a page did not say what it said before: nothing where it could not be asked."""
    if page.status in HEARD:
        return 1
    if page.alone:
        return 0
    return 1 if page.status in UNHEARD else A_THIRD if page.status in SHAKY else 0


def _dissolved(before: Standing, now: Present) -> list[Change]:
    return [Change("dissolved", now.registration)] if now.is_dissolved and not before.is_dissolved else []


def _presence(
    before: Standing, now: Present, witnesses: tuple[Witness, ...], gone_after: int, at: str
) -> tuple[list[Change], str]:
    """Gone once every witness was missed so often; back with the first that is seen again."""
    heard = [witness for witness in witnesses if witness.misses < gone_after]
    if not before.gone_at:
        if heard or not witnesses:
            return [], ""
        told = [] if now.is_dissolved else [Change("gone", before.name, "", f"missed {gone_after} times everywhere")]
        return told, at
    if any(sight.witness.misses == 0 and sight.witness.seen_at > before.gone_at for sight in now.sights):
        return ([] if now.is_dissolved else [Change("back again", "", now.name, _told(now.sights))]), ""
    return [], before.gone_at


def _noted(standing: Standing, now: Present, witnesses: tuple[Witness, ...], sites: Mapping[str, Site]) -> Standing:
    """What stands, with all that was ever seen of names, places and addresses."""
    address = address_of(now.street, now.postal_code)
    names = dict.fromkeys((*standing.names, standing.name, *(sight.name for sight in now.sights), now.name))
    told = (address_of(sight.street, sight.postal_code) for sight in now.sights)
    addresses = dict.fromkeys(text for text in (*standing.addresses, standing.address, *told, address) if text)
    page = sites.get(now.url)
    lives = page is not None and page.status == OK and not page.is_parked
    site = now.url if lives or not standing.site else standing.site
    if site != standing.site:
        standing = replace(standing, site=site, site_state="", site_misses=0, site_checked="")
        if page is not None and lives:
            standing = replace(standing, site_checked=page.fetched_at)
    return replace(
        standing,
        name=now.name if now.sights else standing.name,
        names=tuple(names)[-MOST_KEPT:],
        address=address or standing.address,
        addresses=tuple(addresses)[-MOST_KEPT:],
        registration=now.registration or standing.registration,
        is_dissolved=standing.is_dissolved or now.is_dissolved,
        merged_into=now.merged_into,
        witnesses=witnesses,
    )


def place_of(source: str, source_id: str, url: str, site: str, list_url: str, name: str) -> str:
    """What stays the same of evidence when its words change: a record, an own site's page, a list's entry."""
    if source_id:
        return f"{source}:{source_id}"
    return url if is_on_site(url, site, list_url) else f"{url}#{fold(name)}"


def lasting_place(mention: Mention) -> str:
    """The place of a mention that may call itself otherwise one day and is still the same; empty for any other."""
    place = place_of(mention.source, mention.source_id, mention.url, mention.site, mention.list_url, mention.name)
    return "" if "#" in place and not mention.source_id else place
