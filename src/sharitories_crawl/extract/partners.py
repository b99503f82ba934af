"""Whom a page names as its partners, network, friends or members: links to other sites under such a heading."""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sharitories_crawl.extract.urls import canonicalize_url, site_key, unwrap_redirect
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Link

MOST_PARTNERS = 20
"""Whoever names more names everybody. Arbitrary."""
_MOST_WORDS = 8
_LONGEST_ROW = 160
_HIGHER = 3
_HEADING = re.compile(
    r"\b(?:partenaires?|partenariats?|reseaux?|ami(?:e?s)|membres|adherents|liens|"
    r"\w*partners?|netwerk(?:en)?|vrienden|leden|links|parceir[oa]s|parcerias|redes?|amigos|membros|ligacoes|"
    r"samarbeten?|natverk|vanner|medlemmar|lankar)\b"
)
_NOT_THEM = re.compile(
    r"\b(?:socia(?:l|le|les|ux|is|la)|deven(?:ir|ez)|espace|acces|bureau|conseil|equipe|word|worden|tornar|torne|bli)\b"
)
"""Social networks; whoever wants to become a member; those who sit on the board."""
_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
_BREAKS = frozenset(["footer", "nav", "aside", "form"])
"""Parts of a page that belong to no heading before them."""
_ROWS = frozenset(["li", "p", "td", "dd", "figure", "article"])


def names_partners(heading: str) -> bool:
    """Whether partners, a network, friends, members or links stand under a heading of these words."""
    folded = fold(heading)
    return len(folded.split()) <= _MOST_WORDS and bool(_HEADING.search(folded)) and not _NOT_THEM.search(folded)


def find_partners(tree: LexborHTMLParser, headings: Iterable[str], page_url: str, base: str) -> tuple[Link, ...]:
    """The sites linked to under such headings, each once, with the words of the row that the link stands in.

    The page is gone through only where one of its headings is such a one.
    """
    if tree.root is None or not any(map(names_partners, headings)):
        return ()
    own = site_key(page_url)
    found: dict[str, Link] = {}
    level = 0
    for node in tree.root.traverse():
        tag = node.tag or ""
        if tag in _LEVELS:
            if names_partners(node.text()):
                level = _LEVELS[tag]
            elif level and _LEVELS[tag] <= level:
                level = 0
        elif tag in _BREAKS:
            level = 0
        elif level and tag == "a" and len(found) < MOST_PARTNERS:
            url = _address(node.attributes.get("href") or "", base)
            site = site_key(url) if url else None
            if site and site != own and site not in found:
                found[site] = Link(url, _words(node))
    return tuple(found.values())


def _address(href: str, base: str) -> str:
    try:
        return canonicalize_url(unwrap_redirect(canonicalize_url(href, base)))
    except ValueError:
        return ""


def _words(anchor: LexborNode) -> str:
    """Those of the row around a link where it is short, else the link's own, else its image's."""
    image = anchor.css_first("img[alt]")
    alt = (image.attributes.get("alt") or "") if image is not None else ""
    own = " ".join((anchor.text(separator=" ") or "").split()) or " ".join(alt.split())
    around = anchor.parent
    for _ in range(_HIGHER):
        if around is None:
            break
        if around.tag in _ROWS:
            row = " ".join(around.text(separator=" ").split())
            return row if len(own) < len(row) <= _LONGEST_ROW else own
        around = around.parent
    return own
