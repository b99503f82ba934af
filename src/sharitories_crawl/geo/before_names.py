"""What stands before a name: that something is there, or what takes it away: streets, bodies, lives, ways, denials.

`before` is folded and ends with the space before the name; `words` are its words, among which those that tell are
looked for first, since most names have none.
"""

import re
from collections.abc import Sequence

BEFORE_LETTERS = 64
"""So much before a name is read."""

_PARTICLE = "de|d|du|des|la|le|les|l|van|da|do|den|der|het|a|sur"
_PARTICLES = rf"(?:(?:{_PARTICLE}) ){{0,3}}"
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
_AT = frozenset(("a", "au", "aux", "in", "te", "em", "no", "na", "i", "pa"))
_AT_PLACE = re.compile(
    r" (?:commune de|ville de|village de|hameau de|bourg de|mairie de|het dorp|aldeia de|byn|gemeente|stad|"
    r"municipio de|concelho de|camara municipal de|kommun|[0-9]{5}|[0-9]{4}(?: [0-9]{3}| [a-z]{2})?|"
    r"[0-9]{3} [0-9]{2}) $"
)
_PLACE_WORDS = frozenset(("gemeente", "stad", "kommun", "dorp", "byn"))
_PLACE_OF = frozenset(
    ("commune", "ville", "village", "hameau", "bourg", "mairie", "aldeia", "municipio", "concelho", "municipal")
)


def _telling(*lists: str) -> frozenset[str]:
    """The longest word of each phrase: where none of them stands, none of the phrases does."""
    phrases = (phrase.split() for words in lists for phrase in words.split("|"))
    return frozenset(max(filter(str.isalpha, words), key=len) for words in phrases)


_STREET_WORDS = _telling(_STREETS)
_ASIDE_WORDS = _telling(_BODIES, _PRODUCTS, _LIVES, "loin", _IMAGES)
_NEARBY_WORDS = _telling(_NEAR, _DISTANCES, _OUTSIDE)
_DENYING_WORDS = _telling(_NOT_YET)
_ENDS_OF_STREET = _telling(_STREETS, _PARTICLE)
_REACH = 7
"""The one that tells is among the last so many words before a name, but for a denial."""


def is_at(before: str, words: Sequence[str]) -> bool:
    """Whether something is said to be at the place: `à`, a postal code, `ville de`."""
    last = words[-1]
    if last in _AT or (len(last) == 5 and last.isdigit()):
        return True
    if len(last) == 2:
        previous = words[-2] if len(words) > 1 else ""
        may_be = previous in _PLACE_OF or previous.isdigit()
    else:
        may_be = last in _PLACE_WORDS or last.isdigit()
    return may_be and _AT_PLACE.search(before) is not None


def in_street(before: str, words: Sequence[str]) -> bool:
    """Whether the name is part of a street's: `rue de Bretagne`."""
    return (
        words[-1] in _ENDS_OF_STREET
        and not _STREET_WORDS.isdisjoint(words[-_REACH:])
        and _STREET.search(before) is not None
    )


def in_passing(before: str, words: Sequence[str]) -> bool:
    """Whether the name is a body's, a product's, or tells of a life or a way: `Université de`, `né à`, `vers`."""
    return not _ASIDE_WORDS.isdisjoint(words[-_REACH:]) and _ASIDE.search(before) is not None


def is_nearby(before: str, words: Sequence[str]) -> bool:
    """Whether something is said to be near the place."""
    return not _NEARBY_WORDS.isdisjoint(words[-_REACH:]) and _NEARBY.search(before) is not None


def is_far(before: str) -> bool:
    """Whether what is said to be near is told by its distance or the way there."""
    return _FAR.search(before) is not None


def may_be_denied(words: Sequence[str]) -> bool:
    """Whether the next is worth asking."""
    return not _DENYING_WORDS.isdisjoint(words)


def is_denied(before: str) -> bool:
    """Whether it is said that there is nothing at the place."""
    return _NEGATED.search(before) is not None


def stands_in_street(folded: str, start: int) -> bool:
    """Whether what begins there is part of a street's name or a body's: `rue de Bretagne`, `Université de Bretagne`."""
    before = f" {folded[max(0, start - BEFORE_LETTERS) : start].strip()} "
    return bool(_STREET.search(before) or _BODY.search(before))
