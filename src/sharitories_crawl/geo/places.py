"""What places a piece of evidence names: its addresses as communes, and the communes its words name."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from sharitories_crawl.geo.afar import Far, FarUse
from sharitories_crawl.geo.gazetteer import Commune, Gazetteer
from sharitories_crawl.geo.names import fold, fold_parts
from sharitories_crawl.geo.usage import Use, read_uses
from sharitories_crawl.models import Address, Facts, PageKind

READ_LETTERS = 8_000
"""Letters of main text in which places are looked for; what comes later rarely says where a thing is. Arbitrary."""

FOOTER_LETTERS = 4_000
"""The same for footers, which some sites fill with the names of all towns. Arbitrary."""

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
    chrome: str = ""
    """The site's name and the whole title: it may tell which namesake a short name stands for."""


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
    address: str
    """The web address as written."""
    host: str
    chrome: str
    raw: str
    """Title and text as written: capitals tell `Sens` from `sens`."""
    capitals: frozenset[str]
    """Folded words that are written with a capital somewhere."""
    language: str
    page_kind: PageKind
    of_others: bool
    """Whether the page speaks of others than the site's owner."""
    standings: tuple[Standing, ...]
    title_uses: tuple[Use, ...]
    text_uses: tuple[Use, ...]
    footer_uses: tuple[Use, ...]
    chrome_uses: tuple[Use, ...]
    far: tuple[FarUse, ...] = ()
    """Areas, people and landmarks that title and text name."""
    far_chrome: tuple[Far, ...] = ()
    """The same of the site's name and the whole title."""


PUBLISHERS = (PageKind.PRESS, PageKind.PUBLIC_BODY, PageKind.DIRECTORY, PageKind.PLATFORM)
"""Pages that speak of others: their name, address and mail are not the initiative's."""

_SEGMENTS = re.compile(r"\s+[|–—•·»-]+\s+|\s*\|\s*")
_TEASER_LETTERS = 15
_UP = "A-ZÀ-ÖØ-Þ"
# begin with the capital and not with what stands before it: that finds the few of a text much faster
_CAPITALISED = re.compile(rf"[{_UP}](?<![^\W_].)\w*")
_INNER = re.compile(rf"[{_UP}](?:(?<=[\w,;:»”)'’] .)|(?<=[\w,;:»”)] [dlDL]['’].)|(?<=['’] [Ll]['’].))\w*")
_TEASERS = (
    "à lire ensuite", "à lire aussi", "à lire également", "lire aussi", "sur le même sujet", "dans la même rubrique",
    "articles récents", "toute l'actualité", "lees ook", "leia também", "mais lidos", "läs också", "läs även", "liens",
)  # fmt: skip
"""Headings after which a page speaks of other pages; of those with one end the longest first."""
_FOLDED_TEASERS = tuple(dict.fromkeys(map(fold, _TEASERS)))
_TEASER_HEADING = 40
"""More letters than any of them has."""
_BLOG = re.compile(r"/(?:blog|actu|actus|actualites?|news|nieuws|noticias|nyheter|magazine)/")


def evidence_of(facts: Facts, page_kind: PageKind, snippet: str = "", shown: str = "") -> Evidence:
    """The evidence that a whole page gives, with the title and words under which a search showed it."""
    names = () if page_kind in PUBLISHERS else (facts.name,)
    title = without_site_name(facts.title, facts.site_name) if page_kind in PUBLISHERS else facts.title
    shown = "" if fold(shown) in fold(facts.title) else without_site_name(shown, facts.site_name)
    headline = " . ".join(dict.fromkeys(part for part in (title, shown, *names, *facts.headings[:2]) if part))
    text = own_text(facts) if page_kind in PUBLISHERS else facts.text
    if (teasers := _teasers_in(text)) > len(text) // 3:
        text = text[:teasers]
    if facts.description not in text:
        text = f"{facts.description}\n{text}"
    entries = "\n".join(f"{entry.name}. {entry.text}" for entry in facts.entries if entry.name not in text)
    if entries:
        text = f"{text}\n{entries}"
    if snippet and snippet.strip(" .…") not in text:
        text = f"{text}\n{snippet}"
    chrome = f"{facts.title} . {facts.site_name}"
    return Evidence(headline, text, facts.footer, facts.url, facts.addresses, facts.language, page_kind, chrome)


