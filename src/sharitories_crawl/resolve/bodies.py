"""Public bodies, houses and the counters they keep: the words by which a name says which sort it is of."""

_WRITTEN = {
    "mairie": "mairie | hotel ville",
    "interco": """
        communaute communes | communaute commune | communaute agglomeration | communaute urbaine | com com |
        comcom | cc | cdc | ccom""",
    "ccas": "ccas | centre communal action sociale | ctre com action sociale | centre com action sociale",
    "cias": "cias | centre intercommunal action sociale",
    "franceservices": """
        france services | france service | frances services | fance services | france sevices |
        maison france services | maison france service | espace france services | etablissement france services |
        msap | maison services | maison services public | maison service public | maison services publics |
        maison services france services | maison services espace france services | efs | mfs |
        relais services publics | relais service public | rsp | point info 14 | pi14 | pi 14""",
    "departement": "conseil departemental | conseil general | departement",
    "solidarites": """
        pole solidarites | maison departementale action sociale | maison solidarites | maison solidarite |
        maison departementale solidarites | maison departementale solidarite | maison solidarite departementale |
        maison solidarites departementale | maison landaise solidarite | mds | mdsi | msd | cms |
        centre medico social | pole medico social | pms | maison sociale | maison departement |
        maison departements""",
    "missionlocale": "mission locale | mission locale rurale | mission locale jeunes",
    "poleemploi": "pole emploi | france travail",
    "maisonemploi": "maison emploi | maison emploi formation",
    "poste": "poste | bureau poste | agence postale | agence postale communale | relais poste",
    "mediatheque": """
        mediatheque | bibliotheque | bibliotheque mediatheque | mediatheque municipale |
        bibliotheque municipale | bibliotheque multimedia | mediatheque intercommunale |
        bibliotheque intercommunale""",
    "epn": """
        epn | espace public numerique | espace numerique | cyberbase | cyber base | cyberespace | cyber espace |
        cybercentre | cyber centre | espace multimedia | point numerique | cyberlab""",
    "centresocial": """
        centre social | centre socioculturel | centre socio culturel | centre social culturel | csc | cs |
        espace social | espace socioculturel | centre socioculturel intercommunal | centre social intercommunal |
        centre social municipal | pole social | espace socio culturel""",
    "evs": "espace vie sociale | evs",
    "mjc": "mjc | maison jeunes culture",
    "mpt": "mpt | maison tous",
    "maisonquartier": "maison quartier",
    "fjt": "fjt | foyer jeunes travailleurs",
    "pij": """
        pij | point information jeunesse | bij | bureau information jeunesse | structure information jeunesse |
        sij | information jeunesse | espace jeunes""",
    "crij": "crij | centre regional information jeunesse",
    "pimms": "pimms | pimms mediation | point information mediation multi services",
    "udaf": "udaf | union departementale familiales | un dep familial",
    "prefecture": "prefecture",
    "sousprefecture": "sous prefecture",
    "chambreagriculture": "chambre agriculture",
    "chambremetiers": "chambre metiers | chambre metiers artisanat",
    "caf": "caf | caisse allocations familiales",
    "msa": "msa | mutualite sociale agricole",
    "cpam": "cpam | caisse primaire assurance maladie",
    "cidff": "cidff | centre information droits femmes familles",
    "regie": "regie quartier | regie quartiers | regie territoire",
    "residence": "residence autonomie | ehpad",
    "ecole": "ecole | college | lycee",
    "tourisme": "office tourisme",
    "bus": "bus | itinerant | itinerante | camion",
}
BODIES: dict[str, tuple[str, ...]] = {
    body: tuple(" ".join(phrase.split()) for phrase in written.split("|")) for body, written in _WRITTEN.items()
}
"""Sort -> the ways it is written, folded, without small words and legal forms. Drawn up by hand from public lists."""

ONE_AT_A_DOOR = frozenset({"mairie", "interco", "ccas", "cias", "franceservices", "poste", "departement", "pimms"})
"""Sorts of which there is one at an address, whatever more the lists say of it."""

HOUSES = frozenset({"centresocial", "evs", "mjc", "mpt", "maisonquartier", "fjt", "mediatheque", "pimms"})
"""Houses that have rooms of their own."""

ROOMS = frozenset({"epn"})
"""Rooms of a house: one that bears the house's name is the house."""

OWNERS = frozenset({"mairie", "interco", "departement"})
"""Beside another sort they only say whose it is: the `MSAP CC de Bléré` is a counter, not the community of communes."""

ON_WHEELS = "bus"
"""A counter on wheels is never the fixed one, whatever else they share."""

OF_DEPARTMENT = frozenset(
    [
        "departement",
        "udaf",
        "solidarites",
        "missionlocale",
        "chambreagriculture",
        "chambremetiers",
        "caf",
        "msa",
        "cpam",
        "cidff",
    ]
)
"""Sorts of which a town has that of its department: the department's name or number tells nothing more."""
