"""Words that tell what a page is rather than which kind it names: a job offer, something closed, who carries it."""

from collections.abc import Iterator

from sharitories_crawl.classify.stages import DAYS
from sharitories_crawl.geo.names import fold
from sharitories_crawl.phrases import Phrases, PhraseSets

_AGAINST = {
    "job-offer": (
        "offre d'emploi", "offres d'emploi", "type de contrat", "cdi", "cdd", "salaire", "postuler", "candidater",
        "recrute", "recrutement", "fiche de poste", "profil recherche", "vacature", "solliciteer", "solliciteren",
        "oferta de emprego", "candidaturas", "lediga jobb", "ansok senast",
    ),
    "estate-agent": (
        "agence immobiliere", "bureaux a louer", "location de bureaux", "loyer", "m2 hors taxes", "honoraires",
        "a vendre", "investisseurs", "centre d'affaires", "domiciliation", "annonces de bureaux", "frais de notaire",
        "bureau de vente", "kantoorruimte te huur", "te huur", "huurprijs", "makelaar", "escritorios para arrendar",
        "imobiliaria", "arrendar", "lokaler att hyra", "maklare",
    ),
    "event": (
        "billetterie", "reserver ma place", "prix des places", "evenement termine", "inscriptions closes", "concert",
        "salon professionnel", "agenda", "tombola", "entree libre", "entree gratuite", "speed meeting",
        "evenementen", "agenda cultural", "evenemang",
    ),
    "politics": (
        "si nous sommes elus", "notre programme", "candidat aux municipales", "programme municipal", "candidate",
        "municipales", "elections", "campagne electorale", "la liste", "promet", "promesse", "promesses",
        "electeurs", "nous nous engageons a creer", "elections municipales", "tete de liste", "verkiezingsprogramma",
        "raadsperiode", "wij willen", "stem lijst", "fractie", "candidato", "se for eleito", "eleicoes", "promete",
        "campanha", "programa eleitoral", "motion", "yrkar", "kommunfullmaktige", "valprogram", "vallofte",
        "si elle est elue", "s il est elu", "partij belooft", "lijst belooft", "in het college komt",
        "na de verkiezingen", "partido promete", "partiet lovar", "lovar partiet",
    ),
    "exercise": (
        "exercice", "exercices", "comprehension ecrite", "corrige", "niveau b1", "grammaire", "vocabulaire", "lecon",
        "fictif", "fictive", "apprenants", "mini entreprise", "oefening", "woordenschat", "exercicio", "ovning",
    ),
    "network": (
        "reseau national", "federation nationale", "partout en france", "dans toute la france", "nos centres",
        "trouvez un lieu pres de chez vous", "nos villes", "toutes les villes", "landelijk netwerk",
        "in heel nederland", "in onze steden", "steden en gemeenten", "klantenservice", "klantendienst",
        "em todo o pais", "hela landet", "prochainement", "nous n y sommes pas encore", "binnenkort", "em breve",
        "kommer snart",
    ),
    "history": (
        "siecle", "musee", "conservateur", "collection du musee", "patrimoine", "archives", "ancien regime", "eeuw",
        "museum", "seculo", "museu", "arhundradet", "hembygd", "lokalhistoria",
    ),
    "commerce": (
        "menu du jour", "ajouter au panier", "livraison gratuite", "promo", "code promo", "chambres d'hotel", "cgv",
        "sur devis", "devis gratuit", "nos magasins", "votre magasin", "clients satisfaits", "garantis", "garantie",
        "promotions", "compte professionnel", "caution", "plat du jour", "wifi gratuit", "winkelwagen",
        "aanbiedingen", "carrinho", "promocoes", "varukorg", "erbjudanden", "kundklubb",
    ),
    "definition": (
        "definition", "qu'est ce que", "qu'est ce qu'un", "comment creer", "guide pratique", "wikipedia",
        "mode d emploi", "c est quoi", "comment en trouver", "en france", "etude", "memoire de master", "these",
        "palmares", "wat is een", "hoe begin", "voordelen", "nadelen", "onderzoek", "o que e", "como funciona",
        "estuda", "vad ar", "sa startar du", "steg for steg",
    ),
    "hypothesis": (
        "et si", "pourrait", "pourraient", "l idee", "une idee", "ni porteur", "appel a projets", "appels a projets",
        "appel a candidatures", "dossier de candidature", "consultation", "sous reserve", "qui peut candidater",
        "porteur de projet", "rien n est decide", "aucune date", "reunion publique", "interroge", "refuse",
        "zou kunnen", "zouden kunnen", "ambities", "beleid", "projectoproep", "nog geen", "poderia",
        "seria financiado", "manifestacao de interesse", "skulle kunna", "utreda", "vill se", "intentioner",
        "inget beslut", "inte bestamt",
    ),
    "lively": (
        "adhesion", "adhesions", "cotisation", "permanence", "permanences", "ouvert le", "ouverte le", "ouvert du",
        "ouverts du", "ouverts le", "ouverte du", "horaires", "rendez vous", "chaque", "tous les",
        "toutes les semaines", "distribution", "benevoles", "adherents", "nous sommes", "rejoignez", "venez",
        "prochaine", "prochain", "prochaines", "inscription", "inscriptions", "openingstijden", "openingsuren",
        "open op", "geopend", "lid worden", "elke", "iedere", "leden", "vrijwilligers", "volgende", "kom langs",
        "horario", "aberto", "aberta", "todos os", "todas as", "socios", "voluntarios", "proxima", "proximo",
        "inscricoes", "oppettider", "oppet", "varje", "medlem", "medlemmar", "nasta", "valkommen", "anmal dig",
    ),
}  # fmt: skip
"""`lively` speaks for: it is what somebody says who is there now."""

