"""Our databases' metadata as Datasette asks for them."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sharitories_crawl.errors import BadInput
from sharitories_crawl.review.descriptions import about_database, about_instance
from sharitories_crawl.review.ours import our_databases
from sharitories_crawl.store.figures import attributions
from sharitories_crawl.store.glance import reading

if TYPE_CHECKING:
    from datasette.app import Datasette

_WITHOUT = {"tables", "allow", "allow_sql", "plugins"}
"""Keys that we say nothing of. Datasette asks for some of them for every table of every page."""


def metadata_of(datasette: "Datasette", key: str | None) -> dict[str, object]:
    """Everything we say of this instance; a fresh value each time, since Datasette writes the user's own into it."""
    ours = our_databases(datasette) if key not in _WITHOUT else []
    if not ours:
        return {}
    served = [name for name in datasette.databases if name not in ("_internal", "_memory")]
    databases = {name: about_database(name, credits_of(str(datasette.databases[name].path))) for name in ours}
    return {**(about_instance() if served == ours else {}), "databases": databases}


@lru_cache(maxsize=16)
def credits_of(path: str) -> tuple[str, ...]:
    """Whom the data in a file come from, as they ask to be credited; as it was when first asked."""
    try:
        with reading(Path(path)) as database:
            return tuple(attributions(database)) if database else ()
    except BadInput:  # written by a newer version: nothing is known of its tables
        return ()
