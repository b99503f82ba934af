"""Where evidence was found, and what reading it gave."""

from dataclasses import dataclass

from sharitories_crawl.classify.stages import Stage
from sharitories_crawl.models import Classification, Lead, Locality, Mention, Town


@dataclass(frozen=True, slots=True)
class PageView:
    """What a page as a whole is and where, before one asks which initiatives it names."""

    judged: Classification
    locality: Locality
    stage: Stage
    """planned, renamed or closed by its words; empty where they say nothing of the kind."""
    likely: float
    """Probability that it speaks of an initiative in the town, though it names none."""
    name: str = ""
    """What the one thing is called that the page is about; empty for a list, or where nothing names anybody."""


@dataclass(frozen=True, slots=True)
class Partner:
    """Another site that an own site names; `of_kind` where the words beside the link name a kind of initiative."""

    url: str
    words: str
    of_kind: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What one piece of evidence gave for one town; `reason` says why nothing, where there is nothing."""

    mentions: tuple[Mention, ...]
    reason: str = ""
    wants_contact_page: bool = False
    """An initiative's own page that does not say where it is: its contact page may."""
    related: tuple[str, ...] = ()
    """Pages that a publisher's page about the town links to with a kind's word."""
    partners: tuple[Partner, ...] = ()
    """Sites that a kept initiative's own page names as partners."""
    page: PageView | None = None
    """None for a directory's record, which is no page, and where nobody asked for it."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where evidence was found: what every mention of it repeats."""

    town: Town
    source: str
    query_id: str
    rank: int | None
    url: str
    title: str
    snippet: str
    licence: str
    fetched_at: str


def found_through(lead: Lead, town: Town, fetched_at: str, licence: str = "") -> Found:
    """Where a page was found, from the best lead to it; a query's id begins with its source."""
    source = lead.query_id.split("/")[0]
    return Found(town, source, lead.query_id, lead.rank, lead.url, lead.title, lead.snippet, licence, fetched_at)
