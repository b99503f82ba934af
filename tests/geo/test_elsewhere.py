"""Clues of place beside the town's name: areas, people, publishers, turns of phrase, other senses of the name."""

from pathlib import Path

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.errors import BadInput
from sharitories_crawl.extract.address import find_addresses
from sharitories_crawl.geo.afar import load_afar
from sharitories_crawl.geo.gazetteer import Gazetteer, load_gazetteer
from sharitories_crawl.geo.locality import locate, within
from sharitories_crawl.geo.names import fold, shortened
from sharitories_crawl.geo.places import Evidence, read_places
from sharitories_crawl.geo.towns import Towns, load_towns
from sharitories_crawl.models import Locality, PageKind, Verdict

OWN, PRESS, PUBLIC, SHOP, BLOG = (
    PageKind.OWN_SITE, PageKind.PRESS, PageKind.PUBLIC_BODY, PageKind.COMMERCIAL, PageKind.OTHER,
)  # fmt: skip
HERE, NEAR, AWAY, UNCLEAR = "in_town", "intercommunality", "elsewhere", "unclear"
LANGUAGES = {"NL": "nl", "BE": "nl", "PT": "pt", "SE": "sv"}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(bundled_dir("data") / "communes.csv.gz")


@pytest.fixture(scope="module")
def towns() -> Towns:
    return Towns(load_towns(bundled_dir("data") / "towns.csv"))


def verdict(
    gazetteer: Gazetteer, towns: Towns, town: str, kind: PageKind, title: str, text: str,
    url: str = "", footer: str = "", chrome: str = "",
) -> str:  # fmt: skip
    asked = towns.find(town)
    addresses = find_addresses(f"{text}\n{footer}")
    language = LANGUAGES.get(asked.country, "fr")
    evidence = Evidence(title, text, footer, url, addresses, language, kind, chrome or title)
    return locate(read_places(evidence, gazetteer), asked, gazetteer).verdict.value


Case = tuple[str, PageKind, str, str, str]
"""Town asked about, kind of page, title, text, verdict."""

