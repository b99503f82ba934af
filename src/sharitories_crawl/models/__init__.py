"""The nouns: frozen values that travel between the rooms, data in and data out."""

from sharitories_crawl.models.asking import Answer, Lead, Query, Record, Request, Response, SearchResult
from sharitories_crawl.models.candidates import (
    Classification,
    Initiative,
    Locality,
    Mention,
    PageSort,
    Pair,
    Resolution,
)
from sharitories_crawl.models.facts import Address, Entry, Facts, Link, NameClue
from sharitories_crawl.models.words import (
    Actor,
    AnswerStatus,
    AskedBy,
    Kind,
    PageKind,
    Practice,
    SourceKind,
    Town,
    Verdict,
)

__all__ = [
    "Actor",
    "Address",
    "Answer",
    "AnswerStatus",
    "AskedBy",
    "Classification",
    "Entry",
    "Facts",
    "Initiative",
    "Kind",
    "Lead",
    "Link",
    "Locality",
    "Mention",
    "NameClue",
    "PageKind",
    "PageSort",
    "Pair",
    "Practice",
    "Query",
    "Record",
    "Request",
    "Resolution",
    "Response",
    "SearchResult",
    "SourceKind",
    "Town",
    "Verdict",
]
