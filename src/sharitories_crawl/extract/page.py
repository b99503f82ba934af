"""From the text of a page to its facts: the one entry of this room."""

import re
from urllib.parse import urlsplit

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree
from selectolax.lexbor import LexborHTMLParser

from sharitories_crawl.extract.address import count_streets, find_addresses
from sharitories_crawl.extract.clues import name_clues
from sharitories_crawl.extract.contacts import find_emails, find_phones, find_rnas, find_sirens
from sharitories_crawl.extract.flow import Flow
from sharitories_crawl.extract.identity import account_of, site_of
from sharitories_crawl.extract.jsonld import read_jsonld
from sharitories_crawl.extract.language import page_language
from sharitories_crawl.extract.listing import find_entries
from sharitories_crawl.extract.listing_item import ListingContext
from sharitories_crawl.extract.mending import mended_html
from sharitories_crawl.extract.microdata import read_microdata
from sharitories_crawl.extract.naming import page_name
from sharitories_crawl.extract.outline import LONGEST_TEXT, Outline, footer_text, read_outline
from sharitories_crawl.extract.partners import find_partners
from sharitories_crawl.extract.roster import find_rosters
from sharitories_crawl.extract.structured import Structured, gather, iso_date
from sharitories_crawl.extract.urls import canonicalize_url, site_key, social_account, unwrap_redirect
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Address, Entry, Facts, Link

MOST_LINKS = 2_000
_LITTLE_TEXT = 200
_MOST_VALUES = 100

_CHROME_TAGS = ["nav", "footer", "form", "noscript", "[role=navigation]", "aside"]
_COUNTRY_BY_ENDING = {
    "nl": "NL",
    "be": "BE",
    "pt": "PT",
    "se": "SE",
    "fr": "FR",
    "bzh": "FR",
    "re": "FR",
    "corsica": "FR",
}
_COUNTRY_BY_LANGUAGE = {"nl": "NL", "pt": "PT", "sv": "SE", "fr": "FR"}


def read_page(url: str, html: str, content_language: str = "") -> Facts:
    """What a page says. Never raises: what could not be read is a slug in Facts.problems.

    `html` is the decoded text; `content_language` the value of that HTTP header.
    """
    problems: list[str] = []
    html = mended_html(html, problems)
    try:
        page_url = canonicalize_url(url)
    except ValueError:
        page_url = url
        problems.append("url-unreadable")
    tree = LexborHTMLParser(html)
    outline = read_outline(tree)
    structured = _structured(tree, outline, html, problems)
    base = _base(page_url, outline.base, problems)
    host = _host(page_url)
    links, mails, tels = _links(outline, base, problems)
    text = _main_text(html, problems)
    footer = footer_text(outline)
    metas = outline.metas
    language = page_language(
        outline.language or structured.language, content_language or metas.get("content-language", ""), text
    )
    country = _country(host, language)
    site_name = metas.get("og:site_name") or metas.get("application-name") or ""
    heading = next((words for tag, words in outline.headings if tag == "h1"), "")
    name = page_name(
        (*structured.place_names, *structured.organisation_names),
        tuple(filter(None, (site_name, *structured.site_names))),
        heading,
        outline.title or metas.get("og:title", ""),
        host,
    )
    origin = page_url[: page_url.find("/", 8) + 1] or page_url
    outward = [unwrap_redirect(link.url) for link in links if not link.url.startswith(origin)]
    spoken = f"{text}\n{footer}"
    addresses = _addresses(structured, spoken, country)
    emails = find_emails(spoken, (*mails, *structured.emails), host, site_name or name)
    phones = find_phones(spoken, tels, structured.phones, country)
    return Facts(
        url=page_url,
        title=outline.title or metas.get("og:title", ""),
        site_name=site_name or next(iter(structured.site_names), ""),
        name=name,
        description=metas.get("description") or metas.get("og:description") or metas.get("twitter:description") or "",
        language=language,
        text=text,
        footer=footer,
        headings=tuple(words for _, words in outline.headings),
        addresses=addresses,
        emails=emails[:_MOST_VALUES],
        phones=phones,
        socials=_socials(outward, structured),
        sirens=find_sirens(f"{spoken}\n{structured.registrations}"),
        rnas=find_rnas(f"{spoken} {structured.registrations}"),
        links=links,
        entries=_entries(
            tree,
            outline.flow,
            ListingContext(page_url, base, host, site_key(page_url), country),
            outward,
            addresses,
            spoken,
            html,
        ),
        types=structured.types,
        og_type=metas.get("og:type", ""),
        published=_published(outline, structured),
        problems=tuple(dict.fromkeys(problems)),
        clues=name_clues(
            structured.place_names, structured.organisation_names, filter(None, (site_name, *structured.site_names)),
            outline.brands, dict.fromkeys(filter(None, (outline.title, metas.get("og:title", "")))),
            [words for tag, words in outline.headings if tag == "h1"][:3],
            [words for tag, words in outline.headings if tag == "h2"][:3], footer,
        ),
        rosters=find_rosters(outline),
        publisher=next(iter(structured.publishers), ""),
        partners=find_partners(tree, (words for _, words in outline.headings), page_url, base),
    )  # fmt: skip


