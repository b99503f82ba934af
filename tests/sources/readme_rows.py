"""The table of sources and the credits in README, written from what each source declares.

`python -m tests.sources.readme_rows` prints both; the conformance test compares them with README.
"""

from collections.abc import Iterable

from sharitories_crawl.models import SourceKind
from sharitories_crawl.pipeline.chain import when_asked
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.base import Source

COLUMNS = ("name", "endpoint", "asked", "key", "limits", "licence of the data", "terms", "run live?")


def row_of(source: Source) -> str:
    """One source as a line of the table."""
    cells = (
        f"`{source.name}`: {source.label}",
        f"`{source.base_url}`" if source.base_url else f"yours, like `{source.example_url}`",
        when_asked(source),
        f"`{source.key}`" if source.key else "none",
        limits_of(source),
        source.licence,
        source.terms,
        f"**{source.run_live}**",
    )
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def limits_of(source: Source) -> str:
    """What we hold to by ourselves: delay, budget, pages of one answer."""
    budget = source.budget
    spans = ((budget.hour, "an hour"), (budget.day, "a day"), (budget.month, "a month"))
    spent = [f"{most:,} {span}" for most, span in spans if most is not None]
    pages = "1 page" if source.max_pages == 1 else f"up to {source.max_pages} pages"
    return "; ".join([f"{source.delay:g} s apart", *spent, pages])


def credit_of(source: Source) -> str:
    """Whom to credit, as a line of the list; empty for a web search that states no licence of its results."""
    is_owed = source.kind is not SourceKind.WEB or not source.licence.startswith("none stated")
    return f"- `{source.name}`: {source.attribution}" if is_owed else ""


def table(sources: Iterable[Source]) -> str:
    """The whole table."""
    head = [f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}"]
    return "\n".join([*head, *map(row_of, sources)])


if __name__ == "__main__":
    import sys

    listed = list(SOURCES.values())
    credits = "\n".join(line for line in map(credit_of, listed) if line)
    sys.stdout.write(f"{table(listed)}\n\n{credits}\n")