AREAS: list[Case] = [
    ("Vannes", PageKind.SOCIAL, "Dons du Pays de Bray - Groupe",
     "On donne tout ce qui traîne. Pas de demandes de Vannes merci.", AWAY),
    ("Lorient", PRESS, "Finistère : vingt cafés associatifs recensés",
     "Le réseau publie la liste de ses vingt adresses finistériennes.", AWAY),
    ("Blois", OWN, "Réseau des AMAP d'Indre-et-Loire", "Notre réseau rassemble les paniers d'Indre-et-Loire.", AWAY),
    ("Blois", OWN, "Réseau des AMAP du Loir-et-Cher", "Notre réseau rassemble les paniers du département.", UNCLEAR),
    ("Lorient", OWN, "Le réseau des fablabs de Bretagne", "Nous fédérons les ateliers bretons.", UNCLEAR),
    ("Lorient", OWN, "Les ressourceries d'Occitanie", "Nous fédérons les ressourceries d'Occitanie.", AWAY),
    ("Hilversum", OWN, "Voedselbossen in Friesland", "Wij zijn de voedselbossen van Friesland.", AWAY),
    ("Hilversum", OWN, "Repair Cafés in Noord-Holland", "Overzicht.", UNCLEAR),
    ("Aveiro", OWN, "Hortas comunitárias do Alentejo", "A rede junta hortas do Alentejo.", AWAY),
    ("Kristianstad", OWN, "Bilpooler i Västerbotten", "Nätverket samlar bilpooler i Västerbotten.", AWAY),
    ("Genk", OWN, "Repair cafés in West-Vlaanderen", "Alle herstelpunten van West-Vlaanderen.", AWAY),
]  # fmt: skip
TURNS: list[Case] = [
    ("Chambéry", BLOG, "Une boîte à livres, mode d'emploi",
     "Chez nous, à Yenne, la boîte est une ancienne cabine. À Chambéry ils en ont douze, évidemment.", AWAY),
    ("Hilversum", BLOG, "Hoe begin je een geefkast",
     "Bij ons in Workum staat hij naast de kerk. In Hilversum hebben ze er vijf.", AWAY),
    ("Aveiro", BLOG, "Como fizemos a nossa biblioteca de coisas",
     "Aqui em Tondela começámos com um berbequim. Em Aveiro já têm uma loja inteira.", AWAY),
    ("Kristianstad", BLOG, "Så startade vi bytesrummet",
     "Hos oss i Tomelilla började det i ett garage. I Kristianstad har de en hel butik.", AWAY),
    ("Lorient", OWN, "Notre boîte à dons",
     "Chez nous, à Lorient, la boîte est au marché de Merville. À Rennes ils font autrement.", HERE),
    ("Gap", SHOP, "Covoiturage Gap - Marseille dès 9 €", "12 trajets par jour entre Gap et Marseille.", UNCLEAR),
    ("Lorient", SHOP, "Covoiturage Lorient → Nantes", "Trouvez un trajet de Lorient à Nantes.", UNCLEAR),
    ("Aveiro", SHOP, "Boleias Aveiro - Coimbra", "Boleias de Aveiro para Coimbra desde 3 €.", UNCLEAR),
    ("Lorient", OWN, "Covoiturage à Lorient : l'association Roulons", "À Lorient, l'association prête des voitures.",
     HERE),
    ("Carpentras", PageKind.PLATFORM, "Mon premier album",
     "Lucas, 31 ans, Carpentras. Je veux enregistrer mon disque.", UNCLEAR),
    ("Hilversum", PageKind.PLATFORM, "Help Bram zijn boek uitgeven",
     "Bram, 26 jaar, Hilversum. Ik wil mijn roman drukken.", UNCLEAR),
    ("Niort", PRESS, "Elle ouvre une épicerie à Melle",
     "Clara, 34 ans, Niortaise d'origine, ouvre une épicerie à Melle.", AWAY),
    ("Cholet", PRESS, "Elle a planté une forêt nourricière",
     "Elle a quitté Cholet pour Saint-Flour, où vingt voisins viennent planter.", AWAY),
    ("Hilversum", PRESS, "Van kantoor naar kaasmakerij",
     "Ze verruilde Hilversum voor Dokkum en begon een coöperatie.", AWAY),
    ("Aveiro", PRESS, "Trocar tudo pela terra", "Deixou Aveiro por Castelo Branco, onde criou uma horta comunitária.",
     AWAY),
    ("Kristianstad", PRESS, "Bytte kontor mot odling",
     "De lämnade Kristianstad för Sveg och startade en andelsodling.", AWAY),
    ("Hilversum", PRESS, "Oud-Hilversummer begint repaircafé in Assen",
     "In Hilversum woonde ze tien jaar. In Assen repareert ze nu elke week.", AWAY),
    ("Lorient", PRESS, "Une ex-Lorientaise ouvre un café associatif à Mende",
     "J'habitais à Lorient. À Mende, les loyers sont doux.", AWAY),
    ("Lorient", PRESS, "De retour de Paris, il ouvre un fablab",
     "Il a quitté Paris pour Lorient, où il ouvre un fablab.", HERE),
    ("Dole", PRESS, "Les Vésuliens ont leur repair café", "Samedi, les Vésuliens ont réparé trente objets.", AWAY),
    ("Quimper", PRESS, "Un supermarché coopératif pour les Brestois", "Les Brestois pourront y faire leurs courses.",
     AWAY),
    ("Lorient", PRESS, "La monnaie locale rennaise a dix ans", "Les commerçants rennais fêtent la monnaie.", AWAY),
    ("Soissons", PRESS, "Les Soissonnais ont leur repair café", "Samedi, les Soissonnais ont réparé trente objets.",
     HERE),
    ("Rodez", OWN, "Écolieu du Causse",
     "À 25 km de Rodez, entre Marcillac et Conques, notre écolieu à Saint-Cyprien-sur-Dourdou vous accueille.", AWAY),
    ("Rodez", OWN, "Écolieu du Causse", "Aux portes de Rodez, dans un hameau.", UNCLEAR),
    ("Arras", OWN, "Ferme collective", "À mi-chemin entre Arras et Cambrai, au village de Vis-en-Artois.", AWAY),
    ("Hilversum", OWN, "Woongroep De Linde", "Wij zoeken een kavel, het liefst in Hilversum of omgeving.", UNCLEAR),
    ("Quimper", OWN, "Habitat participatif en projet",
     "Nous cherchons un terrain, de préférence à Quimper ou à Concarneau.", UNCLEAR),
    ("Aveiro", OWN, "Cohousing em projeto", "Procuramos terreno, de preferência em Aveiro ou Ílhavo.", UNCLEAR),
    ("Kristianstad", OWN, "Bogemenskap söker tomt", "Vi söker tomt, helst i Kristianstad eller Hässleholm.", UNCLEAR),
    ("Genk", PageKind.DIRECTORY, "Onze werkplekken",
     "Antwerpen. Gent. Brugge. Leuven. Mechelen. Binnenkort in Genk en Aalst.", UNCLEAR),
    ("Bourges", OWN, "Nos ateliers", "Nos ateliers à Tours et à Orléans. Pas encore d'atelier à Bourges.", AWAY),
    ("Hilversum", PRESS, "Sponsorloop Hilversum brengt 5000 euro op",
     "De opbrengst gaat naar een waterput in Kisumu, in het westen van Kenia.", AWAY),
    ("Cholet", PRESS, "Les Choletais solidaires",
     "La collecte se fait au profit d'un jardin communautaire à Bamako, au Mali.", AWAY),
    ("Dole", PRESS, "Que deviennent les cafés citoyens ?",
     "Nous sommes retournés dans trois villes. \nVesoul : l'élan\nÀ Vesoul, tout va.\nDole : la fin\nÀ Dole, le café "
     "a fermé.\nPontarlier : le calme\nÀ Pontarlier, rien.", HERE),
]  # fmt: skip
SENSES: list[Case] = [
    ("Lunel", OWN, "Café associatif de Lunel", "À Lunel, le café ouvre.", HERE),
    ("Creil", OWN, "Repair Café de Creil", "Creil, Oise.", HERE),
    ("Beaune", OWN, "Jardin partagé de Beaune", "Beaune, Côte-d'Or.", HERE),
    ("Gap", SHOP, "Gap ouvre sur les Champs-Élysées", "La marque Gap ouvre un atelier de customisation.", AWAY),
    ("Bergerac", BLOG, "Cyrano de Bergerac au café associatif",
     "La troupe joue Cyrano de Bergerac au café associatif de Bobigny.", AWAY),
    ("Agen", BLOG, "Tarte aux pruneaux d'Agen : recette de la cantine solidaire", "Prenez 300 g de pruneaux d'Agen.",
     UNCLEAR),
    ("Montélimar", BLOG, "Nougat de Montélimar maison", "Recette de nougat de Montélimar au miel.", UNCLEAR),
    ("Hilversum", PRESS, "Hilversum krijgt minder geld: omroepen moeten delen",
     "De publieke omroep moet 150 miljoen bezuinigen. 'Hilversum' reageert geschokt. De NPO en de zenders vrezen "
     "voor programma's.", UNCLEAR),
    ("Genk", PRESS, "Racing Genk-fans zamelen truitjes in",
     "De supporters van KRC Genk brachten truitjes naar de wedstrijd. De spits en de trainer gaven ook.", UNCLEAR),
    ("Kristianstad", PRESS, "IFK Kristianstad vann matchen",
     "Handbollsligan: målskytten gjorde tio. Tränaren nöjd inför slutspel.", UNCLEAR),
    ("Aveiro", PRESS, "Beira-Mar vence jogo",
     "O treinador elogiou os golos. O avançado marcou na jornada do campeonato.", UNCLEAR),
    ("Lorient", PRESS, "FC Lorient : mercato agité",
     "L'attaquant et le défenseur quittent Lorient. L'entraîneur attend une recrue en Ligue 1.", UNCLEAR),
    ("Laval", BLOG, "Camille Laval, tapissière", "Camille Laval anime des ateliers partagés à Clamecy.", AWAY),
    ("Castres", PRESS, "Top 14 : Castres s'incline", "La mêlée du CO a plié. L'entraîneur peste.", UNCLEAR),
    ("Vannes", BLOG, "Chez Simone", "Chez Simone, Vannes : café associatif rue Hoche.", HERE),
    ("Bayonne", BLOG, "Jambon de Bayonne : la coopérative d'éleveurs",
     "Le jambon de Bayonne est produit par des coopérateurs de tout le Sud-Ouest.", UNCLEAR),
    ("Troyes", PRESS, "Chrétien de Troyes au café-théâtre de Melun", "On lit Chrétien de Troyes à Melun.", AWAY),
    ("Poitiers", BLOG, "La bataille de Poitiers rejouée", "La bataille de Poitiers en 732.", UNCLEAR),
    ("Nevers", OWN, "Nevers Ever", "Nevers, Nièvre.", HERE),
    ("Sens", OWN, "Agir en Sens", "L'association redonne du sens. Contact : 12 rue de la République, 69002 Lyon.",
     AWAY),
    ("Gap", PRESS, "Le gender gap dans les coopératives", "Un gap de 12 % demeure.", UNCLEAR),
    ("Saintes", PRESS, "Les Saintes-Maries-de-la-Mer : recyclerie", "Aux Saintes-Maries-de-la-Mer, une recyclerie.",
     AWAY),
    ("Pau", PRESS, "Pau : la Cyclofficine déménage", "À Pau, rue des Anglais.", HERE),
    ("Le Creusot", OWN, "FabLab du Creusot", "Au Creusot, site technopolitain.", HERE),
    ("Mâcon", SHOP, "Maçon à Paris", "Un maçon coopératif à Paris.", AWAY),
    ("Muret", PRESS, "Muret : jardins familiaux", "À Muret, en Haute-Garonne.", HERE),
    ("Lens", PRESS, "À Lens, dans le Valais, un jardin", "La commune de Lens, au-dessus de Sierre. 20 francs.", AWAY),
    ("Auch", BLOG, "Repair Café auch in Bonn", "Das gibt es auch in Bonn.", AWAY),
]  # fmt: skip
NAMESAKES: list[Case] = [
    ("Villefranche-sur-Saône", PRESS, "Villefranche-de-Rouergue : un tiers-lieu",
     "À Villefranche, en Aveyron, un tiers-lieu ouvre.", AWAY),
    ("Villefranche-sur-Saône", PRESS, "Villefranche : une recyclerie au nord du Rhône",
     "À Villefranche, dans le Beaujolais, une recyclerie ouvre ses portes.", HERE),
    ("Montauban", PRESS, "Café associatif à Montauban-de-Bretagne", "À Montauban, au nord de Rennes, un café ouvre.",
     AWAY),
    ("Saint-Quentin", PRESS, "Fablab à Saint-Quentin-en-Yvelines", "Le fablab de Saint-Quentin ouvre à Guyancourt.",
     AWAY),
    ("Aix-les-Bains", PRESS, "Coworking à Aix-en-Provence", "Aix, cours Mirabeau.", AWAY),
    ("Boulogne-sur-Mer", PRESS, "Coworking à Boulogne-Billancourt", "Boulogne, Hauts-de-Seine.", AWAY),
    ("Boulogne-sur-Mer", PRESS, "Boulogne : un jardin partagé au Chemin Vert",
     "À Boulogne, les habitants du Chemin Vert jardinent.", HERE),
    ("Châlons-en-Champagne", PRESS, "Chalon-sur-Saône : recyclerie", "À Chalon, la recyclerie.", AWAY),
    ("Cambrai", OWN, "AMAP de Cambrai", "Paniers à Cambrai, Nord.", HERE),
    ("Vienne", OWN, "La Cordée viennoise", "Café associatif à Vienne (Isère), 38200.", HERE),
    ("Valence", PRESS, "Valence, capitale verte : ses coworkings",
     "À Valence, sur la côte méditerranéenne espagnole, on travaille près de la plage de la Malvarrosa.", AWAY),
    ("Montaigu-Vendée", PRESS, "Montaigu-de-Quercy : un bar associatif",
     "À Montaigu-de-Quercy, dans le Tarn-et-Garonne.", AWAY),
    ("Kristianstad", PRESS, "Bytesdag i Kristinestad", "I Kristinestad i Österbotten ordnas bytesdag.", AWAY),
    ("Les Sables-d'Olonne", OWN, "Repair Café des Sables", "Aux Sables-d'Olonne, on répare.", HERE),
    ("Brive-la-Gaillarde", OWN, "Le Battement d'ailes, café à Brive", "Venez à Brive, en Corrèze.", HERE),
    ("Cherbourg-en-Cotentin", OWN, "Fablab de Cherbourg", "À Cherbourg, quai Caligny.", HERE),
    ("La Roche-sur-Yon", PRESS, "La Roche : une ressourcerie", "À La Roche-sur-Yon, en Vendée.", HERE),
    ("Charleville-Mézières", OWN, "Jardin de Charleville", "À Charleville, dans les Ardennes.", HERE),
    ("Saint-Malo", PRESS, "Saint-Malo-de-Phily : épicerie", "À Saint-Malo-de-Phily, une épicerie associative.", AWAY),
    ("Saint-Nazaire", PRESS, "Saint-Nazaire-les-Eymes : repair café", "À Saint-Nazaire, en Isère, près de Grenoble.",
     AWAY),
    ("Saint-Louis", PRESS, "Saint-Louis : un jardin partagé à Terre-Sainte",
     "À Saint-Louis de La Réunion, le jardin.", AWAY),
    ("Rochefort", OWN, "AMAP de Rochefort-en-Yvelines", "À Rochefort, près de Rambouillet.", AWAY),
    ("Vienne", PRESS, "Vienne : le repair café fête ses cinq ans", "Dans le quartier d'Estressin, le repair café.",
     HERE),
    ("Valence", OWN, "La Bricothèque de Valence", "Valence (Drôme), quartier Fontbarlettes.", HERE),
    ("Laval", OWN, "Coopérative de solidarité", "Coop à Laval, rive nord de Montréal. Le cotravail.", AWAY),
    ("Montauban", OWN, "Montauban en transition", "Montauban, Tarn-et-Garonne.", HERE),
    ("Sens", PRESS, "Sens : le jardin des Champs-Plaisants", "À Sens, le jardin.", HERE),
    ("Orange", PRESS, "Orange : la ressourcerie rouvre", "À Orange, dans le Vaucluse, la ressourcerie.", HERE),
    ("Saint-Dizier", PRESS, "Saint-Dizier-Leyrenne : épicerie", "En Creuse, à Saint-Dizier-Leyrenne.", AWAY),
    ("Mâcon", OWN, "Macon Makerspace", "Downtown Macon, Georgia, US.", AWAY),
    ("Arles", PRESS, "Arles : recyclerie Trinquetaille", "À Arles, en Camargue, la recyclerie.", HERE),
    ("Arles", PRESS, "Arles-sur-Tech : épicerie", "À Arles-sur-Tech, en Vallespir.", AWAY),
    ("Vernon", PRESS, "Vernon : Un jardin au bord de Seine", "À Vernon, dans l'Eure, le jardin.", HERE),
    ("Châteauroux", PRESS, "Châteauroux-les-Alpes : four banal", "À Châteauroux, entre Gap et Embrun.", AWAY),
    ("Montaigu-Vendée", OWN, "Le Bocal", "Café à Montaigu, Vendée.", HERE),
    ("Thonon-les-Bains", OWN, "Le Léman bricole", "Atelier vélo à Thonon.", HERE),
    ("Cherbourg-en-Cotentin", PRESS, "Équeurdreville : troc de plantes", "À Équeurdreville, quartier de Cherbourg.",
     HERE),
    ("Beaune", PRESS, "Beaune-la-Rolande : café", "À Beaune, dans le Loiret.", AWAY),
]  # fmt: skip
DISTRACTED: list[Case] = [
    ("Albi", OWN, "Le Cercle des bricoleurs", "Atelier partagé au 12 rue de la Madeleine, à Albi.", HERE),
    ("Thionville", PRESS, "Metz : le supermarché coopératif", "À Metz, les coopérateurs.", AWAY),
    ("Denain", PRESS, "Valenciennes : repair café", "À Valenciennes, on répare.", AWAY),
    ("Hénin-Beaumont", PRESS, "Un jardin partagé à Carvin", "À Carvin, les habitants jardinent.", NEAR),
    ("Annemasse", PRESS, "Genève : un supermarché participatif", "À Genève, La Fève ouvre.", AWAY),
    ("Forbach", PRESS, "Sarrebruck : un repair café", "À Sarrebruck, on répare.", AWAY),
    ("Saint-Louis", PRESS, "Bâle : une ressourcerie", "À Bâle, la ressourcerie.", AWAY),
    ("Bastia", PRESS, "Un tiers-lieu à Corte", "À Corte, en Haute-Corse, un tiers-lieu.", AWAY),
    ("Béziers", OWN, "Repair Café Biterrois",
     "On répare, on rit. Prochaine date le 12 mai salle du Peuple. Comme nos cousins de Montpellier et de Sète.",
     HERE),
    ("Albi", PRESS, "Ils ont quitté Lille pour Albi et y ouvrent un café-vélo",
     "Le couple ch'ti a ouvert place du Vigan.", HERE),
    ("Épernay", PRESS, "Épernay : le supermarché coopératif cherche un local",
     "Le groupe, inspiré de la Louve à Paris et de Chouette Coop à Toulouse, réunit cent Sparnaciens.", HERE),
    ("Colmar", OWN, "La Colmarienne, monnaie", "Colmar, Alsace. Utilisée aussi à Sélestat et à Guebwiller.", HERE),
    ("Tarbes", OWN, "Le Magasin général",
     "Café associatif et fablab, 3 rue Brauhauban, Tarbes (Hautes-Pyrénées). Accès : 40 min de Pau, 1h30 de "
     "Toulouse.", HERE),
    ("Hilversum", OWN, "Repair Café Hilversum-Oost",
     "Elke eerste zaterdag in Buurtcentrum Lopes Dias. Ook in Bussum en Laren zijn Repair Cafés.", HERE),
    ("Aveiro", OWN, "Biblioteca das Coisas",
     "Empréstimo de ferramentas em Aveiro, no bairro da Beira-Mar. Inspirada em Berlim e Lisboa.", HERE),
    ("Kristianstad", OWN, "Fritidsbanken Kristianstad",
     "Låna skidor gratis. Fritidsbanken finns i hela Sverige, från Skåne till Norrbotten.", HERE),
    ("Genk", OWN, "Repair Café Genk", "In Genk, Limburg. Met steun van provincie Limburg en Avansa uit Hasselt.",
     HERE),
    ("Vannes", PRESS, "Vannes. La recyclerie du pays de Vannes s'agrandit",
     "Les bénévoles viennent de Séné, d'Arradon et de Theix. Modèle : la ressourcerie de Redon.", HERE),
    ("Auxerre", OWN, "AMAP des Auxerrois",
     "Distribution le jeudi, maison de quartier des Rosoirs. Les maraîchers viennent de Puisaye et du Morvan.", HERE),
    ("Cholet", OWN, "Les Jardins de Cocagne du Choletais",
     "Nos paniers sont livrés à Cholet et dans les Mauges, jusqu'à Nantes et Angers.", HERE),
    ("Dunkerque", OWN, "La Machinerie",
     "Tiers-lieu à Dunkerque. Flandre, Hauts-de-France. À 20 min de Bruges et de Furnes.", HERE),
    ("Annemasse", OWN, "Coworking frontalier",
     "Entre Genève et Annecy, à Annemasse, un espace pour les frontaliers. Suisse à 5 minutes.", HERE),
    ("Thionville", OWN, "Le Labo", "Fablab à Thionville, près du Luxembourg. Lorraine.", HERE),
    ("Cahors", PRESS, "À Figeac, les habitants sauvent leur café",
     "Le café de Figeac devient une coopérative. Cahors, préfecture, n'a rien de tel.", AWAY),
    ("Colmar", PRESS, "Mulhouse : un garage solidaire",
     "À Mulhouse, on répare. L'association veut s'étendre à Colmar en 2028.", AWAY),
    ("Lunel", PRESS, "Le potager des Mauguiolains", "À Mauguio, entre Montpellier et Lunel, le potager pousse.",
     AWAY),
    ("Hilversum", PRESS, "Repaircafé in Zeist krijgt nieuwe plek",
     "De vrijwilligers in Zeist verhuizen. Een oud-omroepman uit Hilversum repareert radio's.", AWAY),
    ("Kristianstad", PRESS, "Lånegarderoben öppnar i Växjö",
     "I Växjö öppnar en lånegarderob. Grundaren är uppvuxen i Kristianstad.", AWAY),
    ("Aveiro", PRESS, "Viseu ganha repair café",
     "Em Viseu, voluntários consertam torradeiras. A ideia veio de um estudante que fez Erasmus em Aveiro.", AWAY),
    ("Genk", PRESS, "Tuinfiets rijdt door Leuven", "In Leuven deelt men bakfietsen. De student uit Genk bedacht het.",
     AWAY),
    ("Nevers", SHOP, "Coworking Bourges", "À Bourges, notre espace de coworking. Nevers à 50 minutes.", AWAY),
    ("Troyes", PRESS, "La guerre de Troie expliquée en bande dessinée", "Une coopérative d'auteurs à Angoulême.",
     AWAY),
    ("Castres", OWN, "Fablab de Castries", "Fablab à Castries, Hérault.", AWAY),
    ("Laon", OWN, "Café de Lans", "À Lans-en-Vercors, un café.", AWAY),
    ("Calais", PRESS, "Grande-Synthe : un jardin", "À Grande-Synthe, un jardin d'exilés venus de Calais.", AWAY),
    ("Rodez", OWN, "Habitat groupé", "Notre hameau est à Marcillac-Vallon, Aveyron.", AWAY),
    ("Beauvais", OWN, "Le jardin de l'Ourcq",
     "Au jardin, quai de l'Ourcq, 75019 Paris. Aéroport de Beauvais : navette.", AWAY),
    ("Poitiers", PRESS, "À Châtellerault, une conciergerie solidaire", "Elle s'inspire de celle de Poitiers.", AWAY),
    ("Cahors", PRESS, "Pradines : la bibliothèque d'outils ouvre",
     "À Pradines, près de Cahors, la bibliothèque ouvre.", NEAR),
    ("Vannes", OWN, "Café librairie de Sarzeau", "À Sarzeau, presqu'île de Rhuys, golfe du Morbihan.", NEAR),
    ("Aveiro", PRESS, "Ílhavo abre oficina comunitária", "Em Ílhavo, a oficina abre.", NEAR),
    ("Quimper", PRESS, "Un jardin partagé à Ergué-Gabéric", "À Ergué-Gabéric, aux portes de Quimper, le jardin.",
     NEAR),
    ("Béthune", PRESS, "Bruay-la-Buissière : l'AMAP", "À Bruay, l'AMAP distribue.", NEAR),
    ("Bayonne", OWN, "Café associatif à Hasparren", "À Hasparren, au Pays basque, un café.", NEAR),
    ("Colmar", BLOG, "Comment créer une AMAP",
     "Guide en dix étapes. Les premières AMAP sont nées à Aubagne en 2001, inspirées du Japon.", UNCLEAR),
    ("Lorient", PageKind.DIRECTORY, "Tous nos espaces",
     "Bordeaux, Lille, Lorient, Lyon, Marseille, Nantes, Rennes, Strasbourg, Toulouse", UNCLEAR),
    ("Agen", BLOG, "Qu'est-ce qu'un SEL ?", "Le système d'échange local permet d'échanger des services sans argent.",
     UNCLEAR),
    ("Hilversum", BLOG, "Wat is een weggeefwinkel?", "Een weggeefwinkel is een winkel zonder kassa.", UNCLEAR),
    ("Kristianstad", BLOG, "Vad är en verktygspool?", "En verktygspool delar verktyg.", UNCLEAR),
    ("Niort", SHOP, "Louer un broyeur entre particuliers", "Partout en France, de Lille à Marseille.", UNCLEAR),
    ("Saumur", BLOG, "Rejoignez le mouvement", "Formulaire de contact. Association loi 1901.", UNCLEAR),
    ("Hilversum", PRESS, "Hilversumse weggeefwinkel zoekt nieuwe ruimte",
     "De weggeefwinkel aan de Neuweg moet eruit.", HERE),
    ("Hilversum", PRESS, "Utrechtse buurttuin wint prijs",
     "De buurttuin in Utrecht won. De prijs werd uitgereikt in Hilversum, bij de televisiestudio.", AWAY),
    ("Hilversum", OWN, "Voedselcoöperatie Gooi", "Elke week groente uit de regio. Afhaalpunt: De Tribune, Hilversum.",
     HERE),
    ("Hilversum", OWN, "Stadslandbouw Almere", "Wij tuinieren in Almere, 20 km van Hilversum.", AWAY),
    ("Genk", PRESS, "Genkse repaircafés herstellen 400 toestellen", "De vrijwilligers in Waterschei en Winterslag.",
     HERE),
    ("Genk", PRESS, "Hasselt: deelwinkel opent", "In Hasselt kan je spullen lenen. Ook Genk denkt eraan.", AWAY),
    ("Genk", PRESS, "Zutendaal krijgt buurtwinkel", "In Zutendaal, naast Genk, opent een coöperatieve winkel.", AWAY),
    ("Genk", OWN, "Gentse Makerspace", "In Gent, Dok Noord.", AWAY),
    ("Genk", PRESS, "Ex-mijnwerker opent fietsatelier in Beringen",
     "De Genkenaar begon in Beringen, waar hij nu woont.", AWAY),
    ("Genk", OWN, "Bar Oké", "Buurtbar en weggeefkast, Vennestraat, Genk. Geopend van 14 tot 18 uur.", HERE),
    ("Kristianstad", PRESS, "Kristianstadsbor byter kläder", "Klädbytardagen lockade hundratals.", HERE),
    ("Kristianstad", PRESS, "Odlingslotter i Hässleholm",
     "I Hässleholm, tre mil från Kristianstad, finns lediga lotter.", AWAY),
    ("Kristianstad", PRESS, "Cykelkök öppnar i Karlstad", "I Karlstad öppnar ett cykelkök.", AWAY),
    ("Kristianstad", OWN, "Åhus Repair Café", "Vi lagar i Åhus varje lördag.", HERE),
    ("Kristianstad", BLOG, "Så delar du bil", "Bilpool är när flera delar på en bil.", UNCLEAR),
    ("Kristianstad", PRESS, "Bromölla får bytesrum", "I Bromölla, granne med Kristianstad.", AWAY),
    ("Kristianstad", OWN, "Verktygspoolen på Näsby", "Låna borr. Näsby, Kristianstad. Öppet torsdagar.", HERE),
    ("Aveiro", PRESS, "Aveirenses trocam sementes", "A troca de sementes decorreu no Mercado Manuel Firmino.", HERE),
    ("Aveiro", PRESS, "Águeda abre loja social", "Em Águeda, a loja abre.", NEAR),
    ("Aveiro", PRESS, "Coimbra tem cozinha comunitária",
     "Em Coimbra, a cozinha serve refeições. A Universidade de Aveiro estudou o caso.", AWAY),
    ("Aveiro", PRESS, "São João da Madeira: cowork", "Em São João da Madeira, distrito de Aveiro, abre um cowork.",
     AWAY),
    ("Aveiro", BLOG, "O que é uma moeda local?", "As moedas locais são usadas em vários países.", UNCLEAR),
    ("Aveiro", OWN, "Horta da Forca", "Talhões em Aveiro, Forca-Vouga.", HERE),
    ("Aveiro", OWN, "Repair Café Ovar", "Em Ovar, no distrito de Aveiro.", NEAR),
]  # fmt: skip


