"""A stored page read for a town: its own facts, with those of the site's contact page where one was needed."""

import sys
from collections import OrderedDict
from dataclasses import replace
from datetime import datetime

from sharitories_crawl.classify.naming import clean_name
from sharitories_crawl.extract.page import read_page
from sharitories_crawl.extract.urls import canonicalize_url, site_key
from sharitories_crawl.fetch.body import decode_text, inflate
from sharitories_crawl.fetch.outcome import Failure
from sharitories_crawl.models import Facts, Lead, Response, Town, Verdict
from sharitories_crawl.pipeline.tools import Store, Tally
from sharitories_crawl.reading import Reader, Reading, found_through
from sharitories_crawl.store.frontier import OK, StoredPage
from sharitories_crawl.store.place import Place
from sharitories_crawl.store.steps import steps_to

CONTACT = "contact"
"""Origin of a lead to the page of a site that says where its people are."""
RELATED = "related"
"""Origin of a lead from a publisher's page about the town, by a link that names a kind."""
PARTNER = "partner"
"""Origin of a lead from an initiative's own page to whom it names as a partner."""
VOUCHED = ("record", "entry")
"""Origins of leads from something that itself places the initiative in the town."""
GONE = frozenset({Failure.HTTP_404, Failure.HTTP_410, Failure.SOFT_404, Failure.DNS})
STILL_THERE = frozenset(
    {
        Failure.ROBOTS_DISALLOWED, Failure.CRAWL_DELAY_TOO_LONG, Failure.RATE_LIMITED, Failure.BLOCKED,
        Failure.CAPTCHA, Failure.TOO_SLOW,
    }
)  # fmt: skip
"""Failures behind which the page stands all the same: the result that led there may still be evidence."""
MOST_STEPS = 4
"""From what a source named to a page, by links of pages. A constant, so that `reparse` comes to the same. Arbitrary."""
_CACHED = 300
_CONTACT_WORDS = (
    "mentions legales", "mentions-legales", "mentions légales", "contact", "nous trouver", "ou-nous-trouver",
    "infos pratiques", "infos-pratiques", "acces", "accès", "adresse", "a-propos", "à propos",
    "qui-sommes-nous", "over ons", "contato", "contactos", "kontakt", "om oss",
)  # fmt: skip


