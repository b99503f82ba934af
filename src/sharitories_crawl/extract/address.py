"""Postal addresses in running text of five countries, anchored on the postal code."""

import re
from collections.abc import Iterator
from functools import lru_cache

from sharitories_crawl.extract.digits import digit_runs
from sharitories_crawl.extract.hosts import words
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Address

_MOST_ADDRESSES = 200
_STREET_WINDOW = 130

_SMALL = r"(?:sur|sous|en|de|du|des|la|le|les|lès|lez|aux?|et|devant|près|d|l|aan|den|der|het|op|o|da|do|dos|das|e)"
_WORD = r"(?:[dlDL]['’])?(?:Ste?\.|[A-ZÀ-ÖØ-Þ][\w'’]{0,30})"
_CITY = rf"{_WORD}(?:(?:[ \-]|[ -]{_SMALL}[ \-'’]|[ -]{_SMALL}[ -]{_SMALL}[ \-'’]){_WORD}){{0,4}}"

_PREFIX = re.compile(r"(?<!\w)(F|FR|B|BE|S|SE|NL|P|PT)-$")
_PREFIXES = {"BE": ("B", "BE"), "SE": ("S", "SE")}
_FRENCH = re.compile(rf"\d{{5}}[ \u00a0]{{1,3}}(?:[–-] ?)?({_CITY})")
_CITY_BEFORE = re.compile(rf"({_CITY}) ?$")
_DUTCH = re.compile(rf"([1-9]\d{{3}}) ?([A-Z]{{2}})[ \u00a0]{{1,3}}({_CITY})")
_BELGIAN = re.compile(rf"([1-9]\d{{3}})[ \u00a0]{{1,2}}(?![A-Z]{{2}} )({_CITY})")
_PORTUGUESE = re.compile(rf"(\d{{4}}-\d{{3}})[ \u00a0,]{{1,3}}({_CITY})")
_SWEDISH = re.compile(rf"([1-9]\d{{2}} \d{{2}})[ \u00a0]{{1,3}}({_CITY})")

_NUMBER = r"\d{1,4}(?: ?(?:bis|ter|quater|[A-Da-d])\b)?(?: ?[-/&] ?\d{1,4})?"
# ways that prose does not speak of otherwise, so that a number may be missing before them
_SURE_WAY = (
    r"(?:rue|avenue|av\.|ave\.|boulevard|bd\.?|bld\.?|blvd\.?|place|pl\.|quai|impasse|imp\.|allées?|all\.|chemin|square|"
    r"esplanade|faubourg|fbg\.?|ruelle|venelle|rond-point|résidence|promenade|parvis|route|rte\.?|chaussée|z\.?a\.?c?\.?|"
    r"z\.?i\.?|lieu-dit|lieudit|hameau)"
)
_WAY = (
    rf"(?:{_SURE_WAY}|r\.|av|pl|ch\.|chem\.|cours|passage|sentier|placette|mail|montée|traverse|côte|voie|villa|cité|rampe|"
    r"digue|zone|parc|domaine|port|halles?|centre|pôle|espace|maison|galerie|cour|clos|levée|sente|carrefour|porte|pont)"
)
_JOINTS = r"(?:(?:de|du|des|la|le|les|aux?|en|à) |[dlDL]['’]){0,3}"
_FRENCH_STREET = re.compile(
    rf"({_NUMBER}),? ?\b(?i:{_WAY}) +[^\n,;|•]{{1,80}}|(?<!\w)(?i:{_SURE_WAY}) +{_JOINTS}[A-ZÀ-Þ0-9][^\n,;|•]{{1,80}}"
)
# looking at the first letter spares trying every way
_NUMBERED_STREET = re.compile(rf"({_NUMBER}),? ?\b(?=[abcdefghilmpqrstvz])({_WAY}) +[^\n,;|•–(]{{2,60}}", re.I)
_NORTHERN_STREET = re.compile(
    r"([A-ZÀ-Þ][\w'’.\-]{1,40}(?: [\w'’.\-]{1,30}){0,4}) "
    r"(\d{1,4}(?: ?[a-zA-Z]{1,2}\b)?(?:[-/]\d{1,4})?)[ ,.\n|·–-]{1,5}$"
)
_PORTUGUESE_STREET = re.compile(
    r"\b((?:Rua|R\.|Avenida|Av\.|Praça|Largo|Travessa|Estrada|Alameda|Beco|Rotunda|Cais|Quinta|Bairro|Parque)"
    r" [^\n;|•]{2,90}?)[ ,.\n|·–-]{1,5}$"
)
_TRAILING = re.compile(r"(?:[\s,;:.|·•–?!-]|(?:BP|CS|TSA|B\.P\.) ?\d{1,6}|\s(?:à|au|aux|en|in|te|em|i)(?=\s*$))+$")

