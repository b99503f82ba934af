"""Words of menus, titles, site names and hosts that tell whose page it is, in four languages."""

from sharitories_crawl.geo.names import fold
from sharitories_crawl.phrases import Phrases


def _index(table: dict[str, tuple[str, ...]]) -> Phrases[str]:
    return Phrases((fold(word), sort) for sort, words in table.items() for word in words)


_MENU = {
    "press": (
        "politique", "sport", "sports", "rugby", "foot", "football", "faits divers", "meteo", "culture loisirs",
        "economie", "societe", "derniere heure", "en direct", "a la une", "une", "actualite", "opinion", "opinions",
        "editorial", "edito", "abonnement", "s abonner", "abonnez vous", "annonces legales", "avis de deces",
        "obseques", "jeux", "mots croises", "horoscope", "kiosque", "le journal", "newsletter", "newsletters",
        "podcasts", "videos", "france monde", "justice", "mes communes", "sorties", "people", "nieuws",
        "sport uitslagen", "112", "regio", "binnenland", "buitenland", "economie en werk", "familieberichten", "opinie",
        "weer", "meest gelezen", "abonneren", "e paper", "krant", "puzzels", "cultuur", "desporto", "futebol",
        "politica", "economia", "sociedade", "necrologia", "opiniao", "ultimas", "regiao", "mundo", "pais", "cultura",
        "classificados", "assinaturas", "edicao", "nyheter", "sport", "ekonomi", "nojen", "familj", "ledare",
        "insandare", "debatt", "e tidning", "blaljus", "kultur", "korsord", "prenumerera", "kundcenter", "tipsa oss",
        "senaste nytt", "vader", "asikt",
    ),
    "public": (
        "ma ville", "mairie", "ma mairie", "vie municipale", "conseil municipal", "demarches", "mes demarches",
        "vos demarches", "demarches en ligne", "enfance", "petite enfance", "enfance et jeunesse", "cadre de vie",
        "urbanisme", "etat civil", "marches publics", "deliberations", "les elus", "vos elus", "solidarites",
        "dechets", "eau et assainissement", "vie quotidienne", "au quotidien", "ma commune", "la commune",
        "l agglomeration", "portail famille", "seniors", "agenda municipal", "plan de ville", "recrutement",
        "acces rapides", "signaler un probleme", "accessibilite", "action sociale", "le conseil communautaire",
        "les communes", "mobilites", "payer en ligne", "gemeente", "bestuur", "burgerzaken", "afval",
        "wonen en leven", "wonen", "vrije tijd", "onderwijs", "werken en ondernemen", "gemeenteraad", "parkeren",
        "paspoort", "stad en bestuur", "producten en diensten", "digitaal loket", "welzijn", "welzijn en zorg",
        "collecties", "municipio", "autarquia", "camara municipal", "assembleia municipal", "freguesias", "balcao",
        "servicos", "servicos online", "educacao", "acao social", "ambiente", "urbanismo", "viver", "municipe",
        "kommun", "kommun och politik", "kommun politik", "barn och utbildning", "forskola", "forskola och skola",
        "omsorg", "omsorg och stod", "bygga och bo", "bygga bo", "bygga bo och miljo", "trafik", "trafik och resor",
        "uppleva och gora", "kultur och fritid", "naringsliv", "arbete och naringsliv", "e tjanster", "sjalvservice",
    ),
    "own": (
        "l asso", "l association", "association", "qui sommes nous", "le projet", "notre projet", "nos activites",
        "activites", "adherer", "adhesion", "nous rejoindre", "rejoindre", "nous soutenir", "benevoles", "benevolat",
        "devenir benevole", "nous trouver", "infos pratiques", "horaires", "horaires et acces", "contact",
        "nous contacter", "le lieu", "les ateliers", "ateliers", "l equipe", "equipe", "statuts", "partenaires",
        "nos partenaires", "galerie", "la charte", "charte", "reglement", "calendrier", "nos producteurs",
        "les producteurs", "permanences", "don", "membres", "la cooperative", "devenir membre", "devenir cooperateur",
        "comptes rendus", "le jardin", "l amap", "contrats", "over ons", "wie zijn wij", "wie we zijn", "meedoen",
        "doe mee", "lid worden", "word lid", "vrijwilliger worden", "vrijwilligers", "openingstijden", "openingsuren",
        "praktisch", "agenda", "de tuin", "team", "onze werking", "steun ons", "bestuur en statuten", "activiteiten",
        "quem somos", "sobre nos", "a associacao", "associacao", "seja socio", "junte se", "participar", "voluntariado",
        "horario", "horarios", "onde estamos", "contactos", "atividades", "o projeto", "estatutos", "socios", "equipa",
        "om oss", "bli medlem", "medlemskap", "medlem", "oppettider", "hitta hit", "hitta oss", "kontakt", "styrelsen",
        "foreningen", "kalender", "stadgar", "volontar", "engagera dig", "for medlemmar", "stall i ko", "aktiviteter",
        "vi som ar har", "verksamheten", "stod oss",
    ),
    "shop": (
        "panier", "mon panier", "boutique", "boutique en ligne", "e shop", "mon compte", "nos magasins", "magasins",
        "promotions", "promos", "soldes", "nouveautes", "catalogue produits", "produits", "marques", "livraison", "cgv",
        "nos services", "services", "tarifs", "devis", "demander un devis", "nos agences", "nos clients", "references",
        "nos realisations", "realisations", "prestations", "nos solutions", "solutions", "expertise", "entreprises",
        "particuliers", "professionnels", "franchise", "devenir franchise", "abonnements", "carte cadeau", "la marque",
        "winkel", "winkels", "winkelmand", "winkelwagen", "webshop", "aanbiedingen", "klantenservice", "merken",
        "producten", "diensten", "onze diensten", "prijzen", "tarieven", "offerte", "vestigingen", "zakelijk",
        "bezorgen", "loja", "lojas", "loja online", "carrinho", "promocoes", "marcas", "produtos", "orcamento",
        "precos", "empresas", "butik", "butiker", "varukorg", "kundtjanst", "erbjudanden", "kampanjer", "produkter",
        "tjanster", "priser", "offert", "foretag", "varumarken", "kassa",
    ),
    "job": (
        "offres d emploi", "offres", "deposer mon cv", "deposer un cv", "salaires", "recruteurs",
        "entreprises qui recrutent", "candidats", "mes candidatures", "alertes emploi", "trouver un emploi", "interim",
        "fiches metiers", "vacatures", "werkgevers", "cv plaatsen", "salariswijzer", "voor werkgevers",
        "ofertas de emprego", "empregos", "candidatos", "publicar oferta", "criar alerta", "lediga jobb",
        "for arbetsgivare", "arbetsgivare", "skapa cv", "jobb", "jobbalert",
    ),
    "estate": (
        "acheter", "louer", "vendre", "estimer", "estimation", "bureaux a louer", "bureaux", "locaux d activites",
        "commerces", "entrepots", "investir", "programmes neufs", "biens", "annonces", "deposer une annonce",
        "honoraires", "immobilier", "kopen", "huren", "kantoorruimte", "kantoren", "bedrijfsruimte", "makelaars",
        "aanbod", "comprar", "arrendar", "vender", "imoveis", "escritorios", "publicar anuncio", "hyra", "salja",
        "lokaler", "kontor", "lagerlokaler", "maklare", "objekt",
    ),
    "platform": (
        "connexion", "se connecter", "inscription", "s inscrire", "creer un compte", "explorer", "decouvrir",
        "lancer un projet", "lancer une campagne", "creer un groupe", "creer un evenement", "decouvrir les projets",
        "comment ca marche", "centre d aide", "aide", "inloggen", "registreren", "ontdek", "ontdekken", "groep starten",
        "start een project", "help", "projecten", "entrar", "criar conta", "registar", "explorar", "criar campanha",
        "criar evento", "como funciona", "ajuda", "logga in", "skapa konto", "registrera", "utforska", "upptack",
        "skapa grupp", "starta insamling", "starta projekt", "skapa evenemang", "hjalp",
    ),
    "forum": (
        "forum", "forums", "index du forum", "faq du forum", "messages recents", "derniers messages",
        "membres connectes", "discussions", "recente topics", "forumregels", "topicos", "topicos recentes",
        "senaste inlagg", "tradar",
    ),
    "blog": (
        "blog", "mon blog", "a propos de moi", "qui suis je", "mes recettes", "mes voyages", "recettes", "diy",
        "voyages", "bons plans", "lifestyle", "over mij", "mijn blog", "recepten", "reizen", "sobre mim", "receitas",
        "viagens", "om mig", "recept", "resor", "archives", "categories", "conseils", "guides", "dossiers",
        "fiches pratiques", "tips", "dicas", "artigos", "artiklar", "tutoriels", "comparatifs",
    ),
    "directory": (
        "annuaire", "l annuaire", "carte", "la carte", "liste", "la liste", "ajouter un lieu", "ajouter une structure",
        "ajouter", "referencer", "departements", "regions", "par region", "par departement", "par commune", "trouver",
        "trouver un lieu", "les lieux", "tous les lieux", "rechercher", "recherche", "carte interactive", "kaart",
        "overzicht", "zoeken", "toevoegen", "alle locaties", "provincies", "mapa", "lista", "pesquisar", "adicionar",
        "distritos", "concelhos", "karta", "kartan", "sok", "alla platser", "lagg till", "lan", "kommuner", "orter",
        "categorieen", "rubriques", "fiches",
    ),
    "politics": (
        "notre programme", "programme", "l equipe de campagne", "nos candidats", "la liste", "soutenir", "le candidat",
        "la candidate", "nos propositions", "faire campagne", "standpunten", "onze kandidaten", "verkiezingsprogramma",
        "fractie", "programa", "candidatos", "propostas", "lista de candidatos", "kandidater", "valprogram",
        "var politik", "politik a till o", "motioner",
    ),
    "school": (
        "cours", "exercices", "niveaux", "lecons", "professeurs", "formations", "nos formations",
        "catalogue de formations", "financement", "cpf", "cursussen", "lessen", "opleidingen", "oefeningen", "cursos",
        "aulas", "exercicios", "formacoes", "kurser", "lektioner", "ovningar", "utbildningar",
    ),
}  # fmt: skip

