"""Find the collaborative initiatives of middle-sized towns, with the evidence for each."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("sharitories-crawl")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0"
