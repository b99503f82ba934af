"""In which order due questions are asked, so that whatever ends a run, the right ones were asked."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from sharitories_crawl.models import Query
from sharitories_crawl.pipeline.tools import Store
from sharitories_crawl.store.moments import stamp

Turn = Callable[[Sequence[Query], Store], list[Query]]


def in_turn(queries: Sequence[Query], store: Store) -> list[Query]:
    """Never asked before asked, older answers before newer; else in the order of the plan.

    So a budget that ends a run in the midst of a plan lets the next run begin where this one ended.
    """
    asked_at = store.ledger.asked_at(query.id for query in queries)
    return sorted(queries, key=lambda query: asked_at.get(query.id, ""))


def town_by_town(since: datetime) -> Turn:
    """The same for many towns: each that was not seen since a moment gets its first question before any its second.

    Seen by a source, that is. So every town has its turn within the refresh time, however many questions never asked
    there are; and as long as there is too little time for all, all towns get their share of it.
    """

    def turn(queries: Sequence[Query], store: Store) -> list[Query]:
        asked_at = store.ledger.asked_at(query.id for query in queries)
        seen = store.ledger.seen_at()
        own: defaultdict[tuple[str, str], list[Query]] = defaultdict(list)
        for query in queries:
            own[query.source, query.town_code].append(query)
        keyed = []
        for place, asked in own.items():
            last_seen = seen.get(place, "")
            for number, query in enumerate(sorted(asked, key=lambda query: asked_at.get(query.id, ""))):
                at = asked_at.get(query.id, "")
                if number == 0 and last_seen < stamp(since):
                    key = (0, last_seen, 0)
                elif not at:
                    key = (1, "", number)
                else:
                    key = (2, at, 0)
                keyed.append(((*key, last_seen), query))
        return [query for _, query in sorted(keyed, key=lambda pair: pair[0])]

    return turn