_TITLE = {
    "topic": (
        "qu est ce que", "qu est ce qu", "c est quoi", "mode d emploi", "comment creer", "comment monter", "definition",
        "comprendre", "pourquoi", "conseils", "astuces", "wat is een", "wat is", "hoe begin", "voordelen", "waarom",
        "tips", "stappenplan", "o que e", "como criar", "como funciona", "porque", "dicas", "vad ar", "sa startar du",
        "varfor", "sa gor du", "glossaire", "glossario", "dictionnaire", "woordenboek", "ordbok", "wiki", "tout savoir",
        "le guide", "guide complet", "etude", "memoire", "these", "onderzoek", "estudo", "studie", "histoire de",
        "patrimoine", "exercice", "comprehension", "lecon", "oefening", "exercicio", "ovning", "podcast", "livre",
        "boek", "livro", "bok",
    ),
    "politics": (
        "programme", "notre programme", "municipales", "candidat", "verkiezingsprogramma", "standpunten",
        "programa eleitoral", "eleicoes", "autarquicas", "candidatura", "motion", "motion om", "valprogram", "vallofte",
    ),
    "job": (
        "emploi", "emplois", "offre d emploi", "offres d emploi", "recrute", "recrutement", "cdi", "cdd", "h f",
        "stage", "alternance", "vacature", "vacatures", "gezocht", "m v x", "m v", "fulltime", "parttime", "emprego",
        "vaga", "vagas", "recruta", "lediga jobb", "jobb", "sokes", "soker",
    ),
    "estate": (
        "a louer", "a vendre", "location", "bureaux", "bureau a louer", "annonces", "immobilier", "m2", "te huur",
        "te koop", "kantoorruimte", "kantoor", "arrendar", "arrendamento", "venda", "escritorios", "imoveis",
        "anuncios", "att hyra", "hyra", "lediga lokaler", "kontorslokaler", "till salu",
    ),
    "shop": (
        "achat", "acheter", "pas cher", "prix", "tarifs", "promo", "livraison", "magasin", "boutique", "devis", "louez",
        "reservez", "kopen", "goedkoop", "prijzen", "tarieven", "aanbieding", "bestel", "huren", "comprar", "barato",
        "preco", "precos", "loja", "kop", "billigt", "pris", "priser", "butik", "rea", "boka",
    ),
    "ranking": (
        "meilleur", "meilleurs", "meilleures", "top", "comparatif", "selection", "plus beaux", "ou teletravailler",
        "beste", "leukste", "vergelijk", "melhor", "melhores", "basta", "jamfor",
    ),
    "directory": (
        "annuaire", "repertoire", "liste", "liste des", "carte des", "cartographie", "tous les", "toutes les",
        "les amap", "fiche projet", "pres de chez vous", "guide des associations", "overzicht", "alle", "lijst", "gids",
        "kaart", "lista", "listagem", "mapa", "diretorio", "guia", "rede de", "alla", "lista over", "katalog",
        "forteckning", "oversikt", "karta", "reseau des", "associations de", "verenigingen in",
    ),
    "event": (
        "agenda", "evenement", "salon", "concert", "fete", "festival", "conference", "journee", "bourse", "foire",
        "marche de noel", "evenementen", "beurs", "feest", "lezing", "evento", "feira", "festa", "palestra",
        "evenemang", "massa", "foredrag",
    ),
    "forum": (
        "forum", "cherche", "re", "archives de liste", "help", "ajuda", "hjalp", "gezocht tip", "procuro", "topic",
    ),
    "public": (
        "ville de", "mairie", "commune de", "agglomeration", "communaute de communes", "ccas", "conseil departemental",
        "gemeente", "stad", "ocmw", "camara municipal", "municipio", "junta de freguesia", "kommun", "mediatheque",
        "bibliotheque", "bibliotheek", "biblioteca", "bibliotek", "biblioteket", "office de tourisme", "universite",
    ),
    "own": (
        "accueil", "bienvenue", "contact", "nous contacter", "qui sommes nous", "l association", "notre association",
        "adherer", "nous rejoindre", "horaires", "infos pratiques", "nos activites", "nous trouver", "le projet",
        "l asso", "home", "welkom", "over ons", "openingstijden", "openingsuren", "lid worden", "doe mee", "praktisch",
        "inicio", "bem vindo", "bem vindos", "quem somos", "sobre nos", "contactos", "horario", "horarios",
        "seja socio", "hem", "valkommen", "om oss", "kontakt", "oppettider", "bli medlem", "startsida", "hitta hit",
    ),
}  # fmt: skip

