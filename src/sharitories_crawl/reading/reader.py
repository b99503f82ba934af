"""From what a page, record or result says to mentions of initiatives in one town, or why there are none."""

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from urllib.parse import urlsplit

from sharitories_crawl.catalogue import Catalogue
from sharitories_crawl.classify.judge import OTHER_KIND, Judge, Wording
from sharitories_crawl.classify.likelihood import Likelihood, fitted
from sharitories_crawl.classify.naming import clean_name, title_name
from sharitories_crawl.classify.page_kind import Weights, sort_of_page, sort_of_result
from sharitories_crawl.classify.stages import stage_of
from sharitories_crawl.extract.urls import site_key
from sharitories_crawl.geo.gazetteer import Gazetteer
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.places import Evidence, evidence_of
from sharitories_crawl.models import (
    Address,
    Classification,
    Facts,
    Lead,
    Locality,
    Mention,
    PageKind,
    PageSort,
    Record,
    SearchResult,
    Town,
    Verdict,
)
from sharitories_crawl.models.changing import DISSOLVED
from sharitories_crawl.reading.articles import read_article
from sharitories_crawl.reading.found import Found, PageView, Partner, Reading
from sharitories_crawl.reading.lists import listed_entries, read_list
from sharitories_crawl.reading.naming import page_candidates, page_name, result_name, subject_of
from sharitories_crawl.reading.writing import Writer

_NETWORK = re.compile(
    r"\b(reseau|federation|union|confederation|mouvement national|annuaire|netwerk|rede|riksforbund)\b"
)
_RECORD = PageSort.surely(PageKind.DIRECTORY)
NO_PLACE_STATED = "no-place-stated"
"""Stands for the list that all rows without a place are siblings in."""


