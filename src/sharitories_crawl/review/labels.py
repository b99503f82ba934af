"""Words for slugs, in the reader's language: kinds as the catalogue calls them, statuses, actors, places."""

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sharitories_crawl.review.languages import FRENCH, LANGUAGE

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "status": {
        "DISCOVERED": ("à relire", "to review"),
        "IN": ("retenue", "in"),
        "OUT": ("écartée", "out"),
        "UNDECIDED": ("indécise", "undecided"),
    },
    "practice": {
        "consommer": ("consommer", "consume"),
        "travailler": ("travailler", "work"),
        "produire": ("produire", "produce"),
        "s-engager": ("s'engager", "engage"),
        "financer": ("financer", "finance"),
    },
    "actor": {
        "citizen": ("citoyens", "citizens"),
        "public": ("public", "public"),
        "private": ("privé", "private"),
        "platform": ("plateforme", "platform"),
    },
    "locality": {
        "in_town": ("dans la ville", "in town"),
        "intercommunality": ("intercommunalité", "intercommunality"),
        "elsewhere": ("ailleurs", "elsewhere"),
        "unclear": ("incertain", "unclear"),
    },
}
"""Column -> slug -> French, English."""

_kinds: "WeakKeyDictionary[Database, dict[str, tuple[str, str]]]" = WeakKeyDictionary()


async def kind_labels(datasette: "Datasette", database: str) -> dict[str, tuple[str, str]]:
    """Kind -> its French and English label, as the database has them; read again where a kind is new."""
    held = datasette.databases[database]
    if held not in _kinds or not _kinds[held]:
        rows = await held.execute("SELECT id, label_fr, label_en FROM kind")
        _kinds[held] = {str(row[0]): (str(row[1]), str(row[2])) for row in rows.rows}
    return _kinds[held]


async def label_of(datasette: "Datasette", database: str, column: str, value: object) -> str | None:
    """The words for a slug in a column of ours; None where it has none."""
    if not isinstance(value, str):
        return None
    known = await kind_labels(datasette, database) if column == "kind" else WORDS.get(column, {})
    words = known.get(value)
    return None if words is None else words[0 if LANGUAGE.get() == FRENCH else 1]


async def labels_of(datasette: "Datasette", database: str) -> dict[str, dict[str, str]]:
    """Column -> slug -> words, of all columns with slugs, for facets."""
    which = 0 if LANGUAGE.get() == FRENCH else 1
    held = {**WORDS, "kind": await kind_labels(datasette, database)}
    return {column: {slug: words[which] for slug, words in known.items()} for column, known in held.items()}