def _teasers_in(text: str) -> int:
    """Where a heading over links to other pages begins, 0 for none. It ends a line, so only ends of lines are read."""
    # other readers have folded the text already
    folded = fold(text)
    if not any(heading in folded for heading in _FOLDED_TEASERS):
        return 0
    begin = 0
    for line in text.split("\n"):
        cut = max(0, len(line) - _TEASER_HEADING)
        end = line[cut:].lower().removesuffix(":").rstrip().replace("’", "'")
        if end.endswith(_TEASERS):
            heading = next(heading for heading in _TEASERS if end.endswith(heading))
            return begin + cut + len(end) - len(heading)
        begin += len(line) + 1
    return 0


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
    # the first line mostly is a description before a text that others have folded already
    first, _, rest = evidence.text[:READ_LETTERS].partition("\n")
    title, text = fold(evidence.title), fold_parts(first, rest)
    footer, chrome = fold(evidence.footer[:FOOTER_LETTERS]), fold(evidence.chrome)
    raw = f"{evidence.title}\n{evidence.text[:READ_LETTERS]}\n{evidence.footer[:FOOTER_LETTERS]}\n{evidence.chrome}"
    capitals = _words_of(_CAPITALISED, raw)

    written = _Written(raw, capitals, gazetteer).of

    (in_title, far_title), (in_text, far_text) = gazetteer.find_all(title), gazetteer.find_all(text)
    in_title, in_text = written(in_title, title), written(in_text, text)
    in_chrome, far_chrome = gazetteer.find_all(chrome)
    far = gazetteer.afar
    return PlaceReading(
        title=title,
        text=text,
        footer=footer,
        url=fold(evidence.url),
        address=evidence.url,
        host=urlsplit(evidence.url).hostname or "",
        chrome=chrome,
        raw=raw,
        capitals=capitals,
        language=evidence.language,
        page_kind=evidence.page_kind,
        of_others=evidence.page_kind in PUBLISHERS or bool(_BLOG.search(evidence.url)),
        standings=tuple([stand(address, gazetteer) for address in evidence.addresses]),
        title_uses=read_uses(title, in_title, raw),
        text_uses=read_uses(text, in_text, raw),
        footer_uses=read_uses(footer, written(gazetteer.find_places(footer), footer)),
        chrome_uses=read_uses(chrome, written(in_chrome, chrome)),
        far=(
            *far.uses(title, far_title, in_title, capitals, True),
            *far.uses(text, far_text, in_text, capitals, False),
        ),
        far_chrome=tuple(far.words[word] for word, _ in far_chrome),
    )


class _Written:
    """Tells the names that are written as one: with a capital, and inside a sentence where few would know it."""

    def __init__(self, raw: str, capitals: Set[str], gazetteer: Gazetteer) -> None:
        self._raw = raw
        self._capitals = capitals
        self._gazetteer = gazetteer

    @cached_property
    def _inner(self) -> frozenset[str]:
        """Folded words that are written with a capital inside a sentence."""
        return _words_of(_INNER, self._raw)

    def of(self, hits: Sequence[tuple[str, int, int]], folded: str) -> list[tuple[str, int, int]]:
        """Those of the hits in a folded text, as written there: that may be a genitive, `Hässleholms Makerspace`."""
        if not hits:
            return []
        told, capitals = [], self._capitals
        for hit in hits:
            name, words = hit[0], folded[hit[1] : hit[2]]
            if words not in capitals:
                if " " not in words:
                    continue
                words = max(words.split(), key=len)
                if words not in capitals:
                    continue
            if " " in name or self._gazetteer.is_known(name) or words in self._inner:
                told.append(hit)
        return told


def _words_of(pattern: re.Pattern[str], raw: str) -> frozenset[str]:
    """The words of a text as written that a pattern finds, folded."""
    return frozenset(fold(" ".join(set(pattern.findall(raw)))).split())


def stand(address: Address, gazetteer: Gazetteer) -> Standing:
    """The commune of an address, by postal code and name together, else by either where it is the only one."""
    return Standing(address, _commune_of(address.postal_code, address.city, address.country, gazetteer))


@lru_cache(maxsize=4096)
def _commune_of(postal_code: str, written_city: str, country: str, gazetteer: Gazetteer) -> Commune | None:
    city = fold(without_cedex(written_city))
    by_code = gazetteer.by_postal_code(postal_code) if postal_code else ()
    # what follows a city in running text is sometimes read as part of it: the longest name that begins it counts
    begun = [commune for commune in by_code if f"{city} ".startswith(f"{commune.folded} ")]
    if begun:
        return gazetteer.present(max(begun, key=lambda commune: len(commune.folded)))
    named = gazetteer.named(city) if city else ()
    near = [commune for commune in named if postal_code and _same_department(commune, postal_code)]
    if near:
        return gazetteer.present(near[0])
    if not city and by_code:
        present = {gazetteer.present(commune).code: gazetteer.present(commune) for commune in by_code}
        if len(present) == 1:
            return next(iter(present.values()))
    if len(named) == 1 and not postal_code and country.upper() in ("", "FR", "FRANCE"):
        return gazetteer.present(named[0])
    return None


def without_cedex(city: str) -> str:
    """`Marseille 11`, `Chartres Cedex 2`, `Rennes (35)` -> the city alone."""
    return _CEDEX.sub("", city)


def _same_department(commune: Commune, postal_code: str) -> bool:
    return any(code[:2] == postal_code[:2] for code in commune.postal_codes) or commune.code[:2] == postal_code[:2]
