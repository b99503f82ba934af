"""Where the questions of a run are put: what is due of them, in whose turn, source beside source."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from sharitories_crawl.keys import Key
from sharitories_crawl.models import Query, Record, Town
from sharitories_crawl.pipeline.asking import Asked, Asker
from sharitories_crawl.pipeline.by_name import PATH, name_questions, usable_search
from sharitories_crawl.pipeline.checking import Examiner
from sharitories_crawl.pipeline.geocoding import OF_POINTS, point_queries
from sharitories_crawl.pipeline.patience import Fetches
from sharitories_crawl.pipeline.preflight import leave_out_failing
from sharitories_crawl.pipeline.recorder import Recorder
from sharitories_crawl.pipeline.tools import Clock, Knowledge, Store, Tally
from sharitories_crawl.pipeline.turns import Turn, in_turn
from sharitories_crawl.reading import Reader
from sharitories_crawl.settings import Settings
from sharitories_crawl.sources.base import Source
from sharitories_crawl.store.unsited import names_asked, unsited

FOR_EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""What a geocoder said never grows old."""


class Desk:
    """Asks the sources of a run; each keeps its pace and its rest from one stage to the next."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        reader: Reader,
        fetcher: Fetches,
        recorder: Recorder,
        tally: Tally,
        clock: Clock,
        *,
        towns: Mapping[str, Town],
        geocoders: Sequence[Source],
        keys: Mapping[str, Key],
        run_id: int,
        since: datetime,
        is_stopped: Callable[[], bool],
        on_asked: Callable[[Asked, int], None],
        examiner: Examiner | None = None,
        turn: Turn = in_turn,
    ) -> None:
        """`keys` by the name of their variable; `on_asked` is told how many questions of that source are left.

        `examiner` checks each source before it is asked, and those that fail are left out; `turn` puts what is due in
        order.
        """
        self._settings, self._store, self._reader, self._fetcher = settings, store, reader, fetcher
        self._recorder, self._tally, self._clock = recorder, tally, clock
        self._towns, self._geocoders, self._keys = towns, geocoders, keys
        self._run_id, self._since = run_id, since
        self._is_stopped, self._on_asked, self._examiner = is_stopped, on_asked, examiner
        self._turn = turn
        self._askers: dict[str, Asker] = {}
        self._examined: set[str] = set()

    async def ask(self, sources: Sequence[Source], queries: Sequence[Query]) -> None:
        """Ask what is due of these questions, those never asked first, then the oldest."""
        due = self._turn(self._due(queries, self._since), self._store)
        if self._examiner is not None:
            # once a run: what failed its check is left alone from then on
            doubtful = [self._asker(source) for source in sources if source.name not in self._examined]
            due = await leave_out_failing(due, doubtful, self._examiner, self._tally)
            self._examined |= {query.source for query in due}
        await self._ask(sources, due)

    async def ask_by_name(
        self, sources: Sequence[Source], kinds: Collection[str], town: Town, knowledge: Knowledge, asked: set[str]
    ) -> bool:
        """Ask the first web search that can be asked about the initiatives of a town that are known by name alone.

        `asked` are the questions put so already in this run, and grows. Says whether there was anything to ask.
        """
        now, db = self._clock(), self._store.ledger.db
        source = usable_search(sources, town, self._store.ledger.resting(now), self._tally.refusals)
        if source is None:
            return False
        tried, answered = names_asked(db, town.code, PATH, self._since)
        questions = name_questions(
            unsited(db, town.code, kinds), town, source, knowledge, most=self._settings.max_names, tried=tried,
            answered=answered,
        )  # fmt: skip
        new = [query for query in questions if query.id not in asked]
        asked.update(query.id for query in new)
        await self.ask([source], new)
        return bool(new)

    async def geocode(self, queries: Sequence[Query]) -> None:
        """Ask the geocoders what nobody ever told of."""
        await self._ask(self._geocoders, self._due(queries, FOR_EVER))

    async def locate(self, records: Iterable[Record], town: Town) -> None:
        """Ask for the communes of the records that have a point and nothing else."""
        queries = point_queries(records, town, self._geocoders)
        geocoders = [source for source in self._geocoders if source.name == OF_POINTS]
        if queries:
            await self._ask(geocoders, self._due(queries, FOR_EVER))

    async def _ask(self, sources: Sequence[Source], due: Sequence[Query]) -> None:
        await asyncio.gather(*(self._ask_one(source, due) for source in sources))

    async def _ask_one(self, source: Source, due: Sequence[Query]) -> None:
        questions = [(query, self._towns[query.town_code]) for query in due if query.source == source.name]
        left = len(questions)

        def on_asked(asked: Asked) -> None:
            nonlocal left
            left -= 1
            self._on_asked(asked, left)

        if questions:
            await self._asker(source).ask_all(questions, self._run_id, self._is_stopped, on_asked)

    def _asker(self, source: Source) -> Asker:
        if source.name not in self._askers:
            self._askers[source.name] = Asker(
                source, self._settings, self._store, self._reader, self._fetcher, self._recorder, self._tally,
                self._clock, key=self._keys.get(source.key), fresh_since=self._since, locate=self.locate,
            )  # fmt: skip
        return self._askers[source.name]

    def _due(self, queries: Sequence[Query], since: datetime) -> list[Query]:
        """Those that are due now; notes the plan in the database, and in the tally what waits for a source's rest."""
        ledger, now = self._store.ledger, self._clock()
        ledger.save_queries(queries)
        ids = [query.id for query in queries]
        due = ledger.due_queries(ids, since, now)
        waiting = ledger.due_queries(ids, since, now, of_resting=True) - due
        self._tally.left_queries += len(waiting)
        resting = ledger.resting(now)
        self._tally.refusals |= {query.source: resting[query.source] for query in queries if query.id in waiting}
        return [query for query in queries if query.id in due]
