"""Which of a page's possible names is that of the one it is about: every statement and mention gives its weight."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from sharitories_crawl.classify.candidate import AGAIN, KIND, Candidate, is_beyond_reach, settled
from sharitories_crawl.classify.choosing import Around, chosen
from sharitories_crawl.classify.forms import (
    EDITION,
    HEADS,
    TRIM,
    after_kind,
    begins_with_kind,
    forms,
    is_kind_alone,
    only_describes,
)
from sharitories_crawl.classify.judge import Judge
from sharitories_crawl.classify.likeness import is_institution, slogan_doubt
from sharitories_crawl.classify.mentions import EARLY, MOST_BESIDE, TextName, text_names
from sharitories_crawl.classify.name_weights import HEADLINE, OWN
from sharitories_crawl.classify.topics import EVENTS, topics_of
from sharitories_crawl.classify.variants import HEADED, NOUN
from sharitories_crawl.extract.identity import own_label
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import NameClue, PageKind

_SIGNED = frozenset(["place", "organisation", "site", "brand", "owner"])
_STATED = frozenset(["title", "heading"])
_SAID_AGAIN = 1.5
_ASKED_FOR = 3.0
_NAMED = r"(?-i:[A-ZÀ-Þ])[^,?!.]{2,40}"
_ASKED = re.compile(
    rf"((?:L[ae]s? |L[’'])?{_NAMED}), (?:c[’']est quoi|qu[’']est[- ]ce que c[’']est|wat is dat|o que é|vad är det)\s?\?"
    r"|(?:c[’']est quoi|qu[’']est[- ]ce (?:que |qu[’'])(?:c[’']est que )?|wat is|o que é|vad är)[ ,]*"
    rf"((?:l[ae]s? |l[’']|o |a )?{_NAMED}?)\s?\?",
    re.IGNORECASE,
)
"""`Tandem, c'est quoi ?`, `Wat is De Brink?`"""
_DESCRIBES = 2.7
_KIND_ALONE = 1.5
_CALLED_AFTER, _OF_TOWN = 4.6, 2.2
_CAPITAL_AFTER = re.compile(r" (?:de la |de l[’']|du |des |de |d[’'])[A-ZÀ-Þ][\w-]*[a-zà-ÿ]")
_SURE = 1.6
_TOPIC = 6.5
_HOST_AGREES = 2.0
_HOST_IS_IT = 0.8
_ADDRESS_AGREES = 1.2
_BEGINS_WITH_KIND = 0.7
_PLACE, _BESIDE_KIND = 5.0, 3.0
"""What speaks against a place's name, and how much of it a kind's word beside it takes back."""
_BESIDE = 1.5
_REPEATED = 0.4
_MOST_REPEATED = 1.2
_OWN_TEXT = 0.6
"""A site's statements say its name better than its sentences."""
_MOST_BY_TEXT = _OWN_TEXT * (MOST_BESIDE + _MOST_REPEATED + EARLY)
_MOST_BESIDES = _HOST_AGREES + _HOST_IS_IT + _ADDRESS_AGREES + _BEGINS_WITH_KIND
"""All that a name of the text alone may weigh on a site's own page, from the text and from what agrees with it."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """What a page says, as far as its name may stand in it. `publisher` holds the names of who speaks of others."""

    clues: tuple[NameClue, ...]
    title: str
    description: str
    text: str
    url: str
    language: str
    weights: dict[str, float]
    publisher: tuple[str, ...] = ()
    place: str = ""
    """Where it is, as far as the page tells."""
    sort: PageKind | None = None
    kind: str = ""
    """The kind that the page is about."""


def subject(page: PageWords, judge: Judge, is_place: Callable[[str], bool]) -> str:
    """The name of the one that the page is about, or an empty string where nothing names anybody."""
    best = first_candidate(page, judge, is_place)
    return best.name if best is not None and best.score >= _SURE else ""


def first_candidate(page: PageWords, judge: Judge, is_place: Callable[[str], bool]) -> Candidate | None:
    """The best possible name alone. What runs through the text is not read where it would change nothing."""
    naming = _Naming(page, judge, is_place)
    ranked = naming.rank()
    if naming.own and is_beyond_reach(ranked, _MOST_BY_TEXT + _BESIDE_KIND, _MOST_BY_TEXT + _MOST_BESIDES):
        return ranked[0]
    return next(iter(naming.read_text()), None)


def candidates(page: PageWords, judge: Judge, is_place: Callable[[str], bool]) -> list[Candidate]:
    """Every possible name, the best first."""
    return _Naming(page, judge, is_place).read_text()


class _Naming:
    """The possible names of one page, first those that it states, then those of its text."""

    def __init__(self, page: PageWords, judge: Judge, is_place: Callable[[str], bool]) -> None:
        self._page, self._judge, self._is_place = page, judge, is_place
        self.own = page.weights is OWN
        stated = {clue.words for clue in page.clues}
        lines = page.text.split("\n")
        self._body = "\n".join(line for line in lines if line not in stated and not _BREADCRUMB.search(line))
        self._found: dict[str, Candidate] = {}
        for clue in page.clues:
            weight = page.weights.get(clue.origin, 0.0)
            if not weight:
                continue
            if (asked := _ASKED.fullmatch(clue.words)) and (name := next(filter(None, asked.groups()), "")):
                _add(self._found, name, "asked", _ASKED_FOR - slogan_doubt(name))
            for name, fit in forms(clue.words, page.language, judge):
                name = self._without_town(name)
                amount = weight * fit - slogan_doubt(name)
                if amount > 0:
                    added = _add(self._found, name, clue.origin, amount)
                    added.alone = added.alone or clue.words.startswith(name)

    def read_text(self) -> list[Candidate]:
        """All names, those of the text too, the best first."""
        page = self._page
        for told in text_names(page.title, page.description, self._body, page.language, self._judge, self._is_place):
            _add_told(self._found, told, self.own)
        self._free_from_articles()
        return self._choose(settled(self.rank(), self._body, self.own))

    def _without_town(self, name: str) -> str:
        """`Marché paysan des Barques à Narbonne`: where it is, is no part of its name."""
        town = self._page.place.partition(" (")[0]
        if not town or self._page.language == "sv":
            return name
        for link in (" à ", " in ", " em "):
            if name.endswith(f"{link}{town}"):
                return name.removesuffix(f"{link}{town}")
        return name

    def _choose(self, ranked: list[Candidate]) -> list[Candidate]:
        page = self._page
        stated = tuple(dict.fromkeys((page.title, *(c.words for c in page.clues if c.origin in _STATED))))
        lead = f"{page.description}\n{self._body}"
        publisher = next((found[1] for name in page.publisher if (found := _BODY_OF.match(name))), "")
        around = Around(
            page.title, stated, lead, self._body, page.language, page.sort, page.kind, page.place, publisher,
            self._judge, self._is_place,
        )  # fmt: skip
        return chosen(ranked, around, self.own)

    def _free_from_articles(self) -> None:
        """Names that say by several common words what they are, freed from the sentence's article."""
        page = self._page
        for key, each in list(self._found.items()):
            bare = _LED.sub("", each.name)
            head = _HEAD_OF.match(bare)
            if bare != each.name and head and " " in head[1] and begins_with_kind(bare, page.language, self._judge):
                # several common words describe: their article is the sentence's
                del self._found[key]
                each.name = bare[0].upper() + bare[1:]
                self._found.setdefault(fold(bare), each)

    def rank(self) -> list[Candidate]:
        """The names found so far by all that speaks for each, the heaviest first."""
        page = self._page
        host, slug = _host_letters(page.url), f" {fold(urlsplit(page.url).path)} "
        publishers = {fold(name) for name in page.publisher}
        stated = [each.name for each in self._found.values() if each.origins.keys() & _STATED]
        topics = frozenset() if self.own else topics_of(stated, self._found, page.language, self._judge)
        for key, each in self._found.items():
            self._weigh(each, key, host, slug)
            letters = key.replace(" ", "")
            if not self.own and (key in publishers or letters == host or (letters in host and len(letters) > 5)):
                each.score -= page.weights["publisher"]
            if key in topics:
                each.score -= _TOPIC
        return sorted(self._found.values(), key=lambda each: -each.score)

    def _weigh(self, each: Candidate, key: str, host: str, slug: str) -> None:
        language, judge, is_place = self._page.language, self._judge, self._is_place
        each.score = sum(each.origins.values())
        letters = key.replace(" ", "")
        if (each.origins.keys() & _STATED) and " " in each.name and each.name in self._body:
            each.score += _SAID_AGAIN
            each.signs.add(AGAIN)
        if self.own and len(letters) > 3 and (letters in host or host in letters) and len(host) > 3:
            each.score += _HOST_AGREES + (_HOST_IS_IT if letters == host else 0.0)
        if len(letters) > 4 and f" {_bare(key)} " in slug:
            each.score += _ADDRESS_AGREES
        if begins_with_kind(each.name, language, judge) and not after_kind(each.name, language, judge):
            each.score += _BEGINS_WITH_KIND
            each.signs.add(KIND)
        alone = (
            (_bare(key) == key or _LED.match(each.name)) and not self.own and is_kind_alone(each.name, language, judge)
        )
        if not each.origins.keys() & _SIGNED and (alone or only_describes(each.name, language, judge)):
            most = self._most_for_a_description(each, key)
            each.score = min(each.score, _KIND_ALONE if alone else most)
        if is_place(each.name):
            beside = each.beside_kind and each.name.startswith(("La ", "Le ", "Les ", "L’"))
            each.score -= _PLACE - _BESIDE_KIND if beside else _PLACE
        elif all(map(is_place, each.name.split("-"))):
            each.score -= _PLACE
        if key in HEADS or key.removesuffix("s") in HEADS:
            each.score -= 5.0
        if key in EVENTS:
            each.score -= 8.0
        if is_institution(each.name):
            each.score -= 3.0
        if _is_host(each.name, self._page.url):
            each.score = min(each.score, _KIND_ALONE)

    def _most_for_a_description(self, each: Candidate, key: str) -> float:
        """`Repair café de Valmer` says what and where; `Jardin partagé de Kerdo` is a name where a title says it."""
        place = fold(self._page.place)
        if place and f" {place} " in f" {key} ":
            return _DESCRIBES if self.own else _OF_TOWN
        called = each.alone and each.origins.keys() & _STATED and _CAPITAL_AFTER.search(each.name)
        return _CALLED_AFTER if called and self._page.weights is not HEADLINE else _DESCRIBES


