"""A mention written down: its fields, its reasons, and why it is no candidate where it is none."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256

from sharitories_crawl.classify.judge import OTHER_KIND, Judge
from sharitories_crawl.classify.likelihood import SPOKEN, SURE, Likelihood, Standing, fitted, signals_of
from sharitories_crawl.classify.naming import GENERIC_WORDS
from sharitories_crawl.classify.stages import Stage, stage_of
from sharitories_crawl.extract.digits import digit_runs
from sharitories_crawl.geo.gazetteer import Gazetteer
from sharitories_crawl.geo.locality import locate, within
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.places import Evidence, read_places
from sharitories_crawl.models import Address, Classification, Facts, Locality, Mention, PageSort, Town, Verdict
from sharitories_crawl.reading.found import Found

PLACE_INHABITANTS = 1_000
"""A name that is also that of a commune of so many inhabitants is a place's, not an initiative's. Arbitrary."""
_EXCERPT_LETTERS = 300
_AGE_LETTERS = 6_000
_YEAR = re.compile(r"\b(?:19[89]|20[0-3])\d\b")
_STREET = re.compile(
    r"\b(\d{1,4}(?: ?(?:bis|ter|quater))?,? (?:rue|avenue|boulevard|place|quai|chemin|allée|cours|impasse|route|square)"
    r" [^\n,.;()?!]{3,60}?)(?=,? (?:à|in|em|i|où|pour|dans|depuis) | ?[\n,.;()?!]|$)",
    re.IGNORECASE,
)
_CODE_AFTER = re.compile(r"[\s,–-]{1,4}(\d{5})\b")


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes mentions; holds what every sort of evidence is judged and placed by."""

    judge: Judge
    gazetteer: Gazetteer
    likelihood: Likelihood = field(default_factory=fitted)

    def locate(self, evidence: Evidence, town: Town, page: Locality | None = None) -> Locality:
        """Where the evidence says that its thing is, seen from a town; `page` is what the whole says that names it."""
        told = locate(read_places(evidence, self.gazetteer), town, self.gazetteer)
        return within(told, page) if page else told

    def is_generic(self, name: str, town: Town) -> bool:
        """Whether a name is nothing but a kind's word and the town: `Coworking Lorient pas cher` names nobody."""
        words = " ".join(word for word in fold(name).split() if word not in GENERIC_WORDS)
        for _, phrase, _ in self.judge.kinds_in(name, town.language):
            words = words.replace(phrase, " ")
        left = set(words.split()) - set(fold(town.name).split()) - GENERIC_WORDS
        return not left

    def is_place(self, name: str, town: Town) -> bool:
        """Whether a name is only a town's: a heading over a list of what is there, a dateline."""
        folded = fold(name)
        if not set(folded.split()) - set(fold(town.name).split()) - GENERIC_WORDS:
            return True
        if f" {folded} " in f" {fold(town.intercommunality)} ":
            return True
        return any(commune.population >= PLACE_INHABITANTS for commune in self.gazetteer.named(folded))

    def write(
        self, found: Found, name: str, judged: Classification, locality: Locality, text: str, *,
        address: Address | None = None, site: str = "", email: str = "", phone: str = "", socials: tuple[str, ...] = (),
        siren: str = "", rna: str = "", source_id: str = "", list_url: str = "", gone: str = "", published: str = "",
        titled: bool = True,
    ) -> Mention:  # fmt: skip
        """The mention of one thing. `text` is what speaks of it; `gone` a reason found already against keeping it."""
        where = f"{found.source}:{source_id}" if source_id else found.url
        if not gone and self.is_place(name, found.town):
            gone = "unnamed"
        address = address or Address()
        if not address.street and locality.verdict is Verdict.IN_TOWN:
            address = _with_street(address, text, found.town)
        stage = stage_of(found.title if titled else "", text, published)
        named = bool(fold(name)) and gone != "unnamed" and not self.is_generic(name, found.town)
        reachable = bool(address.street or address.postal_code or email or phone or socials or siren or rna)
        standing = Standing(
            named, reachable, stage, years_old(published, text, found.fetched_at), bool(list_url), text == found.snippet
        )
        signals = signals_of(judged, locality, standing)
        likely = self.likelihood.of(signals)
        # on a page that names many, the words that led there are mostly about the others
        snippet = _excerpt(text, name) if list_url else found.snippet or _excerpt(text, name)
        return Mention(
            id=sha256(f"{where}|{found.town.code}|{fold(name)}".encode()).hexdigest()[:20],
            town_code=found.town.code, source=found.source, source_id=source_id, query_id=found.query_id,
            rank=found.rank, url=found.url, title=found.title, snippet=snippet, name=name,
            kind=judged.kind, practice=judged.practice, actor=judged.actor, relevance=round(likely, 3),
            locality=locality.verdict, locality_reason=locality.reason, place_name=locality.place_name,
            reasons=(
                _sort_in_words(judged.page), *judged.reasons, *locality.clues, *_told(stage),
                *self.likelihood.reasons(signals, SPOKEN),
            ),
            dropped=gone or why_dropped(name, judged, locality, stage, likely), site=site, street=address.street,
            postal_code=address.postal_code, city=address.city, latitude=address.latitude,
            longitude=address.longitude, email=email, phone=phone, socials=socials, siren=siren, rna=rna,
            licence=found.licence, fetched_at=found.fetched_at, list_url=list_url,
        )  # fmt: skip

    def likelihood_of_page(self, judged: Classification, locality: Locality, facts: Facts, found: Found) -> float:
        """The same for a page that names nobody."""
        stage = stage_of(facts.title, facts.text, facts.published)
        reachable = bool(facts.addresses or facts.emails or facts.phones or facts.socials)
        standing = Standing(False, reachable, stage, years_old(facts.published, facts.text, found.fetched_at))
        return self.likelihood.of(signals_of(judged, locality, standing))


