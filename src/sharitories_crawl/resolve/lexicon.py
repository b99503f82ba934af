"""Words that tell little inside the name of an initiative: legal forms, small words, acronyms, words for a kind."""

import re

from sharitories_crawl.resolve.bodies import BODIES

_APART = re.compile(r"\s+")


def stem(word: str) -> str:
    """The word without the mark of its plural: `ateliers` -> `atelier`, `locaux` -> `local`, `jeux` -> `jeu`."""
    if len(word) > 4 and word.endswith("aux") and not word.endswith("eaux"):
        return word[:-2] + "l"
    if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss"):
        return word[:-1]
    return word


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in _APART.split(text.strip()))


# "un" and "une" are left in: "Un toit pour tous", "L'un et l'autre"
SMALL_WORDS = _words(
    """le la les l de du des d au aux a en et sur sous chez pour par
    the of and het een van voor os as da das do dos para och av"""
)
LEGAL_WORDS = _words(
    """association associations asso assoc assos ass collectif collectifs loi 1901 sarl sas scic scop eurl sa cic
    co cie cooperative vereniging stichting vzw associacao forening foreningen ideell"""
)
# what a page or a territory adds to a name without saying which thing it is
CHROME_WORDS = _words(
    """accueil bienvenue contact contacts site officiel web facebook instagram helloasso home page actualites agenda
    agglomeration agglo metropole pays communaute territoire quartier ville commune francais francaise france
    espace espaco ruimte cedex antenne"""
)
BRANCH_WORDS = _words("antenne annexe agence site section quartier permanence succursale delegation pole secteur")
"""What follows a dash and one of these is a place of its own, no description."""
TOWN_HALL_WORDS = frozenset({"ville", "commune", "mairie"})
CHROME_PART = re.compile(
    r"(site officiel|ville|mairie|commune|agglo\w*|metropole|communaute|accueil|bienvenue|home|contact|facebook"
    r"|instagram|helloasso|linkedin|youtube|actualites?|agenda|annuaire|nos |notre |qui sommes nous)\b"
)
"""How a part of a folded page title begins that names the site and not the thing."""

_ACRONYMS_WRITTEN_OUT = {
    "amap": "maintien agriculture paysanne",
    "sel": "systeme echange local",
    "rers": "reseau echange reciproque savoir",
    "gem": "groupe entraide mutuelle",
    "cae": "activite emploi",
    "cigales": "club investisseurs gestion alternative locale epargne solidaire",
    "gas": "groupement achat solidaire",
    "gac": "groupement achat commun",
    "gase": "groupement achat service epargne",
    "cuma": "utilisation materiel agricole",
    "ebe": "entreprise but emploi",
    "lpo": "ligue protection oiseaux",
    "aci": "atelier chantier insertion",
    "utl": "universite temps libre",
    "mda": "maison associations",
}
# one thing written in two words or in another tongue
_ONE_WORD = {
    "fablab": ("fab lab", "laboratoire fabrication", "laboratoire fabrication numerique"),
    "makerspace": ("maker space", "makers space"),
    "hackerspace": ("hacker space",),
    "coworking": ("co working", "cowork", "co work", "cotravail", "travail partage"),
    "tierslieu": ("tiers lieu", "tier lieu"),
    "repaircafe": (
        "repair cafe",
        "cafe reparation",
        "repaircafe",
        "herstelcafe",
        "reparatiecafe",
        "lagningscafe",
        "fixarcafe",
        "fixarkafe",
        "repair kafe",
        "cafe concerto",
        "reparations cafe",
    ),
    "cykelkok": ("cykelkoket", "cykelkoken", "fietskeuken", "cicloficina"),
    "jardin": (
        "jardin collectif",
        "buurttuin",
        "samentuin",
        "wijktuin",
        "gemeenschapstuin",
        "horta",
        "hortas comunitarias",
        "stadsodling",
    ),
    "weggeefwinkel": ("geefwinkel", "gratisbutik", "gratisbutiken"),
    "kringloop": ("kringloopwinkel", "kringwinkel", "kringloopcentrum"),
    "voedselbank": ("banque alimentaire", "banco alimentar", "matbank", "matbanken"),
    "energiecooperatie": ("energie cooperatie", "cooperativa energia", "energikooperativ", "centrale citoyenne"),
    "frigosolidaire": ("frigo solidaire", "frigo partage", "buurtkoelkast", "solikyl"),
    "boitelivres": ("boite livres", "cabane livres"),
    "ludotheque": ("ludo theque",),
    "sudouest": ("sud ouest", "grand sud ouest"),
    "sudest": ("sud est",),
    "nordouest": ("nord ouest", "grand ouest"),
    "objetheque": ("bibliotheque objets", "bricotheque", "outiltheque", "materiautheque", "bibliotheque outils"),
    "ressourcerie": ("recyclerie",),
    "epiceriesolidaire": ("epicerie solidaire", "epicerie sociale", "epicerie sociale solidaire"),
    "giveboxe": ("give box",),
    "cigales": ("cigale",),
}
PHRASES: dict[tuple[str, ...], str] = {
    **{_stems(phrase): acronym for acronym, phrase in _ACRONYMS_WRITTEN_OUT.items()},
    **{_stems(phrase): word for word, phrases in _ONE_WORD.items() for phrase in phrases},
    **{_stems(phrase): body for body, phrases in BODIES.items() for phrase in phrases},
}
"""Written-out forms, as stems without small and legal words, to the one form that names are compared in."""
LONGEST_PHRASE = max(len(phrase) for phrase in PHRASES)

