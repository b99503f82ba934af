"""How Datasette shows a cell: ids lead to what they name, counts to what was counted, lists as lists.

A Datasette plugin. Everything in a cell came from the web: it is shown as text, and an address opens without
telling the site where the reader came from.
"""

import json
import re
from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup, escape
from pluggy import HookimplMarker

from sharitories_crawl.review.addresses import is_web_address
from sharitories_crawl.review.descriptions import FACETS
from sharitories_crawl.review.labels import WORDS, label_of
from sharitories_crawl.review.ours import our_databases
from sharitories_crawl.review.policy import REVIEW

if TYPE_CHECKING:
    from datasette.app import Datasette

hookimpl = HookimplMarker("datasette")

COUNTED = {"candidates": "initiatives", "not_kept": "dropped", "times": "failures"}
"""Column of a ready-made question -> the view whose rows it counts; the row's other cells are the filters."""
_INITIATIVE = re.compile(r"[\w-]+-[0-9a-f]{10}")
_QUESTION = re.compile(r"[a-z]+/[^/\s]+/\S+")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):[\d.]+Z")
_LINK_LETTERS = 60
_LIST_LETTERS = 60
"""A list of longer texts stands in lines of its own."""


@hookimpl
def render_cell(
    row: Mapping[str, object], value: object, column: str, table: str | None, database: str, datasette: "Datasette"
) -> Markup | Awaitable[Markup | None] | None:
    """Markup for a cell that is more than its text; None leaves it to Datasette, which escapes it."""
    if database not in (ours := our_databases(datasette)):
        return None
    if column == "kind" or column in WORDS:
        return _worded(datasette, database, column, value)
    counted = COUNTED.get(column)
    if table is None and counted and isinstance(value, int):
        names = [name for name in FACETS[counted] if name in row.keys()]  # noqa: SIM118 (sqlite3.Row is no mapping)
        filters = urlencode({f"{name}__exact": row[name] for name in names})
        return _link(f"{datasette.urls.table(database, counted)}?{filters}", str(value))
    if column in ("run_id", "first_run_id") and isinstance(value, int):
        return _link(str(datasette.urls.row(database, "run", str(value))), str(value))
    if not isinstance(value, str) or not value:
        return None
    if column in ("id", "initiative_id", "merged_into", "id_a", "id_b") and _INITIATIVE.fullmatch(value):
        if database == ours[0]:
            return _link(str(datasette.urls.path(f"{REVIEW}/candidate/{value}")), value)
        return _link(f"{datasette.urls.query(database, 'evidence_of')}?{urlencode({'id': value})}", value)
    if column in ("id", "query_id", "subject") and _QUESTION.fullmatch(value):
        return _link(f"{datasette.urls.table(database, 'query_status')}?{urlencode({'id__exact': value})}", value)
    if column == "mention_id":
        return _link(str(datasette.urls.row(database, "mention", value)), value)
    if moment := _MOMENT.fullmatch(value):
        return Markup('<time datetime="{0}" title="{0}">{1} {2}</time>').format(value, *moment.groups())
    if is_web_address(value):
        return Markup('<a href="{}" rel="noreferrer noopener nofollow">{}</a>').format(value, _shortened(value))
    return _listed(value)


async def _worded(datasette: "Datasette", database: str, column: str, value: object) -> Markup | None:
    """The words for a slug, which stays in sight of whoever points at them."""
    label = await label_of(datasette, database, column, value)
    return None if label is None else Markup('<span title="{}">{}</span>').format(value, label)


def _link(path: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(path, text)


def _shortened(address: str) -> str:
    text = re.sub(r"^https?://", "", address, flags=re.IGNORECASE).removesuffix("/")
    return text if len(text) <= _LINK_LETTERS else f"{text[: _LINK_LETTERS - 1]}…"


def _listed(value: str) -> Markup | None:
    """A JSON list of texts without its brackets and quotes."""
    if not value.startswith("["):
        return None
    try:
        items = json.loads(value)
    except ValueError:
        return None
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        return None
    if sum(map(len, items)) <= _LIST_LETTERS:
        return escape(", ".join(items)) or Markup("&nbsp;")
    return Markup('<ul class="reasons">{}</ul>').format(Markup().join(Markup("<li>{}</li>").format(i) for i in items))
