"""One source, asked its due questions one after another; a block lets it rest while the others go on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sharitories_crawl.extract.urls import canonicalize_url
from sharitories_crawl.fetch.fetcher import Fetcher
from sharitories_crawl.fetch.outcome import Failure, FetchFailure
from sharitories_crawl.models import Answer, AnswerStatus, Lead, Query, Response, Town, Verdict
from sharitories_crawl.pipeline.recorder import Recorder
from sharitories_crawl.pipeline.tools import Clock, Store, Tally
from sharitories_crawl.reading import Found, Reader
from sharitories_crawl.settings import DEFAULT, Settings
from sharitories_crawl.sources.base import Source
from sharitories_crawl.store.moments import stamp

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
        fetcher: Fetcher,
        recorder: Recorder,
        tally: Tally,
        clock: Clock,
    ) -> None:
        self.source = source
        self._base = settings.source_url(source.name) or sandbox_url(source, settings) or source.base_url
        self._delay = delay_of(source, settings)
        self._obey_robots = source.html and not settings.permission(source.name)
        self._store, self._reader, self._fetcher = store, reader, fetcher
        self._recorder, self._tally, self._clock = recorder, tally, clock

    async def ask_all(
        self,
        questions: Sequence[tuple[Query, Town]],
        run_id: int,
        is_stopped: Callable[[], bool],
        on_asked: Callable[[Asked], None],
    ) -> None:
        """Ask until done, stopped or blocked; what was not asked stays due."""
        in_a_row = 0
        for number, (query, town) in enumerate(questions):
            if is_stopped():
                self._tally.left_queries += len(questions) - number
                return
            asked = await self._ask(query, town, run_id)
            on_asked(asked)
            status = asked.answer.status
            partial = is_partial(asked.answer)
            in_a_row = in_a_row + 1 if status is AnswerStatus.TIMEOUT or partial else 0
            enough = PARTIAL_IN_A_ROW if partial else FAILURES_IN_A_ROW
            if (status in RESTS and not partial) or in_a_row >= enough:
                self._tally.refusals[self.source.name] = asked.answer.detail or str(status)
                self._tally.left_queries += len(questions) - number - 1
                return

    async def _ask(self, query: Query, town: Town, run_id: int) -> Asked:
        request = self.source.build_request(query, town, self._base)
        fetched = await self._fetcher.ask(request, delay=self._delay, obey_robots=self._obey_robots)
        now = self._clock()
        response_id = None
        if isinstance(fetched, Response):
            answer = self.source.parse(fetched, query)
            response_id = self._recorder.response_id(fetched.url)
        else:
            answer = answer_of(fetched)
        retry_at = self._rest(answer, fetched, now)
        leads = leads_of(answer, query, town)
        kept = read_records(answer, query, town, self.source, self._reader, self._store, run_id, now, self._tally)
        # last, so that a question whose records were not all stored when the run was killed is asked again
        self._store.ledger.save_answer(run_id, query.id, answer, response_id, now, retry_at, (*leads, *kept))
        self._tally.answered(self.source.name, str(answer.status), answer.detail)
        return Asked(query, town, answer, (*leads, *kept))

    def _rest(self, answer: Answer, fetched: Response | FetchFailure, now: datetime) -> datetime | None:
        """Let the source rest if it asked for it; gives the moment from which the question may be put again."""
        if answer.status in (AnswerStatus.RESULTS, AnswerStatus.EMPTY):
            self._store.ledger.wake(self.source.name)
            return None
        if answer.status is AnswerStatus.TIMEOUT:
            return now
        if answer.status not in RESTS or is_partial(answer) or answer.reason == str(Failure.ROBOTS_DISALLOWED):
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


def sandbox_url(source: Source, settings: Settings) -> str:
    """The sandbox's own address of a source; an instance that the user configured goes before it."""
    return f"http://{source.name}.example" if settings.sandbox else ""


def leads_of(answer: Answer, query: Query, town: Town) -> tuple[Lead, ...]:
    """What a web search's results lead to; an address that cannot be followed leads nowhere."""
    leads = []
    for result in answer.results:
        try:
            url = canonicalize_url(result.url)
        except ValueError:
            continue
        leads.append(Lead(url, town.code, "result", query.id, result.rank, result.title, result.snippet, query.id))
    return tuple(leads)


def read_records(
    answer: Answer,
    query: Query,
    town: Town,
    source: Source,
    reader: Reader,
    store: Store,
    run_id: int,
    now: datetime,
    tally: Tally,
) -> tuple[Lead, ...]:
    """Store the mention that each record of a directory is; gives leads to the sites of those in the town."""
    leads = []
    for record in answer.records:
        url = record.record_url or record.url
        licence = record.licence or source.licence
        found = Found(town, source.name, query.id, None, url, record.name, record.description, licence, stamp(now))
        reading = reader.read_record(record, found)
        store.candidates.put_mentions(
            run_id, f"{source.name}:{record.source_id}", town.code, reading.mentions, now, reading.reason
        )
        for mention in reading.mentions:
            tally.mentions += 1
            tally.dropped[mention.dropped] += 1
            if record.url and mention.locality is Verdict.IN_TOWN and mention.dropped in ("", "low-relevance"):
                try:
                    site = canonicalize_url(record.url)
                except ValueError:
                    continue
                leads.append(
                    Lead(site, town.code, "record", query.id, None, record.name, record.description[:300], query.id)
                )
    return tuple(leads)


def retry_after(fetched: Response | FetchFailure) -> float | None:
    """Seconds that the other side asked us to wait, where it said so in seconds."""
    if isinstance(fetched, FetchFailure):
        return fetched.retry_after
    value = fetched.headers.get("retry-after", "")
    return float(value) if value.isdigit() else None


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
