"""Names that running text gives, each with what speaks for its being an initiative's: the words beside it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sharitories_crawl.classify.before import Before
from sharitories_crawl.classify.forms import HEADS, after_kind, begins_with_head, begins_with_kind
from sharitories_crawl.classify.judge import Judge
from sharitories_crawl.classify.likeness import slogan_doubt
from sharitories_crawl.classify.naming import GENERIC_WORDS
from sharitories_crawl.classify.runs import READ_LETTERS, Run, find_runs, grown, shorter
from sharitories_crawl.classify.variants import GROWN, article_of, grown_names, headed_names
from sharitories_crawl.geo.names import fold

_OPENING = r"[«\"“]?\s*"
_GROUP = Before(
    "association|asso|collectif|coopérative|scic|scop|régie|club|stichting|vereniging|vzw|coöperatie|werkgroep|"
    "associação|"
    "cooperativa|coletivo|föreningen|förening|kooperativet",
    rf"(?: \w+){{0,2}}?,?\s+{_OPENING}",
    reach=3,
)
_IS_GROUP = re.compile(
    r"(?:Association|Collectif|Coopérative|Comité|Club|Amicale|Stichting|Vereniging|Coöperatie|Associação|Cooperativa|"
    r"Coletivo|Föreningen|Kooperativet)\b"
)
_LEGAL_WORD = re.compile(r"(?:Association|Stichting|Vereniging|Föreningen|Associação)\s(?=[A-ZÀ-Þ])")
_CALLED = Before(
    "s’appelle|s’appellera|s’appellent|s’appeler|nommé|nommée|nommés|nommées|baptisé|baptisée|baptisés|"
    "baptisées|baptiser|du nom de|du doux nom de|sous le nom de|appelé|appelée|appelés|appelées|intitulé|"
    "intitulée|intitulés|intitulées|devient|deviennent|devenu|devenue|bienvenue à|bienvenue chez|bienvenue au|"
    "fonder|fondé|fondée|animé par|animée par|porté par|portée par|portés par|nous sommes|heet|heet voortaan|"
    "genaamd|noemt zich|gedoopt|omgedoopt tot|naam|chama-se|chamado|chamada|chamados|chamadas|batizado|"
    "batizada|denominado|denominada|com o nome|passa a chamar-se|heter|kallas|kallad|döpt till|namnet",
    rf"\s+(?:désormais |maintenant |aujourd[’']hui )?{_OPENING}",
    further="desormais|maintenant|aujourd|hui",
    within=True,
)
_STREET = Before(
    "rue|place|avenue|boulevard|quai|chemin|cours|allée|impasse|route|square|pont|salle|école|lycée|collège|gare|"
    "résidence|hôpital|médiathèque|bibliothèque|gymnase|piscine|caserne|stade|théâtre|musée|église|parc|"
    "jardin public|quartier|bailleur|ancien|ancienne|maison|"
    "hôtel|centre|bus|straat|plein|wijk|rua|avenida|largo|praça|bairro|escola|gatan|skolan",
    r"(?:\s(?:de la|de l[’']|du|des|de|d[’']|van|da|do))?\s*",
    further="la|l|du|des|de|d|van|da|do",
)
_A_STREET = re.compile(
    r"(?:Rue|Avenue|Boulevard|Place|Quai|Chemin|Allée|Impasse|Route|Square|Rua|Avenida|Praça|Largo|Travessa)\s"
    r"(?:(?:de la|du|des|de|da|do|das|dos)\s|de l[’']|d[’'])?[A-ZÀ-Þ]|"
    r"[A-ZÀ-Þ]\w+(?:straat|steenweg|gatan|vägen|torget)$"
)
_SALUTATION = Before("M|Mme|MM|Mr|Dr", r"\.?\s*")
_PERSON_BEFORE = Before(
    "maire|élu|élue|adjoint|adjointe|président*|trésori*|coordinat*|fondat*|bénévole|animat*|explique*|raconte*|sourit|"
    "résume|confie|dit|déclare|promet|assure|selon|estime|lance|précise|souffle|rit|zegt|aldus|vertelt|volgens|diz|"
    "explica|conta|säger|berättar|enligt|par|av|door|por",
    r",?\s*",
)
_PERSON_AFTER = re.compile(
    r"\s?(?:,\s*(?:\d\d ans|\d\d jaar|\d\d anos|\d\d år|président|trésori|coordin|bénévole|habitant|ancien|"
    r"retrait|maire|\w+ (?:de formation|indépendant))|\s+(?:explique|raconte|sourit|résume|confie|zegt|vertelt|säger|"
    r"berättar|explica|diz)\b)"
)
_APPOSITION = re.compile(
    r"\s?[»\"”]?\s*(?:,|\(|:|–|-|est|is|är|é|was|était)\s*(?:un|une|le|la|l[’']|premi\w+|seul\w*|nouve\w+|notre|een|"
    r"het|de|um|uma|o|a|en|ett|"
    r"den|det|[a-zà-ÿ])"
)
_A_GROUP = re.compile(
    r"(?: (?:(?:de|du|des|à|en|aux?) )?[a-zà-ÿ]+)?\s?[»\"”]?\s*,\s*(?:une?|l[’']|la|le|cette?|een|de|uma|a|en|"
    r"ett)\s?(?:jeune |petite |nouvelle |nieuwe |nova |ny )?"
    r"(?:association|collectif|coopérative|société coopérative|vereniging|stichting|coöperatie|associação|cooperativa|"
    r"coletivo|förening|kooperativ)\b"
)
_BETWEEN = re.compile(r"^(?: (?:\w+)){0,2}$")
_DATELINE = re.compile(r"\s*[:.]\s")
_WINDOW = 70
_NEAR = 40
_IS_CALLED, _IN_QUOTES, _CERTAIN = 3.5, 0.7, 1.0
_IS_GROUP_NAME = 2.5
MOST_BESIDE = _IS_CALLED + _IN_QUOTES + _CERTAIN
EARLY = 0.8


_KindsIn = Callable[[str], tuple[tuple[str, str, int], ...]]


@dataclass(frozen=True, slots=True)
class TextName:
    """A name in running text. `beside` says how clearly the words beside it make it an initiative's."""

    name: str
    beside: float
    title: float
    early: float
    times: int
    how: str = ""
    """Empty for the words as they stand; else how it was made of them: see classify/variants.py."""