class Reader:
    """Reads evidence for towns; holds the catalogue and the gazetteer, nothing that changes."""

    def __init__(
        self,
        catalogue: Catalogue,
        gazetteer: Gazetteer,
        likelihood: Likelihood | None = None,
        page_weights: Weights | None = None,
    ) -> None:
        """Without a likelihood or weights of page signs, those that come with the program."""
        self._writer = Writer(Judge(catalogue), gazetteer, likelihood or fitted())
        self._page_weights = page_weights

    def is_generic(self, name: str, town: Town) -> bool:
        """Whether a name says no more than a kind and the town."""
        return self._writer.is_generic(name, town)

    def kinds_named(self, text: str, language: str) -> list[str]:
        """Kinds that a text names with words that need no company."""
        return [kind for kind, _, _ in self._writer.judge.kinds_in(text, language)]

    def read_page(self, facts: Facts, found: Found, *, vouched: bool = False, viewed: bool = False) -> Reading:
        """Mentions from a fetched page: one for an own site, one for each entry of a list or name in an article.

        `vouched` says that a directory or list which places the thing in the town gave this address as its site.
        `viewed` asks for the page as a whole too: Reading.page, which no mention needs.
        """
        sort = sort_of_page(facts, self._page_weights)
        kind = sort.kind
        locality = self._writer.locate(evidence_of(facts, kind, found.snippet, found.title), found.town)
        if vouched and kind is PageKind.OWN_SITE and locality.verdict is Verdict.UNCLEAR:
            clue = "a directory that places it in the town names this site"
            locality = Locality(Verdict.IN_TOWN, found.town.name, found.town.code, "vouched", (*locality.clues, clue))
        wording = Wording(facts.name, facts.title, facts.headings, facts.description, facts.url, facts.text)
        judged = self._writer.judge.judge(wording, facts.language or found.town.language, sort)
        page = self._view(judged, locality, facts, found) if viewed else None
        if listed := listed_entries(self._writer, facts, kind, judged.kind, found.town):
            of_one = kind in (PageKind.OWN_SITE, PageKind.COMMERCIAL)
            name = page_name(self._writer, facts, kind, found.town, locality.place_name, judged.kind) if of_one else ""
            # a directory of all associations holds other things too
            of_kind = "" if kind is PageKind.DIRECTORY or judged.kind == OTHER_KIND else judged.kind
            read = read_list(self._writer, facts, found, locality, listed, of_kind, of_one)
            return replace(read, page=replace(page, name=name)) if page else read
        if kind in (PageKind.PRESS, PageKind.PUBLIC_BODY, PageKind.DIRECTORY):
            # a page of no kind gives no mentions, whatever it names
            is_named = page is not None or judged.kind != OTHER_KIND
            named = (
                page_candidates(self._writer, facts, kind, found.town, locality.place_name, judged.kind)
                if is_named
                else []
            )
            reading = read_article(self._writer, facts, found, locality, judged, named)
            return replace(reading, page=replace(page, name=subject_of(named))) if page else reading
        name = page_name(self._writer, facts, kind, found.town, locality.place_name, judged.kind) or own_name(facts)
        page = replace(page, name=name) if page else None
        address = _address_here(facts.addresses, found.town)
        reachable = bool(address or facts.emails or facts.phones or facts.socials or facts.sirens or facts.rnas)
        # a front page where an association speaks of its clothes swap is somebody's, though that is all its name
        of_group = front_page_of(facts) and self._writer.judge.speaks_of_citizens(facts.text)
        nameless = not (reachable or vouched or of_group) and self._writer.is_generic(name, found.town)
        mention = self._writer.write(
            found, name, judged, locality, facts.text, address=address, site=site_key(facts.url) or "",
            email=_first(facts.emails), phone=_first(facts.phones), socials=facts.socials,
            siren=_first(facts.sirens), rna=_first(facts.rnas), gone="unnamed" if nameless else "",
            published=facts.published,
        )  # fmt: skip
        partners = self._partners(facts, found.town) if kind is PageKind.OWN_SITE and not mention.dropped else ()
        unclear = mention.dropped == "place-unclear"
        return Reading((mention,), wants_contact_page=unclear, partners=partners, page=page)

    def _view(self, judged: Classification, locality: Locality, facts: Facts, found: Found) -> PageView:
        likely = self._writer.likelihood_of_page(judged, locality, facts, found)
        return PageView(judged, locality, stage_of(facts.title, facts.text, facts.published), likely)

    def _partners(self, facts: Facts, town: Town) -> tuple[Partner, ...]:
        language = facts.language or town.language
        kinds_in = self._writer.judge.kinds_in
        return tuple(Partner(link.url, link.text, bool(kinds_in(link.text, language))) for link in facts.partners)

    def read_record(self, record: Record, found: Found, *, by_box: bool = False) -> Reading:
        """The mention that a directory's record is; the directory vouches for the thing, its address for the place.

        `by_box` says that it was asked for a box around the town, which reaches into other communes.
        """
        address, words = _address_of(record), _words_of(record)
        stated = (address,) if record.postal_code or record.city else ()
        locality = self._writer.locate(Evidence(record.name, words, addresses=stated, url=record.url), found.town)
        if record.located_by:
            clue = f"{record.located_by} says that its point lies in {record.city}"
            locality = replace(locality, clues=(*locality.clues, clue))
        if locality.verdict is Verdict.UNCLEAR and not stated and not by_box:
            locality = _near(record, found.town, locality)
        return Reading((self._write_record(record, found, locality),))

    def read_listed(self, record: Record, found: Found, locality: Locality, place_in_list: str) -> Mention:
        """The mention that a row of the user's own list is, where the list places it; kept whatever its words are.

        Its id is made of its place in the list and of the town alone, so that a row may be renamed.
        """
        mention = self._write_record(record, found, locality)
        name = mention.name if any(letter.isalnum() for letter in mention.name) else record.name
        doubt = (f"kept as your own list has it; by its words alone: {mention.dropped}",) if mention.dropped else ()
        nowhere = not (_words_of_place(record) or record.latitude is not None)
        return replace(
            mention,
            id=sha256(f"{place_in_list}|{found.town.code}".encode()).hexdigest()[:20],
            name=name,
            dropped="",
            reasons=(*mention.reasons, *doubt),
            # things that state no place are not one thing because they share a name
            list_url=NO_PLACE_STATED if nowhere else "",
        )

    def _write_record(self, record: Record, found: Found, locality: Locality) -> Mention:
        words = _words_of(record)
        wording = Wording(record.name, record.name, (), words, record.url, record.description)
        judged = self._writer.judge.judge(wording, found.town.language, _RECORD, record.kind)
        return self._writer.write(
            found, clean_name(record.name), judged, locality, record.description, address=_address_of(record),
            site=(site_key(record.url) or "") if record.url else "", email=record.email, phone=record.phone,
            siren=record.siren, rna=record.rna, source_id=record.source_id,
            gone=DISSOLVED if _is_dissolved(record) else "",
        )  # fmt: skip

    def read_result(self, result: SearchResult | Lead, found: Found, gone: str = "") -> Reading:
        """The mention that title and snippet alone are, where the page was not or could not be fetched.

        `gone` is the reason where the page is known to be dead.
        """
        locality = self._writer.locate(Evidence(result.title, result.snippet, url=result.url), found.town)
        sort = sort_of_result(result.url, result.title, result.snippet, found.town.language, self._page_weights)
        name = result_name(self._writer, result, found.town, locality.place_name, sort.kind) or title_name(result.title)
        wording = Wording(name, result.title, (), result.snippet, result.url)
        judged = self._writer.judge.judge(wording, found.town.language, sort)
        site = site_key(result.url) or ""
        gone = gone or ("unnamed" if self._writer.is_generic(name, found.town) else "")
        mention = self._writer.write(found, name, judged, locality, result.snippet, site=site, gone=gone)
        told = stage_of(result.title, result.snippet)
        return Reading((mention,), page=PageView(judged, locality, told, mention.relevance, name))


