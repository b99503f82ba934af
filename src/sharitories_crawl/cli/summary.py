"""The closing table of a run: what each source answered, what became of pages and mentions, what to type next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sharitories_crawl.cli.options import called
from sharitories_crawl.cli.show import out, print_table
from sharitories_crawl.pipeline.ending import PARTIAL, why_partial

if TYPE_CHECKING:
    from sharitories_crawl.models import Town
    from sharitories_crawl.pipeline.crawl import Outcome
    from sharitories_crawl.pipeline.tools import Store

_TOP = 12


def print_summary(outcome: "Outcome", towns: Sequence["Town"], store: "Store", again: str, *, sandbox: str) -> None:
    """Tables on standard output; `again` is the command that goes on with what is left."""
    console, tally = out(), outcome.tally
    if tally.answers:
        questions = [
            (source, status, count, tally.notes.get((source, status), ""))
            for source, statuses in tally.answers.items()
            for status, count in sorted(statuses.items())
        ]
        print_table("Questions", ("source", "answer", "count", "note"), questions, console=console)
    for source, why in tally.refusals.items():
        if source not in tally.answers:
            console.print(f"{source} was not asked: it {why}", markup=False)
    if tally.pages:
        print_table("\nPages", ("status", "count"), tally.pages.most_common(), console=console)
    if tally.mentions:
        mentions = [("kept", tally.kept), *tally.dropped.most_common()]
        print_table("\nMentions read", ("reason", "count"), mentions, console=console)
    if tally.without_mention:
        silent = tally.without_mention.most_common()
        print_table("\nPages without a mention", ("reason", "count"), silent, console=console)
    candidates = []
    for town in towns[:_TOP]:
        found = store.candidates.initiatives(town.code)
        candidates.append((town.name, len(found), "; ".join(str(row["name"]) for row in found[:4])))
    print_table("\nCandidates", ("town", "count", "best scored"), candidates, console=console)
    if len(towns) > _TOP:
        console.print(f"... and {len(towns) - _TOP} more towns; `sharitories status` counts them all")
    fiction = f", of the sandbox at {sandbox} alone: its initiatives are invented" if sandbox else ""
    last = [f"\nNew in this run: {tally.new_initiatives}. Database: {store.path}{fiction}"]
    if tally.left_queries or tally.left_pages:
        last.append(f"Left for later: {tally.left_queries} questions, {tally.left_pages} pages. Go on with:  {again}")
    if +tally.bounds:
        met = ", ".join(f"{bound} ({count})" for bound, count in tally.bounds.most_common())
        last.append(f"Bounds that kept pages from being fetched: {met}")
    if outcome.exit_code == PARTIAL:
        last.append(partial_line(why_partial(tally, store.frontier, outcome.run_id)))
    last.append(f"Look at it:  {called()} review --db {store.path}")
    # a command is there to be copied: no line break inside, and nothing in it is markup
    console.print("\n".join(last), markup=False, soft_wrap=True)


def partial_line(why: Sequence[str]) -> str:
    """One line of what made a run partial."""
    return f"Partial (exit code {PARTIAL}): {'; '.join(why)}"


def summary_json(outcome: "Outcome", towns: Sequence["Town"], store: "Store") -> dict[str, object]:
    """The same as one object."""
    return {
        "run": outcome.run_id,
        "exit_code": outcome.exit_code,
        "partial": why_partial(outcome.tally, store.frontier, outcome.run_id) if outcome.exit_code == PARTIAL else (),
        "database": str(store.path),
        **outcome.tally.as_counts(),
        "towns": {town.code: store.candidates.initiatives(town.code) for town in towns},
    }