@dataclass(slots=True)
class _Seen:
    runs: list[Run]
    befores: list[str] = field(default_factory=list)
    beside: float = 0.0
    title: float = 0.0
    early: float = 0.0
    against: float = 0.0
    led: str = ""
    plain: bool = False
    """It also stands without the kind's word before it, where that says more than an address."""


def text_names(
    title: str, description: str, text: str, language: str, judge: Judge, is_place: Callable[[str], bool]
) -> list[TextName]:
    """Every possible name of title, description and text, persons, streets and places left out."""
    lead = f"{title}.\n{description}\n"
    whole = f"{lead}{text[:READ_LETTERS]}"
    found: dict[str, _Seen] = {}

    def is_commune(words: str) -> bool:
        return fold(words) not in GENERIC_WORDS and is_place(words)

    known = tuple({phrase for _, phrase, _ in judge.kinds_in(whole, language)})

    def kinds(words: str) -> tuple[tuple[str, str, int], ...]:
        # most windows hold no kind's word, and looking is cheaper than searching
        folded = fold(words)
        return judge.kinds_in(folded, language) if any(phrase in folded for phrase in known) else ()

    for run in find_runs(whole):
        cut = shorter(run)
        if cut is not None and is_commune(run.core[len(cut.core) :].split(" ", 2)[-1]):
            run = cut
        seen = found.setdefault(fold(run.core), _Seen([]))
        seen.runs.append(run)
        seen.befores.append(whole[max(0, run.start - _NEAR) : run.start])
        before, after = whole[max(0, run.start - _WINDOW) : run.start], whole[run.end : run.end + _WINDOW]
        _weigh(seen, run, before.rpartition("\n")[2], after.partition("\n")[0], language, judge, kinds)
        if run.start < len(title):
            dateline = run.start < 3 and _DATELINE.match(title[run.end :]) is not None
            linked = run.link or run.lies or (not run.article and _WHERE.end(before))
            if not linked and not dateline and run.article:
                seen.plain = True
            seen.title = max(seen.title, 0.0 if dateline else 1.2 if linked else 2.5)
        seen.early = max(seen.early, EARLY if run.start < len(lead) + 500 else 0.0)
    names = []
    for seen in found.values():
        headed = headed_names(seen.runs, seen.befores, language, judge)
        if seen.against < 3 or seen.beside >= 2:
            told = _told(seen, whole, language, judge, is_place)
            if fold(seen.runs[0].core) not in HEADS:
                names.append(told)
            core = seen.runs[0].core
            if fold(core) in HEADS and (article := _article(seen.runs)):
                told = replace(told, name=f"{article}{core}" if article[-1] in "’'" else f"{article} {core}")
            grown_up = grown_names(told.name, core, [run.end for run in seen.runs], whole) if language == "fr" else ()
            for name, how in grown_up:
                names.append(replace(told, name=name, how="" if how == GROWN and fold(core) in HEADS else how))
        for name, how in headed:
            names.append(TextName(name, 1.6 if how == "headed" else 1.0, seen.title, seen.early, len(seen.runs), how))
    return names


