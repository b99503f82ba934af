"""The archived copy of a page: its text and nothing else, so that nothing in it can act."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sharitories_crawl.errors import BadInput
from sharitories_crawl.pipeline.page_reading import facts_of, response_from
from sharitories_crawl.pipeline.tools import looking_store
from sharitories_crawl.review.pages.visit import visit
from sharitories_crawl.review.reasons import phrases_of
from sharitories_crawl.review.showing import ADDRESS_LETTERS, SNIPPET_LETTERS, TITLE_LETTERS, link_to, marked, shown
from sharitories_crawl.store.look import Look
from sharitories_crawl.store.place import Place
from sharitories_crawl.store.queues import Row

if TYPE_CHECKING:
    from datasette.app import Datasette

LETTERS = 200_000
"""Of a text; arbitrary, some hundred printed pages."""
AROUND = 1500
"""Letters of a directory's answer shown on both sides of the record."""


async def copy(datasette: "Datasette", request: Any) -> Any:
    """What was read where a mention was found."""
    here = await visit(datasette, request)
    row = await here.read(lambda db: _asked(db, request.url_vars["id"]))
    if row is None:
        return await here.not_found()
    text, whole = str(row["text"] or ""), False
    if not text and row["archive_file"]:
        place = Place(str(row["archive_file"]), int(row["archive_offset"]))
        text = await asyncio.to_thread(_archived, here.path, place, str(row["source_id"]))
        whole = bool(text)
    phrases = [*phrases_of(json.loads(row["reasons"])), row["place_name"]]
    told = {
        "title": shown(row["title"] or row["name"], TITLE_LETTERS), "fetched_at": str(row["fetched_at"]),
        "live": link_to(row["url"]), "address": shown(row["url"], ADDRESS_LETTERS * 2), "whole": whole,
        "text": marked(shown(text, LETTERS), phrases, str(row["name"])), "cut": len(text) > LETTERS,
        "snippet": marked(shown(row["snippet"], SNIPPET_LETTERS), phrases),
        "initiative": here.at(f"candidate/{row['initiative_id']}") if row["initiative_id"] else "",
    }  # fmt: skip
    return await here.page("review_copy.html", copy=told)


def _asked(db: Look, id: str) -> Row | None:
    """The mention with the text of its page, and where the answer lies that it was read from."""
    rows = db.query(
        "SELECT m.id, m.title, m.name, m.url, m.snippet, m.reasons, m.place_name, m.source_id, s.initiative_id,"
        " substr(p.text, 1, :letters) AS text, coalesce(p.fetched_at, m.fetched_at) AS fetched_at, r.archive_file,"
        " r.archive_offset FROM mention m LEFT JOIN membership s ON s.mention_id = m.id"
        " LEFT JOIN page p ON p.url = m.found_in LEFT JOIN response r ON r.id = coalesce(p.response_id,"
        " (SELECT a.response_id FROM answer a WHERE a.query_id = m.query_id AND m.source_id <> '' ORDER BY a.id DESC"
        " LIMIT 1)) WHERE m.id = :id",
        {"id": id, "letters": LETTERS + 1},
    )
    return next(iter(rows), None)


def _archived(path: Path, place: Place, record: str) -> str:
    """The text of an archived page, or an archived answer around a record; empty where the archive lacks it."""
    try:
        with looking_store(path) as store:
            response = response_from(store, place)
    except BadInput:
        return ""
    if not record:
        return facts_of(response).text
    middle = max(0, response.text.find(record.rpartition("/")[2]))
    return response.text[max(0, middle - AROUND) : middle + AROUND]
