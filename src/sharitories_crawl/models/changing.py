"""What stood of an initiative when a run last looked, what stands now, and what happened in between."""

from dataclasses import dataclass, field

DISSOLVED = "dissolved"
"""Why a record of an association that the official journal reports dissolved is not kept."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to one initiative."""

    change: str
    """discovered, new evidence, moved, renamed, site dead, site parked, site back, registered, dissolved, gone, back
    again, split from ID, merged into ID."""
    before: str = ""
    after: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """One piece of evidence, remembered also when it is there no more."""

    place: str
    """A record's source and id, an own site's page, or a page and the name it gives."""
    found_in: str
    """The page or record as fetched."""
    query_id: str
    seen_at: str
    """When it was fetched last and said so."""
    misses: float = 0
    """How often it was looked for since, where it should be, and was not there."""
    checked_at: str = ""
    """When its page was fetched that was counted as a miss last."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one kept mention says now."""

    witness: Witness
    name: str
    street: str
    postal_code: str


@dataclass(frozen=True, slots=True)
class Site:
    """A page as last fetched."""

    url: str
    status: str
    fetched_at: str
    is_parked: bool = False
    alone: bool = False
    """Nothing else answered in the run that fetched it, so that its silence says nothing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An initiative as it was noted."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    """Every name that its evidence ever gave."""
    address: str = ""
    addresses: tuple[str, ...] = ()
    registration: str = ""
    site: str = ""
    """Its own page, as long as no other took its place."""
    site_state: str = ""
    """dead, parked, or empty."""
    site_misses: float = 0
    site_checked: str = ""
    is_dissolved: bool = False
    gone_at: str = ""
    merged_into: str = ""
    witnesses: tuple[Witness, ...] = ()
    is_new: bool = False
    """Taken over from before changes were noted: what it has now is no news."""


@dataclass(frozen=True, slots=True)
class Present:
    """An initiative as it is now, without what people edited."""

    id: str
    name: str
    street: str
    postal_code: str
    city: str
    url: str
    registration: str
    merged_into: str
    is_dissolved: bool = False
    sights: tuple[Sight, ...] = field(default=())
