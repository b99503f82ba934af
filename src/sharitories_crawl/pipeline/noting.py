"""What changed since the last run, told from what stands now and what was noted then, and written down."""

from collections.abc import Iterable

from sharitories_crawl.models.changing import Change, Standing, Witness
from sharitories_crawl.pipeline.resolving import Places
from sharitories_crawl.pipeline.tools import Clock, Store
from sharitories_crawl.resolve.changes import compare
from sharitories_crawl.store.moments import stamp

GONE_AFTER = 3
"""Complete misses after which evidence counts as gone, unless the settings say otherwise."""


def note_changes(
    store: Store, towns: Places, codes: Iterable[str], run_id: int, clock: Clock, gone_after: int = GONE_AFTER
) -> None:
    """Compare each town with how it stood; a run that was killed before this leaves it to the next."""
    for code in codes:
        _note_town(store, towns, code, run_id, clock, gone_after)


def _note_town(store: Store, towns: Places, code: str, run_id: int, clock: Clock, gone_after: int) -> None:
    changes = store.changes
    present, before = changes.present(code), changes.standings(code)
    if not present:
        return
    town, now = towns.find(code), clock()
    urls = {one.url for one in present} | {standing.site for standing in before.values()}
    pages = {witness.found_in for standing in before.values() for witness in standing.witnesses}
    sites = changes.sites(url for url in urls | pages if url)
    places = changes.places(code)

    def misses_of(witness: Witness, is_kept: bool) -> Witness:
        return changes.misses_of(witness, is_kept, sites)

    told: list[tuple[str, Change]] = []
    standings: list[Standing] = []
    for one in present:
        found, standing = compare(
            before.get(one.id), one, town, sites, misses_of=misses_of, known_places=places, gone_after=gone_after,
            at=stamp(now),
        )  # fmt: skip
        told += [(one.id, change) for change in found]
        standings.append(standing)
    changes.note(run_id, code, told, standings, before, now, gone_after)