_ACTORS = {
    "citizen": (
        "association", "associatif", "associative", "benevole", "benevoles", "adherents", "adherent", "adherentes",
        "habitants", "collectif", "citoyens", "citoyenne", "loi 1901", "loi de 1901", "cooperative d'habitants",
        "voisins", "voisines", "amicale", "jardiniers", "cooperateurs", "societaires", "membres", "cotisation",
        "adhesion", "scic", "asbl", "vereniging", "vrijwilligers", "vrijwilliger", "stichting", "bewoners",
        "buurtbewoners", "leden", "vzw", "associacao", "voluntarios", "moradores", "vizinhos", "socios",
        "cooperadores", "forening", "foreningen", "ideell", "ideella", "volontarer", "medlemmar", "eldsjalar",
    ),
    "public": (
        "ville de", "la mairie", "service municipal", "services municipaux", "communaute d'agglomeration",
        "agglomeration", "ccas", "municipal", "municipale", "municipaux", "collectivite", "mediatheque",
        "bibliotheque", "universite", "iut", "syndicat", "gemeente", "stad", "ocmw", "welzijn", "bibliotheek",
        "camara municipal", "municipio", "junta de freguesia", "kommun", "kommunen", "kommunens", "biblioteket",
        "regie municipale",
    ),
    "private": (
        "sarl", "sas", "eurl", "snc", "sasu", "entreprise", "gerant", "gerante", "societe", "start up", "startups",
        "freelances", "abonnement", "bv", "b v", "nv", "n v", "cv", "zaakvoerder", "ondernemer", "lda", "gerente",
        "empresa", "ab", "aktiebolag", "foretag", "vd",
    ),
    "platform": (
        "plateforme", "application mobile", "telechargez l'application", "platform", "plataforma", "plattform",
    ),
}  # fmt: skip


_OTHER_TRADES: dict[str, tuple[str, ...]] = {
    "other-trade": (
        "emploi", "emplois", "job", "jobs", "jobb", "vacatures", "vacature", "emprego", "immobilier", "immobiliere",
        "immo", "bureaux", "kantoor", "kantoren", "makelaar", "imobiliaria", "agenda", "sorties", "annuaire",
        "office de tourisme", "hotel", "gite", "gites", "chambres d hotes", "camping", "vakantiehuis",
        "pages jaunes", "petites annonces", "comparateur", "supporters", "club de supporters", "supportersclub",
        "supportersvereniging", "fan club", "fanclub", "football club", "voetbalclub", "clube de futebol",
        "fotbollsklubb", "supporterklubb",
    ),
}  # fmt: skip


def _spelt(table: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    return ((fold(word), slug) for slug, words in table.items() for word in words)


SAID = PhraseSets((_spelt(_AGAINST), _spelt(_ACTORS), ((day, day) for day in DAYS)))
"""Folded phrase -> slug of what the page is instead of an initiative; folded phrase -> actor; days of the week."""
OTHER_TRADES = Phrases(_spelt(_OTHER_TRADES))
"""Folded phrase in a site's name -> it lists or sells what others make."""
