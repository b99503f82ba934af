"""The table of a race, for benchmarks/README.md."""

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.lap import Lap
from benchmarks.machine import describe

CONTESTANTS = {
    "with_sharitories": "sharitories crawl",
    "with_scrapy": "Scrapy",
    "with_bare_loop": "bare httpx + selectolax",
}
_README = Path(__file__).with_name("README.md")
_START, _END = "<!-- race: start -->", "<!-- race: end -->"


@dataclass(frozen=True, slots=True)
class Run:
    """One contestant in one round; seconds."""

    round: int
    module: str
    lap: Lap
    cpu: float
    whole: float
    """Wall-clock seconds of the process, with the interpreter's start, imports and (ours) resolution."""

    @property
    def speed(self) -> float:
        """Pages per second, start-up left out."""
        return self.lap.pages / self.lap.seconds

    @property
    def speed_unread(self) -> float:
        """Pages per second fetched, archived, extracted and stored, the reading of what they say left out."""
        return self.lap.pages / (self.lap.seconds - self.lap.reading)


def render(runs: list[Run], arguments: list[str]) -> str:
    """The table with where, when and how it was measured."""
    of = {module: [run for run in runs if run.module == module] for module in CONTESTANTS}
    rounds = len(of["with_scrapy"])
    scrapy = {run.round: run for run in of["with_scrapy"]}
    versions = ", ".join(f"{name} {version(name)}" for name in ("Scrapy", "Twisted", "httpx", "aiohttp", "selectolax"))
    command = " ".join(["python -m benchmarks.crawl_speed", *arguments])
    lines = [
        f"Command: `{command}`, {date.today().isoformat()}, {rounds} rounds, "
        f"{runs[0].lap.pages:,} pages. Machine: {describe()}. {versions}.",
        "",
        "| | pages/s, median | min | max | against Scrapy, median of rounds | CPU s, median | peak MB | process, s |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for module, label in CONTESTANTS.items():
        own = of[module]
        speeds = [run.speed for run in own]
        ratio = median(run.speed / scrapy[run.round].speed for run in own)
        lines.append(
            f"| {label} | {median(speeds):.0f} | {min(speeds):.0f} | {max(speeds):.0f} | {ratio:.2f} | "
            f"{median(run.cpu for run in own):.1f} | {max(run.lap.peak_memory for run in own):.0f} | "
            f"{median(run.whole for run in own):.1f} |"
        )
    ours = of["with_sharitories"]
    lap = ours[-1].lap
    each = ", ".join(f"{run.speed / scrapy[run.round].speed:.2f}" for run in ours)
    cpu = median(scrapy[run.round].cpu / run.cpu for run in ours)
    unread = [run.speed_unread for run in ours]
    each_page = [run.lap.page_ms for run in ours]
    against = [run.speed_unread / scrapy[run.round].speed for run in ours]
    lines += [
        "",
        f"A page of about 28 kB is extracted, placed and classified in {median(each_page):.1f} ms of processor time on "
        f"one core (median of pages, then of rounds; {min(each_page):.1f} to {max(each_page):.1f}).",
        "",
        "Fetching, archiving, extracting and storing alone, without telling places, kinds and names, sharitories "
        f"makes {median(unread):.0f} pages/s ({min(unread):.0f} to {max(unread):.0f}); against Scrapy, round by round: "
        f"{', '.join(f'{ratio:.2f}' for ratio in against)}, median {median(against):.2f}.",
        "",
        f"The whole of sharitories against Scrapy, round by round: {each} (pages/s); "
        f"by CPU time of the whole processes {cpu:.2f}. "
        f"It kept {lap.kept:,} pages, {lap.mentions:,} mentions and {lap.archive_bytes / 1e6:.1f} MB of archive. "
        f"Joining the mentions into {lap.initiatives:,} initiatives came after and took "
        f"{median(run.lap.resolving for run in ours):.1f} s; "
        f"with it, {median(run.lap.pages / (run.lap.seconds + run.lap.resolving) for run in ours):.0f} pages/s.",
    ]
    return "\n".join(lines)


def write_readme(runs: list[Run], arguments: list[str], *, write: bool) -> None:
    """Print the table and put it between the markers."""
    table = render(runs, arguments)
    print(table)
    if write:
        text = _README.read_text(encoding="utf-8")
        before, rest = text.split(_START)
        _, after = rest.split(_END)
        _README.write_text(f"{before}{_START}\n{table}\n{_END}{after}", encoding="utf-8")