def _add(found: dict[str, Candidate], name: str, origin: str, amount: float) -> Candidate:
    name = EDITION.sub("", _ACRONYM_ARTICLE.sub("", name.strip(TRIM)))
    name = name[:1].upper() + name[1:]
    candidate = found.setdefault(fold(name), Candidate(name))
    if amount > candidate.origins.get(origin, 0.0):
        candidate.origins[origin] = amount
    return candidate


def _add_told(found: dict[str, Candidate], told: TextName, own: bool) -> None:
    key = fold(told.name)
    repeated = min(_MOST_REPEATED, _REPEATED * (told.times - 1))
    amount = told.beside + (0.0 if own else told.title) + repeated + told.early
    amount *= _OWN_TEXT if own else 1.0
    if told.how:
        made = found.setdefault(key, Candidate(told.name, how=told.how))
        made.beside_kind = made.beside_kind or told.beside >= _BESIDE
        if told.how in (HEADED, NOUN) and not own:
            made.origins["text"] = told.beside + told.title + told.early + repeated
        return
    same = found.get(key) or next((found[other] for other in _variants(key) if other in found), None)
    if same is not None:
        # a statement says it better than a sentence, unless the statement lacks the article
        same.origins["text"] = max(amount, same.origins.get("text", 0.0))
        same.beside_kind = same.beside_kind or told.beside >= _BESIDE
    else:
        same = _add(found, told.name, "text", amount)
        same.beside_kind = told.beside >= _BESIDE


