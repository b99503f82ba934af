"""How a text uses a place's name: to say where a thing is, in passing, in a list, or not for the place at all."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sharitories_crawl.geo import turns
from sharitories_crawl.geo.persons import FIRST


class Use(NamedTuple):
    """One occurrence of a name in a folded text; `how` says what weight it was given for."""

    name: str
    start: int
    weight: float
    how: str


LOCATED, BARE, FEW, LISTED, GONE, NOT_THERE, ASIDE, STREET = (
    "located", "bare", "one of few", "one of many", "gone", "not there", "aside", "street"
)  # fmt: skip
SPOKEN, NEARBY, SOON = "the speaker's", "nearby", "soon"
"""Where the speaker says to be; what something is said to be near, which is elsewhere than a town far from that; where
something is announced or looked for."""
WEIGHTS = {
    SPOKEN: 2.5, LOCATED: 1.5, BARE: 0.8, NEARBY: 0.0, SOON: 0.0, FEW: 0.4, LISTED: 0.1, GONE: 0.5, NOT_THERE: 0.0,
    ASIDE: 0.0, STREET: 0.0,
}  # fmt: skip
"""Of one use, measured on tests/labelled/pages/dev."""

_LIST_GAP = 14
_MANY, _SOME = 5, 3
_BEFORE_LETTERS = 64
_AFTER_LETTERS = 90
_PARTICLES = r"(?:(?:de|d|du|des|la|le|les|l|van|da|do|den|der|het|a|sur) ){0,3}"
_STREETS = (
    "rue|avenue|av|boulevard|bd|bld|place|pl|quai|route|rte|chemin|allee|allees|cours|faubourg|fg|porte|impasse|square|"
    "pont|rond point|straat|laan|weg|plein|rua|avenida|gatan|ligne|linha|bairro|quartier|wijk|buurt|largo|praca|"
    "estrada|torg|eglise|chapelle|basilique|cathedrale|collegiale|salle|gymnase|residence|villa|tour|foyer"
)
_BODIES = (
    "universite|universidade|universiteit|institut|instituto|lycee|hopital|hospital|chu|agglomeration|agglo|"
    "communaute|communaute d agglomeration|metropole|arrondissement|canton|pays|bassin|distrito|concelhos|ria|"
    "tribunal|bataille|traite|regime|redaction|edition|cci|chambre de commerce|sous prefecture|prefecture|cour d appel|"
    "ecole|college|fc|rc|us|krc|ifk|fk|bk|hk|usap|asse|sco|olympique|stade|grand|grand pays|festival|foire"
)
_PRODUCTS = (
    "pruneau|pruneaux|nougat|nougats|jambon|jambons|piment|piments|melon|melons|dentelle|dentelles|berlingot|berlingots|"
    "andouillette|andouillettes|saucisse|saucisses|moutarde|vin|vins|citron|citrons|savon|savons|faience|faiences|"
    "cremant|appellation|igp|aop|aoc|porcelaine|porcelaines|parfum|parfums|volaille|volailles|edit|concile|comte|comtes|"
    "comtesse|duc|ducs|duche|duchesse|seigneur|eveque|diocese|archeveque|marquise|cyrano|chretien"
)
"""What a place is known for, and who bore its name: `pruneaux d'Agen`, `duc de Vendôme`."""
_LIVES = (
    "ne a|nee a|nes a|nees a|ne en|nee en|natif|native|natifs|originaire|originaires|grandi a|grandi|habite a|habite|"
    "habitent a|habitent|vit a|vivent a|reside a|etudie a|etudes a|vient|viennent|venu|venue|venus|venues|arrive|"
    "arrivee|arrives|parti|partie|partis|quitte|quittent|depuis|jusqu a|jusqu au|jusqu aux|trajet|trajets|"
    "trajet quotidien|rallie|train|ter|direction|vers|geboren in|nascido em|nascida em|fodd i|uit|fran|ate|entre|"
    "habitais a|habitait a|vivait a|vivais a|morava em|vivia em|woonde in|woonden in|bodde i|retour|rentre|rentree|"
    "travaillait a|travaille a|salarie a|salariee a|employe a|employee a|vivant a|demeurant a|habitant a|venant|"
    "provenance|clients|visiteurs|comme a|comme celui|comme celle|comme ceux|sur le modele|a l instar|a l image|"
    "s inspire|inspire|inspiree|inspires|existe a|existe deja a|deja a|zoals in|net als in|como em|som i|woont in|"
    "wonen in|werkt in|komen|kommer|vinda|vindos"
)
_NEAR = (
    "pres|autour|alentours|environs|proche|proches|portes|uurtje|halfuur|region|banlieue|peripherie|nord|sud|est|ouest|km|kilometres|"
    "minutes|mn|min|fietsen|kilometer|minuten|perto|minutos|quilometros|arriere pays"
)
_DISTANCES = "km|kilometres|minutes|min|mn"
_OUTSIDE = "nabij|bij|buiten|nara|utanfor|nastan|near"
_IMAGES = "image d|images d"
_NOT_YET = (
    "pas encore|pas encore de? [a-z ]{0,40}|pourquoi pas|aucun [a-z ]{0,30}|aucune [a-z ]{0,30}|"
    "n est pas|ne sommes pas|nog geen [a-z ]{0,30}|ainda nao [a-z ]{0,30}|inte|niet|"
    "si [a-z ]{0,30} ouvre|pas de [a-z ]{0,30}|pas d [a-z ]{0,30}|n existe pas|n a pas|ne propose pas [a-z ]{0,30}"
)
_ASIDE = re.compile(
    rf" (?:(?:{_BODIES}) {_PARTICLES}|(?:{_PRODUCTS}) (?:de |d |du )"
    rf"|(?:{_LIVES}) (?:(?:de|d|du|des|a|en|la|le|l) ){{0,2}}"
    rf"|loin (?:de la |de l |des? |du |d )|(?:{_IMAGES}) )$"
)
_NEARBY = re.compile(
    rf" (?:(?:{_NEAR}) (?:de la |de l |des? |du |d |van |from |do |da )"
    rf"|(?:{_DISTANCES}) (?:a pied |en train |en voiture |a velo )?(?:a l |au )?[a-z]* ?(?:de|d|du|van) "
    rf"|(?:{_OUTSIDE}) )$"
)
_BODY = re.compile(rf" (?:{_BODIES}) {_PARTICLES}$")
_FAR = re.compile(
    r" (?:loin|km|kilometres?|kilometers?|quilometros|minutes|minuten|minutos|mn|min|fietsen|"
    r"train|trajets?|route|heures?) (?:[a-z]+ ){0,3}$"
)
_STREET = re.compile(rf" (?:{_STREETS}) {_PARTICLES}$")
_NEGATED = re.compile(rf" (?:{_NOT_YET}) (?:(?:a|au|aux|en|in|te|em|i|de|d|par) )?$")
_BEFORE = re.compile(
    r" (?:commune de|ville de|village de|hameau de|bourg de|"
    r"mairie de|het dorp|aldeia de|byn|gemeente|stad|municipio de|"
    r"concelho de|camara municipal de|kommun|[0-9]{5}|[0-9]{4}(?: [0-9]{3}| [a-z]{2})?|[0-9]{3} [0-9]{2}) $"
)
_ARTICLES = frozenset(
    [
        "la",
        "le",
        "les",
        "des",
        "un",
        "une",
        "haute",
        "bon",
        "en",
        "hors",
        "ce",
        "son",
        "leur",
        "quel",
        "ses",
        "vos",
        "nos",
        "mes",
    ]
)
_BODY_AFTER = re.compile(
    r" (?:agglomeration|agglo|metropole|communaute|bretagne sud|habitat|lan|regiao|tourisme|n y sommes|romans)\b"
)
_NOT_THERE_AFTER = re.compile(
    r" nous n y sommes pas| n y (?:est|sont) pas encore| heeft er nog geen|(?: [a-z0-9]+){0,9} (?:er is nog geen|"
    r"il n y a (?:pas|rien) encore|rien encore|ainda nao (?:ha|existe)|finns (?:det )?annu (?:ingen|inget))\b"
)
_GONE_AFTER = re.compile(
    r"[a-z0-9 ]{0,70} (?:ferme en|fermee? depuis|avait ferme|a ferme|disparue?|n existe plus|slapend|dissoute?) "
)


def _telling(*lists: str) -> frozenset[str]:
    """The longest word of each phrase: where none of them stands, none of the phrases does."""
    phrases = (phrase.split() for words in lists for phrase in words.split("|"))
    return frozenset(max(filter(str.isalpha, words), key=len) for words in phrases)


_STREET_WORDS = _telling(_STREETS)
_ASIDE_WORDS = _telling(_BODIES, _PRODUCTS, _LIVES, "loin", _IMAGES)
_NEARBY_WORDS = _telling(_NEAR, _DISTANCES, _OUTSIDE)
_DENYING_WORDS = _telling(_NOT_YET)
_REACH_OF_STREET, _REACH = 4, 7
"""The last of so many words before a name, the one that tells among them, are a street's; those of all but a denial."""
_TELLING_AFTER = frozenset(
    ("sommes", "encore", "nog", "ainda", "annu", "ferme", "fermee", "disparu", "disparue", "existe", "slapend",
     "dissout", "dissoute")
)  # fmt: skip
_BODY_BEGINS_AFTER = frozenset(
    ("agglomeration", "agglo", "metropole", "communaute", "bretagne", "habitat", "lan", "regiao", "tourisme", "n",
     "romans")
)  # fmt: skip
_AT = frozenset(("a", "au", "aux", "in", "te", "em", "no", "na", "i", "pa"))
_LONG_BEFORE = frozenset(("de", "gemeente", "stad", "kommun", "dorp", "byn"))
"""The last words of what else says that something is at a place, but for numbers and what follows them."""
_TURN_LETTERS = 40
_JOINED = frozenset(("", "et", "en", "e", "och", "et de", "et d"))
_OR = frozenset(("ou", "eller", "of", "or", "ou a", "ou bien"))


