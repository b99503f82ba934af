"""From what a page, record or result says to mentions of initiatives in one town, or why there are none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from sharitories_crawl.catalogue import Catalogue
from sharitories_crawl.classify.judge import OTHER_KIND, Judge, Wording, stage
from sharitories_crawl.classify.naming import (
    GENERIC_WORDS,
    Named,
    clean_name,
    headline_name,
    named_initiatives,
    title_name,
)
from sharitories_crawl.classify.page_kind import page_kind_of
from sharitories_crawl.extract.urls import site_key
from sharitories_crawl.geo.gazetteer import Gazetteer
from sharitories_crawl.geo.locality import locate
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.places import Evidence, evidence_of, own_text, read_places, without_site_name
from sharitories_crawl.models import (
    Address,
    Classification,
    Entry,
    Facts,
    Lead,
    Locality,
    Mention,
    PageKind,
    Record,
    SearchResult,
    Town,
    Verdict,
)

KEEP_RELEVANCE = 0.55
"""Below this a page is taken to be about something else. Set by hand; to be measured on labelled pages."""
OLD_YEARS = 8
"""Press of so many years ago proves nothing about today: what it announced has often closed since. Arbitrary."""
PLACE_INHABITANTS = 1_000
"""A name that is also that of a commune of so many inhabitants is a place's, not an initiative's. Arbitrary."""
MOST_RELATED = 6
"""Links followed from one publisher's page. Arbitrary."""
_TEASER_LETTERS = 15
_MANY_LETTERS = 300
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_STREET = re.compile(
    r"\b(\d{1,4}(?: ?(?:bis|ter|quater))?,? (?:rue|avenue|boulevard|place|quai|chemin|allée|cours|impasse|route|square)"
    r" [^\n,.;()]{3,60}?)(?=,? (?:à|in|em|i) |[\n,.;()]|$)",
    re.IGNORECASE,
)
_NETWORK = re.compile(
    r"\b(reseau|federation|union|confederation|mouvement national|annuaire|netwerk|rede|riksforbund)\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one piece of evidence gave for one town; `reason` says why nothing, where there is nothing."""

    mentions: tuple[Mention, ...]
    reason: str = ""
    wants_contact_page: bool = False
    """An initiative's own page that does not say where it is: its contact page may."""
    related: tuple[str, ...] = ()
    """Pages that a publisher's page about the town links to with a kind's word."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where evidence was found: what every mention of it repeats."""

    town: Town
    source: str
    query_id: str
    rank: int | None
    url: str
    title: str
    snippet: str
    licence: str
    fetched_at: str


class Reader:
    """Reads evidence for towns; holds the catalogue and the gazetteer, nothing that changes."""

    def __init__(self, catalogue: Catalogue, gazetteer: Gazetteer) -> None:
        self._judge = Judge(catalogue)
        self._gazetteer = gazetteer

    def read_page(self, facts: Facts, found: Found, *, vouched: bool = False) -> Reading:
        """Mentions from a fetched page: one for an own site, one for each entry of a list or name in an article.

        `vouched` says that a directory or list which places the thing in the town gave this address as its site.
        """
        kind = page_kind_of(facts)
        places = read_places(evidence_of(facts, kind), self._gazetteer)
        locality = locate(places, found.town, self._gazetteer)
        if vouched and kind is PageKind.OWN_SITE and locality.verdict is Verdict.UNCLEAR:
            clue = "a directory that places it in the town names this site"
            locality = Locality(Verdict.IN_TOWN, found.town.name, found.town.code, "vouched", (*locality.clues, clue))
        if kind is PageKind.LIST:
            return self._read_list(facts, found, locality)
        wording = Wording(facts.name, facts.title, facts.headings, facts.description, facts.url, facts.text)
        judged = self._judge.judge(wording, facts.language or found.town.language, kind)
        if kind in (PageKind.PRESS, PageKind.PUBLIC_BODY):
            return self._read_article(facts, found, locality, judged)
        name = own_name(facts)
        address = _address_here(facts.addresses, found.town)
        reachable = bool(address or facts.emails or facts.phones or facts.socials or facts.sirens or facts.rnas)
        nameless = not (reachable or vouched) and self._is_generic(name, found.town)
        mention = self._mention(
            found, name, judged, locality, facts.text, address=address, site=site_key(facts.url) or "",
            email=_first(facts.emails), phone=_first(facts.phones), socials=facts.socials,
            siren=_first(facts.sirens), rna=_first(facts.rnas), gone="unnamed" if nameless else "",
        )  # fmt: skip
        return Reading((mention,), wants_contact_page=mention.dropped == "place-unclear")

    def read_record(self, record: Record, found: Found) -> Reading:
        """The mention that a directory's record is; the directory vouches for the thing, its address for the place."""
        address = Address(
            record.street, record.postal_code, record.city, record.country, record.latitude, record.longitude, "record"
        )
        words = "\n".join((record.description, *record.tags))
        stated = (address,) if record.postal_code or record.city else ()
        places = read_places(Evidence(record.name, words, addresses=stated, url=record.url), self._gazetteer)
        locality = locate(places, found.town, self._gazetteer)
        if locality.verdict is Verdict.UNCLEAR and not stated:
            locality = _near(record, found.town, locality)
        wording = Wording(record.name, record.name, (), words, record.url, record.description)
        judged = self._judge.judge(wording, found.town.language, PageKind.OTHER, record.kind)
        mention = self._mention(
            found, clean_name(record.name), judged, locality, record.description, address=address,
            site=(site_key(record.url) or "") if record.url else "", email=record.email, phone=record.phone,
            siren=record.siren, rna=record.rna, source_id=record.source_id,
        )  # fmt: skip
        return Reading((mention,))

    def read_result(self, result: SearchResult | Lead, found: Found, gone: str = "") -> Reading:
        """The mention that title and snippet alone are, where the page was not or could not be fetched.

        `gone` is the reason where the page is known to be dead.
        """
        name = title_name(result.title)
        places = read_places(Evidence(result.title, result.snippet, url=result.url), self._gazetteer)
        locality = locate(places, found.town, self._gazetteer)
        wording = Wording(name, result.title, (), result.snippet, result.url)
        judged = self._judge.judge(wording, found.town.language, PageKind.OTHER)
        site = site_key(result.url) or ""
        gone = gone or ("unnamed" if self._is_generic(name, found.town) else "")
        return Reading((self._mention(found, name, judged, locality, result.snippet, site=site, gone=gone),))

    def _is_generic(self, name: str, town: Town) -> bool:
        """Whether a name is nothing but a kind's word and the town: `Coworking Lorient pas cher` names nobody."""
        words = " ".join(word for word in fold(name).split() if word not in GENERIC_WORDS)
        for _, phrase, _ in self._judge.kinds_in(name, town.language):
            words = words.replace(phrase, " ")
        left = set(words.split()) - set(fold(town.name).split()) - GENERIC_WORDS
        return not left

    def _is_place(self, name: str, town: Town) -> bool:
        """Whether a name is only a town's: a heading over a list of what is there, a dateline."""
        folded = fold(name)
        if not set(folded.split()) - set(fold(town.name).split()) - GENERIC_WORDS:
            return True
        return any(commune.population >= PLACE_INHABITANTS for commune in self._gazetteer.named(folded))

    def _read_list(self, facts: Facts, found: Found, page: Locality) -> Reading:
        mentions: dict[str, Mention] = {}
        for entry in facts.entries:
            mention = self._read_entry(entry, facts, found, page)
            mentions.setdefault(mention.id, mention)
        return Reading(tuple(mentions.values()), "" if mentions else "empty-list")

    def _read_entry(self, entry: Entry, facts: Facts, found: Found, page: Locality) -> Mention:
        addresses = (entry.address,) if entry.address else ()
        evidence = Evidence(entry.name, entry.text, addresses=addresses, language=facts.language)
        locality = locate(read_places(evidence, self._gazetteer), found.town, self._gazetteer)
        if locality.verdict is Verdict.UNCLEAR and page.verdict is Verdict.IN_TOWN:
            locality = Locality(
                Verdict.IN_TOWN,
                page.place_name,
                page.place_code,
                "list-of-town",
                (*page.clues, "the list is the town's"),
            )
        wording = Wording(entry.name, entry.name, (), entry.text, entry.url, entry.text)
        judged = self._judge.judge(wording, facts.language or found.town.language, PageKind.LIST)
        return self._mention(
            found, clean_name(entry.name), judged, locality, entry.text, address=entry.address,
            site=(site_key(entry.url) or "") if entry.url else "", email=entry.email, phone=entry.phone,
            list_url=facts.url,
        )  # fmt: skip

    def _read_article(self, facts: Facts, found: Found, page: Locality, judged: Classification) -> Reading:
        """An article speaks of initiatives by name; its own address, mail and site are the publisher's."""
        language = facts.language or found.town.language
        title, text = without_site_name(facts.title, facts.site_name), own_text(facts)
        headline = {kind for kind, _, _ in self._judge.kinds_in(title, language)}
        subjects = headline or {kind for kind, _, _ in self._judge.kinds_in(facts.description, language)}
        mentions: dict[str, Mention] = {}
        passing = False
        names = named_initiatives(f"{title}.\n{text}", language, self._judge, found.town.name)
        if not names and judged.kind != OTHER_KIND and (name := headline_name(title)):
            names = [Named(name, judged.kind)]
        for named in names:
            if subjects and named.kind not in subjects and fold(named.name) not in fold(title):
                passing = True
                continue
            about = _sentences_about(named.name, f"{title}.\n{text}")
            locality = self._locate_in_article(named.name, f"{title}.\n{text}", facts.language, found.town, page)
            words = Wording(named.name, title, facts.headings, about, "", text)
            kind = self._judge.judge(words, language, judged.page_kind)
            kind = replace(kind, kind=named.kind, practice=self._judge.practice(named.kind))
            nameless = named.name[:1].islower() and self._is_generic(named.name, found.town)
            old = "unnamed" if nameless else "old-article" if is_old(facts.published, found.fetched_at) else ""
            mention = self._mention(found, named.name, kind, locality, about, list_url=facts.url, gone=old)
            mentions.setdefault(mention.id, mention)
        related = self._related(facts, language) if page.verdict is Verdict.IN_TOWN else ()
        reason = "named-in-passing" if passing else "article-names-none" if judged.kind != OTHER_KIND else "no-kind"
        return Reading(tuple(mentions.values()), "" if mentions else reason, related=related)

    def _related(self, facts: Facts, language: str) -> tuple[str, ...]:
        """The first links of a publisher's page whose words name a kind: other articles, a directory of the town."""
        told = (link for link in facts.links if len(link.text) > _TEASER_LETTERS and link.url != facts.url)
        named = (link.url for link in told if self._judge.kinds_in(link.text, language))
        return tuple(dict.fromkeys(named))[:MOST_RELATED]

    def _locate_in_article(self, name: str, text: str, language: str, town: Town, page: Locality) -> Locality:
        """The place by the sentences that name the thing, else with the ones after them, else by the whole article."""
        for after in (0, 1):
            evidence = Evidence(name, _sentences_about(name, text, after), language=language)
            locality = locate(read_places(evidence, self._gazetteer), town, self._gazetteer)
            if locality.verdict is not Verdict.UNCLEAR:
                return locality
        return page

    def _mention(
        self, found: Found, name: str, judged: Classification, locality: Locality, text: str, *,
        address: Address | None = None, site: str = "", email: str = "", phone: str = "", socials: tuple[str, ...] = (),
        siren: str = "", rna: str = "", source_id: str = "", list_url: str = "", gone: str = "",
    ) -> Mention:  # fmt: skip
        where = f"{found.source}:{source_id}" if source_id else found.url
        if not gone and self._is_place(name, found.town):
            gone = "unnamed"
        address = address or Address()
        if not address.street and locality.verdict is Verdict.IN_TOWN:
            streets = {match.group(1) for match in _STREET.finditer(text)}
            address = replace(address, street=streets.pop()) if len(streets) == 1 else address
        return Mention(
            id=sha256(f"{where}|{found.town.code}|{fold(name)}".encode()).hexdigest()[:20],
            town_code=found.town.code, source=found.source, source_id=source_id, query_id=found.query_id,
            rank=found.rank, url=found.url, title=found.title, snippet=found.snippet or _excerpt(text, name), name=name,
            kind=judged.kind, practice=judged.practice, actor=judged.actor, relevance=judged.relevance,
            locality=locality.verdict, locality_reason=locality.reason, place_name=locality.place_name,
            reasons=(f"{judged.page_kind} page", *judged.reasons, *locality.clues),
            dropped=gone or why_dropped(name, judged, locality, text), site=site, street=address.street,
            postal_code=address.postal_code, city=address.city, latitude=address.latitude,
            longitude=address.longitude, email=email, phone=phone, socials=socials, siren=siren, rna=rna,
            licence=found.licence, fetched_at=found.fetched_at, list_url=list_url,
        )  # fmt: skip


def own_name(facts: Facts) -> str:
    """The name of the initiative whose page it is: the site's, unless the site is a network's and the page a member's."""
    if _NETWORK.search(fold(facts.name)):
        return title_name(facts.headings[0] if facts.headings else facts.title, "")
    return facts.name or title_name(facts.title, facts.site_name)


def is_old(published: str, fetched_at: str) -> bool:
    """Whether an article is so old that what it tells of may be gone; undated ones are not."""
    return published[:4].isdigit() and int(fetched_at[:4]) - int(published[:4]) >= OLD_YEARS


def found_through(lead: Lead, town: Town, fetched_at: str, licence: str = "") -> Found:
    """Where a page was found, from the best lead to it; a query's id begins with its source."""
    source = lead.query_id.split("/")[0]
    return Found(town, source, lead.query_id, lead.rank, lead.url, lead.title, lead.snippet, licence, fetched_at)


def why_dropped(name: str, judged: Classification, locality: Locality, text: str) -> str:
    """Slug of the first reason against keeping this as a candidate, or empty."""
    if not fold(name):
        return "unnamed"
    if judged.kind == OTHER_KIND:
        return "no-kind"
    if locality.verdict is Verdict.ELSEWHERE:
        return "elsewhere"
    if locality.verdict is Verdict.INTERCOMMUNALITY:
        return "intercommunality"
    if locality.verdict is Verdict.UNCLEAR:
        return "place-unclear"
    if judged.relevance < KEEP_RELEVANCE:
        return "low-relevance"
    return stage(text)


def _near(record: Record, town: Town, unclear: Locality) -> Locality:
    """A record without an address, asked for by area: the directory itself says that it lies there."""
    if record.latitude is None or record.longitude is None:
        return unclear
    clue = f"no address; the directory places it at {record.latitude:.4f}, {record.longitude:.4f}, inside the town"
    return Locality(Verdict.IN_TOWN, town.name, town.code, "directory-area", (*unclear.clues, clue))


def _address_here(addresses: Sequence[Address], town: Town) -> Address | None:
    here = [a for a in addresses if fold(a.city) == fold(town.name) or a.postal_code in town.postal_codes]
    return next(iter(sorted(here, key=lambda a: not a.street)), None)


def _sentences_about(name: str, text: str, after: int = 1) -> str:
    """The sentences that name a thing, and so many after each: what an article says of it."""
    sentences = _SENTENCE_END.split(text)
    key = fold(name)
    near = [i for i, sentence in enumerate(sentences) if key in fold(sentence)]
    return " ".join(
        sentences[i] for i in sorted({j for i in near for j in range(i, i + 1 + after) if j < len(sentences)})
    )


def _excerpt(text: str, name: str) -> str:
    start = max(0, text.find(name) - 80)
    return " ".join(text[start : start + _MANY_LETTERS].split())


def _first(values: Sequence[str]) -> str:
    return values[0] if values else ""
