"""Postal addresses in running text of five countries, anchored on the postal code."""

import re
from collections.abc import Iterator

from sharitories_crawl.extract.hosts import words
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Address

_MOST_ADDRESSES = 200
_STREET_WINDOW = 130

_SMALL = r"(?:sur|sous|en|de|du|des|la|le|les|lès|lez|aux?|et|devant|près|d|l|aan|den|der|het|op|o|da|do|dos|das|e)"
_WORD = r"(?:[dlDL]['’])?[A-ZÀ-ÖØ-Þ][\w'’.]{0,30}"
_CITY = rf"{_WORD}(?:(?:[ \-]|[ -]{_SMALL}[ \-'’]|[ -]{_SMALL}[ -]{_SMALL}[ \-'’]){_WORD}){{0,4}}"

_FRENCH = re.compile(rf"(?<![\w.,/+-])(?<!\d[ .\u00a0])(?:F-|FR-)?(\d{{5}})[ \u00a0]{{1,3}}(?:[–-] ?)?({_CITY})")
_FRENCH_BRACKETS = re.compile(r"\((\d{5})\)")
_CITY_BEFORE = re.compile(rf"({_CITY}) ?$")
_DUTCH = re.compile(rf"(?<![\w.,/+-])(?<!\d[ .])(?:NL-)?([1-9]\d{{3}}) ?([A-Z]{{2}})[ \u00a0]{{1,3}}({_CITY})")
_BELGIAN = re.compile(rf"(?<![\w.,/+-])(?<!\d[ .])(B-|BE-)?([1-9]\d{{3}})[ \u00a0]{{1,2}}(?![A-Z]{{2}} )({_CITY})")
_PORTUGUESE = re.compile(rf"(?<![\w.,/+-])(\d{{4}}-\d{{3}})[ \u00a0,]{{1,3}}({_CITY})")
_SWEDISH = re.compile(rf"(?<![\w.,/+-])(?<!\d[ .])(S-|SE-)?([1-9]\d{{2}} \d{{2}})[ \u00a0]{{1,3}}({_CITY})")

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
_NUMBERED_STREET = re.compile(rf"(?<![\d.,])({_NUMBER}),? ?\b({_WAY}) +[^\n,;|•–(]{{2,60}}", re.I)
_NORTHERN_STREET = re.compile(
    r"([A-ZÀ-Þ][\w'’.\-]{1,40}(?: [\w'’.\-]{1,30}){0,4}) "
    r"(\d{1,4}(?: ?[a-zA-Z]{1,2}\b)?(?:[-/]\d{1,4})?)[ ,.\n|·–-]{1,5}$"
)
_PORTUGUESE_STREET = re.compile(
    r"\b((?:Rua|R\.|Avenida|Av\.|Praça|Largo|Travessa|Estrada|Alameda|Beco|Rotunda|Cais|Quinta|Bairro|Parque)"
    r" [^\n;|•]{2,90}?)[ ,.\n|·–-]{1,5}$"
)
_TRAILING = re.compile(r"(?:[\s,;:.|·•–-]|(?:BP|CS|TSA|B\.P\.) ?\d{1,6})+$")