CASES = [
    pytest.param(*case, id=f"{sort}: {case[0]}, {case[2]}")
    for sort, cases in (
        ("an area that does not hold the town", AREAS),
        ("a turn of phrase", TURNS),
        ("another sense of the name", SENSES),
        ("a namesake", NAMESAKES),
        ("other places beside", DISTRACTED),
    )
    for case in cases
]


@pytest.mark.parametrize(("town", "kind", "title", "text", "said"), CASES)
def test_where_a_page_is_told_to_be(
    gazetteer: Gazetteer, towns: Towns, town: str, kind: PageKind, title: str, text: str, said: str
) -> None:
    assert verdict(gazetteer, towns, town, kind, title, text) == said


@pytest.mark.parametrize(
    ("town", "kind", "title", "text", "url", "footer", "chrome", "said"),
    [
        ("Genk", PRESS, "Deelkast aan de Genkerbaan zoekt planken", "De deelkast aan de Genkerbaan 12 zoekt planken.",
         "https://www.diestnieuws.be/deelkast", "Diest Nieuws, uw lokale krant", "Deelkast | Diest Nieuws", AWAY),
        ("Épinal", PRESS, "Rue d'Épinal, le jardin partagé s'étend",
         "Au jardin partagé de la rue d'Épinal, on compte trente parcelles.", "https://www.vesoul-actu.fr/jardin",
         "Vesoul Actu, le journal des Vésuliens", "Vesoul Actu", AWAY),
        ("Lorient", PUBLIC, "La grainothèque de la médiathèque", "La médiathèque ouvre une grainothèque le samedi.",
         "https://www.mairie-ploermel.fr/grainotheque", "Mairie de Ploërmel", "La grainothèque - Ville de Ploërmel",
         AWAY),
        ("Lorient", PUBLIC, "La grainothèque de la médiathèque", "La médiathèque ouvre une grainothèque le samedi.",
         "https://www.ploemeur.com/grainotheque", "Mairie de Ploemeur", "La grainothèque - Ville de Ploemeur", NEAR),
        ("Lorient", PUBLIC, "La grainothèque de la médiathèque", "La médiathèque ouvre une grainothèque le samedi.",
         "https://www.lorient.bzh/x", "Ville de Lorient", "La grainothèque - Ville de Lorient", HERE),
        ("Valence", PUBLIC, "Un fablab à Chabeuil", "À Chabeuil, le fablab ouvre.",
         "https://www.valenceromansagglo.fr/fablab", "Valence Romans Agglo, place Jacques Brel 26000 Valence",
         "Un fablab à Chabeuil - Valence Romans Agglo", NEAR),
        ("Montluçon", PUBLIC, "Une recyclerie à Domérat", "À Domérat, la recyclerie a ouvert.",
         "https://www.montlucon-communaute.com/recyclerie", "Montluçon Communauté",
         "Une recyclerie à Domérat - Montluçon Communauté", NEAR),
        ("Cannes", BLOG, "Fabriquer des cannes à pêche en atelier partagé",
         "Les cannes en bambou se taillent en hiver.", "https://bricolons.fr/cannes-a-peche", "", "", UNCLEAR),
        ("Sens", BLOG, "Donner du sens à son travail en coopérative", "Retrouver du sens, c'est possible.",
         "https://blog.fr/donner-du-sens", "", "", UNCLEAR),
        ("Fougères", BLOG, "Des fougères au jardin partagé", "Les fougères aiment l'ombre.",
         "https://jardins.fr/fougeres", "", "", UNCLEAR),
        ("Saintes", BLOG, "Les saintes patronnes des bricoleurs", "Ces saintes oubliées veillent.",
         "https://x.fr/saintes", "", "", UNCLEAR),
        ("Orange", SHOP, "Orange Cyberdefense ouvre un coworking",
         "Orange Business propose ses offres fibre. Forfait et box, chez Orange.", "https://pro.example/", "", "",
         UNCLEAR),
        ("Muret", BLOG, "Construire un muret en pierre sèche",
         "Le muret se monte à plusieurs, lors d'un chantier participatif.", "https://chantiers.fr/muret", "", "",
         UNCLEAR),
        ("Dax", PRESS, "Le DAX s'envole, les épargnants rient jaune",
         "Le DAX a gagné 2 % à la Bourse de Francfort, le CAC 40 aussi.", "https://eco-landes.fr/bourse", "",
         "Éco Landes", UNCLEAR),
        ("Lens", SHOP, "Contact lens et zoom lens", "Nos soft lens conviennent à tous.", "https://optic.fr/lens", "",
         "", UNCLEAR),
        ("Vichy", BLOG, "Coudre une nappe vichy", "Le tissu vichy revient en atelier partagé.",
         "https://couture.fr/vichy", "", "", UNCLEAR),
        ("Vernon", OWN, "Vernon Tool Library", "Borrow tools in Vernon, British Columbia. $20 a year.",
         "https://vernontools.ca", "Vernon, BC V1T 5K2", "", AWAY),
        ("Bayonne", OWN, "Bayonne Community Garden", "Bayonne, New Jersey. NJ 07002.", "https://bayonnegarden.us", "",
         "", AWAY),
        ("Lorient", PRESS, "Une coopérative dans la Békaa", "Au Liban, des agriculteurs. L'Orient-Le Jour, Beyrouth.",
         "https://www.lorientlejour.com/article", "", "L'Orient-Le Jour", AWAY),
        ("Laval", PRESS, "Université Laval : un fablab étudiant",
         "À Québec, l'Université Laval ouvre un fablab. 30 $ par session.", "https://nouvelles.ulaval.ca", "", "",
         AWAY),
        ("Vienne", PUBLIC, "Tiers-lieux de la Vienne",
         "Le Département de la Vienne soutient les tiers-lieux à Châtellerault et Montmorillon.",
         "https://www.lavienne86.fr", "", "", AWAY),
        ("Orange", OWN, "Orange Makerspace", "Orange, California. Orange County makers.", "https://makers.us", "", "",
         AWAY),
        ("Kristianstad", PRESS, "Reparasjonskafé i Kristiansand", "I Kristiansand åpner en reparasjonskafé.",
         "https://www.fvn.no/x", "", "", AWAY),
        ("Aveiro", PUBLIC, "Feira agroecológica em Aveiro", "No oeste do Pará, o município de Aveiro recebe a feira.",
         "https://aveiro.pa.gov.br", "", "", AWAY),
        ("Dole", PRESS, "La recyclerie ouvre enfin", "La recyclerie a ouvert samedi, zone des Plaines.",
         "https://www.gazette.fr/pontarlier/la-recyclerie-ouvre-enfin", "", "", AWAY),
        ("Dole", PRESS, "La recyclerie ouvre enfin", "La recyclerie a ouvert samedi, zone des Plaines.",
         "https://www.gazette.fr/jura/dole-39100/la-recyclerie-ouvre-enfin", "", "", HERE),
        ("Roanne", OWN, "La Fabrique du Coteau d'en face",
         "Atelier partagé de Roanne. Avec le soutien de la Région Auvergne-Rhône-Alpes, du Département de la Loire "
         "et de la Fondation Orange. Nos amis : Saint-Étienne, Lyon, Clermont-Ferrand.", "https://fabrique.fr",
         "12 rue Mulsant 42300 Roanne", "", HERE),
        ("Cahors", PRESS, "Cahors. Une épicerie associative dans la vieille ville",
         "Née à Toulouse, la présidente a vécu dix ans en Bretagne avant de s'installer dans le Lot. L'épicerie "
         "ouvre rue Nationale.", "https://www.ladepeche.fr/2026/cahors", "", "", HERE),
        ("Chartres", PUBLIC, "Budget participatif : le compost de quartier",
         "Le composteur de la rue de Rechèvres a été inauguré.", "https://www.chartres.fr/compost",
         "Ville de Chartres - Hôtel de ville", "Budget participatif - Ville de Chartres", HERE),
        ("Dieppe", OWN, "Jardin communautaire de Dieppe", "Ville de Dieppe, N.-B. 12 $ la parcelle.",
         "https://dieppe.ca", "", "", AWAY),
    ],
)  # fmt: skip
def test_who_publishes_a_page_that_names_no_place_tells_it(
    gazetteer: Gazetteer, towns: Towns, town: str, kind: PageKind, title: str, text: str, url: str, footer: str,
    chrome: str, said: str,
) -> None:  # fmt: skip
    assert verdict(gazetteer, towns, town, kind, title, text, url, footer, chrome) == said


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Brive-la-Gaillarde", "brive"), ("Boulogne-sur-Mer", "boulogne"), ("La Roche-sur-Yon", "la roche"),
        ("Charleville-Mézières", "charleville"), ("Les Sables-d'Olonne", "les sables"), ("Lorient", ""),
        ("Saint-Malo", ""), ("Mont-de-Marsan", ""), ("Port-la-Nouvelle", ""),
    ],
)  # fmt: skip
def test_long_names_are_shortened_as_people_do(name: str, short: str) -> None:
    assert shortened(name) == short


