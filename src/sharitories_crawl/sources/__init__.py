"""Where one asks: one small module per source, and the table of them all."""

from collections.abc import Mapping
from types import MappingProxyType

from sharitories_crawl.sources import duckduckgo, gogocarto, mojeek, overpass, searxng
from sharitories_crawl.sources.base import Source

SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        source.name: source
        for source in (searxng.SOURCE, duckduckgo.SOURCE, mojeek.SOURCE, overpass.SOURCE, gogocarto.SOURCE)
    }
)
"""Every source there is, by name, in the order in which they are shown."""