# capitalised words that follow a number without being a town
_NOT_A_CITY = words(
    """
    euros euro eur habitants habitant personnes visiteurs adherents membres km kg m2 heures exemplaires tonnes
    repas adhesions participants benevoles salaries inscrits entrees abonnes cedex rcs siret siren tel telephone
    fax janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre januari februari
    maart april mei juni juli augustus september oktober november december the all copyright tous vues lits
    places logements
    """
)
_WORDS_BEFORE = re.compile(
    r"(?:\b(?:BP|CS|TSA|n°|no|nr|RCS|APE|NAF|réf\.?|ref\.?|SIRE[NT]|ISSN|ISBN) ?:? ?|[€$£#] ?)$",
    re.I,
)
_STOPS = re.compile(
    r" (?:Tél|Tel|Téléphone|Fax|France|Mobile|Email|E-mail|Mail|Courriel|Contact|Ouvert|Horaires?|Mentions|Voir|Plan|Site|"
    r"Nous|SIRET|SIREN|RCS|Bus|Copyright|Itinéraire|Nederland|België|Belgique|Portugal|Sverige|Telefon|Telefoon|(?i:cedex))\b.*$",
    re.DOTALL,
)
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
    for match in _FRENCH.finditer(text):
        if _is_french_code(match.group(1)) and not _WORDS_BEFORE.search(
            text, max(0, match.start() - 12), match.start()
        ):
            city = _city(match.group(2))
            if city:
                yield Address(_street(text, match.start(), "FR"), match.group(1), city, "FR", origin="text")
    if "(" in text:
        for match in _FRENCH_BRACKETS.finditer(text):
            before = _CITY_BEFORE.search(text[max(0, match.start() - 60) : match.start()])
            if before and _is_french_code(match.group(1)) and (city := _city(before.group(1))):
                start = match.start() - len(before.group(0))
                yield Address(_street(text, start, "FR"), match.group(1), city, "FR", origin="text")
    for match in _PORTUGUESE.finditer(text):
        if city := _city(match.group(2)):
            yield Address(_street(text, match.start(), "PT"), match.group(1), city, "PT", origin="text")
    if country in ("FR", "PT"):
        return
    for match in _DUTCH.finditer(text):
        if match.group(2) not in ("SA", "SD", "SS") and (city := _city(match.group(3))):
            code = f"{match.group(1)} {match.group(2)}"
            yield Address(_street(text, match.start(), "NL"), code, city, "NL", origin="text")
    if country != "SE":
        yield from _prefixed(text, _BELGIAN, "BE", country)
    if country in ("SE", ""):
        yield from _prefixed(text, _SWEDISH, "SE", country)


def _prefixed(text: str, pattern: re.Pattern[str], own: str, country: str) -> Iterator[Address]:
    """Codes of a form that years and prices have too: with its prefix, beside a street, or at home."""
    for match in pattern.finditer(text):
        prefix, code, city = match.group(1), match.group(2), _city(match.group(3))
        if not city or _WORDS_BEFORE.search(text, max(0, match.start() - 12), match.start()):
            continue
        street = _street(text, match.start(), own)
        year = code.startswith(("19", "20")) and len(code) == 4
        if prefix or street or (country == own and not year):
            yield Address(street, code, city, own, origin="text")


def _is_french_code(code: str) -> bool:
    return "01000" <= code <= "98999" and not code.startswith("96")


def _city(written: str) -> str:
    city = _ARTICLE_AT_END.sub("", _STOPS.sub("", written)).strip(" -.'’")
    first = fold(city.split(" ")[0]) if city else ""
    return city if len(city) >= 2 and first not in _NOT_A_CITY else ""


def _street(text: str, end: int, country: str) -> str:
    """The street that stands right before a postal code, with its number, or an empty string."""
    window = text[max(0, end - _STREET_WINDOW) : end]
    if country == "PT":
        match = _PORTUGUESE_STREET.search(window)
        return _tidy(match.group(1)) if match else ""
    if country in ("NL", "SE"):
        return _northern(window)
    if country == "BE" and (street := _northern(window)):
        return street
    last = ""
    for match in _FRENCH_STREET.finditer(window):
        last = match.group(0)
    return _tidy(last)


def _northern(window: str) -> str:
    match = _NORTHERN_STREET.search(window)
    return _tidy(f"{match.group(1)} {match.group(2)}") if match else ""


def _tidy(street: str) -> str:
    return " ".join(_TRAILING.sub("", street).split())


def find_street(text: str) -> str:
    """A numbered French street anywhere in a short text, for lists whose town goes without saying."""
    match = _NUMBERED_STREET.search(text)
    return _tidy(match.group(0)) if match else ""


def has_several_streets(text: str) -> bool:
    """Whether at least two numbered streets stand in a text."""
    streets = _NUMBERED_STREET.finditer(text)
    return next(streets, None) is not None and next(streets, None) is not None
