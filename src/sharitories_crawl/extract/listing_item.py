"""One item of a list: its name, its words, and what shows that it is somebody."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sharitories_crawl.extract.address import find_addresses, find_street
from sharitories_crawl.extract.contacts import find_emails, find_phones
from sharitories_crawl.extract.digits import digit_runs
from sharitories_crawl.extract.flow import Flow, Marks
from sharitories_crawl.extract.naming import clean_name, is_chrome
from sharitories_crawl.extract.urls import canonicalize_url, site_key, social_account
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Address, Entry

_LONGEST_ITEM = 4_000
_LONGEST_NAME = 110
_NAME_SELECTOR = "h1,h2,h3,h4,h5,h6,dt,strong,b,th,[class*=title],[class*=titre],[class*=name]"
_DATED = re.compile(
    # begins with a digit, like the next one
    r"\d(?<=\b\d)(?:\d?(?:er)? (?:janv|févr|mars|avril|mai|juin|juil|août|sept|oct|nov|déc|jan|"
    r"feb|maart|apr|mei|jun|jul|aug|okt|dec|maj|fev|abr|ago|set|out|dez)"
    r"|(?:(?<=[0-3])\d)?[/.][01]?\d[/.](?:19|20)\d\d|(?<=2)0\d\d-[01]\d-[0-3]\d)",
    re.I,
)
_BEFORE_DETAIL = re.compile(r"\s+[–—:|•-]\s+|\s*[:|•]\s+|,\s|\s\(|\n")
PLACE_HINT = re.compile(
    # begins with a digit and not with what stands before it: that is ten times as fast
    r"[0-9](?<!\d\d)(?:\d{4}(?!\d)|\d{3}(?:-\d{3}(?!\d)| ?[A-Z]{2} | [A-Z])|\d\d \d\d [A-Z]"
    r"|\d{0,3}(?: ?(?:bis|ter))?,? (?:rue|av|bd|bld|boul|pl|quai|imp|all|ch|"
    r"cours|route|rte|square|pass|r\.|z\.?[ai])|\d{0,3}$)",
    re.IGNORECASE,
)
"""Digits as in a street or a postal code: cheap, and often wrong."""


def hints_at_place(text: str) -> bool:
    """Whether digits stand in a text as in a street or a postal code."""
    return PLACE_HINT.search(text) is not None


@dataclass(frozen=True, slots=True)
class ListingContext:
    """The page that a list stands on."""

    url: str
    base: str
    host: str
    site: str | None
    country: str


@dataclass(frozen=True, slots=True)
class Item:
    entry: Entry
    evidence: str
    """Its own place or site, as a key that tells two items apart; empty where it shows none."""
    dated: bool
    """Begins with a day: a meeting or an article rather than a group."""
    is_bare_link: bool
    """A name on a link and hardly a word more."""


def is_elsewhere(href: str, context: ListingContext) -> bool:
    """Whether a link leads to another's own site or account."""
    _, site, account = _whose(href, context.base)
    return site != context.site if site is not None else account is not None


@lru_cache(maxsize=4096)
def _whose(href: str, base: str) -> tuple[str, str | None, str | None]:
    """Where a link leads, and the site and the account that this belongs to."""
    try:
        target = canonicalize_url(href, base)
    except ValueError:
        return "", None, None
    return target, site_key(target), social_account(target)


