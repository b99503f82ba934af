"""What host and path tell of a page: whose site it is, and which part of it."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from sharitories_crawl.geo.names import fold

_SOCIAL_HOST = re.compile(
    r"(^|\.)(facebook|instagram|twitter|linkedin|youtube|mastodon|tiktok|bsky|threads|telegram|t\.me)(\.[a-z]+)*$|"
    r"^(www\.)?x\.com$|(^|\.)(mastodon|mamot|diaspora|framapiaf|piaille)\b"
)
_PLATFORM_HOST = re.compile(
    r"(helloasso|meetup|eventbrite|openagenda|ulule|kisskissbank|leetchi|gofundme|voordekunst|voorjebuurt|tricount|"
    r"leboncoin|airbnb|blablacar|framavox|loomio|billetweb|weezevent|assoconnect|mobilizon|ppl\.pt|peerby|ticketea|"
    r"yapla|cagette|monepi|cotizup|miimosa|lilo\b|zeste|kickstarter|indiegogo|steunactie|doneeractie|geef\.nl|"
    r"marktplaats|2dehands|olx\.|blocket|tradera|hoplr|nextdoor|smileuj?s|geev|beebs|patreon|tipeee|jemengage|"
    r"jeveuxaider|benevolt|demarches-simplifiees|decidim|citizenlab|cocarto|gogocarto)"
)
_PUBLIC_HOST = re.compile(
    r"(^|[.-])(mairie|ville|villede\w*|commune|village|agglo\w*|agglomeration|metropole|communaute|departement|region|"
    r"gouv|cc|ca|ccas|cias|smictom|sictom|syndicat|mediatheques?|bibli|bibliotheques?|univ|iut|tourisme|cidff|"
    r"territoires|mobilites|gemeente|ocmw|cpas|welzijn|kommun|cm|camara|municipio|freguesia|stad)([.-]|$)|"
    r"^(www\.)?(agglo|mairie|villede|grand-)|(agglo|mairie|kommun|gemeente)\b|(kommun|gemeente)[.-]"
)
_PATHS = {
    "press": r"actualites?|actus?|articles?|news|faits-divers|societe|economie|culture|sports?|nieuws|artikel|regio|"
    r"noticias?|noticia|sociedade|local|nyheter|nyhet|artiklar?",
    "blog": r"blog|blogue|blogg|billets?|posts?|category|tag|carnet",
    "forum": r"forums?|viewtopic|topics?|threads?|sujet|discussions?|t|trad|archives|listes|msg\d+",
    "job": r"emplois?|offres?(?:-d-?emploi)?|jobs?|recrutement|carrieres?|vacatures?|vacature|empregos?|vagas?|jobb|"
    r"lediga-jobb|careers?",
    "estate": r"annonces?|location|a-louer|louer|bureaux|immobilier|vente|te-huur|huren|kantoorruimte|kantoor|arrendar|"
    r"imoveis|lokaler|hyra|objekt|kontor",
    "shop": r"produits?|product|shop|boutiques?|magasins?|store|stores|agences?|panier|devis|tarifs?|services?|"
    r"prestations?|winkels?|producten|diensten|tarieven|loja|lojas|produtos?|servicos|butik|butiker|produkter|tjanster",
    "directory": r"annuaire|directory|repertoire|listings?|fiches?|listes?|lista|overzicht|gids|mapa|mapping|"
    r"cartes?|kaart|"
    r"karta|tous|membres|lieux|structures|acteurs|clubs|resultats|recherche|search|zoeken|pesquisa|sok|alla|alle",
    "event": r"agenda|evenements?|events?|evento|eventos|evenement|evenementen|evenemang|kalender|sorties|stages?",
    "own": r"contact|contacts|nous-contacter|a-propos|about|qui-sommes-nous|association|l-association|adherer|adhesion|"
    r"horaires|infos(?:-pratiques)?|accueil|presentation|le-projet|ateliers|activites|over-ons|wie-zijn-wij|"
    r"openingstijden|"
    r"openingsuren|lid-worden|meedoen|praktisch|contactos?|quem-somos|sobre|horarios?|atividades|socios|om-oss|kontakt|"
    r"oppettider|bli-medlem|om|nous-rejoindre|acces|permanences|benevoles|catalogue|catalogus|inscription|index|home",
    "platform": r"projects?|projets?|groups?|groupes?|collectes?|cagnottes?|campaigns?|campagnes?|associations|"
    r"processes|"
    r"profile|user|users|u|projecten|groep|groepen|projeto|projetos|grupo|grupos|projekt|grupp|insamling",
    "topic": r"guides?|conseils?|dossiers?|comprendre|definition|glossaire|faq|tutos?|tutoriels?|fiches-pratiques|"
    r"tips|kennisbank|"
    r"woordenboek|glossario|dicas|wiki|ordbok|exercices?|cours|lessons?|memoires?|depot|these|histoire|patrimoine",
    "politics": r"programme|nos-propositions|propositions|verkiezingsprogramma|standpunten|programa|propostas|"
    r"motioner|valprogram|"
    r"elections",
    "public": r"vie-municipale|cadre-de-vie|demarches|vie-quotidienne|au-quotidien|solidarites?|mairie|"
    r"environnement|dechets|jeunesse|"
    r"leven|wonen|inwoners|ambiente|acao-social|municipio|uppleva-och-gora|bygga-bo|omsorg|vie-associative|equipements",
}
_PATH = re.compile(
    r"(?:^|[/?=&._])(?:" + "|".join(f"(?P<{sort}>{words})" for sort, words in _PATHS.items()) + r")(?=$|[/?=&._])"
)
_PARTS_OF_HOST = {
    "press": r"journal|gazette|presse|hebdo|quotidien|actus?(?=\.|-|$)|infos?(?=\.|-|$)|telegram|tribune|nieuws|"
    r"krant|dagblad|"
    r"weekblad|omroep|koerier|courant|noticias?|diario|jornal|correio|tidning|nyheter|bladet|kuriren|posten(?=\.)|"
    r"dagbla|magazine",
    "public": r"mairie|gemeente|kommun(?!ity)|municipio|camara-?munic|villede|agglo|bibliothe|bibliotek|"
    r"biblioteca|mediathe|univers|"
    r"hogskol|ocmw|prefecture",
    "job": r"emploi|recrut|carriere|vacature|werkenbij|uitzend|empreg|jobb|jobs|rekryt|interim|talents?(?=\.|-)",
    "estate": r"immo|bureaux|locaux|kantor|kantoor|makelaar|vastgoed|imove|imobil|arrend|fastighet|lokaler|huren|loyer",
    "shop": r"boutique|store|shop|winkel(?!ier)|verhuur|outlet|discount|marknad|butik|loja|express|pascher|devis|"
    r"materiaux",
    "directory": r"annuaire|guide|guiden|gids|kaart|kartan|karta|mapa|carte|wijzer|radar|zoeker|overzicht|"
    r"diretorio|lista|repertoire|"
    r"trouver|vinden|encontra|hitta|agenda|sortir|uitin|evenement",
    "blog": r"blog|voyage|reise|resa|viag|recette|recept|maman|mama(?=\.|-)|nomad|lifestyle|carnet",
    "reference": r"wiki|encyclop|diction|gloss|lexi|woordenboek|ordbok|exercice|memoire|these|histoire|historia|"
    r"geschied|patrimoine|"
    r"hembygd|forum|school|ecole|escola|skola|onderwijs|cours(?=\.|-)",
    "politics": r"election|municipales|candidat|liste-|lijst|partij|partido|partiet|20(?:20|25|26)|avec-vous|"
    r"ensemble-pour|juntos|stem-",
    "own": r"asso(?=\.|-|c)|collecti|cooperat|amap|repair|fablab|makerspace|jardin|tuin|horta|odling|vereniging|"
    r"forening|coletiv|ruil|"
    r"troc|tierslieu|tiers-lieu|recycl|ressourcerie|kringloop|atelier|buurt|bricothe|velo|cykel|fiets|cowork",
}
_HOST = re.compile("|".join(f"(?P<{sort}>{words})" for sort, words in _PARTS_OF_HOST.items()))
"""Parts of a host's words, which are often written as one."""
_DATED = re.compile(r"/(?:19|20)\d\d(?:/|-\d\d|$)")
_NUMBERED = re.compile(r"\d{4,}(?:\.\w+)?/?$|[?&]\w+=\d+")
_LONG_SLUG = 4
"""So many hyphens in the last part of a path are a headline's."""


