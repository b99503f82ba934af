"""Words looked for in a queue: what has all of them in its name comes first."""

from sqlite_utils import Database

ELSEWHERE = 2
"""How far a candidate is from what was looked for: 0 has the words in its name, 1 has the last only begun there."""
_IN_NAME = "{0} IN (SELECT rowid FROM initiative_fts WHERE initiative_fts MATCH :{1})"
HOW_FAR = (
    f"(CASE WHEN {_IN_NAME.format('i.rowid', 'whole')} THEN 0 WHEN {_IN_NAME.format('i.rowid', 'begun')} THEN 1"
    f" ELSE {ELSEWHERE} END)"
)
"""For a question with the values of `values_of`."""


def values_of(text: str) -> dict[str, object]:
    """Words as the full-text index wants them: all of them, the last perhaps only begun."""
    words = " ".join('"{}"'.format(word.replace('"', '""')) for word in text.replace("\0", " ").split())
    return {"q": f"{words}*", "whole": f"name : ({words})", "begun": f"name : ({words}*)"}


def how_far(db: Database, text: str, id: str) -> int:
    """The same for one candidate by its id."""
    values = {**values_of(text), "id": id}
    row = db.execute(f"SELECT {HOW_FAR} FROM initiative i WHERE i.id = :id", values).fetchone()
    return int(row[0]) if row else ELSEWHERE


def count_named(db: Database, where: str, values: dict[str, object]) -> int:
    """Of the candidates of a queue, how many have the words in their name."""
    asked = f"initiative_fts CROSS JOIN initiative i ON i.rowid = initiative_fts.rowid WHERE {where}"
    (count,) = db.execute(f"SELECT count(*) FROM {asked} AND {HOW_FAR} < {ELSEWHERE}", values).fetchone()
    return int(count)
