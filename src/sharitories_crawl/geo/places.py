"""What places a piece of evidence names: its addresses as communes, and the communes its words name."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sharitories_crawl.geo.gazetteer import Commune, Gazetteer
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Address, Facts, PageKind

READ_LETTERS = 8_000
"""Letters of main text in which places are looked for; what comes later rarely says where a thing is. Arbitrary."""

_CEDEX = re.compile(r"\s*\b(?:cedex|cdx)\b.*$|\s*\(.*\)\s*$|\s+\d+\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words about one thing, sorted by how much their place says about where it is."""

    title: str
    text: str
    footer: str = ""
    url: str = ""
    addresses: tuple[Address, ...] = ()
    language: str = ""
    page_kind: PageKind = PageKind.OTHER


@dataclass(frozen=True, slots=True)
class Standing:
    """An address and the commune that it lies in, present name; None where the gazetteer does not know it."""

    address: Address
    commune: Commune | None

    @property
    def place(self) -> str:
        """The commune's name, or the city as written."""
        return self.commune.name if self.commune else self.address.city


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """All places that evidence names, before anybody asks about a town; texts are folded."""

    title: str
    text: str
    footer: str
    url: str
    raw: str
    """Title and text as written: capitals tell `Sens` from `sens`."""
    language: str
    page_kind: PageKind
    standings: tuple[Standing, ...]
    title_names: tuple[str, ...]
    text_names: Mapping[str, int]
    """Folded commune name -> how often the text names it, street names left out."""


PUBLISHERS = (PageKind.PRESS, PageKind.PUBLIC_BODY, PageKind.DIRECTORY, PageKind.PLATFORM)
"""Pages that speak of others: their name, address and mail are not the initiative's."""

_SEGMENTS = re.compile(r"\s+[|–—•·»-]+\s+|\s*\|\s*")
_TEASER_LETTERS = 15
_STREETS = frozenset(
    fold(
        "rue avenue av boulevard bd bld place pl quai route rte chemin allee allees cours faubourg fg porte impasse "
        "square pont universite institut lycee hopital straat laan weg plein rua avenida gatan"
    ).split()
)
_STREETS_OF_TWO_WORDS = frozenset(
    {
        ("rond", "point"), ("ne", "a"), ("nee", "a"), ("ne", "en"), ("originaire", "de"), ("natif", "de"),
        ("native", "de"),
    }
)  # fmt: skip
"""What stands before a name that is a street's, a school's or a birthplace's, perhaps with particles between."""
_PARTICLES = frozenset(fold("de d du des la le les l van da do").split())
_NEAR = frozenset(
    fold(
        "pres autour alentours environs proche loin region bassin banlieue peripherie sud nord est ouest km minutes"
    ).split()
)
_NEAR_PARTICLES = frozenset(("de", "d", "du"))
_BODY_AFTER = re.compile(r" (?:agglomeration|agglo|metropole|communaute|bretagne sud|habitat)\b")
_ARTICLES = frozenset(fold("la le les du des un une haute bon en hors ce son leur au quel").split())
_TELLING = _STREETS | {second for _, second in _STREETS_OF_TWO_WORDS} | _PARTICLES | _ARTICLES
"""The last words of all the above: after any other word nothing speaks against the name."""
_BEFORE_LETTERS = 34


def evidence_of(facts: Facts, page_kind: PageKind) -> Evidence:
    """The evidence that a whole page gives."""
    names = () if page_kind in PUBLISHERS else (facts.name,)
    title = without_site_name(facts.title, facts.site_name) if page_kind in PUBLISHERS else facts.title
    headline = " . ".join(dict.fromkeys(part for part in (title, *names, *facts.headings[:2]) if part))
    text = own_text(facts) if page_kind in PUBLISHERS else facts.text
    if facts.description not in text:
        text = f"{facts.description}\n{text}"
    return Evidence(headline, text, facts.footer, facts.url, facts.addresses, facts.language, page_kind)


