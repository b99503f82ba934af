"""Words that tell what a page is rather than which kind it names: a job offer, something closed, who carries it."""

from sharitories_crawl.geo.names import fold
from sharitories_crawl.phrases import Phrases

_AGAINST = {
    "job-offer": (
        "offre d'emploi", "offres d'emploi", "type de contrat", "cdi", "cdd", "salaire", "postuler", "candidater",
        "recrute", "recrutement", "fiche de poste", "vacature", "solliciteer", "oferta de emprego", "lediga jobb",
    ),
    "estate-agent": (
        "agence immobiliere", "bureaux a louer", "location de bureaux", "loyer", "m2 hors taxes", "honoraires",
        "a vendre", "investisseurs", "centre d'affaires", "domiciliation", "kantoorruimte te huur",
        "escritorios para arrendar",
    ),
    "event": (
        "billetterie", "reserver ma place", "prix des places", "evenement termine", "inscriptions closes", "concert",
        "salon professionnel", "agenda", "tombola", "entree libre", "entree gratuite", "speed meeting", "evenementen",
        "agenda cultural", "evenemang",
    ),
    "politics": (
        "si nous sommes elus", "notre programme", "candidat aux municipales", "programme municipal", "candidate",
        "municipales", "elections", "campagne electorale", "la liste", "promet", "promesse", "promesses", "electeurs",
        "nous nous engageons a creer", "elections municipales", "tete de liste", "verkiezingsprogramma",
    ),
    "exercise": ("exercice", "comprehension ecrite", "corrige", "niveau b1", "grammaire", "vocabulaire"),
    "network": (
        "reseau national", "federation nationale", "partout en france", "dans toute la france",
        "trouvez un lieu pres de chez vous", "nos villes", "toutes les villes", "landelijk netwerk", "em todo o pais",
        "hela landet",
    ),
    "history": (
        "siecle", "musee", "conservateur", "collection du musee", "patrimoine", "archives", "ancien regime",
    ),
    "commerce": ("menu du jour", "ajouter au panier", "livraison gratuite", "promo", "code promo", "chambres d'hotel"),
    "definition": ("definition", "qu'est ce que", "qu'est ce qu'un", "comment creer", "guide pratique", "wikipedia"),
}  # fmt: skip

_STAGES = {
    "closed": (
        "a ferme ses portes", "a definitivement ferme", "definitivement ferme", "fermeture definitive",
        "a cesse ses activites", "cessation d'activite", "liquidation judiciaire", "a ete dissoute",
        "dissolution de l'association", "est dissoute", "n'existe plus", "a mis la cle sous la porte",
        "a baisse le rideau", "ferme definitivement", "cesse son activite", "is gesloten", "definitief gesloten",
        "opgeheven", "encerrou definitivamente", "encerrou as portas", "har lagts ner", "har stangt for gott",
        "upphort",
    ),
    "planned": (
        "sous reserve de financements", "prevu pour 20", "a l'horizon 20", "devrait ouvrir", "ouvrira ses portes",
        "verra le jour", "projet d'ouverture", "en projet", "ouverture prevue", "a l'etude", "pourrait voir le jour",
        "cherche un local", "promet la creation", "nous creerons", "sera inaugure", "zal openen", "vai abrir",
        "planeras",
    ),
}  # fmt: skip

_ACTORS = {
    "citizen": (
        "association", "associatif", "associative", "benevole", "benevoles", "adherents", "adherent", "habitants",
        "collectif", "citoyens", "citoyenne", "loi 1901", "loi de 1901", "cooperative d'habitants", "voisins",
        "vereniging", "vrijwilligers", "stichting", "bewoners", "associacao", "voluntarios", "moradores", "forening",
        "ideell", "volontarer",
    ),
    "public": (
        "ville de", "la mairie", "service municipal", "communaute d'agglomeration", "agglomeration", "ccas",
        "municipal", "municipale", "collectivite", "mediatheque", "gemeente", "stad", "camara municipal", "municipio",
        "kommun", "kommunen",
    ),
    "private": (
        "sarl", "sas", "eurl", "entreprise", "entreprises", "societe", "start up", "startups", "independants",
        "freelances", "tarifs", "abonnement", "location", "bv", "lda", "ab",
    ),
    "platform": (
        "plateforme", "application mobile", "telechargez l'application", "platform", "plataforma", "plattform",
    ),
}  # fmt: skip


_OTHER_TRADES: dict[str, tuple[str, ...]] = {
    "other-trade": (
        "emploi", "emplois", "job", "jobs", "jobb", "vacatures", "vacature", "emprego", "immobilier", "immobiliere",
        "immo", "bureaux", "kantoor", "kantoren", "makelaar", "imobiliaria", "agenda", "sorties", "annuaire",
        "office de tourisme", "hotel", "pages jaunes", "petites annonces", "comparateur",
    ),
}  # fmt: skip


def _index(table: dict[str, tuple[str, ...]]) -> Phrases[str]:
    return Phrases((fold(word), slug) for slug, words in table.items() for word in words)


AGAINST = _index(_AGAINST)
"""Folded phrase -> slug of what the page is instead of an initiative."""
OTHER_TRADES = _index(_OTHER_TRADES)
"""Folded phrase in a site's name -> it lists or sells what others make."""
STAGES = _index(_STAGES)
"""Folded phrase -> closed or planned."""
ACTORS = _index(_ACTORS)
"""Folded phrase -> actor."""
