"""Why a stored page or candidate was judged as it was: read once more from the archive, with today's rules."""

from collections.abc import Iterator
from pathlib import Path

from sharitories_crawl.errors import BadInput
from sharitories_crawl.extract.urls import canonicalize_url
from sharitories_crawl.models import Lead, Town
from sharitories_crawl.pipeline.page_reading import response_from
from sharitories_crawl.pipeline.tools import Knowledge, Store, looking_store
from sharitories_crawl.reading import Reader
from sharitories_crawl.reading.explaining import Explanation, explain
from sharitories_crawl.store.frontier import OK
from sharitories_crawl.store.relations import relations_of


def explain_stored(url: str, town: Town, db: Path, reader: Reader) -> Explanation:
    """A page by its address. Raises BadInput where no crawl was told of it."""
    try:
        address = canonicalize_url(url)
    except ValueError:
        raise BadInput(f"{url} is no address such as https://fablab.example/") from None
    with looking_store(db) as store:
        told = _explain(address, town, store, reader)
    if told is None:
        raise BadInput(
            f"{address} was never met by a crawl of {town.name} in {db}; save the page and give it with --file"
        )
    return told


def explain_evidence(id: str, db: Path, knowledge: Knowledge) -> Iterator[Explanation]:
    """Every page behind an initiative or a mention. Raises BadInput for an unknown id."""
    with looking_store(db) as store:
        found = store.candidates.evidence_pages(id)
        if not found:
            raise BadInput(f"there is neither an initiative nor a mention with the id {id} in {db}")
        for url, code in found:
            told = _explain(url, knowledge.everywhere.find(code), store, knowledge.reader)
            if told is not None:
                yield told


def related_to(id: str, db: Path) -> list[dict[str, str]]:
    """What the initiative of that id, or of a mention's, belongs together with: id, name and how."""
    with looking_store(db) as store:
        return relations_of(store.candidates.db, id)


def _explain(url: str, town: Town, store: Store, reader: Reader) -> Explanation | None:
    leads: list[Lead] = store.frontier.leads_to(url, town.code)
    page = store.frontier.page(url)
    lead = leads[0] if leads else None
    if page is None and lead is None:
        return None
    title, snippet = (lead.title, lead.snippet) if lead else ("", "")
    html = ""
    fetched_at = "9999"
    if page is not None:
        fetched_at = page.fetched_at
        if page.status == OK and page.place is not None:
            html = response_from(store, page.place).text
    return explain(reader, town, url, title=title, snippet=snippet, html=html, now=fetched_at)