# capitalised words that follow a number without being a town
_NOT_A_CITY = words(
    """
    euros euro eur habitants habitant personnes visiteurs adherents membres km kg m2 heures
    exemplaires tonnes
    repas adhesions participants benevoles salaries inscrits entrees abonnes cedex rcs siret siren tel telephone
    fax janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre januari februari
    maart april mei juni juli augustus september oktober november december the all copyright tous vues lits
    places logements
    """
)
_WORDS_BEFORE = re.compile(
    r"(?:\b(?=[abcinrst])(?:BP|CS|TSA|n°|no|nr|RCS|APE|NAF|réf\.?|ref\.?|SIRE[NT]|ISSN|ISBN) ?:? ?|[€$£#] ?)$",
    re.I,
)
_STOPS = re.compile(
    r" (?:Tél|Tel|Téléphone|Fax|France|Mobile|Email|E-mail|Mail|Courriel|Contact|Ouvert|Horaires?|Mentions|Voir|Plan|"
    r"Site|Nous|SIRET|SIREN|RCS|Bus|Copyright|Itinéraire|Nederland|België|Belgique|Portugal|Sverige|Telefon|Telefoon"
    r"|(?i:cedex))\b.*$",
    re.DOTALL,
)
_ANOTHER_CODE = re.compile(r"\b[0-9]{5}\b")
_PREPOSITION = re.compile(r"^(?:À|A|Aux?|De|En|Sur) (?=[A-ZÀ-Þ])")
_ARTICLE_AT_END = re.compile(r" (?:Le|La|Les|Du|Des|Un|Une)$")


def find_addresses(text: str, country: str = "") -> tuple[Address, ...]:
    """Addresses in the order of the text. Street and number may be missing; the postal code never is.

    `country` (FR, NL, BE, PT, SE) is where the page seems to be from: four bare digits, or three and two, are a
    postal code only there, or beside a street.
    """
    found: dict[tuple[str, str, str], Address] = {}
    for address in _all(text, country):
        found.setdefault((fold(address.street), address.postal_code, fold(address.city)), address)
        if len(found) >= _MOST_ADDRESSES:
            break
    # the same code and town without a street says nothing more
    streets = {(code, city) for street, code, city in found if street}
    return tuple(a for (street, code, city), a in found.items() if street or (code, city) not in streets)


def _all(text: str, country: str) -> Iterator[Address]:
    """Looks at runs of digits only, and at each once: pages have few, and most are no postal code."""
    abroad = country not in ("FR", "PT")
    for start, end in digit_runs(text):
        length = end - start
        if length == 5:
            address = _french(text, start, text[start:end])
        elif length == 4:
            address = _portuguese(text, start) or (_dutch(text, start) if abroad else None)
            if address is None and country != "SE":
                address = _prefixed(text, start, _BELGIAN, "BE", country)
        elif length == 3 and country in ("SE", ""):
            address = _prefixed(text, start, _SWEDISH, "SE", country)
        else:
            continue
        if address is not None:
            yield address


def _stands_free(text: str, start: int) -> tuple[bool, str]:
    """Whether a number begins at this place rather than in the middle of another, and its country prefix (B-, FR-)."""
    prefix = _PREFIX.search(text, max(0, start - 4), start) if "-" in text[max(0, start - 4) : start] else None
    start = prefix.start() if prefix else start
    before = text[max(0, start - 2) : start]
    free = not (before and (before[-1].isalnum() or before[-1] in "_.,/+-"))
    glued = len(before) == 2 and before[0].isdigit() and before[1] in " .\u00a0"
    numbered = _WORDS_BEFORE.search(text, max(0, start - 12), start) is not None
    return free and not glued and not numbered, prefix.group(1) if prefix else ""