def front_page_of(facts: Facts) -> bool:
    """Whether a page is the first of a site that identifies somebody."""
    return urlsplit(facts.url).path in ("", "/") and site_key(facts.url) is not None


def own_name(facts: Facts) -> str:
    """The name of the initiative whose page it is: the site's, unless a network's site has a page for a member."""
    if _NETWORK.search(fold(facts.name)):
        return title_name(facts.headings[0] if facts.headings else facts.title, "")
    return facts.name or title_name(facts.title, facts.site_name)


def _address_of(record: Record) -> Address:
    return Address(
        record.street, record.postal_code, record.city, record.country, record.latitude, record.longitude, "record"
    )


def _words_of(record: Record) -> str:
    return "\n".join((record.description, *record.tags))


def _words_of_place(record: Record) -> str:
    return f"{record.street}{record.postal_code}{record.city}{record.commune_code}{record.town_code}"


def _near(record: Record, town: Town, unclear: Locality) -> Locality:
    """A record without an address, asked for by area: the directory itself says that it lies there."""
    if record.latitude is None or record.longitude is None:
        return unclear
    clue = f"no address; the directory places it at {record.latitude:.4f}, {record.longitude:.4f}, inside the town"
    return Locality(Verdict.IN_TOWN, town.name, town.code, "directory-area", (*unclear.clues, clue))


def _address_here(addresses: Sequence[Address], town: Town) -> Address | None:
    here = [a for a in addresses if fold(a.city) == fold(town.name) or a.postal_code in town.postal_codes]
    return next(iter(sorted(here, key=lambda a: not a.street)), None)


def _first(values: Sequence[str]) -> str:
    return values[0] if values else ""


def _is_dissolved(record: Record) -> bool:
    """The official journal tells of its end, and of no later beginning."""
    days = dict(tag.split("=", 1) for tag in record.tags if tag.startswith(("dissolution=", "creation=")))
    return days.get("dissolution", "") > days.get("creation", "")