def read_uses(folded: str, hits: Sequence[tuple[str, int, int]], raw: str = "") -> tuple[Use, ...]:
    """Every use of the names found: (name, start, end), in order, none inside another.

    `raw` is the text as written: `Camille Laval` is somebody, `Chez Camille, Laval` is not.
    """
    if not hits:
        return ()
    padded, gone_before = f" {folded} ", -_TURN_LETTERS
    hows: list[str] = []
    for at, (_, start, end) in enumerate(hits):
        hows.append(_how(padded, hits, at, raw))
        gap, gone_before = start - gone_before, end
        if gap >= _TURN_LETTERS:
            continue
        # Lens-Arras: what is said of the first is said of both
        between = folded[start - gap : start].strip()
        if hows[-2] == LISTED and between in _OR:
            hows[-1] = LISTED
        elif hows[-2] in (ASIDE, SOON) and between in _JOINED and gap < _LIST_GAP:
            hows[-1] = hows[-2]
        if hows[-2] != STREET and turns.may_join(between):
            before, middle = turns.before_name(folded, hits[at - 1][1]), f" {between} "
            if turns.is_stretch(before, middle):
                hows[-2:] = [ASIDE, ASIDE]
            elif turns.has_left(before, middle):
                hows[-2:] = [ASIDE, LOCATED]
    told = [at for at, how in enumerate(hows) if how in (LOCATED, BARE)]
    for at, mark in zip(told, _runs(folded, [hits[at] for at in told]), strict=True):
        hows[at] = mark or hows[at]
    return tuple([Use(name, start, WEIGHTS[how], how) for (name, start, _), how in zip(hits, hows, strict=True)])


