"""Addresses and points written so that a geocoder can be asked about them, and what it said put where it belongs."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from sharitories_crawl.models import Mention, Record, Town

CENTRE_METRES = 30
"""Arbitrary: GeoNames, the towns' source, and the registers agree on the centre of a commune that far."""


class Known(Protocol):
    """What a geocoder said of an address or a point."""

    @property
    def source(self) -> str: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...
    @property
    def postal_code(self) -> str: ...
    @property
    def city(self) -> str: ...


def metres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Between two points so near that the earth is flat there."""
    east = math.radians(other_longitude - longitude) * math.cos(math.radians((latitude + other_latitude) / 2))
    north = math.radians(other_latitude - latitude)
    return 6_371_000 * math.hypot(east, north)


def is_centre(latitude: float, longitude: float, town: Town) -> bool:
    """Whether a point is the town's own: what directories write that know nothing better."""
    return metres(latitude, longitude, town.latitude, town.longitude) < CENTRE_METRES


def asked_address(mention: Mention, town: Town) -> str:
    """The address of a mention on one line, or empty where it has a point already or no street to find one by."""
    known = mention.latitude is not None and mention.longitude is not None
    if not mention.street or (known and not is_centre(mention.latitude or 0, mention.longitude or 0, town)):
        return ""
    return " ".join(f"{mention.street} {mention.postal_code} {mention.city or town.name}".split())


def asked_point(record: Record) -> str:
    """The point of a record that says nothing else of its place, `47.74860,-3.36640`; empty for any other."""
    if record.postal_code or record.city or record.latitude is None or record.longitude is None:
        return ""
    return f"{record.latitude:.5f},{record.longitude:.5f}"


def with_points(mentions: Iterable[Mention], known: Mapping[str, Known], town: Town) -> list[Mention]:
    """The mentions, those without a point with that of their address where a geocoder knows it."""
    placed = []
    for mention in mentions:
        found = known.get(asked_address(mention, town))
        if found is not None and found.latitude is not None:
            mention = replace(mention, latitude=found.latitude, longitude=found.longitude)
        placed.append(mention)
    return placed


def with_communes(records: Iterable[Record], known: Mapping[str, Known]) -> tuple[Record, ...]:
    """The records, those that have only a point with the commune it lies in where a geocoder knows it."""
    placed = []
    for record in records:
        found = known.get(asked_point(record))
        if found is not None and found.city:
            record = replace(record, city=found.city, postal_code=found.postal_code, located_by=found.source)
        placed.append(record)
    return tuple(placed)
