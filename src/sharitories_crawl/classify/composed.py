"""Names of what bears none of its own: the words that say what it is, and where: `Repair café d'Hennebont`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sharitories_crawl.classify.forms import ADJECTIVES, kinds_as_written
from sharitories_crawl.classify.judge import Judge

_READ_LETTERS = 900
_UP = "A-ZÀ-ÖØ-Þ"
_PLACE_WORD = rf"[{_UP}](?:[\w-]|[’'](?=[{_UP}]))+"
_PLACE = (
    rf"(?:[DdLl][’'])?{_PLACE_WORD}"
    rf"(?: (?:(?:de la|de l[’']|du|des|de|d[’']|sur|en|aux?|lès|les|da|do|dos|das|van|la|le|"
    rf"et) ?)?{_PLACE_WORD}){{0,3}}"
)
_LIES = {
    "fr": re.compile(
        rf" (?P<link>à la|à l[’']|aux?|à|de la|de l[’']|du|des|de|d[’']|en) ?(?P<place>(?:(?:place|square|parc|"
        rf"quartier|rue|halle) )?"
        rf"(?:(?:de la|du|des|de|d[’'])[ ]?)?{_PLACE})"
    ),
    "nl": re.compile(rf" (?P<link>in|op|van|bij)(?: de wijk)? (?P<place>{_PLACE})"),
    "pt": re.compile(rf" (?P<link>d[eoa]s?|n[oa]s?|em) (?P<place>{_PLACE})"),
    "sv": re.compile(rf" (?P<link>i|på|vid) (?P<place>{_PLACE})"),
}
_STREET = re.compile(
    r"[^.\n]{0,40}? (?P<kind>rue|place|square|avenue|quai) (?P<of>des|du|de la|de l[’']|d[’']|"
    r"de)? ?(?P<place>[A-ZÀ-Þ][\w-]+)"
)
_CONTAINER = re.compile(
    r"(?:^|[.:(\s’'«])(?P<words>(?!séance|atelier|retour|ligne)[a-zA-Zà-ÿÀ-Þ]\w{3,} (?:de |d[’']))$"
)
_OPENS = re.compile(
    r"(?:^|\b(?:une?|les?|la|l[’']|des|du|notre|cette?|trois|deux|um|uma|o|a|os|as|de|het|een|en|ett)[ ]|[:.–|-] )\s*$",
    re.I,
)
_MORE = re.compile(r" (?:de|d[’']|à) ?[a-zà-ÿ]{4,}(?=[ ,.:]|$)")
"""`troc` + ` de jouets`"""
_SMALL = re.compile(
    r" (?:(?:de la|du|des) [a-zà-ÿ]{4,}|[a-zà-ÿ-]{3,}(?:ais|ois|ien|éen|ain)(?:n?es?|s)?)(?=[ ,.:)]|$)(?! d[eu])"
)
"""`la gratiféria` + ` des halles`, `l'accorderie` + ` montoise`"""
_DEFINITE = re.compile(r"(?:\b(?:les?|la|du|au|aux|notre|het|de|o|a|os|as|da|do)|\bl[’'])\s?$", re.IGNORECASE)
_MOST = 16
_VOWEL = re.compile(r"[AEIOUYHÀÂÉÈÊÎÔÛ]", re.I)
_LINKED = {
    "au": "du ",
    "aux": "des ",
    "à la": "de la ",
    "à l'": "de l’",
    "du": "du ",
    "des": "des ",
    "de la": "de la ",
    "de l'": "de l’",
}


@dataclass(frozen=True, slots=True)
class Composed:
    """A kind's words with a place. `near` says that the place stands beside them; `stated`, that a title says them."""

    name: str
    near: bool
    stated: bool
    order: int
    definite: bool = False
    """The one of the place, rather than one among others: `le repair café`, not `un repair café`."""
    kind: str = ""
    small: bool = False
    """Called after no proper name: `la gratiféria des halles`."""

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """The likelier the lower: what a title says, then what stands beside, then the first."""
        return not self.stated, not self.near, self.order


