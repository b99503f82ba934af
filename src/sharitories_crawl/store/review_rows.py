"""Rows of the log and of initiatives as values, and back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sharitories_crawl.models.reviewing import EDITABLE, Review, Ruling, Seen


@dataclass(frozen=True, slots=True)
class Entry:
    """A row to be appended to the log."""

    action: str
    initiative_id: str
    town_code: str
    side_a: Sequence[str] = ()
    side_b: Sequence[str] = ()
    other_id: str = ""
    status: str = ""
    reason: str = ""
    note: str = ""
    field: str = ""
    value: str = ""
    seen: Mapping[str, object] | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """An initiative as it stands now."""

    id: str
    town_code: str
    merged_into: str
    """The id that it went into; empty for one that stands."""
    seen: Seen
    url: str
    crawled: Mapping[str, str]
    """What the crawl says of edited fields."""
    members: tuple[str, ...]

    @property
    def as_crawled(self) -> dict[str, str]:
        """Its fields without what people edited."""
        return {name: self.crawled.get(name, getattr(self.seen, name)) for name in EDITABLE}


def ruled(ruling: Ruling, as_crawled: Mapping[str, str]) -> dict[str, object]:
    """The columns of an initiative that a ruling decides."""
    return {
        "status": ruling.status,
        "reviewed": ruling.reviewed,
        "changed": json.dumps(ruling.changed),
        "crawled": json.dumps({name: as_crawled[name] for name in ruling.edited}, ensure_ascii=False),
        **as_crawled,
        **ruling.edited,
    }


def followed(merged_into: Mapping[str, str]) -> dict[str, str]:
    """Redirects, each to where the last of its chain ends."""
    current: dict[str, str] = {}
    for id in merged_into:
        end = id
        while end in merged_into:
            end = merged_into[end]
        current[id] = end
    return current


def read_standing(row: Mapping[str, Any]) -> Standing:
    """From a row of initiative with its `members`."""
    seen = Seen(status=row["status"], review=row["reviewed"], **{name: row[name] for name in EDITABLE})
    return Standing(
        row["id"], row["town_code"], row["merged_into"] or "", seen, row["url"], json.loads(row["crawled"]),
        tuple(json.loads(row["members"])),
    )  # fmt: skip


def read_review(row: Mapping[str, Any]) -> Review:
    """From a row of review with its sides and `is_undone`."""
    named = ("id", "step", "at", "reviewer", "action", "initiative_id", "other_id", "town_code", "status", "reason")
    return Review(
        **{name: row[name] for name in (*named, "note", "field", "value")},
        seen_json=row["seen"],
        side_a=tuple(json.loads(row["side_a"])),
        side_b=tuple(json.loads(row["side_b"])),
        in_force=not row["is_undone"],
    )
