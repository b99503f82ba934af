"""Turns of phrase that say more of a place than the word before it: who speaks from where, who left what for what."""

import re
from collections.abc import Sequence

_PREPOSITIONS = "a|au|aux|in|te|em|no|na|i|pa"

_HERE = re.compile(rf" (?:chez (?:nous|moi)|ici|bij ons|hier|aqui|ca|hos oss) (?:{_PREPOSITIONS}) $")
"""The speaker's own place: `chez nous, à Yenne`, `bij ons in Workum`."""
_BENEFIT = re.compile(
    r" (?:(?:au|aux) profit|en faveur|au benefice|reverses? a|opbrengst gaat naar|opbrengst [a-z ]{0,40}naar|"
    r"geld gaat naar|ten bate van|ten gunste van|a favor|reverte (?:a favor|para)|revertem para|till forman for|"
    r"pengarna gar till|intakterna gar till)(?: [a-z]+){0,12} $"
)
"""Where the thing is that money is raised for: `au profit d'un jardin à Bamako`."""
_WISHED = re.compile(
    r" (?:liefst|bij voorkeur|ergens|de preference|preferablement|idealement|quelque part|si possible|de preferencia|"
    rf"preferencialmente|algures|helst|nagonstans|garna) (?:(?:{_PREPOSITIONS}|autour de|dans|pres de) )?$"
)
"""A place that is only hoped for: `liefst in Hilversum`."""
_SOON = re.compile(rf" (?:prochainement|bientot|binnenkort|em breve|snart|soon)(?: (?:{_PREPOSITIONS}))? $")
_SOUGHT_AFTER = re.compile(
    r" (?:nous (?:cherchons|recherchons)|on cherche|zoeken (?:we|wij)|procuramos|soker vi|we zoeken|il manque)\b"
)
_AGED = re.compile(r" [a-z]+ [1-9]\d (?:ans|jaar|anos|ar) $")
"""Where somebody lives: `Julie, 26 ans, Carpentras`."""
_THEY_AFTER = re.compile(
    r" (?:(?:ils|elles) (?:en )?(?:ont|font|sont)|(?:hebben|doen|zijn|kunnen) (?:ze|zij)|"
    r"(?:eles|elas) (?:ja )?(?:tem|fazem)|ja tem|(?:har|gor) (?:de|dom))\b"
)
"""What others have there: `à Chambéry ils ont un vrai meuble`."""
_LIVED_AFTER = re.compile(
    r" (?:j habitais|je vivais|j avais|zat (?:ik|ze|hij)|woonde (?:ik|ze|hij|zij)|woonden (?:wij|we|ze)|"
    r"eu vivia|bodde)\b"
)
_LEFT = re.compile(
    r" (?:quitte|quittent|quittant|quitter|delaisse|troque|echange|abandonne|demenage de|verruilde|verruilden|verruilt|"
    r"ruilde|ruilden|verliet|verlaat|verhuisde van|trocou|trocaram|trocar|deixou|deixaram|deixar|mudou se de|lamnade|"
    r"lamnar|bytte|flyttade fran)(?: [a-z0-9]+){0,4} $"
)
_FOR = re.compile(r" (?:pour|contre|voor|tegen|naar|por|para|for|till|mot)(?: [a-z]+){0,4} $")
_RIDE = re.compile(
    r" (?:covoiturages?|covoit|trajets?|boleias?|samakning|carpool|carpoolen|meerijden|meeliften|bus|train|navette)"
    r"(?: (?:de|van|fran|entre))? $"
)
_ON_TO = frozenset(("", "vers", "para", "naar", "till", "a", "e", "et"))
_RANGE = re.compile(r" (?:de|du|des|d|van|fran) (?:la |l )?$")
_RANGE_TO = frozenset(("a", "au", "aux", "jusqu a", "naar", "tot", "till"))
_BETWEEN = _ON_TO | _RANGE_TO
_FOR_WORDS = frozenset(("pour", "contre", "voor", "tegen", "naar", "por", "para", "for", "till", "mot"))
LONGEST = 80
"""More letters than any of these turns has before a name."""


