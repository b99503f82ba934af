"""The doctor in a folder of its own: settings that name servers on loopback, a database, and a clock that stands."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sharitories_crawl.keys import Key
from sharitories_crawl.pipeline.checking import Examined
from sharitories_crawl.pipeline.doctor import Checkup, check_up
from sharitories_crawl.pipeline.tools import Knowledge, Store, load_knowledge, working_store
from sharitories_crawl.settings import Settings, load_settings
from sharitories_crawl.sources import SOURCES

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@cache
def knowledge() -> Knowledge:
    """Loaded once for all tests."""
    return load_knowledge()


@dataclass
class Office:
    """A database, and what the user has set."""

    folder: Path
    now: datetime = NOW
    addresses: dict[str, str] = field(default_factory=dict)
    """Source -> address."""
    more: dict[str, str] = field(default_factory=dict)
    """Further environment variables."""
    key: str = ""
    """The key of every source that takes one; empty for none."""

    @property
    def settings(self) -> Settings:
        variables = {f"SHARITORIES_{name.upper()}_URL": url for name, url in self.addresses.items()}
        fixed = {"SHARITORIES_DELAY": "0", "SHARITORIES_CONTACT": "you@example.org", "SHARITORIES_TIMEOUT": "5"}
        return load_settings(self.folder, {**fixed, **variables, **self.more}, {"db": self.folder / "here.db"})

    @property
    def keys(self) -> Mapping[str, Key]:
        return {source.key: Key(self.key) for source in SOURCES.values() if source.key} if self.key else {}

    @contextmanager
    def store(self) -> Iterator[Store]:
        with working_store(self.folder / "here.db") as store:
            store.ledger.save_words((), (), SOURCES.values())
            yield store

    async def check_up(self, *names: str) -> Checkup:
        """Let the doctor ask those sources."""
        sources = [SOURCES[name] for name in names]
        with self.store() as store:
            return await check_up(sources, self.settings, knowledge(), store, self.keys, lambda: self.now)

    async def examine(self, name: str, address: str = "") -> Examined:
        """Let the doctor ask one source, at an address."""
        if address:
            self.addresses[name] = address
        return (await self.check_up(name)).examined[0]
