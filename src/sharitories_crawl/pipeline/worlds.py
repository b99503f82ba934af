"""Before a run: the world that it asks is there, and its database holds answers of no other."""

from sharitories_crawl.errors import NothingReachable
from sharitories_crawl.fetch.reach import takes_connections
from sharitories_crawl.settings import Settings
from sharitories_crawl.store.database import check_ours, is_blank
from sharitories_crawl.store.worlds import check_world


def check_database(settings: Settings) -> None:
    """Raise BadInput or ForeignDatabase where this run must not write to the database; it stays untouched."""
    if not is_blank(settings.db):
        check_ours(settings.db)
    check_world(settings.db, fiction=bool(settings.sandbox))


def check_sandbox(settings: Settings) -> None:
    """Raise NothingReachable where a sandbox is to be asked and nobody listens there."""
    if settings.sandbox and not takes_connections(settings.sandbox):
        raise NothingReachable(
            f"no sandbox answers at {settings.sandbox}; start one with `sharitories sandbox serve`, which says its "
            "address"
        )
