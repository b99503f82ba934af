"""Evidence read for a town: pages, articles, lists, records and results become mentions, each with its reasons."""

from sharitories_crawl.reading.found import Found, Reading, found_through
from sharitories_crawl.reading.reader import Reader

__all__ = ["Found", "Reader", "Reading", "found_through"]