def _weigh(seen: _Seen, run: Run, before: str, after: str, language: str, judge: Judge, kinds_in: _KindsIn) -> None:
    amount = 0.0
    within = (not run.article and _WHERE.end(before)) or run.lies
    if _CALLED.end(before) and not run.link:
        amount = _IS_CALLED
    elif (_GROUP.end(before) or _LEGAL_WORD.match(run.core)) and not run.link:
        amount = _IS_GROUP_NAME
    elif (
        _A_STREET.match(run.core)
        or _STREET.end(before)
        or _SALUTATION.end(before)
        or ((_PERSON_BEFORE.end(before) or _PERSON_AFTER.match(after)) and not _IS_GROUP.match(run.core))
    ):
        seen.against += 3.0
        return
    elif not run.article and not run.quoted and (run.link or within):
        seen.against += 1.5
    if kinds := kinds_in(before):
        _, phrase, start = kinds[-1]
        folded = fold(before)
        rest = folded[start + len(phrase) :]
        if _BETWEEN.match(rest):
            linked = not rest or rest.strip() in _LINKS
            if (run.link and not rest) or (rest and linked):
                space = " " if run.written and run.written[-1] not in "’'" else ""
                seen.led = f"{_raw_tail(before, folded[start:])}{run.written}{space}"
                # `le Jardin partagé de Nonères`: a capital that no sentence asks for makes it a name
                named = seen.led[:1].isupper() and _BEFORE_NAME.search(
                    before[: -len(_raw_tail(before, folded[start:]))]
                )
                amount = max(amount, _NAMED_AS_SUCH if named else 1.6)
            elif not run.link and not within:
                amount = max(amount, 2.8 if not rest else 2.2)
    apart = not within and not run.link
    if amount < 2 and apart and _A_GROUP.match(after):
        amount = 2.2
    if amount < 2 and apart and _APPOSITION.match(after) and kinds_in(after):
        amount = max(amount, 2.2 if run.article or " " not in run.core else 1.5)
    if begins_with_kind(run.core, language, judge):
        amount = max(amount, 2.0)
    elif " " in run.core and begins_with_head(run.core, language, judge):
        amount = max(amount, 1.4)
    if run.quoted:
        amount += _IN_QUOTES
    if not run.link and not within and (run.certain or amount >= 2):
        seen.plain = True
    if amount < 1 and run.article and not within and _OPENED.search(before) and kinds_in(after):
        amount = 1.0
    seen.beside = max(seen.beside, amount)


_BEFORE_NAME = re.compile(r"(?:[\w,]\s|\b[LlDd][’'])$")
_NAMED_AS_SUCH = 3.0
_OPENED = re.compile(r"(?:^|[.!?»]\s)\s*$")
_WHERE = Before("à|vers|près de|in|te|em|i|från|naar|en")
_LINKS = frozenset(["van", "van de", "da", "do", "das", "dos", "pa", "i"])


def _raw_tail(before: str, folded: str) -> str:
    """The end of the words as written that folds to these."""
    for start in range(len(before) - len(folded) - 4, len(before)):
        if start >= 0 and (not start or not before[start - 1].isalnum()) and fold(before[start:]) == folded:
            return before[start:]
    return ""


def _told(seen: _Seen, whole: str, language: str, judge: Judge, is_place: Callable[[str], bool]) -> TextName:
    core = _LEGAL_WORD.sub("", seen.runs[0].core)
    if not any(run.quoted for run in seen.runs):
        core = grown(core, [run.end for run in seen.runs], whole)
    doubt = slogan_doubt(core if not seen.runs[0].article else f"{seen.runs[0].article} {core}")
    title = seen.title if doubt < 2 and seen.against < 3 else 0.0
    certain = _CERTAIN if any(run.certain for run in seen.runs) else 0.0
    beside = seen.beside + certain - doubt - (0.8 * seen.against if seen.beside < 2 else 0.0)
    if seen.led and not seen.plain:
        if is_place(core):
            beside -= 0.7
        name = f"{article_of(seen.led, seen.befores)}{seen.led}{core}"
        return TextName(name[:1].upper() + name[1:], beside, title, seen.early, len(seen.runs))
    headed = begins_with_kind(core, language, judge) or (
        begins_with_head(core, language, judge) and not any(run.certain for run in seen.runs)
    )
    article = "" if headed else _article(seen.runs)
    name = core if not article else f"{article}{core}" if article[-1] in "’'" else f"{article} {core}"
    rest = after_kind(name, language, judge) if not core.partition(" ")[0].isupper() else ""
    return TextName(rest or name, beside, title, seen.early, len(seen.runs))


def _article(runs: list[Run]) -> str:
    votes: dict[str, float] = {}
    for run in runs:
        votes[run.article] = votes.get(run.article, 0.0) + (3.0 if run.certain else 1.0 if run.article else 0.8)
    best = max(votes.items(), key=lambda item: (item[1], bool(item[0])))
    return best[0]