def _variants(key: str) -> Iterable[str]:
    bare = _bare(key)
    return (
        variant for variant in (bare, *(f"{article} {bare}" for article in ("la", "le", "les", "l"))) if variant != key
    )


_BODY_OF = re.compile(
    r"(?:Ville|Mairie|Commune|Junta de Freguesia|Câmara Municipal|Município|Gemeente|Stad)"
    r"(?: de | d[’']| da | do | )(?=[A-ZÀ-Þ])([^|·]{3,40}?)$"
)
"""Whose page it is: a public body bears the name of a place."""
_BREADCRUMB = re.compile(r"^[^.!?]{0,60}\s[>›]\s[^.!?]{0,90}$")
_LED = re.compile(r"^(?:La|Le|Les|L[’'])[ ]?(?=[a-zà-ÿ])")
_HEAD_OF = re.compile(r"([a-zà-ÿ’'-]+(?: [a-zà-ÿ’'-]+)*?) (?:de la |de l[’']|du |des |de |d[’'])[A-ZÀ-Þ]")
_ACRONYM_ARTICLE = re.compile(r"^(?:Le|La|L[’'])\s?(?=[A-Z]{3,} )")
"""`Le SEL de la Patelle`: an acronym's article is the sentence's."""
_ARTICLE = re.compile(r"^(?:la|le|les|l|de|het|o|a|os|as) ")


def _bare(key: str) -> str:
    return _ARTICLE.sub("", key)


def _is_host(name: str, url: str) -> bool:
    """Whether a page within a site is called as its host is spelt, dots and all: the first page may be."""
    parts = urlsplit(url)
    return parts.path not in ("", "/") and name.lower().removeprefix("www.") == (parts.hostname or "").removeprefix(
        "www."
    )


def _host_letters(url: str) -> str:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return fold(own_label(host)).replace(" ", "")
