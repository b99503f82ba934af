"""Before a batch: which of its sources are not well today, so that they are left out and the summary says so."""

import asyncio
from collections.abc import Sequence

from sharitories_crawl.models import AskedBy, Query
from sharitories_crawl.pipeline.asking import Asker
from sharitories_crawl.pipeline.checking import Examiner
from sharitories_crawl.pipeline.tools import Tally


async def leave_out_failing(
    due: Sequence[Query], askers: Sequence[Asker], examiner: Examiner, tally: Tally
) -> list[Query]:
    """Check each source that has something due; gives the questions of those that are well, and tallies the others.

    Not checked are those found well a short time ago, and directories that give the world in one answer: for them a
    check would be the whole question over again.
    """
    wanted = {query.source for query in due}
    doubtful = [
        asker
        for asker in askers
        if asker.source.name in wanted
        and asker.source.asked_by is not AskedBy.WORLD
        and not examiner.is_known_well(asker.source.name)
    ]
    left_out = set()
    for examined in await asyncio.gather(*map(examiner.examine, doubtful)):
        name = examined.diagnosis.source
        if examined.probes:
            tally.checked[str(examined.diagnosis.verdict)] += 1
        if examined.failing:
            tally.refusals[name] = f"did not pass its check: {examined.diagnosis.sentence}"
            left_out.add(name)
    kept = [query for query in due if query.source not in left_out]
    tally.left_queries += len(due) - len(kept)
    return kept
