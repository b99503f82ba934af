"""The words of a page that may name whom it is about, and where they stand: site name, logo, owner's line, ..."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sharitories_crawl.extract.naming import clean_name, is_chrome
from sharitories_crawl.models import NameClue

_LONGEST = 120
_MOST_CLUES = 60
_MOST_FOOTER_LINES = 60
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright|&copy;)\s*(?:©\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)?\s*[-–:,]?\s*", re.IGNORECASE
)
_MAKERS = re.compile(
    r".{0,11}?\b(?:site (?:web |internet )?(?:réalisé|créé|conçu|fait|développé|propulsé|hébergé)|"
    r"réalisation|conception|conçu|propulsé|hébergé|hébergement|webdesign|design|powered|"
    r"fourni par|graphisme|crédits?|theme|thème|website door|gemaakt|"
    r"ontwerp|desenvolvido|webbplats av|producerad)\b",
    re.IGNORECASE,
)
"""What stands before the agency, the host or the software, where a line begins with it or nearly so."""
_MAKERS_END = 60
"""Letters of a line in which such words end that begin it."""
_BETWEEN = re.compile(r"\s+[-–—|·•:]\s+|\s*[|·•]\s*|,\s+|:\s+|\.\s+")
_OWNING = re.compile(
    r"\d|\b(?:association|asso|loi 1901|scic|scop|coopérative|vereniging|stichting|vzw|asbl|associação|"
    r"cooperativa|förening|ek\.? för|b\.?v|rue|place|quai|avenue)\b",
    re.IGNORECASE,
)
"""An address, a number or a legal form: the line's beginning is somebody."""


def name_clues(
    places: Iterable[str], organisations: Iterable[str], sites: Iterable[str], brands: Iterable[str],
    titles: Iterable[str], headings: Iterable[str], subheadings: Iterable[str], footer: str,
) -> tuple[NameClue, ...]:  # fmt: skip
    """Every statement once, the strongest first."""
    told = (
        *(("place", name) for name in places),
        *(("organisation", name) for name in organisations),
        *(("site", name) for name in sites),
        *(("brand", name) for name in brands),
        *(("owner", name) for name in owners(footer)),
        *(("title", name) for name in titles),
        *(("heading", name) for name in headings),
        *(("subheading", name) for name in subheadings),
    )
    clues = (NameClue(" ".join(words.split()), origin) for origin, words in told if 1 < len(words) <= 2 * _LONGEST)
    return tuple(dict.fromkeys(clue for clue in clues if not is_chrome(clue.words)))[:_MOST_CLUES]


def owners(footer: str) -> Iterator[str]:
    """Who signs a page: `© 2024 Association La Dérive`, `La Dérive - 3 rue du Port`; the site's makers are left out."""
    return filter(None, map(_owner, footer.split("\n")[:_MOST_FOOTER_LINES]))


@lru_cache(maxsize=4096)
def _owner(line: str) -> str:
    """Remembered: a site's footer comes with each of its pages."""
    if len(line) > 2 * _LONGEST or _MAKERS.match(line, 0, _MAKERS_END):
        return ""
    signed = _COPYRIGHT.match(line)
    rest = line[signed.end() :] if signed else line
    parts = _BETWEEN.split(rest, maxsplit=1)
    first = clean_name(parts[0])
    if not first or not (first[0].isupper() or first[0].isdigit()) or len(first) > _LONGEST / 2:
        return ""
    owned = signed or (len(parts) > 1 and _OWNING.search(parts[1])) or _OWNING.match(first)
    return first if owned else ""