def without_site_name(title: str, site_name: str) -> str:
    """A title without the segment that names the site it stands on."""
    segments = [segment for segment in _SEGMENTS.split(title) if segment.strip()]
    kept = [segment for segment in segments if fold(segment) != fold(site_name)]
    return " - ".join(kept) or title


def own_text(facts: Facts) -> str:
    """Main text without teasers of other articles: lines that are nothing but a link's words."""
    teasers = {link.text.strip() for link in facts.links if len(link.text) > _TEASER_LETTERS}
    return "\n".join(line for line in facts.text.split("\n") if line.strip() not in teasers)


def read_places(evidence: Evidence, gazetteer: Gazetteer) -> PlaceReading:
    """Name every place in the evidence; independent of any town, so that one page serves several."""
    title, text = fold(evidence.title), fold(evidence.text[:READ_LETTERS])
    return PlaceReading(
        title=title,
        text=text,
        footer=fold(evidence.footer[:4000]),
        url=fold(evidence.url),
        raw=f"{evidence.title}\n{evidence.text[:READ_LETTERS]}",
        language=evidence.language,
        page_kind=evidence.page_kind,
        standings=tuple(stand(address, gazetteer) for address in evidence.addresses),
        title_names=tuple(dict.fromkeys(_named(title, gazetteer))),
        text_names=Counter(_named(text, gazetteer)),
    )


def stand(address: Address, gazetteer: Gazetteer) -> Standing:
    """The commune of an address, by postal code and name together, else by either where it is the only one."""
    city = fold(without_cedex(address.city))
    by_code = gazetteer.by_postal_code(address.postal_code) if address.postal_code else ()
    # what follows a city in running text is sometimes read as part of it: the longest name that begins it counts
    begun = [commune for commune in by_code if f"{city} ".startswith(f"{commune.folded} ")]
    if begun:
        return Standing(address, gazetteer.present(max(begun, key=lambda commune: len(commune.folded))))
    named = gazetteer.named(city) if city else ()
    near = [commune for commune in named if address.postal_code and _same_department(commune, address.postal_code)]
    if near:
        return Standing(address, gazetteer.present(near[0]))
    if not city and by_code:
        present = {gazetteer.present(commune).code: gazetteer.present(commune) for commune in by_code}
        if len(present) == 1:
            return Standing(address, next(iter(present.values())))
    if len(named) == 1 and not address.postal_code and address.country.upper() in ("", "FR", "FRANCE"):
        return Standing(address, gazetteer.present(named[0]))
    return Standing(address, None)


def without_cedex(city: str) -> str:
    """`Marseille 11`, `Chartres Cedex 2`, `Rennes (35)` -> the city alone."""
    return _CEDEX.sub("", city)


def _same_department(commune: Commune, postal_code: str) -> bool:
    return any(code[:2] == postal_code[:2] for code in commune.postal_codes) or commune.code[:2] == postal_code[:2]


def _named(folded: str, gazetteer: Gazetteer) -> list[str]:
    return [name for name, start in gazetteer.find_names(folded) if is_place_use(folded, start, name)]


def is_place_use(folded: str, start: int, name: str) -> bool:
    """Whether a commune's name stands for the commune here, not for a street, a river, a birthplace or a word."""
    if _BODY_AFTER.match(folded, start + len(name)):
        return False
    before = folded[max(0, start - _BEFORE_LETTERS) : start].split()
    if not before or before[-1] not in _TELLING:
        return True
    if _is_of_street(before) or (before[-1] in _NEAR_PARTICLES and before[-2:-1] and before[-2] in _NEAR):
        return False
    return before[-1] not in _ARTICLES or name.startswith(("le ", "la ", "les "))


def _is_of_street(before: list[str]) -> bool:
    """Whether these words end in a street's or its like, particles after it left aside."""
    for at in range(len(before) - 1, -1, -1):
        if before[at] in _STREETS or (at and (before[at - 1], before[at]) in _STREETS_OF_TWO_WORDS):
            return True
        if before[at] not in _PARTICLES:
            return False
    return False
