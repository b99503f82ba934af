"""What a batch came to, in figures: for a person, for JSON, for its row, and for Prometheus."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sharitories_crawl.models import AnswerStatus
from sharitories_crawl.pipeline.batch import since_of
from sharitories_crawl.pipeline.budget import room_left
from sharitories_crawl.pipeline.crawl import Order, Outcome
from sharitories_crawl.pipeline.ending import PARTIAL, why_partial
from sharitories_crawl.pipeline.tools import Store
from sharitories_crawl.settings import Settings
from sharitories_crawl.store import forecast
from sharitories_crawl.store.moments import stamp
from sharitories_crawl.store.spending import Spending

ANSWERED = frozenset({AnswerStatus.RESULTS, AnswerStatus.EMPTY})
SHUT_OUT = frozenset({AnswerStatus.BLOCKED, AnswerStatus.CAPTCHA, AnswerStatus.RATE_LIMITED, AnswerStatus.QUOTA})


@dataclass(frozen=True, slots=True)
class SourceReport:
    """One source in one batch."""

    source: str
    asked: int
    answered: int
    """With results."""
    empty: int
    blocked: int
    failed: Mapping[str, int]
    """Status -> questions, of all that are neither answered nor blocked."""
    refused: str
    """Why it was left alone for the rest of the batch, or empty."""
    budget_left: int | None
    due: int
    """Questions that could be asked at once."""
    next_due: str
    """When the next of the others becomes due; empty where there is none."""


@dataclass(frozen=True, slots=True)
class BatchReport:
    """How a batch ended."""

    run: int
    exit_code: int
    ended_by: str
    started: str
    seconds: float
    requests: int
    sources: tuple[SourceReport, ...]
    pages: Mapping[str, int]
    pages_left: int
    new: int
    changed: int
    gone: int
    changes: Mapping[str, int]
    """Change -> how many, of those noted in this batch."""
    towns: int
    towns_unseen: int
    """Towns that no source answered about within the refresh time."""
    partial: tuple[str, ...]
    """What made it partial, source by source and host by host; empty where it is not."""
    left_behind: tuple[str, ...]
    """What killed runs had left and was mended."""

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        return asdict(self)


def report_of(
    outcome: Outcome, order: Order, settings: Settings, store: Store, started: datetime, now: datetime, seconds: float
) -> BatchReport:
    """Count what a batch did, and what it leaves."""
    db, tally = store.ledger.db, outcome.tally
    since = since_of(settings, now)
    sources = []
    for source in (*order.sources, *order.top_up, *order.geocoders):
        counts: Mapping[str, int] = tally.answers.get(source.name, {})
        ids = [query.id for query in (*order.queries, *order.top_up_queries) if query.source == source.name]
        next_due = forecast.next_due(db, ids, settings.refresh_days, now)
        sources.append(
            SourceReport(
                source=source.name,
                asked=sum(counts.values()),
                answered=counts.get(AnswerStatus.RESULTS, 0),
                empty=counts.get(AnswerStatus.EMPTY, 0),
                blocked=sum(counts.get(status, 0) for status in SHUT_OUT),
                failed={name: count for name, count in counts.items() if name not in ANSWERED | SHUT_OUT},
                refused=tally.refusals.get(source.name, ""),
                budget_left=room_left(source, Spending(db), now),
                due=len(store.ledger.due_queries(ids, since, now)),
                next_due=stamp(next_due) if next_due else "",
            )
        )
    changes = store.changes.counts(outcome.run_id)
    gone = sum(changes.get(change, 0) for change in ("gone", "dissolved"))
    new = changes.get("discovered", 0)
    return BatchReport(
        run=outcome.run_id,
        exit_code=outcome.exit_code,
        ended_by=tally.ended_by,
        started=stamp(started),
        seconds=round(seconds, 1),
        requests=tally.requests,
        sources=tuple(sources),
        pages=dict(tally.pages),
        pages_left=tally.left_pages,
        new=new,
        changed=sum(changes.values()) - new - gone,
        gone=gone,
        changes=changes,
        towns=len(order.towns),
        towns_unseen=forecast.unseen_towns(db, [town.code for town in order.towns], since),
        partial=why_partial(tally, store.frontier, outcome.run_id) if outcome.exit_code == PARTIAL else (),
        left_behind=store.left_behind,
    )


def metrics(report: BatchReport, ended: datetime, sizes: Mapping[str, int]) -> str:
    """The same as Prometheus' text format, for its textfile collector."""
    lines: list[str] = []

    def gauge(name: str, meaning: str, values: Iterable[tuple[Mapping[str, str], float]]) -> None:
        full = f"sharitories_{name}"
        lines.extend((f"# HELP {full} {meaning}", f"# TYPE {full} gauge"))
        for labels, value in values:
            told = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
            lines.append(f"{full}{{{told}}} {value:.15g}" if told else f"{full} {value:.15g}")

    gauge("batch_end_timestamp_seconds", "When the last batch ended.", [({}, round(ended.timestamp()))])
    gauge("batch_duration_seconds", "How long the last batch took.", [({}, report.seconds)])
    gauge("batch_exit_code", "How the last batch ended.", [({}, report.exit_code)])
    gauge("batch_requests", "Requests of the last batch.", [({}, report.requests)])
    gauge(
        "batch_answers",
        "Questions of the last batch by how they ended.",
        [
            ({"source": one.source, "status": status}, count)
            for one in report.sources
            for status, count in (
                ("results", one.answered), ("empty", one.empty), ("blocked", one.blocked), *one.failed.items(),
            )
        ],
    )  # fmt: skip
    gauge(
        "due_queries", "Questions that could be asked at once.", [({"source": s.source}, s.due) for s in report.sources]
    )
    gauge(
        "batch_pages", "Pages of the last batch.", [({"status": name}, count) for name, count in report.pages.items()]
    )
    gauge("pages_left", "Pages that the last batch did not get to.", [({}, report.pages_left)])
    gauge("batch_changes", "Changes noted.", [({"change": name}, count) for name, count in report.changes.items()])
    gauge("towns_unseen", "Towns not seen within the refresh time.", [({}, report.towns_unseen)])
    gauge("bytes", "Size on disk.", [({"of": name}, size) for name, size in sizes.items()])
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