class ItemReader:
    """Reads the items of one page. What stands in each is looked up among all that the page holds."""

    def __init__(self, tree: LexborHTMLParser, flow: Flow, context: ListingContext) -> None:
        self._flow = flow
        self._context = context
        self._named = Marks(flow, tree.css(_NAME_SELECTOR))
        self._linked = Marks(flow, tree.css("a[href]"))

    def read(self, parts: Sequence[LexborNode]) -> Item | None:
        """The item that an element, or a heading with what follows it, makes; None where it has no name of its own."""
        first, context = parts[0], self._context
        if first.tag == "p" and self._named.first(first) is None:
            return None  # the usual paragraph, before its words are gathered
        text = "\n".join(filter(None, (self._flow.block_text(part, _LONGEST_ITEM + 1) for part in parts)))
        if not 3 <= len(text) <= _LONGEST_ITEM:
            return None
        name = self._name(first, text)
        if not name:
            return None
        addresses = _addresses(text, context.country)
        if len(addresses) > 2:
            return None
        address = addresses[0] if addresses else None
        url, social, mails, tels = self._links(parts)
        emails = find_emails(text, mails, context.host, name) if mails or "@" in text else ()
        phones = find_phones(text, tels, (), context.country) if tels or "0" in text or "+" in text else ()
        evidence = _place_key(address) or (site_key(url) or "" if url else "") or social
        words = text.removeprefix(name).strip()
        entry = Entry(
            name=name,
            text=text,
            url=url,
            address=address,
            email=emails[0] if emails else "",
            phone=phones[0] if phones else "",
        )
        dated = bool(digit_runs(text)) and _DATED.search(text[:160]) is not None
        return Item(entry, evidence, dated, address is None and len(words) < 25)

    def _links(self, parts: Sequence[LexborNode]) -> tuple[str, str, list[str], list[str]]:
        """The first link to another's own site, the first account, and the values of mailto: and tel: links."""
        url = social = ""
        mails: list[str] = []
        tels: list[str] = []
        for part in parts:
            for anchor in self._linked.within(part, 30) if part.tag != "a" else [part]:
                href = (anchor.attributes.get("href") or "").strip()
                folded = href[:7].lower()
                if folded == "mailto:":
                    mails.append(href[7:])
                elif folded.startswith("tel:"):
                    tels.append(href[4:])
                elif not url or not social:
                    target, site, account = _whose(href, self._context.base)
                    if not url and site is not None and site != self._context.site:
                        url = target
                    elif not social:
                        social = account or ""
        return url, social, mails, tels

    def _name(self, first: LexborNode, text: str) -> str:
        if first.tag in ("h2", "h3", "h4", "h5", "dt"):
            return _checked(first.text())
        for node in self._named.within(first, 4):
            name = _checked(node.text(separator=" "))
            if name:
                return name
        if first.tag == "p":
            # a paragraph is an item only where it begins with an emphasised name
            return ""
        if first.tag == "tr":
            cell = first.css_first("td")
            return _checked(cell.text(separator=" ")) if cell is not None else ""
        link = self._linked.first(first)
        if link is not None and text.startswith(words := " ".join(link.text().split())):
            name = _checked(words)
            if name:
                return name
        return _checked(_BEFORE_DETAIL.split(text, maxsplit=1)[0]) if first.tag in ("li", "tr") else ""


@lru_cache(maxsize=256)
def _addresses(text: str, country: str) -> tuple[Address, ...]:
    """The addresses in an item's words, else its street. Remembered, since an item and its heading say the same."""
    addresses = find_addresses(text, country) if hints_at_place(text) else ()
    if not addresses and (street := find_street(text)):
        return (Address(street=street, origin="text"),)
    return addresses


def _place_key(address: Address | None) -> str:
    if address is None:
        return ""
    return fold(f"{address.street} {address.postal_code} {address.city}")


@lru_cache(maxsize=1024)
def _checked(words: str) -> str:
    """The words where they can be a proper name, cut down to it; else an empty string."""
    name = clean_name(words)
    if len(name) > _LONGEST_NAME:
        name = _BEFORE_DETAIL.split(name, maxsplit=1)[0]
    plain = 2 <= len(name) <= _LONGEST_NAME and not name.endswith(("?", "!", ":", "..."))
    named = (
        plain and any(sign.isalpha() for sign in name) and (name[0].isupper() or name[0].isdigit() or "'" in name[:3])
    )
    return name if named and "@" not in name and "://" not in name and not is_chrome(name) else ""
