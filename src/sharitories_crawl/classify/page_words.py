"""Words that tell what sort of page speaks, in four languages: of hosts, site names and titles, and of chrome."""

import re

from sharitories_crawl.geo.names import fold
from sharitories_crawl.phrases import Phrases

SOCIAL_HOST = re.compile(
    r"(^|\.)(facebook|instagram|twitter|linkedin|youtube|mastodon|tiktok|bsky)\.[a-z]+$|^(www\.)?x\.com$"
)
PLATFORM_HOST = re.compile(
    r"(helloasso|meetup|eventbrite|openagenda|ulule|kisskissbank|leetchi|gofundme|voordekunst|voorjebuurt|tricount|"
    r"leboncoin|airbnb|blablacar|framavox|loomio|billetweb|weezevent|assoconnect|mobilizon|ppl\.pt|peerby|ticketea)"
)
PUBLIC_HOST = re.compile(
    r"(^|[.-])(mairie|ville|villede\w*|commune|village|agglo\w*|agglomeration|metropole|communaute|departement|region|"
    r"gouv|cc|ca|ccas|cias|smictom|sictom|syndicat|mediatheques?|bibli|bibliotheques?|univ|iut|tourisme|cidff|"
    r"territoires|mobilites|gemeente|ocmw|cpas|welzijn|kommun|cm|camara|municipio|freguesia|stad)([.-]|$)|"
    r"^(www\.)?(agglo|mairie|villede|grand-)|(agglo|mairie|kommun|gemeente)\b|(kommun|gemeente)[.-]"
)
PUBLIC_NAME = re.compile(
    r"^(la |le |l )?(ville de|ville d|mairie|commune de|agglomeration|communaute de communes|"
    r"communaute d agglomeration|"
    r"metropole|conseil departemental|conseil regional|prefecture|ccas|centre communal d action sociale|gemeente|stad|"
    r"ocmw|welzijn|camara municipal|municipio|junta de freguesia|syndicat)\b|"
    r"\b(kommun|kommuns|agglo|agglomeration|ccas|ocmw)$|^mairie\b|^grand (?!prix)\w+$"
)
"""Of a folded site name, of a segment of the title, of the first line of text or footer."""
PRESS_NAME = re.compile(
    r"\b(ouest ?france|telegramme|journal|gazette|presse|press|courrier|republicain|republique|depeche|independant|"
    r"france ?(?:3|bleu|info)|actus?|infos?|nouvelles?|echos?|progres|matin|soir|sud ?ouest|voix|magazine|hebdo|"
    r"quotidien|"
    r"impartial|libre|reporter|revue|tribune|dagnieuws|nieuws|nieuwsblad|courant|dagblad|krant|weekblad|blad|omroep|"
    r"jornal|diario|noticias|revista|correio|tidning|tidningen|nyheter|bladet|posten)\b|"
    r"\w(?:blad|bladet|nieuws|dagblad|tidning|tidningen|krant|infos|hebdo)\b"
)
"""Of a folded site name; in a host only beside another sign."""
PRESS_TYPES = frozenset({"NewsArticle", "ReportageNewsArticle", "OpinionNewsArticle"})
LIST_TITLE = re.compile(
    r"\b(annuaire|repertoire|bottin|liste|carte des|cartographie|guide des associations|tous les|toutes les|"
    r"fiche projet|pres de chez vous|dans le departement|overzicht|^alle|lijst|gids|lista|listagem|mapa d\w+|diretorio|"
    r"guia d\w+|^alla|lista over|katalog|forteckning|oversikt|motesplatser och|buurthuizen en)\b|"
    r"\breseau des\b|\bcarte d"
)
LIST_ADDRESS = re.compile(
    r"\b(annuaire|directory|repertoire|listings?|fiches?|liste|lista|overzicht|gids|mapa|mapping|carte|clubs|"
    r"tous|membres)\b|guiden\b|zoeker\b|radar\b|kaart\b|kartan\b|annuaire|"
    r"comparateur|comparador|vergelijk(?:er|en)?\b"
)
OWN_TITLE = re.compile(r"^(nos|notre|nous|onze|ons|wij|over ons|os nossos|as nossas|sobre nos|vara|vart|om oss)\b")
"""A list of one's own branches is an own site's."""
JOB = re.compile(
    r"\b(emploi\w*|empreg\w*|offres? d emploi|jobs?|recrute\w*|vacature\w*|vagas?|jobb|"
    r"lediga (?:jobb|tjanster)|cdi|cdd|alternance)\b"
)
"""In the folded title or address; a word of a contract in the text must join it."""
BLOG_ADDRESS = re.compile(
    r"\b(wiki\w*|blog|archives|listes|depot|memoires?|exercices?|glossario|artiklar|dictionnaire)\b"
)

