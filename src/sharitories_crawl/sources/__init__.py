"""Where one asks: one small module per source, and all of them by name."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from sharitories_crawl.source_table import SOURCE_TABLE
from sharitories_crawl.sources.base import Source


def _declared(place: str) -> Source:
    module, _, name = place.partition(":")
    source: Source = getattr(import_module(f"{__name__}.{module}"), name)
    return source


SOURCES: Mapping[str, Source] = MappingProxyType({name: _declared(place) for name, place in SOURCE_TABLE.items()})
"""Every source there is, by name, in the order in which they are shown."""
