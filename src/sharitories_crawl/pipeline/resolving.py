"""The mentions of each town joined into initiatives, with yesterday's ids kept."""

from collections.abc import Iterable

from sharitories_crawl.geo.everywhere import Everywhere
from sharitories_crawl.geo.points import with_points
from sharitories_crawl.geo.towns import Towns
from sharitories_crawl.pipeline.tools import Clock, Store
from sharitories_crawl.resolve.initiatives import resolve


def resolve_towns(store: Store, towns: Towns | Everywhere, codes: Iterable[str], run_id: int, clock: Clock) -> int:
    """Resolve the given towns anew; gives how many initiatives are new."""
    new = 0
    for code in codes:
        before = {str(row["id"]) for row in store.candidates.initiatives(code)}
        town = towns.find(code)
        mentions = with_points(store.candidates.kept_mentions(code), store.geocodes.of_town(code), town)
        resolution = resolve(
            mentions,
            town,
            store.candidates.memberships(code),
            settled=store.candidates.settled(code),
            taken=store.candidates.merged_away(code),
        )
        store.candidates.put_resolution(run_id, code, resolution, clock())
        new += len({initiative.id for initiative in resolution.initiatives} - before)
    return new
