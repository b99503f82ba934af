"""`evaluate`: how good the judgement is on labelled pages, with its uncertainty."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli.show import out, print_json, print_table
from sharitories_crawl.errors import BadInput

if TYPE_CHECKING:
    from sharitories_crawl.evaluation.entities import EntityScores
    from sharitories_crawl.evaluation.report import SplitReport
    from sharitories_crawl.pipeline.tools import Knowledge

LABELLED = Path("tests/labelled")


def evaluate(
    folder: Annotated[
        Path, typer.Argument(help="A .jsonl file of labelled pages, a folder of them, or of such folders.")
    ] = LABELLED,
    places: Annotated[
        Path | None, typer.Option("--places", help="The public table whose rows pairs/places_fr.csv labels.")
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option("--export", help="Score nothing: write the verdicts of --db as labels into this folder."),
    ] = None,
    db: opt.Db = None,
    queries: opt.Queries = None,
    towns: Annotated[bool, typer.Option("--towns", help="Town by town too.")] = False,
    json: opt.Json = False,
) -> None:
    """Score place, initiative, kind, name and entities against labels, with 95 % intervals and a calibration table.

    With --export the verdicts of reviewers become labels, which a later call scores the program by.

    Example: sharitories evaluate tests/labelled

    Example: sharitories evaluate --export my-labels, then sharitories evaluate my-labels
    """
    from sharitories_crawl.evaluation.labels import load_pages
    from sharitories_crawl.evaluation.pages import judge_pages
    from sharitories_crawl.evaluation.report import as_values, report_of
    from sharitories_crawl.pipeline.tools import load_knowledge

    settings = opt.settings_with(db=db, queries=queries)
    knowledge = load_knowledge(settings.queries)
    if export is not None:
        export_verdicts(settings.db, export, knowledge, json=json)
        return
    now = f"{opt.now():%Y-%m-%dT%H:%M:%SZ}"
    reports = []
    for split, path in splits_of(folder):
        judged = judge_pages(load_pages(path), knowledge.reader, knowledge.towns.find, now)
        reports.append(report_of(split, judged))
    pairs = pair_scores(folder, places, knowledge)
    if json:
        print_json(
            {"entities": {name: scores.as_dict() for name, scores in pairs.items()}}
            | {
                report.split: {
                    **as_values(report.whole),
                    "languages": {name: as_values(scores) for name, scores in report.by_language.items()},
                    "towns": {name: as_values(scores) for name, scores in report.by_town.items()},
                }
                for report in reports
            }
        )
        return
    for report in reports:
        print_report(report, towns=towns)
    if pairs:
        print_pairs(pairs)


def export_verdicts(db: Path, folder: Path, knowledge: "Knowledge", *, json: bool) -> None:
    """Write the verdicts of a database as labels, and say how many."""
    from sharitories_crawl.pipeline.labelling import export_labels
    from sharitories_crawl.pipeline.tools import looking_store

    with looking_store(db) as store:
        done = export_labels(store, knowledge.everywhere, folder)
    if json:
        print_json({"folder": str(folder), "pages": done.pages, "pairs": done.pairs})
    else:
        out().print(f"{done.pages} pages and {done.pairs} pairs are labelled in {folder} by verdicts.", markup=False)


def pair_scores(folder: Path, places: Path | None, knowledge: "Knowledge") -> "dict[str, EntityScores]":
    """Scores of every file of labelled pairs beside the pages; of the public table's rows where that is given."""
    from sharitories_crawl.evaluation.entities import evaluate_jsonl, evaluate_places
    from sharitories_crawl.evaluation.places_table import load_places

    towns = {town.code: town for town in knowledge.towns.select("all", None)}
    files = sorted((folder / "pairs").glob("*.jsonl"))
    told = {path.stem: evaluate_jsonl(path, towns) for path in files}
    if places is not None:
        labels = folder / "pairs" / "places_fr.csv"
        table = load_places(places, knowledge.gazetteer)
        told |= {f"places {split}": evaluate_places(table, labels, split) for split in ("dev", "held_out")}
    return told


def print_pairs(pairs: "dict[str, EntityScores]") -> None:
    """One row for each set of labelled pairs, beside the plain rule."""
    rows = [
        (
            name, len(told.outcomes), str(told.entities.precision), str(told.entities.recall),
            f"{told.entities.f1:.3f}", f"{told.rule.f1:.3f}", f"{told.b_cubed[2]:.3f}" if told.b_cubed else "",
            f"{told.asked} ({told.asked_same})",
        )
        for name, told in pairs.items()
    ]  # fmt: skip
    columns = ("pairs", "labelled", "precision", "recall", "F1", "rule F1", "B-cubed F1", "asked (same)")
    print_table("\nEntities", columns, rows, console=out())


def splits_of(folder: Path) -> list[tuple[str, Path]]:
    """(name, file or folder) of what is to be scored. Raises BadInput where there is nothing."""
    if folder.is_file() or any(folder.glob("*.jsonl")):
        return [(folder.stem, folder)]
    pages = folder / "pages" if (folder / "pages").is_dir() else folder
    found = [(path.name, path) for path in sorted(pages.iterdir()) if path.is_dir()] if pages.is_dir() else []
    if not found:
        raise BadInput(f"{folder} holds no labelled pages; expected .jsonl files, as tests/labelled/README.md tells")
    return found


def print_report(report: "SplitReport", *, towns: bool) -> None:
    """Tables: measure by language, calibration, and the towns where they are asked for."""
    from sharitories_crawl.evaluation.report import measures_of

    console, whole = out(), report.whole
    columns = ("measure", "all", *report.by_language)
    parts = [measures_of(scores) for scores in report.by_language.values()]
    rows = [
        (name.replace("_", " "), str(share), *(f"{part[name].value:.2f}" if name in part else "" for part in parts))
        for name, share in measures_of(whole).items()
    ]
    by_language = report.by_language.values()
    rows.append(("kind macro F1", f"{whole.kind_macro_f1:.3f}", *(f"{s.kind_macro_f1:.2f}" for s in by_language)))
    rows.append(
        ("calibration error", f"{whole.calibration_error:.3f}", *(f"{s.calibration_error:.2f}" for s in by_language))
    )
    print_table(f"\n{report.split}: {whole.pages} pages", columns, rows, console=console)
    bins = [(f"{row.low:.1f}", row.count, f"{row.said:.2f}", f"{row.was:.2f}") for row in whole.bins]
    print_table("\nInitiative here: said and true", ("from", "pages", "said", "true"), bins, console=console)
    if towns:
        told = [
            (name, s.pages, *(f"{told.value:.2f}" for told in (s.place, s.initiative.precision, s.initiative.recall)))
            for name, s in report.by_town.items()
        ]
        print_table("\nTowns", ("town", "pages", "place", "precision", "recall"), told, console=console)
