"""One source, asked its due questions one after another; a block lets it rest while the others go on."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sharitories_crawl.fetch.outcome import Failure, FetchFailure, OutOfRequests
from sharitories_crawl.fetch.wire import read_retry_after
from sharitories_crawl.keys import Key
from sharitories_crawl.models import Answer, AnswerStatus, AskedBy, Lead, Query, Record, Request, Response, Town
from sharitories_crawl.pipeline.answers import leads_of, read_records, whole_answer
from sharitories_crawl.pipeline.budget import why_spent
from sharitories_crawl.pipeline.page_reading import response_from
from sharitories_crawl.pipeline.patience import Fetches
from sharitories_crawl.pipeline.recorder import Recorder
from sharitories_crawl.pipeline.tools import Clock, Store, Tally
from sharitories_crawl.reading import Reader
from sharitories_crawl.settings import DEFAULT, Settings
from sharitories_crawl.sources.base import Source
from sharitories_crawl.sources.remedies import is_yours_to_mend
from sharitories_crawl.store.place import Place
from sharitories_crawl.store.spending import Spending

RESTS = {
    AnswerStatus.RATE_LIMITED: timedelta(minutes=10),
    AnswerStatus.CAPTCHA: timedelta(hours=1),
    AnswerStatus.BLOCKED: timedelta(hours=24),
    AnswerStatus.QUOTA: timedelta(hours=24),
}
"""How long a source is left alone after a block, doubled on each repeat; a Retry-After of its own wins."""
LONGEST_REST = timedelta(days=7)
RETRY_AFTER_FAILURE = timedelta(hours=6)
"""A question that was not answered for a fault is asked again by a later run, not by this one. Arbitrary."""
FAILURES_IN_A_ROW = 3
"""A source that is silent so often is not there today."""
PARTIAL_IN_A_ROW = 12
"""A metasearch with nothing to say and some engines shut out may have nothing to say; so often, it is shut out."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What came for one request, what it says, and its row where it was archived."""

    fetched: Response | FetchFailure
    answer: Answer
    response_id: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What one question came to."""

    query: Query
    town: Town
    answer: Answer
    leads: tuple[Lead, ...]


class Asker:
    """Asks one source."""

    def __init__(
        self,
        source: Source,
        settings: Settings,
        store: Store,
        reader: Reader,
        fetcher: Fetches,
        recorder: Recorder,
        tally: Tally,
        clock: Clock,
        key: Key | None = None,
        fresh_since: datetime | None = None,
        locate: Callable[[Sequence[Record], Town], Awaitable[None]] | None = None,
    ) -> None:
        """`fresh_since` says how old an answer for all towns may be to serve another town too.

        `locate` asks for the communes of records that say nothing of their place but a point.
        """
        self.source = source
        self._base = address_of(source, settings)
        self._delay = delay_of(source, settings)
        self._obey_robots = source.html and not settings.permission(source.name)
        self._store, self._reader, self._fetcher = store, reader, fetcher
        self._recorder, self._tally, self._clock = recorder, tally, clock
        self._spending = Spending(store.ledger.db)
        self._key = (source.key_header, source.key_format.format(key=key.reveal()), key.reveal()) if key else None
        self._fresh_since, self._locate = fresh_since, locate
        self._asked_here = False
        self._is_closed = False
        self.lacks_key = bool(source.key) and key is None
        self.has_own_address = bool(settings.source_url(source.name))

    async def ask_all(
        self,
        questions: Sequence[tuple[Query, Town]],
        run_id: int,
        is_stopped: Callable[[], bool],
        on_asked: Callable[[Asked], None],
    ) -> None:
        """Ask until done, stopped, blocked or out of budget; what was not asked stays due."""
        in_a_row = 0
        for number, (query, town) in enumerate(questions):
            spent = "" if self._is_free(query) else why_spent(self.source, self._spending, self._clock())
            if self._is_closed or is_stopped() or spent:
                if spent:
                    self._tally.refusals[self.source.name] = spent
                self._tally.left_queries += len(questions) - number
                return
            try:
                asked = await self._ask(query, town, run_id)
            except OutOfRequests:
                self._tally.left_queries += len(questions) - number
                return
            on_asked(asked)
            status = asked.answer.status
            partial = is_partial(asked.answer)
            in_a_row = in_a_row + 1 if status is AnswerStatus.TIMEOUT or partial else 0
            enough = PARTIAL_IN_A_ROW if partial else FAILURES_IN_A_ROW
            if (status in RESTS and not partial) or in_a_row >= enough:
                self._tally.refusals[self.source.name] = asked.answer.detail or str(status)
                self._tally.left_queries += len(questions) - number - 1
                self._is_closed = True
                return

    async def _ask(self, query: Query, town: Town, run_id: int) -> Asked:
        pages = self._shared_pages(query) or await self._fetch_pages(query, town)
        answer = whole_answer([page.answer for page in pages], self.source, town)
        if self.source.asks_a_box and self._locate is not None:
            await self._locate(answer.records, town)
        now = self._clock()
        retry_at = self._rest(answer, pages[0].fetched, now)
        leads = leads_of(answer, query, town)
        kept = read_records(answer, query, town, self.source, self._reader, self._store, run_id, now)
        # last, so that a question whose records were not all stored when the run was killed is asked again
        rows = [page.response_id for page in pages if page.response_id is not None]
        self._store.ledger.save_answer(run_id, query.id, answer, rows, now, retry_at, (*leads, *kept))
        self._tally.answered(self.source.name, str(answer.status), answer.detail)
        return Asked(query, town, answer, (*leads, *kept))

    async def probe(self, query: Query, town: Town) -> tuple[Response | FetchFailure, Answer]:
        """One page for a question of no plan: spent, archived and rested from like any, but no answer of a town."""
        fetched = await self._fetch(self.source.build_request(query, town, self._base))
        answer = self.source.parse(fetched, query) if isinstance(fetched, Response) else answer_of(fetched)
        self._rest(answer, fetched, self._clock())
        return fetched, answer

    async def _fetch_pages(self, query: Query, town: Town) -> list[_Page]:
        """The answer and what follows it, as far as the source's own bound and its budget go."""
        request: Request | None = self.source.build_request(query, town, self._base)
        pages: list[_Page] = []
        while request is not None and len(pages) < self.source.max_pages:
            if pages and why_spent(self.source, self._spending, self._clock()):
                break
            fetched = await self._fetch(request)
            if not isinstance(fetched, Response):
                pages.append(_Page(fetched, answer_of(fetched), None))
                break
            answer = self.source.parse(fetched, query)
            pages.append(_Page(fetched, answer, self._recorder.response_id(fetched.url)))
            more = answer.status is AnswerStatus.RESULTS and self.source.next_page is not None
            request = self.source.next_page(request, fetched) if more and self.source.next_page else None
        return pages

    async def _fetch(self, request: Request) -> Response | FetchFailure:
        """One request, noted as spent before it is sent and no sooner than the delay since the last process's."""
        now = self._clock()
        latest = self._spending.latest(self.source.name)
        early = self._delay - (now - latest).total_seconds() if latest is not None and latest <= now else 0.0
        if not self._asked_here and 0 < early <= self._delay:
            await asyncio.sleep(early)
        self._asked_here = True
        self._spending.spend(self.source.name, now)
        return await self._fetcher.ask(request, delay=self._delay, obey_robots=self._obey_robots, key=self._key)

    def _is_free(self, query: Query) -> bool:
        """Whether the answer is at hand already, so that no request is made for it."""
        return bool(self._shared_places(query))

    def _shared_places(self, query: Query) -> list[tuple[int, Place]]:
        if self.source.asked_by is not AskedBy.WORLD or self._fresh_since is None:
            return []
        return self._store.ledger.shared_answer(query.source, self._fresh_since)

    def _shared_pages(self, query: Query) -> list[_Page]:
        """The answer that another town got, where the source has one for all and it is fresh."""
        pages = []
        for response_id, place in self._shared_places(query):
            response = response_from(self._store, place)
            pages.append(_Page(response, self.source.parse(response, query), response_id))
        return pages

    def _rest(self, answer: Answer, fetched: Response | FetchFailure, now: datetime) -> datetime | None:
        """Let the source rest if it asked for it; gives the moment from which the question may be put again."""
        if answer.status in (AnswerStatus.RESULTS, AnswerStatus.EMPTY):
            self._store.ledger.wake(self.source.name)
            return None
        if answer.status is AnswerStatus.TIMEOUT or is_yours_to_mend(answer.reason):
            return now
        if answer.status not in RESTS or is_partial(answer):
            return now + RETRY_AFTER_FAILURE
        repeats = self._store.ledger.rests(self.source.name)
        pause = min(RESTS[answer.status] * 2**repeats, LONGEST_REST)
        asked_for = retry_after(fetched)
        until = now + (timedelta(seconds=asked_for) if asked_for is not None else pause)
        self._store.ledger.rest(self.source.name, until, answer.detail or str(answer.status))
        return until


