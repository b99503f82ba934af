"""Whether a database holds answers of the real web or of a sandbox, which is fiction: never both in one file."""

import json
from pathlib import Path

from sharitories_crawl.errors import BadInput
from sharitories_crawl.store.database import is_blank, reading_untouched

_RUNS_WITH_ANSWERS = """
SELECT id, command, options FROM run WHERE command IN ('crawl', 'batch', 'demo') AND
  -- a killed run has no counts
  (json_extract(counts, '$.requests') > 0 OR (counts = '{}' AND id IN (SELECT run_id FROM response)))
ORDER BY id DESC
"""


def check_world(path: Path, *, fiction: bool) -> None:
    """Raise BadInput where the database, which must be ours, holds answers of the other world; it stays untouched."""
    if is_blank(path):
        return
    with reading_untouched(path) as connection:
        has_runs = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'run'").fetchone()
        runs = connection.execute(_RUNS_WITH_ANSWERS).fetchall() if has_runs else []
    for run, command, options in runs:
        if _is_fiction(command, json.loads(options)) is fiction:
            continue
        other, this = ("the real web", "a sandbox") if fiction else ("a sandbox", "the real web")
        raise BadInput(
            f"{path} holds answers of {other} (run {run}, {command}), which a crawl of {this} would take for its own; "
            f"it was left untouched. Name another database with --db, or move {path} and "
            f"{path.parent / 'archive'} elsewhere"
        )


def _is_fiction(command: str, options: dict[str, object]) -> bool:
    if command == "demo" or "sandbox" in options:
        return command == "demo" or bool(options["sandbox"])
    # earlier versions noted the words of the command alone
    words = options.get("argv")
    return isinstance(words, list) and any(str(word).split("=")[0] == "--sandbox" for word in words)
