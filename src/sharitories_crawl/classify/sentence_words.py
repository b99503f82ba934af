"""Words that sentences begin with in four languages: a capital on them names nobody."""

from sharitories_crawl.geo.names import fold

_WORDS = """
    à au aux dans depuis chez pour avec sur en vers par mais et si il elle ils elles on nous vous je tu ce cet
    cette ces c'est un une des du de la le les l'un l'une son sa ses leur leurs notre nos votre vos mon ma mes
    tout tous toute toutes pas plus très bien ici là où quand comment pourquoi qui que quoi dont après avant
    entre sans sous selon alors ainsi aussi puis enfin derrière devant près loin c j d l n s qu deux trois
    quatre cinq six sept huit neuf dix douze quinze vingt trente chaque chacun certains certaines aujourd hier
    demain désormais parmi pendant lors grâce même objectif résultat lundi mardi mercredi jeudi vendredi samedi
    dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre premier
    première merci bonjour bienvenue voir lire publié photo photos texte ouvert ouverte tarif tarifs adhésion
    inscription horaires contact renseignements rendez-vous france europe bretagne état ville mairie région
    agglomération département commune internet facebook instagram whatsapp wifi covid noël pâques toussaint het
    een in op van voor met aan bij naar uit over door er is wie wat waar wanneer hoe waarom elke iedere ook maar
    dan dus nu nog we wij jij u hij zij ze ik onze ons mijn dit dat deze die maandag dinsdag woensdag donderdag
    vrijdag zaterdag zondag januari februari maart april mei juni juli augustus september oktober november
    december geen meer welkom gemeente o a os as um uma no na nas em com para por ao aos do da dos das e é mas
    quem onde quando como segunda terça quarta quinta sexta sábado domingo janeiro fevereiro março abril maio
    junho julho agosto setembro outubro dezembro todos todas cada não sim já há hoje câmara ett det den vi ni
    jag han hon på i av för med till från om och men när var vad hur varför som måndag tisdag onsdag torsdag
    fredag lördag söndag maj augusti alla varje kommun kommunen pdf
    baptisé baptisée baptisés baptisées nommé nommée appelé appelée intitulé intitulée
    porté portée créé créée né née fondé fondée lancé lancée organisé organisée animé animée derrière initiative
    gelegen genaamd opgericht chamado chamada criado criada situado situada grundad belägen
"""
SENTENCE_WORDS = frozenset(fold(word) for word in _WORDS.split())
"""Articles, pronouns, prepositions, days, months and the like: alone they name nobody."""
