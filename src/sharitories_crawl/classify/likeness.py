"""How much words look like a name, and how much like a slogan, a sentence or an authority."""

import re
from functools import lru_cache

from sharitories_crawl.extract.naming import is_chrome
from sharitories_crawl.geo.names import fold

_OPENERS = re.compile(
    r"^(?i:un|une|des|d'un|nos|notre|vos|votre|mon|ma|mes|ce|cet|cette|ces|ici|comment|pourquoi|quand|quel\w*|qui|"
    r"que|où|on|nous|"
    r"vous|ils?|elles?|je|tout|tous|toutes|bienvenue|envie|besoin|levez|prenez|venez|découvrez|soutenez|travailler|"
    r"entreprendre|"
    r"née?s?|à|in|em|pour|avec|dans|voor|met|para|com|för|med|"
    r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|et si|c[’']est|"
    r"à propos|conditions|mentions|"
    r"een|onze|ons|uw|jouw|wat|wie|waar|hoe|waarom|wij|we|welkom|over|deze|alle|"
    r"um|uma|nosso|nossa|nossos|nossas|como|onde|quem|porque|o que|sobre|dê|bem-vind\w+|todos|cinco|dois|três|"
    r"ett|vår|vårt|våra|hur|vad|vem|var|om|så|välkommen|alla|när|under)\b(?! ?[’']?[A-ZÀ-Þ][a-zà-ÿ]+$)",
)
_IMPERATIVE = re.compile(r"(?!chez\b|rez\b|nez\b|riez\b)\w{2,}ez\b", re.IGNORECASE)
"""`Devenez bénévole`"""
_VERBS = re.compile(
    r"\b(?:est|sont|a|ont|fête|fêtent|ouvre|ouvrent|ouvrira|ferme|devient|cherche|cherchent|déménage|change|lance|"
    r"s[’']installe|"
    r"voit|fait|peut|veut|donne|vous|nous|on|ça|passe|gagne|prend|prennent|rouvre|souffle|reprend|apprend|partagent|"
    r"commence|réunit|accueille|propose|organise|recrute|"
    r"appartien\w+|désemplit|ferment|grandit|naît|arrive|revient|quitte|passa|passam|lägger|söker|flyttar|is|zijn|"
    r"heeft|wordt|opent|zoekt|heet|você|são|tem|abre|abriu|é|är|har|blir|öppnar|"
    r"cookies?|réserv\w+|droits|légales)\b"
)
_INSTITUTION = re.compile(
    r"^(?:la |le |les |l )?(?:ville(?: de| d)?|mairie|commune|agglo(?:meration)?|communaute|metropole|"
    r"conseil (?:municipal|departemental|regional|communautaire)|region|"
    r"departement|ccas|caf|msa|prefecture|etat|ministere|office|pole emploi|france travail|ademe|union europeenne|"
    r"chambre de|parc naturel|musee|hotel de ville|maison des associations|salle|gare|place|rue|quai|square|quartier|"
    r"avenue|boulevard|ecole|lycee|college|universite d|"
    r"gemeente|provincie|stad|ocmw|camara|municipio|junta|uniao europeia|kommun|region|lansstyrelsen|svenska)\b"
    r"|\bkommun$|\bagglo(?:meration)?$|\bmetropole$"
)
_PARTICIPLE = re.compile(r"^\w+(?:é|ée|és|ées) (?:en|à|par|le|la|au|dans|depuis|sur)\b")
_MEASURE = re.compile(r"\d\s?(?:m²|m2\b|€|euros?\b|kr\b|places\b|%)")
_DATE = re.compile(
    r"(?:[A-ZÀ-Þa-z]\w{1,8}\.? )?\d{1,2}(?:er)?\.? (?:de |d[’'])?(?:jan|f[eé]v|feb|mar|mrt|m[aä]|a[bvp]r|jui|jul|jun|"
    r"ao|ag|aug|se[pt]|o[uck]t|no|d[eé])",
    re.I,
)
_LONGEST_WORDS = 8
LINKS = frozenset(
    fold("de la du des d le les l à au aux en et sur sous pour van het der voor do da dos das e och på av i").split()
)
_DEMONYM = re.compile(r"^Les [A-ZÀ-Þ][\w-]+(?:ais|ois|iens|ains|éens|oises|aises|iennes|aines)$")


@lru_cache(maxsize=4096)
def slogan_doubt(name: str) -> float:
    """What speaks against words being a proper name; 0 for none, and more than any statement weighs for chrome.

    Remembered: a site's name and menus come with each of its pages.
    """
    if is_chrome(name) or not any(sign.isalpha() for sign in name):
        return 9.0
    words = name.split()
    doubt = 0.0
    if not (name[0].isupper() or name[0].isdigit()):
        doubt += 0.6
    if _OPENERS.match(name) or _PARTICIPLE.match(name) or (len(words) > 1 and _IMPERATIVE.match(name)):
        doubt += 3.0
    if name[-1] in "?!…" or "?" in name:
        doubt += 3.0
    if len(words) > 1 and _VERBS.search(name):
        doubt += 2.0
    if len(words) > _LONGEST_WORDS:
        doubt += 1.0 + 0.5 * (len(words) - _LONGEST_WORDS)
    if ", " in name:
        doubt += 1.5
    if _MEASURE.search(name):
        doubt += 3.0
    if _DATE.match(name):
        doubt += 6.0
    elif name[0].isdigit():
        doubt += 1.5
    doubt += max(0.0, 0.8 * (sum(word[0].islower() and fold(word) not in LINKS for word in words) - 2))
    if _DEMONYM.search(name):
        doubt += 2.5
    if len(words) > 1 and not any(word[:1].isupper() or word[0].isdigit() for word in words[1:]):
        doubt += 0.5
    return doubt


def is_institution(name: str) -> bool:
    """Whether a name is an authority's or a building's rather than an initiative's."""
    return _INSTITUTION.search(fold(name)) is not None