_POSTAL_CITY = re.compile(r"\d(?<!\w\d)\d{3,4}(?: [A-Z]{2})? [A-ZÀ-Ý][a-zà-ÿ]")
_FEWEST_PLACES = 3
_SHORT_TEXT = 2_000
"""Main text leaves out the lists of some themes: where little is left, so many postal codes with a city are a sign."""


def _structured(tree: LexborHTMLParser, outline: Outline, html: str, problems: list[str]) -> Structured:
    stated = []
    for script in outline.jsonld[:200]:
        items, problem = read_jsonld(script)
        stated += [("json-ld", item) for item in items]
        if problem:
            problems.append(problem)
    if "itemscope" in html or "itemprop" in html:
        stated += [("microdata", item) for item in read_microdata(tree)]
    return gather(stated) if stated else Structured()


def _base(page_url: str, stated: str, problems: list[str]) -> str:
    if not stated:
        return page_url
    try:
        return canonicalize_url(stated, page_url)
    except ValueError:
        problems.append("base-unreadable")
        return page_url


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _links(outline: Outline, base: str, problems: list[str]) -> tuple[tuple[Link, ...], list[str], list[str]]:
    """Links to pages, once each, and the values of mailto: and tel: links."""
    links: dict[str, str] = {}
    mails: list[str] = []
    tels: list[str] = []
    seen: dict[str, str] = {}
    for href, words in outline.anchors:
        if href in seen:
            target = seen[href]
            if target and not links[target]:
                links[target] = words[:300]
            continue
        seen[href] = ""
        if href.startswith(("#", "javascript:", "data:")):
            continue
        folded = href[:8].strip().lower()
        if folded.startswith("mailto:"):
            mails.append(href.strip()[7:])
        elif folded.startswith("tel:"):
            tels.append(href.strip()[4:])
        else:
            try:
                target = canonicalize_url(href, base)
            except ValueError:
                continue
            if target not in links:
                if len(links) >= MOST_LINKS:
                    problems.append("links-cut")
                    break
                links[target] = words[:300]
            seen[href] = target
    return tuple(Link(target, words) for target, words in links.items()), mails[:_MOST_VALUES], tels[:_MOST_VALUES]


def _main_text(html: str, problems: list[str]) -> str:
    """The main content, or all but navigation and footer where the heuristics leave next to nothing."""
    tree = HTMLTree.parse(html)
    text = _tidy(extract_plain_text(tree, main_content=True, list_bullets=False, alt_texts=False, comments=False))
    if len(text) < _LITTLE_TEXT:
        whole = _tidy(extract_plain_text(tree, list_bullets=False, alt_texts=False, skip_elements=_CHROME_TAGS))
        if len(whole) > len(text):
            text = whole
    if len(text) > LONGEST_TEXT:
        problems.append("text-cut")
    return text[:LONGEST_TEXT]


def _tidy(text: str) -> str:
    return "\n".join(filter(None, map(str.strip, text.split("\n"))))


def _country(host: str, language: str) -> str:
    """Where the page seems to be from: its top-level domain, else its language, else France."""
    return _COUNTRY_BY_ENDING.get(host.rpartition(".")[2]) or _COUNTRY_BY_LANGUAGE.get(language, "FR")


def _addresses(structured: Structured, spoken: str, country: str) -> tuple[Address, ...]:
    """Those of structured data first; a text address that repeats one of them is left out."""
    kept = [
        address for address in structured.addresses if address.street or address.city or address.latitude is not None
    ]
    known = {(address.postal_code, fold(address.city)) for address in kept if address.street}
    kept += [a for a in find_addresses(spoken, country) if (a.postal_code, fold(a.city)) not in known]
    return tuple(kept[:_MOST_VALUES])


def _socials(outward: list[str], structured: Structured) -> tuple[str, ...]:
    stated = [social_account(address) for address in structured.same_as]
    accounts = [*stated, *(account_of(address) for address in outward)]
    return tuple(dict.fromkeys(account for account in accounts if account))[:_MOST_VALUES]


def _published(outline: Outline, structured: Structured) -> str:
    metas = outline.metas
    for name in ("article:published_time", "datepublished", "date", "dc.date", "dcterms.created", "dc.date.issued"):
        if stated := iso_date(metas.get(name, "")):
            return stated
    return structured.published or iso_date(outline.published)


def _entries(
    tree: LexborHTMLParser,
    flow: Flow,
    context: ListingContext,
    outward: list[str],
    addresses: tuple[Address, ...],
    spoken: str,
    html: str,
) -> tuple[Entry, ...]:
    """The entries of a listing; looked for only where the page names several places or sites of others."""
    places = len(addresses) if len(addresses) > 1 else max(len(addresses), count_streets(spoken))
    if places < 2 and not (len(spoken) < _SHORT_TEXT and len(_POSTAL_CITY.findall(html)) >= _FEWEST_PLACES):
        sites = {site for address in outward if (site := site_of(address)) is not None and site != context.site}
        if places + len(sites) < 3:
            return ()
    return find_entries(tree, flow, context, len(spoken))
