"""One exported initiative: what a person needs without the database, with whom to credit."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Row:
    """Names are those of the view `initiatives`."""

    id: str
    name: str
    town_code: str
    town: str
    practice: str
    kind: str
    actor: str
    status: str
    score: float
    url: str
    street: str
    postal_code: str
    city: str
    latitude: float | None
    longitude: float | None
    email: str
    phone: str
    siren: str
    rna: str
    mentions: int
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    """Of the evidence that the row was made from."""
    attributions: tuple[str, ...]


COLUMNS = tuple(field.name for field in fields(Row))
