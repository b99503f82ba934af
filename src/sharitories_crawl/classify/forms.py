"""The names that a statement may hold: a title's segments, what stands in quotes, what follows a kind's word."""

import re
from collections.abc import Iterator
from functools import lru_cache

from sharitories_crawl.classify.judge import Judge
from sharitories_crawl.classify.sentence_words import SENTENCE_WORDS
from sharitories_crawl.geo.names import fold

_SEPARATORS = re.compile(
    r"\s+[|–—•·»:>-]+\s+|\s*[|·•]\s*|:\s+|\s+–|\s*,\s+(?=[a-zà-ÿ0-9])|(?<=[a-zà-ÿ])\.\s+(?=[A-ZÀ-Þ])|"
    r"(?<=\?)\s+(?=[A-ZÀ-Þ])"
)
_QUOTED = re.compile(r"[«\"“„]\s*([^»\"”“«]{2,60}?)\s*[»\"”]")
_PARENTHESES = re.compile(r"\s*[(\[][^)\]]*[)\]]?")
_LEGAL = re.compile(
    r"^(?:(?:l[’'])?association|asso|stichting|vereniging|vzw|asbl|(?:ideella )?föreningen|"
    r"associação|gie|scic|scop|sccc|sarl|sas|sci)\s+(?=[A-ZÀ-Þ0-9«\"“])"
    r"|\s+(?:scop|scic|sa|sarl|sas|b\.?v\.?|vzw|asbl|ab|lda|ek\. ?för\.?|e\.o\.|u\.?a\.?)$",
    re.IGNORECASE,
)
_SITE_OF = re.compile(
    r"^(?:bienvenue?s?|welkom|välkommen|bem-vind[oa]s?)\s+(?:(?:sur|dans|à|au|aux|chez|op|bij|till|ao|à|le|la|les|"
    r"l[’']|"
    r"site|du|de la|de l[’']|des|de|blog)\s*)*"
    r"|^(?:le )?(?:site|blog)(?: (?:web|internet|officiel))* (?:de la |de l[’']|du |des |de )"
    r"|^(?:le )?(?:bulletin|journal|lettre d[’']information|newsletter|nieuwsbrief|boletim|nyhetsbrev)"
    r"(?: de la | de l[’']| du | des | de | d[’']| van (?:de |het )?| d[ao]s? | från )(?=[A-ZÀ-Þ])"
    r"|^(?:contact|kontakt)\s*[-–:]\s*",
    re.IGNORECASE,
)
_OWN_ARTICLE = re.compile(r"(?:La|Le|Les|L[’']|Au|Aux|Chez|De|Het|Ons|O|A|Os|As)(?:\s|(?<=[’']))\s?[A-ZÀ-Þ«]|[«\"“]")
ADJECTIVES = re.compile(
    r"(?:\s(?:municipale?s?|associati(?:f|ve)|partagée?|solidaire|sociale?|coopérati(?:f|ve)|participati(?:f|ve)|"
    r"parentale?|"
    r"citoyen(?:ne)?|intercommunale?|rurale?|urbaine?|itinérante?|numérique|local[e]?|de quartier|d'insertion))+"
)
_DOTTED = re.compile(r"\b(?:[A-ZÀ-Þ]\.){2,}")
_NUMBERED = re.compile(r"\s+(?:#|n°)\s*\d+(?=\s|$)")
EDITION = re.compile(
    r"\s+(?:(?:de |du |d[’']|de l[’']|van de |da |do |de la )?(?:printemps|été|automne|hiver|rentrée|noël|lente|"
    r"zomer|herfst|winter|"
    r"primavera|verão|outono|inverno|våren|hösten|sommaren|vintern)|(?:19|20)\d\d(?:[/-]\d\d(?:\d\d)?)?)$",
    re.IGNORECASE,
)
"""When it is held: no part of its name."""
_LEADING = re.compile(r"^(?:(?:la|le|les|l[’']|het|de|o|a|os|as|the)(?:\s|(?<=[’'])))?", re.IGNORECASE)
_EDGES = " -–—|,;:·•*>."
TRIM = ' «»"“”„-–—|,;:·•*>.'