KIND_WORDS = frozenset(
    stem(word)
    for word in [
        *_ACRONYMS_WRITTEN_OUT,
        *(word for word in _ONE_WORD if word not in ("sudouest", "sudest", "nordouest")),
        *BODIES,
        *_words(
            """lab lieu atelier ateliers cafe velo jardin potager verger partage partages partagee familial familiaux
        familiale ouvrier recyclerie ressourcerie recycleries dechetterie epicerie solidaire sociale social participatif
        participative associatif associative collaboratif collaborative collectif collective bibliotheque mediatheque
        outiltheque bricotheque materiautheque grainotheque composteur compost compostage monnaie locale local citoyen
        citoyenne conseil centre maison habitat inclusif groupe crepe creche parentale covoiturage autopartage boite
        livres don donnerie gratuiterie gratiferia pepiniere incubateur supermarche magasin producteurs marche paysan
        ferme cooperatif cooperative friperie mairie numerique accorderie repair bike autoreparation reparation
        bureau bureaux coworkings repaircafe energie service public municipal municipale communal communale
        intercommunal intercommunale departemental departementale multimedia cantine cuisine couture laverie
        programme itinerant rural rurale culture culturel socioculturel
        vestiaire journal radio librairie guinguette buvette conciergerie couveuse colocation restaurant resto
        menuiserie rucher poulailler velorution hacklab medialab supermercado mercearia cooperativa mercado bairro
        associacao cafetaria ludoteca universidade universite biblioteca comunidade incubadora partilha
        wijkcentrum buurtcentrum dorpshuis moestuin stadstuin voedselcollectief voedseltuin fietswerkplaats werkplaats
        broedplaats ontmoetingsplek ruilkring deelauto boerenmarkt buurtkeuken repaircafes buurtboomgaard
        bibliotek cykelverkstad odling koloniforening bytesring kooperativ delningspool bilpool motesplats
        kulturhus byalag klimatgrupp fritidsgard verktygsbibliotek kladbytardag kladbytardagen
        horta comunitario comunitaria oficina loja troca feira moeda partilhada biblioteca
        tuin buurttuin samentuin volkstuin weggeefwinkel kringloop kringloopwinkel ruilwinkel deelfabriek buurthuis
        cykelkok cykelkoket bytesdag bytesdagen kolonitradgard tradgard fritidsbank fritidsbanken verkstad"""
        ),
    ]
)
"""Stems that name a kind, not one thing: `AMAP`, `jardin partagé`; a name of these alone says no more than that."""

WEAK_KIND_WORDS = frozenset(
    stem(word)
    for word in _words(
        """lieu partage partages partagee partagees familial familiaux familiale solidaire sociale social participatif
        participative associatif associative collaboratif collaborative collectif collective local locale citoyen
        citoyenne centre maison groupe cooperatif cooperative numerique bureau service public municipal municipale
        communal communale intercommunal intercommunale departemental departementale multimedia rural rurale culture
        culturel socioculturel comunitario comunitaria partilhada animation inclusif paysan parentale"""
    )
)
"""Kind words that go with many kinds: where two names differ in these alone, the kinds need not."""

ABBREVIATIONS = {
    "ctre": "centre", "intercom": "intercommunal", "mun": "municipal", "dep": "departementale", "feder": "federation",
    "oeuvr": "oeuvres", "soc": "social", "cult": "culturel", "educ": "education", "deux": "2", "trois": "3",
    "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8", "dix": "10",
}  # fmt: skip
"""How registers shorten words, and numbers written out; `neuf` is left, which is also the word for new."""

BODY_OF_STEM = {stem(body): body for body in BODIES}
NETWORK_WORDS = _words("federation confederation regional regionale regionaux interregional sudouest sudest nordouest")
"""What makes a name that of a network, of which a group of the town is a member."""

STREET_ABBREVIATIONS = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "boul": "boulevard", "bvd": "boulevard",
    "r": "rue", "pl": "place", "plce": "place", "all": "allee", "allees": "allee", "imp": "impasse", "ch": "chemin",
    "che": "chemin", "chem": "chemin", "rte": "route", "sq": "square", "fg": "faubourg", "fbg": "faubourg",
    "crs": "cours", "q": "quai", "pass": "passage", "esp": "esplanade", "res": "residence", "lot": "lotissement",
    "dr": "docteur", "gal": "general", "gen": "general", "mal": "marechal", "pdt": "president", "prof": "professeur",
    "cdt": "commandant", "col": "colonel", "cne": "capitaine", "nd": "notre dame", "za": "zone", "zi": "zone",
    "zac": "zone", "mtre": "maitre",
}  # fmt: skip
STREET_WORDS = _words(
    """rue avenue boulevard place allee impasse chemin route square faubourg cours quai passage esplanade sentier
    ruelle venelle mail promenade rond straat laan weg plein rua avenida praca largo gatan gata vagen torget"""
)
