"""A batch's figures in a file for Prometheus' textfile collector: written beside it first, then put in its place."""

from datetime import datetime
from pathlib import Path

from sharitories_crawl.pipeline.batch_report import BatchReport, metrics


def write_metrics(path: Path, report: BatchReport, database: Path, now: datetime) -> str:
    """Replace the file; empty where that went well, else what went wrong."""
    sizes = {"database": database.stat().st_size, "archive": folder_size(database.parent / "archive")}
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.write_text(metrics(report, now, sizes), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        return f"{path}: {error.strerror}"
    return ""


def folder_size(folder: Path) -> int:
    """Bytes of the files in a folder, 0 where there is none."""
    return sum(path.stat().st_size for path in folder.glob("*") if path.is_file())