@lru_cache(maxsize=4096)
def forms(words: str, language: str, judge: Judge) -> tuple[tuple[str, float], ...]:
    """Each name that the words may hold, with how well it fits among them (at most 1).

    Remembered: what a site says of itself comes with each of its pages.
    """
    words = _without_parentheses(words) or words
    # a closing quote parts nothing
    words = words.replace(" »", "»") if "«" in words else words
    if "." in words:
        words = _DOTTED.sub(lambda match: match.group().replace(".", ""), words)
    words = EDITION.sub("", _NUMBERED.sub("", words))
    segments = [part for part in (piece.strip(_EDGES) for piece in _SEPARATORS.split(words)) if part]
    return tuple(form for segment in segments for form in _of_segment(segment, language, judge))


def _without_parentheses(words: str) -> str:
    return _PARENTHESES.sub("", words) if "(" in words or "[" in words else words


def _of_segment(segment: str, language: str, judge: Judge) -> Iterator[tuple[str, float]]:
    plain = EDITION.sub("", _SITE_OF.sub("", segment).strip(TRIM)) or segment
    quoted = _QUOTED.search(segment)
    if quoted and quoted.group(1)[:1].isupper():
        yield quoted.group(1).strip(TRIM), 1.0
        return
    bare = _without_parentheses(plain).strip(TRIM) or plain
    named = _LEGAL.sub("", bare).strip(TRIM)
    if named != bare:
        yield bare, 0.7
    named = _LEGAL.sub("", named).strip(TRIM)
    rest = after_kind(named, language, judge)
    if rest:
        # an acronym is part of a name sooner than words that describe
        spelled = named.split(" ", 1)[0].isupper()
        yield rest, 0.9 if spelled else 1.0
        yield named, 1.0 if spelled else 0.8
    elif named:
        yield named, 1.0


def after_kind(name: str, language: str, judge: Judge) -> str:
    """`Épicerie solidaire Le Chevalet` -> `Le Chevalet`: what bears an article of its own after a kind's word."""
    start = _LEADING.match(name)
    begun = start.end() if start else 0
    for end in _kind_ends(name, begun, language, judge):
        further = ADJECTIVES.match(name, end)
        at = further.end() if further else end
        rest = name[at:].strip(" :,-–")
        if rest and name[at : at + 1].isspace() and _OWN_ARTICLE.match(rest):
            # Dutch names of shops and houses bear the kind's one word: `Kringloop De Tweede Ronde`
            if _HOUSE.match(name[begun:at]):
                return ""
            return "" if language == "nl" and " " not in name[begun:at].strip() else rest.strip(TRIM)
    return ""


def only_describes(name: str, language: str, judge: Judge) -> bool:
    """Whether a name is a kind's word alone, or with whose or where: `L'épicerie solidaire du CCAS`, `Autopartage`."""
    begun = _LEADING.match(name)
    for end in _kind_ends(name, begun.end() if begun else 0, language, judge):
        rest = name[end:]
        further = ADJECTIVES.match(rest)
        rest = rest[further.end() :] if further else rest
        if not rest.strip(TRIM) or _WHOSE.match(rest):
            return not name[:end].isupper()
    return False


def is_kind_alone(name: str, language: str, judge: Judge) -> bool:
    """Whether a name is a kind's word and nothing more: `Sites de compostage partagé`, `Autopartage`."""
    words = fold(name)
    for _, phrase, start in judge.kinds_in(name, language):
        if start + len(phrase) == len(words) and all(word in _FILLING for word in words[:start].split()):
            return True
    return False