def test_a_short_name_stands_for_the_larger_commune_elsewhere(gazetteer: Gazetteer, towns: Towns) -> None:
    title, text = "Brive : un café associatif", "À Brive, un café associatif ouvre."
    assert verdict(gazetteer, towns, "Albi", PRESS, title, text) == AWAY
    assert verdict(gazetteer, towns, "Brive-la-Gaillarde", PRESS, title, text) == HERE


def test_words_of_other_places_are_folded_and_their_communes_known(gazetteer: Gazetteer) -> None:
    for word, far in gazetteer.afar.words.items():
        assert word == fold(word)
        if far.sort in ("people", "landmark") and all(code.isalnum() for code in far.where):
            commune = gazetteer.by_code(next(iter(far.where)))
            assert commune is not None
            assert commune.name == far.of


@pytest.mark.parametrize(("line", "trouble"), [("area,la Bretagne,29", "line 2"), ("river,X,29,x", "line 2")])
def test_a_mistake_in_the_words_is_told_with_its_line(tmp_path: Path, line: str, trouble: str) -> None:
    file = tmp_path / "afar.csv"
    file.write_text(f"sort,of,where,words\n{line}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=trouble):
        load_afar(file)


def test_a_department_called_like_a_river_needs_its_preposition(gazetteer: Gazetteer, towns: Towns) -> None:
    assert verdict(gazetteer, towns, "Lorient", BLOG, "Réparer ensemble", "Au bord de la Loire, le Cher.") == UNCLEAR
    said = verdict(gazetteer, towns, "Lorient", BLOG, "Les jardins partagés dans le Cher", "Dans le Cher, on jardine.")
    assert said == AWAY


@pytest.mark.parametrize(
    ("town", "title", "said"),
    [
        ("Vienne", "Les épiceries solidaires de Haute-Vienne", AWAY),
        ("Niort", "Les repair cafés des Deux-Sèvres", UNCLEAR),
        ("Vienne", "Une épicerie solidaire à Vienne", HERE),
    ],
)
def test_a_town_is_not_named_inside_an_area_s_name(
    gazetteer: Gazetteer, towns: Towns, town: str, title: str, said: str
) -> None:
    assert verdict(gazetteer, towns, town, BLOG, title, "Une liste.") == said


@pytest.mark.parametrize(
    ("town", "title", "text", "chrome"),
    [
        ("Menton", "Réparer plutôt que jeter", "Nos conseils de saison.", "Réparer plutôt que jeter - Nice-Matin"),
        ("Dieppe", "Réparer plutôt que jeter", "Nos conseils de saison.", "Réparer plutôt que jeter | Paris-Normandie"),
        ("Creil", "Un bureau partagé au vert", "À 40 minutes de Paris, au calme.", ""),
    ],
)
def test_a_region_s_paper_or_a_distance_tells_no_town(
    gazetteer: Gazetteer, towns: Towns, town: str, title: str, text: str, chrome: str
) -> None:
    assert verdict(gazetteer, towns, town, PRESS, title, text, chrome=chrome) == UNCLEAR


def test_a_sentence_does_not_outdo_the_page_on_what_its_name_means() -> None:
    page = Locality(Verdict.UNCLEAR, "Dax", "", "homonym-unproven", ())
    by_name = Locality(Verdict.IN_TOWN, "Dax", "40088", "text-names-town", ())
    by_address = Locality(Verdict.IN_TOWN, "Dax", "40088", "address", ())
    assert within(by_name, page) is page
    assert within(by_address, page) is by_address