class PageReader:
    """Reads pages from the archive or at hand, and writes their mentions."""

    def __init__(self, store: Store, reader: Reader, tally: Tally) -> None:
        self._store = store
        self._reader = reader
        self._tally = tally
        self._facts: OrderedDict[str, Facts] = OrderedDict()

    def remember(self, url: str, facts: Facts) -> None:
        """Keep the facts of a page that was just fetched, so that it is not read from the archive again."""
        self._facts[url] = facts
        if len(self._facts) > _CACHED:
            self._facts.popitem(last=False)

    def read(self, url: str, town: Town, run_id: int, now: datetime) -> list[Lead]:
        """Write what a stored page says about a town; gives the further leads it holds, already stored."""
        page = self._store.frontier.page(url)
        leads = self._store.frontier.leads_to(url, town.code)
        if page is None or not leads:
            return []
        own = [lead for lead in leads if lead.origin != CONTACT]
        further: list[Lead] = []
        for parent in {lead.found_on for lead in leads if lead.origin == CONTACT}:
            further += self.read(parent, town, run_id, now)
        if not own:
            self._store.candidates.put_mentions(run_id, url, town.code, (), now, "contact-page")
            return further
        if page.status != OK:
            self._read_failed(page, own[0], town, run_id, now)
            return further
        facts = self._facts_of(url, page.place)
        reading = self._read_for(facts, own, page, town)
        onward: list[Lead] = []
        # one step from what a search or a directory gave, no chains of articles or friends
        if not all(lead.origin in (RELATED, PARTNER) for lead in own):
            query_id = own[0].query_id
            onward += [Lead(link, town.code, RELATED, query_id, None, "", "", url) for link in reading.related]
            onward += [
                Lead(partner.url, town.code, PARTNER, query_id, None, partner.words, "", url, partner.of_kind)
                for partner in reading.partners
            ]
        onward += self._further(facts, reading, url, town)
        if onward and steps_to(self._store.frontier.db, url, town.code, MOST_STEPS) >= MOST_STEPS:
            self._tally.bounds["steps"] += len(onward)
            onward = []
        # before the reading, so that a run killed in between reads the page again and loses no lead
        self._store.frontier.save_leads(run_id, onward)
        self._write(reading, url, town, run_id, now)
        return [*further, *onward]

    def read_results(self, town: Town, run_id: int, now: datetime) -> None:
        """Mentions from titles and snippets alone, of what runs that follow nothing were told and nobody fetched."""
        for url, told_at in self._store.frontier.unread_results(town.code):
            lead = next(lead for lead in self._store.frontier.leads_to(url, town.code) if lead.origin == "result")
            found = found_through(lead, town, told_at)
            self._write(self._reader.read_result(lead, found), url, town, run_id, now)

    def _read_for(self, facts: Facts, leads: list[Lead], page: StoredPage, town: Town) -> Reading:
        lead = leads[0]
        found = replace(found_through(lead, town, page.fetched_at), url=facts.url)
        found = replace(found, title=facts.title or found.title)
        if lead.origin != "result":
            found = replace(found, snippet="")
        merged = facts
        for contact in self._contact_pages(page.url, town.code):
            merged = _merge(merged, contact)
        vouched = any(lead.origin in VOUCHED for lead in leads)
        reading = self._reader.read_page(merged, found, vouched=vouched)
        if merged is facts:
            return reading
        beside = f"read together with {', '.join(self._store.frontier.contact_pages(page.url, town.code))}"
        mentions = tuple(replace(mention, reasons=(*mention.reasons, beside)) for mention in reading.mentions)
        return replace(reading, mentions=mentions)

    def _read_failed(self, page: StoredPage, lead: Lead, town: Town, run_id: int, now: datetime) -> None:
        """A page that could not be had: the result that led to it still says something, unless the page is gone.

        What an earlier copy said stands as long as nobody says that the page is gone: a site may be down for a night.
        """
        if page.status not in GONE and self._store.candidates.has_earlier(page.url, town.code, page.fetched_at):
            self._store.candidates.put_reading(page.url, town.code, now, "as-read-before")
            return
        if lead.origin != "result":
            self._store.candidates.put_mentions(run_id, page.url, town.code, (), now, page.status)
            return
        found = found_through(lead, town, page.fetched_at)
        gone = "page-gone" if page.status in GONE else "" if page.status in STILL_THERE else "page-unreadable"
        self._write(self._reader.read_result(lead, found, gone), page.url, town, run_id, now)

    def _write(self, reading: Reading, url: str, town: Town, run_id: int, now: datetime) -> None:
        self._store.candidates.put_mentions(run_id, url, town.code, reading.mentions, now, reading.reason)

    def _further(self, facts: Facts, reading: Reading, url: str, town: Town) -> list[Lead]:
        if reading.wants_contact_page:
            contact = contact_link(facts)
            return [Lead(contact, town.code, CONTACT, "", None, "", "", url)] if contact else []
        leads = []
        front = front_page(facts.url)
        if front not in ("", url) and any(m.dropped == "low-relevance" and not m.list_url for m in reading.mentions):
            leads.append(Lead(front, town.code, RELATED, reading.mentions[0].query_id, None, "", "", url))
        sites = {clean_name(entry.name): entry.url for entry in facts.entries if entry.url}
        for mention in reading.mentions:
            site = sites.get(mention.name)
            if site and mention.locality is Verdict.IN_TOWN and not mention.dropped:
                try:
                    target = canonicalize_url(site)
                except ValueError:
                    continue
                if target == url:
                    continue
                leads.append(Lead(target, town.code, "entry", mention.query_id, None, mention.name, "", url))
        return leads

    def _contact_pages(self, url: str, town_code: str) -> list[Facts]:
        pages = (self._store.frontier.page(found) for found in self._store.frontier.contact_pages(url, town_code))
        return [self._facts_of(page.url, page.place) for page in pages if page is not None and page.status == OK]

    def _facts_of(self, url: str, place: Place | None) -> Facts:
        if url not in self._facts:
            if place is None:
                raise LookupError(f"{url} was stored as fetched, but the archive has no place for it")
            self.remember(url, facts_of(response_from(self._store, place)))
        return self._facts[url]


def response_from(store: Store, place: Place) -> Response:
    """An archived answer as the fetcher gave it: decompressed and decoded."""
    archived = store.archive.read(place)
    headers = {name.lower(): text for name, text in archived.headers}
    # what was fetched had passed its bounds already
    body = inflate(archived.body, headers, sys.maxsize - 1)
    return Response(archived.url, archived.status, headers, body, decode_text(body, headers), archived.fetched_at)


def facts_of(response: Response) -> Facts:
    """What a fetched page says; its address is the one it was found at in the end."""
    try:
        url = canonicalize_url(response.url)
    except ValueError:
        url = response.url
    return read_page(url, response.text, response.headers.get("content-language", ""))


def front_page(url: str) -> str:
    """The front page of the site a page is of, or empty where the address has no own site: it says best what it is."""
    return "/".join([*url.split("/")[:3], ""]) if site_key(url) else ""


def contact_link(facts: Facts) -> str:
    """The link of a site most likely to say where its people are, or empty."""
    host = facts.url.split("/")[2] if facts.url.count("/") >= 2 else ""
    for word in _CONTACT_WORDS:
        for link in facts.links:
            same_site = link.url.split("/")[2:3] == [host] and link.url != facts.url
            if same_site and (word in link.text.lower() or word in link.url.lower()):
                return link.url
    return ""


def _merge(facts: Facts, contact: Facts) -> Facts:
    """The page with what its contact page adds: where, and how to reach the organisation."""
    return replace(
        facts,
        text=f"{facts.text}\n{contact.text}",
        footer=f"{facts.footer}\n{contact.footer}",
        addresses=(*facts.addresses, *contact.addresses),
        emails=(*facts.emails, *contact.emails),
        phones=(*facts.phones, *contact.phones),
        socials=tuple(dict.fromkeys((*facts.socials, *contact.socials))),
        sirens=(*facts.sirens, *contact.sirens),
        rnas=(*facts.rnas, *contact.rnas),
    )
