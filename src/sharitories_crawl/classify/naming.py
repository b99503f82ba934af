"""Names as titles of pages and results hold them, and the words that name nobody in particular."""

import re
from dataclasses import dataclass

from sharitories_crawl.geo.names import fold

_SEPARATORS = re.compile(r"\s+[|–—•·»:-]+\s+|\s*\|\s*|\s+:\s+|\s*,\s+")
_CHROME = re.compile(
    r"^(accueil|home|welkom|bienvenue|contact|mentions l[ée]gales|qui sommes[- ]nous.*|[àa] propos|start|in[íi]cio|hem|"
    r"actualit[ée]s?|le site|site officiel|adh[ée]rer|nous trouver|o[ùu] nous trouver)$",
    re.IGNORECASE,
)
_SITE_OF = re.compile(
    r"^(bienvenue (sur|[àa]|chez|au) ?(le |la |l[’'])?|(le )?site (internet |officiel )?"
    r"(de la |de |du |des |d[’'])|accueil de )"
    r"(site (internet |officiel )?(de la |de |du |des |d[’']))?",
    re.IGNORECASE,
)
GENERIC_WORDS = frozenset(
    fold(
        "la le les l un une des du de d a au aux en et dans pour par sur notre nos votre ce cette premier nouveau "
        "nouvelle "
        "pas cher meilleur meilleurs top annuaire liste espace espaces ville commune association ici site officiel"
    ).split()
)
"""Words that name nobody in particular."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name with the kind whose word stood beside it."""

    name: str
    kind: str


def title_name(title: str, site_name: str = "") -> str:
    """The part of a title that names the thing: without `Accueil`, the site's chrome and trailing town."""
    parts = [part.strip() for part in _SEPARATORS.split(title) if part and part.strip()]
    parts = [part for part in parts if not _CHROME.match(part)]
    if site_name and any(fold(site_name) == fold(part) for part in parts):
        return clean_name(site_name)
    return clean_name(parts[0]) if parts else clean_name(site_name or title)


def clean_name(name: str) -> str:
    """A display name: no welcome phrase, no quotes or trailing punctuation, single spaces, at most 120 letters."""
    plain = _SITE_OF.sub("", " ".join(name.split())).strip(' «»"“”-–|,;:')
    return plain[:120].strip()