_HOUSE = re.compile(r"(?:MJC|centre social|espace de vie sociale|maison de quartier|maison pour tous)\b", re.IGNORECASE)
"""Houses bear their word: `Centre social Le Verger`."""
_FILLING = SENTENCE_WORDS | frozenset(["site", "sites", "point", "points", "espace", "espaces", "atelier", "ateliers"])
_WHOSE = re.compile(
    r"\s+(?:de la|de l[’']|du|des|de|d[’']|à|in|van|em)\s?"
    r"(?:[A-ZÀ-Þ0-9][\w’'-]*|[a-zà-ÿ][\w’'-]*)(?:\s[A-ZÀ-Þ][\w’'-]*)?$"
)
HEADS = frozenset(
    fold(word)
    for word in [
        "jardin",
        "jardins",
        "café",
        "atelier",
        "ateliers",
        "épicerie",
        "boutique",
        "maison",
        "frigo",
        "marché",
        "verger",
        "compost",
        "composteur",
        "potager",
        "coopérative",
        "collectif",
        "université",
        "radio",
        "panier",
        "paniers",
        "banque",
        "réseau",
        "cercle",
        "espace",
        "pépinière",
        "école",
        "boîte",
        "troc",
        "recyclerie",
        "cantine",
        "cinéma",
        "librairie",
        "tuin",
        "winkel",
        "huis",
        "buurthuis",
        "buurttuin",
        "buurtfabriek",
        "kring",
        "café",
        "hub",
        "werkplaats",
        "horta",
        "oficina",
        "mercearia",
        "banco",
        "casa",
        "loja",
        "biblioteca",
        "rádio",
        "forno",
        "feira",
        "odling",
        "trädgård",
        "bytardag",
        "verkstad",
        "kafé",
        "hus",
        "mötesplats",
        "träffpunkt",
    ]
)
"""What many names begin with though no kind is known by it alone."""


def begins_with_head(name: str, language: str, judge: Judge) -> bool:
    """Whether a name says by a common word, be it no kind's, what it is: `Maison du Roule`."""
    return fold(name).partition(" ")[0] in HEADS or begins_with_kind(name, language, judge)


def begins_with_kind(name: str, language: str, judge: Judge) -> bool:
    """Whether a name says what it is before it says which: `Jardin des Deux Bouts`."""
    begun = _LEADING.match(name)
    return bool(list(_kind_ends(name, begun.end() if begun else 0, language, judge)))


def kinds_as_written(words: str, language: str, judge: Judge) -> list[tuple[int, int, str]]:
    """Where kinds' words begin and end in words as written, of those at one place the longest, in their order."""
    found: dict[int, tuple[int, str]] = {}
    folded = fold(words)
    for kind, phrase, start in judge.kinds_in(folded, language):
        found[start] = max(found.get(start, (0, "")), (start + len(phrase), kind))
    spans: list[tuple[int, int, str]] = []
    done = 0
    for start, (end, kind) in sorted(found.items()):
        if start >= done and (span := _as_written(words, folded, start, end)):
            spans.append((*span, kind))
            done = end
    return spans


def _as_written(words: str, folded: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a stretch of the folded words stands in the words as written."""
    before = len(folded[:start].split())
    count = len(folded[start:end].split())
    at = list(_WORD.finditer(words))
    if before + count > len(at):
        return None
    begin, close = at[before].start(), at[before + count - 1].end()
    return (begin, close) if fold(words[begin:close]) == folded[start:end] else None


_WORD = re.compile(r"[^\W_]+")


def _kind_ends(name: str, begun: int, language: str, judge: Judge) -> Iterator[int]:
    for _, phrase, start in judge.kinds_in(name[begun:], language):
        if start == 0:
            end = _end_of(phrase, name, begun)
            if end:
                yield end


def _end_of(phrase: str, name: str, begun: int) -> int:
    """Where a folded phrase ends in the name as written."""
    for end in range(begun + len(phrase.replace(" ", "")), min(len(name), begun + len(phrase) + 8) + 1):
        if fold(name[begun:end]) == phrase:
            return end
    return 0