def _until(padded: str, hits: Sequence[tuple[str, int, int]], at: int) -> int:
    """Where what is said of a name ends: before the next that is not joined to it."""
    for following in range(at + 1, len(hits)):
        if padded[hits[following - 1][2] + 1 : hits[following][1] + 1].strip() not in _JOINED:
            return hits[following][1]
    return len(padded)


def _how(padded: str, hits: Sequence[tuple[str, int, int]], at: int, raw: str) -> str:
    """`padded` has one space more before the text, so that the start of a hit counts the space before the name."""
    name, start, end = hits[at]
    before, after = padded[max(0, start - _BEFORE_LETTERS) : start + 1], padded[end + 1 : end + _AFTER_LETTERS]
    words, words_after = before.split(), after.split()
    if words_after and words_after[0] in _BODY_BEGINS_AFTER and _BODY_AFTER.match(after):
        return ASIDE
    if words and (said := _said_before(padded, hits, at, before, words)):
        return said
    told_after = not _TELLING_AFTER.isdisjoint(words_after)
    turned = turns.may_turn(words, words_after)
    if told_after or turned:
        after = after[: max(0, _until(padded, hits, at) - end)]
    if told_after and _NOT_THERE_AFTER.match(after):
        return NOT_THERE
    if turned and (turn := _turn(before, after)):
        return turn
    last = words[-1] if words else ""
    if last in FIRST and f"{last} {name}" in raw.lower():
        return ASIDE
    if last in _ARTICLES and not name.startswith(("le ", "la ", "les ")):
        return ASIDE
    if told_after and _GONE_AFTER.match(after):
        return GONE
    if last in _AT:
        return LOCATED
    may_be_at = len(last) == 2 or last in _LONG_BEFORE or last.isdigit()
    return LOCATED if may_be_at and _BEFORE.search(before) else BARE