_CHROME = {
    "speech": (
        "raconte", "explique t", "explique", "sourit", "resume", "plaisante", "precise", "confie", "regrette",
        "souligne", "se souvient", "assure", "se rejouit", "soupire", "insiste", "temoigne", "zegt", "vertelt",
        "aldus", "lacht", "voorspelt", "legt uit", "sager", "berattar", "forklarar", "menar", "diz", "conta",
        "explica", "afirma", "afirmou", "recorda", "sublinha", "contou",
    ),
    "press": (
        "a lire aussi", "lire aussi", "sur le meme sujet", "les plus lus", "la redaction", "de notre correspondant",
        "de notre correspondante", "reserve aux abonnes", "article reserve", "je m abonne", "s abonner",
        "ecrire a la redaction", "annonces legales", "avis de deces", "journal membre", "dans l actualite",
        "newsletter du journal", "lees ook", "abonneer", "meer nieuws", "onze redactie", "advertentie",
        "leia tambem", "assine", "redacao", "las ocksa", "prenumerera", "ansvarig utgivare", "las mer nyheter",
    ),
    "public-body": (
        "service public", "services municipaux", "conseil municipal", "vos demarches", "demarches administratives",
        "hotel de ville", "marches publics", "site conforme rgaa", "rgaa", "accessibilite partiellement conforme",
        "accessibilite non conforme", "accessibilite totalement conforme", "mairie", "arretes municipaux",
        "agenda municipal", "vie municipale", "etat civil", "centre communal d action sociale",
        "publications administratives", "gemeentehuis", "college van burgemeester", "toegankelijkheidsverklaring",
        "camara municipal", "balcao unico", "tillganglighetsredogorelse", "kontaktcenter", "medborgarkontor",
    ),
    "job-offer": (
        "type de contrat", "cdi", "cdd", "salaire", "remuneration", "postuler", "candidater", "fiche de poste",
        "profil recherche", "lettre de motivation", "cv et lettre", "solliciteer", "solliciteren",
        "arbeidsovereenkomst", "salaris", "candidatar se", "candidaturas", "remuneracao", "contrato de trabalho",
        "ansok", "anstallning", "lon enligt", "temps plein", "temps partiel", "prise de poste",
    ),
    "commercial": (
        "steden en gemeenten", "klantenservice", "klantendienst", "prijs op aanvraag", "huurprijs", "sur devis",
        "compte professionnel", "promotions", "prenez rendez vous en ligne", "en magasin", "grandes surfaces",
        "mettez votre etablissement en avant", "regie publicitaire", "sans engagement", "ht par mois", "ht mois",
        "trouvez un conducteur", "petit prix", "notre selection de professionnels", "onze vestigingen",
        "nossas lojas", "sem compromisso", "orcamento gratuito", "prisgaranti", "klicka hem", "utan bindningstid",
        "agence immobiliere", "bureaux a louer", "location de bureaux", "honoraires", "a vendre", "loyer",
        "investisseurs", "annonces", "centre d affaires", "domiciliation", "frais de notaire", "bureau de vente",
        "document non contractuel", "promoteur", "cgv", "conditions generales de vente", "ajouter au panier",
        "panier 0", "livraison gratuite", "code promo", "promo", "demander un devis", "devis gratuit",
        "clients satisfaits", "garantie", "garantis", "paiement en trois fois", "point de vente", "nos magasins",
        "trouver un magasin", "franchise", "nos centres", "nos agences de location", "nos clients", "votre magasin",
        "en stock", "remise", "carte de fidelite", "nos marques", "bons plans", "avis clients", "comparez",
        "reservez votre billet", "a partir de prix", "satisfait ou rembourse", "meilleur prix", "te huur",
        "kantoorruimte te huur", "m2", "makelaar", "winkelwagen", "algemene voorwaarden", "gratis bezorging",
        "aanbieding", "aanbiedingen", "tarieven en voorwaarden", "onze steden", "download de app",
        "telechargez l application", "in heel nederland", "arrendar", "imobiliaria", "carrinho", "promocao",
        "adicionar ao carrinho", "kop nu", "rabatt", "erbjudande", "erbjudanden", "kampanj", "varukorg", "kundklubb",
        "vara butiker",
    ),
    "other": (
        "exercice", "exercices", "comprehension ecrite", "corrige", "niveau b1", "lecon", "apprenants", "fictif",
        "fictive", "memoire de master", "directeur de memoire", "mini entreprise", "vu par les eleves",
        "atelier monetaire", "numismatique", "moyen age", "wiki", "encyclopedie", "modifier le code",
        "derniere modification de cette page", "definition", "verkiezingsprogramma", "stem lijst", "raadsperiode",
        "laatst bewerkt", "woordenboek", "glossario", "o que e", "candidato", "campanha", "candidatura",
        "eleicoes autarquicas", "programa completo", "kommunfullmaktige", "programa eleitoral", "motion", "yrkar",
        "motionar", "lokalhistoria", "hembygdsforening", "wikipedia", "liste de diffusion", "archives de liste",
    ),
}  # fmt: skip

CHROME = Phrases((fold(word), slug) for slug, words in _CHROME.items() for word in words)
"""Folded phrase of a page's text or footer -> what sort of page says it."""

OWN_QUESTION = re.compile(r"^(qui|ou|comment|wie|waar|hoe|quem|onde|como|vem|vilka|var|hur|och)\b|\bca marche\b")
TOPIC_TITLE = re.compile(
    r"\b(qu est ce qu\w*|c est quoi|mode d emploi|comment (?:creer|monter)|definition|exercice|lecon \d|memoire de|"
    r"histoire de|patrimoine|wat is een|hoe begin|voordelen|verkiezingsprogramma|o que e|como criar|como funciona|"
    r"glossario|"
    r"sa startar du|vad ar|motion om|wiki\w*|comprehension)\b|\?$"
)
"""A folded title that explains a topic, or asks: nobody's page."""