def address_signals(url: str) -> Iterator[tuple[str, float]]:
    """Signals of a page's host and path, each 1."""
    parts = urlsplit(url)
    host, path = parts.hostname or "", parts.path.lower()
    if _SOCIAL_HOST.search(host):
        yield "host:social", 1.0
    if _PLATFORM_HOST.search(host):
        yield "host:platform", 1.0
    if _PUBLIC_HOST.search(host):
        yield "host:public", 1.0
    for sort in {match.lastgroup for match in _HOST.finditer(host.removeprefix("www."))}:
        yield f"host:like-{sort}", 1.0
    segments = [segment for segment in path.split("/") if segment]
    yield f"path:depth-{min(len(segments), 3)}", 1.0
    inner = host.removeprefix("www.").rsplit(".", 2)[0] if host.removeprefix("www.").count(".") > 1 else ""
    where = f"{inner}{path}?{parts.query.lower()}" if parts.query else f"{inner}{path}"
    for sort in {match.lastgroup for match in _PATH.finditer(where)}:
        yield f"path:{sort}", 1.0
    if _DATED.search(path):
        yield "path:dated", 1.0
    if _NUMBERED.search(where):
        yield "path:numbered", 1.0
    if segments and segments[-1].count("-") >= _LONG_SLUG:
        yield "path:headline", 1.0


def host_words(url: str) -> str:
    """The folded words of a host, without its ending."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return fold(host.rpartition(".")[0].replace(".", " ").replace("_", " "))
