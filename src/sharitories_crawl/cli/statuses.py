"""The words in which a person may name a status: as the data have it, and as the French and English pages do."""

from collections.abc import Iterable

from sharitories_crawl.errors import BadInput
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models.reviewing import Status
from sharitories_crawl.review.languages import ENGLISH, FRENCH
from sharitories_crawl.review.texts import texts_in


def read_statuses(words: Iterable[str]) -> tuple[Status, ...]:
    """`in`, `Retenue`, `à relire` -> statuses, each once. Raises BadInput with all words there are."""
    known = _statuses_by_word()
    found: dict[Status, None] = {}
    for word in words:
        status = known.get(fold(word))
        if status is None:
            raise BadInput(f"--status {word}: there is no such status; give one of {', '.join(map(_named, Status))}")
        found[status] = None
    return tuple(found)


def _statuses_by_word() -> dict[str, Status]:
    known = {}
    for status in Status:
        french = fold(texts_in(FRENCH).label("status", status))
        # of a place or an initiative, of one or several
        forms = {stem + ending for stem in (french, french.removesuffix("e")) for ending in ("", "s")}
        for word in (fold(status), fold(texts_in(ENGLISH).label("status", status)), *forms):
            known[word] = status
    return known


def _named(status: Status) -> str:
    labels = (texts_in(language).label("status", status) for language in (FRENCH, ENGLISH))
    others = dict.fromkeys(label for label in labels if fold(label) != fold(status))
    return f"{status} ({', '.join(others)})"