def is_partial(answer: Answer) -> bool:
    """Whether only engines behind a metasearch kept us out: the question stays open, the source is not at fault."""
    return answer.status in RESTS and answer.reason.startswith("engines-")


def delay_of(source: Source, settings: Settings) -> float:
    """Seconds between two questions: the source's own manners, unless it is the user's own or the sandbox's."""
    is_own = bool(settings.source_url(source.name)) and settings.origins["delay"] != DEFAULT
    return settings.delay if settings.sandbox or is_own else max(source.delay, settings.delay)


def address_of(source: Source, settings: Settings) -> str:
    """Where a source is asked: the address that the user set, the sandbox's own, or the source's default."""
    sandbox = f"http://{source.name}.example" if settings.sandbox else ""
    return settings.source_url(source.name) or sandbox or source.base_url


def retry_after(fetched: Response | FetchFailure) -> float | None:
    """Seconds that the other side asked us to wait, where it said so, in seconds or by a date."""
    if isinstance(fetched, FetchFailure):
        return fetched.retry_after
    return read_retry_after(fetched.headers.get("retry-after", ""), fetched.fetched_at)


def answer_of(failure: FetchFailure) -> Answer:
    """How asking ended where no answer could be had."""
    if failure.slug in (Failure.ROBOTS_DISALLOWED, Failure.ROBOTS_UNREACHABLE, Failure.REFUSED_ADDRESS):
        status = AnswerStatus.BLOCKED
    elif failure.slug is Failure.RATE_LIMITED:
        status = AnswerStatus.RATE_LIMITED
    elif failure.slug in (Failure.TOO_LARGE, Failure.BAD_ENCODING):
        status = AnswerStatus.UNREADABLE
    else:
        status = AnswerStatus.TIMEOUT
    return Answer(status, reason=str(failure.slug), detail=failure.detail)
