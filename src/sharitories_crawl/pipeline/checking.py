"""Checking a source: two questions through the same fetcher, key, budget and rests as a crawl, and the verdict."""

from dataclasses import dataclass
from datetime import timedelta

from sharitories_crawl.errors import BadInput
from sharitories_crawl.fetch.outcome import FetchFailure, OutOfRequests
from sharitories_crawl.geo.towns import Towns
from sharitories_crawl.models import Answer, AnswerStatus, Query, Response, Town
from sharitories_crawl.pipeline.asking import Asker
from sharitories_crawl.pipeline.budget import why_spent
from sharitories_crawl.pipeline.tools import Clock, Store
from sharitories_crawl.settings import variable
from sharitories_crawl.sources.canary import known_question, nonsense_question
from sharitories_crawl.sources.diagnosis import Check, Diagnosis, Health, diagnose, of_trouble
from sharitories_crawl.store.checks import Checks
from sharitories_crawl.store.spending import Spending

HOLDS = timedelta(hours=24)
"""How long a source that was found well needs no other check. Arbitrary."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One question of a check, and how it ended."""

    query: Query
    fetched: Response | FetchFailure
    answer: Answer


@dataclass(frozen=True, slots=True)
class Examined:
    """One source after its check."""

    diagnosis: Diagnosis
    probes: tuple[Probe, ...] = ()
    """What was asked: the known question, then nonsense; neither where the source was not asked at all."""

    @property
    def failing(self) -> bool:
        """Whether a batch leaves it out."""
        return self.diagnosis.verdict is Health.FAILING


class Examiner:
    """Checks sources one by one, and keeps the last verdict on each."""

    def __init__(self, towns: Towns, store: Store, clock: Clock) -> None:
        self._towns, self._clock = towns, clock
        self._spending = Spending(store.ledger.db)
        self._checks = Checks(store.ledger.db)

    def is_known_well(self, source: str) -> bool:
        """Whether a check found it well a short time ago."""
        last = self._checks.latest().get(source)
        return last is not None and last.verdict == Health.OK and last.at > self._clock() - HOLDS

    async def examine(self, asker: Asker) -> Examined:
        """Ask both questions, the second only where the first was answered; a source at rest is not asked."""
        try:
            examined = await self._examine(asker)
        except OutOfRequests:
            what = "it was not asked to the end: the run had no request left"
            return Examined(Diagnosis(asker.source.name, Health.WARNING, what, "allow the run more requests"))
        diagnosis = examined.diagnosis
        self._checks.save(diagnosis.source, str(diagnosis.verdict), diagnosis.sentence, self._clock())
        return examined

    async def _examine(self, asker: Asker) -> Examined:
        if (why := self._why_unasked(asker)) is not None:
            return Examined(why)
        source = asker.source
        try:
            known = await self._probe(asker, known_question(source, self._towns.find))
        except BadInput as error:  # no address, or one that names nothing
            wrong = variable(f"{source.name}_url")
            what, todo = "its address is missing or wrong", f"{error}" if wrong in str(error) else f"{error} ({wrong})"
            return Examined(Diagnosis(source.name, Health.FAILING, what, todo))
        probes = [known]
        nonsense = nonsense_question(source, self._towns.find, self._clock().date())
        answered = known.answer.status in (AnswerStatus.RESULTS, AnswerStatus.EMPTY)
        if answered and nonsense is not None and not why_spent(source, self._spending, self._clock()):
            probes.append(await self._probe(asker, nonsense))
        rest = self._checks.rest_of(source.name, self._clock())
        second = probes[1] if len(probes) > 1 else None
        check = Check(
            source,
            known.answer,
            second.answer if second else None,
            second.query.text if second else "",
            asker.has_own_address,
            rest[0] if rest else "",
        )
        return Examined(diagnose(check), tuple(probes))

    def _why_unasked(self, asker: Asker) -> Diagnosis | None:
        """The verdict on a source that is not asked, or None where nothing stands against it."""
        source, now = asker.source, self._clock()
        if asker.lacks_key:
            missing = Answer(AnswerStatus.BLOCKED, reason="missing-key")
            return of_trouble(Check(source, missing), missing)
        if (rest := self._checks.rest_of(source.name, now)) is not None:
            until, why = rest
            what = f"it rests until {until} and was not asked: {why.rstrip('.')}"
            return Diagnosis(source.name, Health.FAILING, what, "wait, or use another source meanwhile")
        if spent := why_spent(source, self._spending, now):
            what = f"it was not asked: {spent.partition(';')[0]}"
            return Diagnosis(source.name, Health.WARNING, what, "wait until the budget begins anew")
        return None

    @staticmethod
    async def _probe(asker: Asker, question: tuple[Query, Town]) -> Probe:
        query, town = question
        fetched, answer = await asker.probe(query, town)
        return Probe(query, fetched, answer)
