"""Which of a page's possible names is that of the one it is about: every statement and mention gives its weight."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sharitories_crawl.classify.forms import (
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
from sharitories_crawl.classify.mentions import TextName, text_names
from sharitories_crawl.classify.topics import EVENTS, topics_of
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import NameClue

OWN = {
    "place": 4.8,
    "organisation": 4.5,
    "site": 4.0,
    "brand": 3.0,
    "owner": 3.0,
    "title": 2.0,
    "heading": 1.5,
    "subheading": 0.4,
    "publisher": 0.0,
}
"""What a statement weighs on a page of the thing itself. Set by hand on labelled pages."""
OTHERS = {
    "place": 4.0,
    "organisation": 1.5,
    "site": 0.0,
    "brand": 0.0,
    "owner": 0.0,
    "title": 3.0,
    "heading": 2.5,
    "subheading": 1.0,
    "publisher": 6.0,
}
"""And on the page of a newspaper, a town hall, a platform: its own name is the publisher's."""
HEADLINE = {
    "place": 2.0,
    "organisation": 0.5,
    "site": 0.0,
    "brand": 0.0,
    "owner": 0.0,
    "title": 0.6,
    "heading": 0.6,
    "subheading": 0.5,
    "publisher": 6.0,
}
"""And on an article, whose title is a sentence."""
PUBLIC = {**OTHERS, "publisher": 2.0}
"""A town hall's page: sometimes its site is the initiative's own."""
_SIGNED = frozenset(["place", "organisation", "site", "brand", "owner"])
_STATED = frozenset(["title", "heading"])
_SAID_AGAIN = 1.5
_DESCRIBES = 2.7
_KIND_ALONE = 1.5
_SURE = 1.6
_TOPIC = 6.5
_HOST_AGREES = 2.0
_ADDRESS_AGREES = 1.2
_BESIDE = 1.5
_REPEATED = 0.4
_MOST_REPEATED = 1.2


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


@dataclass(slots=True)
class Candidate:
    """A possible name, its weight, and why."""

    name: str
    score: float = 0.0
    beside_kind: bool = False
    alone: bool = False
    """A statement, or a segment of one, is this and nothing more."""
    reasons: list[str] = field(default_factory=list)
    origins: dict[str, float] = field(default_factory=dict)


def subject(page: PageWords, judge: Judge, is_place: Callable[[str], bool]) -> str:
    """The name of the one that the page is about, or an empty string where nothing names anybody."""
    best = next(iter(candidates(page, judge, is_place)), None)
    return best.name if best is not None and best.score >= _SURE else ""


def candidates(page: PageWords, judge: Judge, is_place: Callable[[str], bool]) -> list[Candidate]:
    """Every possible name, the best first."""
    found: dict[str, Candidate] = {}
    own = page.weights is OWN
    host = _host_letters(page.url)
    for clue in page.clues:
        weight = page.weights.get(clue.origin, 0.0)
        if not weight:
            continue
        for name, fit in forms(clue.words, page.language, judge):
            amount = weight * fit - slogan_doubt(name)
            if amount > 0:
                added = _add(found, name, clue.origin, amount)
                added.alone = added.alone or clue.words.startswith(name)
    stated = {clue.words for clue in page.clues}
    body = "\n".join(line for line in page.text.split("\n") if line not in stated)
    for told in text_names(page.title, page.description, body, page.language, judge, is_place):
        _add_told(found, told, own)
    slug = f" {fold(urlsplit(page.url).path)} "
    publishers = {fold(name) for name in page.publisher}
    stated_only = [each.name for each in found.values() if each.origins.keys() & _STATED]
    topics = frozenset() if own else topics_of(stated_only, found, page.language, judge)
    for key, each in found.items():
        each.score = sum(each.origins.values())
        letters = key.replace(" ", "")
        if (each.origins.keys() & _STATED) and " " in each.name and each.name in body:
            each.score += _SAID_AGAIN
            each.reasons.append("again")
        if own and len(letters) > 3 and (letters in host or host in letters) and len(host) > 3:
            each.score += _HOST_AGREES + (0.8 if letters == host else 0.0)
            each.reasons.append("host")
        if len(letters) > 4 and f" {_bare(key)} " in slug:
            each.score += _ADDRESS_AGREES
            each.reasons.append("address")
        if begins_with_kind(each.name, page.language, judge) and not after_kind(each.name, page.language, judge):
            each.score += 0.7
            each.reasons.append("kind")
        alone = _bare(key) == key and not own and is_kind_alone(each.name, page.language, judge)
        if not each.origins.keys() & _SIGNED and (alone or only_describes(each.name, page.language, judge)):
            each.score = min(each.score, _KIND_ALONE if alone else _DESCRIBES)
            each.reasons.append("describes")
        if is_place(each.name):
            each.score -= 2.0 if each.beside_kind and each.name.startswith(("La ", "Le ", "Les ", "L’")) else 5.0
        elif all(map(is_place, each.name.split("-"))):
            each.score -= 5.0
        if key in HEADS or key.removesuffix("s") in HEADS:
            each.score -= 5.0
        if key in EVENTS:
            each.score -= 8.0
        if is_institution(each.name):
            each.score -= 3.0
        if key in topics:
            each.score -= _TOPIC
            each.reasons.append("topic")
        if not own and (key in publishers or letters == host or (letters in host and len(letters) > 5)):
            each.score -= page.weights["publisher"]
    best = sorted(found.values(), key=lambda each: -each.score)
    return _used_alone(_said_alone(_whole(best)), body, own)


