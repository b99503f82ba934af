"""What was found, put on the map: the communes of bare points, the points of addresses; each asked once, for ever."""

from collections.abc import Iterable, Sequence

from sharitories_crawl.geo.names import slugify
from sharitories_crawl.geo.points import asked_address, asked_point
from sharitories_crawl.models import Mention, Query, Record, Town
from sharitories_crawl.sources.base import Source

OF_POINTS = "geo_api"
"""The geocoder that is asked for the commune of a point; all others are asked for the point of an address."""


def point_queries(records: Iterable[Record], town: Town, geocoders: Sequence[Source]) -> list[Query]:
    """A question for each record that says nothing of its place but a point."""
    asked = {asked_point(record) for record in records} - {""}
    return _queries(asked, town, [source for source in geocoders if source.name == OF_POINTS])


def address_queries(mentions: Iterable[Mention], town: Town, geocoders: Sequence[Source]) -> list[Query]:
    """A question for each address of a candidate that has no point."""
    asked = {asked_address(mention, town) for mention in mentions} - {""}
    return _queries(asked, town, [source for source in geocoders if source.name != OF_POINTS])


def _queries(asked: Iterable[str], town: Town, geocoders: Sequence[Source]) -> list[Query]:
    return [
        Query(f"{source.name}/{town.code}/{slugify(text)}", source.name, town.code, (), text, town.language)
        for source in geocoders
        if source.countries is None or town.country in source.countries
        for text in sorted(asked)
    ]
