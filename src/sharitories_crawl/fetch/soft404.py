"""Pages that say that there is no such page, though the server gives them the status of one."""

import re
from html import unescape

_START = 200_000
"""Characters: a heading that comes later is not the page's own."""
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,300})", re.IGNORECASE)
_HEADING = re.compile(r"<h1[^>]{0,500}>(.{1,400}?)</h1>", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^>]{0,400}>")
_PARTS = re.compile(r"\s[-–—|•·»:]+\s|[|•»]")
_NUMBER = r"(?:(?:erreur|error|fout|erro|fel|http|code)[ :]*)?404"
_SAID = (
    r"(?:(?:oups|oops)[ !.…,:]*)?(?:"
    rf"{_NUMBER}[ :,.!-]*(?:(?:error|erreur|page|not found|introuvable)[ !.]*)+|(?:erreur|error|fout|erro) 404|"
    r"(?:the |that |this )?(?:requested )?page (?:not found|does ?n.t exist|does not exist|can.t be found|"
    r"(?:cannot|could not) be found)|"
    r"file not found|not found|nothing found|"
    r"(?:la |cette )?page (?:demandée |recherchée |que vous (?:cherchez|demandez|recherchez) )?"
    r"(?:est )?(?:introuvable|inexistante|non trouvée|n.existe (?:pas|plus)|n.a pas été trouvée|n.est plus disponible)|"
    r"(?:de )?pagina (?:is )?niet gevonden|deze pagina bestaat niet|(?:a )?página não (?:foi )?encontrada|"
    r"sidan (?:kunde inte hittas|hittades inte|finns inte)"
    r")(?: ?\(?404\)?)?[ !.…]*"
)
_NOT_FOUND = re.compile(_SAID, re.IGNORECASE)


def says_not_found(html: str) -> str:
    """What the title or the first heading says of a page that is not there; empty for any other page."""
    start = html[:_START]
    title = _TITLE.search(start)
    said = [*_PARTS.split(_words(title.group(1)))] if title else []
    if heading := _HEADING.search(start):
        said.append(_words(heading.group(1)))
    return next((words for part in said if _NOT_FOUND.fullmatch(words := part.strip())), "")


def _words(markup: str) -> str:
    return " ".join(unescape(_TAGS.sub(" ", markup)).split())
