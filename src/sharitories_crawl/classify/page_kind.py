"""What sort of page speaks: an initiative's own, a newspaper's, a public body's, a platform's, a list."""

import re
from urllib.parse import urlsplit

from sharitories_crawl.models import Facts, PageKind

_PUBLIC_HOST = re.compile(
    r"(^|[.-])(mairie|ville|villede\w*|commune|agglo\w*|agglomeration|metropole|communaute|departement|region|"
    r"gouv|cc|ca|gemeente|kommun|cm|camara|stad)([.-]|$)|^(agglo|mairie)|(agglo|mairie)\."
)
_PUBLIC_NAME = re.compile(
    r"^(la )?(ville|mairie|commune|agglom[ée]ration|communaut[ée]|m[ée]tropole|conseil|pr[ée]fecture|gemeente|stad|"
    r"c[âa]mara municipal|munic[íi]pio)\b|\b(kommun|agglo|agglom[ée]ration)$",
    re.IGNORECASE,
)
_PRESS_NAME = re.compile(
    r"(ouest-?france|t[ée]l[ée]gramme|journal|gazette|presse|press|courrier|r[ée]publicain|d[ée]p[êe]che|ind[ée]pendant|"
    r"france[- ]?(3|bleu|info)|actu(s|\b)|nouvelle|[ée]cho(s)?\b|progr[èe]s|vosges matin|sud-?ouest|la voix|"
    r"magazine|hebdo|"
    r"krant|nieuws|courant|gooi en|dagblad|jornal|diario|not[íi]cias|bladet|tidning|nyheter)",
    re.IGNORECASE,
)
_PRESS_TYPES = frozenset({"NewsArticle", "ReportageNewsArticle", "OpinionNewsArticle"})
_PLATFORM_HOST = re.compile(
    r"(^|\.)(facebook|instagram|twitter|linkedin|youtube|helloasso|meetup|eventbrite|leboncoin|airbnb|blablacar|wikipedia)\."
    r"(com|fr|org)$|^(www\.)?x\.com$"
)
LIST_ENTRIES = 3
"""Fewer items are a site's own headings rather than a list of initiatives."""


def page_kind_of(facts: Facts) -> PageKind:
    """Judged by host, site name, declared types and shape; own site where nothing else shows."""
    host = urlsplit(facts.url).hostname or ""
    if len(facts.entries) >= LIST_ENTRIES:
        return PageKind.DIRECTORY
    if _PLATFORM_HOST.search(host):
        return PageKind.PLATFORM
    if _PUBLIC_HOST.search(host) or _PUBLIC_NAME.search(facts.site_name):
        return PageKind.PUBLIC_BODY
    if _PRESS_TYPES & set(facts.types) or _PRESS_NAME.search(host) or _PRESS_NAME.search(facts.site_name):
        return PageKind.PRESS
    return PageKind.OWN_SITE