def _with_street(address: Address, text: str, town: Town) -> Address:
    """The address with the one street that a text about a thing in the town names, and the postal code after it."""
    streets = {match.group(1): match.end() for match in _STREET.finditer(text)}
    if len(streets) != 1:
        return address
    ((street, end),) = streets.items()
    code = _CODE_AFTER.match(text, end)
    if code is None or code.group(1) not in town.postal_codes or address.postal_code or address.city:
        return replace(address, street=street)
    return replace(address, street=street, postal_code=code.group(1), city=town.name)


def why_dropped(name: str, judged: Classification, locality: Locality, stage: Stage, likely: float) -> str:
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
    if likely >= SURE:
        return ""
    return stage.value if stage.value in ("closed", "planned") else "low-relevance"


@lru_cache(maxsize=16)
def years_old(published: str, text: str, fetched_at: str) -> int:
    """How old a text is by its date, else by the latest year it names; 0 where neither tells."""
    now = int(fetched_at[:4])
    if published[:4].isdigit():
        return max(0, now - int(published[:4]))
    said = text[:_AGE_LETTERS]
    runs = (start for start, end in digit_runs(said) if end - start == 4 and _YEAR.match(said, start))
    years = [year for year in (int(said[start : start + 4]) for start in runs) if year <= now + 5]
    return max(0, now - max(years)) if years else 0


def _sort_in_words(page: PageSort) -> str:
    return f"{page.kind} page" + (f": {', '.join(page.reasons)}" if page.reasons else "")


def _told(stage: Stage) -> tuple[str, ...]:
    if not stage.value:
        return ()
    return (f"says “{stage.words}”: {stage.value}" + (f" ({stage.date})" if stage.date else ""),)


def _excerpt(text: str, name: str) -> str:
    start = max(0, text.find(name) - 80)
    return " ".join(text[start : start + _EXCERPT_LETTERS].split())
