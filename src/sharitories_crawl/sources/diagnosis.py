"""From the answers to a source's two questions: whether it is well, what is wrong, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

from sharitories_crawl.models import Answer, AnswerStatus, SourceKind
from sharitories_crawl.settings import variable
from sharitories_crawl.sources.base import Nothing, Source
from sharitories_crawl.sources.canary import are_alike, canary_of, finds, quotes
from sharitories_crawl.sources.remedies import remedy_of
from sharitories_crawl.sources.searxng import SILENT

NOT_TRUSTED = "do not trust what it says of any town; look at the answer in the archive, and report it"


class Health(StrEnum):
    """The verdict on a source."""

    OK = "ok"
    WARNING = "warning"
    """It can be asked, but something is not as it should be."""
    FAILING = "failing"
    """Asking it would give nothing, or nothing to be trusted: a batch leaves it out."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is told of one source, in plain words."""

    source: str
    verdict: Health
    what: str
    todo: str = ""

    @property
    def sentence(self) -> str:
        """Both in one, for a table's cell or a summary's line."""
        return f"{self.what}; {self.todo}" if self.todo else self.what


@dataclass(frozen=True, slots=True)
class Check:
    """How both questions to a source ended."""

    source: Source
    known: Answer
    nonsense: Answer | None = None
    """None where it was not asked."""
    nonsense_words: str = ""
    """What was asked for then; empty where a place was asked for."""
    own_address: bool = False
    """Whether the user set its address."""
    rests_until: str = ""
    """The moment until which it is left alone; empty where it is not."""


def diagnose(check: Check) -> Diagnosis:
    """The verdict on a source."""
    canary, known = canary_of(check.source), check.known
    if known.status not in (AnswerStatus.RESULTS, AnswerStatus.EMPTY):
        return of_trouble(check, known)
    if known.status is AnswerStatus.EMPTY and canary.expected:
        what = f"it says that it has nothing, though it must know {canary.expected!r}"
        return _told(check, Health.FAILING, what, NOT_TRUSTED)
    is_found = not canary.expected or finds(known, canary.expected)
    if check.nonsense is not None and (amiss := _amiss(check, check.nonsense, is_found)) is not None:
        return amiss
    if not is_found:
        what = f"results came, but not the one that is known ({canary.expected!r})"
        return _told(check, Health.WARNING, what, "the source or this check has changed; look at its answers")
    return _as_it_should(check)


def of_trouble(check: Check, answer: Answer, verdict: Health = Health.FAILING, before: str = "") -> Diagnosis:
    """What is told of an answer that is neither results nor empty."""
    source = check.source
    words = {
        "detail": answer.detail.rstrip(".") or str(answer.status),
        "key": source.key,
        "url_variable": variable(f"{source.name}_url"),
        "permission_variable": variable(f"{source.name}_permission"),
        "rests": f"it is left alone until {check.rests_until}" if check.rests_until else "then ask again",
        "others": f", such as {' or '.join(source.fallbacks)}" if source.fallbacks else "",
    }
    remedy = remedy_of(answer.status, answer.reason, own_address=check.own_address)
    return _told(check, verdict, before + remedy.what.format(**words), remedy.todo.format(**words))


def _amiss(check: Check, nonsense: Answer, is_found: bool) -> Diagnosis | None:
    """What the answer to nonsense gives away; None where it is as it should be."""
    if nonsense.status is AnswerStatus.EMPTY or nonsense.reason.startswith("engines-"):
        return None
    if nonsense.status is not AnswerStatus.RESULTS:
        passes = nonsense.status in (AnswerStatus.UNREADABLE, AnswerStatus.TIMEOUT)
        before = "it answers, but not where there is nothing: "
        return of_trouble(check, nonsense, Health.WARNING if passes else Health.FAILING, before)
    canary, count = canary_of(check.source), len(nonsense.results) + len(nonsense.records)
    if are_alike(check.known, nonsense) or (canary.expected and finds(nonsense, canary.expected)):
        return _told(check, Health.FAILING, "it answers the same whatever is asked", NOT_TRUSTED)
    if canary.nothing is Nothing.SEA:
        what = f"it ignores the place that is asked for: {count} entries in the middle of the ocean"
        return _told(check, Health.FAILING, what, NOT_TRUSTED)
    if check.source.kind is SourceKind.DIRECTORY:
        what = f"it ignores the words that are asked for: {count} entries for a word that does not exist"
        return _told(check, Health.FAILING, what, NOT_TRUSTED)
    if not is_found:
        what = f"it answers anything ({count} results for a word that does not exist), but not what is known"
        return _told(check, Health.FAILING, what, NOT_TRUSTED)
    if check.nonsense_words and quotes(nonsense, check.nonsense_words):
        return _told(check, Health.WARNING, "it finds a word that does not exist", "read its results with care")
    # a search by meaning has always something to say; what its pages are worth is judged page by page
    return None


def _as_it_should(check: Check) -> Diagnosis:
    """Well, but for what the answers remark."""
    remarks = list(
        dict.fromkeys(a.detail for a in (check.known, check.nonsense) if a is not None and SILENT in a.detail)
    )
    if remarks:
        todo = "switch off the engines that never answer in the instance's settings.yml, or let them be"
        return _told(check, Health.WARNING, f"it answers, but not with all its engines. {remarks[0].rstrip('.')}", todo)
    if check.known.status is AnswerStatus.EMPTY:
        return _told(check, Health.OK, "it answers, and has nothing; what it ought to have only its owner knows")
    seen = f" ({check.known.detail.rstrip('.')})" if check.known.detail else ""
    return _told(check, Health.OK, f"it answers as it should{seen}")


def _told(check: Check, verdict: Health, what: str, todo: str = "") -> Diagnosis:
    return Diagnosis(check.source.name, verdict, what, todo)
