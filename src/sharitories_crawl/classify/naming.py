"""Names of initiatives: as a sentence gives them beside a kind's word, and as a page's title holds them."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from sharitories_crawl.classify.judge import Judge
from sharitories_crawl.geo.names import fold

SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
_WORD = re.compile(r"[\w@]+")
_CAPITAL = r"[A-ZÀ-ÖØ-Þ0-9][\w’'@&+-]*"
_LINK = r"(?:(?:de la|de|du|des|d[’']|l[’']|la|le|les|et|en|à|au|aux|sur|sous|van|de|het|do|da|dos|i|på)\s?)"
_QUOTED = re.compile(r"\s*[«\"“„]\s*([^»\"”“«]{2,60}?)\s*[»\"”]")
_AFTER = re.compile(rf"\s(?:{_LINK}){{0,3}}{_CAPITAL}(?:\s(?:{_LINK}){{0,2}}{_CAPITAL}){{0,4}}")
_CALLED = re.compile(
    rf"[^.!?]{{0,40}}?\s(?:s[’']appelle|nommée?|baptisée?|dénommée?|appelée?|du nom de|"
    r"genaamd|heet|chama-se|chamada?|som heter|heter)\s+"
    rf"[«\"“]?\s*({_CAPITAL}(?:\s(?:{_LINK}){{0,2}}{_CAPITAL}){{0,4}})"
)
_BEFORE = re.compile(
    rf"((?:(?:La|Le|Les|Un|L[’'])\s?)?{_CAPITAL}(?:\s(?:{_LINK}){{0,2}}{_CAPITAL}){{0,4}}"
    r"|[«\"“]\s*[^»\"”]{2,60}?\s*[»\"”])"
    r"\s*(?:,|:|–|-|\(|est|et son|is|is een|é|är)\s*"
    r"(?:(?:un|une|le|la|l[’']|de|du|d[’']|seul|premier|première|nouveau|nouvel|nouvelle|espace|association|een|de|het|um|uma|en|ett|"
    r"petit|petite|jeune)\s*){0,4}$"
)
_PREPOSITION = re.compile(r"(À|A|Dans|Depuis|Chez|Pour|Avec|Sur|En|Au|Aux|Vers|In|Em|I|Via)\s")
_DESCRIPTION = re.compile(r"[a-zà-ÿ' -]+ (?:à|in|em|i) ")
"""`épicerie solidaire à Fontbarlettes` tells what and where, not which."""
_HEADLINE = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'-]+(?:[ -][A-ZÀ-Þ][\w’'-]+)*\s*[.:]\s+)?(?:«\s*)?([^,:.!?«»]{3,50}?)\s*(?:»\s*)?,\s"
)
_NAME_WORDS = 5
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


def named_initiatives(text: str, language: str, judge: Judge, town: str) -> list[Named]:
    """Initiatives that running text names: `l'AMAP des Quatre Saisons`, `« La Colloc », espace de coworking`.

    A trailing `à Lorient` says where and goes, unless nothing else is left to tell it by.
    """
    found: dict[str, Named] = {}
    words = {phrase for _, phrase, _ in judge.kinds_in(text, language)}
    where = re.compile(rf"\s+(?:à|in|em|i)\s+{re.escape(town)}$", re.IGNORECASE)
    for match in SENTENCE.finditer(text):
        sentence = match.group().strip()
        if not 10 < len(sentence) < 1000:
            continue
        folded = fold(sentence)
        if not any(word in folded for word in words):
            continue
        for kind, start, end in _spans(sentence, language, judge):
            name = _name_beside(sentence, start, end)
            name = where.sub("", name) if len(where.sub("", name)) > end - start else name
            if name and fold(name) not in found:
                found[fold(name)] = Named(name, kind)
    return [named for folded, named in found.items() if not _is_said_better(folded, named, found)]


def _is_said_better(folded: str, named: Named, found: dict[str, Named]) -> bool:
    """Whether another name of the same kind is this one without its frills, or a name where this only describes."""
    others = [(other, value) for other, value in found.items() if other != folded and value.kind == named.kind]
    if any(f" {other} " in f" {folded} " for other, _ in others):
        return True
    return bool(_DESCRIPTION.match(named.name)) and any(not _DESCRIPTION.match(value.name) for _, value in others)


def headline_name(title: str) -> str:
    """The name that a headline begins with, after its dateline: `Lorient : Ty Ensemble, une maison ...`; else empty."""
    match = _HEADLINE.match(title)
    name = clean_name(match.group(1)) if match else ""
    words = [word for word in name.split() if fold(word) not in GENERIC_WORDS]
    named = words and all(word[:1].isupper() for word in words) and not _PREPOSITION.match(name)
    return name if named and len(words) <= _NAME_WORDS else ""


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


def _spans(sentence: str, language: str, judge: Judge) -> list[tuple[str, int, int]]:
    """(kind, start, end) of each kind's word, as positions in the sentence as written."""
    tokens = [(fold(match.group()), match.start(), match.end()) for match in _WORD.finditer(sentence)]
    tokens = [token for token in tokens if token[0]]
    starts, position = [], 0
    for word, _, _ in tokens:
        starts.append(position)
        position += len(word) + 1
    spans = []
    for kind, phrase, start in judge.kinds_in(" ".join(word for word, _, _ in tokens), language):
        first = bisect_right(starts, start) - 1
        last = bisect_right(starts, start + len(phrase) - 1) - 1
        spans.append((kind, tokens[first][1], tokens[last][2]))
    return spans


def _name_beside(sentence: str, start: int, end: int) -> str:
    quoted = _QUOTED.match(sentence, end)
    if quoted and quoted.group(1)[:1].isupper():
        return clean_name(quoted.group(1))
    called = _CALLED.match(sentence, end)
    if called:
        return clean_name(called.group(1))
    after = _AFTER.match(sentence, end)
    if after:
        return clean_name(f"{sentence[start:end]}{after.group()}".rstrip("’'"))
    before = _BEFORE.search(sentence[max(0, start - 110) : start])
    if before:
        name = clean_name(before.group(1))
        # `Hasselt: fablab breidt uit` begins with a dateline
        if " " not in name and before.group()[before.end(1) - before.start() :].lstrip().startswith(":"):
            return ""
        if not _PREPOSITION.match(name) and any(word not in GENERIC_WORDS for word in fold(name).split()):
            return name
    return ""
