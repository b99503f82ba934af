"""The choice among names that stand for one thing: what stands around each, and what each is a part of."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sharitories_crawl.classify.candidate import Candidate
from sharitories_crawl.classify.composed import Composed, composed_names
from sharitories_crawl.classify.forms import only_describes
from sharitories_crawl.classify.judge import OTHER_KIND, Judge
from sharitories_crawl.classify.likeness import is_institution, slogan_doubt
from sharitories_crawl.classify.variants import is_no_name
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import PageKind

_READ_LETTERS = 4_000
_LETTERS_BEFORE = 40
_MOST = 24
_NEXT = 0.1
_DOES, _OF_PEOPLE = 1.5, 2.4
"""What a name gains that is the subject of an opening, or has members. Set by hand on labelled pages."""
_MADE = 2.2
"""What a name made of a kind's words and a place weighs: more than chance names of the text, less than told ones."""
_MADE_OF_OWN = 0.7
_ONE_OF_THEM = 0.5
"""What `un repair café` weighs less than `le repair café`: its name mostly follows."""
_CHANCE, _WHERE = 2.0, 0.5
"""What an acronym that nothing explains loses, and the most that a place or an authority weighs."""
_STATED = frozenset(["title", "heading"])
_SIGNED = frozenset(["place", "organisation", "site", "brand", "owner"])
_RENAMED = re.compile(
    r"[»\"]?,? (?:devient|deviennent|s'appellent|s'appelle (?:désormais|maintenant)|s'appellera|est rebaptisée?|"
    r"change de nom pour|wordt|heet (?:voortaan|nu)|"
    r"verandert in|passa a chamar-se|muda de nome para|byter namn till|blir|heter numera) [«\"]?"
)
"""What stands between an old name and the new one."""
_ACRONYM = re.compile(r"(?:La|Le|Les|L[’'])\s?[A-Z]{2,5}")
_TWO_NAMES = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ-]+ [A-ZÀ-Þ][\w’'-]+")
_SUBJECT = re.compile(
    r"[»\"”]? (?:ne |n[’']|se |s[’']|y )?(?:(?:a|ont|avait|aura) (?!\d)|est (?:né|ouv|l[ae’']|un|install)|sont |ouvr|"
    r"ferm|fête|"
    r"propos|accueil|réuni|organis|souffl|renaît|invite|déménag|sert |change|transport|compt|"
    r"is |heeft |opent|telt |zoekt|viert|krijgt|abr[ei]|tem |celebr|reabr|är |har |öppn|firar|flyttar|\w{3,}(?:ra|"
    r"ront) )"
)
_MEMBERS = re.compile(
    r"(?:bénévoles|adhérent\w*|équipe|membres|salarié\w*|fondat\w+|coopérat\w+|portes|locaux|billets|murs|m²|société|"
    r"vrijwilligers|leden|sócios|voluntários|medlemmar\w*|volontär\w*)(?: [a-zà-ÿ]{5,})?"
    r"(?: de la| de l[’']| du| des| de| d[’']| van(?: de| het)?| d[ao]s?| i| på)? ?[«\"“]?$"
)
_ON_A_SUBJECT = re.compile(
    r"^(?:comment|pourquoi|qu[’']est|c[’']est quoi|créer|monter|lancer|ouvrir|hoe|waarom|wat|como|porque|o que|hur|"
    r"varför|vad|så)\b"
    r"|\b(?:prix|étude|guide|conseils|loyers?|tendance|onderzoek|prijzen|estudo|preços|studie|priser)\b",
    re.IGNORECASE,
)
_NETWORKED = frozenset(["mjc"])
"""Kinds of houses in which other things are held."""


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds the names of one page."""

    title: str
    stated: tuple[str, ...]
    """Titles and headings."""
    lead: str
    body: str
    language: str
    page: PageKind | None
    kind: str
    place: str
    publisher: str
    """The commune whose page it is, where a public body publishes it."""
    judge: Judge
    is_place: Callable[[str], bool]

    @property
    def told(self) -> str:
        """Title and text, as far as names are sought in them."""
        return f"{self.title}\n{self.body[:_READ_LETTERS]}".replace("’", "'")


def chosen(ranked: list[Candidate], around: Around, own: bool) -> list[Candidate]:
    """The best first, by what the text says of each."""
    told = around.told
    _demote_pieces(ranked, told, around)
    _grow(ranked, told)
    if not own:
        for each in ranked[:_MOST]:
            _weigh_context(each, told, around)
    ranked.sort(key=lambda each: -each.score)
    _grow(ranked, told)
    _rename(ranked, told)
    if own:
        _branch(ranked, around)
        _activity(ranked, around)
    _compose(ranked, around, own)
    ranked.sort(key=lambda each: -each.score)
    return ranked


def _weigh_context(each: Candidate, told: str, around: Around) -> None:
    begins = bool(around.place) and f"{fold(around.place)} ".startswith(f"{fold(each.name)} ")
    named = not each.name.startswith(("La ", "Le ", "Les ", "L’", "L'"))
    if (named and (begins or around.is_place(each.name))) or is_institution(each.name):
        each.score = min(each.score, _WHERE)
        return
    if each.score < 0 or (each.how and each.how not in ("grown", "headed", "noun") and not each.origins):
        return
    if _ACRONYM.fullmatch(each.name) and not each.beside_kind:
        each.score -= _CHANCE
    does, members = _context(each.name.replace("’", "'"), told)
    if members:
        each.score += _OF_PEOPLE
    if does and not _is_person(each) and not only_describes(each.name, around.language, around.judge):
        each.score += _DOES


def _is_person(each: Candidate) -> bool:
    """Two names that nothing makes an initiative's."""
    known = each.beside_kind or each.origins.keys() & _STATED
    return not known and _TWO_NAMES.fullmatch(each.name) is not None


def _context(name: str, told: str) -> tuple[bool, bool]:
    does = members = False
    spelt = name if name in told else name[0].lower() + name[1:]
    start = told.find(spelt)
    for _ in range(4):
        if start < 0:
            break
        end = start + len(spelt)
        does = does or _SUBJECT.match(told, end) is not None
        bare = _ARTICLE.sub("", told[max(0, start - _LETTERS_BEFORE) : start])
        members = members or _MEMBERS.search(bare) is not None
        start = told.find(spelt, end)
    if not members and (article := _OWN_ARTICLE.match(name)):
        rest = name[article.end() :]
        at = told.find(rest)
        members = at > 0 and _MEMBERS.search(told[max(0, at - _LETTERS_BEFORE) : at]) is not None
    return does, members


_ARTICLE = re.compile(r"(?:\b[Ll][ae]s? |\b[Ll][’'])$")
_OWN_ARTICLE = re.compile(r"(?:La|Le|Les|L[’'])\s?")


def _demote_pieces(ranked: list[Candidate], told: str, around: Around) -> None:
    """`Repair`, `Budget`: a word of the kind's phrase and nobody's name."""
    single = [(each, name) for each in ranked if "text" in each.origins and " " not in (name := fold(each.name))]
    if not single:
        return
    phrases = {phrase for _, phrase, _ in around.judge.kinds_in(told, around.language)}
    words = {word for phrase in phrases if " " in phrase for word in phrase.split()}
    for each, name in single:
        if name in words:
            each.score = min(each.score, 0.0)


def _grow(ranked: list[Candidate], told: str) -> None:
    """Names that never stand but within a longer one are pieces of it: `La Fabrique` of `La Fabrique du commun`."""
    for part in ranked[:5]:
        if part.score <= 0:
            break
        if part.origins.keys() & _SIGNED:
            continue
        times = told.count(_plain(part.name))
        piece = f" {fold(part.name)} "
        for each in ranked:
            longer = f" {fold(each.name)} "
            if each is part or piece not in longer or piece == longer:
                continue
            if each.score < 0 or slogan_doubt(each.name) >= 1:
                continue
            if not each.how and (not longer.startswith(piece) or is_no_name(each.name[len(part.name) :])):
                continue
            if times and told.count(_plain(each.name)) >= times and each.score < part.score:
                each.score = part.score + _NEXT
                break


def _rename(ranked: list[Candidate], told: str) -> None:
    """`Le Bureau du large devient La Criée`: the new name."""
    for old in ranked[:6]:
        name = _plain(old.name)
        at = told.find(name)
        said = _RENAMED.match(told, at + len(name)) if at >= 0 else None
        if said is None or old.score <= 0:
            continue
        rest = _OWN_ARTICLE.sub("", told[said.end() : said.end() + 80], count=1)
        new = [each for each in ranked if rest.startswith(_plain(each.name))]
        if new:
            best = max(new, key=lambda each: (each.score > 0 or each.how == "grown", len(each.name)))
            best.score = max(each.score for each in ranked) + _NEXT
            return


def _plain(name: str) -> str:
    """As it stands in any sentence: without the article, whose capital varies."""
    return _OWN_ARTICLE.sub("", name, count=1).replace("’", "'")


def _branch(ranked: list[Candidate], around: Around) -> None:
    """`Workloft Laval` rather than `Workloft` where the page is signed with it."""
    best = ranked[0] if ranked else None
    place = around.place.partition(" (")[0]
    if best is None or not place:
        return
    for each in ranked[1:]:
        if each.origins.keys() & {"place", "organisation", "owner"} and fold(each.name) == fold(f"{best.name} {place}"):
            each.score = best.score + _NEXT
            return


def _activity(ranked: list[Candidate], around: Around) -> None:
    """What a house holds that is of another kind: `Repair Party`, on the site of an `MJC`."""
    if not ranked or not around.kind or around.kind == OTHER_KIND:
        return
    best = ranked[0]
    kinds = {kind for kind, _, _ in around.judge.kinds_in(best.name, around.language)}
    if not kinds & _NETWORKED or around.kind in kinds:
        return
    for each in ranked[1:]:
        of_kind = any(kind == around.kind for kind, _, _ in around.judge.kinds_in(each.name, around.language))
        if "heading" in each.origins and of_kind and slogan_doubt(each.name) < 1:
            each.score = best.score + _NEXT
            return


def _is_of_one(made: Composed, around: Around) -> bool:
    """Whether a page speaks of one thing there rather than of the subject: `Comment créer un repair café ?`."""
    if around.page is PageKind.OTHER or _ON_A_SUBJECT.search(around.title):
        return False
    if around.page is PageKind.PRESS and not (made.near or made.definite):
        return False
    return made.stated or made.near


def _compose(ranked: list[Candidate], around: Around, own: bool) -> None:
    """A kind's words with a place name what nothing else does; on a site of its own hardly anything is nameless."""
    enough = _MADE_OF_OWN if own else _MADE
    if not around.kind or around.kind == OTHER_KIND or (ranked and max(each.score for each in ranked) >= enough):
        return
    made = composed_names(around.stated, around.lead, around.language, around.judge, around.place, around.publisher)
    fitting = [each for each in made if each.kind == around.kind]
    best = min(fitting, key=lambda each: each.rank, default=None)
    if best is None or not _is_of_one(best, around):
        return
    weight = enough if own or best.definite else enough - _ONE_OF_THEM
    key = fold(best.name)
    same = next((each for each in ranked if fold(each.name) == key), None)
    if same is None:
        ranked.append(Candidate(best.name, weight, how="composed"))
    else:
        same.score = max(same.score, weight)