def composed_names(
    stated: Sequence[str], text: str, language: str, judge: Judge, place: str, body_place: str = ""
) -> Iterator[Composed]:
    """Of the kinds that titles, headings and first sentences name, each with the places it may be called after."""
    seen: set[str] = set()
    places = [where for where in (body_place, place.partition(" (")[0].strip()) if where]
    sources = [*((words, True) for words in stated), (text[:_READ_LETTERS], False)]
    for words, told in sources:
        for begin, end, kind in kinds_as_written(words, language, judge):
            for name, near, small in _of_kind(words, begin, end, language, told, places):
                if name in seen:
                    continue
                definite = _DEFINITE.search(words[:begin]) is not None
                yield Composed(name, near, told, len(seen), definite, kind, small)
                seen.add(name)
            if len(seen) > _MOST:
                return


def _of_kind(
    words: str, begin: int, end: int, language: str, told: bool, places: Sequence[str]
) -> Iterator[tuple[str, bool, bool]]:
    further = ADJECTIVES.match(words, end)
    end = further.end() if further else end
    head = words[begin:end].strip()
    container = _CONTAINER.search(words[:begin]) if language == "fr" else None
    if container and container["words"].split()[0].endswith("s"):
        return  # `sites de compostage`: several, and nobody's name
    if container and _OPENS.search(words[: container.start("words")]):
        head = f"{container['words']}{head}"
    more = _MORE.match(words, end) if language == "fr" else None
    heads = [f"{head}{more.group()}", head] if more else [head]
    near = _LIES[language].match(words, end) if language in _LIES else None
    around = [(near["link"], near["place"], True)] if near else []
    street = _STREET.match(words, end) if language == "fr" and told and not near else None
    if street:
        where = f"{street['kind']} {street['place']}" if street["kind"] == "square" else street["place"]
        around.append((street["of"] or "de", where, True))
    around.extend(("", place, False) for place in places)
    for head in heads:
        for link, where, is_near in around:
            yield joined(head, link, where, language), is_near, False
    if language == "fr" and told and (small := _SMALL.match(words, end)):
        body = f"{head}{small.group()}"
        article = re.search(r"(?:^|[\s(«])(la |le |l[’'])$", words[:begin], re.IGNORECASE)
        if article and " " not in head:
            said = article[1]
            yield f"{said[0].upper()}{said[1:]}{body}", True, True
        else:
            yield body[0].upper() + body[1:], True, True


def joined(head: str, link: str, place: str, language: str) -> str:
    """A kind's words and a place as one name, with what each language puts between them."""
    head = head[0].upper() + head[1:]
    if language == "fr":
        return f"{head} {_of(link, place)}{_bare(place)}"
    if language == "pt":
        of = {"no": "do", "na": "da", "nos": "dos", "nas": "das", "do": "do", "da": "da", "dos": "dos", "das": "das"}
        return f"{head} {of.get(link, 'de')} {place}"
    return f"{head} {place}"


def _of(link: str, place: str) -> str:
    if article := re.match(r"(Les|Le|La|L[’'])[ ]?(?=[A-ZÀ-Þ])", place):
        return {"Les": "des ", "Le": "du ", "La": "de la "}.get(article[1], "de l’")
    if place[:1].islower() and re.match(r"(?:square|parc|quartier)", place):
        return "du "
    if place[:1].islower() and re.match(r"(?:place|rue|halle)", place):
        return "de la "
    known = _LINKED.get(link.replace("’", "'").strip())
    if known:
        return known
    return "d’" if _VOWEL.match(place) else "de "


def _bare(place: str) -> str:
    return re.sub(r"^(?:Les|Le|La|L[’'])[ ]?(?=[A-ZÀ-Þ])", "", place)