def _french(text: str, start: int, code: str) -> Address | None:
    if not _is_french_code(code):
        return None
    if text[start - 1 : start] == "(" and text[start + 5 : start + 6] == ")":
        before = _CITY_BEFORE.search(text[max(0, start - 61) : start - 1])
        city = _city(before.group(1)) if before else ""
        start = start - 1 - len(before.group(0)) if before else start
    else:
        match = _FRENCH.match(text, start)
        city = _city(match.group(1)) if match and _stands_free(text, start)[0] else ""
    return Address(_street(text, start, "FR"), code, city, "FR", origin="text") if city else None


def _portuguese(text: str, start: int) -> Address | None:
    match = _PORTUGUESE.match(text, start)
    if match is None or not _stands_free(text, start)[0] or not (city := _city(match.group(2))):
        return None
    return Address(_street(text, start, "PT"), match.group(1), city, "PT", origin="text")


def _dutch(text: str, start: int) -> Address | None:
    match = _DUTCH.match(text, start)
    if match is None or match.group(2) in ("SA", "SD", "SS") or not _stands_free(text, start)[0]:
        return None
    city = _city(match.group(3))
    code = f"{match.group(1)} {match.group(2)}"
    return Address(_street(text, start, "NL"), code, city, "NL", origin="text") if city else None


def _prefixed(text: str, start: int, pattern: re.Pattern[str], own: str, country: str) -> Address | None:
    """A code of a form that years and prices have too: with its prefix, or at home, and then not as a bare year."""
    match = pattern.match(text, start)
    if match is None:
        return None
    free, prefix = _stands_free(text, start)
    if not free or not (city := _city(match.group(2))):
        return None
    prefixed = prefix in _PREFIXES[own]
    code = match.group(1)
    if not prefixed and country not in (own, ""):
        return None
    street = _street(text, start - len(prefix), own)
    year = code.startswith(("19", "20")) and len(code) == 4
    if prefixed or street or (country == own and not year):
        return Address(street, code, city, own, origin="text")
    return None


def _is_french_code(code: str) -> bool:
    return "01000" <= code <= "98999" and not code.startswith("96")


@lru_cache(maxsize=4096)
def _city(written: str) -> str:
    city = _PREPOSITION.sub("", _ARTICLE_AT_END.sub("", _STOPS.sub("", written))).strip(" -.'’")
    first = fold(city.split(" ")[0]) if city else ""
    return city if len(city) >= 2 and first not in _NOT_A_CITY else ""


def _street(text: str, end: int, country: str) -> str:
    """The street that stands right before a postal code, with its number, or an empty string."""
    return _street_at_end(text[max(0, end - _STREET_WINDOW) : end], country)


@lru_cache(maxsize=4096)
def _street_at_end(window: str, country: str) -> str:
    """Remembered: a site's footer comes with each of its pages."""
    if country == "PT":
        match = _PORTUGUESE_STREET.search(window)
        return _tidy(match.group(1)) if match else ""
    if country in ("NL", "SE"):
        return _northern(window)
    if country == "BE" and (street := _northern(window)):
        return street
    # what stands before another postal code belongs to another address
    window = _ANOTHER_CODE.split(window)[-1]
    # the last one counts, and none goes over the end of a line
    for line in reversed(window.split("\n")):
        if streets := [match.group(0) for match in _FRENCH_STREET.finditer(line)]:
            return _tidy(streets[-1])
    return ""


def _northern(window: str) -> str:
    match = _NORTHERN_STREET.search(window)
    return _tidy(f"{match.group(1)} {match.group(2)}") if match else ""


def _tidy(street: str) -> str:
    return " ".join(_TRAILING.sub("", street).split())


def find_street(text: str) -> str:
    """A numbered French street anywhere in a short text, for lists whose town goes without saying."""
    return next(_numbered_streets(text), "")


def count_streets(text: str) -> int:
    """How many different numbered French streets stand in a text."""
    return len({street[:30].lower() for street in _numbered_streets(text)})


def _numbered_streets(text: str) -> Iterator[str]:
    for start, end in digit_runs(text):
        if end - start < 5 and text[start - 1 : start] not in (".", ",", "/", "-"):
            match = _NUMBERED_STREET.match(text, start)
            if match:
                yield _tidy(match.group(0))