_SHORTLY_BEFORE = frozenset((
    "nous", "moi", "ici", "ons", "hier", "aqui", "ca", "oss", "liefst", "voorkeur", "ergens", "preference",
    "preferablement", "idealement", "part", "possible", "preferencia", "preferencialmente", "algures", "helst",
    "nagonstans", "garna", "prochainement", "bientot", "binnenkort", "breve", "snart", "soon", "ans", "jaar", "anos",
    "ar",
))  # fmt: skip
"""Among the last three words before a name; one of these, or of the two below, stands in each of these turns."""
_OF_BENEFIT = frozenset((
    "profit", "faveur", "benefice", "reverse", "reverses", "opbrengst", "geld", "bate", "gunste", "favor", "reverte",
    "revertem", "forman", "pengarna", "intakterna",
))  # fmt: skip
"""Anywhere before a name."""
_RIGHT_AFTER = frozenset((
    "nous", "on", "zoeken", "procuramos", "soker", "we", "il", "ils", "elles", "hebben", "doen", "zijn", "kunnen",
    "eles", "elas", "ja", "har", "gor", "j", "je", "zat", "woonde", "woonden", "eu", "bodde",
))  # fmt: skip


def may_turn(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the words before and after a name may hold one of the turns below; most hold none."""
    return not (
        _SHORTLY_BEFORE.isdisjoint(before[-3:])
        and _OF_BENEFIT.isdisjoint(before)
        and _RIGHT_AFTER.isdisjoint(after[:1])
    )


def is_here(before: str) -> bool:
    """Whether the speaker says of a place that he is there; `before` is folded and ends with the space before it."""
    return _HERE.search(before) is not None


def is_benefit(before: str) -> bool:
    """Whether it is said where the thing is that money goes to: `in Kisumu, in het westen van Kenia`."""
    return _BENEFIT.search(before) is not None


def is_soon(before: str, after: str) -> bool:
    """Whether something is only announced or looked for there: `binnenkort in Genk`, `in Genk zoeken we`."""
    return bool(_SOON.search(before) or _SOUGHT_AFTER.match(after))


def is_wished(before: str) -> bool:
    """Whether the place is a wish."""
    return _WISHED.search(before) is not None


def is_of_person(before: str, after: str) -> bool:
    """Whether it is a person's home, or others' place; `after` begins with the space after the name."""
    return bool(_AGED.search(before) or _THEY_AFTER.match(after) or _LIVED_AFTER.match(after))


def may_join(between: str) -> bool:
    """Whether the words between two places are such as stand between two that are left, or a way's ends."""
    return between in _BETWEEN or between.partition(" ")[0] in _FOR_WORDS


def has_left(before: str, between: str) -> bool:
    """Whether somebody left the first of two places for the second; `before` stands before the first."""
    return bool(_LEFT.search(before) and _FOR.fullmatch(between))


def is_stretch(before: str, between: str) -> bool:
    """Whether two places are the ends of a way: `Covoiturage Gap - Grenoble`, `de La Baule à Saint-Nazaire`."""
    joined = between.strip()
    return bool((joined in _RANGE_TO and _RANGE.search(before)) or (joined in _ON_TO and _RIDE.search(before)))


def before_name(folded: str, start: int, letters: int = LONGEST) -> str:
    """What stands before a name in a folded text, with a space at both ends."""
    return f" {folded[max(0, start - letters) : start].strip()} "


SPEAKING = frozenset(("chez", "ici"))
"""Folded words without which a page has no places as below."""


def own_places(raw: str) -> Sequence[str]:
    """Places that the speaker says to be at, as written, known ones or not."""
    return _SPOKEN.findall(raw) if "hez nous" in raw or "ci, à" in raw or "ci à" in raw else ()


_SPOKEN = re.compile(
    r"(?:\b[Cc]hez nous|\b[Ii]ci),? (?:à|au|aux) "
    r"((?:(?:[Ll][ea]s?|[Ss]aint|[Ss]ainte)[ -])?[A-ZÉÈÎÂ][\w'’]+(?:-[\w'’]+)*)"
)
