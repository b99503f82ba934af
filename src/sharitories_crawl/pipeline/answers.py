"""What an answer comes to: leads to pages, and the mentions that a directory's records are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from math import cos, hypot, radians

from sharitories_crawl.extract.urls import canonicalize_url
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.points import with_communes
from sharitories_crawl.models import Answer, AnswerStatus, AskedBy, Lead, Query, Record, SourceKind, Town, Verdict
from sharitories_crawl.pipeline.by_name import bearing_the_name, is_by_name
from sharitories_crawl.pipeline.tools import Store
from sharitories_crawl.reading import Found, Reader
from sharitories_crawl.sources.base import Source
from sharitories_crawl.store.moments import stamp


def whole_answer(pages: Sequence[Answer], source: Source, town: Town) -> Answer:
    """The pages of an answer as one, cut down to what may concern a town where the source answers for all."""
    answer = reduce(_joined, pages)
    return of_surroundings(answer, town) if source.asked_by is AskedBy.WORLD else answer


def _joined(first: Answer, further: Answer) -> Answer:
    """Two pages as one: ranks go on; a later page that failed is told and takes nothing away."""
    if further.status is not AnswerStatus.RESULTS:
        told = "" if further.status is AnswerStatus.EMPTY else f"A further page was {further.status}: {further.detail}"
        return replace(first, detail=" ".join(filter(None, (first.detail, told))))
    start = len(first.results)
    ranked = tuple(replace(result, rank=start + number) for number, result in enumerate(further.results, start=1))
    return replace(first, results=(*first.results, *ranked), records=(*first.records, *further.records))


SURROUNDINGS_KM = 30.0
"""An answer about the whole world is cut down to what lies so near; which commune it is in is told afterwards."""
KM_PER_DEGREE = 111.2


def of_surroundings(answer: Answer, town: Town) -> Answer:
    """Of an answer for all towns, the records that may concern this one: by place, postal code or city."""
    return replace(answer, records=tuple(record for record in answer.records if _is_around(record, town)))


def _is_around(record: Record, town: Town) -> bool:
    if record.country and record.country.upper() != town.country:
        return False
    if record.postal_code and record.postal_code in town.postal_codes:
        return True
    if record.city and fold(record.city) == fold(town.name):
        return True
    if record.latitude is None or record.longitude is None:
        return False
    north = (record.latitude - town.latitude) * KM_PER_DEGREE
    east = (record.longitude - town.longitude) * KM_PER_DEGREE * cos(radians(town.latitude))
    return hypot(north, east) <= SURROUNDINGS_KM


def leads_of(answer: Answer, query: Query, town: Town) -> tuple[Lead, ...]:
    """What a web search's results lead to; an address that cannot be followed leads nowhere."""
    leads = []
    for result in bearing_the_name(query, answer.results) if is_by_name(query) else answer.results:
        try:
            url = canonicalize_url(result.url)
        except ValueError:
            continue
        leads.append(Lead(url, town.code, "result", query.id, result.rank, result.title, result.snippet, query.id))
    return tuple(leads)


def read_records(
    answer: Answer,
    query: Query,
    town: Town,
    source: Source,
    reader: Reader,
    store: Store,
    run_id: int,
    now: datetime,
) -> tuple[Lead, ...]:
    """Store the mention that each record of a directory is; gives leads to the sites of those in the town.

    What a geocoder says is no mention: it is kept as what it knows of an address or a point.
    """
    leads: list[Lead] = []
    if source.kind is SourceKind.GEOCODER:
        store.geocodes.put(query, answer)
        return ()
    records = answer.records
    if source.asks_a_box:
        records = with_communes(records, store.geocodes.of_town(town.code))
    for record in records:
        url = record.record_url or record.url
        licence = record.licence or source.licence
        found = Found(town, source.name, query.id, None, url, record.name, record.description, licence, stamp(now))
        reading = reader.read_record(record, found, by_box=source.asks_a_box)
        store.candidates.put_mentions(
            run_id, f"{source.name}:{record.source_id}", town.code, reading.mentions, now, reading.reason
        )
        for mention in reading.mentions:
            if record.url and mention.locality is Verdict.IN_TOWN and mention.dropped in ("", "low-relevance"):
                try:
                    site = canonicalize_url(record.url)
                except ValueError:
                    continue
                leads.append(
                    Lead(site, town.code, "record", query.id, None, record.name, record.description[:300], query.id)
                )
    return tuple(leads)
