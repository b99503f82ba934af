"""Addresses and points written so that a geocoder can be asked about them, and what it said put where it belongs."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from sharitories_crawl.models import Mention, Record


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


def asked_address(mention: Mention, town_name: str) -> str:
    """The address of a mention on one line, or empty where it has a point already or no street to find one by."""
    if mention.latitude is not None or not mention.street:
        return ""
    return " ".join(f"{mention.street} {mention.postal_code} {mention.city or town_name}".split())


def asked_point(record: Record) -> str:
    """The point of a record that says nothing else of its place, `47.74860,-3.36640`; empty for any other."""
    if record.postal_code or record.city or record.latitude is None or record.longitude is None:
        return ""
    return f"{record.latitude:.5f},{record.longitude:.5f}"


def with_points(mentions: Iterable[Mention], known: Mapping[str, Known], town_name: str) -> list[Mention]:
    """The mentions, those without a point with that of their address where a geocoder knows it."""
    placed = []
    for mention in mentions:
        found = known.get(asked_address(mention, town_name))
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
