"""The cells of a row by what they mean, without what is not to be kept: contacts of persons, columns not understood.

This is what the archive keeps of a list, so that it can be read again with later rules.
"""

import re
from collections.abc import Mapping

from sharitories_crawl.extract.contacts import find_emails, find_phones
from sharitories_crawl.extract.urls import site_key
from sharitories_crawl.imports.columns import JOINED, Columns
from sharitories_crawl.imports.table import Row
from sharitories_crawl.sources.fields import site_url, storable

_APART = re.compile(r"[\s;]+")
_LONGEST = 20_000
"""Letters kept of one cell: far more than are read. Arbitrary."""

Cells = Mapping[str, str]
"""Target -> text; targets that say nothing are left out."""


def cells_of(row: Row, columns: tuple[str, ...], understood: Columns) -> Cells:
    """What a row says, by target; mailboxes and telephones only where they are an organisation's."""
    place = {column: at for at, column in enumerate(columns)}
    cells: dict[str, str] = {}
    for target, names in understood.items():
        texts = [text for name in names if (text := row.cells[place[name]])]
        if target == "website":
            texts.sort(key=lambda text: not site_of(text))
        if texts:
            cells[target] = storable(JOINED[target].join(dict.fromkeys(texts)) if target in JOINED else texts[0])
    contacts = {"email": cells.pop("email", ""), "phone": cells.pop("phone", "")}
    site = (site_key(url) or "") if (url := site_of(cells.get("website", ""))) else ""
    country = cells.get("country", "").upper()
    mails = find_emails("", (contacts["email"],), site.partition("/")[0], cells.get("name", ""))
    phones = find_phones("", (contacts["phone"],), (), country if len(country) == 2 else "FR")
    kept = {"email": mails[0] if mails else "", "phone": phones[0] if phones else ""}
    return {target: text[:_LONGEST] for target, text in {**cells, **kept}.items() if text}


def site_of(text: str) -> str:
    """The first of the addresses that is a site of somebody's own, else the first."""
    sites = [url for typed in _APART.split(text) if (url := site_url(typed))]
    return next((url for url in sites if site_key(url)), sites[0] if sites else "")
