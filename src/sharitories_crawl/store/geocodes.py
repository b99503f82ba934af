"""What geocoders said: the point of an address, the commune of a point. Asked once, kept for ever."""

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from sharitories_crawl.models import Answer, AnswerStatus, Query
from sharitories_crawl.store.transaction import together


@dataclass(frozen=True, slots=True)
class Geocode:
    """What a geocoder knows of what it was asked; without point and city where it knows nothing."""

    source: str
    licence: str
    asked: str
    """An address on one line, or a point."""
    latitude: float | None
    longitude: float | None
    street: str
    postal_code: str
    city: str


class Geocodes:
    """Reads and writes what geocoders said; each call is one short transaction."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def put(self, query: Query, answer: Answer) -> None:
        """Keep an answer that says something, be it that there is nothing; others are asked for again."""
        if answer.status not in (AnswerStatus.RESULTS, AnswerStatus.EMPTY):
            return
        record = next(iter(answer.records), None)
        row: dict[str, Any] = {
            "query_id": query.id, "source": query.source, "town_code": query.town_code, "asked": query.text,
            "latitude": record.latitude if record else None, "longitude": record.longitude if record else None,
            "street": record.street if record else "", "postal_code": record.postal_code if record else "",
            "city": record.city if record else "", "label": record.name if record else "",
        }  # fmt: skip
        with together(self.db):
            self.db.execute(
                f"INSERT OR REPLACE INTO geocode({', '.join(row)}) VALUES ({', '.join('?' for _ in row)})",
                tuple(row.values()),
            )

    def of_town(self, town_code: str) -> dict[str, Geocode]:
        """What was asked about a town -> what is known of it."""
        rows = self.db.query(
            "SELECT g.source, s.licence, g.asked, g.latitude, g.longitude, g.street, g.postal_code, g.city"
            " FROM geocode g JOIN source s ON s.name = g.source WHERE g.town_code = ? ORDER BY g.query_id",
            [town_code],
        )
        return {str(row["asked"]): Geocode(**row) for row in rows}
