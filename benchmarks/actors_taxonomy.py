"""A public list of actors against the taxonomy: what kinds and practices the words of each record give.

Writes the counts, and nothing of the records themselves, into docs/taxonomy.md. The list is not ours to publish:

    python -m benchmarks.actors_taxonomy limousin_actors_2018.json
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sharitories_crawl.classify.judge import OTHER_KIND
from sharitories_crawl.imports.lists import read_list
from sharitories_crawl.imports.records import read_cells
from sharitories_crawl.models import Locality, Mention, Record, Town, Verdict
from sharitories_crawl.pipeline.importing import kinds_by_words
from sharitories_crawl.pipeline.tools import Knowledge, load_knowledge
from sharitories_crawl.reading.found import Found

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "taxonomy.md"
BEGIN, END = "<!-- counts: made by benchmarks/actors_taxonomy.py -->", "<!-- end of counts -->"
PRACTICES = ("consommer", "travailler", "produire", "s-engager", "financer", OTHER_KIND)
NO_CATEGORY, OWN_WORDS = "(none)", "(words of their own)"
FEWEST = 4
"""Categories of fewer records are words that somebody typed once."""
_LANGUAGE = "fr"
_NOWHERE = Locality(Verdict.UNCLEAR, "", "", "no-place", ())
_NOW = "2026-11-25T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Actor:
    """What is made of one record."""

    category: str
    kind: str
    practice: str
    by_its_words: str
    """The kind by name and description alone."""
    by_its_tags: str
    """The kind that its tags name with a word that needs no company; empty where they name none, or several."""
    named: bool
    """Whether such a word stands anywhere in it; else its kind rests on words that need company."""


def read_actors(path: Path, knowledge: Knowledge) -> list[Actor]:
    """Every record of the file, read as an import reads it."""
    own = read_list(path.name, path.read_bytes())
    kind_of = kinds_by_words(knowledge.catalogue)
    records = [read_cells(cells, kind_of).record for _, cells in own.rows]
    categories = Counter(_first_category(record) for record in records)
    town = knowledge.towns.find("Lorient")
    return [_actor(record, categories, town, knowledge) for record in records]


def _actor(record: Record, categories: Counter[str], town: Town, knowledge: Knowledge) -> Actor:
    whole = _read(record, town, knowledge)
    alone = _read(replace(record, tags=(), kind=""), town, knowledge)
    tagged = set(_named(record.tags, knowledge))
    category = _first_category(record)
    if category != NO_CATEGORY and categories[category] < FEWEST:
        category = OWN_WORDS
    named = whole.kind in _named((record.name, record.description, *record.tags), knowledge)
    return Actor(category, whole.kind, whole.practice, alone.kind, tagged.pop() if len(tagged) == 1 else "", named)


def _read(record: Record, town: Town, knowledge: Knowledge) -> Mention:
    found = Found(town, "actors", "", None, "", record.name, record.description, "", _NOW)
    return knowledge.reader.read_listed(record, found, _NOWHERE, record.source_id)


def _named(texts: Iterable[str], knowledge: Knowledge) -> list[str]:
    return [kind for text in texts for kind in knowledge.reader.kinds_named(text, _LANGUAGE)]


def _first_category(record: Record) -> str:
    """The list puts its categories before its tags; a record without one begins with a tag, or with nothing."""
    return record.tags[0] if record.tags else NO_CATEGORY


def counts(actors: Sequence[Actor]) -> str:
    """The tables, in Markdown."""
    kept = [actor for actor in actors if actor.kind != OTHER_KIND]
    told = [actor for actor in actors if actor.by_its_tags]
    right = sum(actor.by_its_words == actor.by_its_tags for actor in told)
    silent = sum(actor.by_its_words == OTHER_KIND for actor in told)
    kinds, named = len({actor.kind for actor in kept}), sum(actor.named for actor in kept)
    parts = [
        f"{len(actors)} records; {len(kept)} get a kind ({kinds} kinds), {len(actors) - len(kept)} are `autre`. "
        f"Of those with a kind, {named} name it with a word that needs no company, and {len(kept) - named} are told by "
        "others alone.",
        "### Practices by category\n\n" + _matrix(
            [(actor.category, _practice(actor)) for actor in actors], PRACTICES
        ),
        "### Kinds by category\n\n" + _lists([(actor.category, actor.kind) for actor in kept]),
        f"### Kind by the tags, and by name and description alone\n\nThe tags of {len(told)} records name one kind. "
        f"Name and description alone give the same for {right}, none for {silent}, another for "
        f"{len(told) - right - silent}.\n\n" + _lists([(actor.by_its_tags, actor.by_its_words) for actor in told]),
    ]  # fmt: skip
    return "\n\n".join(parts)


def _practice(actor: Actor) -> str:
    """`autre` has a practice for want of a better one."""
    return OTHER_KIND if actor.kind == OTHER_KIND else actor.practice


def _matrix(pairs: Sequence[tuple[str, str]], columns: Sequence[str]) -> str:
    counted = Counter(pairs)
    lines = [f"| | {' | '.join(columns)} |", f"|---|{'---:|' * len(columns)}"]
    lines += [f"| {row} | {' | '.join(str(counted[row, c] or '') for c in columns)} |" for row in _rows(pairs)]
    return "\n".join(lines)


def _lists(pairs: Sequence[tuple[str, str]]) -> str:
    lines = ["| | |", "|---|---|"]
    for row in _rows(pairs):
        told = Counter(column for first, column in pairs if first == row)
        ordered = sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))
        lines.append(f"| {row} | {', '.join(f'{kind} {count}' for kind, count in ordered)} |")
    return "\n".join(lines)


def _rows(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """The most frequent first; what is no category last."""
    counted = Counter(first for first, _ in pairs)
    return sorted(counted, key=lambda row: (row.startswith("("), -counted[row], row))


def written(text: str, told: str) -> str:
    """A document with its counts made anew."""
    head, _, rest = text.partition(BEGIN)
    return f"{head}{BEGIN}\n\n{told}\n\n{END}{rest.partition(END)[2]}"


def main() -> None:
    told = counts(read_actors(Path(sys.argv[1]), load_knowledge()))
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8"), told), encoding="utf-8")
    print(f"{DOCUMENT.name}: counts written")


if __name__ == "__main__":
    main()
