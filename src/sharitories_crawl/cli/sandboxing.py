"""`demo` and `sandbox serve`: the main job on a small fictional web, for a machine without network."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli.show import err, out, print_json, print_table
from sharitories_crawl.errors import BadInput
from sharitories_crawl.settings import SANDBOX_DB

if TYPE_CHECKING:
    from sharitories_crawl.pipeline.crawl import Outcome
    from sharitories_crawl.sandbox.truth import Score

sandbox_app = typer.Typer(help="A small fictional web on this machine.", no_args_is_help=True)

INTERRUPTED = 130
"""The exit code after Ctrl-C; the failures of the sandbox's broken hosts are part of the show, so none for those."""
DEMO_DB = Path("data/demo/demo.db")


@sandbox_app.callback()
def _sandbox() -> None:
    pass


@sandbox_app.command("serve")
def serve(
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port on this machine; 0 takes a free one.")
    ] = 8100,
    catalogue: Annotated[
        Path | None, typer.Option("--catalogue", help="Serve the initiatives of this CSV or JSON file instead.")
    ] = None,
    slow_seconds: Annotated[float, typer.Option("--slow-seconds", help="How slow the slow answers are.")] = 3.0,
) -> None:
    """Serve the sandbox until Ctrl-C; crawl it with `sharitories crawl --sandbox http://127.0.0.1:PORT`.

    A catalogue has the columns name, town, address, postal_code, description, site, kind; the usual French and
    English names of these are understood.

    Example: sharitories sandbox serve --port 8100 --catalogue places.csv
    """
    from sharitories_crawl.sandbox.catalogue_file import load_catalogue_world
    from sharitories_crawl.sandbox.server import serve_forever
    from sharitories_crawl.sandbox.world_files import load_world

    world = load_catalogue_world(catalogue) if catalogue else load_world()
    try:
        serve_forever(world, port, on_ready=_tell_address, slow_seconds=slow_seconds)
    except OSError as error:
        raise BadInput(f"--port {port} cannot be had ({error.strerror}); choose another, or 0 for a free one") from None


def _tell_address(address: str) -> None:
    err().print(
        f"A fictional web is served at {address} until Ctrl-C. Crawl it with:\n"
        f"  sharitories crawl --city Lorient --sandbox {address}\n"
        f"What is found comes into {SANDBOX_DB}, apart from what is real."
    )


def demo(
    city: opt.City = None,
    db: Annotated[Path | None, typer.Option("--db", help="The database file.", show_default=str(DEMO_DB))] = None,
    json: opt.Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Crawl Lorient on the embedded sandbox web, and compare what was found with what is there.

    Everything in it is fictional. The database stays, so that you can look at it.

    Examples:

        sharitories demo

        sharitories demo --city Épinal --json
    """
    from sharitories_crawl.cli.demo_run import run_demo

    outcome, scores, path = run_demo(city or ["Lorient"], db or DEMO_DB, quiet=quiet or json)
    if json:
        print_json(_as_json(outcome, scores, path))
        raise typer.Exit(INTERRUPTED if outcome.tally.interrupted else 0)
    for town, score in scores.items():
        _print_score(town, score)
    out().print(
        f"\nThis web is fictional: real towns, invented initiatives.\nDatabase: {path}\n"
        f"Look at it:  {opt.called()} review --db {path}\n"
        f"Then for real:  {opt.called()} crawl --city Lorient",
        markup=False,
        soft_wrap=True,
    )
    err().print(f"{outcome.tally.requests} requests, all on this machine.")
    raise typer.Exit(INTERRUPTED if outcome.tally.interrupted else 0)


def _print_score(town: str, score: "Score") -> None:
    console = out()
    found = [(hit.name, hit.found_as, hit.kind) for hit in score.found]
    print_table(f"\nFound in {town}", ("initiative", "kept as", "kind"), found, console=console)
    if score.missed:
        missed = [(miss.name, miss.kind, " ".join(miss.evidence)) for miss in score.missed]
        print_table("\nMissed", ("initiative", "kind", "could be read at"), missed, console=console)
    if score.wrongly_kept:
        wrong = [(wrong.name, wrong.reason, wrong.why) for wrong in score.wrongly_kept]
        print_table("\nWrongly kept", ("kept as", "reason", "why it is wrong"), wrong, console=console)
    console.print(f"\n{town}: recall {score.recall:.3f}, precision {score.precision:.3f}")


def _as_json(outcome: "Outcome", scores: dict[str, "Score"], path: Path) -> dict[str, object]:
    from dataclasses import asdict

    only = next(iter(scores.values()))
    recall, precision = (only.recall, only.precision) if len(scores) == 1 else _together(scores)
    return {
        "fictional": True,
        "database": str(path),
        "recall": recall,
        "precision": precision,
        "towns": {
            town: {
                "recall": score.recall, "precision": score.precision,
                "found": [asdict(hit) for hit in score.found], "missed": [asdict(miss) for miss in score.missed],
                "wrongly_kept": [asdict(wrong) for wrong in score.wrongly_kept],
            }
            for town, score in scores.items()
        },
        "run": outcome.tally.as_counts(),
    }  # fmt: skip


def _together(scores: dict[str, "Score"]) -> tuple[float, float]:
    found = sum(len(score.found) for score in scores.values())
    missed = sum(len(score.missed) for score in scores.values())
    wrong = sum(len(score.wrongly_kept) for score in scores.values())
    return found / max(1, found + missed), found / max(1, found + wrong)