def _whole(best: list[Candidate]) -> list[Candidate]:
    """A statement said again in the text is the name rather than a part of it: `Auch ein Garten`, not `Garten`."""
    if best:
        words = f" {fold(best[0].name)} "
        for each in best[1:4]:
            if (
                "again" in each.reasons
                and each.score > 0
                and words in f" {fold(each.name)} "
                and slogan_doubt(each.name) < 1
            ):
                each.score = best[0].score + 0.1
                return sorted(best, key=lambda each: -each.score)
    return best


def _said_alone(best: list[Candidate]) -> list[Candidate]:
    """`La Ruche à Miel` rather than `CIGALES La Ruche à Miel` where a heading or the site's name says it alone."""
    for each in best[1:]:
        ends = best[0].name.endswith(f" {each.name}") and _OWN_ARTICLE.match(each.name)
        if ends and each.alone and each.score > 0 and not _GROUP_NAME.match(best[0].name):
            each.score = best[0].score + 0.1
            return sorted(best, key=lambda each: -each.score)
    return best


_KIND_WORD = re.compile(r"^[A-ZÀ-Þ][a-zà-ÿ]+(?: [a-zà-ÿ]+)* (?=[A-ZÀ-Þ])")


_OF = frozenset(["de", "du", "des", "van", "in", "do", "da", "dos", "das", "em", "i", "på"])
"""`Jardins familiaux de Kerletu`: what follows says where or whose, and is no name."""


def _used_alone(best: list[Candidate], body: str, own: bool) -> list[Candidate]:
    """`Pedelo` rather than `Deelfiets Pedelo` where others write mostly the one."""
    if best and not own and "kind" in best[0].reasons and (word := _KIND_WORD.match(best[0].name)):
        if word.group().split()[-1] in _OF:
            return best
        rest = best[0].name[word.end() :]
        alone, full = body.count(rest), body.lower().count(best[0].name.lower())
        if len(rest) > 4 and alone > 2 * full and alone > 1:
            best[0].name = rest
    return best


def _add(found: dict[str, Candidate], name: str, origin: str, amount: float) -> Candidate:
    name = _ACRONYM_ARTICLE.sub("", name.strip(TRIM))
    name = name[:1].upper() + name[1:]
    candidate = found.setdefault(fold(name), Candidate(name))
    if amount > candidate.origins.get(origin, 0.0):
        candidate.origins[origin] = amount
        candidate.reasons.append(f"{origin} {amount:.1f}")
    return candidate


def _add_told(found: dict[str, Candidate], told: TextName, own: bool) -> None:
    key = fold(told.name)
    amount = told.beside + (0.0 if own else told.title) + min(_MOST_REPEATED, _REPEATED * (told.times - 1)) + told.early
    same = found.get(key) or next((found[other] for other in _variants(key) if other in found), None)
    if same is not None:
        # a statement says it better than a sentence, unless the statement lacks the article
        amount = amount * (0.6 if own else 1.0)
        same.origins["text"] = max(amount, same.origins.get("text", 0.0))
        same.beside_kind = same.beside_kind or told.beside >= _BESIDE
    else:
        same = _add(found, told.name, "text", amount * (0.6 if own else 1.0))
        same.beside_kind = told.beside >= _BESIDE
    same.reasons.append(f"text {amount:.1f} ({told.times})")


def _variants(key: str) -> Iterable[str]:
    bare = _bare(key)
    return (
        variant for variant in (bare, *(f"{article} {bare}" for article in ("la", "le", "les", "l"))) if variant != key
    )


_ACRONYM_ARTICLE = re.compile(r"^(?:Le|La|L[’'])\s?(?=[A-Z]{3,} )")
"""`Le SEL de la Patelle`: an acronym's article is the sentence's."""
_OWN_ARTICLE = re.compile(r"(?:La|Le|Les|L[’'])\s?[A-ZÀ-Þ]")
_GROUP_NAME = re.compile(r"Collectif|Coopérative", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:la|le|les|l|de|het|o|a|os|as) ")


def _bare(key: str) -> str:
    return _ARTICLE.sub("", key)


def _host_letters(url: str) -> str:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    if len(labels) > 2 and labels[-2] in (
        "example",
        "wordpress",
        "over-blog",
        "canalblog",
        "blogspot",
        "free",
        "wixsite",
    ):
        return fold(labels[0]).replace(" ", "")
    return fold(labels[-2] if len(labels) > 1 else host).replace(" ", "")