def _said_before(padded: str, hits: Sequence[tuple[str, int, int]], at: int, before: str, words: Sequence[str]) -> str:
    """What the words before a name make of it, or empty; most have none that could."""
    near = words[-_REACH:]
    if not _STREET_WORDS.isdisjoint(words[-_REACH_OF_STREET:]) and _STREET.search(before):
        return STREET
    if not _ASIDE_WORDS.isdisjoint(near) and _ASIDE.search(before):
        return ASIDE
    if not _NEARBY_WORDS.isdisjoint(near) and _NEARBY.search(before):
        return ASIDE if _FAR.search(before) else NEARBY
    if not _DENYING_WORDS.isdisjoint(words):
        # what is denied of the name before is not denied of this one
        since = hits[at - 1][2] if at else 0
        start = hits[at][1]
        if _NEGATED.search(padded[max(since, start - _BEFORE_LETTERS) : start + 1]):
            return NOT_THERE
    return ""


def _turn(before: str, after: str) -> str:
    if turns.is_soon(before, after):
        return SOON
    if turns.is_here(before) or turns.is_benefit(before):
        return SPOKEN
    if turns.is_wished(before):
        return LISTED
    return ASIDE if turns.is_of_person(before, after) else ""


def stands_in_street(folded: str, start: int) -> bool:
    """Whether what begins there is part of a street's name or a body's: `rue de Bretagne`, `Université de Bretagne`."""
    before = f" {folded[max(0, start - _BEFORE_LETTERS) : start].strip()} "
    return bool(_STREET.search(before) or _BODY.search(before))


def _runs(folded: str, hits: Sequence[tuple[str, int, int]]) -> list[str]:
    """For each hit what the row of names it stands in makes of it, or empty: a row has little between its names."""
    marks = [""] * len(hits)
    first = 0
    for at in range(1, len(hits) + 1):
        if at < len(hits) and hits[at][1] - hits[at - 1][2] <= _LIST_GAP:
            continue
        size = len({name for name, _, _ in hits[first:at]})
        between = [folded[hits[i][2] : hits[i + 1][1]].strip() for i in range(first, at - 1)]
        if size >= 2 and any(words in _OR for words in between):
            mark = LISTED
        else:
            mark = LISTED if size >= _MANY else FEW if size >= _SOME else ""
        for i in range(first, at):
            marks[i] = mark
        first = at
    return marks