_NAME = {
    "press": (
        "ouest france", "telegramme", "journal", "gazette", "presse", "press", "courrier", "republicain", "republique",
        "depeche", "independant", "france 3", "france bleu", "france info", "actu", "actus", "info", "infos",
        "nouvelle", "nouvelles", "nouvelliste", "echo", "echos", "eclair", "progres", "matin", "soir", "sud ouest",
        "voix", "magazine", "mag", "hebdo", "quotidien", "impartial", "libre", "reporter", "revue", "tribune",
        "dauphine", "phare", "reveil", "radio", "fm", "tv", "tele", "dagnieuws", "nieuws", "nieuwsblad", "courant",
        "dagblad", "krant", "weekblad", "blad", "omroep", "koerier", "gazet", "bode", "stem", "post", "jornal",
        "diario", "noticias", "revista", "correio", "gazeta", "noticia", "imprensa", "tidning", "tidningen", "nyheter",
        "bladet", "posten", "nytt", "kuriren", "lans", "allehanda", "morgon", "dagligen", "media", "chronique",
        "periodique", "observateur", "observador",
    ),
    "public": (
        "ville", "mairie", "commune", "agglo", "agglomeration", "communaute", "metropole", "departement", "region",
        "prefecture", "ccas", "cias", "conseil", "municipal", "municipale", "syndicat", "mediatheque", "mediatheques",
        "bibliotheque", "bibliotheques", "universite", "univ", "iut", "office de tourisme", "tourisme", "smictom",
        "sictom", "gemeente", "stad", "ocmw", "cpas", "welzijn", "bibliotheek", "bib", "camara", "municipio",
        "freguesia", "biblioteca", "universidade", "kommun", "kommuns", "stads", "bibliotek", "biblioteket",
        "region skane", "universitet", "hogskola", "caf", "gouv", "gouvernement", "ademe", "burgerberaad",
        "jeparticipe", "participez", "participa",
    ),
    "job": (
        "emploi", "emplois", "job", "jobs", "recrutement", "interim", "carriere", "career", "cv", "vacature",
        "vacatures", "werk", "uitzendbureau", "vacaturebank", "emprego", "empregos", "carreira", "jobb", "rekrytering",
        "karriar",
    ),
    "estate": (
        "immo", "immobilier", "immobiliere", "bureaux", "locaux", "logic immo", "habitat neuf", "promotion", "vastgoed",
        "makelaar", "makelaars", "makelaardij", "kantoor", "kantoren", "imobiliaria", "imoveis", "arrendar",
        "fastigheter", "fastighet", "maklare", "maklarna", "lokaler", "kontor",
    ),
    "shop": (
        "boutique", "store", "shop", "magasin", "location", "loc", "hotel", "restaurant", "traiteur", "pro", "express",
        "discount", "conseil", "consulting", "agence", "studio", "formation", "assurances", "banque", "winkel",
        "verhuur", "groothandel", "loja", "aluguer", "consultoria", "butik", "handel", "uthyrning", "konsult",
        "marknad", "sarl", "sas", "bv", "lda", "ab",
    ),
    "directory": (
        "annuaire", "guide", "carte", "repertoire", "bottin", "pages jaunes", "tous", "directory", "gids", "kaart",
        "wijzer", "zoeker", "overzicht", "radar", "guia", "mapa", "diretorio", "lista", "guiden", "kartan", "katalogen",
        "hitta", "reseau", "federation", "netwerk", "rede", "riksforbundet", "sorties", "agenda", "bons plans",
    ),
    "blog": (
        "blog", "blogspot", "wordpress", "overblog", "canalblog", "over blog", "medium", "substack", "blogue", "blogg",
        "voyage", "voyages", "nomade", "nomades", "recettes", "potager", "maman", "blogo", "podcast",
    ),
    "reference": (
        "wiki", "encyclopedie", "dictionnaire", "glossaire", "memoires", "memoire", "exercices", "fle", "cours",
        "histoire", "patrimoine", "numismatique", "woordenboek", "lexicon", "geschiedenis", "heemkunde", "glossario",
        "dicionario", "historia", "ordbok", "hembygd", "archives", "listes", "pad", "forum", "forums", "theses",
    ),
    "politics": (
        "2020", "2026", "2025", "elections", "avec vous", "ensemble pour", "liste", "parti", "partij", "lijst",
        "partido", "coligacao", "bloco", "juntos", "partiet", "demokraterna", "vanstern", "groen", "citoyens 2026",
        "municipales",
    ),
    "own": (
        "association", "asso", "collectif", "amap", "sel", "repair", "fablab", "jardin", "jardins", "cooperative",
        "coop", "tiers lieu", "cafe", "epicerie", "recyclerie", "ressourcerie", "mjc", "amis", "amicale", "vereniging",
        "stichting", "vzw", "buurt", "wijk", "tuin", "associacao", "coletivo", "cooperativa", "horta", "clube",
        "forening", "foreningen", "kollektiv", "odling", "cykel", "foraldrakooperativet", "atelier", "atelie",
        "verkstad", "ruil", "troc", "coworking", "cowork", "makerspace", "hackerspace", "lab",
    ),
}  # fmt: skip

MENU = _index(_MENU)
"""Folded words of links to the page's own site -> what sort of site has them."""
TITLE = _index(_TITLE)
"""Folded words of a title -> what sort of page bears them."""
NAME = _index(_NAME)
"""Folded words of a host or of a site's name -> whose site it is."""
